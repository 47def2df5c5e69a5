"""Prints other than 公文 (申报表, 审批单, 签收单, ledgers): HTML from templates in the house's print style, rendered without touching anything outside."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from importlib.resources import files
from threading import Lock
from typing import Any

from documents.printing.errors import InvalidPaperError
from documents.printing.fontconfig import only_ours
from documents.printing.fonts import FontSet, Role, load
from documents.printing.printed import Printed
from documents.printing.text import clean

_RENDERING = Lock()
"""Pango's font maps are not made for several threads."""


def sheet(html: str, *, title: str, head: str = "", meta: str = "", landscape: bool = False) -> Printed:
    """Print an HTML fragment.

    `html` is the inside of a body, escaped by the template that made it; the classes are in README.md. `title` is set above it, `head` and `meta` stand
    at the top left and right of every page, the page number below. No address in the fragment is ever followed: pictures, stylesheets and
    attachments are left out, and `adjusted` says so. The same fragment gives the same bytes.
    """
    if not title.strip():
        raise InvalidPaperError("缺少表单标题，无法打印。请填写标题。")
    fonts = load()
    with _RENDERING:
        tools = _tools(fonts)
        fetcher = tools.fetcher()
        with _quiet():
            document = tools.html(
                string=_page(html, title, head, meta, landscape=landscape), url_fetcher=fetcher
            ).render(stylesheets=[tools.stylesheet], font_config=tools.configuration)
            pdf: bytes = document.write_pdf(pdf_tags=True)
    characters = {char for char in html + title + head + meta if not char.isspace()}
    return Printed(
        pdf,
        len(document.pages),
        tuple(sorted({font.family for font in document.fonts.values()})),
        tuple(sorted(char for char in characters if fonts.pick(Role.FANG, char)[2])),
        tuple(sorted(char for char in characters if not fonts.knows(Role.FANG, char))),
        (f"版面中引用的{len(fetcher.refused)}个图片或文件未打印。",) if fetcher.refused else (),
    )


@dataclass(frozen=True, slots=True)
class _Tools:
    html: Any
    stylesheet: Any
    configuration: Any
    fetcher: Any


@lru_cache(maxsize=4)
def _tools(fonts: FontSet) -> _Tools:
    """WeasyPrint with our fonts and our stylesheet, made once per process: that alone saves a tenth of a second per print."""
    with only_ours(fonts):
        from weasyprint import CSS, HTML
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import URLFetcher

        configuration = FontConfiguration()

    class RefusingFetcher(URLFetcher):  # type: ignore[misc]
        """Follows no address at all."""

        def __init__(self) -> None:
            super().__init__(allowed_protocols=())
            self.refused: list[str] = []

        def fetch(self, url: str, headers: object = None) -> object:
            """Refuse; WeasyPrint goes on without the resource."""
            self.refused.append(url)
            raise ValueError("no address is followed while printing")

    css = (files("documents.printing") / "sheet.css").read_text(encoding="utf-8")
    for role in Role:
        css = css.replace(f" {role.name} ", f" {_family(fonts, role)} ")
        css = css.replace(f" {role.name};", f" {_family(fonts, role)};").replace(
            f" {role.name}\n", f" {_family(fonts, role)}\n"
        )
    return _Tools(
        HTML, CSS(string=css, font_config=configuration, url_fetcher=RefusingFetcher()), configuration, RefusingFetcher
    )


def _family(fonts: FontSet, role: Role) -> str:
    """A CSS family stack: Western text first where the role takes it from the companion, rare characters last."""
    chain = [*fonts.faces[role]]
    if role in (Role.FANG, Role.KAI):
        chain.insert(0, fonts.faces[Role.LATIN][0])
    return ", ".join(f'"{face.name}"' for face in chain)


def _page(html: str, title: str, head: str, meta: str, *, landscape: bool) -> str:
    body = "wide" if landscape else "upright"
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(clean(title))}</title></head>'
        f'<body class="{body}"><div class="head">{escape(clean(head or title))}</div><div class="meta">{escape(clean(meta))}</div>'
        f"<h1>{escape(clean(title))}</h1>{html}</body></html>"
    )


@contextmanager
def _quiet() -> Iterator[None]:
    """WeasyPrint warns on its own logger about what it leaves out; `Printed` tells it better."""
    logger = logging.getLogger("weasyprint")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)
