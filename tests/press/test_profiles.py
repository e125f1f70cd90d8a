"""Which colour profile is taken, and what is said of one that cannot be."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.errors import SettingsError
from publish.render.passes import profiles
from publish.render.passes.profiles import cmyk_profile, profile_from, srgb_profile

from .samples import profile


def renamed(description: str) -> bytes:
    """The sample under another name, of the same length or shorter."""
    assert len(description) <= 9
    return profile().replace(b"Test inks", description.encode().ljust(9, b"\0"))


def test_a_profile_is_read(tmp_path: Path) -> None:
    file = tmp_path / "printer.icc"
    file.write_bytes(profile())
    found = cmyk_profile(file)
    assert (found.content, found.description, found.condition, found.registered) == (
        profile(),
        "Test inks",
        "Test inks",
        False,
    )


@pytest.mark.parametrize(
    ("description", "condition"), [("Fogra39 x", "FOGRA39"), ("fogra51", "FOGRA51"), ("SWOP v2", "CGATS TR 001")]
)
def test_registered_conditions_are_known_by_their_names(description: str, condition: str) -> None:
    found = profile_from(renamed(description), "x.icc")
    assert (found.condition, found.registered) == (condition, True)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is no ICC colour profile"),
        (b"%PDF-1.7" + bytes(200), "is no ICC colour profile"),
        (srgb_profile(), r"is no profile of a CMYK printing condition \(mntr, RGB\)"),
        (profile()[:300], "is a damaged ICC profile"),
        (profile()[:36] + b"none" + profile()[40:], "is no ICC colour profile"),
    ],
)
def test_other_files_are_refused_with_a_remedy(content: bytes, said: str, tmp_path: Path) -> None:
    file = tmp_path / "x.icc"
    file.write_bytes(content)
    with pytest.raises(SettingsError, match=said) as caught:
        cmyk_profile(file)
    assert caught.value.file == str(file)
    assert "set profile in pyproject.toml" in caught.value.message


@settings(max_examples=100)
@given(at=st.integers(0, len(profile()) - 1), damage=st.binary(min_size=1, max_size=8))
def test_a_damaged_profile_is_refused_or_can_be_used(at: int, damage: bytes) -> None:
    content = profile()[:at] + damage + profile()[at + len(damage) :]
    with contextlib.suppress(SettingsError):
        assert isinstance(profile_from(content, "x.icc").description, str)


def test_a_description_that_is_no_text_is_refused(tmp_path: Path) -> None:
    content = profile().replace(b"Test inks", b"\xff\x97\xff\xfe\xffinks")
    assert content != profile()
    with pytest.raises(SettingsError, match="is a damaged ICC profile"):
        profile_from(content, "x.icc")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        cmyk_profile(tmp_path / "none.icc")


def test_the_best_one_of_a_system_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(profiles, "_folders", lambda: [tmp_path / "own", tmp_path / "shared"])
    with pytest.raises(SettingsError, match="no CMYK colour profile was found on this system; set profile"):
        cmyk_profile()
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared/default_cmyk.icc").write_bytes(profile())
    (tmp_path / "shared/broken_cmyk.icc").write_bytes(b"nothing")
    (tmp_path / "shared/screen_cmyk.icc").write_bytes(srgb_profile())
    assert cmyk_profile().condition == "Test inks"
    (tmp_path / "shared/ISOcoated.icc").write_bytes(renamed("fogra39"))
    assert cmyk_profile().condition == "FOGRA39"


def test_the_profile_of_screens_has_no_clock() -> None:
    assert srgb_profile()[36:40] == b"acsp"
    assert srgb_profile()[12:20] == b"mntrRGB "
