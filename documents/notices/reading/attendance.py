"""出席、请假、列席 of minutes: the lines below the text that say who was there (GB/T 9704-2012 10.3)."""

import re
from collections.abc import Sequence

from .lines import Line

_ROW = re.compile(r"(?:出\s*席|列\s*席|请\s*假|缺\s*席|参\s*加|记\s*录)\s*(?:人员?|者|单位)?\s*[：:]")


def take(paragraphs: Sequence[Line]) -> tuple[list[str], list[Line]]:
    """The rows at the end of the text, blanks taken out of their labels, and the paragraphs above them."""
    end = len(paragraphs)
    while end and _ROW.match(paragraphs[end - 1].text):
        end -= 1
    rows = [_ROW.sub(lambda match: re.sub(r"\s", "", match.group()), line.text) for line in paragraphs[end:]]
    return [row.rstrip("。；") for row in rows], list(paragraphs[:end])


def rows(text: str) -> list[tuple[str, str]]:
    """Label and names of every line; a line without a label goes on with the one above."""
    found: list[tuple[str, str]] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        label, colon, names = line.replace(":", "：", 1).partition("：")
        if colon and len(label.strip()) <= 8:
            found.append((label.strip(), names.strip()))
        elif found:
            found[-1] = (found[-1][0], f"{found[-1][1]}{line}")
        else:
            found.append(("出席", line))
    return found
