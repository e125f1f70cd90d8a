"""The translator's comment that says where a draft came from: origin only, never state, so that it cannot go stale.

    # Machine: note 3 placed by guess
    # Origin: machine draft (argos: Argos Translate 1.12.1, package translate-en_fr 1.9, route en → fr), confidence 87%,
      hash 9172e8eec99f/41cc

(in the catalogue it is one line). The first hash is that of the text as the machine wrote it, so that a person's change
shows; the second is that of the machine's remarks, the lines `Machine: …` right above, for the same reason.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from publish.catalogue.entry import FUZZY, Entry
from publish.catalogue.folded import Kind, Whole, unfolded, without

_ORIGIN = re.compile(r"Origin: (?P<words>.*), hash (?P<hash>[0-9a-f]{12})(?:/(?P<remarks>[0-9a-f]{4}))?")
_MACHINE = re.compile(r"machine draft \((?P<engine>[^:(),]+)")
_CONFIDENCE = re.compile(r"\), confidence (?P<percent>[0-9]{1,3})%$")
_REFUSED = re.compile(r"\), left empty: (?P<reason>.*)")
_HASH_LENGTH = 12
_SHORT_HASH_LENGTH = 4
_REMARK = "Machine: "


@dataclass(frozen=True, slots=True)
class Origin:
    """What made a draft, in words, the hash of what it wrote, and that of its remarks ("" if it made none)."""

    words: str
    hash: str
    remarks: str = ""

    @property
    def engine(self) -> str:
        """The name of the engine that made it; "" if no machine did.

        >>> Origin("machine draft (argos: Argos Translate 1.12.1)", "").engine, Origin("memory", "").engine
        ('argos', '')
        """
        match = _MACHINE.match(self.words)
        return match["engine"].strip() if match else ""

    @property
    def confidence(self) -> int | None:
        """How sure the engine was, in percent; `None` where it does not say."""
        match = _CONFIDENCE.search(self.words)
        return int(match["percent"]) if match else None

    @property
    def refused(self) -> str:
        """Why the engine's text was not used and the entry left empty; "" if it was."""
        match = _REFUSED.search(self.words)
        return match["reason"] if match else ""

    def wrote(self, text: str) -> bool:
        """Whether the text is still as the machine wrote it."""
        return self.hash == text_hash(text)


def text_hash(text: str) -> str:
    """The first 12 hexadecimal digits of the SHA-256 of the text in UTF-8.

    >>> text_hash("Bonjour")
    '9172e8eec99f'
    """
    return hashlib.sha256(text.encode()).hexdigest()[:_HASH_LENGTH]


def machine(engine: str, description: str, *, score: float | None = None, refused: str = "") -> str:
    """The words for a machine's draft; with `refused`, for one that was not used.

    `score` is the mean log-probability of the draft's pieces (natural logarithm). The confidence is its exponential,
    the geometric mean of the probabilities the model gave to its pieces: 100% says that it never saw an alternative.
    Where a sentence went through two models it is the product of theirs.

    >>> machine("argos", "Argos Translate 1.12.1", score=-0.13)
    'machine draft (argos: Argos Translate 1.12.1), confidence 88%'
    """
    words = f"machine draft ({engine}: {description})"
    if refused:
        return f"{words}, left empty: {refused}"
    return (
        f"{words}, confidence {'unknown' if score is None or math.isnan(score) else f'{math.exp(min(score, 0.0)):.0%}'}"
    )


def origin_comment(words: str, text: str, remarks: Sequence[str] = ()) -> str:
    """The comment for a draft, one line.

    >>> origin_comment("argos translate-en_fr-1_9", "Bonjour")
    'Origin: argos translate-en_fr-1_9, hash 9172e8eec99f'
    """
    remarks_hash = f"/{_remarks_hash(remarks)}" if remarks else ""
    return f"Origin: {' '.join(words.split())}, hash {text_hash(text)}{remarks_hash}"


def is_origin(comment: str) -> bool:
    """Whether a translator's comment is one of these."""
    return _ORIGIN.fullmatch(comment.strip()) is not None


def origin_of(entry: Entry) -> Origin | None:
    """Where the entry's translation came from, as far as its comments say; the last such comment counts.

    >>> origin_of(Entry("Hello", "Bonjour", comments=("Origin: argos, hash 9172e8eec99f",))).wrote("Bonjour")
    True
    """
    last = next(reversed(_origins(entry.comments)), None)
    match = _ORIGIN.fullmatch(last.text) if last else None
    # Older charsets have no arrow (`publish.catalogue.stand_ins`).
    return Origin(match["words"].replace("->", "→"), match["hash"], match["remarks"] or "") if match else None


def untouched(entry: Entry) -> Origin | None:
    """The origin of a draft that no person has changed or accepted; `None` for any other entry.

    Of a draft whose sentence has changed since, which any program may have made `fuzzy` again, nobody can tell.
    """
    origin = origin_of(entry)
    is_own = entry.is_fuzzy and not (entry.previous or entry.previous_context)
    return origin if origin and is_own and origin.wrote(entry.translation) else None


def remarks_of(entry: Entry) -> tuple[str, ...]:
    """The machine's remarks on its draft, as far as they still are the machine's words.

    >>> remarks_of(with_draft(Entry("Hello"), "Bonjour", "argos", ["note 1 placed by guess"]))
    ('note 1 placed by guess',)
    """
    remarks = _remarks(entry.comments)
    return tuple(line.removeprefix(_REMARK) for line in remarks.text.splitlines())


def without_machine_words(comments: Sequence[str]) -> tuple[str, ...]:
    """The comments without those of origin and the machine's remarks; every line a person wrote or changed stays."""
    return without(comments, [_remarks(comments), *_origins(comments)])


def with_text_hash(comments: Sequence[str], before: str, after: str) -> tuple[str, ...]:
    """The comments for a text that the program itself has changed: where they knew it before, they know it now.

    >>> with_text_hash(["Origin: argos, hash 9172e8eec99f"], "Bonjour", "Salut")
    ('Origin: argos, hash 75c4ec0328d2',)
    """
    old, new = text_hash(before), text_hash(after)
    result = list(comments)
    for origin in _origins(comments) if old != new else ():
        match = _ORIGIN.fullmatch(origin.text)
        if match and match["hash"] == old:
            # The hash is as long as before: it is put where it stands, however the lines are folded.
            number = max(number for number in range(origin.start, origin.end) if old in result[number])
            result[number] = new.join(result[number].rsplit(old, 1))
    return tuple(result)


def restated_remarks(comments: Sequence[str], spelt: Callable[[str], str]) -> tuple[str, ...]:
    """The comments with the machine's remarks `spelt` otherwise, and the origin's hash of them with it."""
    whole = _remarks(comments)
    lines = whole.text.splitlines()
    now = [spelt(line) for line in lines]
    if now == lines or lines != list(comments[whole.start : whole.end - 1]):
        return tuple(comments)
    origin = comments[whole.end - 1].removesuffix(_remarks_hash(lines)) + _remarks_hash(now)
    return (*comments[: whole.start], *now, origin, *comments[whole.end :])


def with_draft(
    entry: Entry, translation: str, words: str, remarks: Sequence[str] = (), *, again: bool = False
) -> Entry:
    """The empty entry filled by a machine: fuzzy, its remarks and its origin in comments.

    With an empty `translation` only the comments are written. `again` lets the draft take the place of an earlier one
    that is `untouched`. `ValueError` if the entry has any other translation: a draft never takes the place of words.
    """
    if not (entry.is_empty or (again and untouched(entry) is not None)):
        raise ValueError(f"the entry in line {entry.line} has a translation already")
    kept = without_machine_words(entry.comments)
    added = [f"{_REMARK}{' '.join(remark.split())}" for remark in remarks]
    comments = (*kept, *added, origin_comment(words, translation, added))
    if not translation:
        return replace(entry, comments=comments)
    return replace(
        entry,
        translation=translation,
        comments=comments,
        flags=(FUZZY, *(flag for flag in entry.flags if flag != FUZZY)),
        previous="",
        previous_context="",
        previous_plural="",
    )


def _origins(comments: Sequence[str]) -> list[Whole]:
    return Kind("Origin:", is_origin).wholes(comments)


def _remarks(comments: Sequence[str]) -> Whole:
    """The machine's remarks, a line each: the run above its origin whose hash is still right."""
    for origin in reversed(_origins(comments)):
        match = _ORIGIN.fullmatch(origin.text)
        lines: list[str] = []
        rest: list[str] = []
        for start in reversed(range(origin.start) if match and match["remarks"] else ()):
            rest.insert(0, comments[start])
            if not rest[0].strip().startswith(_REMARK):
                continue
            for line in unfolded(rest):
                if match and _remarks_hash([line, *lines]) == match["remarks"]:
                    return Whole("\n".join([line, *lines]), start, origin.end)
            lines.insert(0, unfolded(rest)[0])
            rest = []
    return Whole("", 0, 0)


def _remarks_hash(remarks: Sequence[str]) -> str:
    return text_hash("\n".join(remarks))[:_SHORT_HASH_LENGTH]
