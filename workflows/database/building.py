"""Objects out of rows without going through ``Model.__init__`` for each of them.

Django hands every value of every new object to a descriptor; for a list of cases with their organs and people that takes longer
than the database does. Where nothing but ``__init__`` would see the new object, its values are put in place directly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from inspect import getattr_static
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model, QuerySet
from django.db.models.base import ModelState
from django.db.models.fields import NOT_PROVIDED
from django.db.models.fields.related_descriptors import ForeignKeyDeferredAttribute
from django.db.models.query import ModelIterable, get_related_populators
from django.db.models.signals import post_init, pre_init
from modelcluster.models import ClusterableModel

M = TypeVar("M", bound=Model)
Q = TypeVar("Q", bound="QuerySet[Any, Any]")

_FROM_DB = Model.from_db.__func__  # type: ignore[attr-defined]
_PLAIN = (Model.__init__, ClusterableModel.__init__)
"""Constructors that do no more with a row than to put its values in place; modelcluster's looks for children among its words."""


def quickly(queryset: Q) -> Q:
    """The same queryset, whose objects are built the short way; for lists of which each row brings many along."""
    if queryset._iterable_class is ModelIterable:  # noqa: SLF001 - it has no public name
        queryset._iterable_class = Quick  # noqa: SLF001
    return queryset


def maker(model: type[M], names: Sequence[str]) -> Callable[[Sequence[Any]], M]:
    """What makes an object of *model* from the values of its attributes *names*, as ``from_db`` would."""
    plain = model.__init__ in _PLAIN and getattr(model.from_db, "__func__", None) is _FROM_DB
    if not plain or _is_heard(model):
        return lambda values: model.from_db(DEFAULT_DB_ALIAS, names, values)

    turning = [(place, name) for place, name in enumerate(names) if _turns_values(model, name)]

    def make(values: Sequence[Any]) -> M:
        one = model.__new__(model)
        state = ModelState()
        state.adding, state.db = False, DEFAULT_DB_ALIAS
        one.__dict__.update(zip(names, values, strict=True), _state=state)
        for place, name in turning:
            setattr(one, name, values[place])
        return one

    return make


def fresh(model: type[M], **values: Any) -> M:
    """A new object of *model* that is not saved yet, as ``model(**values)`` makes it, the short way.

    Raises:
        TypeError: *model* has no such field.
    """
    blank = _blank(model)
    if blank is None:
        return model(**values)
    one, state = model.__new__(model), ModelState()
    held = blank.fixed | {name: draw() for name, draw in blank.drawn if name not in values}
    for name, value in values.items():
        if name in blank.relations:
            state.fields_cache[name] = value
            held[blank.relations[name]] = None if value is None else value.pk
        elif name in held:
            held[name] = value
        else:
            raise TypeError(f"{model.__name__} has no field {name!r}")
    one.__dict__.update(held, _state=state)
    return one


def tie(row: Model, name: str, other: Model | None) -> None:
    """Let the relation *name* of *row* point to *other*, as assigning it would, the short way; by its primary key."""
    row._state.fields_cache[name] = other  # noqa: SLF001 - where Django keeps it
    row.__dict__[f"{name}_id"] = None if other is None else other.pk


@dataclass(frozen=True)
class _Blank:
    """What a new object holds before anything is said: fixed values, those that are drawn anew, columns of relations."""

    fixed: dict[str, Any]
    drawn: tuple[tuple[str, Callable[[], Any]], ...]
    relations: dict[str, str]


@cache
def _blank(model: type[Model]) -> _Blank | None:
    """None where the constructor does more than to put values in place."""
    fields: list[Any] = list(model._meta.concrete_fields)
    keyed = all(one.target_field.primary_key for one in fields if one.is_relation)
    drawing = [one for one in fields if one.has_default() and callable(one.default)]
    plain = all(one.db_default is NOT_PROVIDED and not _turns_values(model, one.attname) for one in fields)
    if model.__init__ is not Model.__init__ or not keyed or not plain or _is_heard(model):
        return None
    return _Blank(
        {one.attname: None if one in drawing else one.get_default() for one in fields},
        tuple((one.attname, one.get_default) for one in drawing),
        {one.name: one.attname for one in fields if one.is_relation},
    )


def _is_heard(model: type[Model]) -> bool:
    return pre_init.has_listeners(model) or post_init.has_listeners(model)


def _turns_values(model: type[Model], name: str) -> bool:
    """Whether an attribute makes something else of the value that is put there, as that of a StreamField does."""
    attribute = getattr_static(model, name, None)
    return hasattr(type(attribute), "__set__") and not isinstance(attribute, ForeignKeyDeferredAttribute)


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


class Quick(ModelIterable):
    """As Django's own, with :func:`builder`."""

    def __iter__(self) -> Iterator[Any]:
        queryset: Any = self.queryset
        if queryset._known_related_objects or queryset.db != DEFAULT_DB_ALIAS:  # noqa: SLF001
            yield from super().__iter__()
            return
        compiler = queryset.query.get_compiler(using=queryset.db)
        results = compiler.execute_sql(chunked_fetch=self.chunked_fetch, chunk_size=self.chunk_size)
        yield from map(builder(compiler), compiler.results_iter(results))
