"""The cascade as far as it decides which font draws what: a browser's, in a table."""

from __future__ import annotations

import pytest

from publish.render.page_text import Setting, characters_by_setting


def settings_of(css: str, body: str) -> dict[str, set[tuple[str, int, bool]]]:
    """Each letter that is shown, with the first family, weight and slant that it may be set in."""
    html = f"<!doctype html><html lang=en><title>t</title><style>{css}</style><body>{body}</body></html>"
    found: dict[str, set[tuple[str, int, bool]]] = {}
    for setting, characters in characters_by_setting(html).items():
        for character in characters - set("-\u2010 0123456789."):
            found.setdefault(character, set()).add((setting.families[0], setting.weight, setting.is_italic))
    return found


def test_a_browser_s_own_rules() -> None:
    body = "<p>a<b>b</b><em>c</em><strong><i>d</i></strong></p><h2>e<em>f</em></h2><code>g</code><th>h</th>"
    assert settings_of("", body) == {
        "a": {("serif", 400, False)},
        "b": {("serif", 700, False)},
        "c": {("serif", 400, True)},
        "d": {("serif", 700, True)},
        "e": {("serif", 700, False)},
        "f": {("serif", 700, True)},
        "g": {("monospace", 400, False)},
        "h": {("serif", 400, False)},  # a cell outside a table is no element
    }


@pytest.mark.parametrize(
    ("css", "body", "expected"),
    [
        ("p { font-family: A, B }", "<p>x", {("A", 400, False)}),
        ("body { font-family: A } p { font-weight: 500 }", "<p>x", {("A", 500, False)}),
        ("p { font: italic bold .9rem/1.5 'A B', c }", "<p>x", {("A B", 700, True)}),
        ("p { font: clamp(1rem, 2vw, 2rem) / 2 A }", "<p>x", {("A", 400, False)}),
        ("b { font: small A }", "<b>x</b>", {("A", 400, False)}),
        ("body { font-family: A } b { font: inherit }", "<b>x</b>", {("A", 700, False)}),
        (":root { --serif: A, serif } p { font-family: var(--serif) }", "<p>x", {("A", 400, False)}),
        ("p { font: bold 1rem/2 var(--none, A) }", "<p>x", {("A", 700, False)}),
        (":root { --a: var(--b); --b: A } p { font-family: var(--a) }", "<p>x", {("A", 400, False)}),
        (":root { --bold: 700 } p { font-weight: var(--bold) }", "<p>x", {("serif", 700, False)}),
        # A property is worked out where it is set, and so inherited.
        (":root{--f:A} body{font-family:var(--f)} p{--f:B}", "<p>x", {("A", 400, False)}),
        (":root{--f:A} p{--f:B; font-family:var(--f)}", "<p>x", {("B", 400, False)}),
        # The more specific rule wins, then the later, then the important.
        ("p.c { font-family: A } p { font-family: B }", "<p class=c>x", {("A", 400, False)}),
        ("p { font-family: A } p { font-family: B }", "<p>x", {("B", 400, False)}),
        ("p { font-family: A !important } p.c { font-family: B }", "<p class=c>x", {("A", 400, False)}),
        ("p { font-family: A }", "<p style='font-family: B'>x", {("B", 400, False)}),
        # What hangs on a condition may hold or not.
        ("p { font-family: A } @media print { p { font-family: B } }", "<p>x", {("A", 400, False), ("B", 400, False)}),
        (
            ":root{--f:A} @media print{:root{--f:B}} p{font-family:var(--f)}",
            "<p>x",
            {("A", 400, False), ("B", 400, False)},
        ),
        ("@layer base { p { font-family: A } }", "<p>x", {("A", 400, False)}),
        ("p:hover::zzz, p! { font-family: A } p { font-weight: bolder }", "<p>x", {("serif", 700, False)}),
        (":lang(ja) { font-family: A }", "<p lang=ja>x", {("A", 400, False)}),
        ("p > b:first-child { font-weight: lighter }", "<p><b>x</b>", {("serif", 100, False)}),
        ("p::before { content: 'x'; font-family: A }", "<p>", {("A", 400, False)}),
        ("a::after { content: attr(title); font-weight: 700 }", "<a title=x></a>", {("serif", 700, False)}),
        ("p { text-transform: uppercase }", "<p>ß", None),
    ],
)
def test_what_a_letter_is_set_in(css: str, body: str, expected: set[tuple[str, int, bool]] | None) -> None:
    found = settings_of(css, body)
    if expected is None:
        assert {"ß", "S"} <= found.keys()
    else:
        assert found["x"] == expected


def test_what_is_not_shown_is_not_counted() -> None:
    body = "<script>s</script><template>u</template><p title=v>x<img alt=w src=y>"
    assert settings_of("", body).keys() == {"x", "w"}


def test_a_cycle_of_properties_ends() -> None:
    assert settings_of(":root { --a: var(--b); --b: var(--a) } p { font-family: var(--a) }", "<p>x").keys() == {"x"}


def test_list_numbers_and_hyphens_are_counted_where_a_browser_may_add_them() -> None:
    found = characters_by_setting("<html><body><ol><li>x</ol>")
    assert found == {Setting(("serif",)): set("x0123456789.-\u2010")}
