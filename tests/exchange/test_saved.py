"""Exported files that Poedit and Lokalize have really edited and saved (`save.py` says how)."""

from __future__ import annotations

from pathlib import Path

import pytest

from exchange.samples import PRESENT, taken_back
from publish.catalogue.entry import Entry

SAVED = Path(__file__).parent / "saved"
TRANSLATED = {"A river": Entry("A river", "Un fleuve")}
ACCEPTED = {"A road": Entry("A road", "Un chemin")}


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("lokalize-22.12.3-xliff-1.2.xlf", TRANSLATED),
        # Of the states of 1.2 it takes needs-review-translation for accepted, so that its key for it withdraws that.
        ("poedit-3.2.2-xliff-1.2.xlf", TRANSLATED),
        ("poedit-3.2.2-xliff-2.0.xlf", TRANSLATED | ACCEPTED),
    ],
)
def test_what_editors_save(name: str, changed: dict[str, Entry]) -> None:
    outcome = taken_back(PRESENT, (SAVED / name).read_bytes())
    assert outcome.findings == []
    assert list(outcome.catalogue.live) == [changed.get(entry.source, entry) for entry in PRESENT.live]
    # No line but the changed entries' own is another one.
    untouched = [entry.original for entry in PRESENT.live if entry.source not in changed]
    assert [entry.original for entry in outcome.catalogue.live if entry.source not in changed] == untouched
