"""Real .argosmodel packages, small ones: a Transformer whose weights are written by hand translates word by word.

How it translates. A state vector has two halves. The encoder writes a piece's *meaning* into the first half and its
*place* in the sentence into the second. The decoder knows only the place of the piece it is about to write: its one
cross-attention looks there for the source piece with the same place and copies that piece's meaning; the output layer
gives the highest score to the target piece that the dictionary pairs with this meaning. `</s>` is paired with itself,
so the translation ends where its source ends. All the other sub-layers add nothing.

The tokenizer is a SentencePiece model written by hand too: every word of the dictionary is one piece, and any other
word falls into letters or bytes, which are paired with themselves, so unknown words come out as they went in.
"""

from __future__ import annotations

import json
import string
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from ctranslate2.specs import TransformerSpec
from sentencepiece import sentencepiece_model_pb2

SPACE = "▁"
WITHOUT_SPACES = frozenset({"ja", "zh", "zt", "th"})

WORDS = {
    "fr": "the le|The Le|a un|and et|of de|in dans|is est|Workers Les·travailleurs|workers travailleurs|strike grève|"
    "solidarity solidarité|Solidarity La·solidarité|peace paix|people peuple|support soutiennent|union syndicat|"
    "unions syndicats|ceasefire cessez-le-feu|movement mouvement|government gouvernement|demands exige|new nouveau|"
    "today aujourd’hui|international internationale|Notes Notes|See Voir|see voir",
    "es": "the el|The El|a un|and y|of de|in en|is es|Workers Los·trabajadores|workers trabajadores|strike huelga|"
    "solidarity solidaridad|Solidarity La·solidaridad|peace paz|people pueblo|support apoyan|union sindicato|"
    "unions sindicatos|ceasefire alto·el·fuego|movement movimiento|government gobierno|demands exige|new nuevo|"
    "today hoy|international internacional|Notes Notas|See Véase|see véase",
    "de": "the der|The Der|a ein|and und|of von|in in|is ist|Workers Arbeiter|workers Arbeiter|strike Streik|"
    "solidarity Solidarität|Solidarity Solidarität|peace Frieden|people Volk|support unterstützen|union Gewerkschaft|"
    "unions Gewerkschaften|ceasefire Waffenstillstand|movement Bewegung|government Regierung|demands fordert|new neue|"
    "today heute|international internationale|Notes Anmerkungen|See Siehe|see siehe",
    "ja": "the その|The その|a ある|and と|of の|in で|is です|Workers 労働者は|workers 労働者は|strike ストライキを|"
    "solidarity 連帯を|Solidarity 連帯は|peace 平和を|people 人々は|support 支持する|union 組合は|unions 組合は|"
    "ceasefire 停戦を|movement 運動は|government 政府は|demands 要求する|new 新しい|today 今日は|"
    "international 国際的な|Notes 注|See 参照|see 参照|. 。|, 、",
}


def dictionary(code: str) -> dict[str, str]:
    """A few English words and their translations; a middle dot in `WORDS` stands for a space."""
    pairs = (entry.rsplit(" ", 1) for entry in WORDS[code].split("|"))
    return {word: translation.replace("·", " ") for word, translation in pairs}


def build(
    path: Path,
    source: str,
    target: str,
    words: Mapping[str, str],
    *,
    copied: Iterable[str] = (),
    version: str = "1.9",
    width: int = 128,
    layers: int = 1,
    heads: int = 2,
    places: int = 320,
    feed_forward: int = 8,
    vocabulary: int = 0,
) -> Path:
    """Write the package that translates `words` to `path` and give the path back.

    `copied` are words that come out as they went in, each as one piece: any other unknown word costs a piece a letter.
    `width`, `layers`, `heads` and `feed_forward` are the Transformer's, `vocabulary` is the least number of its pieces;
    a sentence may have at most `places` pieces.
    """
    pairs = _pairs(words, spaced=target not in WITHOUT_SPACES)
    kept = {SPACE + word for word in copied} - set(pairs)
    pieces = _pieces([*pairs, *pairs.values(), *sorted(kept)])
    pieces += [f"{SPACE}unused{number}" for number in range(vocabulary - len(pieces))]
    name = f"translate-{source}_{target}-{version.replace('.', '_')}"
    with TemporaryDirectory() as scratch:
        folder = Path(scratch) / name
        (folder / "model").mkdir(parents=True)
        (folder / "sentencepiece.model").write_bytes(_tokenizer(pieces, {*pairs, *pairs.values(), *kept}))
        _model(pieces, pairs, width, layers, heads, places, feed_forward).save(str(folder / "model"))
        metadata = {
            "package_version": version,
            "argos_version": "1.9",
            "from_code": source,
            "from_name": source,
            "to_code": target,
            "to_name": target,
        }
        (folder / "metadata.json").write_text(json.dumps(metadata), encoding="utf-8")
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            for file in sorted(folder.rglob("*")):
                package.write(file, file.relative_to(scratch))
    return path


def install(package: Path, folder: Path) -> None:
    """Unzip a package into a folder of installed packages, as Argos Translate does."""
    with zipfile.ZipFile(package) as archive:
        archive.extractall(folder)


def _pairs(words: Mapping[str, str], *, spaced: bool) -> dict[str, str]:
    """The dictionary between pieces: a word begins with the mark of a space, punctuation does not."""

    def piece(word: str, *, begins: bool) -> str:
        return (SPACE if begins and word[0].isalnum() else "") + word.replace(" ", SPACE)

    return {piece(word, begins=True): piece(translation, begins=spaced) for word, translation in words.items()}


def _pieces(words: Iterable[str]) -> list[str]:
    control = ["<unk>", "<s>", "</s>"]
    bytes_ = [f"<0x{number:02X}>" for number in range(256)]
    singles = [SPACE, *string.ascii_letters, *string.digits, *string.punctuation, *"’‘“”–—…«»éèàçñüöäß、。"]
    return list(dict.fromkeys([*control, *bytes_, *singles, *words]))


def _tokenizer(pieces: list[str], preferred: set[str]) -> bytes:
    model = sentencepiece_model_pb2.ModelProto()
    kinds = sentencepiece_model_pb2.ModelProto.SentencePiece
    for text in pieces:
        kind, score = kinds.NORMAL, -1.0 if text in preferred else -10.0
        if text == "<unk>":
            kind, score = kinds.UNKNOWN, 0.0
        elif text in ("<s>", "</s>"):
            kind, score = kinds.CONTROL, 0.0
        elif text.startswith("<0x"):
            kind, score = kinds.BYTE, 0.0
        model.pieces.add(piece=text, score=score, type=kind)
    model.trainer_spec.model_type = sentencepiece_model_pb2.TrainerSpec.UNIGRAM
    model.trainer_spec.vocab_size = len(pieces)
    model.trainer_spec.byte_fallback = True
    model.normalizer_spec.name = "identity"
    return model.SerializeToString()


def _model(
    pieces: list[str],
    pairs: Mapping[str, str],
    width: int,
    layers: int,
    heads: int,
    places: int,
    feed_forward: int,
) -> TransformerSpec:
    random = np.random.default_rng(11)
    half = width // 2
    meanings, positions = _directions(random, len(pieces), half), _directions(random, places, half)
    nothing = np.zeros_like

    spec = TransformerSpec.from_config((layers, layers), heads)
    spec.encoder.embeddings[0].weight = np.hstack([meanings, nothing(meanings)]) * np.sqrt(half)
    spec.decoder.embeddings.weight = np.zeros((len(pieces), width), np.float32)
    for side in (spec.encoder, spec.decoder):
        side.scale_embeddings = False
        side.position_encodings.encodings = np.hstack([nothing(positions), positions]) * np.sqrt(half)
        _plain_norm(side.layer_norm, width)
        for layer in side.layer:
            _silence(layer.self_attention, [3 * width, width], width)
            _silence_feed_forward(layer.ffn, width, feed_forward)
    for layer in spec.decoder.layer:
        _silence(layer.attention, [width, 2 * width, width], width)
    _look_up(spec.decoder.layer[-1].attention, random, width, heads)

    numbers = {piece: number for number, piece in enumerate(pieces)}
    scores = np.zeros((len(pieces), width), np.float32)
    for number, piece in enumerate(pieces):
        if piece not in pairs:
            scores[number, :half] = meanings[number]
    # Two words may share a translation: the piece answers to the sum of their meanings.
    for source, target in pairs.items():
        scores[numbers[target], :half] += meanings[numbers[source]]
    _set(spec.decoder.projection, scores * 1.2)

    spec.register_source_vocabulary(pieces)
    spec.register_target_vocabulary(pieces)
    spec.config.add_source_eos = True
    spec.config.decoder_start_token = "<s>"
    spec.validate()
    spec.optimize(quantization="int8")
    return spec


def _directions(random: np.random.Generator, count: int, size: int) -> np.ndarray:
    """So many vectors of length 1, nearly at right angles to one another and with a mean near 0."""
    vectors = random.standard_normal((count, size))
    vectors -= vectors.mean(axis=1, keepdims=True)
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def _look_up(attention, random: np.random.Generator, width: int, heads: int) -> None:
    """Attend to the source piece in the same place, and add its meaning to the first half of the state.

    Every head compares places through the same number of random directions; each carries its share of the meaning.
    """
    half, size, share = width // 2, width // heads, width // 2 // heads
    query, value, output = (np.zeros((width, width), np.float32) for _ in range(3))
    for head in range(heads):
        first = head * size
        query[first : first + size, half:] = random.standard_normal((size, half)) / np.sqrt(size)
        for part in range(share):
            value[first + part, head * share + part] = 1
            output[head * share + part, first + part] = 1
    sharp = query * 3
    _set(attention.linear[0], sharp)
    _set(attention.linear[1], np.vstack([sharp, value]))
    _set(attention.linear[2], output * 20)


def _silence(attention, rows: list[int], width: int) -> None:
    _plain_norm(attention.layer_norm, width)
    for linear, count in zip(attention.linear, rows, strict=True):
        _set(linear, np.zeros((count, width), np.float32))


def _silence_feed_forward(feed_forward, width: int, inner: int) -> None:
    _plain_norm(feed_forward.layer_norm, width)
    _set(feed_forward.linear_0, np.zeros((inner, width), np.float32))
    _set(feed_forward.linear_1, np.zeros((width, inner), np.float32))


def _plain_norm(norm, width: int) -> None:
    norm.gamma, norm.beta = np.ones(width, np.float32), np.zeros(width, np.float32)


def _set(linear, weight: np.ndarray) -> None:
    linear.weight = weight.astype(np.float32)
    linear.bias = np.zeros(len(weight), np.float32)
