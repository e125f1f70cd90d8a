"""The strings that the program itself writes into pages, beside those of the templates; they live in site.po."""

from __future__ import annotations

NOTE = "Note %(number)s"
NOT_TRANSLATED = "Not yet translated"
BACK = "Back to the text"
DRAFT = "Machine draft, not reviewed"
PARTIAL = "Not fully reviewed"
PROOF = "Proof: %(article)s"

FORMAT_TITLES = {
    "a4": "A4",
    "letter": "Letter",
    "booklet": "Booklet (A5)",
    "trifold": "Folded leaflet (A4)",
    "large-print": "Large print",
}
SHEETS = "%(format)s, sheets to print and fold"

STRINGS = {
    NOTE: "accessible name of a note marker; number such as 3",
    NOT_TRANSLATED: "tool tip of a sentence that is shown in the original language",
    BACK: "accessible name of the link from a note to the place that calls it",
    FORMAT_TITLES["a4"]: "a format of a leaflet: ISO A4 paper",
    FORMAT_TITLES["letter"]: "a format of a leaflet: the North American paper size",
    FORMAT_TITLES["booklet"]: "a format of a leaflet: A4 sheets folded once, so that it has A5 pages",
    FORMAT_TITLES["trifold"]: "a format of a leaflet: one A4 sheet folded twice, three panels on each side",
    FORMAT_TITLES["large-print"]: "a format of a leaflet: big letters for readers with low vision",
    SHEETS: "a file whose pages stand on sheets in the printer’s order; format such as A4",
    PROOF: "title of the bilingual proof for review on paper; article is a headline",
}
"""Each string, and what a translator is told of it."""
