"""What a translation engine is, and the engine of a given name.

An engine is a class registered under the entry point group `publish.engines`. A whole one, in a package of its own:

    class Shouting(Engine):
        name = "shouting"

        def description(self, source, target):
            return "Shouting 1.0"

        def translate(self, sentences, source, target):
            return (Draft(sentence.upper()) for sentence in sentences)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from typing import Protocol

from publish.errors import EngineError, Finding

GROUP = "publish.engines"
_BUILT_IN = (
    EntryPoint("argos", "publish.engines.argos:ArgosEngine", GROUP),
    EntryPoint("firefox", "publish.engines.firefox:FirefoxEngine", GROUP),
)

Span = tuple[int, int]
"""A stretch of a text: the offsets of its first character and of the one after its last."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """Which pieces of the source each piece of the translation comes from.

    The spans are offsets into the sentence and into its translation. `weights[t][s]` says how much of target piece `t`
    comes from source piece `s`; a row adds up to 1 at most (the rest is on the end of the sentence, which has no span).
    """

    source: Sequence[Span]
    target: Sequence[Span]
    weights: Sequence[Sequence[float]]


@dataclass(frozen=True, slots=True)
class Draft:
    """An engine's translation of one sentence.

    `score` is the mean log-probability of its pieces, 0 at most (`None`: unknown). `problem` says in a clause why the
    engine gives no text, or text that must not be used.
    """

    text: str
    score: float | None = None
    alignment: Alignment | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Declared:
    """What an engine's drafts carry besides their text."""

    gives_scores: bool = False
    gives_alignment: bool = False


class Engine(Protocol):
    """A machine translator; `source` and `target` are BCP 47 tags. Subclass it to inherit what most engines share."""

    name: str
    declares: Declared = Declared()

    def description(self, source: str, target: str) -> str:
        """Engine, package, version and route, as a draft's comment of origin names them."""
        ...

    def translate(self, sentences: Sequence[str], source: str, target: str) -> Iterator[Draft]:
        """One draft for each sentence, in their order, each as soon as there is one.

        The sentences are plain text of any length, many at a time and of similar length: the engine finds the best
        batches and cuts what is too long for it (`publish.engines.splitting`). It is called again for the next lot.
        Raises `EngineError` when it cannot work at all.
        """
        ...

    def missing(self, source: str, target: str) -> str | None:  # noqa: ARG002 - for those that override it
        """One line on what is not installed for this pair and how to get it, or `None` when it can be translated."""
        return None

    def findings(self) -> Sequence[Finding]:
        """What is wrong with what is installed; the engine works without it."""
        return ()


def engine(name: str) -> Engine:
    """The engine called `name`. `EngineError` when there is none or it cannot be loaded.

    >>> engine("argos").name
    'argos'
    """
    known = {entry.name: entry for entry in (*entry_points(group=GROUP), *_BUILT_IN)}
    if name not in known:
        raise EngineError(f"there is no translation engine “{name}”; installed are: {', '.join(sorted(known))}")
    if set(name) & set(":(),"):
        raise EngineError(f"the name of the translation engine “{name}” has a colon, comma or bracket; rename it")
    try:
        found: Engine = known[name].load()()
    except Exception as error:
        raise EngineError(
            f"the translation engine “{name}” ({known[name].value}) cannot be loaded: {error}; "
            "install its package again or choose another engine"
        ) from error
    return found
