"""Sample contexts of 汇总: the table of sums before the press, and the figures after it with from whom they come."""

from types import SimpleNamespace as Thing
from typing import Any

from documents.forms.builder import SectionForm
from documents.forms.schema import FieldSpec, Kind, Section
from tests.portal.look import desk_list_samples as lists
from tests.portal.look import samples as s

FIGURES = (("sessions", "开放次数", "次"), ("companions", "陪伴人次", "人次"), ("rooms", "小屋数", "间"))
UNITS = (
    ("芦哨镇团委", "done", "已报", False, "", True, (9, 132, 2)),
    ("晚渡镇团委", "done", "已报", False, "", True, (7, 105, 1)),
    ("晚渡镇中心小学少先队大队", "done", "已报", True, "待审核", False, (6, 88, 1)),
    ("月梳乡团委", "returned", "退回", False, "", False, (None, None, None)),
    ("石灯坪乡团委", "done", "代报", False, "", True, (4, 38, 1)),
    ("鹭汀县第一中学", "open", "未报", False, "", False, (None, None, None)),
    ("鹭汀县特殊教育学校团支部", "done", "零报送", False, "", True, (0, 0, 0)),
)


def totals() -> dict[str, Any]:
    """The county before it presses."""
    keys = ("unit", "kind", "state_title", "late", "why", "counts")
    rows = [
        Thing(
            **dict(zip(keys, unit, strict=False)),
            url="?",
            cells=[
                Thing(label=label, value=value) for (_key, label, _unit), value in zip(FIGURES, unit[6], strict=True)
            ],
        )
        for unit in UNITS
    ]
    return s.DESK | {
        "nav_current": "calls",
        "title": "“灯火相伴”行动活动总结",
        "tabs": lists.tabs("报送进度", "汇总表"),
        "columns": [Thing(label=label, unit=unit) for _key, label, unit in FIGURES],
        "rows": rows,
        "sums": [
            Thing(label=label, value=value) for (_key, label, _unit), value in zip(FIGURES, (20, 275, 4), strict=True)
        ],
        "counted": 4,
        "left_out": [
            Thing(unit="晚渡镇中心小学少先队大队", why="待审核"),
            Thing(unit="月梳乡团委", why="退回"),
            Thing(unit="鹭汀县第一中学", why="未报"),
        ],
        "export_url": "?",
        "zip_url": "?",
        "organ": Thing(pk=1, __str__=lambda self: "团鹭汀县委"),
        "press_url": "?",
    }


def totals_refused() -> dict[str, Any]:
    """Pressed too early."""
    return totals() | {
        "problems": ["还没有审核通过的报送，暂时没有数字可以汇总。"],
        "counted": 0,
        "rows": [],
        "start_url": "?",
    }


def fill_sums() -> dict[str, Any]:
    """The figures after the press; one was changed without a word."""
    specs = [FieldSpec(key, Kind.NUMBER, label, unit=unit, required=True) for key, label, unit in FIGURES]
    notes = {
        spec.key: FieldSpec(f"{spec.key}.note", Kind.SHORT, f"“{spec.label}”的改动说明", help="和合计不同时写明原因。")
        for spec in specs
    }
    section = Section("figures", "数字", "只报数字，不报姓名；没有的填0。", tuple(specs))
    form = SectionForm(section, answers={"sessions": "24", "companions": "275", "rooms": "4"}, notes=notes)
    for place, (spec, total) in enumerate(zip(specs, ("20", "275", "4"), strict=True)):
        units = [(unit[0], str(unit[6][place])) for unit in UNITS if unit[5]]
        field: Any = form.fields[spec.key]
        field.origin = Thing(
            count=len(units),
            total=total,
            unit=spec.unit,
            rows=units,
            differs=place == 0,
            note_field=form[f"{spec.key}.note"],
        )
    return lists.fill() | {"form": form, "title": "团鹭汀县委：活动总结", "section_title": section.title}
