"""Sample contexts of the desk and of the door: reading, deciding, numbering, explaining."""

from types import SimpleNamespace as Thing
from typing import Any

from tests.portal.look import desk_list_samples as lists
from tests.portal.look import samples as s
from tests.portal.look import shapes


def todo() -> dict[str, Any]:
    """A county secretary in the morning."""
    return s.DESK | {
        "nav_current": "todo",
        "rows": s.ROWS,
        "tallies": [
            s.tally("待我办", 7, current=True),
            s.tally("待签收", 1),
            s.tally("快到期", 2, "soon"),
            s.tally("被退回", 1, "returned"),
        ],
        "create": [Thing(title="拟通知", url="/admin/"), Thing(title="发起征集", url="/desk/calls/new/")],
        "page_obj": shapes.Page(),
        "messages": [Note("已同意报送《鹭汀县试点申报材料》，现在由团澈湖市委评估。", "success")],
        "undo": {"url": "/desk/undo/", "label": "撤回", "token": "1"},
    }


class Note:
    """A message as django.contrib.messages gives it."""

    def __init__(self, text: str, level_tag: str) -> None:
        self.text, self.level_tag = text, level_tag

    def __str__(self) -> str:
        return self.text


def todo_empty() -> dict[str, Any]:
    """Nothing to do."""
    return s.DESK | {
        "nav_current": "todo",
        "todo_count": 0,
        "rows": [],
        "tallies": [s.tally(word, 0) for word in ("待我办", "待签收", "快到期", "被退回")],
    }


def read() -> dict[str, Any]:
    """The secretary of the province before signing."""
    return s.DESK | {
        "user": Thing(is_authenticated=True, name="陆思齐"),
        "post_line": "团曦原省委 书记",
        "nav_current": "issued",
        "back_url": "/desk/",
        "back_title": "待办",
        "paper": s.PAPER,
        "files": s.FILES,
        "facts": [
            s.fact("文种", "通知"),
            s.fact("拟稿", "林予安 青年发展部"),
            s.fact("公开属性", "主动公开"),
            s.fact("紧急程度", ""),
        ],
        "turn": "签发",
        "left": "还剩2天",
        "due_at": s.at(11, 6, 17, 30),
        "stations": s.STATIONS,
        "history": s.HISTORY,
        "buttons": s.SIGN_OFFERS,
        "measures": (("转办", "?"), ("前加签", "?"), ("传阅", "?")),
        "act_url": "/desk/act/1/",
        "request_key": "k1",
        "phrases": s.PHRASES,
        "return_reasons": s.REASONS,
        "pdf_url": "/desk/notices/1/proof.pdf",
        "offline_url": "/desk/notices/1/offline/",
    }


def read_blocked() -> dict[str, Any]:
    """A draft that cannot be sent yet."""
    return read() | {
        "user": s.SECRETARY,
        "post_line": "团鹭汀县委 书记",
        "paper": s.COUNTY_PAPER,
        "findings": s.FINDINGS,
        "tick_url": "/desk/notices/2/ticked/",
        "turn": "签发",
        "left": "已逾期1天",
        "files": (),
        "history": (),
        "stations": s.SHORT_STATIONS,
        "buttons": (
            s.Offer(
                "sign",
                "同意签发",
                style="primary",
                allowed=False,
                reasons=("校对还有1处硬伤：“国发〔　〕号”缺年份和序号。", "拟稿人和签发人不能是同一个人。"),
            ),
            s.Offer("return", "退回修改", verdict="return", needs_opinion=True),
        ),
        "explain_url": "/desk/notices/2/explain/",
    }


def login() -> dict[str, Any]:
    """The door, with the people of the sample data."""
    return s.HOUSE | {
        "form": Thing(errors=False, non_field_errors=[], username=Thing(value="")),
        "next": "/desk/",
        "demo_password": "sample",
        "demo_accounts": [
            Thing(
                organ=organ,
                accounts=[Thing(username=name, name=name, post=post, does=does) for name, post, does in people],
            )
            for organ, people in (
                (
                    "团曦原省委",
                    (
                        ("林予安", "青年发展部 拟稿人", "起草通知，导入文件"),
                        ("周慎行", "青年发展部 核稿人", "核稿"),
                        ("顾知白", "办公室主任", "审核"),
                        ("秦望川", "副书记", "审签"),
                        ("陆思齐", "书记", "签发"),
                        ("钟晴", "文书", "编号、分发"),
                    ),
                ),
                ("团澈湖市委", (("许南枝", "干事", ""), ("何清越", "书记", ""))),
                ("团鹭汀县委", (("唐小禾", "干事兼文书", "填报试点申报"), ("孟云舒", "书记", "同意报送"))),
            )
        ],
    }


def login_failed() -> dict[str, Any]:
    """A wrong password, no sample people."""
    return s.HOUSE | {
        "demo_mode": False,
        "form": Thing(
            errors=True,
            non_field_errors=["账号或密码不对。连续输错5次会锁定半小时。"],
            username=Thing(value="mengyunshu"),
        ),
        "next": "",
    }


def number_dispatch() -> dict[str, Any]:
    """The clerk before giving the number."""
    return s.DESK | {
        "user": Thing(is_authenticated=True, name="钟晴"),
        "post_line": "团曦原省委 文书",
        "nav_current": "issued",
        "title": s.TITLE,
        "paper": s.PAPER,
        "step": "register",
        "steps": [
            Thing(title="复核", phase="done"),
            Thing(title="登记编号", phase="now"),
            Thing(title="印制", phase="ahead"),
            Thing(title="分发", phase="ahead"),
        ],
        "compare": [
            Thing(label="标题", signed=s.TITLE, current=s.TITLE, same=True),
            Thing(label="主送", signed="各市团委", current="各市团委", same=True),
            Thing(label="正文", signed="15段", current="15段", same=True),
            Thing(label="附件", signed="2件", current="2件", same=True),
        ],
        "number": "团曦联〔2026〕3号",
        "last_number": "团曦联〔2026〕2号",
        "form": s.CopiesForm(),
        "print_report": [
            Thing(label="合格", verdict="done", text="22行×28字，首行距上边37毫米"),
            Thing(label="注意", verdict="soon", text="第3页只有版记，建议压缩一行"),
        ],
        "pdf_url": "?",
        "scan_upload_url": "?",
        "recipients": [
            Thing(
                part="主送",
                name="各市团委等",
                organs=["团澈湖市委", "团霁山市委", "团栀林市委", "澈湖市教育局", "澈湖市民政局"],
            ),
            Thing(part="抄送", name="各部门、各直属单位", organs=["青年发展部", "办公室"]),
        ],
        "recipient_count": 7,
        "facts": [s.fact("文种", "通知"), s.fact("签发", "陆思齐 11月5日"), s.fact("份数", 60)],
        "stations": s.STATIONS,
        "offers": (
            s.Offer("register", "登记编号", style="primary", confirm="编号为团曦联〔2026〕3号。编出后不能改号。"),
            s.Offer("return", "退回修改", verdict="return", needs_opinion=True),
        ),
        "return_reasons": s.REASONS,
        "act_url": "?",
        "request_key": "k2",
    }


def answers() -> list[Thing]:
    """Sections of a submission as a reviewer sees them."""
    base = {"unit": "", "files": (), "changed": False, "before": "", "missing": False, "remark": "", "personal": False}
    return [
        Thing(
            title="情况分析报告",
            anchor="s1",
            fields=[
                Thing(
                    **base
                    | {
                        "label": "农村留守儿童人数",
                        "name": "children",
                        "value": "1,138",
                        "unit": "人",
                        "changed": True,
                        "before": "1,096 人",
                    }
                ),
                Thing(**base | {"label": "已有“灯火小屋”", "name": "rooms", "value": "4", "unit": "间"}),
                Thing(
                    **base
                    | {
                        "label": "情况分析",
                        "name": "analysis",
                        "value": "晚渡镇有三个自然村隔水，孩子放学要等最后一班船。镇团委把渡口旁的旧候船室收拾出来，取名“灯火小屋”。",
                    }
                ),
            ],
        ),
        Thing(
            title="试点方案",
            anchor="s2",
            fields=[
                Thing(**base | {"label": "方案全文", "name": "plan", "value": "", "files": s.FILES[1:]}),
                Thing(
                    **base
                    | {"label": "盖章扫描件", "name": "scan", "value": "", "missing": True, "remark": "请补盖章件。"}
                ),
                Thing(
                    **base | {"label": "联系人", "name": "contact", "value": "唐小禾 0000-0000221", "personal": True}
                ),
            ],
        ),
    ]


def review() -> dict[str, Any]:
    """The city looks at the county's application."""
    return read() | {
        "user": Thing(is_authenticated=True, name="许南枝"),
        "post_line": "团澈湖市委 干事",
        "nav_current": "calls",
        "paper": None,
        "title": "鹭汀县农村留守儿童关爱试点申报材料",
        "unit_name": "团鹭汀县委",
        "quota": "全市可推荐2个，已推荐1个",
        "sections": answers(),
        "can_remark": True,
        "versions": lists.tabs("第2稿", "第1稿"),
        "turn": "市级评估",
        "stations": s.SHORT_STATIONS,
        "history": [
            s.HistoryRow(
                s.at(11, 24, 9, 30),
                "孟云舒",
                "团鹭汀县委 书记",
                "同意报送",
                "单位审核",
                "材料齐全，同意推荐。建议补充雨季接送安排。",
            )
        ],
        "buttons": (
            s.Offer("recommend", "推荐上报", style="primary"),
            s.Offer("return", "退回修改", verdict="return", needs_opinion=True),
            s.Offer("decline", "暂不推荐", style="more", verdict="no", needs_opinion=True),
        ),
    }


def review_reader() -> dict[str, Any]:
    """The same, for somebody who only reads."""
    return review() | {
        "buttons": (),
        "turn": "",
        "waiting": "现在由团澈湖市委 许南枝 评估。",
        "can_remark": False,
        "versions": (),
    }


def explain() -> dict[str, Any]:
    """Why the county secretary cannot sign."""
    check = [
        Thing(text="校对没有硬伤", ok=True),
        Thing(text="拟稿人和签发人不是同一个人。这份由您起草，须由别人签发。", ok=False),
    ]
    return s.DESK | {
        "title": s.COUNTY_PAPER.title,
        "url": "?",
        "notes": ["现在在“签发”环节。", "等团鹭汀县委书记（签发）办理（孟云舒）。"],
        "transitions": [
            Thing(title="同意签发", allowed=False, checks=check, who=["团鹭汀县委书记（签发）孟云舒"]),
            Thing(title="退回修改", allowed=True, checks=[], who=[]),
        ],
    }


def measure() -> dict[str, Any]:
    """转办: whom, and why."""
    return s.DESK | {
        "title": "转办",
        "case_title": s.TITLE,
        "state_title": "审核",
        "intro": "转出以后由对方办，时限不变。",
        "form": s.MeasureForm(),
        "errors_shown": True,
        "reasons": (),
        "token": "3.7.ab",
        "request_key": "k9",
        "cancel_url": "?",
    }


def confirm() -> dict[str, Any]:
    """Before a paper is sent out."""
    return s.DESK | {
        "title": s.TITLE,
        "question": "分发这份公文？",
        "will": [
            "发给15个单位，对方马上能看到并签收。",
            "给有手机的联络员发提醒。",
            "发错可以撤回，但已看过的单位会留下记录。",
        ],
        "url": "?",
        "hidden": [("transition", "dispatch"), ("token", "1")],
        "submit": "确认分发",
        "back_url": "?",
    }


def summary() -> dict[str, Any]:
    """The application as a sheet to print and seal."""
    return s.DESK | {
        "title": "农村留守儿童关爱试点申报表",
        "unit_name": "申报单位：共青团鹭汀县委员会",
        "number": "试点-鹭汀-1",
        "facts": [s.fact("申报形式", "自主申报"), s.fact("负责人", "孟云舒")],
        "sections": answers(),
        "opinions": [
            Thing(
                title="县级意见", text="材料齐全，同意推荐。建议补充雨季接送安排。", name="孟云舒", date=s.at(11, 24)
            ),
            Thing(title="市级意见", text="", name="", date=None),
            Thing(title="省级意见", text="", name="", date=None),
        ],
        "made_at": s.at(11, 25),
    }
