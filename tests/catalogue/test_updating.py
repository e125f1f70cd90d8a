"""An update keeps every translator's word and touches no line it need not touch."""

from __future__ import annotations

import difflib
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from publish.catalogue.entry import Catalogue, Entry, state_of
from publish.catalogue.former import CHANGED, PART, SIMILAR, step
from publish.catalogue.headers import fields
from publish.catalogue.origin import with_draft
from publish.catalogue.reading import parsed
from publish.catalogue.template import template
from publish.catalogue.updating import updated
from publish.catalogue.writing import written
from publish.languages import language
from publish.segments import MERGED, Segment, State

from .gnu import complaints, merged, rewritten
from .samples import FACTS, HEADER, REFERENCE, brought_up, segments, with_header

ONE = "Hundreds of thousands of people demonstrated in the capital."
ONE_EDITED = "Hundreds of thousands of people marched in the capital."
ONE_EDITED_AGAIN = "Hundreds of thousands of workers marched in the capital."
TWO = "Unions have signed calls for a ceasefire."
THREE = "Students walk out of their classes."


def catalogue_of(*entries: Entry) -> Catalogue:
    """A catalogue with these entries, as if read from a file."""
    header = parsed(HEADER, "fr.po").entries
    return parsed(written(Catalogue((*header, *entries))), "fr.po")


def words(entry: Entry) -> tuple[str, str, tuple[str, ...], str, bool]:
    return entry.source, entry.translation, entry.comments, entry.previous, entry.is_fuzzy


def test_a_new_catalogue() -> None:
    again = [Segment("Title", "Title"), Segment(TWO, "Paragraph 1, sentence 1"), Segment("Title", "Heading")]
    catalogue = updated(None, again, language=language("fr"), facts=FACTS, reference="seeds/my article.txt")
    header, title, two = catalogue.entries
    assert fields(header)["Language"] == "fr"
    assert title == Entry("Title", roles=("Title", "Heading"), references=("\u2068seeds/my article.txt\u2069",))
    assert two == Entry(TWO, roles=("Paragraph 1, sentence 1",), references=("\u2068seeds/my article.txt\u2069",))
    assert complaints(written(catalogue)) == ""


@pytest.mark.parametrize("tag", ["fr", "es", "de", "ja", "pt-BR", "zh-Hant", "ar", "ru", "sr-Latn", "he", "pl", "cy"])
def test_new_catalogues_in_every_language_please_msgfmt(tag: str) -> None:
    content = written(brought_up(None, ONE, "only 18% of people", tag=tag))
    assert complaints(content) == ""
    assert rewritten(content) == content
    assert f'"Language: {language(tag).gettext}\\n"'.encode() in content
    assert b"-format" not in content


@pytest.mark.parametrize(
    "kept",
    [
        Entry(ONE, "Des centaines de milliers."),
        Entry(ONE, "Des centaines de milliers.", comments=("Marie : à revoir", "note"), flags=("fuzzy", "no-wrap")),
        Entry(ONE, "Des centaines.", flags=("fuzzy",), previous="Hundreds."),
        Entry(ONE, MERGED),
        Entry(ONE, "", comments=("Que veut dire ceci ?",)),
    ],
)
def test_an_entry_that_stays_or_moves_keeps_everything(kept: Entry) -> None:
    before = catalogue_of(kept, Entry(TWO, "deux"))
    after = brought_up(before, THREE, TWO, ONE)
    assert [entry.source for entry in after.entries] == ["", THREE, TWO, ONE]
    assert after.entries[3] == replace(kept, roles=("Paragraph",), references=(REFERENCE,))
    assert not after.obsolete


@pytest.mark.parametrize(
    ("gone", "stays"),
    [
        (Entry(TWO, "Des syndicats."), True),
        (Entry(TWO, "Des syndicats.", flags=("fuzzy",), previous="Trade unions have."), True),
        (Entry(TWO, "", comments=("À vérifier",)), True),
        (Entry("%d union", "%d syndicat", plural="%d unions", plural_translations=("%d syndicats",)), True),
        (Entry(TWO), False),
        (Entry(TWO, "", comments=("Origin: argos, hash 0123456789ab",)), False),
    ],
)
def test_what_is_gone_becomes_obsolete_if_it_has_words(gone: Entry, stays: bool) -> None:
    after = brought_up(catalogue_of(Entry(ONE, "un"), gone), ONE)
    assert after.obsolete == ((replace(gone, obsolete=True),) if stays else ())
    content = written(after)
    assert complaints(content) == ""
    back = brought_up(parsed(content, "fr.po"), ONE, TWO)
    if stays and not gone.plural:
        assert back.entries[2] == replace(gone, roles=("Paragraph",), references=(REFERENCE,))
        assert not back.obsolete


@pytest.mark.parametrize(
    ("old", "flags", "previous"),
    [
        (Entry(ONE, "un"), ("fuzzy",), ONE),
        (Entry(ONE, "un", flags=("no-wrap",)), ("fuzzy", "no-wrap"), ONE),
        (Entry(ONE, "un", flags=("fuzzy",)), ("fuzzy",), ONE),
        (Entry(ONE, "un", flags=("fuzzy",), previous="Hundreds."), ("fuzzy",), "Hundreds."),
        # What could not be undone in its place stays as well.
        (Entry(ONE, "un", previous="reviewed since"), ("fuzzy",), ONE),
        (Entry(ONE, MERGED), ("fuzzy",), ONE),
        (Entry(ONE, "un", flags=("fuzzy",), previous=ONE_EDITED), ("fuzzy",), ""),
        (Entry(ONE, "un", obsolete=True), ("fuzzy",), ONE),
        (Entry(ONE, "", comments=("Hum",)), (), ""),
    ],
)
def test_a_changed_sentence_takes_over_the_words(old: Entry, flags: tuple[str, ...], previous: str) -> None:
    old = replace(old, comments=(*old.comments, "Marie : bien"))
    after = brought_up(catalogue_of(Entry(TWO, "deux"), old), TWO, ONE_EDITED)
    new = after.entries[2]
    assert new == Entry(
        ONE_EDITED,
        old.translation,
        comments=(*old.comments, str(step(SIMILAR if after.obsolete else CHANGED, old))),
        roles=("Paragraph",),
        references=(REFERENCE,),
        flags=flags,
        previous=previous,
    )
    stays = old.obsolete or (old.previous and not old.is_fuzzy)
    assert after.obsolete == ((replace(old, obsolete=True),) if stays else ())
    assert complaints(written(after)) == ""


def test_a_sentence_that_changes_twice_names_the_source_its_translation_was_made_for() -> None:
    catalogue = catalogue_of(Entry(ONE, "un"))
    for source in (ONE_EDITED, ONE_EDITED_AGAIN):
        catalogue = parsed(written(brought_up(catalogue, source)), "fr.po")
    memory = str(step(CHANGED, Entry(ONE, "un"), Entry(ONE_EDITED, "un")))
    assert words(catalogue.entries[1]) == (ONE_EDITED_AGAIN, "un", (memory,), ONE, True)
    catalogue = brought_up(catalogue, ONE)
    assert words(catalogue.entries[1]) == (ONE, "un", (), "", False)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        # The best pair first, not the first come.
        (["The march in Paris today", "The march in London today"], ["The march in Londen today"], [1]),
        (
            ["The march in Paris was very big", "The march in Paris was big"],
            ["The march in Paris was big.", "The march in Paris was very big."],
            [1, 0],
        ),
        (["Nothing alike at all here"], ["Ein ganz anderer Satz"], [None]),
        (["One old sentence only"], ["One old sentence, this only", "One old sentence only!"], [None, 0]),
    ],
)
def test_pairing(old: list[str], new: list[str], expected: list[int | None]) -> None:
    before = catalogue_of(*(Entry(source, str(number)) for number, source in enumerate(old)))
    after = brought_up(before, *new)
    found = [int(entry.translation) if entry.translation else None for entry in after.live]
    assert found == expected


def test_of_sentences_that_differ_in_numbers_each_keeps_its_place() -> None:
    between = ["The first sentence between them", "A second one, quite different"]
    old = ["Note 1: see above", between[0], "Note 2: see above", between[1], "Note 3: see above"]
    new = ["Note 7: see above", between[0], "Note 8: see above", between[1], "Note 9: see above"]
    after = brought_up(catalogue_of(*(Entry(source, f"{number}e") for number, source in enumerate(old))), *new)
    assert [entry.translation for entry in after.live] == ["0e", "1e", "2e", "3e", "4e"]


def test_a_change_shows_in_the_diff_as_little_as_can_be() -> None:
    text = f"""\
# not   wrapped, as Weblate may write it
#. Paragraph
#: seeds/article.txt
msgid "{ONE} {ONE}"
msgstr "Des centaines de milliers de personnes ont manifesté dans la capitale, des milliers lines."

#. Paragraph
#: seeds/article.txt
msgid "{TWO}"
msgstr ""
"narrow "
"lines"
"""
    before = with_header(text)
    catalogue = parsed(before, "fr.po")
    assert written(brought_up(catalogue, f"{ONE} {ONE}", TWO)) == before
    after = written(brought_up(catalogue, THREE, f"{ONE} {ONE}", TWO)).decode()
    new = f'#. Paragraph\n#: seeds/article.txt\nmsgid "{THREE}"\nmsgstr ""\n\n'
    assert after == with_header(new + text).decode()
    edited = written(brought_up(catalogue, f"{ONE} {ONE}", TWO + "..")).decode()
    assert edited == before.decode().replace(f'msgid "{TWO}"', f'#, fuzzy\n#| msgid "{TWO}"\nmsgid "{TWO}.."').replace(
        'lines."\n\n#. Para', f'lines."\n\n# {step(CHANGED, Entry(TWO, "narrow lines"))}\n#. Para'
    )


@pytest.mark.parametrize(
    ("header", "added"),
    [
        ("", None),
        ("Language: pt_BR\\nPlural-Forms: nplurals=1; plural=0;\\nContent-Type: text/plain; charset=UTF-8\\n", {}),
        (
            "X-Mine: kept\\nLanguage: \\nContent-Type: text/plain; charset=CHARSET\\n",
            {
                "Language": "fr",
                "Plural-Forms": "nplurals=2; plural=(n > 1);",
                "Content-Type": "text/plain; charset=UTF-8",
            },
        ),
        (
            "Language: fr\\nPlural-Forms: nplurals=INTEGER; plural=EXPRESSION;\\n",
            {"Plural-Forms": "nplurals=2; plural=(n > 1);", "Content-Type": "text/plain; charset=UTF-8"},
        ),
    ],
)
def test_headers_of_others_are_completed_only(header: str, added: dict[str, str] | None) -> None:
    text = f'# Maria\nmsgid ""\nmsgstr "{header}"\n\n' if header else ""
    catalogue = parsed((text + 'msgid "a"\nmsgstr "b"\n').encode(), "fr.po")
    after = parsed(written(brought_up(catalogue, "a")), "fr.po")
    assert after.header is not None
    if added is None:
        assert fields(after.header)["X-Generator"] == "publish"
    else:
        assert catalogue.header is not None
        assert fields(after.header) == fields(catalogue.header) | added
        assert after.header.comments == ("Maria",)
    assert after.entries[1].translation == "b"


def test_msgmerge_finds_nothing_to_do(tmp_path: Path) -> None:
    sources = [ONE, TWO, THREE, "Un titre avec « guillemets » et une très longue suite de mots, " * 3]
    catalogue = brought_up(catalogue_of(Entry(ONE_EDITED, "un"), Entry(TWO, "deux"), Entry("gone", "parti")), *sources)
    content = written(catalogue)
    pot = template(
        segments(*sources), source=language("en"), facts=replace(FACTS, date=None), reference=REFERENCE
    ).replace(b"1970-01-01", b"2023-12-06")
    assert merged(content, pot, tmp_path) == content
    (tmp_path / "full.po").write_bytes(written(catalogue.with_live(lambda entry: replace(entry, translation="x"))))
    subprocess.run(["msgcmp", "--use-fuzzy", "full.po", "new.pot"], cwd=tmp_path, check=True)


def test_drafts_whose_source_changes_are_outdated() -> None:
    catalogue = catalogue_of(with_draft(Entry(ONE), "un", "argos"))
    assert state_of(brought_up(catalogue, ONE).entries[1]) is State.DRAFT
    assert state_of(brought_up(catalogue, ONE_EDITED).entries[1]) is State.OUTDATED


def _changed_lines(before: bytes, after: bytes) -> tuple[list[bytes], list[bytes]]:
    """The lines gone and the lines that are new, as `git diff` would list them."""
    old, new = before.splitlines(), after.splitlines()
    codes = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    changed = [code for code in codes if code[0] != "equal"]
    return [line for c in changed for line in old[c[1] : c[2]]], [line for c in changed for line in new[c[3] : c[4]]]


def test_an_edit_changes_the_lines_of_one_entry_and_an_insertion_adds_its_own() -> None:
    article = [Segment(f"Sentence number {name} of this text.", f"Section 1, sentence {name}") for name in "abcdefgh"]

    def content(catalogue: Catalogue | None, segments: list[Segment]) -> bytes:
        return written(updated(catalogue, segments, language=language("fr"), facts=FACTS, reference=REFERENCE))

    filled = parsed(content(None, article), "fr.po").with_live(lambda entry: replace(entry, translation=entry.source))
    first = written(filled)
    edited = [*article[:3], replace(article[3], source="Sentence number d of the book."), *article[4:]]
    old = article[3].source
    gone, new = _changed_lines(first, content(parsed(first, "fr.po"), edited))
    assert gone == [f'msgid "{old}"'.encode()]
    memory = f"# {step(CHANGED, Entry(old, old))}"
    assert new == [memory.encode(), b"#, fuzzy", f'#| msgid "{old}"'.encode(), f'msgid "{edited[3].source}"'.encode()]
    inserted = [*article[:4], Segment("Quite another thing.", "Section 1, sentence new"), *article[4:]]
    gone, new = _changed_lines(first, content(parsed(first, "fr.po"), inserted))
    assert gone == []
    assert len(new) == 5


def test_a_copy_whose_notes_are_renumbered_stays_a_copy_and_vanishes_with_its_sentence() -> None:
    began, ended = (
        "The march began at noon[^1].",
        "It ended at the embassy, where they asked for a ceasefire at once.[^2]",
    )
    whole = Entry(f"{began} {ended}", "La marche[^1] a commencé. Elle est finie.[^2]", comments=("Marie : bien",))
    first = written(brought_up(catalogue_of(whole, Entry(TWO, "deux")), TWO, whole.source))
    catalogue = brought_up(parsed(first, "fr.po"), TWO, began, ended)
    for sources in ([began.replace("1", "3"), ended.replace("2", "4")], [began, ended], [began.replace("1", "3")], []):
        catalogue = brought_up(parsed(written(catalogue), "fr.po"), TWO, *sources)
        copies = [entry for entry in catalogue.live if entry.source != TWO]
        assert [entry.source for entry in copies] == sources
        assert {entry.comments for entry in copies} <= {
            ("Marie : bien", str(step(PART, whole, words="keep only this part")))
        }
        assert [words(entry) for entry in catalogue.obsolete] == [words(whole)]
    assert written(brought_up(parsed(written(catalogue), "fr.po"), TWO, whole.source)) == first


def test_sentences_that_differ_in_their_notes_only_follow_the_notes() -> None:
    def article(sources: list[str], notes: list[str]) -> list[Segment]:
        body = [Segment(source, "Paragraph") for source in sources]
        return [*body, *(Segment(text, f"Note {number}") for number, text in enumerate(notes, 1))]

    def after(content: bytes, segments: list[Segment]) -> Catalogue:
        catalogue = updated(
            parsed(content, "fr.po"), segments, language=language("fr"), facts=FACTS, reference=REFERENCE
        )
        return parsed(written(catalogue), "fr.po")

    old = article(["Ibid.[^1]", "Ibid.[^2]", "Ibid.[^3]"], ["One.", "Two.", "Three."])
    new = article(["Ibid[^1], here.[^2]", "Ibid.[^3]", "Ibid.[^4]"], ["New.", "One.", "Two.", "Three."])
    places = iter(["Ici.[^1]", "Là.[^2]", "Ailleurs.[^3]"])
    first = written(after(HEADER, old).with_live(lambda entry: replace(entry, translation=next(places, "x"))))
    second = after(first, new)
    found = [(entry.translation, state_of(entry)) for entry in second.live[:3]]
    assert found == [("Ici.[^1]", State.OUTDATED), ("Là.[^3]", State.REVIEWED), ("Ailleurs.[^4]", State.REVIEWED)]
    assert written(after(written(second), old)) == first


@pytest.mark.parametrize("others", [2, 40])
def test_a_much_edited_sentence_behind_a_moved_paragraph_is_found_by_the_one_after_it(others: int) -> None:
    numerals = [f"Paragraph number {number} is about {number * 7919} other things." for number in range(others + 40)]
    old, edited = "Students walk out of their classes to protest.", "Pupils left their school to protest today."
    moved = "A paragraph that has moved a long way."
    before = [old, *numerals[:40], moved, *numerals[40:]]
    after = brought_up(catalogue_of(*(Entry(source, source) for source in before)), moved, edited, *numerals)
    assert after.live[1].translation == old
