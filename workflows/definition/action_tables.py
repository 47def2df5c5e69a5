"""The tables ``[actions]`` and ``[actions.…]`` of a definition's source."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from .actions import ACTIONS, BY_WORDS, ActionRule
from .reader import Path, Reader

_KEYS = ("by", "from", "off")


def read_actions(reader: Reader, document: dict[str, Any], states: Collection[str]) -> tuple[ActionRule, ...]:
    """What the definition says of the house's actions; those it does not name stay as the house has them."""
    table = document.get("actions", {})
    if not isinstance(table, dict):
        reader.fault(
            ("actions",), "“actions”应是一节", '写成 [actions]，下面写 off = ["jump"]，或写 [actions.transfer]'
        )
        return ()
    reader.only(table, ("off", *ACTIONS), ("actions",))
    off = reader.texts(table, "off", ("actions",))
    for name in off:
        if name not in ACTIONS:
            reader.fault(("actions", "off"), f"没有动作“{name}”", f"可写：{'、'.join(ACTIONS)}")
    rules = {name: ActionRule(name, off=True) for name in off if name in ACTIONS}
    for name, one in table.items():
        if name in ACTIONS:
            rules[name] = _read_action(reader, name, one, states)
    return tuple(rules[name] for name in ACTIONS if name in rules)


def _read_action(reader: Reader, name: str, table: Any, states: Collection[str]) -> ActionRule:
    path: Path = ("actions", name)
    if not isinstance(table, dict):
        reader.fault(path, f"“{name}”应是一节", f"写成 [actions.{name}]")
        return ActionRule(name)
    reader.only(table, _KEYS, path)
    if "by" in table and ACTIONS[name].fixed and "@" not in "".join(ACTIONS[name].by):
        reader.fault((*path, "by"), f"“{ACTIONS[name].title}”只由被请的人办", "删去 by")
    sources = reader.texts(table, "from", path)
    for source in sources:
        if source not in states:
            reader.fault((*path, "from"), f"没有名为“{source}”的环节", "写 [states.…] 里已有的名字")
    by = tuple(_read_by(reader, text, (*path, "by")) for text in reader.texts(table, "by", path))
    return ActionRule(name, reader.flag(table, "off", path), by, sources)


def _read_by(reader: Reader, text: str, path: Path) -> str:
    if text in BY_WORDS:
        return text
    grant = reader.grant(text, path)
    return str(grant) if grant is not None else "party"
