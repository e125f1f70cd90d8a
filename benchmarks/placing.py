"""How well marks are placed by a model's attention, and what it costs against placing them by position.

    .venv/bin/python benchmarks/placing.py [ROUNDS]

Over the sentences marked by hand in tests/drafting/marked_sentences.txt. Portuguese is what Mozilla's
English-Portuguese model really gives and looks at; French, Spanish, German and Japanese are translations by hand with
synthetic attention (tests/drafting/noisy_attention.py), for want of trained models. Thresholds were chosen on the
development set only.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

if TYPE_CHECKING:
    from drafting.placing_accuracy import Case


def main() -> None:
    from drafting.placing_accuracy import NONE, accuracy, cases

    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    every: list[Case] = []
    for held_out in (False, True):
        found = list(cases(held_out=held_out))
        every += found
        sentences = len({(case.marked.source, case.marked.language) for case in found})
        print(f"\n{'held out' if held_out else 'development'}: {sentences} translations")
        for (language, kind), score in sorted(accuracy(found).items()):
            print(f"  {language:3} {kind:18} {score}")

    without = [case for case in every if case.kind == NONE]
    aligned = [case for case in every if case.kind != NONE]
    times = [(per_thousand(without), per_thousand(aligned)) for _ in range(rounds)]
    by_position, by_attention = (statistics.median(column) for column in zip(*times, strict=True))
    print(f"\n{rounds} rounds, medians, for 1,000 sentences with marks")
    print(f"placed by position:   {by_position:6.2f} s")
    print(f"placed by attention:  {by_attention:6.2f} s ({by_attention - by_position:.2f} s more)")


def per_thousand(found: Sequence[Case]) -> float:
    """Seconds for 1,000 sentences like these."""
    from publish.drafting.placing import placed

    sentences = [(case.marked.bare, case.marked.text, case.marked.language, case.alignment) for case in found]
    start = time.perf_counter()
    for bare, text, language, alignment in sentences:
        assert placed(bare, text, "en", language, alignment) is not None
    return (time.perf_counter() - start) / len(sentences) * 1000


if __name__ == "__main__":
    main()
