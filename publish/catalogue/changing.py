"""An old entry's words under a new source, and the way back: every change here can be undone to the letter.

What the program alone has done to an entry is undone before anything else is done to it, so that the state after two
changes does not depend on the way there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from publish.catalogue.carried_numbers import carried, skeleton
from publish.catalogue.entry import FUZZY, Entry, state_of
from publish.catalogue.former import (
    CHANGED,
    HARMLESS,
    JOINED,
    PART,
    SIMILAR,
    TWIN,
    Hashes,
    hashes_of,
    remembering,
    source_hash,
    step,
    steps,
    without_last,
    without_steps,
)
from publish.catalogue.harmless import harmless_changes, kinds_between
from publish.catalogue.note_numbers import (
    alike_numbered,
    composed,
    in_words,
    labels,
    numbers_in,
    renumbered,
    renumbering,
)
from publish.catalogue.origin import text_hash, with_text_hash, without_machine_words
from publish.languages import language
from publish.segments import MERGED, State

Key = tuple[str, str]
Survivors = Mapping[Hashes, Entry]

_TASKS = {PART: "keep only this part"}


class Changing:
    """The changes of entries between two languages, `source` and `target` (BCP 47 tags).

    `labels_of` has the note labels, sorted, of the sentences whose translation stands in one entry; `notes`, once it is
    known, which label of the article has become which.
    """

    def __init__(self, source: str, target: str, labels_of: Mapping[Key, list[str]] | None = None) -> None:
        self.source = source
        self.target = target
        self.labels_of = labels_of or {}
        self.notes: Mapping[str, str] = {}

    def changed(self, entry: Entry, key: Key) -> Entry:
        """The entry for another sentence: fuzzy, naming the source its translation was made for."""
        context, source = key
        if self._waits(entry) and source != entry.previous and labels(source) == labels(entry.source):
            return replace(entry, context=context, source=source)
        base = self.base(entry)
        if base is None or self._is_reworked(entry):
            return self._moved(entry, key)
        if source_hash(key) == self.last_source(entry):
            return self._moved(base, key)
        result = self._moved(base, key)
        last = steps(result.comments)[0]
        between = replace(last, hashes=(*last.hashes, hashes_of(entry)))
        return replace(result, comments=remembering(result.comments, between, instead=True))

    def last_source(self, entry: Entry) -> str:
        """The hash of the source that a changed entry had between the one it was translated for and its own, or ""."""
        last = next(iter(steps(entry.comments)), None)
        return last.hashes[1][0] if last and last.kind == CHANGED and last.hashes[1:] and self.base(entry) else ""

    def is_unfinished(self, entry: Entry) -> bool:
        """Whether the entry still waits for a person, as the program's own change left it."""
        return self._waits(entry) or self.base(entry) is not None

    def harmlessly_changed(self, entry: Entry, key: Key) -> Entry | None:
        """The entry for the same sentence written otherwise, its state kept; None if it is not quite the same."""
        context, source = key
        kinds = harmless_changes(entry.source, source) if context == entry.context else None
        numbers = renumbering(entry.source, source)
        if not kinds or numbers is None:
            return None
        translation = entry.translation
        if any(old != new for old, new in numbers.items()) and translation != MERGED:
            if sorted(labels(translation)) != sorted(labels(entry.source)):
                numbers = self._with_merged(entry, numbers)
            if numbers is None:
                return None
            translation = renumbered(translation, numbers)
        comments = with_text_hash(entry.comments, entry.translation, translation)
        comments = self._harmless_remembered(entry, comments, key, kinds)
        return replace(entry, source=source, translation=translation, comments=comments)

    def _with_merged(self, entry: Entry, numbers: Mapping[str, str]) -> dict[str, str] | None:
        """The renumbering with that of the notes of the sentences merged into the entry's, which it has to have."""
        together = sorted(labels(entry.translation))
        if together != self.labels_of.get(entry.key) or not set(together) <= {*self.notes, *numbers}:
            return None
        result = {label: numbers.get(label) or self.notes[label] for label in together}
        return result if len(set(result.values())) == len(result) else None

    def restored(self, entry: Entry, key: Key) -> Entry | None:
        """The entry as it was when its source was this one; None if that was never so or a person's words differ."""
        wanted = source_hash(key)
        taken = steps(entry.comments)
        number = next((at for at, one in enumerate(taken) if not one.is_copy and one.hashes[0][0] == wanted), None)
        if number is None:
            return None
        is_outdated = state_of(entry) is State.OUTDATED
        undone = taken[: number + 1]
        stays = is_outdated and entry.previous != key[1]
        if all(one.kind == HARMLESS or (stays and one.state == State.OUTDATED.value) for one in undone):
            return self._in_its_state(entry, key, number + 1)
        if number == 0:
            return self._put_back(entry, key)
        before = self.base(entry)
        return self.restored(before, key) if before else None

    def base(self, entry: Entry) -> Entry | None:
        """The entry before its last change, if it names the source it had and nobody has changed its words since."""
        key = (entry.previous_context, entry.previous)
        last = next(iter(steps(entry.comments)), None)
        if not last or last.kind != CHANGED or not entry.is_fuzzy or last.hashes[0][0] != source_hash(key):
            return None
        return self._put_back(entry, key)

    def is_superseded(self, entry: Entry, key: Key) -> bool:
        """Whether a reviewed translation of this source has given way to another one, accepted for the entry's."""
        return state_of(entry) is State.REVIEWED and any(
            one.state == State.REVIEWED.value and one.hashes[0][0] == source_hash(key)
            for one in steps(entry.comments)
            if one.kind == CHANGED
        )

    def is_reversible(self, entry: Entry) -> bool:
        """Whether `restored` could undo a change of it; if not, the entry itself must be kept."""
        return not (entry.previous_plural or (entry.previous and not entry.is_fuzzy and not entry.is_empty))

    def part(self, whole: Sequence[Entry], key: Key) -> Entry:
        """The entry for a part of a sentence that was split."""
        return self._copy(whole, key, PART)

    def joined(self, parts: Sequence[Entry], key: Key) -> Entry:
        """The entry for several sentences joined."""
        return self._copy(parts, key, JOINED)

    def similar(self, other: Entry, key: Key) -> Entry:
        """The entry for a sentence like one that stays in the catalogue as obsolete."""
        return self._copy([other], key, SIMILAR)

    def twin(self, other: Entry, key: Key) -> Entry:
        """The entry for a sentence that was one that goes on standing elsewhere."""
        return self._copy([other], key, TWIN)

    def is_twin(self, entry: Entry) -> bool:
        """Whether `twin` has made the entry."""
        last = next(iter(steps(entry.comments)), None)
        return last is not None and last.kind == TWIN

    def copied_again(self, entry: Entry, origins: Sequence[Entry], key: Key) -> Entry:
        """The entry, a copy of these, for another sentence."""
        copy = self._copy(origins, key, steps(entry.comments)[0].kind)
        return replace(copy, line=entry.line, original=entry.original)

    def is_superfluous(self, entry: Entry, survivors: Survivors, former: Survivors) -> bool:
        """Whether all that the entry holds is in other entries, and the program alone put it here."""
        if self.is_one_of(entry, former):
            return True
        last = next(iter(steps(entry.comments)), None)
        if last is None or not entry.is_fuzzy:
            return False
        if not last.is_copy:
            before = self.base(entry)
            there = survivors.get(last.hashes[0])
            return before is not None and there is not None and set(before.comments) <= set(there.comments)
        origins = self.origins(entry, survivors)
        return origins is not None

    def former(self, entries: Iterable[Entry]) -> dict[Hashes, Entry]:
        """What the entries were, and will be when their source comes back."""
        return {hashes_of(base): base for base in map(self.base, entries) if base}

    def is_one_of(self, entry: Entry, former: Survivors) -> bool:
        """Whether the entry is what another one was, in all that a translator sees."""
        known = former.get(hashes_of(entry))
        return known is not None and replace(known, roles=entry.roles, references=entry.references) == entry

    def origins(self, entry: Entry, survivors: Survivors) -> list[Entry] | None:
        """The entries of which this one is a copy that nobody has touched."""
        last = next(iter(steps(entry.comments)), None)
        if last is None or not last.is_copy or not entry.is_fuzzy:
            return None
        found = [survivors[pair] for pair in last.hashes if pair in survivors]
        if len(found) != len(last.hashes):
            return None
        again = self._copy(found, entry.key, last.kind)
        same = replace(again, roles=entry.roles, references=entry.references, obsolete=entry.obsolete)
        return found if _with_plain_arrows(same) == _with_plain_arrows(entry) else None

    def _waits(self, entry: Entry) -> bool:
        """Whether the entry is as the program left it, with words made for no source that could be restored from it."""
        last = next(iter(steps(entry.comments)), None)
        if last is None or not entry.is_fuzzy or not entry.previous:
            return False
        untouched = last.hashes[0][1] == text_hash(entry.translation)
        return untouched and (last.is_copy or (last.kind == CHANGED and last.state == State.OUTDATED.value))

    def _moved(self, base: Entry, key: Key) -> Entry:
        context, source = key
        words, translation, flags = "", base.translation, base.flags
        made_for = (base.previous_context, base.previous) if base.is_fuzzy and base.previous else base.key
        if made_for == key and self._has_own_words(base):
            made_for = base.key
        comments = base.comments
        if base.is_empty:
            # That an engine could not translate the old sentence says nothing about the new one.
            made_for, comments = (base.previous_context, base.previous), without_machine_words(comments)
        else:
            flags = base.flags if base.is_fuzzy else (FUZZY, *base.flags)
            words, translation = self._adapted(base, source)
        same = made_for[1] == source
        return replace(
            base,
            source=source,
            context=context,
            translation=translation,
            flags=flags,
            comments=remembering(self._worth_keeping(base, comments), step(CHANGED, base, words=words)),
            previous="" if same else made_for[1],
            previous_context="" if same else made_for[0],
            previous_plural="",
        )

    def _has_own_words(self, entry: Entry) -> bool:
        """Whether the words are not those made for the previous source any more, but for the entry's own."""
        last = next(iter(steps(entry.comments)), None)
        key = entry.previous_context, entry.previous
        if last is not None and last.kind == CHANGED and last.hashes[0][0] == source_hash(key):
            return not entry.is_empty and self._put_back(entry, key) is None
        numbers = carried(entry.source, entry.previous, entry.translation, source=self.source, target=self.target)
        return numbers is not None and numbers.is_carried

    def _is_reworked(self, entry: Entry) -> bool:
        """Whether its words were made for the source it had between, the first one being back (`_has_own_words`)."""
        last = next(iter(steps(entry.comments)), None)
        if last is None or last.kind != CHANGED or last.state != State.OUTDATED.value:
            return False
        return last.hashes[0][0] == source_hash((entry.previous_context, entry.previous))

    def _left(self, entry: Entry) -> Key:
        """The source, and its context, that an entry is leaving again, if that is where it had come from; else ""."""
        earlier = next(iter(steps(entry.comments)[1:]), None)
        is_back = earlier is None or earlier.hashes[0][0] == source_hash(entry.key)
        return (entry.source, entry.context) if is_back else ("", "")

    def _worth_keeping(self, entry: Entry, comments: tuple[str, ...]) -> tuple[str, ...]:
        """The comments; once a person has accepted, they remember only what was reviewed before."""
        last = next(iter(steps(comments)), None)
        if last is None or last.kind == HARMLESS or state_of(entry) is not State.REVIEWED:
            return comments
        if last.is_copy or last.state != State.REVIEWED.value:
            return without_steps(comments)
        return remembering(comments, replace(last, words=""), instead=True)

    def _harmless_remembered(
        self, entry: Entry, comments: tuple[str, ...], key: Key, kinds: Sequence[str]
    ) -> tuple[str, ...]:
        """The comments with one more harmless step; notes renumbered again and again are renumbered once."""
        last = next(iter(steps(comments)), None)
        now = numbers_in(kinds)
        before = numbers_in(last.words.split(", ")) if last and last.kind == HARMLESS else None
        if last is None or now is None or before is None:
            return remembering(self._worth_keeping(entry, comments), step(HARMLESS, entry, words=", ".join(kinds)))
        words = in_words(composed(before, now, labels(key[1])))
        return remembering(comments, replace(last, words=", ".join(words)), instead=True)

    def _adapted(self, entry: Entry, source: str) -> tuple[str, str]:
        """What is said of notes and numbers, and the translation with those of the new source."""
        before, translation, words = entry.source, entry.translation, list[str]()
        notes = renumbering(before, source) or {}
        if translation != MERGED and sorted(labels(translation)) == sorted(labels(before)):
            words = in_words(notes)
            before, translation = renumbered(before, notes), renumbered(translation, notes)
        # What is merged into a neighbour has no number to change.
        if translation != MERGED and not (entry.is_fuzzy and entry.previous):
            numbers = carried(before, source, translation, source=self.source, target=self.target)
            if numbers is not None:
                kinds = kinds_between(skeleton(before, self.source), skeleton(source, self.source))
                words, translation = [*words, *kinds, numbers.words], numbers.text
        return ", ".join(words), translation

    def _put_back(self, entry: Entry, key: Key) -> Entry | None:
        """The entry before the step it took last, a change that was not harmless."""
        context, source = key
        last = steps(entry.comments)[0]
        translation = entry.translation
        if text_hash(translation) != last.hashes[0][1]:
            _, translation = self._adapted(replace(entry, previous=""), source)
            if text_hash(translation) != last.hashes[0][1]:
                return None
        flags, previous, previous_context = entry.flags, "", ""
        if last.state == State.REVIEWED.value and not self._is_doubted(entry, key):
            flags = tuple(flag for flag in flags if flag != FUZZY)
        elif last.state != State.UNTRANSLATED.value and not entry.is_fuzzy:
            # A person has accepted for the new sentence what was a draft for the old one.
            flags = (FUZZY, *flags)
        if last.state == State.OUTDATED.value and entry.previous == source:
            previous, previous_context = self._left(entry)
        elif last.state == State.OUTDATED.value:
            previous, previous_context = entry.previous or entry.source, entry.previous_context
        elif last.state == State.UNTRANSLATED.value:
            previous, previous_context = entry.previous, entry.previous_context
        return replace(
            entry,
            source=source,
            context=context,
            translation=translation,
            flags=flags,
            comments=without_last(entry.comments),
            previous=previous,
            previous_context=previous_context,
            previous_plural="",
        )

    def _is_doubted(self, entry: Entry, key: Key) -> bool:
        """Whether a person has marked as fuzzy what another had accepted for the changed sentence.

        The program's own mark comes with the source the translation was made for, unless that is the entry's own.
        """
        own_words = "" if key[1] == entry.source else key[1]
        return entry.is_fuzzy and entry.previous != own_words

    def _in_its_state(self, entry: Entry, key: Key, count: int) -> Entry | None:
        """The entry before so many steps that have changed no more than its source and the numbers of its notes."""
        context, source = key
        numbers = renumbering(entry.source, source) or alike_numbered(entry.translation, source)
        wanted = steps(entry.comments)[count - 1].hashes[0][1]
        ways = (numbers, self._with_merged(entry, numbers) or {})
        texts = (renumbered(entry.translation, way) for way in ways)
        translation = next((text for text in texts if text_hash(text) == wanted), None)
        if translation is None:
            return None
        comments = entry.comments
        for _ in range(count):
            comments = without_last(comments)
        comments = with_text_hash(comments, entry.translation, translation)
        return replace(entry, source=source, context=context, translation=translation, comments=comments)

    def _copy(self, origins: Sequence[Entry], key: Key, kind: str) -> Entry:
        context, source = key
        filled = [origin for origin in origins if not origin.is_empty]
        if not filled:
            return Entry(source, context=context)
        words = _TASKS.get(kind, "")
        translation = self._joined([origin.translation for origin in filled], self.target)
        if kind in (SIMILAR, TWIN):
            words, translation = self._adapted(filled[0], source)
        made_for = [
            (origin.previous_context, origin.previous) if state_of(origin) is State.OUTDATED else origin.key
            for origin in filled
        ]
        previous = self._joined([text for _, text in made_for], self.source)
        comments = [comment for origin in filled for comment in without_steps(origin.comments)]
        same = previous == source
        return Entry(
            source,
            translation,
            context=context,
            comments=remembering(tuple(dict.fromkeys(comments)), step(kind, *filled, words=words)),
            flags=(FUZZY, *(flag for flag in filled[0].flags if flag != FUZZY)),
            previous="" if same else previous,
            previous_context="" if same or len(filled) > 1 else made_for[0][0],
        )

    def _joined(self, texts: Sequence[str], tag: str) -> str:
        """Sentences in a row; what a neighbour has swallowed is not there."""
        shown = [text for text in texts if text != MERGED] or list(texts[:1])
        return (" " if language(tag).writes_spaces else "").join(shown)


def _with_plain_arrows(entry: Entry) -> Entry:
    """The entry as it is in an older charset (`publish.catalogue.stand_ins`)."""
    return replace(entry, comments=tuple(comment.replace("→", "->") for comment in entry.comments))
