"""Colour profiles: the one of a printing condition (CMYK), from a setting or from the system, and sRGB for archives."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from publish.errors import PublishError, SettingsError, reason

_REMEDY = (
    "set profile in pyproject.toml to the ICC profile your print shop names, or install one "
    "(Debian: scribus-data has ISO Coated v2 300%)"
)

# The length of a header, ICC.1:2010 (profile version 4.3), 7.2.
_HEADER = 128


@dataclass(frozen=True, slots=True)
class Profile:
    """An ICC output profile for CMYK: its bytes, what it calls itself, and the printing condition it describes.

    `condition` is the name in the ICC's registry of characterisation data where we know it (`registered`), else the
    profile's own description.
    """

    content: bytes
    description: str
    condition: str
    registered: bool


@dataclass(frozen=True, slots=True)
class _Condition:
    """What descriptions of profiles for a registered printing condition contain, in small letters."""

    name: str
    words: tuple[str, ...]


# In the order in which a profile found on the system is preferred: coated paper by today's standard, then by the one
# most presses still know, then what is common in America and Japan.
_CONDITIONS = (
    _Condition("FOGRA51", ("pso coated v3", "fogra51")),
    _Condition("FOGRA39", ("iso coated v2", "isocoated v2", "fogra39", "coated fogra39")),
    _Condition("FOGRA52", ("pso uncoated v3", "fogra52")),
    _Condition("CGATS TR 006", ("gracol2006", "gracol 2006", "coated gracol")),
    _Condition("CGATS TR 001", ("swop v2", "swop (coated)", "u.s. web coated")),
    _Condition("JC200103", ("japan color 2001 coated",)),
)

# Where systems keep profiles, and names of files that hold CMYK ones there; profiles of one's own come first.
_PATTERNS = (
    "*oated*.icc",
    "*FOGRA*.icc",
    "*GRACoL*.icc",
    "*SWOP*.icc",
    "*Japan*Color*.icc",
    "*CMYK*.icc",
    "*cmyk*.icc",
)


def cmyk_profile(path: Path | None = None) -> Profile:
    """The profile at `path`, or the best one that the system has.

    Raises `SettingsError` if the file is no CMYK output profile, or if there is none.
    """
    if path is not None:
        try:
            content = path.read_bytes()
        except OSError as error:
            raise SettingsError(
                f"the colour profile cannot be read ({reason(error)}); {_REMEDY}", file=str(path)
            ) from error
        return _tried(profile_from(content, str(path)), str(path))
    found = {str(file): profile for file in _candidates() if (profile := _usable(file))}
    if not found:
        raise SettingsError(f"no CMYK colour profile was found on this system; {_REMEDY}")
    ranks = {condition.name: rank for rank, condition in enumerate(_CONDITIONS)}
    best = min(found, key=lambda file: ranks.get(found[file].condition, len(ranks)))
    return _tried(found[best], best)


def profile_from(content: bytes, file: str) -> Profile:
    """The profile in these bytes; `SettingsError`, naming the file, unless it is a CMYK output profile."""
    kind, space = content[12:16], content[16:20]
    if len(content) < _HEADER or content[36:40] != b"acsp" or content[8] not in (2, 4):
        raise SettingsError(f"is no ICC colour profile of version 2 or 4; {_REMEDY}", file=file)
    if (kind, space) != (b"prtr", b"CMYK"):
        said = f"{kind.decode('latin-1').strip()}, {space.decode('latin-1').strip()}"
        raise SettingsError(f"is no profile of a CMYK printing condition ({said}); {_REMEDY}", file=file)
    description = _description(content, file)
    known = [row.name for row in _CONDITIONS if any(word in description.lower() for word in row.words)]
    return Profile(content, description, known[0] if known else description, bool(known))


@functools.cache
def srgb_profile() -> bytes:
    """The ICC's own sRGB profile of 2014, as WeasyPrint carries it: the same bytes everywhere, without a clock."""
    from importlib.resources import files

    return (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()


def _description(content: bytes, file: str) -> str:
    import io

    from PIL import ImageCms

    try:
        opened = ImageCms.ImageCmsProfile(io.BytesIO(content))
        return (opened.profile.profile_description or Path(file).stem).strip("\0 \n")
    except (OSError, ValueError, ImageCms.PyCMSError) as error:
        raise SettingsError(f"is a damaged ICC profile; {_REMEDY}", file=file) from error


@functools.lru_cache(maxsize=2)
def _tried(profile: Profile, file: str) -> Profile:
    """The profile, if colours can be turned by it."""
    import io

    from PIL import ImageCms

    try:
        opened = ImageCms.ImageCmsProfile(io.BytesIO(profile.content))
        for source, target, modes in (
            (ImageCms.createProfile("sRGB"), opened, ("RGB", "CMYK")),
            (opened, ImageCms.createProfile("LAB"), ("CMYK", "LAB")),
        ):
            ImageCms.buildTransform(source, target, *modes)
    except (OSError, ValueError, ImageCms.PyCMSError) as error:
        raise SettingsError(f"is a damaged ICC profile; {_REMEDY}", file=file) from error
    return profile


def _usable(file: Path) -> Profile | None:
    try:
        return profile_from(file.read_bytes(), str(file))
    except (OSError, PublishError):
        return None


def _candidates() -> Iterator[Path]:
    for folder in _folders():
        for pattern in _PATTERNS:
            yield from sorted(folder.glob(pattern))


def _folders() -> list[Path]:
    home = Path.home()
    if sys.platform == "darwin":
        roots = [home / "Library/ColorSync/Profiles", Path("/Library/ColorSync/Profiles")]
        return [*roots, Path("/System/Library/ColorSync/Profiles")]
    if sys.platform == "win32":
        return [Path(os.environ.get("SYSTEMROOT", "C:/Windows")) / "System32/spool/drivers/color"]
    shared = Path("/usr/share/color/icc")
    return [
        Path(os.environ.get("XDG_DATA_HOME") or home / ".local/share") / "icc",
        home / ".color/icc",
        Path("/var/lib/color/icc"),
        Path("/usr/local/share/color/icc"),
        shared,
        *sorted(child for child in shared.glob("*") if child.is_dir()),
        Path("/usr/share/scribus/profiles"),
    ]
