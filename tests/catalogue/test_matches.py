"""Offers from the memory: renewed and dropped by the program, never where a person has changed a word of them."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.catalogue.entry import Catalogue, Entry
from publish.catalogue.matches import is_match, match_comment, without_spent_matches
from publish.catalogue.reading import parsed
from publish.catalogue.writing import written

HEADER = Entry("", "Language: fr\nContent-Type: text/plain; charset=UTF-8\n")
OFFER = match_comment(
    "83% in peace, reviewed: “La paix maintenant, et le pain” (source there: Peace [-then-] {+now+}.)"
)
FOLDED = tuple(textwrap.wrap(OFFER, 70))
EDITED = OFFER.replace("pain", "vin")


@pytest.mark.parametrize(
    ("entry", "left"),
    [
        (Entry("Peace", "La paix", comments=("Marie", OFFER, "Y.")), ("Marie", "Y.")),
        (Entry("Peace", "La paix", comments=(*FOLDED, "Y.")), ("Y.",)),
        (Entry("Peace", "La paix", comments=(OFFER, OFFER)), ()),
        (Entry("Peace", "La paix", comments=(FOLDED[0], OFFER, *FOLDED[1:])), ()),
        (Entry("Peace", "La paix", comments=(EDITED, OFFER)), (EDITED,)),
        (Entry("Peace", "La paix", comments=(EDITED,)), (EDITED,)),
        (Entry("Peace", "", comments=(OFFER,)), (OFFER,)),
        (Entry("Peace", "La paix", flags=("fuzzy",), comments=(OFFER,)), (OFFER,)),
        (Entry("Peace", "La paix", obsolete=True, comments=(OFFER,)), (OFFER,)),
    ],
)
def test_an_offer_is_dropped_where_it_is_of_no_more_use(entry: Entry, left: tuple[str, ...]) -> None:
    after = without_spent_matches(Catalogue((HEADER, entry)))
    assert after.entries[1].comments == left
    assert without_spent_matches(after) is after


LINES = st.lists(st.sampled_from(["Marie", OFFER, *FOLDED, EDITED, "Memory: mine", "Origin: mine"]), max_size=5)
ENTRIES = st.builds(
    lambda translation, flags, comments: Entry("x", translation, flags=flags, comments=tuple(comments)),
    st.sampled_from(["", "La paix", "∅"]),
    st.sampled_from([(), ("fuzzy",), ("no-check-x",)]),
    LINES,
)


@given(st.lists(ENTRIES, max_size=4))
def test_nothing_else_changes(entries: list[Entry]) -> None:
    named = [Entry(**{**_fields(entry), "source": f"Sentence {number}"}) for number, entry in enumerate(entries)]
    before = parsed(written(Catalogue((HEADER, *named))), "fr.po")
    after = without_spent_matches(before)
    assert without_spent_matches(after) is after
    for old, new in zip(before.live, after.live, strict=True):
        if old.comments == new.comments:
            assert new is old
        else:
            assert old.translation.strip()
            assert "fuzzy" not in old.flags
            assert _fields(new) | {"comments": ()} == _fields(old) | {"comments": ()}
            assert not any(map(is_match, new.comments))
            kept = [line for line in old.comments if line not in (OFFER, *FOLDED)]
            assert [line for line in new.comments if line not in FOLDED] == kept
    # Only the lines of what was dropped leave the file.
    gone = [line for line in (before.content or b"").splitlines() if line not in written(after).splitlines()]
    assert all(line.decode().removeprefix("# ") in (OFFER, *FOLDED) for line in gone)


def _fields(entry: Entry) -> dict[str, object]:
    names = ("source", "translation", "flags", "comments", "obsolete", "context", "previous", "roles", "references")
    return {name: getattr(entry, name) for name in names}
