"""行文方向: how far up, down or sideways a paper may go (条例第14–17条)."""

import re
from collections.abc import Iterator

from documents.notices.reading.kinds import UPWARD
from documents.notices.reading.organs import is_league

from .rule import Hit, Paper, rule

_LEAGUE_RANKS = (
    (1, re.compile(r"团中央|共青团中央")),
    (2, re.compile(r"团省委|共青团[\u4e00-\u9fff]{1,6}(?:省|自治区)委")),
    (3, re.compile(r"团市委|团州委|共青团[\u4e00-\u9fff]{1,8}?[市州盟]委")),
    (4, re.compile(r"团[县区旗]委|共青团[\u4e00-\u9fff]{1,10}?[县区旗]委")),
    (5, re.compile(r"[镇乡]团委|街道团工?委|共青团[\u4e00-\u9fff]{1,10}?[镇乡]委")),
)
_LOWER = re.compile(r"\A(?:各|全)[\u4e00-\u9fff（）、]{0,12}(?:团|县|区|乡|镇|街道|学校|基层)|基层团组织")
_SISTER = re.compile(
    r"(?:教育|教体|民政|公安|司法|财政|卫健|卫生健康|人社|人力资源|文旅|农业农村|统计|审计)[\u4e00-\u9fff]{0,6}[局厅]\Z|(?:妇联|残联|科协|文联|总工会)\Z"
)


def _rank(name: str) -> int | None:
    """1 the centre … 5 the township; None for what is no league committee of a plain level."""
    return next((rank for rank, pattern in _LEAGUE_RANKS if pattern.search(name)), None)


@rule("relation.skips", "warning", "越级行文", "条例第14条")
def skips(paper: Paper) -> Iterator[Hit]:
    """A paper upward goes to the next level; whoever skips one sends a copy to the level that was skipped."""
    reading = paper.reading
    ranks = [rank for name in reading.issuers if (rank := _rank(name))]
    if reading.kind not in UPWARD or len(set(ranks)) != 1:
        return
    for name in reading.recipients:
        target = _rank(name)
        between = set(range(target + 1, ranks[0])) if target else set()
        if between and not between <= {rank for copied in reading.cc if (rank := _rank(copied))}:
            yield Hit(f"主送“{name}”越过了上一级团委。一般不越级行文，确有必要的，请抄送被越过的机关。", name)


@rule("relation.copied-down", "warning", "上行文抄送了下级", "条例第15条（一）")
def copied_down(paper: Paper) -> Iterator[Hit]:
    """What is reported or asked upward is not copied to lower organs at the same time."""
    if paper.reading.kind not in UPWARD:
        return
    for name in paper.reading.cc:
        if _LOWER.search(name):
            yield Hit(f"{paper.reading.kind}是上行文，不同时抄送下级机关，现抄送了“{name}”。请删去。", name)


@rule("relation.superior-copy", "info", "重要公文没有抄送直接上级", "条例第16条（一）")
def superior_copy(paper: Paper) -> Iterator[Hit]:
    """An important paper downward is copied to the organ directly above."""
    reading = paper.reading
    ranks = [rank for name in reading.issuers if (rank := _rank(name))]
    if (
        not reading.important
        or reading.kind not in {"通知", "通报", "决定", "意见", "批复"}
        or not ranks
        or min(ranks) == 1
    ):
        return
    if not any((rank := _rank(name)) and rank < min(ranks) for name in reading.cc):
        yield Hit("这份公文标为重要公文。重要的下行文应同时抄送直接上级团委，请在抄送里补上。")


@rule("relation.sideways", "warning", "向不相隶属的机关用了请示、报告", "条例第8条（十四）")
def sideways(paper: Paper) -> Iterator[Hit]:
    """A league committee asks and answers organs of other systems by 函."""
    if paper.reading.kind not in UPWARD or not any(is_league(name) for name in paper.reading.issuers):
        return
    for name in paper.reading.recipients:
        if _SISTER.search(name) and not is_league(name):
            yield Hit(f"“{name}”与团组织不相隶属，商洽工作、请求批准用函，不用{paper.reading.kind}。请改文种。", name)
