"""What an organ keeps from year to year: its 主送组, its templates, and the papers of last year in register and archive."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from documents.incoming import handling
from documents.incoming.models import Incoming
from documents.notices import beginning, groups
from documents.notices.groups import GroupVersion, Meaning
from documents.notices.models import Notice
from workflows.organisations.models import Level, Organisation
from workflows.organisations.posts import posts

from . import papers
from .calendar import year_before
from .issuing import COUNTY, PROVINCE, Registry

COMMITTEES = (Organisation.Kind.COMMITTEE.value,)


@dataclass(frozen=True)
class Group:
    """A 主送组: whose, by what name, which level below, which organs by code, and who keeps it."""

    organ: str
    name: str
    keeper: str
    levels: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    note: str = ""


GROUPS = (
    Group("990000", "各市团委", "zhongqing", (Level.CITY.value,)),
    Group("990000", "各县（区）团委", "zhongqing", (Level.COUNTY.value,)),
    Group("990000", "各省属高校团委", "zhongqing", added=("99S01",)),
    Group("990000", "各省属高校团委", "zhongqing", added=("99S01", "99S02"), note="澈湖师范学院团委转为省属"),
    Group("990100", "各县（区）团委", "dingxiaoman", (Level.COUNTY.value,)),
    Group("990121", "各乡镇团委", "tangxiaohe", (Level.TOWNSHIP.value,)),
    Group("990121", "各学校团委", "tangxiaohe", added=("99S05", "99S07")),
)


def tell_groups(registry: Registry) -> None:
    """The groups, kept since last year; one of them was changed in spring."""
    since = year_before(9, 9)
    for told in GROUPS:
        organ, keeper = registry.places[told.organ], registry.cast[told.keeper]
        added = frozenset(registry.places[code].pk for code in told.added)
        meant = Meaning(told.levels, COMMITTEES if told.levels else (), added)
        known = groups.RecipientGroup.objects.filter(organ=organ, name=told.name).first()
        made = groups.keep(organ, told.name, meant, by=keeper, held=posts(keeper), group=known, note=told.note)
        GroupVersion.objects.filter(pk=made.pk).update(at=since + timedelta(days=180) if known else since)


def tell_templates(registry: Registry, told: dict[str, Notice]) -> None:
    """存为模板: papers that come every year, each kept by who drafts it."""
    for key, name, keeper in (
        ("joint", "联合开展专项行动", "linyuan"),
        ("training", "志愿者培训", "linyuan"),
        ("city", "转发省里通知", "xunanzhi"),
        ("county", "乡镇月报要求", "tangxiaohe"),
    ):
        beginning.keep_template(told[key], name=name, user=registry.cast[keeper])


def tell_last_year(registry: Registry) -> None:
    """Three papers of last year, all of them dealt with; two before the day of the story, one after it."""
    report = _sent(registry, papers.summer_report(), "990121", "团鹭报", year_before(10, 20), kind="报告")
    registry.sign_for(report, {"heqingyue": year_before(10, 21)})
    winter = _sent(registry, papers.winter_service(), "990000-2", "团曦发", year_before(11, 17))
    registry.sign_for(
        winter,
        {
            "heqingyue": year_before(11, 18),
            "xiaoshanyue": year_before(11, 18, "10:00"),
            "lanyijun": year_before(11, 18, "11:00"),
        },
    )
    duty = _sent(registry, papers.winter_duty(), "990121", "团鹭发", year_before(12, 9))
    registry.sign_for(duty, {"ludisheng": year_before(12, 10), "luoazhou": year_before(12, 10, "18:30")})
    when = year_before(11, 19)
    _filed(registry, report, "990100", "dingxiaoman", "baijingxing", year_before(10, 22))
    _filed(registry, winter, "990100", "dingxiaoman", "baijingxing", when)
    _filed(registry, winter, "990200", "tanshuyao", "tanshuyao", when)
    _filed(registry, winter, "990300", "qiusongnian", "qiusongnian", when)
    for code, username in (("990121001", "ludisheng"), ("990121002", "luoazhou")):
        case = handling.case_of(Incoming.objects.get(receipt__notice=duty, organ=registry.places[code]))
        registry.cast.act(case, "settle", username, year_before(12, 11), "已阅，照办。")


def _sent(
    registry: Registry, text: papers.PaperText, place: str, mark: str, when: datetime, kind: str = "通知"
) -> Notice:
    """A paper that was drafted, signed and sent out within a day or two."""
    desk = PROVINCE if place.startswith("990000") else COUNTY
    paper = registry.draft(text, place, desk.draft, mark, when, kind=kind, campaign=None)
    hours = [when + timedelta(minutes=minutes) for minutes in (30, 60, 180, 240, 270)]
    return registry.issue(paper, desk, hours, copies=10)


def _filed(registry: Registry, notice: Notice, code: str, clerk: str, adviser: str, when: datetime) -> None:
    """收文 at a city: entered, and kept for reference."""
    case = handling.case_of(Incoming.objects.get(receipt__notice=notice, organ=registry.places[code]))
    case = registry.cast.act(case, "register", clerk, when)
    registry.cast.act(case, "file", adviser, when, "阅知存查。")
