"""What is installed for a locale: which packages, over which languages, and what is left as it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from publish.engines.argos_packages import installed
from publish.errors import EngineError
from publish.invocation import typed
from publish.models.archive import examined
from publish.models.installing import changing, place
from publish.models.web import Patience
from publish.steps.models import (
    available,
    direction,
    downloads_folder,
    install,
    remove,
    source_language,
)
from publish.steps.models import (
    packages as listed,
)
from publish.steps.report import Report

from . import server as does
from .archives import PAYLOAD, package
from .conftest import Index
from .server import File, Server


def put(folder: Path, tmp_path: Path, *named: str) -> None:
    """Install packages named as `en_fr 1.9`."""
    with changing(folder):
        for name in named:
            pair, version = name.split()
            file = tmp_path / f"{pair}.argosmodel"
            file.write_bytes(package(*pair.split("_"), version, b"model"))
            place(examined(file), folder, "unpacking")


def offered(*named: str) -> dict[str, bytes]:
    """The archives that an index is to offer, by the same names."""
    return {name: package(*name.split()[0].split("_"), name.split()[1]) for name in named}


def there(folder: Path) -> list[str]:
    return [f"{found.source}_{found.target} {found.version}" for found in installed(folder)[0]]


def downloaded(server: Server) -> list[str]:
    return [request.path.removeprefix("/translate-").removesuffix(".argosmodel") for request in server.requests[1:]]


TABLE = [
    ("direct", "fr", "en", [], ["en_fr 1.9", "en_es 1.9"], ["en_fr-1.9"]),
    ("direct, and the newest of several", "fr", "en", [], ["en_fr 1.9", "en_fr 1.10", "en_fr 1.2"], ["en_fr-1.10"]),
    ("Argos's own code of a locale", "pt-BR", "en", [], ["en_pb 1.9", "en_pt 1.0"], ["en_pb-1.9"]),
    ("the same, typed as it is", "pb", "en", [], ["en_pb 1.9", "en_pt 1.0"], ["en_pb-1.9"]),
    ("another country", "zh-Hant-HK", "en", [], ["en_zt 1.9", "en_zh 1.9"], ["en_zt-1.9"]),
    ("a country that has no package to itself", "de-AT", "en", [], ["en_de 1.0"], ["en_de-1.0"]),
    ("Norwegian", "nb", "en", [], ["en_nb 1.9"], ["en_nb-1.9"]),
    ("through English", "ja", "fr", [], ["fr_en 1.9", "en_ja 1.1", "fr_de 1", "de_ja 1"], ["fr_en-1.9", "en_ja-1.1"]),
    ("not through English if that is longer", "ja", "fr", [], ["fr_ja 1", "fr_en 1", "en_ja 1"], ["fr_ja-1"]),
    ("what is there is not fetched", "ja", "fr", ["fr_en 1.9"], ["fr_en 1.9", "en_ja 1.1"], ["en_ja-1.1"]),
    ("nor if it is older there", "ja", "fr", ["fr_en 1.0"], ["fr_en 1.9", "en_ja 1.1"], ["en_ja-1.1"]),
    ("nor if it is in no index", "ja", "fr", ["fr_en 1.0"], ["en_ja 1.1"], ["en_ja-1.1"]),
    ("all there", "ja", "fr", ["fr_en 1.9", "en_ja 1.1"], ["fr_en 1.9", "en_ja 1.1"], []),
    ("there in that version", "fr", "en", ["en_fr 1.9"], ["en_fr 1.9"], []),
    ("there in a newer one", "fr", "en", ["en_fr 1.10"], ["en_fr 1.9"], []),
    ("there in an older one", "fr", "en", ["en_fr 1.5"], ["en_fr 1.9"], ["en_fr-1.9"]),
    ("over two others", "gl", "eu", [], ["eu_es 1", "es_pt 1", "pt_gl 1"], ["eu_es-1", "es_pt-1", "pt_gl-1"]),
]


@pytest.mark.parametrize(
    ("locale", "source", "before", "index_has", "fetched"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_what_is_fetched_for_a_locale(
    packages: Path,
    tmp_path: Path,
    server: Server,
    index: Index,
    locale: str,
    source: str,
    before: list[str],
    index_has: list[str],
    fetched: list[str],
) -> None:
    put(packages, tmp_path, *before)
    report = Report()
    results = install([locale], report, source=source, index=index(offered(*index_has)))
    assert not report.has_errors
    assert downloaded(server) == fetched
    new = {name.replace("-", " ") for name in fetched}
    pairs = {name.split()[0] for name in new}
    assert set(there(packages)) == new | {name for name in before if name.split()[0] not in pairs}
    assert sum(result.was == "is installed in" for result in results) == len(fetched)
    assert all(result.folder.is_dir() for result in results)
    assert list(downloads_folder().glob("*.argosmodel*")) == []


def test_several_locales_share_their_legs(packages: Path, server: Server, index: Index) -> None:
    report = Report()
    place = index(offered("fr_en 1", "en_ja 1", "en_de 1"))
    results = install(["ja", "de"], report, source="fr", index=place)
    assert downloaded(server) == ["fr_en-1", "en_ja-1", "en_de-1"]
    assert [str(result) for result in results] == [
        f"{direction(*pair)} 1 is installed in {packages}/translate-{'_'.join(pair)}-1"
        for pair in (("fr", "en"), ("en", "ja"), ("en", "de"))
    ]


def test_the_others_follow_when_one_cannot_be_had(packages: Path, server: Server, index: Index) -> None:
    report = Report()
    place = index(offered("en_fr 1.9", "en_de 1.0"))
    server.files["/translate-en_fr-1.9.argosmodel"].faults = [does.refuse(404)]
    install(["fr", "xx", "qu", "en", "de"], report, source="en", index=place)
    assert there(packages) == ["en_de 1.0"]
    said = [finding.message for finding in report.findings]
    assert len(said) == 4
    look = typed("models list --available")
    for expected in (
        "English → French 1.9 could not be downloaded",
        "the locale “xx” is unknown",
        f"no package translates from en to qu, nor do several in a row; {look} shows",
        "from en to en there is nothing to translate",
    ):
        assert any(expected in message for message in said), (expected, said)


def test_a_package_with_a_wrong_byte_is_not_even_unpacked(packages: Path, server: Server, index: Index) -> None:
    damaged = bytearray(package())
    damaged[len(damaged) // 2] ^= 1
    report = Report()
    install(["fr"], report, index=index({"en_fr 1.9": bytes(damaged)}))
    assert there(packages) == []
    assert "could not be downloaded" in report.findings[0].message
    assert "Bad CRC-32" in report.findings[0].message
    assert list(downloads_folder().glob("*.argosmodel*")) == []


def test_a_package_for_other_languages_than_the_index_says(packages: Path, server: Server, index: Index) -> None:
    report = Report()
    install(["fr"], report, index=index({"en_fr 1.9": package("en", "de")}))
    assert there(packages) == []
    assert "it is for English → German" in report.findings[0].message


def test_another_version_than_the_index_says_is_told(packages: Path, server: Server, index: Index) -> None:
    report = Report()
    install(["fr"], report, index=index({"en_fr 1.9": package("en", "fr", "1.8")}))
    assert there(packages) == ["en_fr 1.8"]
    assert [finding.severity for finding in report.findings] == ["note"]
    assert "calls itself version 1.8" in report.findings[0].message


def test_a_package_without_links_is_only_the_last_resort(packages: Path, server: Server) -> None:
    pair = {"package_version": "1", "from_code": "en", "to_code": "fr", "links": ["ipfs://Qm"]}
    server.files["/index.json"] = File(json.dumps([pair]).encode())
    report = Report()
    install(["fr"], report, index=server.url("/index.json"))
    assert "the index gives no http or https link" in report.findings[0].message


def test_a_download_that_was_complete_is_used(packages: Path, server: Server, index: Index) -> None:
    place = index(offered("en_fr 1.9"))
    file = downloads_folder() / "translate-en_fr-1_9.argosmodel"
    file.parent.mkdir(parents=True)
    file.write_bytes(package())
    install(["fr"], Report(), index=place)
    assert (there(packages), downloaded(server)) == (["en_fr 1.9"], [])


@pytest.mark.parametrize("content", [b"", b"no package", package("en", "de"), package()[:-9]])
def test_one_that_is_damaged_is_not(packages: Path, server: Server, index: Index, content: bytes) -> None:
    place = index(offered("en_fr 1.9"))
    file = downloads_folder() / "translate-en_fr-1_9.argosmodel"
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    install(["fr"], Report(), index=place)
    assert (there(packages), downloaded(server)) == (["en_fr 1.9"], ["en_fr-1.9"])


def test_a_cut_download_goes_on_in_the_next_run(
    packages: Path, server: Server, index: Index, patience: Patience
) -> None:
    place = index(offered("en_fr 1.9"))
    server.files["/translate-en_fr-1.9.argosmodel"].faults = [does.cut(123_456), *[does.drop] * 3]
    report = Report()
    install(["fr"], report, index=place, patience=patience)
    assert report.has_errors
    server.requests.clear()
    install(["fr"], Report(), index=place, patience=patience)
    assert [request.range for request in server.requests] == ["", "bytes=123456-"]
    assert there(packages) == ["en_fr 1.9"]


def test_parts_of_older_versions_do_not_pile_up(packages: Path, server: Server, index: Index) -> None:
    downloads_folder().mkdir(parents=True)
    others = {"translate-en_de-1_5.argosmodel.part", "translate-en_fr-CA-1_5.argosmodel.part"}
    for name in ("translate-en_fr-1_5.argosmodel.part", *others):
        (downloads_folder() / name).write_bytes(b"PK")
    install(["fr"], Report(), index=index(offered("en_fr 1.9")))
    assert {file.name for file in downloads_folder().glob("*.argosmodel*")} == others


def test_without_an_index_what_is_installed_will_do(packages: Path, tmp_path: Path, server: Server) -> None:
    put(packages, tmp_path, "en_fr 1.9")
    report = Report()
    results = install(["fr", "de"], report, index=server.url("/none.json"))
    assert [result.was for result in results] == ["was installed already in"]
    assert [finding.severity for finding in report.findings] == ["warning", "error"]
    assert all("cannot be read: the server answered 404" in finding.message for finding in report.findings)


def test_files_need_no_index(packages: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.argosmodel"
    file.write_bytes(package())
    (tmp_path / "bad.argosmodel").write_bytes(b"")
    report = Report()
    install([str(tmp_path / "none.argosmodel"), str(tmp_path / "bad.argosmodel"), str(file)], report)
    assert there(packages) == ["en_fr 1.9"]
    assert [Path(finding.file).name for finding in report.findings] == ["none.argosmodel", "bad.argosmodel"]
    assert "there is no such file; name an .argosmodel file or a locale such as fr" in report.findings[0].message


def test_broken_folders_are_named_and_stand_in_nobodys_way(packages: Path, tmp_path: Path) -> None:
    put(packages, tmp_path, "en_fr 1.9", "en_de 1.0")
    (packages / "broken").mkdir()
    report = Report()
    assert [row.package.target for row in listed(report)] == ["de", "fr"]
    assert [(finding.severity, Path(finding.file).name) for finding in report.findings] == [("warning", "broken")]
    report = Report()
    assert [result.what for result in remove(["broken", "fr"], report)] == ["broken", "English → French 1.9"]
    assert not report.findings
    assert there(packages) == ["en_de 1.0"]
    assert not (packages / "broken").exists()


@pytest.mark.parametrize(
    ("name", "source", "left"),
    [
        ("fr", "en", ["en_pb 1.9", "fr_de 1.0"]),
        ("de", "fr", ["en_fr 1.9", "en_pb 1.9"]),
        ("pt-BR", "en", ["en_fr 1.9", "fr_de 1.0"]),
        ("translate-en_fr", "de", ["en_pb 1.9", "fr_de 1.0"]),
        ("translate-fr_de-1_0", "en", ["en_fr 1.9", "en_pb 1.9"]),
    ],
)
def test_removing_by_every_name(packages: Path, tmp_path: Path, name: str, source: str, left: list[str]) -> None:
    put(packages, tmp_path, "en_fr 1.9", "en_pb 1.9", "fr_de 1.0")
    report = Report()
    assert len(remove([name], report, source=source)) == 1
    assert not report.findings
    assert there(packages) == left


@pytest.mark.parametrize("name", ["de", "pt", "..", "../packages", "/", "", ".publish", "sbd", "notes.txt"])
def test_what_is_no_package_is_not_removed(packages: Path, tmp_path: Path, name: str) -> None:
    put(packages, tmp_path, "en_fr 1.9", "de_en 1.0")
    (packages / "sbd").mkdir()
    (packages / "sbd" / "metadata.json").write_text('{"type": "sbd"}')
    (packages / "notes.txt").write_text("mine")
    report = Report()
    assert remove([name], report) == []
    assert len(report.findings) == 1
    assert there(packages) == ["de_en 1.0", "en_fr 1.9"]
    assert (packages / "sbd").is_dir()
    assert (packages / "notes.txt").is_file()


def test_nothing_is_downloaded_for_a_folder_that_cannot_be_written(
    packages: Path, server: Server, index: Index
) -> None:
    packages.write_text("a file")
    with pytest.raises(EngineError, match="cannot be written"):
        install(["fr"], Report(), index=index(offered("en_fr 1.9")))
    assert server.requests == []


def test_removing_where_nothing_is(packages: Path) -> None:
    with pytest.raises(EngineError, match="no package is installed; there is nothing to remove"):
        remove(["fr"], Report())
    assert not packages.exists()


def test_what_can_be_had(packages: Path, tmp_path: Path, server: Server, index: Index) -> None:
    put(packages, tmp_path, "en_fr 1.9", "en_de 1.0", "en_es 2.0")
    place = index(offered("en_fr 1.9", "en_de 1.2", "en_de 1.10", "en_es 1.0", "fr_pb 1.9"))
    assert [(row.arguments, row.offer.version, row.installed) for row in available(place, usual="en")] == [
        ("fr", "1.9", "1.9"),
        ("de", "1.10", "1.0"),
        ("es", "1.0", "2.0"),
        ("pt-BR --from fr", "1.9", ""),
    ]


@pytest.mark.parametrize(
    ("usual", "arguments"),
    [
        ("en", ["fr", "pt-BR --from fr", "fr --from pt-BR"]),
        ("fr", ["fr --from en", "pt-BR", "fr --from pt-BR"]),
        ("pt-BR", ["fr --from en", "pt-BR --from fr", "fr"]),
        ("", ["fr --from en", "pt-BR --from fr", "fr --from pt-BR"]),
    ],
)
def test_what_is_to_be_typed_says_what_the_command_would_not_take_by_itself(
    server: Server, index: Index, usual: str, arguments: list[str]
) -> None:
    rows = available(index(offered("en_fr 1", "fr_pb 1", "pb_fr 1")), usual=usual)
    assert [row.arguments for row in rows] == arguments


def test_a_newer_one_on_the_way_is_told_with_what_to_type(
    packages: Path, tmp_path: Path, server: Server, index: Index
) -> None:
    put(packages, tmp_path, "fr_en 1.0", "en_de 1.0")
    report = Report()
    install(["de"], report, source="fr", index=index(offered("fr_en 1.9", "en_de 1.0")))
    assert [finding.message for finding in report.findings] == [
        f"French → English 1.0 is installed, 1.9 is to be had: {typed('models install en --from fr')}"
    ]
    report = Report()
    install(["ja"], report, source="en", index=index(offered("en_fr 1", "fr_ja 1")))
    put(packages, tmp_path, "en_fr 0.5")
    install(["ja"], report, source="en", index=index(offered("en_fr 1", "fr_ja 1")))
    assert [finding.message for finding in report.findings] == [
        f"English → French 0.5 is installed, 1 is to be had: {typed('models install fr --from en')}"
    ]


@pytest.mark.parametrize(
    ("settings", "language"),
    [
        (None, "en"),
        ('[project]\nname = "another program"\n', "en"),
        ("", "en"),
        ('[tool.publish]\nsource = "fr"\nlocales = []\n', "fr"),
        ("[tool.publish]\nlocales = []\n", "en"),
    ],
)
def test_the_language_that_is_translated_from(tmp_path: Path, settings: str | None, language: str) -> None:
    if settings is not None:
        (tmp_path / "pyproject.toml").write_text(settings)
    assert source_language(tmp_path) == language


def test_the_size_that_is_shown(packages: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.argosmodel"
    file.write_bytes(package())
    install([str(file)], Report())
    assert [row.size // 1000 for row in listed(Report())] == [len(PAYLOAD) // 1000]
