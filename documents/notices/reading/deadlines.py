"""Deadlines: days before or by which something is due. Other dates (activities, meetings, births) are not deadlines."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from .journal import Journal
from .patterns import any_of
from .points import DASH, Point, last_day, points
from .structure import Block, Deadline

_BEFORE = re.compile(
    r"\s?(?:下班)?"
    + any_of(
        "[之以]?前(?!后|期|往|来|述|者|提(?![交出供请报])|身|线|夕|沿|台|列|瞻|半|款|项|几|所|任|进|景)",
        "[（(]含[^（）()]{0,6}[）)][之以]?前",
        "止|截止",
    )
)
_LABEL = re.compile(
    any_of(
        r"(?:截\s?止|截\s?稿|最晚|最迟|截至)(?:报名|报送|提交|上报|申报|征稿)?(?:时间|日期|日|期限)?(?:[：:]|为|是|到|至|于|在)?",
        r"不得?(?:晚|迟)于|勿(?:晚|迟)于",
        r"(?:报名|申报|报送|提交|征集|征稿|投稿|推荐|上报|填报|登记|反馈|征求意见|回执|作品征集|材料提交)(?:材料)?(?:截止)?"
        r"(?:时间|期限|日期|起止时间|起止日期)(?:[：:]|为|是|从|自|到|至)+",
        r"即日起(?:开始)?[至到]",
        r"(?:期限|时限)(?:[：:]|为|至|到)+",
        r"(?:报名|申报|报送|投稿|征稿|推荐)[：:](?:从|自|即日起至)?",
    )
)
_DUE_VERB = re.compile(
    "报送|上报|报至|报到(?=团|市|省|县|我)|报[团我市省县区校院]|提交|递交|发送|发至|发到|送至|送达|送交|交至|交到|交回|反馈|回复|寄送|寄至|寄到|填报|上传|报名|备案|汇总后?报"
)
_OPEN_CALL = re.compile("报名|申报|投稿|征集|招募|报送|填报|提交|推荐|申请|登记|反馈|征求|缴")
_RECURRING = re.compile("(?:每|逐)(?:个|年|月|周|季度?|学期|半年)*\\Z")
_RECURRING_PHRASE = re.compile(
    r"每(?:年|月|周|季度|学期|半年|两周)[^，。；]{0,8}?(?:前|末|底)[^，。；]{0,4}(?:报|交|汇总|反馈|更新)[^，。；]{0,20}"
)
VAGUE = re.compile(
    r"(?<![（(日号])(?:[本下这]周[一二三四五六日天]|明天|后天|今天|明日|今日)[^，。；（）]{0,8}?(?:前|报)[^，。；]{0,20}"
)
"""A term without a date: “明天下班前报送……”."""
_RELATIVE = re.compile(
    any_of(
        r"(?:之日起|收到[^，。；]{0,10}?后|接到[^，。；]{0,8}?后|印发后|(?:公示期?|活动|会议)(?:结束|期满)后)\s?"
        r"(?:\d{1,3}|[一二三四五六七八九十两]{1,3})个?(?:工作日|日|天|周|月)(?:之?内|以内|前)[^，。；]{0,30}",
    )
)
_NOT_AHEAD = re.compile(r"(?:提前|距离?|截至目前|早于|满)\Z")
_NOT_DUE_AFTER = re.compile(
    r"[（(]?(?:[含不][^）)]{0,6}[）)])?"
    + any_of(
        r"已|尚|出生|入团|入党|入队|毕业|取得|获得|获评|参加工作|任职|在职|年满|未满|满\d|入学|入职",
        r"(?:注册|成立|登记|发布|印发|公布|建成|设立)(?:登记|注册|成立)?(?:的|满)|颁布|发生|形成|产生|生效|施行",
        r"[^，。；]{0,12}?(?:完成了|报送了|提交了|均已|都已|全部完成[。，；]?\Z)",
        r"入场|进场|到场|到会|签到|报到|入住|抵达|集合|就座",
    )
)
_SENTENCE = re.compile("[^。；！？\n]+[。；！？]?")
_YEAR = re.compile(r"((?:19|20)\d\d)年\d{1,2}月")
_LONGEST = 90
_REACH = 80


def read_deadlines(
    blocks: Iterable[Block], issued: date | None, journal: Journal, today: date | None = None
) -> tuple[Deadline, ...]:
    """The deadlines of a body, in order; years that are not said follow from the date of issue, else from ``today``.

    A range gives its end, where the range is a term. Recurring terms (每月末) and terms that run from receipt are noted, not dated.
    """
    found: dict[tuple[str, str], Deadline] = {}
    for block in blocks:
        context: int | None = None
        for match in _SENTENCE.finditer(block.text):
            sentence = match.group().strip()
            _note_open_terms(sentence, journal)
            for deadline in _in_sentence(sentence, context, issued or today, journal):
                found.setdefault((deadline.iso, deadline.text), deadline)
            years = [int(year) for year in _YEAR.findall(sentence)]
            context = years[-1] if years else context
    return tuple(found.values())


def _note_open_terms(sentence: str, journal: Journal) -> None:
    for match in _RECURRING_PHRASE.finditer(sentence):
        journal.note("read.recurring", f"“{match.group()}”是周期性要求，没有列入截止日期。", match.group())
    for match in _RELATIVE.finditer(sentence):
        journal.note(
            "read.relative", f"“{match.group()[:40]}”从收文、印发或某事之日起算，没有列入截止日期。", match.group()
        )


def _in_sentence(sentence: str, context: int | None, base: date | None, journal: Journal) -> Iterator[Deadline]:
    before: Point | None = None
    for point in points(sentence):
        if point.year is not None:
            context = point.year
        if is_due(sentence, point, before):
            wording = _wording(sentence, point)
            on = last_day(point, base, context)
            if on is not None:
                yield Deadline(on, wording, point.at, exact=point.day is not None)
            elif base is None and context is None:
                journal.note(
                    "read.no-year", "截止日期没有写年份，也没有成文日期可以推定，未列入。请补上年份。", wording
                )
        before = point


def is_due(sentence: str, point: Point, before: Point | None) -> bool:
    """Whether a point is a term. ``before`` is the point before it, with which it may form a range."""
    lead, after = sentence[max(0, point.start - _REACH) : point.start], sentence[point.end : point.end + _REACH]
    if _RECURRING.search(lead) or _NOT_AHEAD.search(lead):
        return False
    if due := _BEFORE.match(after):
        return not _NOT_DUE_AFTER.match(after[due.end() :])
    if re.match(DASH + r"\d", after) or (point.day is None and point.part is None):
        return False
    ends_range = before is not None and re.fullmatch(DASH, sentence[before.end : point.start])
    lead = sentence[max(0, before.start - _REACH) : before.start] if ends_range and before else lead
    if label := _last_label(lead):
        if label.startswith("即日起"):
            return bool(_OPEN_CALL.search(sentence))
        return "截至" not in label or "时间" in label or "日期" in label
    clause = re.split("[，。；]", re.sub(r"\A[（(][^（）()]*[）)]", "", after))[0]
    return bool(
        re.search(r"(?:[于在]|请[^，。；]{0,12})\Z", lead)
        and point.day
        and _DUE_VERB.search(clause)
        and not re.match("起|后|开始|以来|至今|召开|举[办行]", after)
    )


def _last_label(lead: str) -> str:
    """A term's label (“截止时间：”, “报名时间为”) that stands right before a point."""
    labels = [match for match in _LABEL.finditer(lead[-40:]) if match.end() == len(lead[-40:])]
    return labels[-1].group() if labels else ""


def _wording(sentence: str, point: Point) -> str:
    """The sentence, or of a long one the clauses around the date."""
    whole = sentence.rstrip("。；！？")
    if len(whole) <= _LONGEST:
        return whole
    cuts = [0, *(m.end() for m in re.finditer("[，：]", whole)), len(whole)]
    at = max(n for n, cut in enumerate(cuts[:-1]) if cut <= point.start)
    first = max(at - 1, 0)
    last = next((n for n in range(at + 1, len(cuts)) if cuts[n] >= point.end + 4), len(cuts) - 1)
    if cuts[last] - cuts[first] < 20 and last + 1 < len(cuts):
        last += 1
    return whole[cuts[first] : cuts[last]].strip("，：；")[:160]
