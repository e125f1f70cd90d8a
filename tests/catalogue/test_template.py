"""The template is complete, in reading order, and does not depend on the clock."""

from __future__ import annotations

import datetime
import subprocess
from dataclasses import replace
from pathlib import Path

from publish.catalogue.reading import parsed
from publish.catalogue.template import template
from publish.languages import language
from publish.segments import Segment

from .gnu import complaints, rewritten
from .samples import FACTS

SEGMENTS = [Segment("Title", "Title"), Segment("only 18% of people", "Paragraph 1"), Segment("Title", "Heading")]


def test_a_template() -> None:
    facts = replace(FACTS, date=datetime.date(2023, 12, 6))
    content = template(SEGMENTS, source=language("en"), facts=facts, reference="seeds/article.txt")
    assert complaints(content) == ""
    assert rewritten(content) == content
    assert b'"POT-Creation-Date: 2023-12-06 00:00+0000\\n"' in content
    assert content.endswith(
        b"""
#. Title
#. Heading
#: seeds/article.txt
msgid "Title"
msgstr ""

#. Paragraph 1
#: seeds/article.txt
msgid "only 18% of people"
msgstr ""
"""
    )


def test_without_a_date_it_is_the_same_every_day() -> None:
    content = template(SEGMENTS, source=language("en"), facts=FACTS, reference="")
    assert b'"POT-Creation-Date: 1970-01-01 00:00+0000\\n"' in content
    assert b"#:" not in content


def test_msginit_begins_a_catalogue_from_it(tmp_path: Path) -> None:
    content = template(SEGMENTS, source=language("en"), facts=FACTS, reference="seeds/article.txt")
    (tmp_path / "article.pot").write_bytes(content)
    command = ["msginit", "--no-translator", "--locale=de", "--input=article.pot", "--output-file=de.po"]
    subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
    catalogue = parsed((tmp_path / "de.po").read_bytes(), "de.po")
    assert [entry.source for entry in catalogue.live] == ["Title", "only 18% of people"]
    assert complaints((tmp_path / "de.po").read_bytes()) == ""
