"""Sample contexts of the desk: lists, filling in, receiving, the register."""

from dataclasses import replace
from types import SimpleNamespace as Thing
from typing import Any

from tests.portal.look import samples as s


def tabs(*titles: str) -> list[Thing]:
    """Tabs, the first one open."""
    return [Thing(title=title, url="?", current=not position, number="") for position, title in enumerate(titles)]


def mine() -> dict[str, Any]:
    """What a county clerk has begun and finished."""
    rows = [
        Thing(
            title="渡口边的一小时：晚渡镇“灯火小屋”的做法",
            url="?",
            organ_name="团鹭汀县委",
            state="province",
            state_title="省级审定",
            at=s.at(11, 22, 16, 5),
            button="看进度",
            case=1,
            followed=True,
        ),
        Thing(
            title="鹭汀县试点申报材料",
            url="?",
            organ_name="团鹭汀县委",
            state="draft",
            state_title="草稿",
            at=s.at(11, 23, 9, 40),
            note="已填60%",
            button="继续",
        ),
        Thing(
            title="关于做好“灯火相伴”行动有关工作的通知",
            url="?",
            organ_name="团鹭汀县委",
            number="团鹭发〔2026〕9号",
            state="issued",
            state_title="已印发",
            at=s.at(11, 12, 17, 0),
            button="",
        ),
        Thing(
            title="蝉坪县试点申报材料",
            url="?",
            organ_name="团蝉坪县委",
            state="withdrawn",
            state_title="已撤回",
            at=s.at(11, 10, 8, 30),
            button="",
        ),
    ]
    return s.DESK | {
        "nav_current": "mine",
        "tabs": tabs("草稿箱", "我发起的", "已办", "办结", "关注"),
        "rows": rows,
        "follow_url": "/desk/follow/",
        "next": "/desk/mine/",
    }


def batch() -> dict[str, Any]:
    """Three matters that ask for the same yes."""
    names = ("芦哨镇", "晚渡镇", "月梳乡")
    rows = [
        Thing(
            instance_id=number,
            token="1.1.",
            url="?",
            title=f"{name}团委工作总结",
            organ_name=f"{name}团委",
            on_behalf="",
            left="还剩2天",
            due_at=s.at(11, 27, 17, 30),
        )
        for number, name in enumerate(names, 1)
    ]
    group = Thing(key="summary.review.pass", title="上级审核", button="审核通过", rows=rows, phrases=["情况属实。"])
    return s.DESK | {"nav_current": "todo", "groups": [group], "request_key": "k"}


def fill(*, bound: bool = False) -> dict[str, Any]:
    """The second section of the pilot application on a phone."""
    return s.DESK | {
        "user": Thing(is_authenticated=True, name="唐小禾"),
        "post_line": "团鹭汀县委 干事",
        "nav_current": "calls",
        "back_url": "/desk/calls/1/",
        "back_title": "征集报送",
        "title": "农村留守儿童关爱试点申报",
        "call_title": "团曦联〔2026〕3号",
        "call_url": "/desk/notices/1/",
        "unit_name": "团鹭汀县委",
        "left": "还剩2天",
        "due_at": s.at(11, 27, 17, 30),
        "sections": [
            Thing(title="基本情况", url="?", current=False, state="done", missing=0),
            Thing(title="情况分析报告", url="?", current=True, state="doing", missing=2),
            Thing(title="工作情况和特色经验", url="?", current=False, state="open", missing=3),
            Thing(title="试点方案", url="?", current=False, state="open", missing=4),
        ],
        "section_title": "情况分析报告",
        "section_help": "先报数字，再写情况。已掌握的数据不用重复报。",
        "form": s.section_form(bound=bound),
        "autosave_url": "/desk/fill/1/save/",
        "saved_at": s.at(11, 25, 14, 32),
        "previous_url": "?section=1",
    }


def fill_returned() -> dict[str, Any]:
    """The last section after a return, sent with mistakes."""
    returned = Thing(
        by="许南枝 团澈湖市委",
        at=s.at(11, 25, 10, 12),
        reasons=["数据前后不一", "缺盖章件"],
        opinion="数据与上次相差较大，请说明。",
    )
    return fill(bound=True) | {"returned": returned, "is_last": True, "submit_title": "提交"}


def incoming() -> dict[str, Any]:
    """A township's papers to sign for."""
    rows = [
        Thing(
            title="关于做好“灯火相伴”行动有关工作的通知",
            url="?",
            organ_name="团鹭汀县委",
            number="团鹭发〔2026〕9号",
            state_kind="doing",
            state_title="待签收",
            left="还剩1天",
            due_at=s.at(11, 13, 17, 30),
            button="签收",
        ),
        Thing(
            title="关于报送青年志愿服务统计表的函",
            url="?",
            organ_name="团鹭汀县委",
            number="团鹭函〔2026〕4号",
            state_kind="doing",
            state_title="待签收",
            at=s.at(11, 12, 9, 0),
            button="签收",
        ),
    ]
    return s.DESK | {
        "nav_current": "incoming",
        "tab": "waiting",
        "tabs": tabs("待签收", "待办", "已办结"),
        "rows": rows,
        "register_url": "/desk/incoming/new/",
    }


def receipt() -> dict[str, Any]:
    """The county's paper on the township's phone."""
    return s.DESK | {
        "user": Thing(is_authenticated=True, name="罗阿舟"),
        "post_line": "晚渡镇团委 书记",
        "nav_current": "incoming",
        "back_url": "?",
        "back_title": "收文",
        "paper": replace(s.COUNTY_PAPER, proof=False, number="团鹭发〔2026〕9号"),
        "facts": [
            s.fact("来文单位", "团鹭汀县委"),
            s.fact("发文字号", "团鹭发〔2026〕9号"),
            s.fact("送达", "11月12日 17:02"),
            s.fact("依据", "团澈联〔2026〕2号", "?"),
        ],
        "files": s.FILES,
        "receipt": Thing(status="waiting"),
        "tasks": [
            Thing(
                title="十一月“灯火小屋”开放记录",
                url="?",
                organ_name="团鹭汀县委",
                state_kind="open",
                state_title="未报",
                left="还剩18天",
                due_at=s.at(11, 30, 17, 30),
                button="去填报",
            )
        ],
        "sign_url": "/desk/receipts/1/sign/",
        "return_url": "/desk/receipts/1/return/",
        "pdf_url": "?",
    }


def register() -> dict[str, Any]:
    """The clerk's register of the province."""
    rows = [
        Thing(
            number="团曦联〔2026〕3号",
            title=s.TITLE,
            url="?",
            signer="陆思齐",
            signed_on=s.date(2026, 11, 5),
            printed_on=s.date(2026, 11, 6),
            copies=60,
            state="issued",
            state_title="已印发",
            voided=False,
        ),
        Thing(
            number="团曦发〔2026〕12号",
            title="关于表扬2025年度青年志愿服务集体的通报",
            url="?",
            signer="陆思齐",
            signed_on=s.date(2026, 10, 28),
            printed_on=None,
            copies=40,
            state="print",
            state_title="印制",
            voided=False,
        ),
        Thing(
            number="团曦办发〔2026〕7号",
            title="关于召开全省青年志愿服务工作座谈会的通知",
            url="?",
            signer="秦望川",
            signed_on=s.date(2026, 10, 20),
            printed_on=None,
            copies=None,
            state="void",
            state_title="已作废",
            voided=True,
            reason="会议改期，另行通知",
        ),
    ]
    return s.DESK | {
        "nav_current": "issued",
        "rows": rows,
        "export_url": "?",
        "filters": s.RegisterFilter(),
        "tallies": [s.tally("已印发", 41, "done"), s.tally("办理中", 3, "doing"), s.tally("已作废", 1, "off")],
        "total": s.tally("2026年共编号", 45),
    }


def progress() -> dict[str, Any]:
    """The county's call for summaries."""
    rows = [
        ("晚渡镇团委", "done", "已报", s.at(12, 15, 10, 2), "", "", "", "查看"),
        ("芦哨镇团委", "done", "已报", s.at(12, 16, 9, 31), "", "", "", "查看"),
        ("月梳乡团委", "returned", "退回", s.at(12, 17, 8, 40), "照片露正脸", "还剩1天", "", "查看"),
        ("石灯坪乡团委", "done", "代报", s.at(12, 16, 15, 0), "岗位暂缺，由团县委代报", "", "", "查看"),
        ("鹭汀县第一中学团委", "late", "未报", None, "", "已逾期1天", "", "催报"),
        ("晚渡镇中心小学少先队大队", "soon", "逾期补报", s.at(12, 19, 11, 20), "", "", "", "查看"),
        ("鹭汀县特殊教育学校团支部", "done", "零报送", s.at(12, 14, 9, 0), "", "", "", "查看"),
    ]
    keys = ("unit", "kind", "state_title", "at", "note", "left", "button_url", "button")
    return s.DESK | {
        "nav_current": "calls",
        "title": "“灯火相伴”行动活动总结",
        "left": "今天到期",
        "due_at": s.at(12, 18, 17, 30),
        "call_url": "?",
        "total": s.tally("应报", 40),
        "tallies": [
            s.tally("已报", 33, "done"),
            s.tally("退回", 2, "returned"),
            s.tally("未报", 5, "open", current=True),
        ],
        "rows": [Thing(**dict(zip(keys, row, strict=True)), url="?", due_at=s.at(12, 18, 17, 30)) for row in rows],
        "export_url": "?",
        "zip_url": "?",
        "remind_url": "?",
        "remind_count": 5,
        "reminder": "各位同志：“灯火相伴”行动活动总结今天17:30截止，还没报的单位有：鹭汀县第一中学团委、帆影街道团工委等5家。请在手机上打开填报。",
    }


def form() -> dict[str, Any]:
    """A short form."""
    return s.DESK | {
        "title": "来文登记",
        "intro": "登记系统以外收到的纸质公文。",
        "form": s.IncomingForm(),
        "submit": "登记",
        "cancel_url": "?",
    }
