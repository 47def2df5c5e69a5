"""Reading answers: what people typed becomes a value, or a sentence that says what is wrong.

Raw answers are what a form sent, kept as typed. Values are what may be stored for good and hashed: text, whole numbers,
decimals as text, ISO dates, lists of words, lists of upload keys; never a float.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from .schema import FieldSpec, Kind, Schema, Section

Value = str | int | list[str]
"""A stored answer. Numbers with decimals are text such as ``"3.50"``."""

DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\ufeff]")


class InvalidError(ValueError):
    """An answer that cannot be taken; the text says what is wrong and what to do."""


@dataclass(frozen=True)
class Problem:
    """What stands between a form and its being sent."""

    section: Section
    spec: FieldSpec
    message: str
    missing: bool = False


@dataclass(frozen=True)
class Checked:
    """The readable answers, and the problems of the others."""

    values: dict[str, Value] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def characters(text: str) -> int:
    """How long a text is: characters without blanks, as the limits count them."""
    return sum(not character.isspace() for character in text)


def is_empty(raw: Any) -> bool:
    """Whether nothing was answered."""
    return raw is None or (isinstance(raw, str) and not raw.strip()) or (isinstance(raw, list) and not any(raw))


def read(spec: FieldSpec, raw: Any) -> Value | None:
    """The value of one answer; None when nothing was answered. Raises :class:`InvalidError`."""
    if is_empty(raw):
        return None
    return _READERS[spec.kind](spec, raw)


def check(schema: Schema, raw: Mapping[str, Any], *, stage: str = "") -> Checked:
    """Read all answers; with a *stage*, also ask for everything that this step requires."""
    checked = Checked()
    for section in schema.sections:
        for spec in section.fields:
            try:
                value = read(spec, raw.get(spec.key))
            except InvalidError as error:
                checked.problems.append(Problem(section, spec, str(error)))
                continue
            if value is not None:
                checked.values[spec.key] = value
            elif stage and spec.is_required_at(stage):
                checked.problems.append(Problem(section, spec, _missing(spec), missing=True))
    checked.problems.extend(_sums(schema, checked.values))
    if stage:
        checked.problems.extend(_needs(schema, checked))
    return checked


def readable(schema: Schema, raw: Mapping[str, Any]) -> dict[str, Value]:
    """Only the values that can be read, for sums and previews of an unfinished form."""
    return check(schema, raw).values


def _missing(spec: FieldSpec) -> str:
    verb = {Kind.CHOICE: "还没有选", Kind.CHOICES: "还没有选", Kind.DATE: "还没有填日期"}.get(spec.kind)
    return f"“{spec.label}”{verb or ('还没有上传' if spec.takes_uploads else '还没有填')}。"


def _needs(schema: Schema, checked: Checked) -> list[Problem]:
    known = {problem.spec.key for problem in checked.problems} | set(checked.values)
    problems = []
    for rule in schema.needs:
        chosen = checked.values.get(rule.when)
        hit = set(chosen if isinstance(chosen, list) else [chosen]) & set(rule.values)
        if hit and rule.field not in known:
            spec, chooser = schema.by_key[rule.field], schema.by_key[rule.when]
            label = next(option.label for option in chooser.options if option.value in hit)
            message = f"“{chooser.label}”选了“{label}”，{_missing(spec)}"
            problems.append(Problem(schema.section_of[spec.key], spec, message, missing=True))
    return problems


def _sums(schema: Schema, values: Mapping[str, Value]) -> list[Problem]:
    problems = []
    for rule in schema.sums:
        keys = (rule.total, *rule.parts)
        if not all(key in values for key in keys):
            continue
        found, expected = as_number(values[rule.total]), sum(as_number(values[key]) for key in rule.parts)
        if found != expected:
            spec = schema.by_key[rule.total]
            parts = "、".join(f"“{schema.by_key[key].label}”" for key in rule.parts)
            message = f"“{spec.label}”填的是{found}，而{parts}相加是{expected}，前后不一致，请核对。"
            problems.append(Problem(schema.section_of[spec.key], spec, message))
    return problems


def as_number(value: Value) -> Decimal:
    """A stored number as an exact number."""
    return Decimal(str(value))


def _text(spec: FieldSpec, raw: Any) -> str:
    text = CONTROL.sub("", str(raw).replace("\r\n", "\n").replace("\r", "\n")).strip()
    if spec.kind is Kind.SHORT:
        text = " ".join(text.split())
    length, limit = characters(text), spec.limit
    if limit.characters is not None and length > limit.characters:
        raise InvalidError(
            f"“{spec.label}”最多{limit.characters}字，现有{length}字，请删去{length - limit.characters}字。"
        )
    if length < limit.min_characters:
        raise InvalidError(f"“{spec.label}”至少{limit.min_characters}字，现有{length}字。")
    return text


def _number(spec: FieldSpec, raw: Any) -> Value:
    typed = str(raw).strip()
    plain = unicodedata.normalize("NFKC", typed).replace(",", "").replace(" ", "")
    if spec.unit:
        plain = plain.removesuffix(unicodedata.normalize("NFKC", spec.unit))
    if not re.fullmatch(r"[+-]?\d{1,15}(\.\d{1,8})?", plain, re.ASCII):
        raise InvalidError(f"“{spec.label}”要填数字，现在是“{typed[:20]}”。")
    number, limit = Decimal(plain), spec.limit
    exact = number.quantize(Decimal(1).scaleb(-limit.decimals))
    if exact != number:
        wanted = f"最多{limit.decimals}位小数" if limit.decimals else "要填整数"
        raise InvalidError(f"“{spec.label}”{wanted}，现在是“{typed[:20]}”。")
    if limit.min is not None and number < limit.min:
        raise InvalidError(f"“{spec.label}”不能小于{limit.min}，现在是{number}。")
    if limit.max is not None and number > limit.max:
        raise InvalidError(f"“{spec.label}”不能大于{limit.max}，现在是{number}。")
    return str(exact) if limit.decimals else int(exact)


def _choice(spec: FieldSpec, raw: Any) -> str:
    value = str(raw[0] if isinstance(raw, list) else raw)
    if value not in {option.value for option in spec.options}:
        raise InvalidError(f"“{spec.label}”没有“{value[:20]}”这一项，请重新选择。")
    return value


def _choices(spec: FieldSpec, raw: Any) -> list[str]:
    chosen = {str(item) for item in (raw if isinstance(raw, list) else [raw]) if str(item)}
    known = [option.value for option in spec.options]
    if unknown := sorted(chosen - set(known)):
        raise InvalidError(f"“{spec.label}”没有“{unknown[0][:20]}”这一项，请重新选择。")
    _count(spec, len(chosen), "项")
    return [value for value in known if value in chosen]


def _date(spec: FieldSpec, raw: Any) -> str:
    typed = str(raw).strip()
    match = DATE.fullmatch(unicodedata.normalize("NFKC", typed))
    try:
        day = date(*map(int, match.groups())).isoformat() if match else ""
    except ValueError:
        day = ""
    if not day:
        raise InvalidError(f"“{spec.label}”要填日期，如2026-11-05，现在是“{typed[:20]}”。")
    if spec.limit.earliest and day < spec.limit.earliest:
        raise InvalidError(f"“{spec.label}”不能早于{spec.limit.earliest}，现在是{day}。")
    if spec.limit.latest and day > spec.limit.latest:
        raise InvalidError(f"“{spec.label}”不能晚于{spec.limit.latest}，现在是{day}。")
    return day


def _uploads(spec: FieldSpec, raw: Any) -> list[str]:
    try:
        keys = [str(UUID(str(item))) for item in (raw if isinstance(raw, list) else [raw])]
    except ValueError:
        raise InvalidError(f"“{spec.label}”里有一个附件找不到了，请删去后重新上传。") from None
    keys = list(dict.fromkeys(keys))
    _count(spec, len(keys), "个")
    return keys


def _count(spec: FieldSpec, number: int, unit: str) -> None:
    if spec.limit.count is not None and number > spec.limit.count:
        raise InvalidError(f"“{spec.label}”最多{spec.limit.count}{unit}，现有{number}{unit}。")
    if number < spec.limit.min_count:
        raise InvalidError(f"“{spec.label}”至少{spec.limit.min_count}{unit}，现有{number}{unit}。")


_READERS = {
    Kind.SHORT: _text,
    Kind.LONG: _text,
    Kind.NUMBER: _number,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.DATE: _date,
    Kind.FILE: _uploads,
    Kind.PICTURES: _uploads,
    Kind.SCAN: _uploads,
}
