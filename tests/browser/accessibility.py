"""What axe-core finds wrong with a page in the browser, by the rules of WCAG 2.2 A and AA and by good practice."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# axe-core leaves this rule of WCAG 2.2 off unless it is named.
ALSO = "target-size"
RUN = """([tags, also]) => axe.run(document, {
    runOnly: {type: 'tag', values: tags}, rules: {[also]: {enabled: true}}, preload: false
}).then(({violations, incomplete, passes}) => ({violations, incomplete, passes: passes.map(({id}) => id)}))"""


@dataclass(frozen=True, slots=True)
class Audit:
    """What is wrong, what axe-core could not decide (one line each), and the rules that something passed."""

    violations: list[str]
    undecided: list[str]
    passed: frozenset[str]


def audit(page: Page) -> Audit:
    """The whole account of a page as it stands now, in its window's size and colours."""
    # Through the debugger, so that the page's own content security policy stays as it is.
    page.evaluate(_source())
    result = page.evaluate(RUN, [TAGS, ALSO])
    lines = {
        kind: [_line(rule, node) for rule in result[kind] for node in rule["nodes"]]
        for kind in ("violations", "incomplete")
    }
    return Audit(lines["violations"], lines["incomplete"], frozenset(result["passes"]))


def axe(page: Page) -> list[str]:
    """What is wrong, one line for each element; the page must have had something that could be looked at."""
    found = audit(page)
    assert found.passed | set(found.violations), "axe-core looked at nothing"
    return found.violations


def _line(rule: dict[str, Any], node: dict[str, Any]) -> str:
    return f"{rule['id']} ({rule['impact']}): {node['target']}: {' '.join(node['failureSummary'].split())}"


@functools.cache
def _source() -> str:
    package = find_spec("axe_playwright_python")
    assert package is not None
    assert package.origin is not None
    return Path(package.origin).with_name("axe.min.js").read_text(encoding="utf-8")
