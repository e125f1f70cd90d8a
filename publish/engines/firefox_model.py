"""One Firefox Translations model at work: sentences to parts the model can hold, parts through it, and joined again.

`fxtranslate` translates one text at a time and holds Python's lock meanwhile, so threads gain nothing: where there is
enough to do, every core gets a process of its own.
"""

from __future__ import annotations

import functools
import itertools
import multiprocessing
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

from publish.cores import cores
from publish.engines import Draft
from publish.engines.firefox_models import Model
from publish.engines.plain import plain, restored
from publish.engines.splitting import merged, parts
from publish.errors import EngineError, first_line
from publish.interrupts import interrupts_not_inherited

# In pieces of the model's vocabulary. Its output never gets much longer than 120 pieces, whatever it is given: of
# English-Portuguese sentences full of names and numbers all came through up to 100 pieces, 87% at 110, 67% at 140.
_LONGEST_INPUT = 90
# In characters: about what one process translates while another one starts.
_WORTH_PROCESSES = 20_000
_CHUNK = 4


class FirefoxModel:
    """A loaded model; `EngineError` if it is damaged. It holds the model in memory for as long as it lives."""

    def __init__(self, model: Model, target: str) -> None:
        self.model = model
        self._target = target
        self._known: dict[str, bool] = {}
        self._executor: ProcessPoolExecutor | None = None
        try:
            self._tokenizer, self._translator = _tokenizer(model.source_vocabulary), _translator(model)
        except (RuntimeError, ValueError, OSError) as error:
            raise EngineError(
                f"this Firefox model cannot be loaded ({first_line(error)}); remove it and fetch {model.name} again",
                file=str(model.folder),
            ) from error

    def translate(self, sentences: Sequence[str]) -> Iterator[Draft]:
        """A draft for each sentence, in order."""
        whole = [_without_surrogates(sentence) for sentence in sentences]
        shown = [plain(sentence, self._knows) for sentence in whole]
        cut = [parts(sentence, self._fits) for sentence in shown]
        texts = self._translations([part.text for found in cut for part in found])
        for sentence, plain_sentence, found in zip(whole, shown, cut, strict=True):
            drafts = [Draft(text) for text in itertools.islice(texts, len(found))]
            draft = merged(plain_sentence, found, drafts, self._target)
            yield Draft(restored(sentence, plain_sentence, draft.text), problem=draft.problem)

    def close(self) -> None:
        """End the processes it has started."""
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)
            self._executor = None

    def _knows(self, character: str) -> bool:
        if character not in self._known:
            self._known[character] = self._tokenizer.unk_id() not in self._tokenizer.encode(character)
        return self._known[character]

    def _fits(self, text: str) -> bool:
        return len(self._tokenizer.encode(text)) <= _LONGEST_INPUT

    def _translations(self, texts: Sequence[str]) -> Iterator[str]:
        workers = cores() if sum(map(len, texts)) > _WORTH_PROCESSES else 1
        if workers == 1:
            return map(self._translator.translate, texts)
        return self._by_processes(texts, workers)

    def _by_processes(self, texts: Sequence[str], workers: int) -> Iterator[str]:
        chunks = [texts[start : start + _CHUNK] for start in range(0, len(texts), _CHUNK)]
        waiting: deque[Future[list[str]]] = deque()
        try:
            for chunk in chunks:
                waiting.append(self._submitted(chunk, workers))
                # A few ahead, so that no process waits, and an interruption need not wait for many.
                if len(waiting) > 2 * workers:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        except (BrokenProcessPool, OSError, ValueError) as error:
            self.close()
            raise EngineError(
                f"translating with {self.model.name} in a process failed ({first_line(error)}); run the command again",
                file=str(self.model.folder),
            ) from error
        except BaseException:
            self.close()
            raise

    def _submitted(self, chunk: Sequence[str], workers: int) -> Future[list[str]]:
        with interrupts_not_inherited():
            if self._executor is None:
                self._executor = ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"))
            return self._executor.submit(_translated, self.model, chunk)


def _translated(model: Model, texts: Sequence[str]) -> list[str]:
    """What a process of its own does: it keeps the model from one call to the next."""
    return [_kept_translator(model).translate(text) for text in texts]


def _without_surrogates(text: str) -> str:
    """The text with a question mark for each lone surrogate, which has no UTF-8."""
    return text.encode(errors="replace").decode()


def _tokenizer(vocabulary: Path) -> Any:
    from sentencepiece import SentencePieceProcessor

    return SentencePieceProcessor(model_file=str(vocabulary))


def _translator(model: Model) -> Any:
    from fxtranslate import Translator

    # Mozilla's shortlists of words are left out: they gained no speed here, and cost quotation marks and words.
    return Translator(
        model.file.read_bytes(), model.source_vocabulary.read_bytes(), model.target_vocabulary.read_bytes()
    )


_kept_translator = functools.cache(_translator)
