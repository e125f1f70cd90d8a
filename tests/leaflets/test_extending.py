"""A template of one's own that changes one block of the shipped one of its name."""

from __future__ import annotations

import pytest
from conftest import MakePublication, Run

OWN = """\
{% extends "shipped/web.html" %}
{% block notes %}
<p>{{ _("No notes here") }}</p>
{% endblock %}
"""


@pytest.mark.usefixtures("quick_leaflets")
def test_one_block_is_replaced_and_all_strings_are_found(small: MakePublication, run: Run) -> None:
    folder = small({"templates/web.html": OWN})
    assert run("update", folder=folder).code == 0
    strings = (folder / "locales/site.pot").read_text(encoding="utf-8")
    assert 'msgid "No notes here"' in strings
    assert 'msgid "Skip to the text"' in strings, "of the shipped template"
    outcome = run("build", folder=folder)
    assert outcome.code == 0, outcome.err
    page = (folder / "output/en/good.html").read_text(encoding="utf-8")
    assert "<p>No notes here</p>" in page
    assert "doc-backlink" not in page
    assert "Another paragraph." in page
