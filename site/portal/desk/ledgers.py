"""Registers on paper: any table of the desk as a ledger in PDF."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.printing import PrintingError, Table
from documents.printing.ledgers import ledger

from .pdfs import as_pdf

Column = tuple[Any, int]
"""A head and the width of its column in characters, as for :mod:`portal.desk.spreadsheets`."""


def answer(
    request: HttpRequest,
    columns: Sequence[Column],
    lines: Iterable[Iterable[Any]],
    *,
    title: str,
    head: str,
    name: str,
    back: str,
) -> Any:
    """The ledger, shown under *name*; back to the address *back* with a sentence when it cannot be set, or is empty."""
    heads = tuple(str(words) for words, _width in columns)
    body = tuple(tuple(cell(value) for value in line) for line in lines)
    if not body:
        messages.info(request, _("这里还没有可以打印的内容。"))
        return HttpResponseRedirect(back)
    made = _("%s制表") % timezone.localdate().isoformat()
    widths = tuple(float(width) for _words, width in columns)
    try:
        printed = ledger(Table((heads, *body), widths=widths), title=title, head=head, meta=made)
    except PrintingError as error:
        messages.warning(request, str(error))
        return HttpResponseRedirect(back)
    return as_pdf(HttpResponse(printed.pdf, content_type="application/pdf"), name)


def cell(value: Any) -> str:
    """A value as it is written in a ledger: days in full, moments without their year."""
    if value is None:
        return ""
    return f"{timezone.localtime(value):%m-%d %H:%M}" if isinstance(value, datetime) else str(value)
