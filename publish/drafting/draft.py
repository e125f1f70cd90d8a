"""Segments in, drafts out: each distinct sentence translated once, its marks put back, rubbish left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from publish.catalogue.origin import machine
from publish.drafting.capitals import capitals, in_capitals, in_small_letters
from publish.drafting.doubts import doubts
from publish.drafting.engines import Draft, Engine
from publish.drafting.kept import Kept, kept_in, lost, masked, put_in, unmasked, with_spaces
from publish.drafting.marks import Bare, bare, every
from publish.drafting.placing import placed
from publish.drafting.words import has_words, repeats
from publish.errors import EngineError
from publish.glossary.terms import Glossary, Use, is_quoted, is_used
from publish.markup import parsed, written
from publish.segments import Segment

# What a catalogue's line cannot hold: control characters, Unicode's line ends, and what XML forbids.
_NOT_TEXT = re.compile(
    "[\\s\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]*[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]+\\s*"
)
# Sentences go to the engine in lots of this many, sorted by length: batches of equal sentences waste least.
_LOT = 2048


@dataclass(frozen=True, slots=True)
class Filled:
    """What is to be written into the entries of one segment key.

    `text` is Markdown; where it is empty the entry stays empty, and `reason` says why. `origin` is what the comment of
    origin says, `remarks` are what a reviewer should look at, `score` is how sure the engine was (as in `Draft`).
    """

    key: tuple[str, str]
    text: str = ""
    origin: str = ""
    remarks: tuple[str, ...] = ()
    reason: str = ""
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A translation that a person has reviewed, and the catalogue it stands in."""

    text: str
    catalogue: str


@dataclass(frozen=True, slots=True)
class _Job:
    """A sentence as the engine gets it, with what must come through it and whom it is for."""

    text: str
    kept: tuple[Kept, ...]
    uses: tuple[Use, ...]
    in_capitals: bool = False
    waiting: list[tuple[tuple[str, str], Bare]] = field(default_factory=list)

    @property
    def is_translatable(self) -> bool:
        """Whether there is a word that may change: a name alone in a line stays, whatever a model makes of it."""
        rest, position = "", 0
        for item in self.kept:
            rest += self.text[position : item.start]
            position = item.end
        return any(character.isalpha() for character in rest + self.text[position:])


@dataclass(frozen=True, slots=True)
class _Task:
    """What stays the same from sentence to sentence."""

    engine: Engine
    source: str
    target: str
    description: str


def drafts(
    segments: Iterable[Segment],
    engine: Engine,
    source: str,
    target: str,
    *,
    glossary: Glossary | None = None,
    reviewed: Mapping[str, Reviewed] | None = None,
) -> Iterator[Filled]:
    """One draft for each distinct key among the segments, as soon as there is one.

    The segments may come from many articles: the engine gets each sentence once. A sentence that `reviewed` (by source)
    has is not translated again. Raises `EngineError` when what the engine needs is missing or it cannot work.
    """
    jobs: dict[tuple[str, tuple[Kept, ...]], _Job] = {}
    for key in dict.fromkeys(segment.key for segment in segments):
        known = (reviewed or {}).get(key[1])
        sentence = bare(parsed(key[1], source))
        if known:
            yield Filled(key, known.text, f"reviewed translation of the same sentence in {known.catalogue}")
        elif sentence.is_translatable and (job := _job(sentence, target, glossary)).is_translatable:
            jobs.setdefault((job.text, job.kept), job).waiting.append((key, sentence))
        else:
            yield Filled(key, key[1], "copied from the source, nothing in it to translate")
    if not jobs:
        return
    if missing := engine.missing(source, target):
        raise EngineError(missing)
    task = _Task(engine, source, target, engine.description(source, target))
    waiting = list(jobs.values())
    jobs.clear()
    for start in range(0, len(waiting), _LOT):
        lot = sorted(waiting[start : start + _LOT], key=lambda job: -len(job.text))
        for job, draft in _translated(lot, task):
            for key, sentence in job.waiting:
                yield _filled(key, sentence, job, draft, task)


def _job(sentence: Bare, target: str, glossary: Glossary | None) -> _Job:
    uses = tuple(glossary.uses(sentence.text, target)) if glossary else ()
    fixed = [(mark.start, mark.end) for mark in every(sentence.marks) if mark.is_fixed]
    kept = kept_in(sentence.text, [*fixed, *((use.start, use.end) for use in uses if not use.wanted)])
    return _Job(sentence.text, kept, uses, in_capitals(sentence.text))


def _translated(jobs: Sequence[_Job], task: _Task) -> Iterator[tuple[_Job, Draft]]:
    """A draft for each job: at once if all came through that must, else after a second try with stand-ins."""
    again: list[tuple[_Job, Draft, list[Kept]]] = []
    for job, found in zip(jobs, _asked([_shown(job) for job in jobs], task), strict=True):
        draft = _clean(found, job, task)
        missing = [] if draft.problem else lost(job.kept, draft.text)
        if missing:
            again.append((job, draft, missing))
        else:
            yield job, draft
    for masking in _MASKINGS:
        tries = [(job, draft, missing, masked(_shown(job), missing, masking)) for job, draft, missing in again]
        again = []
        for (job, draft, missing, mask), found in zip(
            tries, _asked([item[3].text for item in tries], task), strict=True
        ):
            unveiled = unmasked(mask, _clean(found, job, task)) if mask.stand_ins else None
            if unveiled and not lost(job.kept, unveiled.text):
                yield job, unveiled
            else:
                again.append((job, draft, missing))
    for job, draft, missing in again:
        for item in reversed(missing):
            replaced = put_in(draft, item)
            draft = replaced if len(lost(job.kept, replaced.text)) < len(lost(job.kept, draft.text)) else draft
        yield job, draft


# Stand-ins, one set a try. Of 46 kinds, tried on Mozilla's English-Portuguese model in 572 places, these are what most
# often comes out just once (99%); emoji, braces and private characters never do, for its vocabulary does not have them.
_MASKINGS = (
    ("XQZ1", "XQZ2", "XQZ3", "XQZ4", "XQZ5", "XQZ6", "XQZ7", "XQZ8"),
    ("XZKV", "QWJX", "ZVKQ", "KXWZ", "VJQX", "WZXK", "JKQV", "XVWQ"),
    ("T-101", "T-102", "T-103", "T-104", "T-105", "T-106", "T-107", "T-108"),
)


def _shown(job: _Job) -> str:
    if not job.in_capitals:
        return job.text
    names = [use.term.source for use in job.uses]
    addresses = [item.text for item in job.kept if not any(use.start == item.start for use in job.uses)]
    return in_small_letters(job.text, [*addresses, *names])


def _asked(sentences: Sequence[str], task: _Task) -> Iterator[Draft]:
    if not sentences:
        return
    results = iter(task.engine.translate(sentences, task.source, task.target))
    for number in range(len(sentences)):
        draft = next(results, None)
        if draft is None:
            raise EngineError(f"the engine “{task.engine.name}” gave {number} drafts for {len(sentences)} sentences")
        yield draft


def _clean(draft: Draft, job: _Job, task: _Task) -> Draft:
    """The draft as one line of text with the sentence's own spaces; its alignment, if its offsets still hold."""
    text = with_spaces(job.text, _NOT_TEXT.sub(" ", draft.text).strip())
    draft = replace(draft, text=text, alignment=draft.alignment if len(text) == len(draft.text) else None)
    return capitals(draft, task.target) if job.in_capitals else draft


def _filled(key: tuple[str, str], sentence: Bare, job: _Job, draft: Draft, task: _Task) -> Filled:
    reason = draft.problem or _fault(sentence.text, draft.text, task.source, task.target)
    result = None if reason else placed(sentence, draft.text, task.source, task.target, draft.alignment)
    if result is None:
        reason = reason or "the engine returned too few words for the links and emphasis in the sentence"
        return Filled(key, origin=machine(task.engine.name, task.description, refused=reason), reason=reason)
    guesses = [f"{mark} placed by guess" for mark in result.guesses]
    origin = machine(task.engine.name, task.description, score=draft.score)
    remarks = (*_remarks(job, draft, task), *guesses)
    return Filled(key, written(result.inlines), origin, remarks, score=draft.score)


def _remarks(job: _Job, draft: Draft, task: _Task) -> list[str]:
    """What a reviewer should look at, the gravest first."""
    gone = list(dict.fromkeys(item.text for item in lost(job.kept, draft.text)))
    others = [
        use
        for use in job.uses
        if use.wanted and not is_used(use, draft.text, task.target) and not is_quoted(use, job.text, draft.text)
    ]
    named = [*gone, *(use.term.source for use in others)]
    found = doubts(job.text, draft.text, task.source, task.target)
    return [
        *(f"“{text}” is to stay as it is, and did not" for text in gone),
        *(doubt for doubt in found if not any(f"“{name}”" in doubt for name in named)),
        *dict.fromkeys(f"glossary: “{use.term.source}” is “{'” or “'.join(use.wanted)}”" for use in others),
    ]


def _fault(original: str, translation: str, source: str, target: str) -> str:
    """Why a translation must not be used, in a clause; "" when it may."""
    if not has_words(translation):
        return "the engine returned no words"
    if repeats(translation, target) and not repeats(original, source):
        return "the engine repeated itself without end"
    return ""
