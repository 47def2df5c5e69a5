"""The description of a form: sections, fields and their flags. Plain Python; the JSON document (``parsing``) is its source.

A document looks like this; everything but ``key``, ``kind`` and ``label`` may be left out::

    {"sections": [{"key": "analysis", "title": "情况分析报告", "fields": [
        {"key": "children", "kind": "number", "label": "留守儿童人数", "unit": "人", "required": true,
         "limit": {"min": 0}, "countable": true, "prefill": "last"}]}],
     "sums": [{"total": "children", "parts": ["boys", "girls"]}],
     "needs": [{"field": "consents", "when": "persons", "is": ["minors"]}]}
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any


class Kind(StrEnum):
    """What sort of answer a field takes."""

    SHORT = "short_text"
    LONG = "long_text"
    NUMBER = "number"
    CHOICE = "choice"
    CHOICES = "choices"
    DATE = "date"
    FILE = "file"
    PICTURES = "pictures"
    SCAN = "scan"


UPLOAD_KINDS = frozenset({Kind.FILE, Kind.PICTURES, Kind.SCAN})
"""Kinds whose answer is a list of upload keys; the files themselves are kept apart."""

STAGES = ("submit", "agree")
"""From which step on an answer must be there: 提交, or 同意报送 for what is made after the sending (盖章扫描件)."""

PREFILLS = (
    "unit.name",
    "unit.code",
    "unit.region",
    "person.name",
    "person.phone",
    "head.name",
    "call.period",
    "last",
)
"""Where a first value comes from: the unit, who fills in, who heads the unit (负责人), what the call says, or the last answer
to the same key."""


@dataclass(frozen=True)
class Option:
    """One entry of a choice."""

    value: str
    label: str


@dataclass(frozen=True)
class Limit:
    """Bounds of an answer. Characters are counted without blanks, numbers are inclusive."""

    characters: int | None = None
    min_characters: int = 0
    min: Decimal | None = None
    max: Decimal | None = None
    decimals: int = 0
    count: int | None = None
    min_count: int = 0
    earliest: str = ""
    latest: str = ""


@dataclass(frozen=True)
class FieldSpec:
    """One question. The flags drive validation, masking, export, print and showcase."""

    key: str
    kind: Kind
    label: str
    help: str = ""
    unit: str = ""
    required: bool = False
    required_from: str = STAGES[0]
    limit: Limit = field(default_factory=Limit)
    options: tuple[Option, ...] = ()
    personal: bool = False
    public: bool = False
    countable: bool = False
    prefill: str = ""

    @property
    def takes_uploads(self) -> bool:
        """Whether the answer is a list of files."""
        return self.kind in UPLOAD_KINDS

    @property
    def is_late(self) -> bool:
        """Whether it is handed in after the sending."""
        return self.required_from != STAGES[0]

    def is_required_at(self, stage: str) -> bool:
        """Whether the answer must be there when *stage* is taken."""
        return self.required and STAGES.index(self.required_from) <= STAGES.index(stage)


@dataclass(frozen=True)
class Section:
    """A page of the form: one material, or one group of questions."""

    key: str
    title: str
    help: str = ""
    fields: tuple[FieldSpec, ...] = ()


@dataclass(frozen=True)
class Sum:
    """A total that must equal the sum of its parts (人数前后一致)."""

    total: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Need:
    """An answer that must be there because of another: 有未成年人 asks for 同意书."""

    field: str
    when: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Schema:
    """A whole form."""

    sections: tuple[Section, ...]
    sums: tuple[Sum, ...] = ()
    needs: tuple[Need, ...] = ()

    def __iter__(self) -> Iterator[FieldSpec]:
        """All fields in order."""
        return (spec for section in self.sections for spec in section.fields)

    @cached_property
    def by_key(self) -> dict[str, FieldSpec]:
        """Fields by key."""
        return {spec.key: spec for spec in self}

    @cached_property
    def section_of(self) -> dict[str, Section]:
        """The section in which a field stands, by the field's key."""
        return {spec.key: section for section in self.sections for spec in section.fields}

    def section(self, key: str) -> Section | None:
        """The section with that key."""
        return next((section for section in self.sections if section.key == key), None)


def canonical(document: Any) -> str:
    """The one way to write a document down: keys sorted, no blanks, Chinese as it is."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(document: Any) -> str:
    """SHA-256 of the canonical text, hexadecimal."""
    return hashlib.sha256(canonical(document).encode()).hexdigest()
