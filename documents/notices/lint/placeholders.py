"""Places left open: 国发〔 〕号, 20××年, ××, 待定."""

import re
from collections.abc import Iterator

from documents.notices.reading.patterns import any_of

from .rule import Hit, Paper, around, rule

_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{0,8}[〔\[【(（]\s*(?:(?:19|20)?\d{0,2}[xX×*＊○]{1,4}|\s*|(?:19|20)\d\d)\s*[〕\]】)）]\s*"
    r"(?:第?\s*[xX×*＊○]{1,3}|\s*|_+)\s*号"
)
_TEXT = re.compile(
    any_of(
        r"(?:19|20)\s?[xX×*＊Ⅹ]{2}\s*年|(?:19|20)\d[xX×*＊]\s*年|[xX×*＊]{1,2}\s*月\s*[xX×*＊]{1,2}\s*日",
        r"[×✕╳]{2,}|(?<![A-Za-z0-9])[xX]{2,}(?![A-Za-z0-9])|某某+",
        r"(?:时间|地点|日期|金额|名单|人选|另行)?待定(?!期)|待补充?|待填",
        r"_{3,}|﹍{2,}|(?<=[（(])[ \u3000]+(?=[）)])|(?:年|二〇[一二三四五六七八九])[ \u3000]+月[ \u3000]+日",
        r"[（(【\[]\s*(?:此处)?(?:请?填写|填入|插入|请?补充)[^）)】\]]{0,12}[）)】\]]",
        r"^[.…·]{2,}$|TBD|？？+|\?{3,}",
    )
)


@rule("placeholder.number", "warning", "文号没有填写", "条例第20条")
def open_number(paper: Paper) -> Iterator[Hit]:
    """A cited number without year or number."""
    for passage in paper.passages:
        for match in _NUMBER.finditer(passage):
            yield Hit(
                f"“{match.group()}”的文号没有填全。请补上年份和序号。", around(passage, match.start(), match.end())
            )


@rule("placeholder.text", "warning", "有待填的内容", "条例第20条")
def open_text(paper: Paper) -> Iterator[Hit]:
    """Crosses, blanks to fill in, 待定, in the text and in the addressees."""
    reading = paper.reading
    small = [reading.document_number or "", "，".join([*reading.issuers, *reading.recipients]), reading.contact_text]
    for passage in [*paper.passages, *small]:
        for match in _TEXT.finditer(passage):
            yield Hit(f"“{match.group()}”还没有填写。请补全后再送核。", around(passage, match.start(), match.end()))
