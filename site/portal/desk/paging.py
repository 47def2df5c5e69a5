"""Page by page without counting: one row more than shown tells whether there is a next page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.http import HttpRequest

SIZE = 20
LAST = 500
"""Nobody turns to page 500 by hand; whoever asks for more gets this one."""

Row = TypeVar("Row")


@dataclass(frozen=True)
class Slice(Generic[Row]):
    """The rows of one page and what ``pieces/pages.html`` asks of a page."""

    rows: list[Row]
    number: int
    has_next: bool

    @property
    def has_previous(self) -> bool:
        """Whether this is not the first page."""
        return self.number > 1

    @property
    def has_other_pages(self) -> bool:
        """Whether the pager is shown at all."""
        return self.has_previous or self.has_next

    @property
    def previous_page_number(self) -> int:
        """The page before."""
        return self.number - 1

    @property
    def next_page_number(self) -> int:
        """The page after."""
        return self.number + 1


def asked_page(request: HttpRequest) -> int:
    """``?page=`` as a number from 1 to :data:`LAST`; anything else is the first page."""
    asked = request.GET.get("page", "")
    return min(max(int(asked), 1), LAST) if asked.isascii() and asked.isdigit() else 1


def slice_of(rows: Any, request: HttpRequest, *, size: int = SIZE) -> Slice[Any]:
    """The asked page of a queryset or list."""
    return fetched(lambda offset, limit: rows[offset : offset + limit], request, size=size)


def fetched(fetch: Callable[[int, int], Sequence[Row]], request: HttpRequest, *, size: int = SIZE) -> Slice[Row]:
    """The asked page of whatever ``fetch(offset, limit)`` brings."""
    number = asked_page(request)
    rows = list(fetch((number - 1) * size, size + 1))
    return Slice(rows[:size], number, has_next=len(rows) > size)
