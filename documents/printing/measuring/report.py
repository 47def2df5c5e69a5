"""The conformance report: one row per rule, what was wanted and what was found."""

import unicodedata
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True, slots=True)
class Finding:
    """A measured rule of GB/T 9704-2012. A failed `blocking` one keeps the paper from going out; the others are a red list for the 文书."""

    clause: str
    what: str
    wanted: str
    found: str
    ok: bool
    blocking: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """All findings about a PDF, in the order of the standard."""

    findings: tuple[Finding, ...] = field(default=())

    @property
    def ok(self) -> bool:
        """Whether every rule is kept."""
        return all(finding.ok for finding in self.findings)

    @property
    def blocked(self) -> bool:
        """Whether something is wrong that no reason can excuse."""
        return bool(self.blocking)

    @property
    def faults(self) -> tuple[Finding, ...]:
        """The red list, blocking faults first."""
        return tuple(sorted((f for f in self.findings if not f.ok), key=lambda f: not f.blocking))

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """What keeps the paper from going out: a missing glyph, a missing element, a first page without text."""
        return tuple(finding for finding in self.faults if finding.blocking)

    @property
    def overridable(self) -> tuple[Finding, ...]:
        """What the 文书 may let pass with a reason: the rest of the red list."""
        return tuple(finding for finding in self.faults if not finding.blocking)

    def as_dict(self) -> dict[str, object]:
        """Plain data for JSON."""
        return {"ok": self.ok, "blocked": self.blocked, "findings": [asdict(finding) for finding in self.findings]}

    @classmethod
    def from_dict(cls, data: dict[str, object]) -> "Report":
        """The report that `as_dict` wrote."""
        findings = data["findings"]
        if not isinstance(findings, list):
            raise TypeError("findings must be a list")
        return cls(tuple(Finding(**finding) for finding in findings))

    def table(self) -> str:
        """The report as a text table with Chinese heads, for a terminal or a mail."""
        rows = [("条款", "项目", "要求", "实测", "结果")]
        rows += [(f.clause, f.what, f.wanted, f.found, _verdict(f)) for f in self.findings]
        widths = [max(_columns(row[i]) for row in rows) for i in range(5)]
        lines = ["  ".join(_padded(row, widths)).rstrip() for row in rows]
        return "\n".join([lines[0], "-" * (sum(widths) + 8), *lines[1:]])


def _verdict(finding: Finding) -> str:
    return "符合" if finding.ok else "不合格，不能印发" if finding.blocking else "不符合，可说明理由后印发"


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def _padded(row: tuple[str, ...], widths: list[int]) -> Iterator[str]:
    for text, width in zip(row, widths, strict=True):
        yield text + " " * (width - _columns(text))
