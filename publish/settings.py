"""A publication's settings: the table `[tool.publish]` in its pyproject.toml, checked key by key."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, cast, get_args

from publish.errors import SettingsError
from publish.invocation import typed
from publish.languages import language
from publish.render.recipe import FormatName, NotesAt
from publish.segments import Segmentation

FILE = "pyproject.toml"
DEFAULT_LOOK = "plain"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a publication has decided.

    `source` and `locales` are BCP 47 tags; `engine` names the translation engine that drafts, `engines` another one for
    some locales; `trust_context` lets a translation from the memory count as reviewed between the same neighbours;
    `site` is the address the output folder is published at, without a slash at the end ("" for none); `imprint` maps a
    locale to the lines that the law of a country wants on a leaflet; `formats` are those that leaflets are made in,
    `notes` is where their notes go ("" for the place that suits the format); `look` names one of the looks;
    `linked` has web pages share their style sheet and fonts; `profile` is the printer's colour profile, a path in the
    publication ("" for one of the system's).
    """

    source: str = "en"
    locales: tuple[str, ...] = ()
    segmentation: Segmentation = "sentence"
    engine: str = "argos"
    engines: Mapping[str, str] = field(default_factory=dict)
    trust_context: bool = False
    site: str = ""
    imprint: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    formats: tuple[FormatName, ...] = ("a4",)
    notes: NotesAt | Literal[""] = ""
    look: str = DEFAULT_LOOK
    linked: bool = False
    profile: str = ""

    @property
    def languages(self) -> tuple[str, ...]:
        """The source language, then the locales."""
        return (self.source, *self.locales)

    def engine_for(self, tag: str) -> str:
        """The name of the engine that drafts a locale."""
        return self.engines.get(tag, self.engine)


def read_settings(root: Path) -> Settings:
    """The settings of the publication in `root`; `SettingsError` names what is wrong and the line it stands on."""
    path = root / FILE
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise SettingsError(
            f"there is no publication in this folder (no {FILE}); go to one, name it with -C FOLDER, or make one with "
            f"{typed('init FOLDER')}"
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"cannot be read ({error}); restore the file", file=FILE) from error
    try:
        tools = tomllib.loads(text).get("tool")
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        number = int(line.group(1)) if line else len(text.splitlines())
        raise SettingsError(f"not valid TOML: {error}; correct that line", file=FILE, line=number) from error
    table = tools.get("publish") if isinstance(tools, dict) else None
    if not isinstance(table, dict):
        raise SettingsError("has no table [tool.publish]; add it (README, “Settings”)", file=FILE)
    return _Table(table, text).settings()


class _Table:
    """The table being checked, with the file's text to name lines from."""

    def __init__(self, table: dict[str, Any], text: str) -> None:
        self.table = table
        self.lines = text.splitlines()

    def settings(self) -> Settings:
        known = list(Settings.__dataclass_fields__)
        for key in self.table:
            if key not in known:
                near = difflib.get_close_matches(key, known, 1)
                hint = f"; did you mean {near[0]}?" if near else f"; known are {', '.join(known)}"
                raise self.error(key, f"the setting “{key}” is unknown{hint}")
        source = self.tag("source", self.string("source", "en"))
        locales = tuple(self.tag("locales", tag) for tag in self.strings("locales"))
        for tag in locales:
            if tag == source or locales.count(tag) > 1:
                raise self.error(
                    "locales", f"the locale “{tag}” is there twice or is the source language; list it once"
                )
        segmentation = self.string("segmentation", "sentence")
        if segmentation not in get_args(Segmentation):
            raise self.error("segmentation", f"segmentation is “{segmentation}”; write sentence or paragraph")
        site = self.string("site", "").rstrip("/")
        if site and not re.fullmatch(r"https?://[^\s/?#<>\"']+(/[^\s?#<>\"']*)?", site):
            raise self.error("site", f"site is “{site}”; write an address such as https://example.org/leaflets")
        look = self.string("look", DEFAULT_LOOK)
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", look):
            raise self.error("look", f"look is “{look}”; write the name of a file in templates/looks without .css")
        return Settings(
            source=source,
            locales=locales,
            segmentation=cast(Segmentation, segmentation),
            engine=self.string("engine", "argos"),
            engines=self.engines(locales),
            trust_context=self.boolean("trust_context", default=False),
            site=site,
            imprint=self.imprint((source, *locales)),
            formats=self.formats(),
            notes=self.notes(),
            look=look,
            linked=self.boolean("linked", default=False),
            profile=self.string("profile", ""),
        )

    def engines(self, tags: tuple[str, ...]) -> dict[str, str]:
        value = self.table.get("engines", {})
        if not isinstance(value, dict) or not all(isinstance(name, str) for name in value.values()):
            raise self.error("engines", 'engines must be a table such as [tool.publish.engines] with ja = "firefox"')
        for tag in value:
            if tag not in tags:
                raise self.error(f"engines.{tag}", f"the engine for “{tag}” belongs to no locale of this publication")
        return dict(value)

    def imprint(self, tags: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
        value = self.table.get("imprint", {})
        if not isinstance(value, dict):
            raise self.error("imprint", "imprint must be tables such as [tool.publish.imprint.de] with lines = [“…”]")
        result = {}
        for tag, entry in value.items():
            if tag not in tags:
                raise self.error(f"imprint.{tag}", f"the imprint for “{tag}” belongs to no locale of this publication")
            lines = entry.get("lines") if isinstance(entry, dict) and set(entry) <= {"lines"} else None
            if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
                raise self.error(f"imprint.{tag}", f"the imprint for “{tag}” needs one key, lines = [“…”, “…”]")
            result[tag] = tuple(lines)
        return result

    def formats(self) -> tuple[FormatName, ...]:
        names = self.strings("formats") if "formats" in self.table else ("a4",)
        known = get_args(FormatName)
        for name in names:
            if name not in known or names.count(name) > 1:
                raise self.error(
                    "formats", f"the format “{name}” is unknown or there twice; known are {', '.join(known)}"
                )
        return cast(tuple[FormatName, ...], names)

    def notes(self) -> NotesAt | Literal[""]:
        value = self.string("notes", "")
        if value not in ("", *get_args(NotesAt)):
            raise self.error("notes", f"notes is “{value}”; write foot (of the page) or end (of the text)")
        return cast(NotesAt | Literal[""], value)

    def string(self, key: str, default: str) -> str:
        value = self.table.get(key, default)
        if not isinstance(value, str):
            raise self.error(key, f"{key} must be text in quotation marks")
        return value

    def boolean(self, key: str, *, default: bool) -> bool:
        value = self.table.get(key, default)
        if not isinstance(value, bool):
            raise self.error(key, f"{key} must be true or false, without quotation marks")
        return value

    def strings(self, key: str) -> tuple[str, ...]:
        value = self.table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            example = {"formats": '["a4", "booklet"]'}.get(key, '["fr", "ja"]')
            raise self.error(key, f"{key} must be a list such as {example}")
        return tuple(value)

    def tag(self, key: str, tag: str) -> str:
        try:
            return language(tag).tag
        except SettingsError as error:
            raise self.error(key, error.message) from error

    def error(self, key: str, message: str) -> SettingsError:
        last = re.escape(key.rpartition(".")[2])
        pattern = re.compile(rf"\s*\"?{last}\"?\s*=|\s*\[tool\.publish(\.\w+)*\.\"?{last}\"?\]")
        line = next((number for number, text in enumerate(self.lines, 1) if pattern.match(text)), 0)
        return SettingsError(message, file=FILE, line=line)
