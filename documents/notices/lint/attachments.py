"""附件: what the text mentions and what the list under it names must agree (GB/T 9704-2012 7.3.4)."""

import re
from collections.abc import Iterator

from documents.notices.reading.attachments import is_annex_heading

from .rule import Hit, Paper, around, rule

_MENTION = re.compile(
    r"(?:见|详见|参见|填写|填报|按|如|下载|[（(《])\s*附件\s*(?P<n>\d{1,2})?|附件\s*(?P<m>\d{1,2})|附表\s*\d|(?:具体|详细)?(?:安排|名单|方案|表格)另附|附后|随文附"
)
_SEVERAL = re.compile(r"附件\s*(\d{1,2})\s*(?:[-—–~～至到、，和及]\s*(?:附件)?\s*(\d{1,2}))+")


def _numbers(text: str) -> set[int]:
    found = {int(n) for n in re.findall(r"附件\s*(\d{1,2})", text)}
    for match in _SEVERAL.finditer(text):
        digits = [int(n) for n in re.findall(r"\d{1,2}", match.group())]
        found |= set(range(digits[0], digits[-1] + 1)) if re.search("[-—–~～至到]", match.group()) else set(digits)
    return found


@rule("attachment.unlisted", "warning", "正文提到附件，附件说明里没有", "GB/T 9704-2012 7.3.4")
def unlisted(paper: Paper) -> Iterator[Hit]:
    """The text sends the reader to an attachment that is not listed."""
    count = len(paper.reading.attachments)
    for passage in (block.text for block in paper.reading.body if not is_annex_heading(block.text)):
        missing = sorted(n for n in _numbers(passage) if n > count)
        match = _MENTION.search(passage)
        if match and (count == 0 or missing):
            which = f"附件{missing[0]}" if missing else "附件"
            yield Hit(
                f"正文提到{which}，附件说明里没有。请在正文下列出附件名称，或删去这处说法。",
                around(passage, match.start(), match.end()),
            )


@rule("attachment.unmentioned", "info", "列了附件，正文没有提到", "GB/T 9704-2012 7.3.4")
def unmentioned(paper: Paper) -> Iterator[Hit]:
    """An attachment that the text never names; a text that issues its attachment names it in the title."""
    text = f"{paper.reading.title or ''}\n{paper.text}"
    mentioned = _numbers(text)
    whole = bool(re.search(r"附件(?!\s*\d)|附后|附表|另附|随文", text))
    for n, title in enumerate(paper.reading.attachments, start=1):
        core = re.sub(r"[《》“”（(].*?[）)]|[《》“”]", "", title)
        if n not in mentioned and not whole and core not in re.sub("[《》“”]", "", text):
            yield Hit(f"附件{n}“{title}”在正文里没有提到。请在正文相应处注明“（见附件{n}）”。", title)


@rule("attachment.punctuation", "info", "附件名称后不加标点", "GB/T 9704-2012 7.3.4")
def punctuation(paper: Paper) -> Iterator[Hit]:
    """Names of attachments stand without book-title marks and end without a stop."""
    for title in paper.reading.attachments:
        if re.fullmatch("《[^《》]+》", title):
            yield Hit(f"附件名称“{title}”不加书名号。", title, title, title.strip("《》"))
