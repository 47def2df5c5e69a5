"""The public reading of a paper: the frozen sheet with personal data masked, as data that can be kept and read again."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from documents.notices.models import Notice
from documents.notices.showing import Annex, PaperView, Passage, paper_view
from documents.privacy.detectors import Sort, scan
from documents.privacy.masking import Policy, mask

DATES = ("signed_on", "printed_on")
TUPLES = ("title_lines", "issuers", "signers", "attachments", "signatories")
SUMMARY_LENGTH = 120
NUMBERS = {Sort.IDENTITY: Policy.IDENTITY, Sort.MOBILE: Policy.PHONE, Sort.BANK_CARD: Policy.BANK_CARD}
"""What belongs to a private person whoever is meant; telephones and mailboxes of offices stay."""


@dataclass(frozen=True)
class PublicReading:
    """What goes before the public: the sheet as data, its words for search, a summary, and whether anything was masked."""

    paper: dict[str, Any]
    text: str
    summary: str
    masked: bool


def public_reading(notice: Notice) -> PublicReading:
    """The notice as it is printed, with mobile and identity numbers masked; telephone numbers of offices stay."""
    printed = as_data(paper_view(notice))
    shown = masked(printed)
    words = [row["text"] for row in shown["blocks"]]
    for annex in shown["annexes"]:
        above = (annex["title"], annex["number"], annex["recipients"])
        words += [*filter(None, above), *(row["text"] for row in annex["blocks"]), *annex["attachments"]]
    return PublicReading(
        paper=shown,
        text="\n".join([shown["number"], *shown["issuers"], shown["recipients"], *words]),
        summary=shortened(next((row["text"] for row in shown["blocks"] if row["level"] == 0), "")),
        masked=shown != printed,
    )


def as_data(view: PaperView) -> dict[str, Any]:
    """The sheet as plain data, without what only the desk shows."""
    data = asdict(view)
    data.pop("proof")
    for name in DATES:
        data[name] = data[name].isoformat() if data[name] else None
    for name in TUPLES:
        data[name] = list(data[name])
    data["blocks"] = [_passage(row) for row in data["blocks"]]
    data["annexes"] = [_annex(row) for row in data["annexes"]]
    return data


def _annex(row: dict[str, Any]) -> dict[str, Any]:
    day = row["signed_on"].isoformat() if row["signed_on"] else None
    texts = {name: list(row[name]) for name in ("attachments", "signatories")}
    return {**row, **texts, "blocks": [_passage(block) for block in row["blocks"]], "signed_on": day}


def _passage(row: dict[str, Any]) -> dict[str, Any]:
    kept = {key: row[key] for key in ("level", "text", "anchor")}
    if row["rows"]:
        kept |= {"rows": [list(cells) for cells in row["rows"]], "head": row["head"], "caption": row["caption"]}
    return kept


def _restored(row: dict[str, Any]) -> Passage:
    """A block from kept data; only a table has rows."""
    return Passage(**{**row, "rows": tuple(tuple(cells) for cells in row.get("rows", ()))})


def restore(data: dict[str, Any]) -> PaperView:
    """The sheet from kept data."""
    fields = dict(data)
    for name in DATES:
        fields[name] = date.fromisoformat(fields[name]) if fields[name] else None
    for name in TUPLES:
        fields[name] = tuple(fields[name])
    fields["blocks"] = tuple(_restored(row) for row in fields["blocks"])
    fields["annexes"] = tuple(_restored_annex(row) for row in fields["annexes"])
    return PaperView(**fields)


def _restored_annex(row: dict[str, Any]) -> Annex:
    """An attachment from kept data; what was kept earlier has its number and signature among its blocks."""
    day = row.get("signed_on")
    return Annex(
        row["label"],
        row["title"],
        tuple(_restored(block) for block in row["blocks"]),
        number=row.get("number", ""),
        recipients=row.get("recipients", ""),
        attachments=tuple(row.get("attachments", ())),
        signatories=tuple(row.get("signatories", ())),
        signed_on=date.fromisoformat(day) if day else None,
    )


def masked(data: Any) -> Any:
    """The same data with personal numbers masked in every text."""
    if isinstance(data, str):
        return without_numbers(data)
    if isinstance(data, list):
        return [masked(part) for part in data]
    if isinstance(data, dict):
        return {key: masked(part) for key, part in data.items()}
    return data


def without_numbers(text: str) -> str:
    """The text with mobile, identity and card numbers masked; an official text is not changed in any other way."""
    parts, position = [], 0
    for finding in scan(text):
        if policy := NUMBERS.get(finding.sort):
            parts += [text[position : finding.start], mask(policy, finding.excerpt)]
            position = finding.end
    return "".join([*parts, text[position:]])


def shortened(text: str, length: int = SUMMARY_LENGTH) -> str:
    """The first sentences that fit; a longer first sentence is cut with an ellipsis."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    end = line.rfind("。", 0, length) + 1
    return line[:end] if end > length // 3 else f"{line[: length - 1]}…"
