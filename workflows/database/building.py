"""Objects out of rows without going through ``Model.__init__`` for each of them.

Django hands every value of every new object to a descriptor; for a list of cases with their organs and people that takes longer
than the database does. Where nothing but ``__init__`` would see the new object, its values are put in place directly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model, QuerySet
from django.db.models.base import ModelState
from django.db.models.query import ModelIterable, get_related_populators
from django.db.models.signals import post_init, pre_init

M = TypeVar("M", bound=Model)
Q = TypeVar("Q", bound="QuerySet[Any, Any]")

_FROM_DB = Model.from_db.__func__  # type: ignore[attr-defined]


def quickly(queryset: Q) -> Q:
    """The same queryset, whose objects are built the short way; for lists of which each row brings many along."""
    if queryset._iterable_class is ModelIterable:  # noqa: SLF001 - it has no public name
        queryset._iterable_class = _Quick  # noqa: SLF001
    return queryset


def maker(model: type[M], names: Sequence[str]) -> Callable[[Sequence[Any]], M]:
    """What makes an object of *model* from the values of its attributes *names*, as ``from_db`` would."""
    plain = model.__init__ is Model.__init__ and getattr(model.from_db, "__func__", None) is _FROM_DB
    if not plain or pre_init.has_listeners(model) or post_init.has_listeners(model):
        return lambda values: model.from_db(DEFAULT_DB_ALIAS, names, values)

    def make(values: Sequence[Any]) -> M:
        one = model.__new__(model)
        state = ModelState()
        state.adding, state.db = False, DEFAULT_DB_ALIAS
        one.__dict__.update(zip(names, values, strict=True), _state=state)
        return one

    return make


def builder(compiler: Any) -> Callable[[Sequence[Any]], Any]:
    """What makes an object of a row, with what ``select_related`` and annotations bring along; *compiler* has made its SQL."""
    chosen = compiler.klass_info["select_fields"]
    start, end = chosen[0], chosen[-1] + 1
    names = [column[0].target.attname for column in compiler.select[start:end]]
    make = maker(compiler.klass_info["model"], names)
    populators = get_related_populators(compiler.klass_info, compiler.select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]
    _quicken(populators)
    annotated = tuple(compiler.annotation_col_map.items()) if compiler.annotation_col_map else ()

    def build(row: Sequence[Any]) -> Any:
        one = make(row[start:end])
        for populator in populators:
            populator.populate(row, one)
        for name, place in annotated:
            setattr(one, name, row[place])
        return one

    return build


class _Made:
    """Stands where Django's populators keep the model, of which they ask nothing but ``from_db``."""

    def __init__(self, make: Callable[[Sequence[Any]], Any]) -> None:
        self.make = make

    def from_db(self, _db: str, _names: Sequence[str], values: Sequence[Any]) -> Any:
        """An object of the values."""
        return self.make(values)


def _quicken(populators: Sequence[Any]) -> None:
    for one in populators:
        one.model_cls = _Made(maker(one.model_cls, one.init_list))
        _quicken(one.related_populators)


class _Quick(ModelIterable):
    """As Django's own, with :func:`builder`."""

    def __iter__(self) -> Iterator[Any]:
        queryset: Any = self.queryset
        if queryset._known_related_objects or queryset.db != DEFAULT_DB_ALIAS:  # noqa: SLF001
            yield from super().__iter__()
            return
        compiler = queryset.query.get_compiler(using=queryset.db)
        results = compiler.execute_sql(chunked_fetch=self.chunked_fetch, chunk_size=self.chunk_size)
        yield from map(builder(compiler), compiler.results_iter(results))
