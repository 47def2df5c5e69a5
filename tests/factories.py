"""A slice of the sample province, its people and papers. Every function writes exactly what its arguments say.

``tree()`` gives the organisations, ``people(places)`` somebody for every post in them, ``notice(...)`` a draft of a paper,
``carry(...)`` takes it along its way.
Names are those of the fictional province 曦原; whoever needs a fresh single thing calls the small functions.
"""

from datetime import date, datetime
from itertools import count
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password
from django.core.files.base import ContentFile

from documents.notices import checking, content, distribution
from documents.notices.blocks import stream
from documents.notices.models import Artifact, Notice
from workflows import engine
from workflows.organisations.models import Delegation, Membership, Organisation, Role, User

SHANGHAI = ZoneInfo("Asia/Shanghai")
PASSWORD = "灯火相伴-2026"
TERM_BEGINS = date(2020, 1, 6)
IN_FORCE: dict[str, Any] = {"since": TERM_BEGINS, "confirmed_at": datetime(2020, 1, 6, 9, tzinfo=SHANGHAI)}

_serial = count(1)


def moment(day: int, hour: int = 9, minute: int = 0, *, month: int = 11) -> datetime:
    """A moment of 2026 in Shanghai; November unless told otherwise."""
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


def organisation(name: str, *, under: Organisation | None = None, level: str, **fields: Any) -> Organisation:
    """One organisation: a root, or a child of *under*. ``code`` is made up when it is not given."""
    fields.setdefault("code", f"F{next(_serial):05d}")
    node = {"name": name, "level": level, **fields}
    if under is None:
        return Organisation.add_root(**node)
    # The library counts children on the object in hand; a stale one would give two children the same path.
    return Organisation.objects.get(pk=under.pk).add_child(**node)


def department(name: str, organ: Organisation, **fields: Any) -> Organisation:
    """A department (内设部门) of *organ*."""
    return organisation(
        name, under=organ, level=organ.level, kind="department", organ=organ, profile=organ.profile, **fields
    )


def partner(name: str, level: str, region: str, *, under: Organisation | None = None) -> Organisation:
    """An organ of another system (兄弟单位), which meets ours by its region."""
    return organisation(name, under=under, level=level, kind="partner", region=region, short_name=name)


def tree() -> SimpleNamespace:
    """The slice: a province with three departments, two cities, four counties, two townships, a school, two partner organs.

    ``county`` and ``sister`` belong to ``city``; ``foreign`` belongs to ``other_city``: nobody there may see a paper of ``county``.
    """
    province = organisation(
        "共青团曦原省委", level="province", code="990000", region="990000", short_name="团省委", mark="团曦"
    )
    places = SimpleNamespace(province=province)
    places.youth = department("青年发展部", province, code="990000-2")
    places.office = department("办公室", province, code="990000-1")
    places.media = department("宣传部", province, code="990000-3")
    places.city = _committee("共青团澈湖市委", province, "city", "990100", "团澈湖市委", "团澈")
    places.other_city = _committee("共青团霁山市委", province, "city", "990200", "团霁山市委", "团霁")
    places.county = _committee("共青团鹭汀县委", places.city, "county", "990121", "团鹭汀县委", "团鹭", "small")
    places.sister = _committee("共青团萤田县委", places.city, "county", "990122", "团萤田县委", "团萤", "small")
    places.foreign = _committee("共青团枫眠县委", places.other_city, "county", "990221", "团枫眠县委", "团枫", "small")
    places.township = _committee("晚渡镇团委", places.county, "township", "990121002", "晚渡镇团委", "", "small")
    places.other_township = _committee("芦哨镇团委", places.county, "township", "990121001", "芦哨镇团委", "", "small")
    places.school = organisation(
        "鹭汀县第一中学团委",
        under=places.county,
        level="grassroots",
        kind="school",
        code="99S05",
        region="990121",
        short_name="鹭汀一中团委",
        profile="small",
    )
    places.education = partner("曦原省教育厅", "province", "990000")
    places.civil = partner("曦原省民政厅", "province", "990000")
    return places


def _committee(
    name: str, under: Organisation, level: str, code: str, short: str, mark: str, profile: str = "full"
) -> Organisation:
    return organisation(
        name, under=under, level=level, code=code, region=code[:6], short_name=short, mark=mark, profile=profile
    )


def person(name: str, *, username: str = "", **fields: Any) -> User:
    """Somebody without a post; signs in with :data:`PASSWORD`."""
    number = next(_serial)
    fields = {"phone": f"0000-0000{number % 900 + 100}", **fields}
    return User.objects.create_user(username=username or f"person{number}", password=PASSWORD, name=name, **fields)


def post(user: User, place: Organisation, role: str, **fields: Any) -> Membership:
    """A confirmed post, in force since long before any test."""
    given = {**IN_FORCE, **fields}
    return Membership.objects.create(user=user, organisation=place, role=Role.objects.get(key=role), **given)


def holder(name: str, place: Organisation, *roles: str, **fields: Any) -> User:
    """Somebody with these roles in *place*; ``title`` and ``principal`` go to every post."""
    user = person(name)
    for role in roles:
        post(user, place, role, **fields)
    return user


def delegation(membership: Membership, taker: User, *, since: date, until: date) -> Delegation:
    """委托代理: *taker* stands in for the holder of *membership*."""
    return Delegation.objects.create(
        giver=membership.user, taker=taker, membership=membership, since=since, until=until, reason="外出学习"
    )


POSTS = (
    ("drafter", "林予安", "youth", "drafter", "青年发展部干事"),
    ("reviewer", "周慎行", "youth", "reviewer", "青年发展部部长"),
    ("office", "顾知白", "office", "office", "办公室主任"),
    ("deputy", "秦望川", "province", "deputy", "副书记"),
    ("secretary", "陆思齐", "province", "secretary", "书记"),
    ("clerk", "钟晴", "office", "clerk", "办公室文书"),
    ("sealkeeper", "傅守正", "office", "sealkeeper", "用印、档案"),
    ("publicity", "谢常乐", "media", "publicity", "宣传部干事"),
    ("privacy", "简明夏", "province", "privacy", "儿童信息保护负责人"),
    ("sysadmin", "卫一新", "province", "sysadmin", "系统管理员"),
    ("auditor", "岑明鉴", "province", "auditor", "审计员"),
    ("city_drafter", "许南枝", "city", "drafter", "干事"),
    ("city_reviewer", "白景行", "city", "reviewer office", "部长"),
    ("city_deputy", "宋怀远", "city", "deputy", "副书记"),
    ("city_secretary", "何清越", "city", "secretary", "书记"),
    ("city_clerk", "丁小满", "city", "clerk sealkeeper", "文书"),
    ("county_drafter", "唐小禾", "county", "drafter clerk sealkeeper reporter", "干事"),
    ("county_secretary", "孟云舒", "county", "secretary", "书记"),
    ("sister_drafter", "景鹤鸣", "sister", "drafter clerk reporter", "干事"),
    ("sister_secretary", "游一山", "sister", "secretary", "书记"),
    ("other_city_secretary", "萧山月", "other_city", "secretary", "书记"),
    ("foreign_drafter", "冯以辰", "foreign", "drafter clerk reporter", "干事"),
    ("foreign_secretary", "苏和原", "foreign", "secretary", "书记"),
    ("township_secretary", "罗阿舟", "township", "secretary reporter", "团委书记（兼职）"),
    ("teacher", "杜若", "school", "reporter", "团委书记"),
    ("liaison", "季安然", "education", "liaison", "联络员"),
)
"""Everybody of :func:`people`: name of the post, name of the person, place in :func:`tree`, roles, title; secretaries are principal."""


def people(places: SimpleNamespace) -> SimpleNamespace:
    """Somebody for every post of the slice, named by the post: ``drafter`` (省 拟稿) … ``county_secretary``, ``foreign_drafter``.

    Written in two strokes, since nearly every test of a page begins with it.
    """
    roles = {role.key: role for role in Role.objects.all()}
    hashed = make_password(PASSWORD)
    users = {post: _unsaved(name, hashed) for post, name, *_ in POSTS}
    User.objects.bulk_create(users.values())
    Membership.objects.bulk_create(
        Membership(
            user=users[post],
            organisation=getattr(places, place),
            role=roles[role],
            title=title,
            principal=title == "书记",
            **IN_FORCE,
        )
        for post, _, place, keys, title in POSTS
        for role in keys.split()
    )
    return SimpleNamespace(**users)


def _unsaved(name: str, hashed: str) -> User:
    number = next(_serial)
    return User(username=f"person{number}", password=hashed, name=name, phone=f"0000-0000{number % 900 + 100}")


BODY = (
    (0, "为让农村留守儿童课余有人陪、假期有去处，现将有关事项通知如下。"),
    (1, "一、主要任务"),
    (2, "（一）办好小屋。利用学校、社区现有房屋开设“灯火小屋”，每周开放不少于两次。"),
    (1, "二、时间安排"),
    (0, "各地于12月18日17:30前报送总结。"),
)


def draft(place: Organisation, author: User, **fields: Any) -> Notice:
    """The row of a paper without a process; most tests want :func:`notice`."""
    given = {
        "kind": "通知",
        "title": "关于开展“灯火相伴”青年志愿者陪伴农村留守儿童行动的通知",
        "recipients": "各市团委",
        "contact": "联系人：林予安，电话：0000-0000103",
        **fields,
    }
    body = given.pop("body", BODY)
    paper = Notice(organ=place.as_organ, organisation=place, author=author, **given)
    paper.body = paper._meta.get_field("body").to_python(stream(body))
    paper.save()
    return paper


def notice(place: Organisation, author: User, *, now: datetime | None = None, **fields: Any) -> Notice:
    """A paper in its first state, 拟稿, drafted in *place* by *author*."""
    paper = draft(place, author, **fields)
    engine.start(paper, "issue", actor=author, now=now)
    return paper


PROVINCE_ROUTE = (
    ("submit", "drafter"),
    ("check_pass", "reviewer"),
    ("office_pass", "office"),
    ("deputy_pass", "deputy"),
    ("sign", "secretary"),
    ("recheck_pass", "clerk"),
    ("register", "clerk"),
    ("print", "sealkeeper"),
    ("dispatch", "clerk"),
)
"""发文 in an organ of full profile: each transition and who takes it."""

CITY_ROUTE = tuple(
    (transition, f"city_{post}")
    for transition, post in (
        ("submit", "drafter"),
        ("check_pass", "reviewer"),
        ("office_pass", "reviewer"),
        ("deputy_pass", "deputy"),
        ("sign", "secretary"),
        ("recheck_pass", "clerk"),
        ("register", "clerk"),
        ("print", "clerk"),
        ("dispatch", "clerk"),
    )
)
"""The same in a city, where one person checks and reviews, and one keeps numbers and seal."""

COUNTY_ROUTE = (
    ("submit", "county_drafter"),
    ("check_pass", "county_drafter"),
    ("sign", "county_secretary"),
    ("recheck_pass", "county_drafter"),
    ("register", "county_drafter"),
    ("print", "county_drafter"),
    ("dispatch", "county_drafter"),
)
"""发文 in an organ of two people (并岗)."""


def carry(
    paper: Notice,
    who: SimpleNamespace,
    to: str,
    *,
    route: tuple[tuple[str, str], ...] = PROVINCE_ROUTE,
    recipients: tuple[Organisation, ...] = (),
    now: datetime | None = None,
) -> Any:
    """Let everybody on *route* do their step until 发文 of *paper* stands in state *to*; the case is returned.

    What the clerk fills in at 登记编号 is filled in; the print is a row without a rendered page (:func:`printed`).
    """
    case = engine.instance_of(paper, "issue")
    for transition, post_name in route:
        if case.state == to:
            return case
        actor = getattr(who, post_name)
        _prepare(paper, transition, actor, recipients)
        case = engine.act(engine.Action(case.pk, transition, actor, opinion="同意。"), now=now).instance
    if case.state != to:
        raise AssertionError(f"the route ends in {case.state}, not in {to}")
    return case


def _prepare(paper: Notice, transition: str, actor: User, recipients: tuple[Organisation, ...]) -> None:
    """What must be there before the step."""
    if transition in {"submit", "sign"}:
        checking.tick(Notice.objects.get(pk=paper.pk), actor)
    if transition == "register":
        Notice.objects.filter(pk=paper.pk).update(mark=f"{paper.organ.mark}发", copies=30)
        distribution.save(paper, main=[node.pk for node in recipients or _below(paper.organ)], cc=[])
    if transition == "print":
        printed(Notice.objects.get(pk=paper.pk), actor)


def _below(organ: Organisation) -> list[Organisation]:
    """The organs directly below *organ*."""
    return [node for node in Organisation.objects.get(pk=organ.pk).get_children() if node.organ_id is None]


def printed(paper: Notice, user: User, kind: str = Artifact.Kind.ISSUED) -> Artifact:
    """A print that fits the text and the number; its page is a stand-in, its report clean."""
    artifact = Artifact(
        notice=paper,
        kind=kind,
        content=content.digest(paper),
        number=paper.number,
        sha256="0" * 64,
        pages=2,
        report={"ok": True, "blocked": False, "findings": []},
        made_by=user,
    )
    artifact.file.save(f"{paper.pk}-{kind}.pdf", ContentFile(b"%PDF-1.7 sample"), save=False)
    artifact.save()
    return artifact
