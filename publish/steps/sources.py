"""The articles of a publication, read once per run."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from publish.article import Article
from publish.errors import PublishError, SeedError
from publish.readers import passed_over, read_seed, same_named, seed_paths
from publish.steps.report import Report
from publish.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Source:
    """An article and the seed it was read from (`file` as messages name it)."""

    article: Article
    path: Path
    file: str


def sources(workspace: Workspace, report: Report, names: Collection[str] = ()) -> list[Source]:
    """The articles (those of `names`, if any are given); a seed that cannot be read is reported and left out.

    `SeedError` if there is nothing to work on: no seeds, or no article of a name asked for.
    """
    paths = seed_paths(workspace.seeds)
    for name in names:
        if name not in (path.stem for path in paths):
            known = ", ".join(path.stem for path in paths)
            raise SeedError(f"there is no article “{name}” in seeds/; there are: {known}")
    for error in same_named(workspace.seeds):
        report.failed(error)
    report.add(passed_over(workspace.seeds))
    result = []
    for path in paths:
        if names and path.stem not in names:
            continue
        try:
            reading = read_seed(path, workspace.root, workspace.settings.source)
        except PublishError as error:
            report.failed(error)
            continue
        report.add(reading.findings)
        result.append(Source(reading.article, path, workspace.shown(path)))
    return result


def others(workspace: Workspace, articles: Collection[Source]) -> list[Source]:
    """The articles that are not among these; what is wrong with them is not the matter now."""
    present = {source.article.name for source in articles}
    return [source for source in sources(workspace, Report()) if source.article.name not in present]
