"""Catalogues whose article is gone: what is told of them, and what is to be typed."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import pytest
from conftest import MakePublication, Run
from support import ARTICLE, FRENCH, LOCALES, NAME, TRANSLATED, catalogue

from publish.catalogue.entry import Entry
from publish.catalogue.origin import origin_comment
from publish.catalogue.store import load
from publish.invocation import typed
from publish.readers import read_seed
from publish.readers.reading import Reading
from publish.steps.left_behind import LeftBehind, Move, Successor

BETTER = "locales/fr/LC_MESSAGES/better.po"


def rename(folder: Path) -> None:
    (folder / "seeds/good.md").rename(folder / "seeds/better.md")


def told(err: str) -> tuple[list[str], list[str]]:
    """The lines to be read, and those to be typed."""
    lines = err.splitlines()
    return (
        [line for line in lines if not line.startswith("    ")],
        [line.strip() for line in lines if line.startswith("    ")],
    )


def not_yet(folder: Path, tags: str = "fr") -> str:
    """What is said of words that only the catalogues have."""
    program = typed("-C", str(folder), "update")
    return f"Delete nothing before {program} has put its translations ({tags}) into the memory"


GONE = "good: its article is gone; its translations (fr) stay in the memory"


def edit(path: Path, old: str, new: str, times: int = 1) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, times), encoding="utf-8")


def entries(path: Path) -> tuple[Entry, ...]:
    found = load(path)
    assert found is not None
    return found.live


RENAMED = [
    "good: its article is gone. 6 of the 6 sentences of better were there: is it good by a new name?",
    "  If so, keep its 6 reviews: better does not get them from the memory. Before anybody works on that, type:",
]


def moves(folder: Path, *tags: str, old: str = "good", new: str = "better") -> list[str]:
    places = [folder / f"locales/{tag}/LC_MESSAGES" for tag in tags]
    return [f"mv {place / old}.po {place / new}.po" for place in places]


def test_a_renamed_article_finds_its_translations_and_how_to_keep_the_reviews(translated: Path, run: Run) -> None:
    rename(translated)
    outcome = run("update", "--dry-run", folder=translated)
    words, commands = told(outcome.err)
    assert (words, commands[:-1]) == ([*RENAMED, f"  {not_yet(translated)}"], moves(translated, "fr"))
    assert commands[-1].endswith(f"publish -C {translated} update")
    assert not (translated / BETTER).exists()
    before = (translated / FRENCH).read_bytes()
    outcome = run("update", folder=translated)
    assert told(outcome.err) == (RENAMED, commands), "the memory has them now"
    assert (translated / FRENCH).read_bytes() == before, "nothing is deleted"
    better = (translated / BETTER).read_text(encoding="utf-8")
    assert all(f'msgstr "{text}"' in better.replace('msgstr ""\n"', 'msgstr "') for text in TRANSLATED.values())
    assert better.count("#, fuzzy") == 6
    assert run("update", folder=translated).err == "", "an update tells it once"
    assert run("status", folder=translated).err == outcome.err, "as long as it would help"
    assert run("status", "--json", folder=translated).err == ""
    typed_in(commands)
    assert "\t6\t6\t0\t0\t0" in run("status", "--locale", "fr", folder=translated).out
    assert run("status", folder=translated).err == ""


def test_where_neighbours_are_trusted_a_new_name_loses_no_review(translated: Path, run: Run) -> None:
    with (translated / "pyproject.toml").open("a") as settings:
        settings.write("trust_context = true\n")
    rename(translated)
    words, _ = told(run("update", folder=translated).err)
    assert words[1].startswith("  If so, keep its 6 reviews: better may not get them from the memory.")
    assert "\t6\t6\t0\t0\t0" in run("status", "--locale", "fr", folder=translated).out
    assert run("status", folder=translated).err.splitlines() == [GONE]


def test_where_nothing_was_reviewed_nothing_is_to_be_typed(translated: Path, run: Run) -> None:
    path = translated / FRENCH
    path.write_text(re.sub('(msgid "[^"])', r"#, fuzzy\n\1", path.read_text(encoding="utf-8")), encoding="utf-8")
    rename(translated)
    assert run("update", folder=translated).err.splitlines() == [
        RENAMED[0],
        "  Nothing is to be done: none was reviewed, and the drafts come from the memory",
    ]
    assert (translated / BETTER).read_text(encoding="utf-8").count("#, fuzzy") == 6


def test_a_new_catalogue_that_cannot_be_read_is_not_to_be_overwritten(translated: Path, run: Run) -> None:
    rename(translated)
    run("update", folder=translated)
    (translated / BETTER).write_text('msgid "no end\n', encoding="utf-8")
    words, commands = told(run("update", "--dry-run", folder=translated).err)
    assert (
        f"  But mend {translated / BETTER} first, which cannot be read: it would be overwritten. Only then type:"
        in words
    )
    assert commands[1:] == moves(translated, "fr")


def test_there_is_a_line_for_each_locale_that_has_the_catalogue(publication: Path, run: Run) -> None:
    (publication / f"seeds/{NAME}.txt").rename(publication / "seeds/peace.txt")
    (publication / f"locales/es/LC_MESSAGES/{NAME}.po").unlink()
    french = publication / f"locales/fr/LC_MESSAGES/{NAME}.po"
    french.write_text(french.read_text(encoding="utf-8").replace("#, fuzzy\n", "", 1), encoding="utf-8")
    words, commands = told(run("update", folder=publication).err)
    assert words[-1].startswith("  If so, keep its one review: peace does not get it ")
    assert [shlex.split(command)[0] for command in commands[:-1]] == ["mv"] * 3
    assert [shlex.split(command)[2] for command in commands[:-1]] == [
        str(publication / f"locales/{tag}/LC_MESSAGES/peace.po") for tag in LOCALES if tag != "es"
    ]


DONE = {
    "another translation": ('"Un autre paragraphe."', '"Encore un paragraphe."'),
    "a comment": ("# Origin: reviewed translation", "# Marie: is this right?\n# Origin: reviewed translation"),
    "merged into its neighbour": ('"Un autre paragraphe."', '"∅"'),
    "a plural": (
        'msgid "Another paragraph."\nmsgstr "Un autre paragraphe."',
        'msgid "Another paragraph."\nmsgid_plural "Others."\nmsgstr[0] "Un autre paragraphe."\nmsgstr[1] "D’autres."',
    ),
    "a review of what was half done": ('#, fuzzy\nmsgid "A heading"', 'msgid "A heading"'),
}


@pytest.mark.parametrize("what", DONE)
def test_a_persons_work_in_the_new_catalogue_is_not_to_be_overwritten(what: str, translated: Path, run: Run) -> None:
    old, new = DONE[what]
    edit(translated / FRENCH, 'msgid "A heading"', '#, fuzzy\nmsgid "A heading"')
    rename(translated)
    run("update", folder=translated)
    path = translated / BETTER
    edit(path, old, new)
    words, commands = told(run("status", folder=translated).err)
    (line,) = {entry.line for entry in entries(path) if entry.source == changed_source(what)}
    assert words[2:] == [
        f"  But look at {path} first: in 1 entry (line {line}) people have done what {translated / FRENCH} does not "
        "have. It would be overwritten: copy it into that one, and only then type:"
    ]
    assert commands[1:] == moves(translated, "fr"), "after the command that ends the safe ones"


def changed_source(what: str) -> str:
    return {"a review of what was half done": "A heading", "a comment": "A small title"}.get(what, "Another paragraph.")


@pytest.mark.parametrize(
    ("lost", "reviewed", "words"),
    [
        ((3,), 2, "in 1 entry (line 3) people"),
        ((3, 9), 3, "in 2 entries (lines 3, 9) people"),
        (tuple(range(1, 7)), 7, "in 6 entries (lines 1, 2, 3, 4, 5, …) people"),
        ((3, 9), 2, ""),
    ],
)
def test_a_move_is_told_with_its_price_if_that_is_less_than_it_brings(
    lost: tuple[int, ...], reviewed: int, words: str
) -> None:
    move = Move("fr", "a.po", "b.po", reviewed, lost)
    told = LeftBehind("a", {}, (Successor("b", 9, 9, moves=(move,)),)).lines()
    assert any(words in line for line in told)
    assert ("    mv a.po b.po" in told) is bool(words)
    assert ("Nothing is to be done: people have done more in the catalogues of b" in told[1]) is not bool(words)
    other = Move("de", "c.po", "d.po", 1)
    told = LeftBehind("a", {}, (Successor("b", 9, 9, moves=(other, move)),)).lines()
    assert ("    mv c.po d.po" in told, "    mv a.po b.po" in told) == (True, bool(words))


def test_what_is_copied_as_told_can_be_moved(translated: Path, run: Run) -> None:
    rename(translated)
    run("update", folder=translated)
    for path in (BETTER, FRENCH):
        edit(translated / path, '"Un autre paragraphe."', '"Encore un paragraphe."')
    words, commands = told(run("status", folder=translated).err)
    assert (words, commands[:-1]) == ([*RENAMED, f"  {not_yet(translated)}"], moves(translated, "fr"))


NUMBERED = "# News\n\n25 people came. Nobody knew why. They went home at night.\n"


def test_a_translation_with_a_new_number_is_a_persons_once_it_is_edited(small: MakePublication, run: Run) -> None:
    french = {
        "News": "Nouvelles",
        "25 people came.": "25 personnes sont venues.",
        "Nobody knew why.": "Personne ne savait.",
        "They went home at night.": "La nuit, tout le monde est rentré.",
    }
    folder = small({"seeds/good.md": NUMBERED, FRENCH: catalogue(french)})
    run("update", folder=folder)
    rename(folder)
    run("update", folder=folder)
    edit(folder / BETTER, '#, fuzzy\nmsgid "25', 'msgid "25')
    edit(folder / "seeds/better.md", "25", "26")
    run("update", folder=folder)
    assert "26 personnes sont venues." in (folder / BETTER).read_text(encoding="utf-8")
    words, _ = told(run("status", folder=folder).err)
    assert "keep its 3 reviews" in words[1]
    assert words[2:] == [], "the program’s own change can be made again"
    edit(folder / BETTER, "26 personnes sont venues.", "26 personnes étaient là.")
    words, _ = told(run("status", folder=folder).err)
    assert f"in 1 entry (line {entries(folder / BETTER)[1].line})" in words[2]


def test_what_has_been_reviewed_again_needs_no_notice(translated: Path, run: Run) -> None:
    rename(translated)
    run("update", folder=translated)
    path = translated / BETTER
    path.write_text(path.read_text(encoding="utf-8").replace("#, fuzzy\n", ""), encoding="utf-8")
    assert run("status", folder=translated).err.splitlines() == [GONE]


def test_a_removed_article_stays_in_the_memory_even_when_its_catalogue_is_deleted(translated: Path, run: Run) -> None:
    (translated / "seeds/good.md").rename(translated / "good.md")
    (translated / "seeds/other.md").write_text("# Other\n\nText.\n", encoding="utf-8")
    outcome = run("update", folder=translated)
    assert outcome.err.splitlines() == [GONE]
    assert "wrote locales/memory/fr.tmx" in outcome.out.splitlines()
    assert run("update", folder=translated).err == "", "it is told once"
    assert run("status", folder=translated).err.splitlines() == [GONE]
    (translated / FRENCH).unlink()
    (translated / "good.md").rename(translated / "seeds/good.md")
    assert run("update", folder=translated).code == 0
    back = (translated / FRENCH).read_text(encoding="utf-8")
    assert 'msgstr "Un autre paragraphe."' in back


def test_the_parts_of_a_sentence_split_under_the_new_name_are_the_programs(small: MakePublication, run: Run) -> None:
    one = "They went home at night, and nobody in the old town knew why they did"
    more = {"The end.": "Fin.", "Really.": "Vraiment.", "No more.": "C’est tout."}
    french = {"News": "Nouvelles", f"{one}.": "La nuit, tout le monde est rentré.", **more}
    folder = small({"seeds/good.md": f"# News\n\n{one}. {' '.join(more)}\n", FRENCH: catalogue(french)})
    run("update", folder=folder)
    rename(folder)
    run("update", folder=folder)
    edit(folder / BETTER, '#, fuzzy\nmsgid "They', 'msgid "They')
    edit(folder / "seeds/better.md", ", and nobody", ". And nobody")
    run("update", folder=folder)
    assert sum(entry.translation.startswith("La nuit") for entry in entries(folder / BETTER)) == 2
    words, _ = told(run("status", folder=folder).err)
    assert "keep its 4 reviews" in words[1]
    assert words[2:] == []


COMMON = "They went home at night, and nobody in the old town knew why they did."


@pytest.mark.parametrize(("old", "new"), [("", ""), ("old town", "town"), (", and nobody", ". And nobody")])
def test_a_draft_from_a_third_article_is_no_persons_work(old: str, new: str, translated: Path, run: Run) -> None:
    (translated / "seeds/third.md").write_text(f"# Third\n\n{COMMON}\n", encoding="utf-8")
    third = catalogue({"Third": "Troisième", COMMON: "La nuit, tout le monde est rentré."})
    (translated / "locales/fr/LC_MESSAGES/third.po").write_text(third, encoding="utf-8")
    rename(translated)
    edit(translated / "seeds/better.md", "Another paragraph.", f"Another paragraph. {COMMON}")
    run("update", folder=translated)
    edit(translated / "seeds/better.md", old, new)
    run("update", folder=translated)
    assert any(entry.translation.startswith("La nuit") for entry in entries(translated / BETTER))
    words, commands = told(run("status", folder=translated).err)
    assert (len(words), commands[:-1]) == (2, moves(translated, "fr"))


@pytest.mark.parametrize("command", [("status",), ("update", "--dry-run"), ("diff",)])
def test_nothing_is_to_be_deleted_before_the_memory_has_it(
    command: tuple[str, ...], translated: Path, run: Run
) -> None:
    (translated / "seeds/good.md").unlink()
    (translated / "seeds/other.md").write_text("# Other\n\nText.\n", encoding="utf-8")

    def said() -> list[str]:
        return [line for line in run(*command, folder=translated).err.splitlines() if line.startswith("good")]

    first = [f"good: its article is gone. {not_yet(translated)}"]
    assert said() == first
    assert run("update", folder=translated).err.splitlines() == [GONE]
    assert said() == [GONE]
    edit(translated / FRENCH, "Un autre paragraphe.", "Encore un paragraphe.")
    assert said() == first, "what is written there later is not in the memory yet"
    run("update", folder=translated)
    assert said() == [GONE]
    (translated / "locales/memory/fr.tmx").unlink()
    assert said() == first


def test_a_memory_that_cannot_take_it_is_not_said_to_have_it(translated: Path, run: Run) -> None:
    (translated / "seeds/good.md").rename(translated / "seeds/other.md")
    (translated / "seeds/other.md").write_text("# Other\n\nText.\n", encoding="utf-8")
    (translated / "locales/memory").mkdir(exist_ok=True)
    (translated / "locales/memory/fr.tmx").write_text("no TMX", encoding="utf-8")
    outcome = run("update", folder=translated)
    assert outcome.code == 1
    assert f"good: its article is gone. {not_yet(translated)}" in outcome.err.splitlines()


def test_of_what_nobody_has_translated_nothing_is_said_to_stay(small: MakePublication, run: Run) -> None:
    draft = f"# {origin_comment('machine draft (argos: 1)', 'Un titre')}\n#, fuzzy\n"
    text = catalogue({"A title": "Un titre"}).replace('msgid "A title"', f'{draft}msgid "A title"')
    folder = small({"locales/fr/LC_MESSAGES/old.po": text})
    for command in ("status", "update", "status"):
        lines = [line for line in run(command, folder=folder).err.splitlines() if line.startswith("old")]
        assert lines == (
            []
            if command == "update"
            else ["old: its article is gone; nobody has translated anything in its catalogues (fr)"]
        )


def accept(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("#, fuzzy\n", ""), encoding="utf-8")


def typed_in(commands: list[str]) -> None:
    for command in commands:
        subprocess.run(["sh", "-c", command], check=True, capture_output=True)


def test_of_two_earlier_names_one_is_moved_and_then_the_other_looked_at(translated: Path, run: Run) -> None:
    rename(translated)
    run("update", folder=translated)
    accept(translated / BETTER)
    edit(translated / BETTER, '"Un autre paragraphe."', '"Encore un paragraphe."')
    edit(translated / FRENCH, 'msgid "A heading"', '#, fuzzy\nmsgid "A heading"')
    (translated / "seeds/better.md").rename(translated / "seeds/best.md")
    for command in (("update",), ("status",)):
        words, commands = told(run(*command, folder=translated).err)
        assert commands[:-1] == moves(translated, "fr", old="better", new="best")
        assert [line for line in words if line.startswith("good")] == [
            "good: its article is gone. 6 of the 6 sentences of best were there, too. See to better first, then run "
            "status again"
        ]
    typed_in(commands)
    best = translated / "locales/fr/LC_MESSAGES/best.po"
    assert [entry.translation for entry in entries(best) if entry.source == "Another paragraph."] == [
        "Encore un paragraphe."
    ]
    assert "\t6\t6\t0\t0\t0" in run("status", "--locale", "fr", folder=translated).out
    assert run("status", folder=translated).err.splitlines() == [GONE]


PARTS = ("# A small title\n\nA sentence. And another one.\n", "# A heading\n\nAnother paragraph.\n\nThe end.\n")


@pytest.mark.parametrize("is_updated", [False, True])
def test_a_part_of_an_article_is_not_taken_for_an_earlier_name_of_it(
    is_updated: bool, small: MakePublication, run: Run
) -> None:
    whole = PARTS[0] + PARTS[1].replace("# A", "\n## A")
    sources = ("A small title", "A sentence.", "And another one.", "A heading", "Another paragraph.", "The end.")
    folder = small({"seeds/good.md": whole, FRENCH: catalogue({text: f"FR {text}" for text in sources})})
    rename(folder)
    run("update", folder=folder)
    accept(folder / BETTER)
    (folder / "seeds/better.md").write_text(PARTS[0], encoding="utf-8")
    (folder / "seeds/part.md").write_text(PARTS[1], encoding="utf-8")
    if is_updated:
        run("update", folder=folder)
    words, commands = told(run("status", folder=folder).err)
    assert words[:2] == [
        "good: its article is gone. 3 of the 3 sentences of part were there, and in better: is it good by a new name, "
        "or a part of better?",
        "  If it is the new name, keep its 3 reviews: part does not get them from the memory. Before anybody works on "
        "that, type:",
    ]
    assert commands[:-1] == moves(folder, "fr", new="part"), "an article that was a part long ago can be renamed, too"


def test_an_article_that_still_has_the_sentences_has_not_lost_them(translated: Path, run: Run) -> None:
    (translated / "seeds/twin.md").write_text(ARTICLE, encoding="utf-8")
    run("update", folder=translated)
    accept(translated / "locales/fr/LC_MESSAGES/twin.po")
    rename(translated)
    words, commands = told(run("status", folder=translated).err)
    assert (words[:2], commands[:-1]) == (RENAMED, moves(translated, "fr"))


def test_what_was_split_up_keeps_no_other_name_waiting(translated: Path, run: Run) -> None:
    (translated / "seeds/good.md").unlink()
    (translated / "seeds/one.md").write_text("# A small title\n\nAnother paragraph.\n", encoding="utf-8")
    (translated / "seeds/two.md").write_text("# A heading\n\nThe note’s text.\n", encoding="utf-8")
    old = catalogue({"A small title": "Un titre", "Another paragraph.": "Encore un paragraphe."})
    (translated / "locales/fr/LC_MESSAGES/old.po").write_text(old.replace("\nmsgid", "\n#, fuzzy\nmsgid", 1), "utf-8")
    _, commands = told(run("status", folder=translated).err)
    assert commands[:-1] == moves(translated, "fr", old="old", new="one")


def test_an_article_with_more_work_of_its_own_is_no_new_name(small: MakePublication, run: Run) -> None:
    others = catalogue({"Other news": "Autres nouvelles", "One.": "Un.", "Two.": "Deux."})
    more = "Another paragraph.\n\nThe end.\n\nReally."
    folder = small(
        {
            "seeds/good.md": f"# A small title\n\n{more}\n",
            FRENCH: catalogue({text: f"FR {text}" for text in ("A small title", "Another paragraph.", "The end.")}),
            "seeds/other.md": "# Other news\n\nOne. Two.\n",
            "locales/fr/LC_MESSAGES/other.po": others,
        }
    )
    run("update", folder=folder)
    (folder / "seeds/good.md").unlink()
    (folder / "seeds/other.md").write_text(f"# Other news\n\nOne. Two.\n\n{more}\n", encoding="utf-8")
    assert run("update", folder=folder).err.splitlines() == [GONE]
    assert run("status", folder=folder).err.splitlines() == [GONE]
    kept = {entry.source: entry.translation for entry in entries(folder / "locales/fr/LC_MESSAGES/other.po")}
    assert kept["The end."] == "FR The end."


@pytest.mark.parametrize("command", [("status",), ("update",), ("update", "--dry-run"), ("diff",)])
def test_the_new_name_is_found_among_the_articles_that_were_not_asked_for(
    command: tuple[str, ...], translated: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def noted(path: Path, *arguments: str | Path) -> Reading:
        read.append(path.stem)
        return read_seed(path, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr("publish.steps.sources.read_seed", noted)
    (translated / "seeds/other.md").write_text("# Other\n\nText.\n", encoding="utf-8")
    (translated / "seeds/broken.md").write_bytes(b"\xff\xfe")
    run("update", "--article", "other", folder=translated)
    assert read == ["other"], "nothing is left behind"
    rename(translated)
    outcome = run(*command, "--article", "other", folder=translated)
    words, commands = told(outcome.err)
    assert words[:2] == RENAMED
    assert commands[:-1] == moves(translated, "fr")
    assert not (translated / BETTER).exists()
    assert (outcome.code, sorted(read)) == (0, ["better", "broken", "other", "other"])


@pytest.mark.parametrize(
    ("seed", "is_article"),
    [("readme.md", False), ("readme.md/figure.png", False), ("old.txt", True), ("old.md+old.txt", True)],
)
def test_what_is_no_article_keeps_no_catalogue(seed: str, is_article: bool, translated: Path, run: Run) -> None:
    name = seed.partition(".")[0]
    (translated / f"locales/fr/LC_MESSAGES/{name}.po").write_text(catalogue({"A": "Un"}), encoding="utf-8")
    for part in seed.split("+"):
        path = translated / "seeds" / part
        path.parent.mkdir(exist_ok=True)
        path.write_text("Old\n\nText.\n", encoding="utf-8")
    lines = run("status", folder=translated).err.splitlines()
    assert any(line.startswith(f"{name}: its article is gone") for line in lines) is not is_article


def test_an_article_split_into_two_gives_both_their_translations(translated: Path, run: Run) -> None:
    head, _, _ = ARTICLE.partition("## A heading")
    (translated / "seeds/good.md").unlink()
    (translated / "seeds/one.md").write_text(f"{head}\n[^1]: The note’s text.\n", encoding="utf-8")
    (translated / "seeds/two.md").write_text("# A heading\n\nAnother paragraph.\n", encoding="utf-8")
    outcome = run("update", folder=translated)
    assert outcome.err.splitlines() == [
        "good: its article is gone. 4 of the 4 sentences of one and 2 of the 2 sentences of two were there; their "
        "translations come from the memory, to be reviewed"
    ]
    for name, texts in (("one", 4), ("two", 2)):
        made = (translated / f"locales/fr/LC_MESSAGES/{name}.po").read_text(encoding="utf-8")
        assert made.count("#, fuzzy") == texts
