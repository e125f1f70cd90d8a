"""What the second reader lets through, and what it stops."""

from dataclasses import replace

import pytest

from publish.catalogue.entry import Catalogue, Entry
from publish.catalogue.reading import parsed
from publish.catalogue.witness import confirm
from publish.catalogue.writing import written
from publish.errors import CatalogueError

from .samples import HEADER, with_header

CATALOGUE = Catalogue(
    (
        *parsed(HEADER.encode() if isinstance(HEADER, str) else HEADER, "fr.po").entries,
        Entry("One\\two “three”\n", 'Un\t"deux"\n'),
        Entry("One", "Eins", context="title", flags=("fuzzy",), previous="On"),
        Entry("Gone", "Parti", obsolete=True),
    ),
    file="fr.po",
)


def test_what_we_write_is_confirmed() -> None:
    confirm(written(CATALOGUE), CATALOGUE)
    everything = parsed(with_header('msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr[1] "d"\n'), "fr.po")
    confirm(written(everything), everything)


@pytest.mark.parametrize(
    "harm",
    [
        lambda content: content.replace(b"Eins", b"Zwei"),
        lambda content: content.replace(b'msgctxt "title"\n', b""),
        lambda content: content[: content.index(b"#~")],
        lambda content: content + b'\nmsgid "More"\nmsgstr "Plus"\n',
        lambda content: content.replace(b'msgstr "Eins"', b'msgstr "Eins'),
    ],
    ids=["word", "context", "lost", "added", "syntax"],
)
def test_anything_else_is_stopped(harm) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(CatalogueError, match="left as it is"):
        confirm(harm(written(CATALOGUE)), replace(CATALOGUE))
