"""Accessible PDF: completes what WeasyPrint's own tags leave out, for PDF/UA-1 (ISO 14289-1).

WeasyPrint makes a structure element of each box, so that a paragraph over two columns is two, a note is a nameless span
and a German page is German to its last French title. Here the tree is made anew from the HTML (`tags_tree`); marks,
line ends and the letters of joined scripts are put right in the pages (`tags_streams`, `tags_text`, `tags_clusters`);
and links, outline and metadata say what they are.

    with recorded_tags() as record:
        data = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=b"")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        completed(pdf, record)
        pdf.save(path, deterministic_id=True)
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

from publish.errors import RenderError
from publish.render.passes.tags_metadata import metadata_packet
from publish.render.passes.tags_record import Area, Piece, Record, recorded_tags
from publish.render.passes.tags_streams import remarked
from publish.render.passes.tags_text import LineEnds, line_ends
from publish.render.passes.tags_tree import is_right_to_left, link_label, structure, words
from publish.render.passes.tags_writing import write_structure

if TYPE_CHECKING:
    import pikepdf

__all__ = ["completed", "recorded_tags"]

_FIRST_REORDERED = "\u0590"
"""The Hebrew block begins here; all scripts before it are drawn in the order they are read."""

_PRINTED = 4
"""The flag of an annotation that it is there on paper too (ISO 32000-1, table 165; PDF/A asks for it)."""


def completed(pdf: pikepdf.Pdf, record: Record) -> None:
    """Tags a document that WeasyPrint has just written, in place; `record` is what `recorded_tags` heard meanwhile."""
    _check_pages(pdf, record)
    ends = line_ends(record)
    doubled = _links_inside_links(pdf, record)
    drawn = [
        each
        for each in record.drawn
        if not (each.annotation in doubled if isinstance(each, Area) else (each.page, each.mcid) in ends.blank)
    ]
    _remove_annotations(pdf, doubled)
    tree, decoration = structure(record, drawn)
    marks = remarked(pdf, record, ends, {(piece.page, piece.mcid) for piece in decoration})
    write_structure(pdf, tree, marks, dict(_spoken(drawn, ends)))
    _describe_links(pdf, record, drawn)
    _clean_outline(pdf, record)
    _describe_document(pdf, record)


def _check_pages(pdf: pikepdf.Pdf, record: Record) -> None:
    if any(drawn.page >= len(pdf.pages) for drawn in (*record.drawn, *record.margins)):
        raise RenderError("the record of tags is not this document's; record one document at a time")


def _spoken(drawn: list[Piece | Area], ends: LineEnds) -> Iterator[tuple[tuple[int, int], str]]:
    """The words of pieces that are drawn in another order than they are read: right-to-left and Indic scripts."""
    for piece in drawn:
        if isinstance(piece, Piece) and piece.text and (piece.is_rtl or _is_reordered(piece.text)):
            key = (piece.page, piece.mcid)
            text = piece.text.removesuffix(piece.hyphen) + "\u00ad" if key in ends.hyphenated else piece.text
            yield key, text + (" " if key in ends.spaced else "")


def _is_reordered(text: str) -> bool:
    return max(text) >= _FIRST_REORDERED and any(
        unicodedata.bidirectional(letter) in ("R", "AL") or unicodedata.category(letter) == "Mc" for letter in text
    )


def _links_inside_links(pdf: pikepdf.Pdf, record: Record) -> set[int]:
    """The annotations of what stands inside a link: WeasyPrint gives each element in it the same address once more."""
    whole: dict[tuple[int, int], list[list[float]]] = {}
    doubled: set[int] = set()
    for area in record.drawn:
        if isinstance(area, Area) and (anchor := record.anchor(area.element)) is not None:
            rectangle = [float(side) for side in pdf.get_object(area.annotation, 0).Rect]
            around = whole.setdefault((area.page, anchor.number), [])
            if any(_is_inside(rectangle, other) for other in around):
                doubled.add(area.annotation)
            else:
                around.append(rectangle)
    return doubled


def _remove_annotations(pdf: pikepdf.Pdf, numbers: set[int]) -> None:
    import pikepdf

    for page in pdf.pages if numbers else ():
        if "/Annots" in page.obj:
            page.obj.Annots = pikepdf.Array([each for each in page.obj.Annots if each.objgen[0] not in numbers])


def _is_inside(rectangle: list[float], other: list[float]) -> bool:
    """Whether one lies within the other from left to right and they share a line; corners come in any order."""
    left, right = sorted(rectangle[::2])
    low, high = sorted(rectangle[1::2])
    other_left, other_right = sorted(other[::2])
    other_low, other_high = sorted(other[1::2])
    tolerance = 0.5
    return (
        other_left - tolerance <= left
        and right <= other_right + tolerance
        and other_low < (low + high) / 2 < other_high
    )


def _describe_links(pdf: pikepdf.Pdf, record: Record, drawn: list[Piece | Area]) -> None:
    """Says what each link is to those who do not see it (ISO 14289-1, 7.18.5)."""
    import pikepdf

    for area in drawn:
        if isinstance(area, Area):
            anchor = record.anchor(area.element)
            label = _drawn_in(area, drawn) if anchor is None else link_label(record, anchor.number)
            annotation = pdf.get_object(area.annotation, 0)
            annotation.F = _PRINTED
            if label:
                annotation.Contents = pikepdf.String(label)


def _drawn_in(area: Area, drawn: list[Piece | Area]) -> str:
    inside = [each for each in drawn if isinstance(each, Piece) and each.element == area.element]
    return "".join(each.text for each in inside if each.pseudo == area.pseudo).strip()


def _clean_outline(pdf: pikepdf.Pdf, record: Record) -> None:
    """Takes the numbers of notes out of the outline's headings."""
    import pikepdf

    if "/Outlines" not in pdf.Root:
        return
    elements = record.elements.values()
    notes = record.footnotes | {each.number for each in elements if each.role == "doc-footnote"}
    calls = {each.number for each in elements if each.role == "doc-noteref"}
    headings = [each.number for each in elements if each.tag in ("h1", "h2", "h3", "h4", "h5", "h6")]
    titles = {words(record, heading, notes): words(record, heading, notes | calls) for heading in headings}
    pending = [pdf.Root.Outlines.get("/First")]
    while pending:
        item = pending.pop()
        if item is None:
            continue
        title = str(item.Title).replace("\u00ad", "")
        if (clean := titles.get(title, title)) != str(item.Title):
            item.Title = pikepdf.String(clean)
        pending += [item.get("/First"), item.get("/Next")]


def _describe_document(pdf: pikepdf.Pdf, record: Record) -> None:
    import pikepdf

    root = pdf.Root
    if record.language:
        root.Lang = pikepdf.String(record.language)
    root.MarkInfo = pikepdf.Dictionary(Marked=True)
    preferences = pikepdf.Dictionary(DisplayDocTitle=True)
    if is_right_to_left(record.language):
        preferences.Direction = pikepdf.Name.R2L
    root.ViewerPreferences = preferences
    for page in pdf.pages:
        page.obj.Tabs = pikepdf.Name.S
    packet = pdf.make_stream(metadata_packet(record, str(pdf.docinfo.get("/Producer", ""))))
    packet.Type, packet.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML
    root.Metadata = packet
