"""Reading a definition from TOML: every fault with its line, what is wrong, and what to write instead, in Chinese."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable

from .action_tables import read_actions
from .lines import Lines, line_of_error
from .model import LEVELS, Definition
from .reader import Fault, Reader
from .tables import read_distinct, read_states, read_transitions

_KEYS = ("process", "title", "subject", "initial", "levels", "distinct", "states", "transitions", "actions")


BYTE_ORDER_MARK = "\ufeff"
"""What some editors of Windows put before the first character of a file."""

_WIDE = "“”‘’＝［］｛｝＂"
"""Marks that a Chinese keyboard gives where TOML wants those of an English one."""


class DefinitionError(Exception):
    """A source that is no definition; *faults* lists all that was found."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(faults, key=lambda fault: fault.line)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def parse(source: str, *, roles: Iterable[str] | None = None) -> Definition:
    """The definition that *source* says.

    Args:
        source: TOML, as README.md of this package explains it.
        roles: keys of the roles that exist; when given, others are faults.

    Raises:
        DefinitionError: with every fault found, not only the first.
    """
    source = source.removeprefix(BYTE_ORDER_MARK)
    try:
        document = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError([_unreadable(error, source)]) from error
    reader = Reader(Lines(source), frozenset(roles) if roles is not None else None)
    reader.only(document, _KEYS, ())
    states = read_states(reader, document)
    names = {state.name for state in states}
    initial = reader.slug(document, "initial", ())
    if initial and initial not in names:
        reader.fault(("initial",), f"没有名为“{initial}”的环节", "写一个 [states.…] 里已有的名字")
    levels = reader.texts(document, "levels", (), LEVELS)
    for level in levels:
        if level not in LEVELS:
            reader.fault(("levels",), f"没有层级“{level}”", f"可写：{'、'.join(LEVELS)}")
    definition = Definition(
        process=reader.slug(document, "process", ()),
        title=reader.text(document, "title", ()),
        subject=reader.slug(document, "subject", ()),
        initial=initial,
        states=states,
        transitions=read_transitions(reader, document),
        distinct=read_distinct(reader, document, names),
        levels=levels,
        actions=read_actions(reader, document, names),
    )
    if reader.faults:
        raise DefinitionError(reader.faults)
    return definition


def _unreadable(error: tomllib.TOMLDecodeError, source: str) -> Fault:
    """The first place where the text is no TOML, and the likeliest reason."""
    line = line_of_error(error, source)
    text = (source.splitlines() or [""])[line - 1]
    if any(word in str(error) for word in ("twice", "overwrite", "Cannot mutate")):
        return Fault(line, "这一节或这一行前面已经写过", "同样的名字只写一次，删去一处或改名")
    bare = "".join(text.split('"')[::2]).partition("#")[0]
    if wide := next((mark for mark in _WIDE if mark in bare), ""):
        return Fault(line, f"“{wide}”是中文标点", '换成英文的，如 " = [ ] { }')
    return Fault(line, "这一行不合 TOML 的写法", "检查引号、括号和等号是否成对，文字是否放在英文引号里")
