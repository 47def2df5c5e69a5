"""归档目录: what an organ has to hand over to its archive for a year, in the columns of DA/T 22-2015, and what is missing yet."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.incoming.models import Incoming
from documents.notices.models import Artifact, CoIssuer, Notice

from . import register

COLUMNS = (
    (gettext_lazy("序号"), 6),
    (gettext_lazy("文号"), 20),
    (gettext_lazy("责任者"), 28),
    (gettext_lazy("题名"), 60),
    (gettext_lazy("日期"), 11),
    (gettext_lazy("页数"), 6),
    (gettext_lazy("备注"), 24),
)

SENT, RECEIVED = "sent", "received"
PARTS = ((SENT, gettext_lazy("发文")), (RECEIVED, gettext_lazy("收文")))


@dataclass(frozen=True)
class Piece:
    """One 件. *missing*: what the file still lacks, in words; it stands in 备注 with whatever else is to be noted."""

    number: str
    maker: str
    title: str
    day: date | None
    pages: int | None
    note: str
    url: str
    missing: str = ""

    @property
    def remark(self) -> str:
        """备注 as written in the list."""
        return "；".join(part for part in (self.note, self.missing) if part)


@dataclass(frozen=True)
class Listing:
    """The list of a year: its pieces in order, and how many papers of that year are still being dealt with."""

    pieces: list[Piece]
    waiting: int


def listing(organs: Iterable[int], year: int, part: str) -> Listing:
    """Papers sent out (by 代字 and number) or received (by 收文号) in a year; at most four queries."""
    keys = list(organs)
    return _sent(keys, year) if part == SENT else _received(keys, year)


def _sent(organs: list[int], year: int) -> Listing:
    rows = register.entries(organs, register.Wanted(year=str(year)))
    used = list(rows.exclude(status="voided").order_by("pool__organ__path", "pool__mark", "n"))
    done = [row for row in used if row.__dict__["is_sent"]]
    notices = [row.notice_id for row in done]
    prints = _prints(notices)
    along = _co_issuers(notices)
    return Listing(
        [
            _piece_sent(
                row.notice, register.number_of(row), [row.pool.organ.name, *along.get(row.notice_id, ())], prints
            )
            for row in done
        ],
        len(used) - len(done),
    )


def _piece_sent(notice: Notice, number: str, makers: list[str], prints: dict[int, dict[str, int]]) -> Piece:
    kept = prints.get(notice.pk, {})
    sealed, issued = kept.get(Artifact.Kind.SEALED_SCAN), kept.get(Artifact.Kind.ISSUED)
    return Piece(
        number,
        "、".join(makers),
        notice.plain_title,
        notice.signed_on,
        sealed or issued,
        str(notice.get_validity_display()) if notice.validity else "",
        notice.get_absolute_url(),
        "" if sealed is not None else _("缺盖章扫描件"),
    )


def _prints(notices: list[int]) -> dict[int, dict[str, int]]:
    """Pages of the newest print of each kind, by paper; one query."""
    found: dict[int, dict[str, int]] = {}
    rows = Artifact.objects.filter(notice__in=notices).order_by("pk").values_list("notice", "kind", "pages")
    for notice, kind, pages in rows:
        found.setdefault(notice, {})[kind] = pages
    return found


def _co_issuers(notices: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for row in CoIssuer.objects.filter(notice__in=notices).order_by("notice", "order", "pk"):
        found.setdefault(row.notice_id, []).append(row.organisation.name)
    return found


def _received(organs: list[int], year: int) -> Listing:
    rows = Incoming.objects.filter(organ__in=organs, year=year, n__isnull=False).select_related("receipt")
    done = list(rows.filter(status=Incoming.Status.CLOSED).order_by("organ__path", "n"))
    prints = _prints([row.receipt.notice_id for row in done if row.receipt is not None])
    return Listing([_piece_received(row, prints) for row in done], rows.filter(status=Incoming.Status.OPEN).count())


def _piece_received(row: Incoming, prints: dict[int, dict[str, int]]) -> Piece:
    kept = prints.get(row.receipt.notice_id, {}) if row.receipt is not None else {}
    pages = kept.get(Artifact.Kind.SEALED_SCAN) or kept.get(Artifact.Kind.ISSUED)
    return Piece(row.number, row.sender, row.title, row.dated, pages, row.registered_number, row.get_absolute_url())


def table(pieces: Iterable[Piece]) -> Iterator[tuple[Any, ...]]:
    """The lines of the exported and printed list, in the order of :data:`COLUMNS`; days as DA/T 22 writes them: 20261105."""
    for place, piece in enumerate(pieces, 1):
        day = f"{piece.day:%Y%m%d}" if piece.day else ""
        yield (place, piece.number, piece.maker, piece.title, day, piece.pages, piece.remark)
