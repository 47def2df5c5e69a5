"""怎样写一个流程: the guide that lies beside the reader of definitions, as a page of the administration.

Only what that file uses of Markdown is known here: headings, paragraphs, tables, code. Every word is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

import workflows.definition

PATH = Path(workflows.definition.__file__).with_name("README.md")
_CODE = re.compile(r"`([^`]+)`")
_HAN = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")


@lru_cache(maxsize=1)
def guide() -> tuple[str, SafeString, list[tuple[str, str]]]:
    """Its title, its body as HTML, and its chapters: anchor and title."""
    lines = PATH.read_text(encoding="utf-8").splitlines()
    blocks = list(_blocks(lines[1:]))
    chapters = [(f"c{number}", title) for number, title in enumerate(_chapters(lines), start=1)]
    return lines[0].lstrip("# "), mark_safe("\n".join(blocks)), chapters  # noqa: S308 - every word is escaped below


def _chapters(lines: list[str]) -> Iterator[str]:
    fenced = False
    for line in lines:
        fenced ^= line.startswith("```")
        if line.startswith("## ") and not fenced:
            yield line.removeprefix("## ").replace("`", "")


def _blocks(lines: list[str]) -> Iterator[str]:
    """Block after block; a blank line ends one, a fence goes on to the next fence."""
    waiting: list[str] = []
    chapter, fenced = 0, False
    for line in [*lines, ""]:
        if fenced or line.startswith("```"):
            if line.startswith("```"):
                if fenced:
                    yield _code(waiting)
                elif waiting:
                    yield _block(waiting)
                fenced, waiting = not fenced, []
            else:
                waiting.append(line)
        elif line.startswith("#"):
            level = len(line) - len(line.lstrip("#"))
            chapter += level == 2
            mark = f' id="c{chapter}"' if level == 2 else ""
            yield f"<h{level}{mark}>{_inline(line.lstrip('# '))}</h{level}>"
        elif line.strip():
            waiting.append(line)
        elif waiting:
            yield _block(waiting)
            waiting = []


def _block(lines: list[str]) -> str:
    if all(line.startswith("    ") for line in lines):
        return _code([line[4:] for line in lines])
    if all(line.startswith("|") for line in lines):
        return _table([[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines])
    text = lines[0]
    for line in lines[1:]:  # a line that ends in Chinese goes on without a space
        text += line if _HAN.match(text[-1]) else f" {line}"
    return f"<p>{_inline(text)}</p>"


def _table(rows: list[list[str]]) -> str:
    head, _rule, *body = rows
    heads = "".join(f'<th scope="col">{_inline(cell)}</th>' for cell in head)
    cells = ["".join(f"<td>{_inline(cell)}</td>" for cell in row) for row in body]
    lines = "".join(f"<tr>{row}</tr>" for row in cells)
    return f'<div class="process-scroll"><table class="listing"><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table></div>'


def _code(lines: list[str]) -> str:
    return f'<pre class="process-source">{escape(chr(10).join(lines))}</pre>'


def _inline(text: str) -> str:
    return _CODE.sub(r"<code>\1</code>", escape(text))
