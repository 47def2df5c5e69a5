"""Organs written by name, one a line: found by full or short name, or an error that says which name means nobody."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext as _

from documents.notices import distribution
from workflows.organisations.models import Organisation


def organs_named(text: str, *, without: Iterable[int] = ()) -> dict[str, set[int]]:
    """The organs behind each name as written; two queries, none for an empty text."""
    wanted = distribution.entries(text.replace("\n", "、"))
    found: dict[str, set[int]] = {name: set() for name in wanted}
    if not wanted:
        return found
    nodes = Organisation.objects.active().organs().exclude(pk__in=list(without))
    rows = (
        *nodes.filter(name__in=wanted).values_list("pk", "name", "short_name"),
        *nodes.filter(short_name__in=wanted).values_list("pk", "name", "short_name"),
    )
    for pk, name, short in rows:
        for known in (name, short):
            if known in found:
                found[known].add(pk)
    return found


def clean_names(text: str, *, without: Iterable[int] = ()) -> set[int]:
    """Keys of the organs named.

    Raises:
        django.forms.ValidationError: for every name that means nobody, or more than one.
    """
    found = organs_named(text, without=without)
    wrong = [_("没有叫“%s”的单位，请写通讯录里的全称。") % name for name, pks in found.items() if not pks]
    wrong += [_("叫“%s”的单位不止一个，请写全称。") % name for name, pks in found.items() if len(pks) > 1]
    if wrong:
        raise forms.ValidationError(wrong)
    return {pk for pks in found.values() for pk in pks}
