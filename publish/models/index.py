"""The index of packages that can be had: Argos's own, or another one by address or file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from publish.engines.argos_packages import Versioned, is_code, setting, version
from publish.errors import EngineError, reason
from publish.models.web import Patience, WebError, answered, is_web, shown
from publish.progress import Progress, silent

_USUAL = "https://raw.githubusercontent.com/argosopentech/argospm-index/main/"
_MOST_BYTES = 20_000_000
# Whoever has no network is to hear of it soon.
_PATIENCE = Patience(tries=3)


@dataclass(frozen=True, slots=True)
class Offer(Versioned):
    """A package in an index; `source` and `target` are Argos's codes, `links` the http and https ones."""

    source: str
    target: str
    version: str
    links: tuple[str, ...]


def index_place(named: str = "") -> str:
    """Where the index is: what the user named, else Argos Translate's setting, else Argos's own index.

    As in `argostranslate.settings`, ARGOS_PACKAGE_INDEX is what stands before `index.json`, from the environment or
    from the user's settings.json.
    """
    if not named:
        return (setting("ARGOS_PACKAGE_INDEX") or _USUAL) + "index.json"
    return named + "index.json" if named.endswith("/") else named


def offers(place: str, patience: Patience | None = None, progress: Progress = silent) -> list[Offer]:
    """The packages for translation in the index at an address or in a file, in its order.

    Entries that are no translation package are passed over. `EngineError` if there is no index.
    """
    content = _fetched(place, patience or _PATIENCE, progress) if is_web(place) else _read(place)
    name = shown(place) if is_web(place) else place
    try:
        entries = json.loads(content)
    except (ValueError, RecursionError) as error:
        found = "a web page" if _looks_like_page(content) else "no JSON"
        raise EngineError(
            f"the index of packages is {found}; name another one with --index, and check that no login page of this "
            "network stands in between",
            file=name,
        ) from error
    if not isinstance(entries, list):
        raise EngineError("the index of packages is no list; name another one with --index", file=name)
    found_offers = [offer for entry in entries if (offer := _offer(entry)) is not None]
    if not found_offers:
        raise EngineError("the index lists no package for translation; name another one with --index", file=name)
    return found_offers


def _offer(entry: object) -> Offer | None:
    if not isinstance(entry, dict) or entry.get("type", "translate") != "translate":
        return None
    source, target, links = entry.get("from_code"), entry.get("to_code"), entry.get("links")
    if not (isinstance(source, str) and is_code(source) and isinstance(target, str) and is_code(target)):
        return None
    usable = [link for link in links if isinstance(link, str) and is_web(link)] if isinstance(links, list) else []
    return Offer(source, target, version(entry.get("package_version")), tuple(dict.fromkeys(usable)))


def _read(place: str) -> bytes:
    path = Path(url2pathname(urlsplit(place).path)) if place.startswith("file://") else Path(place)
    try:
        if path.is_dir():
            path = path / "index.json"
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise EngineError(
            f"the index of packages cannot be read ({reason(error)}); correct --index", file=place
        ) from error


def _fetched(url: str, patience: Patience, progress: Progress) -> bytes:
    failures = 0
    while True:
        try:
            return _once(url, patience.stall)
        except WebError as error:
            failures += 1
            pause = patience.before(failures, error.asked)
            if not error.passing or failures >= patience.tries or pause > patience.longest_pause:
                raise EngineError(f"the index of packages cannot be read: {error}", file=shown(url)) from error
            progress("the index of packages", 0, 0, f"{error.cause}; next try in {pause:.0f} s")
            patience.sleep(pause)


def _once(url: str, stall: float) -> bytes:
    content = bytearray()
    with answered(url, {}, stall) as answer:
        for chunk in answer.chunks():
            content += chunk
            if len(content) > _MOST_BYTES:
                raise WebError("it is far too big for an index", "name another one with --index")
    return bytes(content)


def _looks_like_page(content: bytes) -> bool:
    return content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"
