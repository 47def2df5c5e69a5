"""活动总结 of the story, 逐级汇总: 鹭汀县 with a unit in every state, 萤田县 already added up and sent to the city."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from documents.files.kinds import Group
from documents.submissions import compiling, drafting, returning, zeroing
from documents.submissions.models import Addressee, Call, Submission
from workflows import engine
from workflows.organisations.posts import posts

from . import answers, drawings, papers
from .answering import Office
from .calendar import moment, nominal

COUNTY, SISTER = "990121", "990122"


class Summaries:
    """One call of the city and what comes of it; what was in time on the day of the story is so on every day."""

    def __init__(self, office: Office, call: Call) -> None:
        self.office = office
        self.cast = office.cast
        self.call = call
        self.units = {row.organ_id: row for row in Addressee.objects.filter(call=call).select_related("call")}

    def in_time(self, unit: str, when: datetime) -> datetime:
        """*when*, but not after the unit's term: holidays must not make everybody late."""
        return min(when, self.units[self.office.places[unit].pk].due_at - timedelta(hours=2))

    def accept(self, case: Any, who: str, when: datetime, words: str = "") -> None:
        """审核通过 at *when*, though never before the paper came nor after now."""
        came = max(when, case.entered_at + timedelta(hours=1))
        self.cast.act(case, "accept", who, min(came, timezone.now()), words)

    def report(
        self,
        unit: str,
        who: str,
        values: answers.Answers,
        when: datetime,
        *,
        picture: Any = None,
        above: str = "",
    ) -> tuple[Submission, Any]:
        """A unit fills in and sends; with *above* its superior enters what came on paper (代报)."""
        paper = {"filed_by": self.office.places[above], "post": posts(self.cast[who])[0]} if above else {}
        submission = self.office.begin(self.call, unit, who, when, **paper)
        if picture is not None:
            values = {**values, "pictures": [self.office.attach(submission, who, picture, Group.PICTURE)]}
        if above:
            values = {**values, "paper": [self.office.attach(submission, who, drawings.sealed_scan(), Group.SCAN)]}
        self.office.fill(submission, who, values, when)
        return submission, self.office.send(submission, who, when)

    def nothing(self, unit: str, who: str, reason: str, when: datetime) -> Any:
        """零报送."""
        submission = zeroing.report_nothing(self.call, self.office.places[unit], reason, actor=self.cast[who], now=when)
        return self.office.send(submission, who, when)


def tell_summaries(office: Office) -> Call:
    """The call of the city, its units, and the two counties."""
    call = office.call(
        Call.Kind.SUMMARY,
        "“灯火相伴”行动第一阶段活动总结",
        "990100",
        "xunanzhi",
        moment(11, 12, "9:30"),
        mode=Call.Mode.COMPILE,
        levels=["county", "township", "grassroots"],
        until=nominal(11, 26),
        lead_days=3,
        period=f"{papers.on(nominal(11, 5))}至{papers.on(nominal(11, 16))}",
        instructions=(
            "乡镇、学校报到县为止，县里审核以后汇总，数字自动相加，另写一份报告报市。"
            "只报数字，不报姓名；没有开放的零报送。图片不超过3张，不出现儿童正脸。"
        ),
    )
    told = Summaries(office, call)
    _tell_luting(told)
    _tell_yingtian(told)
    return call


def _tell_luting(told: Summaries) -> None:
    """晚渡、芦哨已报，月梳退回，石灯坪代报，县一中未报，晚渡小学逾期补报，特教学校零报送."""
    cast = told.cast
    sent = told.in_time("990121001", moment(11, 17, "15:20"))
    _paper, case = told.report("990121001", "ludisheng", answers.LUSHAO, sent, picture=drawings.lanterns())
    told.accept(case, "tangxiaohe", moment(11, 18), "数字与开放记录一致。")

    sent = told.in_time("990121002", moment(11, 18, "18:40"))
    _paper, case = told.report("990121002", "luoazhou", answers.WANDU, sent, picture=drawings.lamp_house())
    told.accept(case, "tangxiaohe", moment(11, 19), "数字与开放记录一致。")

    sent = told.in_time("990121003", moment(11, 18, "16:05"))
    paper, case = told.report("990121003", "xiejunyue", answers.YUESHU, sent, picture=drawings.group_photo())
    case = cast.act(case, "agree", "yueshuying", sent + timedelta(minutes=30), "属实。")
    seen = max(moment(11, 19, "10:10"), sent + timedelta(hours=1))
    county = told.office.places[COUNTY]
    paper.refresh_from_db()
    remarks = {"pictures": "第1张照片里孩子露出正脸，请换成背影或场景。"}
    returning.write_remarks(paper, remarks, actor=cast["tangxiaohe"], organ=county, now=seen)
    words = "照片露正脸，换好再报，数字不用动。"
    cast.act(case, "return", "tangxiaohe", seen, words, to="draft")

    sent = told.in_time("990121004", moment(11, 19, "11:00"))
    _paper, case = told.report("990121004", "tangxiaohe", answers.SHIDENG, sent, above=COUNTY)
    told.accept(case, "mengyunshu", moment(11, 20), "纸质材料已核。")

    why = "本期学校迎接评估，小屋没有开放。"
    case = told.nothing("99S07", "zhaoshengzhe", why, told.in_time("99S07", moment(11, 19, "14:30")))
    told.accept(case, "tangxiaohe", moment(11, 20, "9:30"))

    late = max(moment(11, 24, "16:50"), told.units[told.office.places["99S06"].pk].due_at + timedelta(hours=1))
    told.report("99S06", "duruo", answers.WANDU_SCHOOL, late)


def _tell_yingtian(told: Summaries) -> None:
    """Three townships on paper, added up, one figure changed with a word, on its way to the city."""
    for suffix, figures in (("001", (8, 96, 6, 12, 1)), ("002", (11, 150, 9, 20, 1)), ("003", (6, 70, 5, 9, 1))):
        unit = f"{SISTER}{suffix}"
        when = told.in_time(unit, moment(11, 18, "10:00"))
        _paper, case = told.report(unit, "jingheming", answers.summary(*figures), when, above=SISTER)
        told.accept(case, "youyishan", moment(11, 19), "已核。")
    clerk, county = told.cast["jingheming"], told.office.places[SISTER]
    when = moment(11, 24, "10:00")
    report = compiling.compile_report(told.call, county, actor=clerk, post=posts(clerk)[0], now=when)
    changed = {"volunteers": "23", f"volunteers{compiling.NOTE}": "加县直机关志愿者3人"}
    drafting.save_draft(report, clerk, {**answers.YINGTIAN, **changed}, now=when)
    told.office.send(report, "jingheming", when)
    case = engine.instance_of(report)
    told.cast.act(case, "agree", "youyishan", moment(11, 24, "15:30"), "属实，同意报送。")
