"""Rows of lists, cards and blocks as the templates draw them (each template says at its top what it reads)."""

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.files.models import Upload
from documents.notices.kinds import Validity

from .pictures import CARD_WIDTH, height_at
from .timeline import long_day

if TYPE_CHECKING:
    from .models import NoticePage, ResultsPage, ShowcasePage


@dataclass(frozen=True)
class Fact:
    """One label and its value (``pieces/meta.html``); empty values are left out there."""

    label: str
    value: Any
    url: str = ""


@dataclass(frozen=True)
class FileRow:
    """One file to download (``pieces/files.html``); size in bytes."""

    name: str
    url: str
    size: int = 0
    preview_url: str = ""
    thumb: str = ""

    @classmethod
    def of(cls, title: str, upload: Upload, url: str) -> "FileRow":
        """An attachment under its title, with the ending that its content has."""
        return cls(f"{title}.{upload.file_kind.extensions[0]}", url, upload.size)


@dataclass(frozen=True)
class NoticeRow:
    """One public paper in a list (``pieces/notice_list.html``)."""

    title: str
    url: str
    number: str
    date: datetime.date
    organ: str
    void: str = ""

    @classmethod
    def of(cls, page: "NoticePage") -> "NoticeRow":
        """The row of a page whose organ is loaded; *void* where its query tells what became of it."""
        return cls(page.title, page.url, page.number, page.published_on, page.organ.name, void_of(page))


def void_of(page: Any) -> str:
    """“已废止”, for a page read with ``NoticeQuerySet.told``; empty for what is in force, and for every other page."""
    validity = getattr(page, "validity", "")
    return str(Validity(validity).label) if validity else ""


@dataclass(frozen=True)
class ResultRow:
    """One public list (公示, 结果)."""

    title: str
    url: str
    date: datetime.date
    kind: str
    until: datetime.date | None

    @classmethod
    def of(cls, page: "ResultsPage") -> "ResultRow":
        """The row of a page; a term that has ended is not shown."""
        published = timezone.localtime(page.first_published_at).date()
        until = page.objection_until if page.is_open else None
        return cls(page.title, page.url, published, page.get_stage_display(), until)


@dataclass(frozen=True)
class PictureRow:
    """A picture with its size in pixels, so that the page does not jump while it loads."""

    url: str
    width: int
    height: int
    alt: str

    @classmethod
    def of(cls, slug: str, upload: Upload, alt: str, width: int) -> "PictureRow":
        """The picture of a story at most *width* pixels wide."""
        address = reverse("public:story_picture", args=[slug, width])
        shown = min(width, upload.width or width)
        return cls(address, shown, height_at(upload, shown), alt)


@dataclass(frozen=True)
class CaseCard:
    """One 典型 as a card (``pieces/case_card.html``)."""

    title: str
    url: str
    summary: str
    organ: str
    year: int
    picture: PictureRow | None
    drawn: str

    @classmethod
    def of(cls, page: "ShowcasePage") -> "CaseCard":
        """The card of a page whose picture is loaded."""
        picture = PictureRow.of(page.slug, page.picture, page.picture_alt, CARD_WIDTH) if page.picture else None
        return cls(page.title, page.url, page.summary, page.unit, page.year, picture, page.drawn)


@dataclass(frozen=True)
class Story:
    """One 典型 as its page tells it."""

    title: str
    lead: str
    organ: str
    year: int
    picture: PictureRow | None
    drawn: str
    paragraphs: list[str]
    takeaways: list[str]
    note: str


@dataclass(frozen=True)
class Adoption:
    """Who took a 典型 up, and when."""

    organ: str
    date: datetime.date | None
    url: str = ""


def notice_facts(page: "NoticePage") -> list[Fact]:
    """索引号 发文机关 成文日期 发文字号 发布日期, the block at the top of every public paper (国办发〔2017〕47号)."""
    return [
        Fact(_("索引号"), page.index_number),
        Fact(_("发文字号"), page.number),
        Fact(_("发文机关"), "、".join(page.view.issuers)),
        Fact(_("文种"), page.get_kind_display()),
        Fact(_("成文日期"), long_day(page.signed_on)),
        Fact(_("发布日期"), long_day(page.published_on)),
    ]
