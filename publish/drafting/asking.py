"""A sentence as an engine is asked for it: once, again for what was lost, and again for the places of its marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from publish.drafting.capitals import capitals, in_capitals, in_small_letters, outside
from publish.drafting.kept import Kept, kept_in, lost, masked, put_in, unmasked, with_spaces
from publish.drafting.marks import Bare, every
from publish.drafting.placing.probed import Probed, Questions, answered, questions
from publish.drafting.words import has_words, repeats
from publish.engines import Draft, Engine
from publish.errors import EngineError, PublishError, first_line
from publish.glossary.terms import Glossary, Use

# What a catalogue's line cannot hold: control characters, Unicode's line ends, lone surrogates, and what XML forbids.
_NOT_TEXT = re.compile(
    "[\\s\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]*"
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+\\s*"
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
        return any(map(str.isalpha, outside(self.text, self.kept)))


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


@dataclass(frozen=True, slots=True)
class Result:
    """The draft of a job.

    `put_in` are the words that took the place of others in it, `probed` has the places of the marks of each sentence
    that waits for the job, in their order, where the engine was asked for them.
    """

    job: Job
    draft: Draft
    put_in: tuple[str, ...] = ()
    probed: tuple[Probed | None, ...] = ()


def job_for(sentence: Bare, target: str, glossary: Glossary | None) -> Job:
    """What to ask for a sentence: its text, what must stay in it (addresses, code, names), the terms it uses."""
    text = sentence.text
    fixed = [(mark.start, mark.end) for mark in every(sentence.marks) if mark.is_fixed]
    addresses = kept_in(text, fixed)
    is_in_capitals = in_capitals(text, addresses)
    # The glossary tells a line of capitals by all its letters: it is not shown the small ones of addresses.
    small = [item for item in addresses if any(map(str.islower, item.text))]
    shown = outside(text, small) if is_in_capitals else text
    uses = tuple(glossary.uses(shown, target)) if glossary else ()
    kept = kept_in(text, [*fixed, *((use.start, use.end) for use in uses if not use.wanted)])
    return Job(text, kept, uses, is_in_capitals)


def results(jobs: Sequence[Job], task: Task) -> Iterator[Result]:
    """A result for each job: at once if all came through that must and all places are known, else at the end.

    Raises `EngineError` if the engine fails.
    """
    held: list[tuple[Result, list[Questions]]] = []
    for result in _translated(jobs, task):
        asked = _asked_about(result, task)
        if any(item.texts for item in asked):
            held.append((result, asked))
        else:
            yield result
    answers = _answers([text for _, asked in held for item in asked for text in item.texts], task)
    for result, asked in held:
        texts = [[next(answers).text for _ in item.texts] for item in asked]
        probed = (answered(*pair, result.draft.text, task.target) for pair in zip(asked, texts, strict=True))
        yield replace(result, probed=tuple(probed))


def _translated(jobs: Sequence[Job], task: Task) -> Iterator[Result]:
    """The drafts; those that lost something come last, after more tries with stand-ins."""
    again: list[tuple[Job, Draft]] = []
    for job, found in zip(jobs, _answers([_shown(job) for job in jobs], task), strict=True):
        draft = _clean(found, job, task)
        if draft.problem or not lost(job.kept, draft.text):
            yield Result(job, draft)
        else:
            again.append((job, draft))
    for stand_ins in _MASKINGS:
        masks = [masked(_shown(job), lost(job.kept, draft.text), stand_ins) for job, draft in again]
        left = []
        answers = _answers([mask.text for mask in masks], task)
        for (job, draft), mask, answer in zip(again, masks, answers, strict=True):
            unveiled = unmasked(mask, _clean(answer, job, task))
            if unveiled and not lost(job.kept, unveiled.text) and not task.fault(job.text, unveiled.text):
                yield Result(job, unveiled)
            else:
                left.append((job, draft))
        again = left
    for job, draft in again:
        yield _with_what_was_lost(job, draft)


def _with_what_was_lost(job: Job, draft: Draft) -> Result:
    """The draft with words put in their places where the alignment shows what the model made of them."""
    done = []
    for item in reversed(lost(job.kept, draft.text)):
        replaced = put_in(draft, item)
        if len(lost(job.kept, replaced.text)) < len(lost(job.kept, draft.text)):
            draft = replaced
            done.append(item.text)
    return Result(job, draft, tuple(reversed(done)))


def _asked_about(result: Result, task: Task) -> list[Questions]:
    """What to ask for the places of the marks of each sentence that waits; nothing where they can be told without."""
    job, draft = result.job, result.draft
    if draft.alignment or draft.problem or task.fault(job.text, draft.text):
        return []
    return [questions(sentence, task.source, draft.text, _shown(job)) for _, sentence in job.waiting]


def _shown(job: Job) -> str:
    if not job.in_capitals:
        return job.text
    names = [(use.start, use.end, use.term.source) for use in job.uses if not use.term.source.islower()]
    # What is kept comes last, for an address may hold a name; but a name is to be seen as its term is spelt.
    terms = {(use.start, use.end) for use in job.uses}
    kept = [(item.start, item.end, item.text) for item in job.kept if (item.start, item.end) not in terms]
    return in_small_letters(job.text, [*names, *kept])


def _answers(sentences: Sequence[str], task: Task) -> Iterator[Draft]:
    if not sentences:
        return
    name, count = task.engine.name, 0
    try:
        for draft in task.engine.translate(sentences, task.source, task.target):
            count += 1
            if count > len(sentences):
                break
            yield draft if isinstance(draft, Draft) else _not_a_draft(name)
    except PublishError:
        raise
    except Exception as error:
        message = f"the engine “{name}” failed ({first_line(error)}); choose another one with --engine"
        raise EngineError(message) from error
    if count != len(sentences):
        number = "more" if count > len(sentences) else f"only {count}"
        raise EngineError(
            f"the engine “{name}” gave {number} drafts for {len(sentences)} sentences; choose another one with --engine"
        )


def _not_a_draft(name: str) -> Draft:
    raise EngineError(f"the engine “{name}” gave something that is no Draft; choose another one with --engine")


def _clean(draft: Draft, job: Job, task: Task) -> Draft:
    """The draft as one line of text with the sentence's own spaces; its alignment, if its offsets still hold."""
    text = with_spaces(job.text, _NOT_TEXT.sub(" ", draft.text).strip())
    draft = replace(draft, text=text, alignment=draft.alignment if len(text) == len(draft.text) else None)
    return capitals(draft, task.target) if job.in_capitals else draft
