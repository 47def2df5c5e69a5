"""Turning answers into words, for screens, prints, lists and the public."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from .answers import Value, is_empty
from .schema import FieldSpec, Kind, Schema, Section

HIDDEN = "（已隐去）"
Mask = Callable[[FieldSpec, str], str]
"""How a personal answer is made unrecognisable; the plainest way hides all of it."""


@dataclass(frozen=True)
class Line:
    """One question with its answer in words."""

    spec: FieldSpec
    text: str
    value: Any

    @property
    def is_empty(self) -> bool:
        """Whether nothing was answered."""
        return is_empty(self.value)


def hide(spec: FieldSpec, text: str) -> str:
    """The mask that keeps nothing."""
    return HIDDEN


def say(spec: FieldSpec, value: Any) -> str:
    """An answer in words; what cannot be read (a draft) is shown as typed. Uploads are told by their number only."""
    if is_empty(value):
        return ""
    if spec.takes_uploads:
        return f"{len(value)}个附件"
    if spec.kind in {Kind.CHOICE, Kind.CHOICES}:
        labels = {option.value: option.label for option in spec.options}
        chosen = value if isinstance(value, list) else [value]
        return "、".join(labels.get(str(item), str(item)) for item in chosen)
    if spec.kind is Kind.NUMBER:
        return f"{_grouped(str(value))}{spec.unit}"
    if spec.kind is Kind.DATE:
        return _day(str(value))
    return str(value)


def lines(section: Section, answers: Mapping[str, Any], *, reveal: bool, mask: Mask = hide) -> Iterator[Line]:
    """The questions of a section with their answers; personal ones masked unless they are to be revealed."""
    for spec in section.fields:
        value = answers.get(spec.key)
        text = say(spec, value)
        masked = text and spec.personal and not reveal
        yield Line(spec, mask(spec, text) if masked else text, None if masked else value)


def masked(schema: Schema, answers: Mapping[str, Any], mask: Mask = hide) -> dict[str, Any]:
    """The answers with every personal one masked; files of personal fields are left out."""
    kept: dict[str, Any] = {}
    for spec in schema:
        if spec.key not in answers:
            continue
        if not spec.personal:
            kept[spec.key] = answers[spec.key]
        elif not spec.takes_uploads:
            kept[spec.key] = mask(spec, say(spec, answers[spec.key]))
    return kept


def public(schema: Schema, answers: Mapping[str, Value]) -> dict[str, Value]:
    """Only what is marked as public and is not personal; everything else stays inside."""
    return {spec.key: answers[spec.key] for spec in schema if spec.public and not spec.personal and spec.key in answers}


def countable(schema: Schema, answers: Mapping[str, Value]) -> dict[str, Decimal]:
    """The figures that may be summed upward."""
    return {spec.key: Decimal(str(answers[spec.key])) for spec in schema if spec.countable and spec.key in answers}


def _grouped(number: str) -> str:
    try:
        return f"{Decimal(number):,}"
    except ArithmeticError:
        return number


def _day(text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.year}年{day.month}月{day.day}日"
