"""校对 beside the editor: each finding with its place in the form, its source and its remedy; of what is saved, and of what is typed."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from documents.notices.lint import RULES

from .blocks import pieces
from .models import Notice
from .reading import WEIGHTS, Finding

_FIELDS: tuple[tuple[str, str], ...] = (
    ("missing.title", "title"),
    ("missing.kind", "title"),
    ("missing.body", "body"),
    ("missing.recipients", "recipients"),
    ("missing.issuer", "signature"),
    ("number.", "mark"),
    ("length.body", "body"),
    ("kind.", "title"),
    ("title.", "title"),
    ("address.", "recipients"),
    ("relation.copied", "cc"),
    ("relation.superior", "cc"),
    ("relation.", "recipients"),
    ("issuer.head", "head"),
    ("issuer.levels", "co_issuers"),
    ("issuer.", "signature"),
    ("attachment.", "attachments"),
    ("contact.", "contact"),
)
"""The field to which a finding belongs that quotes nothing: the beginning of its code, and the field."""

_TEXTS = ("title", "recipients", "cc", "contact", "head", "signature", "note", "signer", "mark", "printing_organ")


@dataclass(frozen=True)
class Advice:
    """A finding as the editor shows it. ``anchor`` is a block's key or a field's name; ``find`` and ``put`` are the remedy."""

    code: str
    severity: str
    weight: str
    title: str
    message: str
    excerpt: str
    source: str
    anchor: str
    place: str
    find: str = ""
    put: str = ""

    def as_data(self) -> dict[str, str]:
        """For the script."""
        return {key: str(value) for key, value in asdict(self).items()}


def advice(notice: Notice, found: Iterable[Finding]) -> list[Advice]:
    """The findings with their places, in the given order (errors first)."""
    places = list(_places(notice))
    return [_one(finding, notice, places) for finding in found]


def _places(notice: Notice) -> Iterable[tuple[str, str]]:
    """Where words stand: every block of the body and the attachments, every field of text."""
    for piece in pieces(notice.body):
        yield piece.key, piece.text
    for row in notice.attachments.all():
        yield "attachments", row.title
        for piece in pieces(row.body):
            yield piece.key, piece.text
    for name in _TEXTS:
        yield name, str(getattr(notice, name))


def _one(finding: Finding, notice: Notice, places: list[tuple[str, str]]) -> Advice:
    rule = RULES[finding.code]
    home = next((field for code, field in _FIELDS if finding.code.startswith(code)), "")
    quoted = finding.find or finding.excerpt
    anchor = home if finding.code.startswith("missing.") else ""
    anchor = anchor or next((key for key, text in places if key and quoted and quoted in text), "") or home
    stands = bool(finding.put) and any(key == anchor and finding.find in text for key, text in places)
    return Advice(
        code=finding.code,
        severity=finding.severity,
        weight=WEIGHTS[finding.severity],
        title=rule.title,
        message=finding.message,
        excerpt="" if finding.excerpt in finding.message else finding.excerpt,
        source=rule.source,
        anchor=anchor,
        place=_place(anchor, notice),
        find=finding.find if stands else "",
        put=finding.put if stands else "",
    )


def _place(anchor: str, notice: Notice) -> str:
    """The anchor in words: 正文第3段, 主送."""
    for position, piece in enumerate(pieces(notice.body), 1):
        if piece.key and piece.key == anchor:
            return f"正文第{position}段"
    if not anchor:
        return ""
    if anchor == "co_issuers":
        return "联合发文机关"
    if anchor == "attachments" or anchor not in {field.name for field in Notice._meta.get_fields()}:
        return "附件"
    return str(getattr(Notice._meta.get_field(anchor), "verbose_name", ""))
