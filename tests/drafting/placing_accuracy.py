"""How well marks are placed by attention, by language and kind of attention, over the sentences marked by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from publish.drafting.placing import placed
from publish.engines import Alignment

from .marian_attention import GUIDED, HEADS, MarianModel
from .marked_sentences import Marked, Score, marked_sentences, score
from .noisy_attention import CLEAR, MURKY, noisy_attention

NONE, GUIDED_HEAD, OTHER_HEADS, ASIDE, CLEARLY, MURKILY = (
    "none",
    "real, guided head",
    "real, other heads",
    "real, first layer",
    "synthetic, clear",
    "synthetic, murky",
)
_SEEDS = range(4)


@dataclass(frozen=True, slots=True)
class Case:
    """A marked sentence with attention of one kind."""

    marked: Marked
    kind: str
    alignment: Alignment | None


def cases(*, held_out: bool) -> Iterator[Case]:
    """Every sentence of the set with every attention there is for it.

    Portuguese has that of a real model: the eight heads of each layer. For the other languages there is none, and
    they get synthetic attention (`noisy_attention`), four times each kind.
    """
    model = MarianModel()
    for marked in marked_sentences():
        if marked.is_held_out is not held_out:
            continue
        yield Case(marked, NONE, None)
        if marked.language == "pt":
            heads = model.heads(marked.bare.text, marked.text)
            for head in range(HEADS):
                yield Case(marked, GUIDED_HEAD if head == GUIDED else OTHER_HEADS, heads.alignment(head))
                yield Case(marked, ASIDE, heads.alignment(head, layer=0))
        else:
            for kind, noise in ((CLEARLY, CLEAR), (MURKILY, MURKY)):
                for seed in _SEEDS:
                    yield Case(marked, kind, noisy_attention(marked, noise, seed))


def accuracy(found: Sequence[Case]) -> dict[tuple[str, str], Score]:
    """The score of each language and kind of attention, and of each kind ("all")."""
    scores: dict[tuple[str, str], Score] = {}
    for case in found:
        marked = case.marked
        result = score(marked, placed(marked.bare, marked.text, "en", marked.language, case.alignment))
        for key in ((marked.language, case.kind), ("all", case.kind)):
            scores[key] = scores.get(key, Score()) + result
    return scores
