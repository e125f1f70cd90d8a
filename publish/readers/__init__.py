"""Seeds: which files of a folder are articles, and one of them read whole.

Each format has a reader of its own, imported on first use; all give the same `Article`. A new format is one module with
`read(seed: Seed) -> Reading` and a line in `_READERS`.
"""

from __future__ import annotations

import importlib
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from publish.article import Article, Text, descendants, normalised, tagged
from publish.errors import Finding, SeedError, reason
from publish.readers._assembly import stretches, with_inlines, with_notes
from publish.readers._images import PICTURES, LocalImages
from publish.readers.facts import facts_beside, with_facts
from publish.readers.reading import Facts, Reading, Seed

_READERS = {
    ".txt": "publish.readers.text",
    ".md": "publish.readers.markdown",
    ".markdown": "publish.readers.markdown",
    ".html": "publish.readers.html",
    ".htm": "publish.readers.html",
}

SUFFIXES = tuple(_READERS)
"""The endings of files that are articles."""

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*")
# Their catalogues would be those of the templates' own strings.
_RESERVED = frozenset({"site"})
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def seed_paths(folder: Path) -> list[Path]:
    """The articles in a folder, in the order of their names, those left out that `same_named` finds.

    `SeedError` if the folder has none at all.
    """
    paths = [path for path in sorted(_visible(folder)) if path.suffix.lower() in SUFFIXES]
    if not paths:
        message = "no article is here; put one in as a .txt, .md or .html file, then run the command again"
        raise SeedError(message, file=f"{folder.name}/")
    stems = Counter(path.stem for path in paths)
    return [path for path in paths if stems[path.stem] == 1]


def same_named(folder: Path) -> list[SeedError]:
    """An error for each article name that several files have: their catalogues would be one."""
    by_name: dict[str, list[str]] = {}
    for path in sorted(_visible(folder)):
        if path.suffix.lower() in SUFFIXES:
            by_name.setdefault(path.stem, []).append(path.name)
    return [
        SeedError(
            f"has the same name as {first}; rename one of the two, its translations go by that name",
            file=f"{folder.name}/{second}",
        )
        for first, second, *_ in (names for names in by_name.values() if len(names) > 1)
    ]


def article_names(folder: Path) -> set[str]:
    """The names of all articles in a folder, also of those that cannot be read."""
    return {path.stem for path in _visible(folder) if path.suffix.lower() in SUFFIXES}


def passed_over(folder: Path) -> list[Finding]:
    """The files of a folder that are neither articles nor what belongs to one, each as a note."""
    paths = sorted(_visible(folder))
    names = {path.stem for path in paths if path.suffix.lower() in SUFFIXES}
    findings = []
    for path in paths:
        suffix = path.suffix.lower()
        if suffix == ".toml" and path.stem not in names:
            message = "belongs to no article; give it the name of the article whose facts it holds"
        elif suffix in (*SUFFIXES, *PICTURES, ".toml"):
            continue
        else:
            message = f"is no article and is passed over; articles end in {', '.join(SUFFIXES)}"
        findings.append(Finding("note", message, f"{folder.name}/{path.name}"))
    return findings


def _visible(folder: Path) -> Iterator[Path]:
    try:
        paths = list(folder.iterdir())
    except FileNotFoundError:
        return
    except OSError as error:
        message = f"the folder cannot be read ({reason(error)}); allow reading it"
        raise SeedError(message, file=f"{folder.name}/") from error
    for path in paths:
        if not path.name.startswith(".") and not path.name.lower().startswith("readme") and not path.is_dir():
            yield path


def read_seed(path: Path, root: Path, language: str) -> Reading:
    """The article at `path`, with the facts beside it; `root` is the publication's folder, `language` its source
    language. `SeedError` if it cannot be read; what is merely doubtful or left out is in the reading's findings.
    """
    file, facts_file = _relative(path, root), _relative(path.with_suffix(".toml"), root)
    _check_name(path, file)
    text = decoded(_content(path, file), file)
    facts = facts_beside(path.with_suffix(".toml"), facts_file)
    seed = Seed(path.stem, file, text, facts.language or language, facts)
    try:
        reading = _reader(path.suffix.lower())(seed)
    except RecursionError as error:
        raise SeedError("is nested too deeply to be read; take out some of its levels", file=file) from error
    pictures = LocalImages(path.parent)
    article = pictures.article(with_facts(reading.article, facts), file, facts_file if facts.image else file)
    article, renumbering = _renumbered(article, reading.article, file)
    article = with_phrases(article)
    findings = (*reading.findings, *pictures.findings, *renumbering, *_fact_findings(article, facts, path, facts_file))
    return Reading(article, tuple(sorted(findings, key=lambda finding: (finding.file != file, finding.line))))


def with_phrases(article: Article) -> Article:
    """The article in normal form, with its phrases tagged wherever they stand."""
    return with_inlines(article, lambda inlines: tagged(normalised(inlines), article.phrases))


def decoded(content: bytes, file: str) -> str:
    """A seed's bytes as text with "\\n" at line ends; a byte order mark is taken off.

    `SeedError` for what is not UTF-8, is no text at all, or is empty.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SeedError("is UTF-16; save the file as UTF-8", file=file, line=1)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = len(re.findall(rb"\r\n|\r|\n", content[: error.start])) + 1
        message = f"is not UTF-8: byte 0x{content[error.start]:02X} at offset {error.start}; save the file as UTF-8"
        raise SeedError(message, file=file, line=line) from error
    text = re.sub(r"\r\n?", "\n", text)
    if control := _CONTROLS.search(text):
        line = text.count("\n", 0, control.start()) + 1
        message = (
            f"is no text: it has the control character 0x{ord(control.group()):02X}; save the article as plain text"
        )
        raise SeedError(message, file=file, line=line)
    if not text.strip():
        raise SeedError("is empty; put the article's text in it, or delete the file", file=file)
    # Ends of lines and pages that no editor counts as such.
    return re.sub("[\v\f\x85\u2028\u2029]", " ", text)


def _relative(path: Path, root: Path) -> str:
    return (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()


def _check_name(path: Path, file: str) -> None:
    if not _NAME.fullmatch(path.stem):
        likeness = re.sub(r"[^a-z0-9._]+", "-", path.stem.lower()).strip("-._") or "article"
        message = "has a name that cannot be part of an address; use small letters a to z, digits, - and _, such as "
        raise SeedError(f"{message}{likeness}{path.suffix.lower()}", file=file)
    if path.stem in _RESERVED:
        message = f"cannot be named “{path.stem}”, the catalogues of the pages' own words have that name; rename it"
        raise SeedError(message, file=file)


def _content(path: Path, file: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SeedError(f"cannot be read ({reason(error)}); allow reading it, or take it away", file=file) from error


def _reader(suffix: str) -> Callable[[Seed], Reading]:
    reader: Callable[[Seed], Reading] = importlib.import_module(_READERS[suffix]).read
    return reader


def _renumbered(article: Article, read: Article, file: str) -> tuple[Article, list[Finding]]:
    """The notes counted anew where a figure, and with it a note's marker in its caption, was left out."""
    findings: list[Finding] = []
    if article.blocks == read.blocks:
        return article, findings
    return with_notes(article, {note.label: note for note in article.notes}, file, findings), findings


def _fact_findings(article: Article, facts: Facts, path: Path, facts_file: str) -> Iterator[Finding]:
    runs = [inline for stretch in stretches(article) for inline in descendants(stretch) if isinstance(inline, Text)]
    for phrase in facts.phrases:
        if not any(tagged((Text(run.text, ""),), [phrase])[0] != Text(run.text, "") for run in runs):
            message = f"the phrase “{phrase.text}” stands nowhere in the article; write it as it stands there"
            yield Finding("warning", message, facts_file)
    if facts.notes_decided and path.suffix.lower() != ".txt":
        message = "notes_decided is for .txt files only; here the markers are in the text itself"
        yield Finding("warning", message, facts_file)
