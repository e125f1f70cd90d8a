"""The cache of what is made from fonts: a full disk, and other versions of what makes it."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from publish.errors import PublishError
from publish.render import font_cache, font_coverage, webfonts
from publish.render.font_cache import identity, makers
from publish.render.font_files import fonts_of, package_version
from publish.render.fonts import font_licences, missing_characters, own_fonts, use_own_fonts_only

from . import made

KEPT_BY_PROCESS = (
    font_cache.font_cache,
    identity,
    makers,
    font_coverage._every,
    font_coverage.family_ranges,
    font_coverage._file_ranges,
)


@pytest.fixture
def cold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    # `use_own_fonts_only` sets it; this restores it.
    monkeypatch.setenv("FONTCONFIG_FILE", os.environ.get("FONTCONFIG_FILE", ""))
    _forget()
    yield font_cache.font_cache()
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    for function in KEPT_BY_PROCESS:
        function.cache_clear()


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_full_disk_costs_time_or_is_named(cold: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("publish.files.os.fsync", full)
    assert missing_characters("a ᚠ") == ["ᚠ"]
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts/a.ttf").write_bytes(made.font())
    own, errors = own_fonts(tmp_path / "fonts")
    assert [font.family for font in own] == ["Runes of Ours"]
    assert errors == []
    assert "Noto Project Authors" in font_licences(["Noto Serif"])["Noto-Serif.txt"]
    # Without these files there is no leaflet.
    with pytest.raises(PublishError) as caught:
        use_own_fonts_only('<html lang="fr">x')
    assert "no space left on device" in str(caught.value)
    assert caught.value.file.startswith(str(cold))
    assert files(cold) == []


@pytest.mark.parametrize("package", ["uharfbuzz", "fonttools", "brotli"])
def test_what_other_versions_made_is_not_used(package: str, cold: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    font = fonts_of("Noto Serif")[0]
    before = identity(font)
    monkeypatch.setattr(font_cache, "package_version", lambda name: package_version(name) + "+" * (name == package))
    _forget()
    assert identity(font) != before


@pytest.mark.parametrize("package", ["uharfbuzz", "fonttools", "brotli", "tinyhtml5", "tinycss2", "cssselect2"])
def test_the_choice_of_other_versions_is_not_used(
    package: str, cold: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = webfonts._plan_path("<p>x", "fr", tmp_path, ())
    for module in (font_cache, webfonts):
        monkeypatch.setattr(module, "package_version", lambda name: package_version(name) + "+" * (name == package))
    _forget()
    assert webfonts._plan_path("<p>x", "fr", tmp_path, ()) != before


def test_a_publication_s_font_is_read_again_by_other_versions(
    cold: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts/a.ttf").write_bytes(made.font())
    own_fonts(tmp_path / "fonts")
    (kept,) = cold.glob("own-*.json")
    monkeypatch.setattr(font_cache, "package_version", lambda name: "999")
    _forget()
    own_fonts(tmp_path / "fonts")
    assert len(set(cold.glob("own-*.json")) - {kept}) == 1
