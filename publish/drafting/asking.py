"""A sentence as an engine is asked for it: once, again for what was lost, and again for the places of its marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from publish.drafting.capitals import capitals, in_capitals, in_small_letters
from publish.drafting.kept import Kept, kept_in, lost, masked, put_in, unmasked, with_spaces
from publish.drafting.marks import Bare, every
from publish.drafting.placing.probed import Probed, Questions, answered, questions
from publish.drafting.words import has_words, repeats
from publish.engines import Draft, Engine
from publish.errors import EngineError
from publish.glossary.terms import Glossary, Use

# What a catalogue's line cannot hold: control characters, Unicode's line ends, and what XML forbids.
_NOT_TEXT = re.compile(
    "[\\s\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]*[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]+\\s*"
)
# Stand-ins, one set a try. Of 46 kinds, tried on Mozilla's English-Portuguese model in 572 places, these are what most
# often comes out just once (99%); emoji, braces and private characters never do, for its vocabulary does not have them.
_MASKINGS = (
    ("XQZ1", "XQZ2", "XQZ3", "XQZ4", "XQZ5", "XQZ6", "XQZ7", "XQZ8"),
    ("XZKV", "QWJX", "ZVKQ", "KXWZ", "VJQX", "WZXK", "JKQV", "XVWQ"),
    ("T-101", "T-102", "T-103", "T-104", "T-105", "T-106", "T-107", "T-108"),
)


@dataclass(frozen=True, slots=True)
class Job:
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
class Task:
    """What stays the same from sentence to sentence."""

    engine: Engine
    source: str
    target: str
    description: str

    def fault(self, original: str, translation: str) -> str:
        """Why a translation must not be used, in a clause; "" when it may."""
        if not has_words(translation):
            return "the engine returned no words"
        if repeats(translation, self.target) and not repeats(original, self.source):
            return "the engine repeated itself without end"
        return ""


def job_for(sentence: Bare, target: str, glossary: Glossary | None) -> Job:
    """What to ask for a sentence: its text, what must stay in it (addresses, code, names), the terms it uses."""
    uses = tuple(glossary.uses(sentence.text, target)) if glossary else ()
    fixed = [(mark.start, mark.end) for mark in every(sentence.marks) if mark.is_fixed]
    kept = kept_in(sentence.text, [*fixed, *((use.start, use.end) for use in uses if not use.wanted)])
    return Job(sentence.text, kept, uses, in_capitals(sentence.text))


def translated(jobs: Sequence[Job], task: Task) -> Iterator[tuple[Job, Draft]]:
    """A draft for each job: at once if all came through that must, else at the end, after more tries with stand-ins."""
    again: list[tuple[Job, Draft]] = []
    for job, found in zip(jobs, _asked([_shown(job) for job in jobs], task), strict=True):
        draft = _clean(found, job, task)
        if draft.problem or not lost(job.kept, draft.text):
            yield job, draft
        else:
            again.append((job, draft))
    for stand_ins in _MASKINGS:
        masks = [masked(_shown(job), lost(job.kept, draft.text), stand_ins) for job, draft in again]
        answers = _asked([mask.text for mask in masks], task)
        left = []
        for (job, draft), mask, answer in zip(again, masks, answers, strict=True):
            unveiled = unmasked(mask, _clean(answer, job, task))
            if unveiled and not lost(job.kept, unveiled.text) and not task.fault(job.text, unveiled.text):
                yield job, unveiled
            else:
                left.append((job, draft))
        again = left
    for job, draft in again:
        yield job, _with_what_was_lost(draft, job)


def _with_what_was_lost(draft: Draft, job: Job) -> Draft:
    """The draft with words put in their places where the alignment shows what the model made of them."""
    for item in reversed(lost(job.kept, draft.text)):
        replaced = put_in(draft, item)
        draft = replaced if len(lost(job.kept, replaced.text)) < len(lost(job.kept, draft.text)) else draft
    return draft


def with_places(
    results: Iterable[tuple[Job, Draft]], task: Task
) -> Iterator[tuple[Job, Draft, Sequence[Probed | None]]]:
    """Each draft with the places of the marks of all that wait for it, where it comes without alignment."""
    held: list[tuple[Job, Draft, list[Questions]]] = []
    for job, draft in results:
        asks = not (draft.alignment or draft.problem or task.engine.declares.gives_alignment)
        asked = [questions(sentence, task.source, _shown(job)) for _, sentence in job.waiting] if asks else []
        if any(item.texts for item in asked):
            held.append((job, draft, asked))
        else:
            yield job, draft, [None] * len(job.waiting)
    answers = _asked([text for _, _, asked in held for item in asked for text in item.texts], task)
    for job, draft, asked in held:
        found = [[next(answers).text for _ in item.texts] for item in asked]
        yield (
            job,
            draft,
            [answered(item, texts, draft.text, task.target) for item, texts in zip(asked, found, strict=True)],
        )


def _shown(job: Job) -> str:
    if not job.in_capitals:
        return job.text
    names = [use.term.source for use in job.uses]
    addresses = [item.text for item in job.kept if not any(use.start == item.start for use in job.uses)]
    return in_small_letters(job.text, [*addresses, *names])


def _asked(sentences: Sequence[str], task: Task) -> Iterator[Draft]:
    if not sentences:
        return
    results = iter(task.engine.translate(sentences, task.source, task.target))
    for number in range(len(sentences)):
        draft = next(results, None)
        if draft is None:
            raise EngineError(f"the engine “{task.engine.name}” gave {number} drafts for {len(sentences)} sentences")
        yield draft


def _clean(draft: Draft, job: Job, task: Task) -> Draft:
    """The draft as one line of text with the sentence's own spaces; its alignment, if its offsets still hold."""
    text = with_spaces(job.text, _NOT_TEXT.sub(" ", draft.text).strip())
    draft = replace(draft, text=text, alignment=draft.alignment if len(text) == len(draft.text) else None)
    return capitals(draft, task.target) if job.in_capitals else draft
