"""GNU gettext's own tools find nothing wrong with what the program writes, and nothing to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.catalogue.entry import FUZZY, Entry, state_of
from publish.catalogue.origin import with_draft
from publish.catalogue.reading import parsed
from publish.catalogue.template import template
from publish.catalogue.writing import written
from publish.languages import language
from publish.segments import MERGED, State

from .gnu import complaints, merged, missing, rewritten, selected, unformatted
from .samples import FACTS, REFERENCE, brought_up, segments

LOCALES = Path(__file__).resolve().parent.parent.parent / "locales"
COMMITTED = sorted(LOCALES.glob("*/LC_MESSAGES/*.po"))


def name_of(path: Path) -> str:
    return f"{path.parent.parent.name}/{path.stem}"


@pytest.mark.parametrize("path", COMMITTED, ids=name_of)
def test_the_committed_catalogues(path: Path, tmp_path: Path) -> None:
    assert_nothing_to_do(path.read_bytes(), (LOCALES / f"{path.stem}.pot").read_bytes(), tmp_path)


def assert_nothing_to_do(content: bytes, pot: bytes, folder: Path) -> None:
    """Each tool, on a catalogue that stands where the template stands."""
    assert complaints(content) == ""
    catalogue = parsed(content, "our.po")
    # gettext's tools forget obsolete entries without a translation.
    expected = written(
        replace(
            catalogue,
            entries=tuple(entry for entry in catalogue.entries if not (entry.obsolete and entry.is_empty)),
        )
    )
    if len(catalogue.entries) > 1:
        assert rewritten(content) == expected
    assert merged(content, pot, folder) == expected
    assert missing(content, pot, folder) == ""
    assert_states_are_gnus(content)


def assert_states_are_gnus(content: bytes) -> None:
    """What is reviewed, unreviewed or untranslated here is so for gettext too, and msgfmt compiles what is reviewed."""
    catalogue = parsed(content, "our.po")
    for option, states in {
        "--translated --no-fuzzy": {State.REVIEWED},
        "--only-fuzzy": {State.DRAFT, State.OUTDATED},
        "--untranslated": {State.UNTRANSLATED},
    }.items():
        theirs = parsed(selected(content, *option.split()) or b"", "gnu.po")
        assert {entry.key for entry in theirs.live} == {
            entry.key for entry in catalogue.live if state_of(entry) in states
        }, option
    compiled = parsed(unformatted(content), "compiled.po")
    assert {entry.key: entry.translation for entry in compiled.live} == {
        entry.key: entry.translation for entry in catalogue.live if state_of(entry) is State.REVIEWED
    }


ONE = "Hundreds of thousands of people demonstrated in the capital on 11 November, says “the report”.[^1]"
TWO = "Unions in *many* countries have signed [calls for a ceasefire](https://example.org/a_very/long/address/call)."
THREE = "Only 18% of “them” said: \\*no\\*."
BREAK = "A line with *a hard break*\\\nand the rest of 11 lines.[^1]"
LONG = "首都では数十万人がデモに参加し、中央駅前の広場から国会議事堂まで、停戦を求めて行進した。" * 2


def translated(entry: Entry) -> Entry:
    return replace(entry, translation=f"« {entry.source} » et la suite", comments=("À relire : « oui » ?",))


def drafted(entry: Entry) -> Entry:
    return with_draft(entry, LONG, "machine draft (argos: Argos Translate 1.12.1)", ["note 1 placed by guess", "other"])


def left_empty(entry: Entry) -> Entry:
    return with_draft(entry, "", "machine draft (argos: Argos Translate 1.12.1), left empty: too long")


def merged_into_the_next(entry: Entry) -> Entry:
    return replace(entry, translation=MERGED)


STEPS: dict[str, list[Callable[[Entry], Entry] | list[str]]] = {
    "new": [[ONE, TWO, THREE]],
    "translated": [[ONE, TWO, THREE], translated],
    "drafted": [[ONE, TWO, THREE], drafted],
    "left empty": [[ONE, TWO], left_empty],
    "merged": [[ONE, TWO], merged_into_the_next],
    "outdated": [[ONE, TWO], translated, [ONE.replace("Hundreds", "Tens"), TWO]],
    "outdated twice": [[ONE], translated, [ONE.replace("Hundreds", "Tens")], [ONE.replace("Hundreds of", "Many")]],
    "outdated draft": [[ONE, TWO], drafted, [ONE.replace("Hundreds", "Tens"), TWO]],
    "obsolete": [[ONE, TWO], translated, [TWO]],
    "obsolete draft": [[ONE, TWO], drafted, [TWO]],
    "obsolete and outdated": [[ONE, TWO], translated, [ONE.replace("Hundreds", "Tens"), TWO], [TWO]],
    "all obsolete but one without words": [[ONE, TWO], translated, [THREE]],
    "revived": [[ONE, TWO], translated, [TWO], [ONE, TWO]],
    "revived and outdated": [[ONE, TWO], translated, [TWO], [ONE.replace("Hundreds", "Tens"), TWO]],
    "moved": [[ONE, TWO, THREE], translated, [THREE, ONE, TWO]],
    "renumbered": [[ONE, TWO], translated, [ONE.replace("[^1]", "[^2]"), TWO]],
    "requoted": [[ONE, THREE], translated, [ONE.replace("“", '"').replace("”", '"'), THREE.replace("“", "‘")]],
    "renumbered date": [[ONE, TWO], translated, [ONE.replace("11", "12"), TWO]],
    "split": [[f"{ONE} {TWO}"], translated, [ONE, TWO]],
    "joined": [[ONE, TWO], translated, [f"{ONE} {TWO}"]],
    "hard line break": [[BREAK, TWO], translated, [BREAK.replace("11", "12"), TWO]],
    "hard line break split": [[BREAK, TWO], translated, [BREAK.replace("\\\n", " "), TWO], [TWO]],
    "nothing in common": [[ONE], translated, ["x", "y"], ["z"]],
}


@pytest.mark.parametrize("steps", STEPS.values(), ids=STEPS)
@pytest.mark.parametrize("tag", ["fr", "ja"])
def test_after_each_kind_of_change(steps: list[Callable[[Entry], Entry] | list[str]], tag: str, tmp_path: Path) -> None:
    content = b""
    for step in steps:
        catalogue = parsed(content, f"{tag}.po") if content else None
        if callable(step):
            assert catalogue is not None
            content = written(catalogue.with_live(step))
        else:
            content = written(brought_up(catalogue, *step, tag=tag))
    sources = [entry.source for entry in parsed(content, f"{tag}.po").live]
    assert_nothing_to_do(content, pot_of(sources), tmp_path)


def pot_of(sources: list[str]) -> bytes:
    pot = template(segments(*sources), source=language("en"), facts=replace(FACTS, date=None), reference=REFERENCE)
    assert complaints(pot) == ""
    return pot


VOCABULARY = r"""
people marched “peace” l’été « oui » 18% [^1] *now* \*no\* C:\\x "q" {0} %s ∅ 停戦を求めて 。 한국어 עברית العربية –
https://example.org/a-b_c?d=e&f (see) e.g. 1,000 … one word ⁧isolated⁩
"""
WORDS = st.sampled_from(VOCABULARY.strip().replace("\n", " ").split(" "))
SENTENCES = st.lists(WORDS, min_size=1, max_size=16).map(lambda words: " ".join(words).replace("–", "\\\n–"))
ARTICLES = st.lists(SENTENCES, min_size=1, max_size=6, unique=True)


def in_some_state(entry: Entry, text: str, state: str) -> Entry:
    match state:
        case "reviewed":
            return replace(entry, translation=text)
        case "unsure":
            return replace(entry, translation=text, flags=(FUZZY,), comments=(text, "", "  second line"))
        case "draft" if entry.is_empty:
            return with_draft(entry, text, "machine draft (argos: Argos Translate 1.12.1)", [text])
    return entry


@settings(max_examples=20)
@given(
    ARTICLES, ARTICLES, st.lists(st.tuples(SENTENCES, st.sampled_from(["reviewed", "unsure", "draft", ""])), min_size=6)
)
def test_any_article_in_any_state(
    tmp_path_factory: pytest.TempPathFactory, first: list[str], second: list[str], work: list[tuple[str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("gnu", numbered=True)
    catalogue = brought_up(None, *first)
    for sources in (second, first):
        again = iter(work)
        worked = catalogue.with_live(lambda entry, again=again: in_some_state(entry, *next(again, ("", ""))))
        catalogue = brought_up(parsed(written(worked), "fr.po"), *sources)
        assert_nothing_to_do(written(catalogue), pot_of([entry.source for entry in catalogue.live]), folder)


def test_what_msgmerge_would_do_otherwise(tmp_path: Path) -> None:
    """Why `publish update` does not call it: it forgets a translator's remark whose entry has no translation yet."""
    asked = Entry(TWO, comments=("What is meant?",))
    catalogue = brought_up(None, ONE, TWO).with_live(lambda entry: asked if entry.source == TWO else translated(entry))
    content = written(catalogue)
    assert "What is meant?" in merged(content, pot_of([ONE, TWO]), tmp_path).decode()
    assert "What is meant?" not in merged(content, pot_of([ONE]), tmp_path).decode()
    assert "What is meant?" in written(brought_up(parsed(content, "fr.po"), ONE)).decode()
