"""Addresses of documents for lists: put together once, then only the key is filled in."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from django.urls import get_script_prefix, get_urlconf, reverse

_ANY = 987654321


def address_of(name: str) -> Callable[[int], str]:
    """What gives the address named *name* (``desk:notice``) for a key, as ``reverse`` would; a worklist asks for twenty."""

    @lru_cache(maxsize=8)
    def around(_prefix: str, urlconf: str | None) -> tuple[str, str]:
        before, _key, after = reverse(name, urlconf, args=[_ANY]).partition(str(_ANY))
        return before, after

    def fill(key: int) -> str:
        before, after = around(get_script_prefix(), get_urlconf())
        return f"{before}{key}{after}"

    return fill
