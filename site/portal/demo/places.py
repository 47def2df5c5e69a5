"""曦原省: places that do not exist (region codes 99xxxx are assigned to nobody), and the league organisations in them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from workflows.organisations.models import Level, Organisation

Add = Callable[..., None]

FULL, SMALL = Organisation.Profile.FULL, Organisation.Profile.SMALL
Kind = Organisation.Kind


@dataclass(frozen=True)
class County:
    """A county or district: its name, the character of its 代字, and its townships."""

    name: str
    mark: str
    townships: tuple[str, ...]


@dataclass(frozen=True)
class City:
    """A city with its counties."""

    name: str
    mark: str
    counties: tuple[County, ...]


PROVINCE = "曦原省"
PROVINCE_REGION = "990000"

CITIES = (
    City(
        "澈湖市",
        "澈",
        (
            County("绘桥区", "绘", ("拾灯街道", "纸鸢街道", "晚钟镇")),
            County("鹭汀县", "鹭", ("芦哨镇", "晚渡镇", "月梳乡", "石灯坪乡")),
            County("萤田县", "萤", ("稻影镇", "蛙鸣镇", "草垛乡")),
            County("榴溪县", "榴", ("红檐镇", "青瓦渡镇", "木铃乡")),
        ),
    ),
    City(
        "霁山市",
        "霁",
        (
            County("笛台区", "笛", ("竹哨街道", "云栈街道", "听松镇")),
            County("枫眠县", "枫", ("落叶镇", "枕石镇", "暖坡乡", "霜径乡")),
            County("橡谷县", "橡", ("松果镇", "橡碗镇", "鹿径乡")),
            County("蝉坪县", "蝉", ("夏荫镇", "蝉衣乡", "露台镇")),
        ),
    ),
    City(
        "栀林市",
        "栀",
        (
            County("筝浦区", "筝", ("风铃街道", "帆影街道", "浅滩镇")),
            County("莓岭县", "莓", ("山莓镇", "蜜径镇", "荆篱乡", "雾坪乡")),
            County("葵原县", "葵", ("葵阳坡镇", "葵盘镇", "麦芒坡乡", "籽仓乡")),
            County("橙坞县", "橙", ("橙香镇", "果篮乡", "柚影镇")),
        ),
    ),
)

DEPARTMENTS = {
    "province": ("办公室", "青年发展部", "宣传部", "权益与社会工作部"),
    "city": ("办公室", "青年发展部"),
}

# (code suffix, name, superior by region code)
SCHOOLS = (
    ("S01", "曦原理工大学团委", "990000"),
    ("S02", "澈湖师范学院团委", "990000"),
    ("S03", "霁山职业学院团委", "990200"),
    ("S04", "栀林市实验中学团委", "990300"),
    ("S05", "鹭汀县第一中学团委", "990121"),
    ("S06", "晚渡镇中心小学少先队大队", "990121002"),
    ("S07", "鹭汀县特殊教育学校团支部", "990121"),
    ("S08", "枫眠县第二中学团委", "990221"),
    ("S09", "葵原县职教中心团委", "990322"),
)

# System of partner organs: (code, name at the province, suffix at city and county)
PARTNERS = (
    ("SG", "中共曦原省委社会工作部", "委社会工作部"),
    ("WM", "曦原省文明办", "文明办"),
    ("JY", "曦原省教育厅", "教育局"),
    ("MZ", "曦原省民政厅", "民政局"),
    ("FL", "曦原省妇联", "妇联"),
)


def load_places() -> dict[str, Organisation]:
    """Write the whole tree; returns the organisations by code."""
    made: dict[str, Organisation] = {}

    def add(parent: str | None, code: str, name: str, short: str, level: Level, kind: Kind, **more: Any) -> None:
        node = Organisation(code=code, name=name, short_name=short, level=level, kind=kind, **more)
        if parent is None:
            Organisation.add_root(instance=node)
        else:
            Organisation.objects.get(pk=made[parent].pk).add_child(instance=node)
        made[code] = node

    add(
        None, PROVINCE_REGION, "共青团曦原省委", "团曦原省委", Level.PROVINCE, Kind.COMMITTEE,
        region=PROVINCE_REGION, mark="团曦", profile=FULL,
    )  # fmt: skip
    for i, name in enumerate(DEPARTMENTS["province"], 1):
        _department(add, made, PROVINCE_REGION, i, name)
    add(
        PROVINCE_REGION, "990000-ZJ", "曦原省直机关团工委", "省直机关团工委", Level.CITY, Kind.WORKING_COMMITTEE,
        region=PROVINCE_REGION, profile=SMALL,
    )  # fmt: skip
    for i, city in enumerate(CITIES, 1):
        _load_city(add, made, city, f"990{i}00")
    for suffix, name, superior in SCHOOLS:
        add(
            superior, f"99{suffix}", name, name.removesuffix("团委"), Level.GRASSROOTS, Kind.SCHOOL,
            region=made[superior].region, profile=SMALL,
        )  # fmt: skip
    _load_partners(add)
    return made


def _department(add: Add, made: dict[str, Organisation], organ: str, index: int, name: str) -> None:
    node = made[organ]
    add(
        organ, f"{organ}-{index}", f"{node.name}{name}", name, Level(node.level), Kind.DEPARTMENT,
        organ=node, region=node.region, profile=node.profile,
    )  # fmt: skip


def _load_city(add: Add, made: dict[str, Organisation], city: City, region: str) -> None:
    add(
        PROVINCE_REGION, region, f"共青团{city.name}委", f"团{city.name}委", Level.CITY, Kind.COMMITTEE,
        region=region, mark=f"团{city.mark}", profile=FULL,
    )  # fmt: skip
    for i, name in enumerate(DEPARTMENTS["city"], 1):
        _department(add, made, region, i, name)
    rural = 20
    for county in city.counties:
        if county.name.endswith("区"):
            code = f"{region[:4]}01"
        else:
            rural += 1
            code = f"{region[:4]}{rural}"
        add(
            region, code, f"共青团{county.name}委", f"团{county.name}委", Level.COUNTY, Kind.COMMITTEE,
            region=code, mark=f"团{county.mark}", profile=SMALL,
        )  # fmt: skip
        for i, township in enumerate(county.townships, 1):
            add(
                code, f"{code}{i:03}", f"共青团{county.name}{township}委员会", f"{township}团委", Level.TOWNSHIP, Kind.COMMITTEE,
                region=f"{code}{i:03}", profile=SMALL,
            )  # fmt: skip


def _load_partners(add: Add) -> None:
    for key, title, suffix in PARTNERS:
        root = f"{PROVINCE_REGION}-{key}"
        add(
            None, root, title, title.removeprefix("中共曦原").removeprefix("曦原"), Level.PROVINCE, Kind.PARTNER,
            region=PROVINCE_REGION, profile=SMALL,
        )  # fmt: skip
        for i, city in enumerate(CITIES, 1):
            prefix = "中共" if suffix.startswith("委") else ""
            add(
                root, f"990{i}00-{key}", f"{prefix}{city.name}{suffix}", f"{city.name}{suffix}", Level.CITY, Kind.PARTNER,
                region=f"990{i}00", profile=SMALL,
            )  # fmt: skip
