"""One glance: while a page is drawn that changes nothing, what several of its parts ask is read once.

A page asks the same things again and again (whose posts, which cases, may this person edit) from places that know nothing
of each other. Within :func:`glance` the first answer stands for all of them; outside, and from the first lock on, everything
is read anew each time. What is kept belongs to the thread and ends with the glance.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")

_kept: ContextVar[dict[Hashable, Any] | None] = ContextVar("glance", default=None)


@contextmanager
def glance() -> Iterator[None]:
    """Only for what shows and changes nothing. A glance within a glance is the same one."""
    if _kept.get() is not None:
        yield
        return
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def once(key: Hashable, read: Callable[[], T]) -> T:
    """What *read* gives: the first answer to *key* within a glance, a new one outside."""
    kept = _kept.get()
    if kept is None:
        return read()
    if key not in kept:
        kept[key] = read()
    answer: T = kept[key]
    return answer


def known(key: Hashable) -> Any:
    """The answer to *key* that is kept; None when there is none, and always outside a glance."""
    return (_kept.get() or {}).get(key)


def keep(key: Hashable, answer: T) -> T:
    """Keep an answer that came along with another one; gives it back."""
    kept = _kept.get()
    if kept is not None:
        kept[key] = answer
    return answer


def end_glance() -> None:
    """Somebody is about to decide or write: from here on everything is read anew."""
    _kept.set(None)
