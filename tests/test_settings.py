"""`[tool.publish]`: what it may say, and that each mistake is named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from publish.errors import SettingsError
from publish.settings import Settings, read_settings
from publish.workspace import Workspace


def settings(folder: Path, text: str) -> Settings:
    (folder / "pyproject.toml").write_text(text, encoding="utf-8")
    return read_settings(folder)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[tool.publish]\n", Settings()),
        ("\ufeff[tool.publish]\r\nlocales = ['fr']\r\n", Settings(locales=("fr",))),
        (
            '[tool.publish]\nsource = "de"\nlocales = ["en", "zh-Hant"]\nsegmentation = "paragraph"\nengine = "x"\n',
            Settings("de", ("en", "zh-Hant"), "paragraph", "x"),
        ),
        (
            '[tool.publish]\nsite = "https://example.org/leaflets/"\n',
            Settings(site="https://example.org/leaflets"),
        ),
        (
            '[tool.publish]\nlocales = ["ja", "pt-BR"]\n[tool.publish.engines]\nja = "firefox"\n',
            Settings(locales=("ja", "pt-BR"), engines={"ja": "firefox"}),
        ),
        ("[tool.publish]\ntrust_context = true\n", Settings(trust_context=True)),
        (
            '[tool.publish]\nlocales = ["de"]\n[tool.publish.imprint.de]\nlines = ["V.i.S.d.P.: A", "Druck: B"]\n'
            "[tool.publish.imprint.en]\nlines = []\n",
            Settings(locales=("de",), imprint={"de": ("V.i.S.d.P.: A", "Druck: B"), "en": ()}),
        ),
    ],
)
def test_what_settings_say(text: str, expected: Settings, tmp_path: Path) -> None:
    assert settings(tmp_path, text) == expected
    assert expected.languages[0] == expected.source


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 0, "has no table [tool.publish]; add it"),
        ("[tool]\npublish = 1\n", 0, "has no table [tool.publish]; add it"),
        ("[tool.publish]\nlocales = [\n", 0, "not valid TOML"),
        ("[tool.publish]\n\nlocale = []\n", 3, "the setting “locale” is unknown; did you mean locales?"),
        ("[tool.publish]\ncolour = 1\n", 2, "the setting “colour” is unknown; known are source, locales"),
        ('[tool.publish]\nsource = "klingon"\n', 2, "“klingon” is no locale code; use a BCP 47 tag"),
        ('[tool.publish]\nlocales = ["fr", "qq"]\n', 2, "the locale “qq” is unknown; use a BCP 47 tag"),
        ('[tool.publish]\nlocales = ["en"]\n', 2, "the locale “en” is there twice or is the source language"),
        ('[tool.publish]\nlocales = ["fr", "fr"]\n', 2, "the locale “fr” is there twice"),
        ('[tool.publish]\nlocales = "fr"\n', 2, 'locales must be a list such as ["fr", "ja"]'),
        ("[tool.publish]\nlocales = [1]\n", 2, 'locales must be a list such as ["fr", "ja"]'),
        ("[tool.publish]\nengine = 3\n", 2, "engine must be text in quotation marks"),
        ('[tool.publish]\ntrust_context = "yes"\n', 2, "trust_context must be true or false"),
        ('[tool.publish]\nsegmentation = "words"\n', 2, "segmentation is “words”; write sentence or paragraph"),
        ('[tool.publish]\nsite = "example.org"\n', 2, "site is “example.org”; write an address such as https://"),
        ('[tool.publish]\nsite = "javascript:x"\n', 2, "site is “javascript:x”; write an address"),
        ('[tool.publish]\nsite = "https://a\\"><b>"\n', 2, "write an address"),
        ("[tool.publish]\nengines = 3\n", 2, "engines must be a table such as [tool.publish.engines]"),
        ("[tool.publish]\n[tool.publish.engines]\nit = 'x'\n", 3, "the engine for “it” belongs to no locale"),
        ("[tool.publish]\nimprint = []\n", 2, "imprint must be tables"),
        ("[tool.publish]\n[tool.publish.imprint.it]\nlines = []\n", 2, "the imprint for “it” belongs to no locale"),
        ("[tool.publish]\n[tool.publish.imprint.en]\nline = []\n", 2, "the imprint for “en” needs one key, lines"),
        ("[tool.publish]\n[tool.publish.imprint.en]\nlines = [1]\n", 2, "the imprint for “en” needs one key, lines"),
    ],
)
def test_mistakes_are_named_with_their_line(text: str, line: int, words: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        settings(tmp_path, text)
    assert words in caught.value.message
    assert caught.value.file == "pyproject.toml"
    if line:
        assert caught.value.line == line


def test_settings_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_bytes(b"[tool.publish]\n# \xe9\n")
    with pytest.raises(SettingsError, match=r"cannot be read .*; restore the file"):
        read_settings(tmp_path)


def test_a_folder_without_settings(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="there is no publication in this folder"):
        Workspace.open(tmp_path)


def test_paths_as_messages_name_them(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, Settings(locales=("zh-Hant",)))
    assert workspace.shown(workspace.catalogue("a", "zh-Hant")) == "locales/zh-Hant/LC_MESSAGES/a.po"
    assert workspace.shown(workspace.template("a")) == "locales/a.pot"
    assert workspace.shown(Path("/elsewhere/a.po")) == "/elsewhere/a.po"
    workspace.require(["en", "zh-Hant"])
    with pytest.raises(SettingsError, match=r"no locale “fr”; it has en, zh-Hant"):
        workspace.require(["fr"])
