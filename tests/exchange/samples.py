"""Random catalogues, documents in each format, and the official schemas, for the tests of the exchange."""

from __future__ import annotations

import functools
from pathlib import Path

from hypothesis import strategies as st
from lxml import etree

from publish.catalogue.entry import Catalogue, Entry
from publish.catalogue.reading import parsed
from publish.catalogue.writing import written
from publish.interchange.applying import Outcome, applied
from publish.interchange.formats import format_named, replies
from publish.interchange.inline import canonical
from publish.interchange.units import Reply, document
from publish.segments import MERGED

FORMATS = ("xliff-1.2", "xliff-2.0", "csv")
SCHEMAS = {"xliff-1.2": "xliff-core-1.2-strict.xsd", "xliff-2.0": "xliff-core-2.0.xsd"}
FILE = "locales/fr/LC_MESSAGES/article.po"
HEADER = Entry("", "Language: fr\nContent-Type: text/plain; charset=UTF-8\n")

_WORDS = (
    "word", "mot", "Wörter", "言葉", "*", "**", "_", "[", "]", "(", ")", "`", "<", ">", "&", "\\", "\\|", "\\\n", "\n",
    "[^1]", "[^2]", "*em*", "**strong**", "***both***", "`code`", "[text](https://example.org/a_b)", "[a *b*](c)", " ",
    "<https://example.org>", "=1+1", "+", "-", "@", "'", '"', ",", ";", "\t", "25,000", "\u00a0", "\u202f", "…", "“",
    "\r", "]]>", "<!--", "&amp;", "𝄞", "\ufeff", "\u2028", "»", "‑",
)  # fmt: skip


def _is_comment(text: str) -> bool:
    # Gettext joins the next line to one that ends with a backslash, so no catalogue has such a comment.
    return bool(text) and not text.endswith("\\")


def _is_source(text: str) -> bool:
    r"""Whether there is anything to read in it: no sentence is `\|` alone."""
    return bool(text.strip() and canonical(text, "en").strip())


_any = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")
markdown = st.lists(st.sampled_from(_WORDS) | st.text(_any, max_size=4), max_size=7).map("".join)
comments = st.lists(markdown.map(lambda text: " ".join(text.split())).filter(_is_comment), max_size=2).map(tuple)
translations = markdown | st.just(MERGED) | st.just("")


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    """An entry in any state, with anything people and programs write into one."""
    translation = draw(translations)
    fuzzy = draw(st.booleans())
    previous = draw(markdown) if fuzzy and translation else ""
    return Entry(
        draw(markdown.filter(_is_source)),
        translation,
        context=draw(st.sampled_from(["", "", "Heading", "a\x09b"])),
        comments=draw(comments),
        roles=draw(st.sampled_from([(), ("Heading",), ("Section 1, paragraph 2, sentence 1", "Note 3")])),
        flags=("fuzzy",) if fuzzy else (),
        previous=previous if previous.strip() else "",
    )


catalogues = st.lists(entries(), min_size=1, max_size=5, unique_by=lambda entry: entry.key).map(
    lambda found: reread(Catalogue((HEADER, *found), FILE))
)


def reread(catalogue: Catalogue) -> Catalogue:
    """The catalogue as it is read from its file."""
    return parsed(written(catalogue), FILE)


def catalogue(*found: Entry) -> Catalogue:
    """A catalogue of these entries, as read from a file."""
    return reread(Catalogue((HEADER, *found), FILE))


PRESENT = catalogue(
    Entry("A *marked* house[^1]", "Une maison *marquée*[^1]", flags=("fuzzy",), comments=("By hand.",)),
    Entry("A tree", "Un arbre"),
    Entry("A river"),
    Entry("A hill", "∅"),
    Entry("A road", "Un chemin", flags=("fuzzy",), previous="A rode"),
)
"""An entry in each state, for files that other programs save."""


def handed_out(present: Catalogue, form: str, target: str = "fr") -> bytes:
    """The catalogue in a format."""
    return format_named(form).written(document(present, "article", "en", target))


def reply(content: bytes) -> Reply:
    """The one document in a file."""
    (found,) = replies(content, "back.xlf", "en")
    return found


def taken_back(present: Catalogue, content: bytes, target: str = "fr") -> Outcome:
    """What the file does to the catalogue."""
    return applied(present, reply(content), "back.xlf", "en", target)


@functools.cache
def schema(form: str) -> etree.XMLSchema:
    """The official schema, its import of xml.xsd answered from the same folder."""
    folder = Path(__file__).parent / "schemas"

    class Local(etree.Resolver):
        def resolve(self, url: str, _id: str, context: object) -> object:
            return self.resolve_filename(str(folder / Path(url).name), context)

    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Local())
    return etree.XMLSchema(etree.parse(str(folder / SCHEMAS[form]), parser))


def faults(content: bytes, form: str) -> list[str]:
    """What the schema has against a file."""
    found = schema(form)
    found.validate(etree.fromstring(content))
    return [f"{item.line}: {item.message}" for item in found.error_log]
