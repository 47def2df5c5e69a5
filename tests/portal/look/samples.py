"""Sample contexts for every template: plain data with the texts of the fictional province, no database."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace as Thing

from django import forms

from tests.portal.look.shapes import Block, HistoryRow, Offer, Paper, Person, Station, WorkRow

BEIJING_OFFSET = timedelta(hours=8)


def at(month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """A moment of 2026 in Beijing time."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC) - BEIJING_OFFSET


ISSUERS = ("共青团曦原省委", "中共曦原省委社会工作部", "曦原省教育厅", "曦原省民政厅", "曦原省妇联")
TITLE = "关于开展“灯火相伴”青年志愿者陪伴农村留守儿童行动的通知"

BODY = (
    Block(
        0,
        "为落实《2026年全省共青团工作要点》（团曦发〔2026〕8号），让农村留守儿童课余有人陪、假期有去处，现将有关事项通知如下。",
    ),
    Block(1, "一、行动主题"),
    Block(0, "灯火相伴"),
    Block(1, "二、主要任务"),
    Block(2, "（一）摸清底数。以村为单位核对人数，只报数字，不报姓名。"),
    Block(2, "（二）办好小屋。利用学校、社区现有房屋开设“灯火小屋”，每周开放不少于两次。"),
    Block(2, "（三）稳定结队。志愿服务队与学校结队不少于一学年，更换队员须当面交接。"),
    Block(2, "（四）守住底线。活动须有两名成人在场，未经监护人书面同意不拍摄、不发布儿童影像。"),
    Block(1, "三、时间安排"),
    Block(
        0,
        rows=(
            ("阶段", "时间"),
            ("部署", "11月10日前"),
            ("集中开展", "11月16日起"),
            ("试点申报", "11月27日前"),
            ("自查", "12月11日前"),
            ("总结", "12月18日17:30前"),
        ),
        header=True,
    ),
    Block(1, "四、试点申报"),
    Block(0, "采取自主申报和省级指定两种形式，每市推荐不超过2个；材料为情况分析报告、工作情况和特色经验、试点方案。"),
    Block(1, "五、工作要求"),
    Block(0, "不另行制定配套方案；已掌握的数据不重复报送；各类表格最多报一次。"),
    Block(0, "联系人：林予安，电话：0000-0000103，邮箱：qnfz@xiyuan.example。"),
)

PAPER = Paper(
    title=TITLE,
    issuers=ISSUERS,
    number="团曦联〔2026〕3号",
    recipients="各市团委、市委社会工作部、教育局、民政局、妇联，各省属高校团委",
    blocks=BODY,
    attachments=("“灯火小屋”开放记录表", "试点申报表"),
    signatories=ISSUERS,
    signed_on=date(2026, 11, 5),
    remark="此件公开发布",
    cc="团曦原省委各部门、各直属单位",
    printed_by="共青团曦原省委办公室",
    printed_on=date(2026, 11, 6),
)

COUNTY_PAPER = Paper(
    title="关于做好“灯火相伴”行动有关工作的通知",
    issuers=("共青团鹭汀县委员会",),
    recipients="各乡镇团委、县直机关团工委、各学校团委",
    blocks=(
        Block(0, "根据国发〔　〕号和团澈联〔2026〕2号文件要求，现将我县有关工作通知如下。", anchor="b0"),
        Block(1, "一、开放记录", anchor="b2"),
        Block(
            0,
            "“灯火小屋”开放记录每月末报一次，未开放的零报送。目标共40间：新建35间、改建4间。",
            anchor="b3",
            findings=(
                Thing(
                    severity="warning",
                    message="数字前后不一：35＋4＝39，写的是40。",
                    excerpt="共40间：新建35间、改建4间",
                    remedy="",
                    anchor="b3",
                ),
            ),
        ),
        Block(1, "二、影像要求"),
        Block(
            0,
            "图片不超过3张，不出现儿童正脸。请于11月4日前报送。",
            anchor="b5",
            findings=(
                Thing(
                    severity="warning",
                    message="截止时间早于成文日期。",
                    excerpt="11月4日前",
                    remedy="11月24日前",
                    anchor="b5",
                ),
            ),
        ),
    ),
    signatories=("共青团鹭汀县委员会",),
    signed_on=date(2026, 11, 12),
    proof=True,
)

FINDINGS = (
    Thing(
        severity="error", message="“国发〔　〕号”缺年份和序号，请补全。", excerpt="国发〔　〕号", remedy="", anchor="b0"
    ),
    Thing(
        severity="warning",
        message="数字前后不一：35＋4＝39，写的是40。",
        excerpt="共40间：新建35间、改建4间",
        remedy="",
        anchor="b3",
    ),
    Thing(severity="warning", message="截止时间早于成文日期。", excerpt="11月4日前", remedy="11月24日前", anchor="b5"),
)

FILES = (
    Thing(name="“灯火小屋”开放记录表.xlsx", url="/files/1/", size=18_432, preview_url="", thumb=""),
    Thing(name="试点申报表.docx", url="/files/2/", size=43_008, preview_url="/files/2/preview/", thumb=""),
)

STATIONS = (
    Station("draft", "拟稿", "done", (Person("林予安", "团曦原省委", "拟稿人", at(11, 2, 10, 12)),)),
    Station(
        "check",
        "核稿",
        "done",
        (Person("周慎行", "团曦原省委", "核稿人", at(11, 2, 15, 40), "文字已改顺，请审。", "yes"),),
    ),
    Station(
        "office",
        "审核",
        "done",
        (Person("顾知白", "团曦原省委", "办公室主任", at(11, 3, 9, 5), "体例、字号无误。", "yes"),),
    ),
    Station(
        "cosign",
        "会签",
        "done",
        (
            Person("季安然", "省教育厅", "联络员", at(11, 3, 16, 20), "同意。", "yes"),
            Person("陈叙", "省民政厅", "联络员", at(11, 4, 10, 0), "同意，请注明联系渠道。", "yes", offline=True),
        ),
    ),
    Station(
        "deputy",
        "审签",
        "done",
        (Person("秦望川", "团曦原省委", "副书记", at(11, 4, 17, 30), "同意，请思齐同志签发。", "yes"),),
    ),
    Station(
        "sign",
        "签发",
        "now",
        (Person("陆思齐", "团曦原省委", "书记"),),
        since=at(11, 4, 17, 30),
        due_at=at(11, 6, 17, 30),
    ),
    Station("recheck", "复核", "ahead", (Person("钟晴", role="文书"),)),
    Station("register", "登记编号", "ahead", (Person("钟晴", role="文书"),)),
    Station("print", "印制", "ahead", (Person("傅守正", role="用印"),)),
    Station("dispatch", "核发", "ahead", (Person("钟晴", role="文书"),)),
)

SHORT_STATIONS = (
    Station("draft", "填报", "done", (Person("唐小禾", "团鹭汀县委", "填报人", at(11, 23, 11, 2)),)),
    Station(
        "agree",
        "单位审核",
        "done",
        (
            Person(
                "孟云舒", "团鹭汀县委", "书记", at(11, 24, 9, 30), "材料齐全，同意推荐。建议补充雨季接送安排。", "yes"
            ),
        ),
    ),
    Station(
        "city",
        "市级评估",
        "now",
        (Person("许南枝", "团澈湖市委", "干事"),),
        since=at(11, 24, 9, 30),
        due_at=at(11, 27, 17, 30),
    ),
    Station("city_sign", "市级审定", "ahead", (Person("何清越", role="书记"),)),
    Station("province", "省级审查", "ahead", (Person("", role="团省委青年发展部"),)),
)

HISTORY = (
    HistoryRow(at(11, 2, 10, 12), "林予安", "团曦原省委 拟稿人", "送核", "拟稿"),
    HistoryRow(at(11, 2, 15, 40), "周慎行", "团曦原省委 核稿人", "核稿通过", "核稿", "文字已改顺，请审。"),
    HistoryRow(at(11, 3, 9, 5), "顾知白", "团曦原省委 办公室主任", "审核通过", "审核", "体例、字号无误。"),
    HistoryRow(at(11, 3, 16, 20), "季安然", "省教育厅 联络员", "同意会签", "会签", "同意。"),
    HistoryRow(at(11, 4, 10, 0), "陈叙", "省民政厅 联络员", "同意会签", "会签", "同意，请注明联系渠道。", offline=True),
    HistoryRow(at(11, 4, 17, 30), "秦望川", "团曦原省委 副书记", "同意送签", "审签", "同意，请思齐同志签发。"),
)

SIGN_OFFERS = (
    Offer(
        "sign",
        "同意签发",
        style="primary",
        confirm="签发后正文不再改动。接着由文书复核、编号，印发给15个单位。",
    ),
    Offer("return", "退回修改", verdict="return", needs_opinion=True),
    Offer(
        "transfer",
        "转办",
        style="more",
        verdict="none",
        needs_opinion=True,
        choices=(("12", "秦望川 副书记"), ("9", "顾知白 办公室主任")),
    ),
    Offer("circulate", "传阅", style="more", verdict="none"),
)

PHRASES = ("同意。", "同意，请办公室核发。", "拟同意，请领导审定。", "请补充后再报。")
REASONS = ("要素不全", "数据前后不一", "照片露出儿童正脸", "缺盖章件")

NAV = {
    "todo": "/desk/",
    "draft": "/admin/notices/",
    "issued": "/desk/register/",
    "incoming": "/desk/incoming/",
    "calls": "/desk/calls/",
    "showcase": "/desk/showcase/",
    "statistics": "",
    "contacts": "/desk/contacts/",
    "settings": "",
    "mine": "/desk/mine/",
    "admin": "/admin/",
    "public": "/",
    "logout": "/logout/",
}

SECRETARY = Thing(is_authenticated=True, name="孟云舒")
HOUSE = {"site_name": "团文", "demo_mode": True, "csrf_token": "x" * 64, "messages": ()}
DESK = HOUSE | {"user": SECRETARY, "post_line": "团鹭汀县委 书记", "nav": NAV, "todo_count": 7}


def tally(label: str, number: int | str, kind: str = "", url: str = "?", *, current: bool = False) -> Thing:
    """One number of a bar."""
    return Thing(label=label, number=number, kind=kind, url=url, current=current)


def fact(label: str, value: object, url: str = "") -> Thing:
    """One line of a metadata block."""
    return Thing(label=label, value=value, url=url)


ROWS = [
    WorkRow(
        "鹭汀县农村留守儿童关爱试点申报材料", "单位审核", "团鹭汀县委", "审核", "agree", "今天到期", at(11, 24, 17, 30)
    ),
    WorkRow(TITLE, "待签收", "团澈湖市委", "签收", "waiting", "还剩3天", at(11, 27, 17, 30)),
    WorkRow(
        "关于做好“灯火相伴”行动有关工作的通知", "签发", "团鹭汀县委", "签发", "sign", "已逾期1天", at(11, 23, 17, 30)
    ),
    WorkRow(
        "月梳乡“灯火小屋”活动总结",
        "县级审核",
        "月梳乡团委",
        "修改",
        "draft",
        "还剩2天",
        at(11, 26, 17, 30),
        returned=True,
    ),
    WorkRow("渡口边的一小时：晚渡镇“灯火小屋”的做法", "县级审核", "晚渡镇团委", "审核", "county"),
    WorkRow(
        "关于报送2026年青年志愿服务工作统计表的函", "待办", "团澈湖市委", "办理", "doing", "还剩9天", at(12, 3, 17, 30)
    ),
    WorkRow(
        "芦哨镇十一月“灯火小屋”开放记录", "县级审核", "芦哨镇团委", "审核", "county", "还剩6天", at(11, 30, 17, 30)
    ),
]


class SectionForm(forms.Form):
    """One section of the pilot application."""

    children = forms.IntegerField(
        label="农村留守儿童人数",
        help_text="16周岁以下、父母双方外出的人数。只报数字，不报姓名。",
        error_messages={"required": "请填写农村留守儿童人数；没有就填0。"},
    )
    rooms = forms.IntegerField(label="已有“灯火小屋”", required=False)
    form_of_pilot = forms.ChoiceField(
        label="申报形式", choices=[("own", "自主申报"), ("named", "省级指定")], widget=forms.RadioSelect
    )
    analysis = forms.CharField(
        label="情况分析", help_text="写现状、问题、已有基础，300字以内。", widget=forms.Textarea(attrs={"rows": 6})
    )
    photos = forms.FileField(
        label="现场照片", help_text="不超过3张，不出现儿童正脸。手机照片会自动压缩。", required=False
    )
    agreed = forms.BooleanField(label="数字已与学校、民政核对", error_messages={"required": "请核对以后打勾。"})


def section_form(*, bound: bool = False) -> SectionForm:
    """The section as first seen, or sent with two mistakes."""
    data = {
        "children": "",
        "rooms": "4",
        "form_of_pilot": "own",
        "analysis": "晚渡镇有三个自然村隔水，孩子放学要等最后一班船。",
    }
    form = SectionForm(data) if bound else SectionForm(initial=data | {"children": 1138})
    form.fields["children"].unit = "人"  # type: ignore[attr-defined]
    form.fields["rooms"].unit = "间"  # type: ignore[attr-defined]
    form.fields["rooms"].prefilled = "4"  # type: ignore[attr-defined]
    form.fields["analysis"].limit = 300  # type: ignore[attr-defined]
    form.fields["photos"].upload_url = "/files/upload/"  # type: ignore[attr-defined]
    form.fields["photos"].delete_url = "/files/remove/"  # type: ignore[attr-defined]
    return form


class RegisterFilter(forms.Form):
    """Filters of the register."""

    year = forms.ChoiceField(label="年份", choices=[("2026", "2026年"), ("2025", "2025年")], required=False)
    mark = forms.ChoiceField(
        label="代字", choices=[("", "全部"), ("团曦发", "团曦发"), ("团曦联", "团曦联")], required=False
    )
    words = forms.CharField(label="标题或字号", required=False)


class CopiesForm(forms.Form):
    """What the clerk fills in with the number."""

    copies = forms.IntegerField(label="份数", help_text="含存档2份。", initial=60)


class IncomingForm(forms.Form):
    """A paper from outside the system."""

    organ = forms.CharField(label="来文单位")
    number = forms.CharField(label="来文字号", required=False)
    title = forms.CharField(label="标题", widget=forms.Textarea(attrs={"rows": 2}))
    received = forms.DateField(label="收到日期", widget=forms.DateInput(attrs={"type": "date"}))
    scan = forms.FileField(label="扫描件", help_text="PDF 或照片。", required=False)


class MeasureForm(forms.Form):
    """转办: search, a list, and the reason."""

    find = forms.CharField(label="查找", required=False)
    whom = forms.ChoiceField(
        label="交给谁",
        widget=forms.RadioSelect,
        choices=[
            ("m1", "钟晴　文书　团省委办公室"),
            ("m2", "顾知白　办公室主任　团省委办公室"),
            ("p3.6", "在岗的人　文书　团省委办公室"),
        ],
    )
    opinion = forms.CharField(label="理由和要求", widget=forms.Textarea(attrs={"rows": 3}))
