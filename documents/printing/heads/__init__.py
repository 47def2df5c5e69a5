"""The head of the first page (版头) and the title below it, laid out so that the text after them lies on the grid: one module per 格式."""

from typing import Final

from documents.printing.errors import InvalidPaperError
from documents.printing.grid import GREY, LINES, RED
from documents.printing.heads.file import file_heads, plain_head
from documents.printing.heads.front import Head, draw_title, set_title, title_height
from documents.printing.heads.letter import letter_heads
from documents.printing.heads.minutes import minutes_heads
from documents.printing.paper import Form, Paper
from documents.printing.setting import Compositor

__all__ = ["Head", "compose_head", "draw_title", "set_title", "title_height"]

_HEADS: Final = {Form.FILE: file_heads, Form.LETTER: letter_heads, Form.MINUTES: minutes_heads}
"""One way to lay out the first page per 格式; each yields its heads, the largest first."""
_BODY_WANTED: Final = 3
"""Lines of body text that the first page should show; one is the least (7.3.3)."""


def compose_head(paper: Paper, compositor: Compositor, recipient_lines: int) -> Head:
    """Lay out head and title so that at least three lines of the body fit on the page, or as many as can be had.

    Raises InvalidPaperError when the organs of a joint head leave no room for the body.
    """
    title = set_title(paper.title, compositor)
    if not paper.marks:
        return plain_head(paper, compositor, title)
    smallest: Head | None = None
    for head in _HEADS[paper.form](paper, compositor, title, GREY if paper.sample else RED):
        if LINES - head.lines - recipient_lines >= _BODY_WANTED:
            return head
        if smallest is None or head.lines < smallest.lines:
            smallest = head
    if smallest is None or smallest.lines >= LINES:
        raise InvalidPaperError(_too_full(paper))
    return smallest


def _too_full(paper: Paper) -> str:
    if len(paper.marks) > 1 and paper.form is Form.FILE:
        return (
            f"{len(paper.marks)}个机关的名称把首页占满了，正文没有地方。"
            "联合行文可以只用主办机关的标志：请在“发文机关标志”里只留主办机关，署名不变。"
        )
    return "标题太长，首页放不下正文。请缩短标题。"
