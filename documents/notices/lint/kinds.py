"""文种: title, contents and closing words must belong to the same kind (条例第8条、第15条)."""

import re
from collections.abc import Iterator

from documents.notices.reading.kinds import kind_of

from .rule import Hit, Paper, around, rule

_ASKS = re.compile(
    "请(?:予)?(?:批示|批准|审批|审定|核准|批复|审示)|(?:妥否|当否|可否|是否妥当|如无不妥)[，,]?\\s*请|恳请(?:批准|支持|解决|拨付)|请求(?:批准|解决|拨付|支持)|请批转|"
    "(?:恳请|敬请|请求|请(?=团?[省市县区州旗]委|上级|贵))[^。；]{2,40}?(?:给予|予以)[^。；]{0,24}?(?:支持|倾斜|解决|帮助|批准|安排|资助|补助)|"
    "恳请[^。；]{2,40}?(?:批准|支持|解决|拨付|列为|列入|同意)"
)
_REPORT_OK = re.compile("请(?:予)?审议|请审阅|请指正")
_CLOSINGS = {
    "特此通知": {"通知"},
    "特此通报": {"通报"},
    "特此报告": {"报告"},
    "专此报告": {"报告"},
    "以上报告": {"报告"},
    "特此请示": {"请示"},
    "专此请示": {"请示"},
    "特此函告": {"函"},
    "特此函复": {"函"},
    "特此函达": {"函"},
    "特此致函": {"函"},
    "特此批复": {"批复"},
    "此复": {"批复", "函"},
    "特此公告": {"公告"},
    "特此通告": {"通告"},
}
_CLOSING = re.compile(rf"(?:^|。)({'|'.join(_CLOSINGS)})[。！]?$")
_MATTER = re.compile(
    "^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)(?:关于|申请|请求|恳请|请|拟请|建议批准|解决|增加|追加|批准|拨付|成立|调整|同意)"
)
_TWO_MATTERS = re.compile(
    "关于(?P<a>(?:申请|请求|解决|增加|追加|批准|拨付|成立|设立|调整|举办|召开|聘任|任命)[^、和及]{2,30})(?:、|和|及|以及|并)(?P<b>(?:申请|请求|解决|增加|追加|批准|拨付|成立|设立|调整|举办|召开|聘任|任命).{2,30})的请示"
)
_COMMANDS = re.compile("请(?:各单位)?(?:遵照|认真贯彻|贯彻)执行|务必(?:于|在)|必须(?:于|在)|责令")


@rule("kind.report-asks", "warning", "报告夹带请示事项", "条例第15条（四）")
def report_asks(paper: Paper) -> Iterator[Hit]:
    """A report may not ask for a decision."""
    if paper.reading.kind != "报告":
        return
    for passage in (block.text for block in paper.reading.body):
        if (match := _ASKS.search(passage)) and not _REPORT_OK.match(match.group()):
            yield Hit(
                "报告里不得夹带请示事项。需要上级答复的，请另写请示。", around(passage, match.start(), match.end())
            )


@rule("kind.request-several", "warning", "请示不是一文一事", "条例第15条（四）")
def request_several(paper: Paper) -> Iterator[Hit]:
    """One request, one matter."""
    if paper.reading.kind != "请示":
        return
    if match := _TWO_MATTERS.search(paper.reading.title or ""):
        yield Hit(
            f"请示应一文一事，标题里有“{match['a']}”和“{match['b']}”两件事。请分开请示。", paper.reading.title or ""
        )
        return
    matters = [block.text for block in paper.reading.body if _MATTER.match(block.text)]
    if len(matters) >= 2:
        yield Hit(
            f"请示应一文一事，正文提出了{len(matters)}件事。请分开请示。", "；".join(text[:20] for text in matters)
        )


@rule("kind.request-open", "info", "请示没有请求批示的结语", "条例第8条（十一）")
def request_open(paper: Paper) -> Iterator[Hit]:
    """A request ends by asking: 妥否，请批示。"""
    if paper.reading.kind == "请示" and paper.text and not _ASKS.search(paper.text) and "请" not in paper.text[-60:]:
        yield Hit("请示结尾没有“妥否，请批示”一类的结语。请补上。", paper.text[-30:])


@rule("kind.title", "warning", "标题的文种与所选文种不同", "条例第8条、第9条（七）")
def title(paper: Paper) -> Iterator[Hit]:
    """A draft carries its kind apart from its title; both must name the same."""
    named = kind_of(paper.reading.title or "")
    if named and paper.reading.kind and named != paper.reading.kind:
        yield Hit(f"文种是“{paper.reading.kind}”，标题写的是“{named}”。请改成一致。", paper.reading.title or "")


@rule("kind.closing", "warning", "结语与文种不符", "条例第8条")
def closing(paper: Paper) -> Iterator[Hit]:
    """“特此函告” under a 通知."""
    kind = paper.reading.kind
    if kind is None:
        return
    for block in paper.reading.body:
        match = _CLOSING.search(block.text)
        if match and kind not in _CLOSINGS[match[1]]:
            yield Hit(f"结语“{match[1]}”与文种“{kind}”不符。请改结语或改文种。", match[1])


@rule("kind.letter-commands", "warning", "函的口气像下行文", "条例第8条（十四）、第17条")
def letter_commands(paper: Paper) -> Iterator[Hit]:
    """A letter goes between organs that are not subordinate: it asks, it does not order."""
    if paper.reading.kind == "函" and (match := _COMMANDS.search(paper.text)):
        yield Hit(
            f"函用于不相隶属的机关之间，不宜用“{match.group()}”。请改为商请、函告的口气。",
            around(paper.text, match.start(), match.end()),
        )
