"""Sample contexts of the public site."""

from collections.abc import Callable
from types import SimpleNamespace as Thing
from typing import Any

from django.utils.safestring import mark_safe

from tests.portal.look import samples as s

PUBLIC = s.HOUSE | {
    "house": Thing(
        name="",
        organiser="共青团曦原省委员会",
        undertaker="共青团曦原省委办公室",
        phone="0000-0000101",
        email="web@xiyuan.example",
        address="",
        site_code="",
        icp="",
        police="",
        correction_url="",
    ),
    "search_url": "/search/",
    "desk_url": "/desk/",
    "about_url": "/about/",
    "privacy_url": "/children-privacy/",
    "accessibility_url": "/accessibility/",
}


def public(section: str, **context: Any) -> dict[str, Any]:
    """A public page with what stands around it."""
    entries = ("首页", "通知公告", "专项行动", "典型", "公示与结果")
    nav = [Thing(title=title, url="?", current=title == section) for title in entries]
    title = getattr(context.get("page"), "title", "")
    above = () if title == section else (Thing(title=section, url="?"),)
    crumbs = () if section == "首页" else (Thing(title="首页", url="/"), *above, Thing(title=title, url=""))
    return PUBLIC | {"nav": nav, "crumbs": crumbs} | context


CAMPAIGN = Thing(
    title="“灯火相伴”青年志愿者陪伴农村留守儿童行动",
    theme="灯火相伴",
    summary="让农村留守儿童课余有人陪、假期有去处。全省县乡团组织用现有房屋开设“灯火小屋”，志愿服务队与学校结队不少于一学年。",
    url="?",
    stage=Thing(label="正在开展"),
    span="11月6日至12月18日",
    organisers=["共青团曦原省委员会"],
)


def phases() -> list[Thing]:
    """The campaign in its third phase."""
    rows = (
        ("部署", "11月6日至10日", "done"),
        ("集中开展", "11月16日至12月11日", "now"),
        ("试点申报", "11月27日前", "ahead"),
        ("自查", "12月11日前", "ahead"),
        ("总结", "12月18日前", "ahead"),
    )
    return [Thing(title=title, when=when, phase=phase, note="", url="") for title, when, phase in rows]


def notices() -> list[Thing]:
    """Three papers."""
    return [
        Thing(title=s.TITLE, url="?", number="团曦联〔2026〕3号", date=s.date(2026, 11, 9), organ="团曦原省委"),
        Thing(
            title="关于转发“灯火相伴”行动通知的通知",
            url="?",
            number="团澈联〔2026〕2号",
            date=s.date(2026, 11, 11),
            organ="团澈湖市委",
        ),
        Thing(
            title="关于做好“灯火相伴”行动有关工作的通知",
            url="?",
            number="团鹭发〔2026〕9号",
            date=s.date(2026, 11, 13),
            organ="团鹭汀县委",
        ),
    ]


def stories() -> list[Thing]:
    """Two 典型 of last year, and one with the drawn lamp."""
    return [
        Thing(
            title="渡口边的一小时",
            url="?",
            summary="晚渡镇有三个自然村隔水，孩子放学要等最后一班船。镇团委把渡口旁的旧候船室收拾出来，取名“灯火小屋”。",
            organ="鹭汀县晚渡镇团委",
            year=2025,
            drawn="ferry",
        ),
        Thing(
            title="“周三通话角”志愿服务队",
            url="?",
            summary="每周三晚七点，枫眠县第二中学的四间活动室轮流亮灯，孩子可以安静地和父母说上一刻钟。",
            organ="团枫眠县委",
            year=2025,
            drawn="windows",
        ),
        Thing(
            title="山莓镇的周末灯火",
            url="?",
            summary="志愿者与返乡老师搭班，一学年没有断过一次。",
            organ="莓岭县山莓镇团委",
            year=2025,
            drawn="lamp",
        ),
    ]


def results_rows() -> list[Thing]:
    """One open 公示, one 结果."""
    return [
        Thing(
            title="“灯火相伴”行动省级试点拟确定名单公示",
            url="?",
            kind="公示",
            until=s.date(2026, 12, 4),
            date=s.date(2026, 11, 28),
        ),
        Thing(title="2025年度青年志愿服务集体名单", url="?", kind="结果", until=None, date=s.date(2026, 10, 30)),
    ]


def home() -> dict[str, Any]:
    """The public home in the middle of the campaign."""
    return public(
        "首页",
        page=Thing(title="首页", intro="曦原省共青团的通知、征集和典型。"),
        campaign=CAMPAIGN,
        phases=phases(),
        notices=notices(),
        cases=stories(),
        results=results_rows(),
        notices_url="/notices/",
        showcase_url="/showcase/",
        results_url="/results/",
    )


def home_empty() -> dict[str, Any]:
    """The public home on its first day."""
    return public(
        "首页",
        page=Thing(title="曦原共青团", intro="曦原省共青团的通知、征集和典型。"),
        notices=[],
        cases=[],
        results=[],
    )


def campaign() -> dict[str, Any]:
    """The campaign's page."""
    return public(
        "专项行动",
        page=Thing(title=CAMPAIGN.title),
        body=mark_safe("<h2>怎样参加</h2><p>向所在乡镇团委报名，由县团委统一结队。</p>"),
        campaign=CAMPAIGN,
        phases=phases(),
        notices=notices()[:2],
        cases=stories()[:2],
        results=results_rows()[:1],
        figures=[
            Thing(number=40, unit="间", label="灯火小屋"),
            Thing(number=76, unit="次", label="开放"),
            Thing(number="1,138", unit="人次", label="陪伴"),
        ],
    )


def notice() -> dict[str, Any]:
    """A public paper."""
    return public(
        "通知公告",
        page=Thing(title=s.TITLE, summary="让农村留守儿童课余有人陪、假期有去处。"),
        paper=s.PAPER,
        facts=[
            s.fact("索引号", "990000-2026-00003"),
            s.fact("发文机关", "、".join(s.ISSUERS)),
            s.fact("发文字号", "团曦联〔2026〕3号"),
            s.fact("成文日期", "2026年11月5日"),
            s.fact("文种", "通知"),
            s.fact("发布日期", "2026年11月9日"),
        ],
        pdf=Thing(url="?", size=212_000),
        files=s.FILES,
        source=Thing(title="2026年全省共青团工作要点", url="?", organ="团曦原省委", number="团曦发〔2026〕8号"),
        children=notices()[1:],
    )


def showcase() -> dict[str, Any]:
    """The story of the ferry."""
    return public(
        "典型",
        page=Thing(title="渡口边的一小时", summary="镇团委把渡口旁的旧候船室收拾出来，取名“灯火小屋”。"),
        case=Thing(
            title="渡口边的一小时",
            organ="鹭汀县晚渡镇团委",
            year=2025,
            kind="做法",
            drawn="ferry",
            caption="渡口旁的旧候船室，周二、周四亮灯。",
            paragraphs=[
                "晚渡镇有三个自然村隔水，孩子放学要等最后一班船。镇团委把渡口旁的旧候船室收拾出来，取名“灯火小屋”，周二、周四由大学生和退休教师各一人值守。",
                "他们没有另立台账，只在门口挂一块牌：今天来了几人，谁送谁接。一年下来开放76次，陪伴1138人次，没有一次空岗。",
            ],
            takeaways=["用现成的房，守固定的时，留最少的字。"],
            difficulties=["冬季天黑早，值守人返程仍靠镇上顺风车。"],
            note="照片为背影，监护人同意书已存；村名、姓名均未出现。",
        ),
        adopted=[
            Thing(organ="团葵原县委", date=s.date(2026, 3, 1), url=""),
            Thing(organ="团枫眠县委", date=s.date(2026, 5, 1), url=""),
        ],
        campaign=Thing(title="灯火相伴", url="?"),
        others=stories()[1:],
        published_on=s.date(2025, 12, 26),
    )


def results() -> dict[str, Any]:
    """The list of pilots during its 公示."""
    groups = [
        Thing(title="霁山市", rows=[Thing(name="枫眠县", note="省级指定")]),
        Thing(title="澈湖市", rows=[Thing(name="鹭汀县", note=""), Thing(name="萤田县", note="")]),
    ]
    return public(
        "公示与结果",
        page=Thing(title="“灯火相伴”行动省级试点拟确定名单公示", first_published_at=s.at(11, 28)),
        kind="公示",
        lead="经自主申报、市级推荐和省级审查，拟确定下列县为试点，现予公示。",
        period=Thing(since=s.date(2026, 11, 28), until=s.date(2026, 12, 4), open=True),
        objections="团曦原省委青年发展部，电话0000-0000103。",
        groups=groups,
        notice=Thing(title=s.TITLE, url="?"),
    )


def search() -> dict[str, Any]:
    """A search with one hit."""
    hit = Thing(
        title=[Thing(text=s.TITLE, hit=False)],
        url="?",
        excerpt=[
            Thing(text="利用学校、社区现有房屋开设“", hit=False),
            Thing(text="灯火小屋", hit=True),
            Thing(text="”，每周开放不少于两次。", hit=False),
        ],
        day=s.date(2026, 11, 9),
        kind="通知公告",
    )
    return public("通知公告", page=None, query="灯火小屋", hits=[hit], total=1)


def listing(section: str, title: str, **context: Any) -> Callable[[], dict[str, Any]]:
    """A list page of the public site."""
    return lambda: public(section, page=Thing(title=title), **context)
