"""What a step tells while it works and when it is done; the CLI turns it into text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from publish.errors import Finding, PublishError


@dataclass(slots=True)
class Report:
    """What one run noticed and wrote. Problems do not stop it; any of severity "error" makes its exit code 1."""

    findings: list[Finding] = field(default_factory=list)
    written: list[Path] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def failed(self, error: PublishError) -> None:
        """Note an error that stopped one piece of the work."""
        self.add([Finding("error", error.message, error.file, error.line)])

    def add(self, findings: Iterable[Finding]) -> None:
        """Note findings, each once."""
        for finding in findings:
            if finding not in self.findings:
                self.findings.append(finding)

    @property
    def has_errors(self) -> bool:
        """Whether the run is to end with exit code 1."""
        return any(finding.severity == "error" for finding in self.findings)
