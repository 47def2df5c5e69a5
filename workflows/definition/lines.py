"""Finding the line of a TOML source that a fault is about; the standard reader keeps no positions."""

from __future__ import annotations

import re
import tomllib

_HEADER = re.compile(r"^\s*\[\[?\s*([^\[\]]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"^\s*([A-Za-z0-9_.\-\"']+)\s*=")
_AT_LINE = re.compile(r"at line (\d+)")


class Lines:
    """Where each table and each of its keys stands."""

    def __init__(self, source: str) -> None:
        self._found: dict[tuple[str, ...], int] = {}
        table: tuple[str, ...] = ()
        for number, line in enumerate(source.splitlines(), start=1):
            if header := _HEADER.match(line):
                table = _parts(header.group(1))
                self._found.setdefault(table, number)
            elif key := _KEY.match(line):
                self._found.setdefault((*table, *_parts(key.group(1))), number)

    def of(self, path: tuple[str, ...]) -> int:
        """The line of *path*, or of the nearest table around it; 1 when nothing is known."""
        for end in range(len(path), 0, -1):
            if path[:end] in self._found:
                return self._found[path[:end]]
        return 1


def line_of_error(error: tomllib.TOMLDecodeError, source: str) -> int:
    """The line that the TOML reader complains of; the last one for an unexpected end."""
    found = _AT_LINE.search(str(error))
    return int(found.group(1)) if found else max(1, len(source.splitlines()))


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))
