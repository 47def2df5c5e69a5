"""Taking typed values out of a TOML table, and collecting what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from .lines import Lines
from .model import LEVELS, Grant

Path = tuple[str, ...]

MOST_DAYS = 365
"""No number of working days in a definition is larger."""

_SLUG = re.compile(r"^[a-z][a-z0-9_]{0,39}$")
_REACHES = ("own", "above", "asked", "party", "handler", "author")
_BARE = ("party", "handler", "author")


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a source: the line, what, and the remedy."""

    line: int
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"第 {self.line} 行：{self.what}。{self.remedy}。"


class Reader:
    """Reads values by kind; on a fault it notes it and gives back an empty value, so that all faults show at once."""

    def __init__(self, lines: Lines, roles: frozenset[str] | None) -> None:
        self._lines = lines
        self._roles = roles
        self.faults: list[Fault] = []

    def fault(self, path: Path, what: str, remedy: str) -> None:
        """Note a fault at *path*."""
        self.faults.append(Fault(self._lines.of(path), what, remedy))

    def only(self, table: dict[str, Any], known: Collection[str], path: Path) -> None:
        """Note every key that does not exist in the format; a typing slip must not pass as a wish ignored."""
        for key in table:
            if key not in known:
                near = get_close_matches(key, known, n=1)
                remedy = f"是不是要写“{near[0]}”" if near else f"这里可以写：{'、'.join(known)}"
                self.fault((*path, key), f"不认识“{key}”", remedy)

    def text(self, table: dict[str, Any], key: str, path: Path, default: str | None = None) -> str:
        """A text; required when there is no *default*."""
        value = table.get(key, default)
        if value is None:
            self.fault(path, f"缺少“{key}”", f'加一行 {key} = "…"')
            return ""
        if not isinstance(value, str) or (default is None and not value.strip()):
            self.fault((*path, key), f"“{key}”应是一段文字", "写在英文双引号里")
            return ""
        return value.strip()

    def slug(self, table: dict[str, Any], key: str, path: Path) -> str:
        """A name in small Latin letters, digits and underscores."""
        value = self.text(table, key, path)
        return self.check_slug(value, (*path, key)) if value else ""

    def check_slug(self, value: str, path: Path) -> str:
        """*value* if it can name something."""
        if _SLUG.match(value):
            return value
        self.fault(path, f"“{value}”不能作名字", "用小写英文字母开头，只含小写字母、数字和下划线，不超过 40 个字符")
        return ""

    def texts(self, table: dict[str, Any], key: str, path: Path, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """A list of texts; a single text counts as a list of one."""
        value = table.get(key)
        if value is None:
            return default
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not all(isinstance(one, str) and one.strip() for one in values):
            self.fault((*path, key), f"“{key}”应是一串文字", f'写成 {key} = ["甲", "乙"]')
            return default
        if len(set(values)) != len(values):
            self.fault((*path, key), f"“{key}”里有重复", "每项只写一次")
        return tuple(values)

    def choice(self, table: dict[str, Any], key: str, path: Path, among: Collection[str], default: str) -> str:
        """One of a few words."""
        value = table.get(key, default)
        if value in among:
            return str(value)
        self.fault((*path, key), f"“{key}”不能是“{value}”", f"可写：{'、'.join(among)}")
        return default

    def flag(self, table: dict[str, Any], key: str, path: Path) -> bool:
        """true or false."""
        value = table.get(key, False)
        if not isinstance(value, bool):
            self.fault((*path, key), f"“{key}”只有是和否", f"写成 {key} = true，不要时删去这一行")
            return False
        return value

    def number(self, table: dict[str, Any], key: str, path: Path, default: int, low: int, high: int) -> int:
        """A whole number within bounds."""
        value = table.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self.fault((*path, key), f"“{key}”应是 {low} 到 {high} 的整数", f"写成 {key} = {max(low, min(high, 3))}")
            return default
        return value

    def offsets(self, table: dict[str, Any], key: str, path: Path, default: tuple[int, ...]) -> tuple[int, ...]:
        """A list of working days before (negative) and after something, in order, each once."""
        values = table.get(key)
        if values is None:
            return default
        fitting = isinstance(values, list) and all(
            isinstance(one, int) and not isinstance(one, bool) and -MOST_DAYS <= one <= MOST_DAYS for one in values
        )
        if not fitting:
            remedy = f"写成 {key} = [-3, -1, 0, 1]，负数是到期前几个工作日，0 是当天；不要提醒写 {key} = []"
            self.fault((*path, key), f"“{key}”应是一串整数", remedy)
            return default
        return tuple(sorted(set(values)))

    def table(self, table: dict[str, Any], key: str, path: Path) -> dict[str, Any]:
        """A table of tables."""
        value = table.get(key)
        if not isinstance(value, dict) or not value:
            self.fault((*path, key), f"缺少“{key}”", f"至少写一节 [{key}.名字]")
            return {}
        return value

    def grants(self, table: dict[str, Any], key: str, path: Path, default: tuple[Grant, ...]) -> tuple[Grant, ...]:
        """A list of ``role@reach``."""
        if key not in table:
            return default
        texts = self.texts(table, key, path)
        return tuple(grant for text in texts if (grant := self.grant(text, (*path, key))) is not None)

    def grant(self, text: str, path: Path) -> Grant | None:
        """One ``role@reach``; ``party``, ``handler`` and ``author`` may stand alone."""
        if text in _BARE:
            return Grant("*", text)
        role, at, reach = text.partition("@")
        level = reach.removeprefix("above:") if reach.startswith("above:") else None
        if not at or not (reach in _REACHES or level in LEVELS):
            self.fault(
                path, f"看不懂“{text}”", "写成 角色@范围，范围可写 own、above、above:city、party、handler、author"
            )
            return None
        if role != "*" and not self.known_role(role, path):
            return None
        return Grant(role, reach)

    def known_role(self, role: str, path: Path) -> bool:
        """Whether the role exists, as far as the caller told us; notes a fault if not."""
        if self._roles is None or role in self._roles:
            return True
        near = get_close_matches(role, self._roles, n=1)
        self.fault(path, f"没有角色“{role}”", f"是不是要写“{near[0]}”" if near else "角色见“岗位”页")
        return False
