"""What an offer says of the difference between two sources: in few words, every real change, and no other."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.catalogue.harmless import normal_form
from publish.catalogue.similarity import marks
from publish.memory.pairs import Pair, Standing
from publish.memory.search import Similar
from publish.memory.wording import difference, exact_words, offer_words

LONG = (
    "and so on and so forth until the very last of the hundred thousand people had at last gone home by train at ten "
    "or eleven in the evening"
)
JAPANESE = "の街を何百人もの人々が行進し、誰も怪我をしなかった" * 6
SHORT = "everyone had gone home by then"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("A\u00a0dove in “Lebanon”", 'A hawk in "Lebanon"', 'A [-dove-] {+hawk+} in "Lebanon"'),
        ("it’s  1\u00a0May – or not..", "it's 2 May — or not.", "it's [-1-] {+2+} May — or not."),
        ("Two[^1] doves[^2]", "Three[^3] doves[^4]", "[-Two-] {+Three+}[^3] doves[^4]"),
        ("A dove[^1] in Rome", "A dove in Rome and Bari[^7]", "A dove[-[^1]-] in Rome{+ and Bari[^7]+}"),
        ("−5 °C", "5 °C", "[-−-]5 °C"),
        ("Open 5–6", "Open 5-6", "Open 5[-–-] {+-+}6"),
        ("See `a “b”`", 'See `a "b"`', "See `a [-“-] {+\"+}b[-”-] {+\"+}`"),
        ("They agreed to a ceasefire.", "They agreed to no ceasefire.", "They agreed to [-a-] {+no+} ceasefire."),
        (f"One, {SHORT}.", f"Two, {SHORT}.", f"[-One-] {{+Two+}}, {SHORT}."),
        (f"One {LONG}.", f"Two {LONG}.", "[-One-] {+Two+} and so on and …"),
        (f"{LONG} on Monday.", f"{LONG} on Tuesday.", "… in the evening on [-Monday-] {+Tuesday+}."),
        (
            f"One {LONG} in Rome.", f"Two {LONG} in Bari.",
            "[-One-] {+Two+} and so on and … in the evening in [-Rome-] {+Bari+}.",
        ),
        (f"Do not say {LONG}.", f"Do say {LONG}.", "Do [-not -]say and so on …"),
        ("Peace\\\nnow", "Peace\\\nnever", "Peace\\⏎[-now-] {+never+}"),
        (f"東京{JAPANESE}", f"大阪{JAPANESE}", "[-東京-] {+大阪+}の街を何百人もの人々が行 …"),
        ("“Peace”\u00a0– now[^1]", '"Peace" — now[^2]', "the same but for space, quotation marks, dash, note numbers"),
        ("Peace[^1]", "Peace[^2]", "the same but for note numbers"),
    ],
)  # fmt: skip
def test_differences(old: str, new: str, expected: str) -> None:
    assert difference(old, new) == expected


def test_an_offer_stays_short_enough_for_an_editor() -> None:
    words = LONG.split()
    new = " ".join(word if number % 6 else f"not-{word}" for number, word in enumerate(words))
    line = difference(LONG, new)
    assert len(line) < 200
    assert line.count("{+") == 5


def test_of_changes_that_nobody_would_read_the_rest_is_counted() -> None:
    old = ". ".join(f"Sentence {number} of the old text has words of its own" for number in range(400))
    line = difference(old, old.replace("own", "others"))
    assert len(line) < 1100
    found = re.search(r"… and (\d+) more changes$", line)
    assert found is not None
    assert line.count("[-") + line.count("{+") + int(found[1]) == 800


@pytest.mark.parametrize(
    ("standing", "where"),
    [
        (Standing.REVIEWED, "in dove, reviewed"),
        (Standing.IMPORTED, "in the imported dove"),
        (Standing.UNREVIEWED, "in dove, not reviewed"),
        (Standing.MACHINE, "in dove, machine draft"),
    ],
)
def test_only_what_was_reviewed_here_is_called_so(standing: Standing, where: str) -> None:
    pair = Pair("War then", "La guerre", standing, name="dove")
    assert exact_words(pair) == f"100% {where}: “La guerre”"
    assert offer_words(Similar(99.7, pair), "War now").startswith(f"99% {where}: “La guerre” (source there: War ")


WORDS = st.sampled_from(
    ["a", "not", "no", "never", "5", "25,000", "1,5", "Ana", "Paris", "dove", "“so”", '"so"', "it’s", "it's", "–", "—",
     "peace\u00a0now", "well-known", "[^1]", "[^2]", "*loud*", "[here](https://example.org/a)", "`x “y`", "∅", "平和"]
)  # fmt: skip
TEXTS = st.lists(WORDS, min_size=1, max_size=40).map(" ".join)


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, str]:
    """A text, and the same with a few words exchanged, added or left out."""
    words = draw(st.lists(WORDS, min_size=1, max_size=40))
    changed = list(words)
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(changed)))
        changed[place : place + draw(st.integers(0, 2))] = draw(st.lists(WORDS, max_size=2))
    return " ".join(words), " ".join(changed)


_MARKED = re.compile(r"\[-(.*?)-\]|\{\+(.*?)\+\}", re.DOTALL)


def marked(line: str) -> tuple[str, str]:
    """What a line shows as removed, and as added."""
    found = _MARKED.findall(line)
    return " ".join(removed for removed, _ in found), " ".join(added for _, added in found)


@given(edited() | st.tuples(TEXTS, TEXTS))
def test_what_matters_is_always_shown(texts: tuple[str, str]) -> None:
    """A number, a name or a negation that only one of them has stands among what is marked; so does any letter."""
    old, new = texts
    line = difference(old, new)
    assert "\n" not in line
    if normal_form(old) == normal_form(new):
        assert line.startswith("the same but for ")
        return
    removed, added = marked(line)
    assert removed or added
    for one, other, shown in ((old, new, removed), (new, old, added)):
        # By letters, for one kind of sign may stand for another; digits and letters are what they are.
        letters, others = (Counter(re.sub(r"\[\^\d\]|\W", "", text)) for text in (one, other))
        assert not letters - others - Counter(shown)
        assert not marks(one) - marks(other) or shown


@given(TEXTS)
def test_the_same_text_has_no_difference(text: str) -> None:
    assert difference(text, text) == "the same but for signs"
