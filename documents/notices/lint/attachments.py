"""附件: what the text mentions and what the list under it names must agree (GB/T 9704-2012 7.3.4)."""

import re
from collections.abc import Iterator

from documents.notices.reading.attachments import is_annex_heading
from documents.notices.reading.headings import from_han

from .rule import Hit, Paper, around, rule

_MENTION = re.compile(
    r"(?:见|详见|参见|填写|填报|按|如|下载|[（(《])\s*附件\s*(?P<n>\d{1,2})?|附件\s*(?P<m>\d{1,2})|附表\s*\d|(?:具体|详细)?(?:安排|名单|方案|表格)另附|附后|随文附"
)
_SEVERAL = re.compile(r"附件\s*(\d{1,2})\s*(?:[-—–~～至到、，和及]\s*(?:附件)?\s*(\d{1,2}))+")


_HAN = re.compile("(?<=附件)[一二三四五六七八九十]{1,3}(?![、是])")


def _numbers(text: str) -> set[int]:
    text = _HAN.sub(lambda match: str(from_han(match.group())), text)
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
    text = re.sub("[《》“”]", "", f"{paper.reading.title or ''}\n{paper.text}")
    mentioned = _numbers(text)
    if re.search(r"附件(?!\s*\d)|附后|附表|另附|随文", text):
        return
    titles = paper.reading.attachments
    silent = [n for n, title in enumerate(titles, 1) if n not in mentioned and not _names(text, title)]
    if len(silent) == 1 and len(titles) == 1:
        yield Hit(f"附件“{titles[0]}”在正文里没有提到。请在正文相应处注明“（见附件）”。", titles[0])
    elif silent:
        which = "、".join(map(str, silent))
        yield Hit(
            f"附件{which}在正文里没有提到。请在正文相应处注明，如“（见附件{silent[0]}）”。", titles[silent[0] - 1]
        )


def _names(text: str, title: str) -> bool:
    """Whether the text says the attachment's name, or its matter: “……等五部门关于做好……的通知” for a paper that is passed on."""
    core = re.sub(r"[《》“”（(].*?[）)]|[《》“”]", "", title)
    matter = core[core.find("关于") :] if "关于" in core else core
    return core in text or matter in text


@rule("attachment.numerals", "info", "附件序号用阿拉伯数字", "GB/T 9704-2012 7.3.4")
def numerals(paper: Paper) -> Iterator[Hit]:
    """“附件1”, not “附件一”."""
    found = [match.group() for passage in paper.passages for match in _HAN.finditer(passage)]
    if found:
        wrong, right = f"附件{found[0]}", f"附件{from_han(found[0])}"
        yield Hit(f"“{wrong}”应写作“{right}”，共{len(found)}处。附件序号用阿拉伯数字。", wrong, wrong, right)


@rule("attachment.punctuation", "info", "附件名称后不加标点", "GB/T 9704-2012 7.3.4")
def punctuation(paper: Paper) -> Iterator[Hit]:
    """Names of attachments stand without book-title marks and end without a stop."""
    for title in paper.reading.attachments:
        if re.fullmatch("《[^《》]+》", title):
            yield Hit(f"附件名称“{title}”不加书名号。", title, title, title.strip("《》"))
