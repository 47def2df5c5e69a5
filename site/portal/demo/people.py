"""The people of the sample province, their posts, and how they sign in. All names are invented; phones begin with 0000."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from workflows.organisations.models import Membership, Organisation, Role, User

from .calendar import nominal

PASSWORD = "xiyuan-2026"  # noqa: S105 - shown on the login page of the demo


@dataclass(frozen=True)
class Person:
    """A login, a name, and posts as ``(organisation code, role, title)``; ``*`` before a title marks the principal."""

    username: str
    name: str
    posts: tuple[tuple[str, str, str], ...]


OFFICE, YOUTH, MEDIA = "990000-1", "990000-2", "990000-3"

PEOPLE = (
    Person("linyuan", "林予安", ((YOUTH, "drafter", "青年发展部干事"),)),
    Person("zhoushenxing", "周慎行", ((YOUTH, "reviewer", "青年发展部部长"),)),
    Person("guzhibai", "顾知白", ((OFFICE, "office", "办公室主任"),)),
    Person("qinwangchuan", "秦望川", (("990000", "deputy", "副书记"),)),
    Person("lusiqi", "陆思齐", (("990000", "secretary", "*书记"),)),
    Person("zhongqing", "钟晴", ((OFFICE, "clerk", "办公室文书"), (OFFICE, "unit_admin", "单位管理员"))),
    Person("fushouzheng", "傅守正", ((OFFICE, "sealkeeper", "办公室用印、档案"),)),
    Person("xiechangle", "谢常乐", ((MEDIA, "publicity", "宣传部干事"),)),
    Person("yezhiqiu", "叶知秋", (("990000", "assessor", "评审"),)),
    Person("fangjibai", "方既白", (("990000", "assessor", "评审"),)),
    Person("jiangtingyu", "江听雨", (("990000", "assessor", "评审"),)),
    Person("jianmingxia", "简明夏", (("990000", "privacy", "儿童信息保护负责人"),)),
    Person("xitong", "卫一新", (("990000", "sysadmin", "系统管理员"),)),
    Person("anquan", "安守静", (("990000", "secadmin", "安全管理员"),)),
    Person("shenji", "岑明鉴", (("990000", "auditor", "审计员"),)),
    Person("xunanzhi", "许南枝", (("990100-2", "drafter", "青年发展部干事"),)),
    Person("baijingxing", "白景行", (("990100-2", "reviewer", "青年发展部部长"), ("990100-1", "office", "办公室主任"))),
    Person("songhuaiyuan", "宋怀远", (("990100", "deputy", "副书记"),)),
    Person("heqingyue", "何清越", (("990100", "secretary", "*书记"),)),
    Person(
        "dingxiaoman",
        "丁小满",
        (("990100-1", "clerk", "文书"), ("990100-1", "sealkeeper", "用印"), ("990100-1", "unit_admin", "单位管理员")),
    ),
    Person("moyunzhou", "莫云舟", (("990200-2", "drafter", "干事"),)),
    Person("luqinghe", "陆清和", (("990200", "deputy", "副书记"),)),
    Person("xiaoshanyue", "萧山月", (("990200", "secretary", "*书记"),)),
    Person("tanshuyao", "谭书遥", (("990200-1", "clerk", "文书"),)),
    Person("wenruohan", "闻若涵", (("990300-2", "drafter", "干事"),)),
    Person("gaojianfeng", "高见风", (("990300", "deputy", "副书记"),)),
    Person("lanyijun", "蓝亦君", (("990300", "secretary", "*书记"),)),
    Person("qiusongnian", "邱松年", (("990300-1", "clerk", "文书"),)),
    Person(
        "tangxiaohe",
        "唐小禾",
        (("990121", "drafter", "干事"), ("990121", "clerk", "文书"), ("990121", "sealkeeper", "用印")),
    ),
    Person("mengyunshu", "孟云舒", (("990121", "secretary", "*书记"),)),
    Person("jingheming", "景鹤鸣", (("990122", "drafter", "干事"), ("990122", "clerk", "文书"))),
    Person("youyishan", "游一山", (("990122", "secretary", "*书记"),)),
    Person("hanyanwei", "韩言蔚", (("990123", "drafter", "干事"), ("990123", "clerk", "文书"))),
    Person("ruanxinghe", "阮星河", (("990123", "secretary", "*书记"),)),
    Person("yuwantang", "余晚棠", (("990101", "drafter", "干事"),)),
    Person("dongqiyang", "董启扬", (("990101", "secretary", "*书记"),)),
    Person("maizhiqiu", "麦知秋", (("990201", "drafter", "干事"),)),
    Person("shenjianlu", "沈见鹿", (("990201", "secretary", "*书记"),)),
    Person("fengyichen", "冯以辰", (("990221", "drafter", "干事"),)),
    Person("muqingtong", "穆青桐", (("990221", "clerk", "文书"),)),
    Person("suheyuan", "苏和原", (("990221", "secretary", "*书记"),)),
    Person("linshuangye", "蔺霜叶", (("990222", "drafter", "干事"),)),
    Person("zhuangbaichuan", "庄百川", (("990222", "secretary", "*书记"),)),
    Person("xiayouqing", "夏有晴", (("990223", "drafter", "干事"),)),
    Person("tengyuanzhi", "滕远之", (("990223", "secretary", "*书记"),)),
    Person("yaoyunfan", "姚云帆", (("990301", "drafter", "干事"),)),
    Person("niechengzhou", "聂成舟", (("990301", "secretary", "*书记"),)),
    Person("shaoguoguo", "邵果果", (("990321", "drafter", "干事"),)),
    Person("wuyinan", "武亦南", (("990321", "secretary", "*书记"),)),
    Person("geyuanyuan", "葛圆圆", (("990322", "drafter", "干事"),)),
    Person("kuangyechun", "况野春", (("990322", "secretary", "*书记"),)),
    Person("chengduoduo", "程朵朵", (("990323", "drafter", "干事"),)),
    Person("gujinnan", "古今南", (("990323", "secretary", "*书记"),)),
    Person(
        "luoazhou", "罗阿舟", (("990121002", "secretary", "*团委书记（兼职）"), ("990121002", "reporter", "填报人"))
    ),
    Person(
        "ludisheng", "陆笛声", (("990121001", "secretary", "*团委书记（兼职）"), ("990121001", "reporter", "填报人"))
    ),
    Person(
        "yueshuying", "岳疏影", (("990121003", "secretary", "*团委书记（兼职）"), ("990121003", "reporter", "填报人"))
    ),
    Person("duruo", "杜若", (("99S06", "secretary", "*大队辅导员"), ("99S06", "reporter", "填报人"))),
    Person("fushuangchen", "傅霜晨", (("99S08", "secretary", "*团委书记"), ("99S08", "reporter", "填报人"))),
    Person("jianran", "季安然", (("990000-JY", "liaison", "联络员"),)),
    Person("yunanqiao", "郁南乔", (("99S05", "secretary", "*团委书记"), ("99S05", "reporter", "填报人"))),
    Person("xiejunyue", "谢珺玥", (("990121003", "reporter", "志愿者（协助填报）"),)),
    Person("zhaoshengzhe", "赵昇喆", (("99S07", "reporter", "志愿者（协助填报）"),)),
)


def load_people(places: dict[str, Organisation]) -> dict[str, User]:
    """Write people and their posts, held since before the papers of last year; returns the people by login."""
    password = make_password(PASSWORD)
    people = {
        person.username: User.objects.create(
            username=person.username,
            name=person.name,
            password=password,
            email=f"{person.username}@xiyuan.example",
            phone=f"0000-0000{100 + index}",
        )
        for index, person in enumerate(PEOPLE, 1)
    }
    roles = {role.key: role for role in Role.objects.all()}
    since = nominal(1, 5) - timedelta(days=2 * 364)
    Membership.objects.bulk_create(
        Membership(
            user=people[person.username],
            organisation=places[code],
            role=roles[role],
            title=title.removeprefix("*"),
            principal=title.startswith("*"),
            since=since,
            proposed_by=people["xitong"],
            confirmed_by=people["anquan"],
            confirmed_at=timezone.now(),
        )
        for person in PEOPLE
        for code, role, title in person.posts
    )
    return people
