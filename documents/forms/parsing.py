"""Reading the JSON document of a form, with every problem named in Chinese."""

import re
from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any

from .schema import PREFILLS, STAGES, FieldSpec, Kind, Limit, Need, Option, Schema, Section, Sum

DEFAULT_CHARACTERS = {Kind.SHORT: 100, Kind.LONG: 5_000}
DEFAULT_COUNT = {Kind.FILE: 1, Kind.PICTURES: 3, Kind.SCAN: 5}
RESERVED = frozenset({"page", "go"})
"""Names that the filling page needs for itself."""
KEY = re.compile(r"[a-z][a-z0-9_]{0,49}")
NUMBER = re.compile(r"-?\d+(\.\d+)?")


class SchemaError(ValueError):
    """The document is no form; ``problems`` says in Chinese what is wrong and where."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("；".join(problems))
        self.problems = problems


def parse(document: Any) -> Schema:
    """Read a document; raises :class:`SchemaError` with every problem found, not only the first."""
    return _Parser().schema(document)


class _Parser:
    """Collects problems while it reads, so that a designer sees all of them at once."""

    SECTION_KEYS = frozenset({"key", "title", "help", "fields"})
    FIELD_KEYS = frozenset(spec.name for spec in fields(FieldSpec))
    LIMIT_KEYS: Mapping[Kind, frozenset[str]] = {
        Kind.SHORT: frozenset({"characters", "min_characters"}),
        Kind.LONG: frozenset({"characters", "min_characters"}),
        Kind.NUMBER: frozenset({"min", "max", "decimals"}),
        Kind.CHOICES: frozenset({"count", "min_count"}),
        Kind.DATE: frozenset({"earliest", "latest"}),
        Kind.FILE: frozenset({"count", "min_count"}),
        Kind.PICTURES: frozenset({"count", "min_count"}),
        Kind.SCAN: frozenset({"count", "min_count"}),
    }

    def __init__(self) -> None:
        self.problems: list[str] = []
        self.keys: set[str] = set()

    def schema(self, document: Any) -> Schema:
        """The whole document."""
        if not isinstance(document, dict) or not isinstance(document.get("sections"), list):
            raise SchemaError(["表单要有“sections”（各节）一项，内容是列表。"])
        self.unknown(document, frozenset({"sections", "sums", "needs"}), "表单")
        sections = tuple(self.section(item, place) for place, item in enumerate(document["sections"], start=1))
        if not sections:
            self.problems.append("表单至少要有一节。")
        schema = Schema(sections)
        sums = tuple(self.sum(item, schema) for item in document.get("sums", []))
        needs = tuple(self.need(item, schema) for item in document.get("needs", []))
        if self.problems:
            raise SchemaError(self.problems)
        return Schema(sections, sums, needs)

    def section(self, item: Any, place: int) -> Section:
        """One section."""
        where = f"第{place}节"
        if not isinstance(item, dict):
            self.problems.append(f"{where}：格式不对，应为一组“名称: 内容”。")
            return Section("", "")
        title = self.text(item, "title", where)
        where = f"第{place}节“{title}”" if title else where
        self.unknown(item, self.SECTION_KEYS, where)
        fields = item.get("fields")
        if not isinstance(fields, list) or not fields:
            self.problems.append(f"{where}：至少要有一个字段。")
            fields = []
        return Section(
            key=self.key(item, where),
            title=title,
            help=self.text(item, "help", where, needed=False),
            fields=tuple(self.field(entry, where) for entry in fields),
        )

    def field(self, item: Any, section: str) -> FieldSpec:
        """One field."""
        if not isinstance(item, dict):
            self.problems.append(f"{section}：有一个字段的格式不对，应为一组“名称: 内容”。")
            return FieldSpec("", Kind.SHORT, "")
        label = self.text(item, "label", f"{section}的一个字段")
        where = f"{section}的字段“{label or item.get('key', '')}”"
        self.unknown(item, self.FIELD_KEYS, where)
        kind = self.kind(item, where)
        spec = FieldSpec(
            key=self.key(item, where),
            kind=kind,
            label=label,
            help=self.text(item, "help", where, needed=False),
            unit=self.text(item, "unit", where, needed=False),
            required=self.flag(item, "required", where),
            required_from=self.one_of(item, "required_from", STAGES, where) or STAGES[0],
            limit=self.limit(item.get("limit", {}), kind, where),
            options=self.options(item, kind, where),
            personal=self.flag(item, "personal", where),
            public=self.flag(item, "public", where),
            countable=self.flag(item, "countable", where),
            prefill=self.one_of(item, "prefill", PREFILLS, where),
        )
        self.combinations(spec, where)
        return spec

    def combinations(self, spec: FieldSpec, where: str) -> None:
        """Flags that exclude each other."""
        if spec.personal and spec.public:
            self.problems.append(f"{where}：个人信息不能同时设为公开。")
        if spec.countable and spec.kind is not Kind.NUMBER:
            self.problems.append(f"{where}：只有数字字段可以汇总。")
        if spec.required_from != STAGES[0] and not spec.required:
            self.problems.append(f"{where}：写明了从哪一步起必填，就要同时设为必填。")
        if spec.is_late and not spec.takes_uploads:
            self.problems.append(f"{where}：只有附件可以在提交之后再交。")
        if spec.prefill and spec.takes_uploads:
            self.problems.append(f"{where}：附件不能预填。")

    def kind(self, item: dict[str, Any], where: str) -> Kind:
        """The kind, or short text when it is unknown."""
        try:
            return Kind(item.get("kind", ""))
        except ValueError:
            self.problems.append(f"{where}：没有“{item.get('kind', '')}”这种字段，可用的有：{'、'.join(Kind)}。")
            return Kind.SHORT

    def limit(self, item: Any, kind: Kind, where: str) -> Limit:
        """The bounds, with the defaults of the kind."""
        if not isinstance(item, dict):
            self.problems.append(f"{where}：限制（limit）的格式不对。")
            item = {}
        self.unknown(item, self.LIMIT_KEYS.get(kind, frozenset()), f"{where}的限制")
        whole = {name: self.whole(item, name, where) for name in ("characters", "min_characters", "count", "min_count")}
        limit = Limit(
            characters=whole["characters"] or DEFAULT_CHARACTERS.get(kind),
            min_characters=whole["min_characters"] or 0,
            min=self.decimal(item, "min", where),
            max=self.decimal(item, "max", where),
            decimals=self.whole(item, "decimals", where) or 0,
            count=whole["count"] or DEFAULT_COUNT.get(kind),
            min_count=whole["min_count"] or 0,
            earliest=str(item.get("earliest", "")),
            latest=str(item.get("latest", "")),
        )
        reversed_bounds = (
            (limit.characters is not None and limit.min_characters > limit.characters)
            or (limit.min is not None and limit.max is not None and limit.min > limit.max)
            or (limit.count is not None and limit.min_count > limit.count)
            or (limit.earliest and limit.latest and limit.earliest > limit.latest)
        )
        if reversed_bounds:
            self.problems.append(f"{where}：上限不能小于下限。")
        if limit.decimals > 4:
            self.problems.append(f"{where}：小数最多4位。")
        return limit

    def options(self, item: dict[str, Any], kind: Kind, where: str) -> tuple[Option, ...]:
        """The entries of a choice; a bare word is its own label."""
        entries = item.get("options", [])
        if kind not in {Kind.CHOICE, Kind.CHOICES}:
            if entries:
                self.problems.append(f"{where}：只有单选和多选可以列选项。")
            return ()
        if not isinstance(entries, list) or len(entries) < 2:
            self.problems.append(f"{where}：至少要有两个选项。")
            return ()
        found = []
        for entry in entries:
            pair = {"value": entry, "label": entry} if isinstance(entry, str) else entry
            if not isinstance(pair, dict) or not all(isinstance(pair.get(part), str) for part in ("value", "label")):
                self.problems.append(f"{where}：选项要写文字，或写成 value 与 label。")
                continue
            found.append(Option(pair["value"], pair["label"]))
        if len({option.value for option in found}) < len(found):
            self.problems.append(f"{where}：选项有重复。")
        return tuple(found)

    def sum(self, item: Any, schema: Schema) -> Sum:
        """A rule of addition; both sides must be number fields."""
        total = item.get("total", "") if isinstance(item, dict) else ""
        parts = item.get("parts", []) if isinstance(item, dict) else []
        if not isinstance(parts, list) or len(parts) < 2:
            self.problems.append(f"合计“{total}”：至少要有两个分项（parts）。")
            parts = []
        for key in (total, *parts):
            spec = schema.by_key.get(key)
            if spec is None or spec.kind is not Kind.NUMBER:
                self.problems.append(f"合计“{total}”：“{key}”不是本表的数字字段。")
        return Sum(total, tuple(parts))

    def need(self, item: Any, schema: Schema) -> Need:
        """A rule of the kind “if this is chosen, that must be there”."""
        rule = item if isinstance(item, dict) else {}
        key, when, values = str(rule.get("field", "")), str(rule.get("when", "")), rule.get("is", [])
        chooser = schema.by_key.get(when)
        if key not in schema.by_key:
            self.problems.append(f"条件必填：没有“{key}”这个字段。")
        if chooser is None or not chooser.options:
            self.problems.append(f"条件必填：“{when}”不是本表的单选或多选字段。")
        elif not isinstance(values, list) or not values or set(values) - {option.value for option in chooser.options}:
            self.problems.append(f"条件必填：“{when}”没有列出的选项。")
        return Need(key, when, tuple(values) if isinstance(values, list) else ())

    def key(self, item: dict[str, Any], where: str) -> str:
        """A machine name, unique in the form."""
        key = item.get("key", "")
        if not isinstance(key, str) or not KEY.fullmatch(key) or key in RESERVED:
            self.problems.append(
                f"{where}：代号“{key}”要以小写字母开头，只用小写字母、数字和下划线，也不能是 page 或 go。"
            )
            return ""
        if key in self.keys:
            self.problems.append(f"{where}：代号“{key}”用了两次。")
        self.keys.add(key)
        return key

    def text(self, item: dict[str, Any], name: str, where: str, *, needed: bool = True) -> str:
        """A piece of text."""
        value = item.get(name, "")
        if not isinstance(value, str) or (needed and not value.strip()):
            self.problems.append(f"{where}：缺少{'标题' if name == 'title' else '名称'}（{name}）。")
            return ""
        return value.strip()

    def flag(self, item: dict[str, Any], name: str, where: str) -> bool:
        """A switch."""
        value = item.get(name, False)
        if not isinstance(value, bool):
            self.problems.append(f"{where}：{name} 只能是 true 或 false。")
        return value is True

    def one_of(self, item: dict[str, Any], name: str, known: tuple[str, ...], where: str) -> str:
        """A word from a closed list, or nothing."""
        value = item.get(name, "")
        if value and value not in known:
            self.problems.append(f"{where}：{name} 没有“{value}”，可用的有：{'、'.join(known)}。")
            return ""
        return str(value)

    def whole(self, item: dict[str, Any], name: str, where: str) -> int | None:
        """A whole number from 0 up."""
        value = item.get(name)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            self.problems.append(f"{where}：{name} 要填不小于0的整数。")
            return None
        return value

    def decimal(self, item: dict[str, Any], name: str, where: str) -> Decimal | None:
        """A number; fractions are written as text, since JSON's fractions are not exact."""
        value = item.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not NUMBER.fullmatch(str(value)):
            self.problems.append(f"{where}：{name} 要填数字。")
            return None
        return Decimal(str(value))

    def unknown(self, item: dict[str, Any], known: frozenset[str], where: str) -> None:
        """Misspelt names would be silently ignored; they are refused instead."""
        self.problems.extend(f"{where}：不认识“{name}”。" for name in item if name not in known)
