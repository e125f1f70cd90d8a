"""Segments in, drafts out: each distinct sentence translated once, its marks put back, rubbish left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from publish.drafting.engines import Draft, Engine
from publish.drafting.marks import Bare, bare
from publish.drafting.placing import placed
from publish.drafting.words import has_words, repeats
from publish.errors import EngineError
from publish.markup import parsed, written
from publish.segments import Segment

# What a catalogue's line cannot hold: control characters, Unicode's line ends, and what XML forbids.
_NOT_TEXT = re.compile(
    "[\\s\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]*[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]+\\s*"
)


@dataclass(frozen=True, slots=True)
class Filled:
    """What is to be written into the entries of one segment key.

    `text` is Markdown. Where it is empty the entry stays as it is, and `reason` says why. `origin` names what made the
    text, `comments` what a reviewer should look at, `score` how sure the engine was (as in `Draft`).
    """

    key: tuple[str, str]
    text: str = ""
    origin: str = ""
    comments: tuple[str, ...] = ()
    reason: str = ""
    score: float | None = None


def drafts(segments: Iterable[Segment], engine: Engine, source: str, target: str) -> Iterator[Filled]:
    """One draft for each distinct key among the segments, as soon as the engine has it.

    The segments may come from many articles: the engine gets all their sentences in one call, each once. Raises
    `EngineError` when what the engine needs is missing or it cannot work.
    """
    waiting: dict[str, list[tuple[tuple[str, str], Bare]]] = {}
    for key in dict.fromkeys(segment.key for segment in segments):
        sentence = bare(parsed(key[1], source))
        if sentence.is_translatable:
            waiting.setdefault(sentence.text, []).append((key, sentence))
        else:
            yield Filled(key, key[1], "copied from the source, nothing in it to translate")
    if not waiting:
        return
    if missing := engine.missing(source, target):
        raise EngineError(missing)
    origin = f"machine draft ({engine.description(source, target)})"
    for text, draft in _translated(list(waiting), engine, source, target):
        for key, sentence in waiting.pop(text):
            yield _filled(key, sentence, draft, origin, source, target)


def _translated(sentences: Sequence[str], engine: Engine, source: str, target: str) -> Iterator[tuple[str, Draft]]:
    results = iter(engine.translate(sentences, source, target))
    for number, sentence in enumerate(sentences):
        draft = next(results, None)
        if draft is None:
            raise EngineError(f"the engine “{engine.name}” gave {number} drafts for {len(sentences)} sentences")
        yield sentence, draft


def _filled(key: tuple[str, str], sentence: Bare, draft: Draft, origin: str, source: str, target: str) -> Filled:
    text = _NOT_TEXT.sub(" ", draft.text).strip()
    reason = draft.problem or _fault(sentence.text, text, source, target)
    if reason:
        return Filled(key, reason=reason)
    result = placed(sentence, text, source, target)
    if result is None:
        return Filled(key, reason="the engine returned too few words for the links and emphasis in the sentence")
    comments = tuple(f"{mark} placed by guess" for mark in result.guesses)
    return Filled(key, written(result.inlines), origin, comments, score=draft.score)


def _fault(original: str, translation: str, source: str, target: str) -> str:
    """Why a translation must not be used, in a clause; "" when it may."""
    if not has_words(translation):
        return "the engine returned no words"
    if repeats(translation, target) and not repeats(original, source):
        return "the engine repeated itself without end"
    return ""
