"""Settings: what is accepted, and the one line that names what is not."""

from pathlib import Path

import pytest

from publish.errors import SettingsError
from publish.settings import Settings, read_settings


def _read(folder: Path, table: str) -> Settings:
    (folder / "pyproject.toml").write_text(f"[tool.publish]\n{table}\n", encoding="utf-8")
    return read_settings(folder)


def test_defaults(tmp_path: Path) -> None:
    assert _read(tmp_path, "") == Settings()


def test_everything(tmp_path: Path) -> None:
    table = """
source = "de"
locales = ["en", "pt-BR"]
segmentation = "paragraph"
engine = "mine"
site = "https://example.org/leaflets/"

[tool.publish.imprint.de]
lines = ["V.i.S.d.P.: Ada Beispiel", "Druck: Beispiel"]
"""
    imprint = {"de": ("V.i.S.d.P.: Ada Beispiel", "Druck: Beispiel")}
    site = "https://example.org/leaflets"
    settings = _read(tmp_path, table)
    assert settings == Settings("de", ("en", "pt-BR"), "paragraph", "mine", site, imprint)
    assert settings.languages == ("de", "en", "pt-BR")


@pytest.mark.parametrize(
    ("table", "line", "message"),
    [
        ('locale = ["fr"]', 2, "did you mean locales?"),
        ('\nlocales = ["fr", "xx"]', 3, "“xx” is unknown"),
        ('locales = "fr"', 2, "must be a list"),
        ('locales = ["fr", "fr"]', 2, "twice"),
        ('source = "fr"\nlocales = ["fr"]', 3, "source language"),
        ("source = 5", 2, "must be text"),
        ('segmentation = "word"', 2, "sentence or paragraph"),
        ('site = "javascript:alert(1)"', 2, "write an address"),
        ('locales = ["fr"]\n[tool.publish.imprint.de]\nlines = []', 3, "belongs to no locale"),
        ('locales = ["fr"]\n[tool.publish.imprint.fr]\nline = "x"', 3, "needs one key"),
        ("locales = [", 2, "not valid TOML"),
    ],
)
def test_faults_name_their_line(tmp_path: Path, table: str, line: int, message: str) -> None:
    with pytest.raises(SettingsError, match=message.replace("?", r"\?")) as caught:
        _read(tmp_path, table)
    assert (caught.value.file, caught.value.line) == ("pyproject.toml", line)


def test_a_folder_without_settings_is_no_publication(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="publish init"):
        read_settings(tmp_path)
