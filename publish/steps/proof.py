"""Proofs for review on paper: what a catalogue holds, entry by entry, laid out beside the source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from publish.catalogue.comments import persons_comments
from publish.catalogue.entry import Catalogue, Entry, translations
from publish.catalogue.origin import origin_of, remarks_of
from publish.catalogue.store import load
from publish.errors import Finding, PublishError, SettingsError
from publish.languages import language
from publish.progress import Progress, silent
from publish.render.pdf import PrintJob
from publish.render.proof import ProofEntry, Remark, proof_page
from publish.render.recipe import Recipe
from publish.review.checks import Checked, findings
from publish.segments import State, localised
from publish.steps.editions import checked_entries, fingerprint_of
from publish.steps.output import Leaflet, make_leaflets
from publish.steps.page_parts import page_templates, publication_fonts
from publish.steps.report import Report
from publish.steps.site import site_strings
from publish.steps.sources import Source
from publish.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ProofWanted:
    """What to lay out: the locale, whether only what waits for a reviewer, and the output folder (`None`: its own)."""

    locale: str
    waiting: bool = False
    output: Path | None = None


def proof(
    workspace: Workspace,
    articles: Sequence[Source],
    report: Report,
    wanted: ProofWanted,
    progress: Progress = silent,
) -> None:
    """Make the proof of each article in a locale.

    `SettingsError` if the locale is the source language, which has nothing to be compared with. An article none of
    whose entries wait is told as a notice when only these are wanted.
    """
    tag = wanted.locale
    if tag == workspace.settings.source:
        raise SettingsError(f"{tag} is the language of the articles; a proof shows a translation: name another locale")
    folder = wanted.output or workspace.output
    templates = page_templates(workspace)
    strings = site_strings(workspace, tag, report)
    fonts = publication_fonts(workspace, report)
    jobs = []
    for source in articles:
        try:
            path = workspace.catalogue(source.article.name, tag)
            catalogue = load(path, workspace.shown(path)) or Catalogue(file=workspace.shown(path), content=b"")
            entries = proof_entries(workspace, source, catalogue)
            shown = [entry for entry in entries if entry.state is not State.REVIEWED or not wanted.waiting]
            if not shown:
                report.notices.append(
                    f"{source.article.name}: nothing waits for a reviewer in {tag}, so no proof is made"
                )
                continue
            html = proof_page(
                templates,
                localised(source.article, translations(catalogue), tag, workspace.settings.segmentation),
                shown,
                strings,
                source_language=source.article.language,
                own=fonts,
                fingerprint=fingerprint_of(catalogue.content or b""),
                total=len(entries),
            )
        except PublishError as error:
            report.failed(error)
            continue
        part = "-waiting" if wanted.waiting else ""
        name = f"{tag}/{source.article.name}-proof{part}.pdf"
        jobs.append(Leaflet(name, PrintJob(html, Recipe(), language(tag).direction, own_fonts=fonts)))
    make_leaflets(folder, jobs, report, progress)


def proof_entries(workspace: Workspace, source: Source, catalogue: Catalogue) -> list[ProofEntry]:
    """Every entry of an article as a catalogue has it, with what there is to say of it."""
    checked = checked_entries(source.article, catalogue, workspace.settings.segmentation)
    found = findings(checked, catalogue.file)
    known = {entry.key: entry for entry in catalogue.live}
    return [_proof_entry(number, entry, known.get(entry.segment.key), found) for number, entry in enumerate(checked, 1)]


def _proof_entry(number: int, checked: Checked, entry: Entry | None, found: Sequence[Finding]) -> ProofEntry:
    segment, translation = checked.segment, checked.translation
    remarks = [
        # A finding names the entry before what is wrong with it; here it stands beside it.
        Remark(finding.severity, finding.message.removeprefix(f"{segment.role}: "))
        for finding in found
        if finding.line and finding.line == checked.line
    ]
    origin = None
    if entry:
        remarks += [Remark("note", text) for text in remarks_of(entry)]
        remarks += [Remark("note", comment) for comment in persons_comments(entry.comments) if comment.strip()]
        origin = origin_of(entry)
    return ProofEntry(
        number=number,
        line=checked.line,
        role=segment.role,
        starts_block=segment.start,
        state=translation.state,
        source=segment.source,
        translation=translation.text,
        previous=entry.previous if entry and translation.state is State.OUTDATED else "",
        confidence=origin.confidence if origin and origin.wrote(translation.text) else None,
        remarks=tuple(remarks),
    )
