"""Segments in, drafts out: each distinct sentence translated once, its marks put back, rubbish left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from publish.catalogue.origin import machine
from publish.drafting.asking import Job, Result, Task, job_for, results
from publish.drafting.doubts import doubts
from publish.drafting.kept import Kept, lost
from publish.drafting.marks import Bare, bare
from publish.drafting.placing import placed
from publish.drafting.placing.probed import Probed
from publish.engines import Engine
from publish.engines.lots import lots
from publish.errors import EngineError
from publish.glossary.terms import Glossary, is_quoted, is_used
from publish.markup import parsed, written
from publish.segments import Segment

# Sentences go to the engine in lots, sorted by length: batches of equal sentences waste least. What has to be asked
# again is asked at a lot's end; an engine that gives an alignment is asked little again.
_FIRST_LOT, _FIRST_LOT_ALIGNED, _LARGEST_LOT = 256, 512, 1024


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


def drafts(
    segments: Iterable[Segment],
    engine: Engine,
    source: str,
    target: str,
    *,
    glossary: Glossary | None = None,
) -> Iterator[Filled]:
    """One draft for each distinct key among the segments, as soon as there is one.

    The segments may come from many articles: the engine gets each sentence once. Raises `EngineError` when what the
    engine needs is missing or it cannot work.
    """
    jobs: dict[tuple[str, tuple[Kept, ...]], Job] = {}
    for key in dict.fromkeys(segment.key for segment in segments):
        sentence = bare(parsed(key[1], source))
        if sentence.is_translatable and (job := job_for(sentence, target, glossary)).is_translatable:
            jobs.setdefault((job.text, job.kept), job).waiting.append((key, sentence))
        else:
            yield Filled(key, key[1], "copied from the source, nothing in it to translate")
    if not jobs:
        return
    if missing := engine.missing(source, target):
        raise EngineError(missing)
    task = Task(engine, source, target, engine.description(source, target))
    waiting = list(jobs.values())
    jobs.clear()
    first = _FIRST_LOT_ALIGNED if engine.declares.gives_alignment else _FIRST_LOT
    for lot in lots(waiting, first, _LARGEST_LOT):
        for result in results(sorted(lot, key=lambda job: -len(job.text)), task):
            for number, (key, sentence) in enumerate(result.job.waiting):
                yield _filled(key, sentence, result, result.probed[number] if result.probed else None, task)


def _filled(key: tuple[str, str], sentence: Bare, found: Result, probed: Probed | None, task: Task) -> Filled:
    draft = found.draft
    reason = draft.problem or task.fault(sentence.text, draft.text)
    marked = None if reason else placed(sentence, draft.text, task.source, task.target, draft.alignment, probed)
    if marked is None:
        reason = reason or "the engine returned too few words for the marks in the sentence"
        return Filled(key, origin=machine(task.engine.name, task.description, refused=reason), reason=reason)
    guesses = [f"{mark} placed by guess" for mark in marked.guesses]
    origin = machine(task.engine.name, task.description, score=draft.score)
    remarks = (*_remarks(found, task), *guesses)
    return Filled(key, written(marked.inlines), origin, remarks, score=draft.score)


def _remarks(result: Result, task: Task) -> list[str]:
    """What a reviewer should look at, the gravest first."""
    job, draft = result.job, result.draft
    gone = list(dict.fromkeys(item.text for item in lost(job.kept, draft.text)))
    others = [
        use
        for use in job.uses
        if use.wanted and not is_used(use, draft.text, task.target) and not is_quoted(use, job.text, draft.text)
    ]
    named = [*gone, *(use.term.source for use in others)]
    found = doubts(job.text, draft.text, task.source, task.target, [item.text for item in job.kept])
    return [
        *(f"“{text}” is to stay as it is, and did not" for text in gone),
        *(f"“{text}” put in by guess, in place of other words" for text in dict.fromkeys(result.put_in)),
        *(doubt for doubt in found if not any(f"“{name}”" in doubt for name in named)),
        *dict.fromkeys(f"glossary: “{use.term.source}” is “{'” or “'.join(use.wanted)}”" for use in others),
    ]
