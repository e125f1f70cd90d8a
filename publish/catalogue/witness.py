"""A second, independent reader of what is about to replace a person's file.

Our own reader and writer could share a fault; polib shares none of their code. What the two do not read alike is not
written. A block of lines that stands in the new file, byte for byte, as it stood in the old one needs no reader, nor
does one in which only `#.` and `#:` lines are other ones: of a large catalogue polib sees only what changed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from publish.catalogue.entry import Catalogue, Entry, says_the_same
from publish.errors import CatalogueError

_BLANK_LINES = re.compile(rb"\n(?:[ \t\r]*\n)+")
# What polib takes for the end of a line, and is none in a text or a comment.
_LINE_ENDS = "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_TEXT_OR_COMMENT = re.compile(r'"(?:[^"\\\n]|\\.)*"|#(?![~|])[^\n]*')
_WHERE = re.compile(rb"^#[.:][^\n]*(?:\n|$)", re.MULTILINE)
_CHARSET = re.compile(rb"charset=([A-Za-z0-9_.:-]+)")

Reading = tuple[str, str, tuple[str, ...], bool]


def confirm(content: bytes, catalogue: Catalogue) -> None:
    """`CatalogueError` unless polib finds in `content` each source with its translation, and nothing else.

    What is as it was in `catalogue.content` may also be found there.
    """
    changed, entries = _unlike(content, catalogue)
    if len(entries) < len(catalogue.entries) and not _differing(changed, entries, catalogue):
        return
    # All of it: blank lines inside entries look like changes.
    if differing := _differing(content, catalogue.entries, catalogue):
        raise CatalogueError(
            f"left as it is: the entry “{differing[0][1][:60]}” would not be read back as it is; report this as a "
            "fault",
            file=catalogue.file,
        )


def _unlike(content: bytes, catalogue: Catalogue) -> tuple[bytes, Sequence[Entry]]:
    """What of the new file does not stand in the old one, and the entries that must be in that."""
    if catalogue.content is None:
        return content, catalogue.entries
    old = set(map(_bare, _blocks(catalogue.content)))
    same: dict[bytes, Entry] = {}
    for entry in catalogue.entries:
        if not entry.is_header and entry.original is not None and says_the_same(entry, entry.original.entry):
            lines = (line for part, line in entry.original.lines if part not in ("role", "reference"))
            block = b"".join(lines).rstrip(b"\r\n")
            if block in old:
                same[block] = entry
    found: set[int] = set()
    others: list[bytes] = []
    for block in _blocks(content):
        bare = _bare(block)
        if bare in same:
            found.add(id(same.pop(bare)))
        else:
            others.append(block)
    return b"\n\n".join(others), [entry for entry in catalogue.entries if id(entry) not in found]


def _bare(block: bytes) -> bytes:
    """The block without the lines that say where its text stands."""
    return _WHERE.sub(b"", block).rstrip(b"\r\n") if b"#." in block or b"#:" in block else block


def _blocks(content: bytes) -> Iterable[bytes]:
    return (block.rstrip(b"\r\n") for block in _BLANK_LINES.split(content))


def _differing(content: bytes, entries: Iterable[Entry], catalogue: Catalogue) -> list[Reading]:
    """What polib reads in `content` and is not in `entries`, or the reverse."""
    import polib

    text, characters = _in_lines(_decoded(content, catalogue).removeprefix("\ufeff").replace("\r\n", "\n"))
    try:
        found = polib.pofile(text)
    except (OSError, ValueError) as error:
        raise CatalogueError(
            f"left as it is: what would be written cannot be read ({error}); report this as a fault",
            file=catalogue.file,
        ) from error
    theirs = Counter(
        (
            (entry.msgctxt or "").translate(characters),
            entry.msgid.translate(characters),
            tuple(text.translate(characters) for text in entry.msgstr_plural.values() or (entry.msgstr,)),
            bool(entry.obsolete),
        )
        for entry in found
    )
    ours = Counter(
        (entry.context, entry.source, (entry.translation, *entry.plural_translations), entry.obsolete)
        for entry in entries
        if not entry.is_header
    )
    return [*(ours - theirs), *(theirs - ours)]


def _in_lines(text: str) -> tuple[str, dict[int, str]]:
    """The text with stand-ins for what only polib takes for a line's end, and what each of them stands for."""
    present = [character for character in _LINE_ENDS if character in text]
    if not present:
        return text, {}
    free = (number for number in range(0xF0000, 0x10FFFE) if chr(number) not in text)
    stand_ins = {ord(character): number for character, number in zip(present, free, strict=False)}
    table = {character: chr(number) for character, number in stand_ins.items()}
    return (
        _TEXT_OR_COMMENT.sub(lambda match: match.group().translate(table), text),
        {number: chr(character) for character, number in stand_ins.items()},
    )


def _decoded(content: bytes, catalogue: Catalogue) -> str:
    """The text, in the charset that the file itself declares: writing may have changed it to UTF-8."""
    declared = _CHARSET.search(content)
    try:
        return content.decode(declared.group(1).decode("ascii") if declared else catalogue.charset)
    except LookupError:
        return content.decode(catalogue.charset)
