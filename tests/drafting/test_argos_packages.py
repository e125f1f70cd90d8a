"""Argos's packages as they lie on a machine: languages' codes, the folder, what is broken in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from publish.engines.argos_packages import code, install_hint, installed, packages_folder, setting, tag, version_order
from publish.invocation import typed


@pytest.mark.parametrize(
    ("locale", "argos", "reason"),
    [
        ("fr", "fr", "the same"),
        ("pt", "pt", "Portuguese of Portugal is Argos's pt"),
        ("pt-PT", "pt", "and so is that"),
        ("pt-BR", "pb", "a code of its own"),
        ("zh", "zh", "simplified"),
        ("zh-Hans", "zh", "simplified"),
        ("zh-CN", "zh", "simplified"),
        ("zh-Hans-SG", "zh", "simplified"),
        ("zh-Hant", "zt", "traditional"),
        ("zh-Hant-HK", "zt", "traditional"),
        ("zh-TW", "zt", "traditional where it is written"),
        ("zh-HK", "zt", "traditional where it is written"),
        ("nb", "nb", "Bokmål"),
        ("no", "nb", "Norwegian is Bokmål there"),
        ("fil", "tl", "Filipino is Tagalog there"),
        ("iw", "he", "an old code"),
        ("in", "id", "an old code"),
        ("es-419", "es", "a region"),
        ("ca-valencia", "ca", "a variant"),
        ("sr-Latn-RS", "sr", "a script and a region"),
    ],
)
def test_argos_code_of_a_locale(locale: str, argos: str, reason: str) -> None:
    assert code(locale) == argos, reason


@pytest.mark.parametrize("argos", ["pb", "zt", "zh", "nb", "fr"])
def test_the_locale_of_a_code_has_that_code(argos: str) -> None:
    assert code(tag(argos)) == argos


@pytest.mark.parametrize(
    "versions", [("", "1", "1.0", "1.9", "1.10", "2.0"), ("1.9", "1.9.1", "1.9.10"), ("v1.2", "v1.3-beta", "1.4")]
)
def test_versions_in_their_order(versions: tuple[str, ...]) -> None:
    assert sorted(versions, key=version_order) == list(versions)


def test_a_version_of_any_length_is_read() -> None:
    assert version_order("9" * 100_000)


@pytest.mark.parametrize(
    ("source", "target", "arguments"),
    [("en", "fr", "fr"), ("en-GB", "pt-BR", "pt-BR"), ("fr", "en", "en --from fr"), ("pt-BR", "ja", "ja --from pt-BR")],
)
def test_what_to_type_for_a_package(source: str, target: str, arguments: str) -> None:
    assert install_hint(source, target).endswith(typed(f"models install {arguments}"))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home without any variable of Argos's."""
    for name in ("ARGOS_PACKAGES_DIR", "ARGOS_PACKAGE_INDEX", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "SNAP"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def test_where_packages_are(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert packages_folder() == home / ".local/share/argos-translate/packages"
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    assert packages_folder() == home / "data/argos-translate/packages"
    file = home / ".config/argos-translate/settings.json"
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps({"ARGOS_PACKAGES_DIR": "/srv/a"}))
    assert packages_folder() == Path("/srv/a")
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", "/srv/b")
    assert packages_folder() == Path("/srv/b")
    monkeypatch.setenv("SNAP", "/snap")
    monkeypatch.setenv("SNAP_USER_DATA", str(home / "snap"))
    monkeypatch.delenv("ARGOS_PACKAGES_DIR")
    monkeypatch.delenv("XDG_DATA_HOME")
    assert packages_folder() == home / "snap/.local/share/argos-translate/packages"


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff", b'{"ARGOS_PACKAGE_INDEX": 7}', b"[" * 100_000])
def test_settings_that_say_nothing(home: Path, content: bytes) -> None:
    file = home / ".config/argos-translate/settings.json"
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    assert setting("ARGOS_PACKAGE_INDEX") == ""


def package(folder: Path, **changes: str | None) -> Path:
    """A folder with a package's files; `None` takes one away."""
    files = {
        "metadata.json": '{"from_code": "en", "to_code": "fr", "package_version": "1.9"}',
        "model/model.bin": "model",
        "sentencepiece.model": "pieces",
    }
    for name, content in (files | changes).items():
        if content is not None:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
    return folder


def test_what_is_read_of_a_package(tmp_path: Path) -> None:
    metadata = {"from_code": "en", "to_code": "pb", "package_version": "1.10", "target_prefix": ">>pb<<"}
    more = json.dumps({"type": "translate", **metadata})
    package(tmp_path / "b", **{"metadata.json": more, "sentencepiece.model": None, "bpe.model": "pieces"})
    package(tmp_path / "a")
    first, second = installed(tmp_path)[0]
    assert (first.name, first.version, first.tokenizer) == (
        "translate-en_fr",
        "1.9",
        tmp_path / "a" / "sentencepiece.model",
    )
    assert (second.name, second.order, second.tokenizer, second.target_prefix) == (
        "translate-en_pb",
        (1, 10),
        tmp_path / "b" / "bpe.model",
        ">>pb<<",
    )


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"metadata.json": None}, "it has no metadata.json"),
        ({"metadata.json": "{"}, "its metadata.json is not JSON"),
        ({"metadata.json": "[" * 100_000}, "its metadata.json is not JSON"),
        ({"metadata.json": "[]"}, "its metadata.json is not an object"),
        ({"metadata.json": '{"from_code": "en"}'}, "its metadata.json does not say which languages it is for"),
        ({"model/model.bin": None}, "it has no model/model.bin"),
        ({"sentencepiece.model": None}, "it has no tokenizer"),
    ],
)
def test_a_broken_package_is_named_and_skipped(tmp_path: Path, changes: dict[str, str | None], says: str) -> None:
    package(tmp_path / "good")
    (tmp_path / "bad").mkdir()
    package(tmp_path / "bad", **changes)
    found, findings = installed(tmp_path)
    assert [one.folder.name for one in found] == ["good"]
    assert [(finding.severity, finding.file) for finding in findings] == [("warning", str(tmp_path / "bad"))]
    assert f"broken ({says}); type {typed('models remove bad')}, and install it again" in findings[0].message
    assert len(str(findings[0]).splitlines()) == 1


def metadata(**changes: object) -> str:
    return json.dumps({"package_version": "1.9", "from_code": "en", "to_code": "fr", **changes})


@pytest.mark.parametrize(
    ("value", "version"),
    [
        ("1.9", "1.9"),
        ("v2.0-beta+3_1", "v2.0-beta+3_1"),
        (None, ""),
        (1.9, ""),
        ("\ud800", ""),
        ("\x1b[31m1.9", ""),
        ("1.9), confidence 100%", ""),
        ("1.9\n", ""),
        ("1" * 41, ""),
    ],
)
def test_a_version_that_can_be_none_is_none(tmp_path: Path, value: object, version: str) -> None:
    package(tmp_path / "a", **{"metadata.json": metadata(package_version=value)})
    assert [one.version for one in installed(tmp_path)[0]] == [version]


@pytest.mark.parametrize(("value", "prefix"), [("<2de>", "<2de>"), (None, ""), (7, "")])
def test_a_prefix_is_text(tmp_path: Path, value: object, prefix: str) -> None:
    package(tmp_path / "a", **{"metadata.json": metadata(target_prefix=value)})
    assert [one.target_prefix for one in installed(tmp_path)[0]] == [prefix]


@pytest.mark.parametrize("code", ["\x1b[31mfr", "../fr", "", None])
def test_a_package_whose_languages_are_none_is_broken(tmp_path: Path, code: object) -> None:
    package(tmp_path / "a", **{"metadata.json": metadata(to_code=code)})
    found, findings = installed(tmp_path)
    assert found == []
    assert "does not say which languages it is for" in findings[0].message


def test_a_folder_for_metadata_is_told_in_words(tmp_path: Path) -> None:
    package(tmp_path / "my bad", **{"metadata.json": None})
    (tmp_path / "my bad" / "metadata.json").mkdir()
    message = installed(tmp_path)[1][0].message
    assert "(its metadata.json cannot be read: is a directory); type" in message
    assert typed("models remove", "my bad").endswith("remove 'my bad'")
    assert typed("models remove", "my bad") in message


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    assert installed(tmp_path / "missing") == ([], [])
    (tmp_path / "file").touch()
    found, findings = installed(tmp_path / "file")
    assert found == []
    assert "cannot be read" in findings[0].message
