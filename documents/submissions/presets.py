"""Forms that come with the product, as documents of :mod:`documents.forms.schema`.

``PILOT`` has the three materials of a 试点申报 (情况分析报告, 工作情况和特色经验, 试点方案), ``TYPICAL`` is a 典型案例, ``SUMMARY`` an 活动总结
whose figures are added up level by level. An organ takes one over by :func:`install` and changes it as its own.
"""

from copy import deepcopy
from typing import Any

from documents.forms.models import Form, FormVersion
from documents.forms.versions import revise
from workflows.organisations.models import Organisation

from .finishing import PAPER
from .models import Call

Document = dict[str, Any]


def _number(key: str, label: str, unit: str, *, required: bool = True, **more: Any) -> Document:
    """A whole number from 0 up that is summed upward and starts from last time's figure."""
    return {
        "key": key,
        "kind": "number",
        "label": label,
        "unit": unit,
        "required": required,
        "limit": {"min": 0, "max": 10_000_000},
        "countable": True,
        "prefill": "last",
        **more,
    }


def _text(key: str, label: str, characters: int, help_text: str, *, required: bool = True, **more: Any) -> Document:
    """A long text with a limit in characters."""
    return {
        "key": key,
        "kind": "long_text",
        "label": label,
        "help": help_text,
        "required": required,
        "limit": {"characters": characters},
        **more,
    }


UNIT: Document = {
    "key": "unit",
    "title": "单位信息",
    "help": "已按通讯录填好，有变化请改。",
    "fields": [
        {"key": "unit_name", "kind": "short_text", "label": "报送单位", "required": True, "prefill": "unit.name"},
        {"key": "unit_code", "kind": "short_text", "label": "单位编码", "prefill": "unit.code"},
        {
            "key": "head",
            "kind": "short_text",
            "label": "负责人",
            "required": True,
            "personal": True,
            "limit": {"characters": 20},
            "prefill": "head.name",
        },
        {
            "key": "reporter",
            "kind": "short_text",
            "label": "填报人",
            "required": True,
            "personal": True,
            "limit": {"characters": 20},
            "prefill": "person.name",
        },
        {
            "key": "phone",
            "kind": "short_text",
            "label": "联系电话",
            "help": "填办公电话，便于审核时联系。",
            "required": True,
            "personal": True,
            "limit": {"characters": 30},
            "prefill": "person.phone",
        },
    ],
}

SEAL: Document = {
    "key": "seal",
    "kind": "scan",
    "label": "盖章扫描件",
    "help": "提交后打印申报表，负责人签字、盖章，再扫描或拍照上传。",
    "required": True,
    "required_from": "agree",
    "limit": {"count": 5},
}

PERSONS: list[Document] = [
    {
        "key": "persons",
        "kind": "choice",
        "label": "图片和文字里的人",
        "required": True,
        "options": [
            {"value": "none", "label": "认不出具体的人"},
            {"value": "adults", "label": "只有成年人，本人已同意"},
            {"value": "minors", "label": "有未成年人，监护人已书面同意"},
        ],
    },
    {
        "key": "consents",
        "kind": "scan",
        "label": "同意书",
        "help": "出现能认出的人时，拍照上传本人或监护人签的同意书。",
        "personal": True,
        "limit": {"count": 5},
    },
]
"""Whoever can be made out in pictures and texts, and the consents that this needs."""

CONSENTED: Document = {"field": "consents", "when": "persons", "is": ["adults", "minors"]}

CONTACT: Document = {
    "key": "contact",
    "title": "联系人",
    "help": "只供审核联系，不公开。",
    "fields": [
        {
            "key": "reporter",
            "kind": "short_text",
            "label": "填报人",
            "required": True,
            "personal": True,
            "limit": {"characters": 20},
            "prefill": "person.name",
        },
        {
            "key": "phone",
            "kind": "short_text",
            "label": "联系电话",
            "required": True,
            "personal": True,
            "limit": {"characters": 30},
            "prefill": "person.phone",
        },
    ],
}

PILOT: Document = {
    "sections": [
        UNIT,
        {
            "key": "analysis",
            "title": "情况分析报告",
            "help": "以村为单位核对，只报数字，不报姓名。已报过的数会自动带出。",
            "fields": [
                _number("villages", "行政村（社区）", "个"),
                _number("children", "农村留守儿童", "人", help="不满16周岁，口径以通知为准；等于下面三项之和。"),
                _number("children_preschool", "其中：学龄前", "人"),
                _number("children_primary", "其中：小学阶段", "人"),
                _number("children_middle", "其中：初中及以上", "人"),
                _number("kept_by_grandparents", "由祖辈照看", "人"),
                _number("boarding", "在校寄宿", "人", required=False),
                _text("analysis_text", "情况分析", 1_500, "写清分布、照看状况、最需要解决的两三件事。"),
                {
                    "key": "analysis_file",
                    "kind": "file",
                    "label": "分析报告全文",
                    "help": "有现成报告的上传，没有可不传。",
                    "limit": {"count": 2},
                },
            ],
        },
        {
            "key": "experience",
            "title": "工作情况和特色经验",
            "fields": [
                _number("teams", "志愿服务队", "支"),
                _number("volunteers", "经常参加的志愿者", "人"),
                _number("rooms", "已开放的小屋（活动场所）", "间"),
                _number("sessions", "上一年开放", "次"),
                _number("companions", "上一年陪伴", "人次"),
                _text("work_text", "工作基本情况", 2_000, "谁在做、在哪里做、怎么坚持下来。"),
                _text("experience_text", "特色经验", 1_500, "别处学得去的做法，连同遇到的困难一起写。"),
                {
                    "key": "work_photos",
                    "kind": "pictures",
                    "label": "工作图片",
                    "help": "不超过3张，不出现儿童正脸、姓名和班牌。",
                    "limit": {"count": 3},
                },
            ],
        },
        {
            "key": "plan",
            "title": "试点方案",
            "fields": [
                _number("plan_townships", "参加试点的乡镇（街道）", "个", prefill=""),
                _number("plan_schools", "参加试点的学校", "所", prefill=""),
                _number("plan_rooms", "试点期内小屋", "间", prefill="", help="等于新建与改建之和。"),
                _number("plan_rooms_new", "其中：新建", "间", prefill=""),
                _number("plan_rooms_rebuilt", "其中：改建", "间", prefill=""),
                {"key": "plan_start", "kind": "date", "label": "试点开始日期", "required": True},
                _text("plan_goals", "目标", 600, "写能核对的目标。"),
                _text("plan_steps", "步骤和分工", 2_000, "按月写，每一步落到单位。"),
                _text("plan_safety", "安全和信息保护", 800, "两名成人在场、接送、影像同意等安排。"),
                {
                    "key": "plan_file",
                    "kind": "file",
                    "label": "试点方案全文",
                    "required": True,
                    "limit": {"count": 3},
                },
            ],
        },
        {"key": "sealed", "title": "盖章", "fields": [SEAL]},
    ],
    "sums": [
        {"total": "children", "parts": ["children_preschool", "children_primary", "children_middle"]},
        {"total": "plan_rooms", "parts": ["plan_rooms_new", "plan_rooms_rebuilt"]},
    ],
}

TYPICAL: Document = {
    "sections": [
        {
            "key": "case",
            "title": "案例",
            "fields": [
                {
                    "key": "title",
                    "kind": "short_text",
                    "label": "案例标题",
                    "help": "一句话说出做了什么，不用口号。",
                    "required": True,
                    "public": True,
                    "limit": {"characters": 30},
                },
                _text("summary", "摘要", 150, "两三句话，说清在哪里、做什么、有什么用。", public=True),
                _text(
                    "story",
                    "做法",
                    1_500,
                    "怎么想到的、怎么做的、谁来做、遇到什么困难。不写孩子的姓名、班级、住址。",
                    public=True,
                ),
                _text("takeaways", "可推广之处", 400, "别的地方学得去的是什么，需要什么条件。", public=True),
            ],
        },
        {
            "key": "figures",
            "title": "数字",
            "fields": [
                _number("sessions", "开放", "次", public=True),
                _number("companions", "陪伴", "人次", public=True),
                _number("volunteers", "参加的志愿者", "人", required=False, public=True),
            ],
        },
        {
            "key": "pictures_consent",
            "title": "图片和同意",
            "fields": [
                {
                    "key": "pictures",
                    "kind": "pictures",
                    "label": "图片",
                    "help": "最多3张，可用背影或场景，不出现儿童正脸。位置信息会自动去掉。",
                    "public": True,
                    "limit": {"count": 3},
                },
                *PERSONS,
            ],
        },
        CONTACT,
    ],
    "needs": [CONSENTED],
}

SUMMARY: Document = {
    "sections": [
        {
            "key": "figures",
            "title": "数字",
            "help": "只报数字，不报姓名；没有的填0。",
            "fields": [
                {
                    "key": "period",
                    "kind": "short_text",
                    "label": "总结时段",
                    "required": True,
                    "limit": {"characters": 40},
                    "prefill": "call.period",
                },
                _number("sessions", "开放次数", "次", prefill=""),
                _number("companions", "陪伴人次", "人次", prefill=""),
                _number("volunteers", "志愿者人数", "人"),
                _number("pairs", "结对数", "对"),
                _number("rooms", "小屋数", "间"),
            ],
        },
        {
            "key": "work",
            "title": "做法和问题",
            "fields": [
                _text("work_text", "主要做法", 1_500, "做了什么、谁来做、效果怎样。不写孩子的姓名、班级、住址。"),
                _text("problems_text", "问题和建议", 800, "遇到的困难，需要上级帮什么。", required=False),
            ],
        },
        {
            "key": "pictures_consent",
            "title": "图片和材料",
            "fields": [
                {
                    "key": "pictures",
                    "kind": "pictures",
                    "label": "图片",
                    "help": "最多3张，可用背影或场景，不出现儿童正脸。位置信息会自动去掉。",
                    "limit": {"count": 3},
                },
                *PERSONS,
                {
                    "key": PAPER,
                    "kind": "scan",
                    "label": "纸质材料",
                    "help": "有盖章件的拍照上传；由上级代报的，必须上传单位交来的纸质材料。",
                    "limit": {"count": 5},
                },
            ],
        },
        CONTACT,
    ],
    "needs": [CONSENTED],
}

PRESETS: dict[str, tuple[str, Document]] = {
    Call.Kind.PILOT: ("试点申报表", PILOT),
    Call.Kind.TYPICAL: ("典型案例表", TYPICAL),
    Call.Kind.SUMMARY: ("活动总结表", SUMMARY),
}
"""Title and document by kind of call."""

MODES = {
    Call.Kind.PILOT: Call.Mode.RECOMMEND,
    Call.Kind.TYPICAL: Call.Mode.RECOMMEND,
    Call.Kind.SUMMARY: Call.Mode.COMPILE,
}
"""Which way upward each kind goes (practice.md §3.2)."""


def install(kind: str, owner: Organisation, *, actor: Any = None) -> FormVersion:
    """The preset as a form of *owner*; installing again gives the same version."""
    title, document = PRESETS[kind]
    form, _created = Form.objects.get_or_create(title=title, owner=owner)
    return revise(form, deepcopy(document), actor=actor)
