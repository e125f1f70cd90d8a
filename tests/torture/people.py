"""What translators, their programs and machines do to a catalogue between two updates."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import polib
from hypothesis import strategies as st

from publish.catalogue.entry import FUZZY, Catalogue, Entry
from publish.catalogue.origin import with_draft
from publish.catalogue.reading import parsed
from publish.catalogue.writing import written
from publish.segments import MERGED

from .ledger import Ledger

_SYLLABLES = ("ba", "de", "fi", "go", "ku", "la", "me", "ni", "po", "ru")


class Act(NamedTuple):
    """What is done, and to which entry (any number counts, modulo what there is)."""

    kind: str
    place: int = 0


def done(content: bytes, act: Act, ledger: Ledger) -> bytes:
    """The catalogue's bytes after the act; the ledger learns what a person wrote or accepted."""
    if act.kind in _SAVES:
        return _saved_elsewhere(content, act, ledger)
    catalogue = parsed(content, "fr.po")
    if not catalogue.live:
        return content
    if act.kind in ("translate all", "draft all"):
        for entry in catalogue.live:
            catalogue = _exchanged(catalogue, entry, _ACTS[act.kind.removesuffix(" all")](entry, ledger))
    else:
        entry = catalogue.live[act.place % len(catalogue.live)]
        catalogue = _exchanged(catalogue, entry, _ACTS[act.kind](entry, ledger))
    return written(catalogue)


def _exchanged(catalogue: Catalogue, old: Entry, new: Entry) -> Catalogue:
    return catalogue.with_live(lambda entry: new if entry is old else entry)


def _word(ledger: Ledger) -> str:
    """A word that nobody has written yet and that is part of no other."""
    number = ledger.words
    ledger.words += 1
    return "".join(_SYLLABLES[int(digit)] for digit in f"{number:05}").capitalize()


def _text(entry: Entry, ledger: Ledger) -> str:
    """A translation as a person may write it: the source's numbers in French form, its markers, other words."""
    numbers = [number.replace(",", "\u202f") for number in re.findall(r"(?<!\^)\d[\d,]*\d|(?<![\d^])\d", entry.source)]
    markers = re.findall(r"\[\^\d+\]", entry.source)
    return " ".join(["Mots", _word(ledger), *numbers]) + ", voilà." + "".join(markers)


def _translate(entry: Entry, ledger: Ledger) -> Entry:
    """A person fills what is empty; a person's words that are there stay."""
    if entry.translation and not ledger.is_machine(entry.translation):
        return entry
    entry = replace(_accepted(entry), translation=_text(entry, ledger))
    ledger.accept(entry)
    return entry


def _doubtful(entry: Entry, ledger: Ledger) -> Entry:
    """A person fills what is empty and marks it as to be looked at again."""
    if entry.translation:
        return entry
    entry = replace(entry, translation=_text(entry, ledger), flags=(FUZZY, *entry.flags))
    ledger.write(entry)
    return entry


def _edit(entry: Entry, ledger: Ledger) -> Entry:
    """A person puts other words in the place of those that are there."""
    ledger.forget(entry.translation)
    entry = replace(_accepted(entry), translation=_text(entry, ledger))
    ledger.accept(entry)
    return entry


def _review(entry: Entry, ledger: Ledger) -> Entry:
    """A person accepts what is there; the program drops the previous source, as Poedit does."""
    if not entry.translation:
        return entry
    entry = _accepted(entry)
    ledger.accept(entry)
    return entry


def _review_and_keep(entry: Entry, ledger: Ledger) -> Entry:
    """The same in a program that leaves the previous source where it is."""
    if not entry.translation:
        return entry
    entry = replace(entry, flags=tuple(flag for flag in entry.flags if flag != FUZZY))
    ledger.accept(entry)
    return entry


def _reject(entry: Entry, ledger: Ledger) -> Entry:
    if not entry.translation or entry.is_fuzzy:
        return entry
    ledger.reject(entry)
    return replace(entry, flags=(FUZZY, *entry.flags))


def _merge(entry: Entry, ledger: Ledger) -> Entry:
    if entry.translation:
        return entry
    entry = replace(entry, translation=MERGED)
    ledger.accept(entry)
    return entry


def _comment(entry: Entry, ledger: Ledger) -> Entry:
    comment = f"Marie : {_word(ledger)}"
    ledger.comments.add(comment)
    return replace(entry, comments=(comment, *entry.comments))


def _draft(entry: Entry, ledger: Ledger) -> Entry:
    if entry.translation:
        return entry
    text = f"Machine {_word(ledger)}."
    ledger.machine.add(text)
    return with_draft(entry, text, "machine draft (quick: Quick 1.0)")


def _accepted(entry: Entry) -> Entry:
    flags = tuple(flag for flag in entry.flags if flag != FUZZY)
    return replace(entry, flags=flags, previous="", previous_context="", previous_plural="")


_ACTS: dict[str, Callable[[Entry, Ledger], Entry]] = {
    "translate": _translate,
    "doubtful": _doubtful,
    "edit": _edit,
    "review": _review,
    "review and keep": _review_and_keep,
    "reject": _reject,
    "merge": _merge,
    "comment": _comment,
    "draft": _draft,
}
_SAVES = {
    "msgcat": ("msgcat", "-"),
    "msgcat, narrow": ("msgcat", "--width=30", "-"),
    "msgcat, unwrapped": ("msgcat", "--no-wrap", "-"),
    "polib": (),
    "polib, unwrapped": (),
}


def _saved_elsewhere(content: bytes, act: Act, ledger: Ledger) -> bytes:
    """The same catalogue written by another program; what that program loses is not ours to keep."""
    if command := _SAVES[act.kind]:
        saved = subprocess.run(command, input=content, capture_output=True, check=True).stdout
        # It writes nothing where there is nothing but a header.
        content = saved or content
    elif b"#~|" not in content:
        width = 0 if act.kind.endswith("unwrapped") else 78
        content = f"{polib.pofile(content.decode(), wrapwidth=width)}\n".encode()
    ledger.keep_only(parsed(content, "fr.po"))
    return content


acts = st.builds(
    Act,
    st.sampled_from(
        [*_ACTS, "translate all", "translate all", "translate all", "draft all", "msgcat", "polib", "msgcat, unwrapped"]
    ),
    st.integers(0, 40),
)
