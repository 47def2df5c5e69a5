"""Fictional papers of 曦原省, from the plain notice to the awkward ones."""

import datetime
from dataclasses import replace

from documents.printing import Attached, Attendance, Cell, Form, Heading, Paper, Paragraph, Table

ORGANS = (
    "共青团曦原省委",
    "中共曦原省委社会工作部",
    "曦原省教育厅",
    "曦原省民政厅",
    "曦原省妇联",
)

NOTICE = Paper(
    marks=("共青团曦原省委",),
    number="团曦发〔2026〕12号",
    title="关于开展“灯火相伴”青年志愿者陪伴农村留守儿童行动的通知",
    recipients="各市团委，各省属高校团委",
    body=(
        Paragraph(
            "为落实《2026年全省共青团工作要点》（团曦发〔2026〕8号），让农村留守儿童课余有人陪、假期有去处，"
            "现将有关事项通知如下。"
        ),
        Heading(1, "一、行动主题"),
        Paragraph("灯火相伴。"),
        Heading(1, "二、主要任务"),
        Heading(
            2,
            "（一）摸清底数。",
            "以村为单位核对人数，只报数字，不报姓名。各县（市、区）团委于11月10日前完成核对，数字以当月月末为准。",
        ),
        Heading(
            2,
            "（二）办好小屋。",
            "利用学校、社区现有房屋开设“灯火小屋”，每周开放不少于两次，每次不少于1.5小时；门口公示值守人员和开放时间。",
        ),
        Heading(
            2,
            "（三）稳定结队。",
            "志愿服务队与学校结队不少于一学年，更换队员须当面交接。结队名单由学校和服务队各存一份。",
        ),
        Heading(
            2,
            "（四）守住底线。",
            "活动须有两名成人在场，未经监护人书面同意不拍摄、不发布儿童影像。发现儿童受到侵害或者面临危险的，立即报告。",
        ),
        Heading(1, "三、时间安排"),
        Heading(3, "1.部署。", "11月10日前，市、县两级完成部署。"),
        Heading(3, "2.集中开展。", "11月16日起，各地“灯火小屋”集中开放；11月27日前申报试点；12月11日前自查。"),
        Heading(3, "3.总结。", "12月18日17:30前，各市报送工作总结，邮箱：qnfz@xiyuan.example。"),
        Heading(1, "四、试点申报"),
        Paragraph(
            "采取自主申报和省级指定两种形式，每市推荐不超过2个；材料为情况分析报告、工作情况和特色经验、试点方案。"
        ),
        Heading(1, "五、工作要求"),
        Paragraph("不另行制定配套方案；已掌握的数据不重复报送；各类表格最多报一次。"),
    ),
    contacts=("联系人：林予安，电话：0000-0000103，邮箱：qnfz@xiyuan.example。",),
    attachments=("“灯火相伴”行动试点申报表", "“灯火小屋”开放情况月报表（县级填报，未开放的零报送）"),
    signatures=("共青团曦原省委",),
    date=datetime.date(2026, 11, 5),
    note="此件公开发布",
    copies="共青团曦原省委各部门、各直属单位。",
    printer="共青团曦原省委办公室",
    printed_on=datetime.date(2026, 11, 6),
)
"""One organ, three pages, a sealed signature: the everyday paper."""

JOINT = replace(
    NOTICE,
    marks=ORGANS,
    number="团曦联〔2026〕3号",
    recipients="各市团委、市委社会工作部、教育局、民政局、妇联，各省属高校团委",
    signatures=ORGANS,
)
"""Five organs jointly."""

UPWARD = replace(
    NOTICE,
    marks=("共青团鹭汀县委",),
    number="团鹭报〔2026〕4号",
    title="共青团鹭汀县委关于申报“灯火相伴”行动试点的请示",
    recipients="共青团澈湖市委",
    signers=("孟云舒",),
    body=(
        Paragraph(
            "按照《关于开展“灯火相伴”青年志愿者陪伴农村留守儿童行动的通知》要求，我县团委会同有关部门核对了情况，拟申报试点。"
        ),
        Paragraph("妥否，请批示。"),
    ),
    contacts=(),
    attachments=(),
    signatures=("共青团鹭汀县委",),
    date=datetime.date(2026, 11, 20),
    note="联系人：唐小禾，电话：0000-0000211",
    copies="",
    printer="共青团鹭汀县委办公室",
    printed_on=datetime.date(2026, 11, 20),
)
"""上行文 with 签发人."""

SENTENCE = "各级团组织要把陪伴落到日常，用现成的房，守固定的时，留最少的字，不增加学校和基层负担。"


def with_body(*texts: str) -> Paper:
    """The everyday paper with other body paragraphs."""
    return replace(NOTICE, body=tuple(Paragraph(text) for text in texts), contacts=(), attachments=())


COUNTIES = ("鹭汀县", "萤田县", "榴溪县", "枫眠县", "橡谷县", "蝉坪县", "莓岭县", "葵原县", "橙坞县")

QUOTAS = Table(
    rows=(
        ("序号", "县（区）", "应报", "已报", "说明"),
        *((str(n), name, "3", "2", "一处待补盖章件，须在11月27日前补齐") for n, name in enumerate(COUNTIES, 1)),
        (Cell("合计", across=2), "27", "18", ""),
    ),
    caption="表1　“灯火小屋”报送情况",
)
"""A table that fits upright."""

WIDE = Table(
    rows=(
        ("单位", *(f"第{n}周开放次数（次）" for n in range(1, 15)), "合计"),
        *((name, *(str(n % 3 + 1) for n in range(14)), "28") for name in COUNTIES),
    ),
    caption="“灯火小屋”周开放记录",
)
"""A table that has to be turned sideways."""

SAMPLE = replace(NOTICE, sample=True, number="团曦发〔2026〕 号", urgency="加急")

FORWARDED = replace(
    NOTICE,
    title="关于印发《“灯火相伴”行动试点管理办法》的通知",
    body=(Paragraph("现将《“灯火相伴”行动试点管理办法》印发给你们，请结合实际执行。"), QUOTAS),
    contacts=(),
    attachments=(),
    note="",
    attached=(
        Attached(
            "“灯火相伴”行动试点管理办法",
            (
                Paragraph("第一条　为了把试点办实，制定本办法。"),
                Heading(1, "一、申报"),
                Paragraph(SENTENCE * 6),
            ),
            subtitle="（2026年11月5日共青团曦原省委书记办公会议通过）",
        ),
        Attached("“灯火小屋”周开放记录", (WIDE, Paragraph("注：未开放的填零。")), label="附件1"),
    ),
)
"""A notice that issues a regulation, with a sideways table behind it."""

LETTER = replace(
    NOTICE,
    form=Form.LETTER,
    marks=("共青团曦原省委",),
    number="团曦函〔2026〕7号",
    title="关于征求“灯火小屋”用房意见的函",
    recipients="曦原省教育厅",
    body=(
        Paragraph("为利用好学校闲置房屋，方便农村留守儿童就近活动，拟在有条件的学校开设“灯火小屋”。"),
        Paragraph("现就用房标准、开放时间、安全责任等事项征求你厅意见，请于11月20日前函复。"),
        Paragraph("专此函达，请予支持。"),
    ),
    contacts=("联系人：林予安，电话：0000-0000103。",),
    attachments=("“灯火小屋”用房标准（征求意见稿）",),
    copies="曦原省民政厅",
    note="",
)
"""A letter of one page and its 抄送."""

MINUTES = replace(
    NOTICE,
    form=Form.MINUTES,
    marks=("共青团曦原省委书记办公会议",),
    number="〔2026〕9号",
    title="关于“灯火相伴”行动试点名单的会议纪要",
    recipients="",
    body=(
        Paragraph("2026年11月30日，何清越同志主持召开书记办公会议，研究“灯火相伴”行动试点名单。现纪要如下。"),
        Heading(1, "一、关于试点名单"),
        Paragraph("会议听取了青年发展部关于试点申报和评审情况的汇报，同意将鹭汀县等六个县列为试点，按程序公示。"),
        Heading(1, "二、关于下一步工作"),
        Paragraph("会议要求，公示结束后三个工作日内印发结果通知，不得另行增加申报条件。"),
    ),
    contacts=(),
    attachments=(),
    attendance=(
        Attendance("出席", "何清越、罗阿舟、孟云舒、林予安、谢星回、顾晚棠、纪南枝、沈渡、陆青野"),
        Attendance("请假", "江屿"),
        Attendance("列席", "青年发展部唐小禾、权益部周予白，澈湖市团委程霁、鹭汀县团委方栀、萤田县团委宋知夏"),
    ),
    signatures=("共青团曦原省委办公室",),
    note="",
    copies="各市团委，共青团曦原省委各部门。",
)
"""The minutes of a meeting."""
