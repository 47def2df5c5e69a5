"""导入校对: the original on one side, the parts found on the other, each remark at the place that it concerns."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from .lint import RULES
from .parts import Part, parts
from .reading import WEIGHTS, Annex, Block, Finding, Reading, SourceLine
from .showing import Passage

_HOMES: tuple[tuple[str, str], ...] = (
    ("missing.title", "title"),
    ("missing.kind", "kind"),
    ("missing.body", "body"),
    ("missing.recipients", "recipients"),
    ("missing.issuer", "issuers"),
    ("missing.date", "signed_on"),
    ("missing.number", "number"),
    ("date.printed-before-signed", "printed_on"),
    ("date.incomplete", "signed_on"),
    ("date.number-year", "number"),
    ("date.before-issue", "deadlines"),
    ("date.not-working", "deadlines"),
    ("length.body", "body"),
    ("number.", "number"),
    ("placeholder.number", "number"),
    ("kind.", "title"),
    ("title.", "title"),
    ("relation.copied", "cc"),
    ("relation.", "recipients"),
    ("address.", "recipients"),
    ("issuer.", "issuers"),
    ("attachment.", "attachments"),
    ("read.annex", "attachments"),
    ("contact.", "contacts"),
    ("read.no-year", "deadlines"),
    ("read.recurring", "deadlines"),
    ("read.relative", "deadlines"),
)
"""Where a remark belongs that quotes no sentence: the beginning of its code, and the part."""

_LEFT = ("repair.", "read.lossy")
"""Remarks on the original rather than on what was found in it."""


@dataclass(frozen=True)
class Remark:
    """A finding in words: its weight (须改正 须核对 提示), a short title, what is wrong and what to do, and where."""

    code: str
    severity: str
    weight: str
    title: str
    message: str
    excerpt: str = ""
    source: str = ""
    anchor: str = ""


@dataclass(frozen=True)
class PartView:
    """A part with what is to be said of it."""

    part: Part
    anchor: str
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class AnnexView:
    """An attachment whose text came in the same file, or what the cover issues or passes on."""

    title: str
    blocks: tuple[Passage, ...]
    is_carried: bool = False


@dataclass(frozen=True)
class Proof:
    """The whole screen."""

    lines: tuple[SourceLine, ...]
    above: tuple[PartView, ...]
    blocks: tuple[Passage, ...]
    body_remarks: tuple[Remark, ...]
    below: tuple[PartView, ...]
    annexes: tuple[AnnexView, ...]
    urgent: tuple[Remark, ...]
    notes: tuple[Remark, ...]
    counts: Mapping[str, int]
    has_title: bool

    @property
    def is_clean(self) -> bool:
        """Whether nothing has to be mended or looked at."""
        return not self.urgent


_BEFORE_BODY = frozenset({"title", "kind", "number", "issuers", "recipients", "cc"})


def proof(reading: Reading, lines: tuple[SourceLine, ...]) -> Proof:
    """The screen for a reading and the lines of its original."""
    body = _passages("block", reading.cover())
    annexes = tuple(_annex(place, annex) for place, annex in enumerate(reading.annexes))
    if (carried := reading.carried) is not None:
        annexes = (AnnexView(carried.title, _passages("carried", carried.body), is_carried=True), *annexes)
    sheet = parts(reading)
    places = _Places(lines, sheet, [*body, *(block for annex in annexes for block in annex.blocks)])
    remarks = [_remark(finding, places) for finding in reading.findings]
    at = _by_anchor(remarks)
    views = [PartView(part, f"part-{part.key}", at.get(f"part-{part.key}", ())) for part in sheet]
    return Proof(
        lines=lines,
        above=tuple(view for view in views if view.part.key in _BEFORE_BODY),
        blocks=_with_remarks(body, at),
        body_remarks=at.get("part-body", ()),
        below=tuple(view for view in views if view.part.key not in _BEFORE_BODY),
        annexes=tuple(replace(annex, blocks=_with_remarks(annex.blocks, at)) for annex in annexes),
        urgent=tuple(remark for remark in remarks if remark.severity != "info"),
        notes=tuple(remark for remark in remarks if remark.severity == "info"),
        counts={
            severity: sum(remark.severity == severity for remark in remarks)
            for severity in ("error", "warning", "info")
        },
        has_title=bool(reading.title),
    )


class _Places:
    """Where a quotation stands: among the parts, in the body, in the original."""

    def __init__(self, lines: Iterable[SourceLine], sheet: Iterable[Part], passages: Iterable[Passage]) -> None:
        self.original = [(f"line-{at}", _bare(line.before), _bare(line.after)) for at, line in enumerate(lines, 1)]
        self.found = [(block.anchor, block.text) for block in passages]
        self.found += [(f"part-{part.key}", "\n".join(part.lines)) for part in sheet]

    def of(self, finding: Finding) -> str:
        """The anchor, empty for a remark on the paper as a whole."""
        if finding.code.startswith(_LEFT):
            return self._in_original(finding.excerpt)
        home = next((key for code, key in _HOMES if finding.code.startswith(code)), "")
        if home and finding.code.startswith("missing."):
            return f"part-{home}"
        quoted = next((anchor for anchor, text in self.found if finding.excerpt and finding.excerpt in text), "")
        return quoted or (f"part-{home}" if home else "") or self._in_original(finding.excerpt)

    def _in_original(self, excerpt: str) -> str:
        """The line that holds the quotation, or the first half of one that reached over a line's end (“／”)."""
        quotes = [quote for quote in (excerpt, excerpt.partition("／")[0]) if quote.strip()]
        for quote in map(_bare, quotes):
            for anchor, before, after in self.original:
                if quote in before or quote in after:
                    return anchor
        return ""


def _bare(text: str) -> str:
    """Without blanks: a quotation has lost some."""
    return "".join(text.split())


def _remark(finding: Finding, places: _Places) -> Remark:
    rule = RULES[finding.code]
    says_title = finding.message.startswith(rule.title)
    return Remark(
        code=finding.code,
        severity=finding.severity,
        weight=WEIGHTS[finding.severity],
        title="" if says_title else rule.title,
        message=finding.message,
        excerpt="" if finding.excerpt in finding.message else finding.excerpt,
        source=rule.source,
        anchor=places.of(finding),
    )


def _by_anchor(remarks: Iterable[Remark]) -> dict[str, tuple[Remark, ...]]:
    at: dict[str, tuple[Remark, ...]] = {}
    for remark in remarks:
        at[remark.anchor] = (*at.get(remark.anchor, ()), remark)
    return at


def _passages(prefix: str, blocks: Iterable[Block]) -> tuple[Passage, ...]:
    return tuple(Passage(block.level, block.text, anchor=f"{prefix}-{at}") for at, block in enumerate(blocks, 1))


def _annex(place: int, annex: Annex) -> AnnexView:
    return AnnexView(annex.title, _passages(f"annex-{place}", annex.body))


def _with_remarks(blocks: Iterable[Passage], at: Mapping[str, tuple[Remark, ...]]) -> tuple[Passage, ...]:
    return tuple(replace(block, findings=at.get(block.anchor, ())) for block in blocks)
