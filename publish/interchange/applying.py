"""What came back put into the catalogue: each edit where its sentence is now, and never over another person's words."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from publish.article import plain
from publish.catalogue.comments import persons_comments
from publish.catalogue.entry import FUZZY, Catalogue, Entry
from publish.catalogue.harmless import harmless_changes, normal_form
from publish.catalogue.note_numbers import renumbered, renumbering
from publish.catalogue.origin import text_hash, untouched
from publish.errors import Finding, Severity
from publish.interchange.inline import canonical
from publish.interchange.marks import Marks, lost, marks_in, paragraphs
from publish.interchange.units import Reply, Returned, joined, status_of, unit_id, wording
from publish.markup import parsed
from publish.segments import MERGED

_SHOWN = 80
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")


@dataclass(slots=True)
class Outcome:
    """The catalogue with the edits, how many entries have changed, and what a person should look at, with its place.

    `has_refused` says whether anything of the reply is not in the catalogue.
    """

    catalogue: Catalogue
    changed: int = 0
    findings: list[Finding] = field(default_factory=list)
    has_refused: bool = False


@dataclass(frozen=True, slots=True)
class _Match:
    """The entry a unit belongs to now, and how its notes have been renumbered since."""

    key: tuple[str, str]
    numbers: tuple[tuple[str, str], ...] = ()
    is_former: bool = False


@dataclass(frozen=True, slots=True)
class _Edit:
    """Words that were taken over for an entry, and the marks they ought to have."""

    unit: Returned
    key: tuple[str, str]
    expected: Marks


def applied(catalogue: Catalogue, reply: Reply, file: str, source: str, target: str) -> Outcome:
    """The catalogue with what people have changed in the reply, which was read from `file`.

    A unit is applied where its entry is still as it was handed out; where both have changed, the catalogue's words stay
    and the difference is reported. A unit whose sentence has changed since is applied if the change is harmless, or to
    the outdated or obsolete entry that has the sentence now. `source` and `target` are BCP 47 tags.
    """
    return _Applying(catalogue, file, source, target).outcome(reply)


_Key = tuple[str, str]
_Keys = dict[tuple[str, str], list[_Key]]


def _grouped(items: Iterable[tuple[str, str, _Key]]) -> _Keys:
    result: _Keys = {}
    for context, text, key in items:
        result.setdefault((context, text), []).append(key)
    return result


class _Applying:
    def __init__(self, catalogue: Catalogue, file: str, source: str, target: str) -> None:
        self.catalogue, self.file, self.source, self.target = catalogue, file, source, target
        # A live entry and obsolete ones may have the same key: the live one counts, then the last.
        numbered = [(number, entry) for number, entry in enumerate(catalogue.entries) if not entry.is_header]
        numbered.sort(key=lambda item: not item[1].obsolete)
        self.places = {entry.key: number for number, entry in numbered}
        self.entries = {entry.key: entry for _, entry in numbered}
        self.findings: list[Finding] = []
        self.edits: list[_Edit] = []
        self.by_id = {unit_id(entry): key for key, entry in self.entries.items()}

    @functools.cached_property
    def by_text(self) -> _Keys:
        """The entries by context and source."""
        return _grouped((entry.context, canonical(entry.source, self.source), key) for key, entry in self._items())

    @functools.cached_property
    def by_form(self) -> _Keys:
        """The live entries by context and the form that harmless changes leave as it is."""
        return _grouped(
            (entry.context, normal_form(canonical(entry.source, self.source)), key)
            for key, entry in self._items()
            if not entry.obsolete
        )

    @functools.cached_property
    def by_previous(self) -> _Keys:
        """The outdated entries by the source their translation was made for."""
        return _grouped(
            ("", canonical(entry.previous, self.source), key) for key, entry in self._items() if entry.previous
        )

    def _items(self) -> list[tuple[_Key, Entry]]:
        return [(entry.key, self.catalogue.entries[self.places[entry.key]]) for entry in self.entries.values()]

    def outcome(self, reply: Reply) -> Outcome:
        self.findings += [Finding("error", message, self.file, line) for line, message in reply.faults]
        for unit in reply.units:
            self._apply(unit)
        has_refused = bool(self.findings)
        self._look_for_lost_marks()
        entries = list(self.catalogue.entries)
        changed = 0
        for key, entry in self.entries.items():
            changed += entries[self.places[key]] != entry
            entries[self.places[key]] = entry
        return Outcome(replace(self.catalogue, entries=tuple(entries)), changed, self.findings, has_refused)

    def _match(self, unit: Returned) -> _Match | None:
        """Where the unit's sentence stands now; None if that is not sure."""
        # An id alone does not count: in a spreadsheet it is soon on another row.
        if not unit.source:
            return None
        key = self.by_id.get(unit.id)
        if key and self._is_alike(canonical(key[1], self.source), unit.source):
            return _Match(key)
        found = self.by_text.get((unit.context, unit.source), [])
        if len(found) == 1:
            return _Match(found[0])
        found = self.by_form.get((unit.context, normal_form(unit.source)), [])
        if len(found) == 1 and harmless_changes(unit.source, canonical(found[0][1], self.source)) is not None:
            numbers = renumbering(unit.source, found[0][1]) or {}
            return _Match(found[0], numbers=tuple(numbers.items()))
        found = self.by_previous.get(("", unit.source), [])
        return _Match(found[0], is_former=True) if len(found) == 1 else None

    def _is_alike(self, one: str, other: str) -> bool:
        return one == other or normal_form(one) == normal_form(other)

    def _apply(self, unit: Returned) -> None:
        for fault in unit.faults:
            self._note("warning", unit, f"“{self._short(unit.target or unit.source)}”: {fault}")
        if self._is_untouched(unit) and not self._new_lines(unit):
            return
        match = self._match(unit)
        if match is None or self.entries[match.key].plural:
            if unit.target.strip() and not self._is_untouched(unit):
                self._note("warning", unit, f"{self._why_left_out(unit, 'translation')}: “{unit.target}”")
            if lines := self._new_lines(unit):
                self._note("warning", unit, f"{self._why_left_out(unit, 'note')}: “{joined(lines)}”")
            return
        entry = self.entries[match.key]
        self.entries[match.key] = self._with_notes(self._with_text(entry, unit, match), unit)

    def _why_left_out(self, unit: Returned, what: str) -> str:
        if not unit.source:
            return (
                f"it has no source for “{unit.id}”, which alone does not say what is translated; put the source back,"
                f" and import it again. Its {what} was left out"
            )
        return f"the sentence “{self._short(unit.source)}” is no longer in the text; its {what} was left out"

    def _is_untouched(self, unit: Returned) -> bool:
        seal = unit.seal
        if seal is None or seal.text != text_hash(unit.target):
            return False
        return unit.is_accepted in (None, seal.is_accepted) or not unit.target

    def _with_text(self, entry: Entry, unit: Returned, match: _Match) -> Entry:
        if self._is_untouched(unit):
            return entry
        numbers = dict(match.numbers)
        present = wording(entry, self.target)
        if not unit.target.strip():
            if present and unit.seal is not None:
                self._note(
                    "warning",
                    unit,
                    f"the translation of “{self._short(unit.source)}” was emptied; the catalogue keeps “{present}”"
                    f" (write {MERGED} for a sentence that its neighbour has taken in)",
                )
            return entry
        text = MERGED if unit.target.strip() == MERGED else renumbered(unit.target, numbers)
        accepted = self._acceptance(entry, unit, match, text == present)
        is_same_state = accepted == status_of(entry).is_accepted
        if text == present and (is_same_state or not self._may_change_state(entry, unit, match)):
            return entry
        if text != present and not self._may_replace(entry, unit, match, present):
            self._note(
                "error",
                unit,
                f"“{self._short(unit.source)}” was translated in both places; the catalogue keeps “{present}”"
                f"{self._where(entry)}, this file has “{unit.target}”: decide, and write it into the catalogue",
            )
            return entry
        self.edits.append(_Edit(unit, entry.key, self._expected_marks(entry, unit, match, present)))
        return _edited(entry, text if text != present else entry.translation, accepted=accepted)

    def _expected_marks(self, entry: Entry, unit: Returned, match: _Match, present: str) -> Marks:
        """The marks of the translation that was handed out; of the source, where none was."""
        if present and unit.seal and unit.seal.text == text_hash(self._handed_out(present, match)):
            return marks_in(present)
        return marks_in(entry.previous if match.is_former else entry.source)

    def _look_for_lost_marks(self) -> None:
        """Take words that lack a mark for a draft. A neighbour may have got the mark, so this is done at the end."""
        places = paragraphs(entry for entry in self.entries.values() if self.edits and not entry.obsolete)
        for edit in self.edits:
            entry = self.entries[edit.key]
            missing = lost(edit.expected, entry, self.entries, places)
            if missing:
                self.entries[edit.key] = _edited(entry, entry.translation, accepted=False)
                self._note(
                    "warning",
                    edit.unit,
                    f"“{self._short(entry.source)}”: {_listed(missing)} missing from “{entry.translation}”, which is"
                    " therefore kept as a draft; put back what is missing, or accept it in the catalogue",
                )

    def _acceptance(self, entry: Entry, unit: Returned, match: _Match, same: bool) -> bool:
        """Whether a person stands behind the translation now.

        What was made for another source is outdated, however it was handed back.
        """
        if match.is_former:
            return False
        if unit.is_accepted is None:
            return status_of(entry).is_accepted and same
        return unit.is_accepted

    def _may_replace(self, entry: Entry, unit: Returned, match: _Match, present: str) -> bool:
        """Whether nobody has written into the catalogue since the unit was handed out."""
        if not present or untouched(entry):
            return True
        if unit.seal is None:
            return False
        handed_out = self._handed_out(present, match)
        is_same_state = match.is_former or unit.seal.is_accepted == status_of(entry).is_accepted
        return unit.seal.text == text_hash(handed_out) and is_same_state

    def _handed_out(self, present: str, match: _Match) -> str:
        back = {new: old for old, new in match.numbers}
        return renumbered(present, back) if back else present

    def _may_change_state(self, entry: Entry, unit: Returned, match: _Match) -> bool:
        if unit.seal is None:
            return bool(unit.is_accepted)
        # What a person has accepted in the catalogue meanwhile stays so.
        return not match.is_former and unit.seal.is_accepted == status_of(entry).is_accepted

    def _with_notes(self, entry: Entry, unit: Returned) -> Entry:
        known = {line.strip() for line in (*entry.comments, *entry.roles)}
        added = dict.fromkeys(line for line in self._new_lines(unit) if line.strip() not in known)
        return replace(entry, comments=(*entry.comments, *added)) if added else entry

    def _new_lines(self, unit: Returned) -> list[str]:
        notes = [[_CONTROL.sub(" ", line).strip() for line in note.splitlines() if line.strip()] for note in unit.notes]
        handed_out = unit.seal.comments if unit.seal else ""
        lines = [line for note in notes for line in note if text_hash(joined(note)) != handed_out]
        if text_hash(joined(line for note in notes for line in note)) == handed_out:
            return []
        # Nothing from outside may speak for the program. Gettext would join a line to one that ends with a backslash.
        return [f"{line} " if line.endswith("\\") else line for line in persons_comments(lines)]

    def _note(self, severity: Severity, unit: Returned, message: str) -> None:
        self.findings.append(Finding(severity, message.replace("\n", "⏎"), self.file, unit.line))

    def _where(self, entry: Entry) -> str:
        return f" ({self.catalogue.file}:{entry.line})" if entry.line else ""

    def _short(self, text: str) -> str:
        words = plain(parsed(text, self.source))
        return words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…"


def _edited(entry: Entry, text: str, *, accepted: bool) -> Entry:
    others = tuple(flag for flag in entry.flags if flag != FUZZY)
    if accepted:
        return replace(entry, translation=text, flags=others, previous="", previous_context="", previous_plural="")
    return replace(entry, translation=text, flags=entry.flags if entry.is_fuzzy else (FUZZY, *entry.flags))


def _listed(marks: list[str]) -> str:
    """The marks with their verb."""
    return f"{', '.join(marks)} {'is' if len(marks) == 1 else 'are'}"


def edits(catalogue: Catalogue, reply: Reply, source: str, target: str) -> bool:
    """Whether the reply has anything a person has changed that is not in the catalogue."""
    outcome = applied(catalogue, reply, "", source, target)
    return bool(outcome.changed or outcome.has_refused)
