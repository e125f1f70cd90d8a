"""A second, independent reader of what is about to replace a person's file.

Our own reader and writer could share a fault; polib shares none of their code. What the two do not read alike is not
written.
"""

from __future__ import annotations

from collections import Counter

from publish.catalogue.entry import Catalogue
from publish.errors import CatalogueError


def confirm(content: bytes, catalogue: Catalogue) -> None:
    """`CatalogueError` unless polib finds in `content` each source with its translation, and nothing else."""
    import polib

    text = content.decode(catalogue.charset).removeprefix("\ufeff").replace("\r\n", "\n")
    try:
        entries = polib.pofile(text)
    except (OSError, ValueError) as error:
        raise CatalogueError(
            f"left as it is: what would be written cannot be read ({error}); report this as a fault",
            file=catalogue.file,
        ) from error
    theirs = Counter(
        (entry.msgctxt or "", entry.msgid, tuple(entry.msgstr_plural.values()) or (entry.msgstr,), bool(entry.obsolete))
        for entry in entries
    )
    ours = Counter(
        (entry.context, entry.source, (entry.translation, *entry.plural_translations), entry.obsolete)
        for entry in catalogue.entries
        if not entry.is_header
    )
    if theirs != ours:
        _, source, _, _ = next(iter((ours - theirs) or (theirs - ours)))
        raise CatalogueError(
            f"left as it is: the entry “{source[:60]}” would not be read back as it is; report this as a fault",
            file=catalogue.file,
        )
