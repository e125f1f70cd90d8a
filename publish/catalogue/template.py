"""The template (.pot) from which a translator's program can begin a catalogue in any language."""

from __future__ import annotations

from collections.abc import Sequence

from publish.catalogue.entry import Catalogue
from publish.catalogue.headers import HeaderFacts, new_header
from publish.catalogue.updating import entries_for
from publish.catalogue.writing import written
from publish.languages import Language
from publish.segments import Segment


def template(segments: Sequence[Segment], *, source: Language, facts: HeaderFacts, reference: str) -> bytes:
    """The .pot file's bytes; `source` is the text's language, which `Language:` names since it may not be empty."""
    header = new_header(facts, source, translated=False)
    return written(Catalogue((header, *entries_for(segments, reference))))
