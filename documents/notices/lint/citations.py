"""引用公文: title first, then the number (domain: a cited paper must have a number)."""

import re
from collections.abc import Iterator

from .rule import Hit, Paper, rule

_NUMBERED = re.compile("(?:通知|意见|决定|通报|批复|函|请示|报告|公告|纪要)(?:[（(][^（）()]{1,12}[）)])?\\Z")

_OPEN = re.compile("\\A[^（）]{0,20}号）")  # to be filled in: what “placeholder.number” says


@rule("citation.number", "info", "引用的公文没有写发文字号", "公文处理惯例：引用公文先引标题，后引发文字号")
def number(paper: Paper) -> Iterator[Hit]:
    """A paper of a kind that bears a number, cited by its title alone; laws, charters, plans and measures pass."""
    for parent in paper.reading.parent_documents:
        open_number = f"《{parent.title}》（" in paper.text and _OPEN.search(
            paper.text.partition(f"《{parent.title}》（")[2]
        )
        if parent.title and not parent.number and not open_number and _NUMBERED.search(parent.title):
            yield Hit(f"引用《{parent.title}》没有写发文字号。请在标题后用括号补上。", f"《{parent.title}》")
