"""One Argos package at work: sentences to pieces, pieces through CTranslate2 on all cores, and back to text.

Nothing but the package is read: sentences come already split, so Argos's sentence splitter, which fetches a model, and
its package index are never loaded.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from publish.cores import cores
from publish.engines import Alignment, Draft, Span
from publish.engines.argos_packages import Package
from publish.engines.splitting import Part, merged, parts
from publish.errors import EngineError, first_line
from publish.invocation import typed

# What `argostranslate.translate` asks of CTranslate2, except that it sends 32 pieces at a time.
_OPTIONS: dict[str, Any] = {
    "beam_size": 4,
    "num_hypotheses": 1,
    "length_penalty": (_LENGTH_PENALTY := 0.2),
    "replace_unknowns": True,
    "return_scores": True,
    "return_attention": True,
    "max_input_length": 1024,
    "max_decoding_length": (_LONGEST_OUTPUT := 256),
}
# Argos's models are trained on sentences; they lose their way in longer ones, and CTranslate2 stops after 256 pieces.
_LONGEST_INPUT = 160
# A batch has at most this many pieces, counting each sentence as long as its longest: enough for full speed. The last
# ones have fewer, so that all cores end together; their size does not depend on the machine, nor do the drafts.
_BATCH, _LEAST_BATCH = 1024, 256
# Sentences are cut into pieces and sorted by length this many at a time.
_LOT = 1024
# Batches given to CTranslate2 ahead of the one waited for, by core: enough that none waits, and few, since an
# interruption waits for them.
_AHEAD = 2


class _Tokenizer(Protocol):
    """What cuts a sentence into a model's pieces and joins them again, each with the pieces' spans in the text."""

    def encode(self, sentence: str) -> tuple[list[str], Sequence[Span] | None]: ...

    def decode(self, pieces: list[str]) -> tuple[str, Sequence[Span] | None]: ...


@dataclass(frozen=True, slots=True)
class _Encoded:
    """A part of a sentence in the model's pieces, and where they stand in it."""

    part: Part
    pieces: list[str]
    spans: Sequence[Span] | None


class ArgosModel:
    """A loaded package; `EngineError` if it is damaged. It holds the model in memory for as long as it lives."""

    def __init__(self, package: Package, target: str) -> None:
        self.package = package
        self._target = target
        try:
            self._tokenizer, self._translator = _tokenizer(package), _translator(package)
        except (RuntimeError, ValueError, OSError) as error:
            raise EngineError(
                f"this Argos package cannot be loaded ({first_line(error)}); type "
                f"“{typed(f'models remove {package.folder.name}')}” and install it again",
                file=str(package.folder),
            ) from error

    def translate(self, sentences: Sequence[str]) -> Iterator[Draft]:
        """A draft for each sentence, in order, each as soon as its batch is done."""
        for start in range(0, len(sentences), _LOT):
            lot = [(sentence, self._encoded(sentence)) for sentence in sentences[start : start + _LOT]]
            drafts = self._drafts([part for _, found in lot for part in found])
            for sentence, found in lot:
                yield self._merged(sentence, found, list(itertools.islice(drafts, len(found))))

    def _encoded(self, sentence: str) -> list[_Encoded]:
        pieces, spans = self._tokenizer.encode(sentence)
        if len(pieces) <= _LONGEST_INPUT:
            return [_Encoded(Part(sentence, (0, len(sentence))), pieces, spans)]
        return [_Encoded(part, *self._tokenizer.encode(part.text)) for part in parts(sentence, self._fits)]

    def _fits(self, text: str) -> bool:
        return len(self._tokenizer.encode(text)[0]) <= _LONGEST_INPUT

    def _drafts(self, lot: Sequence[_Encoded]) -> Iterator[Draft]:
        """The draft of each part, given to CTranslate2 in batches, the longest first."""
        batches = list(_batches([len(part.pieces) for part in lot]))
        batch_of = {number: place for place, batch in enumerate(batches) for number in batch}
        results: dict[int, Any] = {}
        given = 0
        for number, part in enumerate(lot):
            while given < min(batch_of[number] + 1 + _AHEAD * cores(), len(batches)):
                results.update(zip(batches[given], self._results([lot[one] for one in batches[given]]), strict=True))
                given += 1
            yield self._draft(part, results.pop(number))

    def _results(self, batch: Sequence[_Encoded]) -> list[Any]:
        """What CTranslate2 promises for each part."""
        prefix = [[self.package.target_prefix]] * len(batch) if self.package.target_prefix else None
        results: list[Any] = self._translator.translate_batch(
            [part.pieces for part in batch], prefix, asynchronous=True, **_OPTIONS
        )
        return results

    def _merged(self, sentence: str, found: Sequence[_Encoded], drafts: Sequence[Draft]) -> Draft:
        if len(drafts) == 1 and found[0].part.text == sentence:
            return drafts[0]
        return merged(sentence, [item.part for item in found], drafts, self._target)

    def _draft(self, encoded: _Encoded, promised: Any) -> Draft:
        try:
            result = promised.result()
        except RuntimeError as error:
            return Draft("", problem=f"the model could not translate it ({first_line(error)})")
        produced: list[str] = result.hypotheses[0]
        if len(produced) >= _LONGEST_OUTPUT:
            return Draft("", problem="the model went on without end")
        text, spans = self._tokenizer.decode(produced)
        # Argos makes every underscore a space; here one that the source has comes through.
        if "_" not in encoded.part.text:
            text = text.replace("_", " ")
        shown = text.removeprefix(self.package.target_prefix).removeprefix(" ")
        score = _per_piece(result.scores[0], produced) if result.scores else None
        return Draft(shown, score, _alignment(encoded, spans, len(text) - len(shown), result.attention))


def _alignment(
    encoded: _Encoded, spans: Sequence[Span] | None, shift: int, attention: Sequence[Sequence[Sequence[float]]]
) -> Alignment | None:
    """The alignment with the offsets of the text as it is shown, `shift` characters shorter at its beginning."""
    if encoded.spans is None or spans is None or not attention or len(attention[0]) != len(spans):
        return None
    moved = [(max(start - shift, 0), max(end - shift, 0)) for start, end in spans]
    return Alignment(encoded.spans, moved, attention[0])


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """The numbers of sentences of these lengths that go into one batch each, the longest first.

    >>> list(_batches([3, 900, 700, 600, 300, 100]))
    [[1], [2], [3], [4], [5, 0]]
    """
    left = sum(lengths)
    batch: list[int] = []
    for number in sorted(range(len(lengths)), key=lambda number: -lengths[number]):
        most = min(_BATCH, max(_LEAST_BATCH, left // 4))
        if batch and (len(batch) + 1) * lengths[batch[0]] > most:
            yield batch
            left -= sum(lengths[one] for one in batch)
            batch = []
        batch.append(number)
    if batch:
        yield batch


def _tokenizer(package: Package) -> _Tokenizer:
    if package.tokenizer.name == "sentencepiece.model":
        return _SentencePiece(package.tokenizer)
    return _Bpe(package)


class _SentencePiece:
    def __init__(self, model: Path) -> None:
        from sentencepiece import SentencePieceProcessor

        self._processor = SentencePieceProcessor(model_file=str(model))

    def encode(self, sentence: str) -> tuple[list[str], Sequence[Span]]:
        found = self._processor.encode(sentence, return_type="offset_mapping")
        return found["pieces"], found["offsets"]

    def decode(self, pieces: list[str]) -> tuple[str, Sequence[Span]]:
        found = self._processor.decode_pieces(pieces, return_type="offset_mapping")
        return found["text"].replace("▁", " "), found["offsets"]


class _Bpe:
    """The older kind of tokenizer, by Argos's own class; it does not say where its pieces stand."""

    def __init__(self, package: Package) -> None:
        from argostranslate.tokenizer import BPETokenizer

        self._tokenizer = BPETokenizer(package.tokenizer, package.source, package.target)

    def encode(self, sentence: str) -> tuple[list[str], None]:
        return self._tokenizer.encode(sentence), None

    def decode(self, pieces: list[str]) -> tuple[str, None]:
        return self._tokenizer.decode(pieces), None


def _translator(package: Package) -> Any:
    import ctranslate2

    return ctranslate2.Translator(
        str(package.folder / "model"),
        compute_type="auto",
        inter_threads=cores(),
        intra_threads=1,
        max_queued_batches=-1,
    )


def _per_piece(score: float, produced: list[str]) -> float:
    # CTranslate2 divides the sum of log-probabilities by length ** penalty, counting the end of the sentence.
    length = len(produced) + 1
    return float(score * length**_LENGTH_PENALTY / length)
