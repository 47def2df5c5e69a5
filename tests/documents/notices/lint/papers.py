"""A sound paper, of which each test changes one part."""

from datetime import date

from documents.notices.lint import check
from documents.notices.reading import Finding, Reading, read_text

BODY = """为让农村留守儿童课余有人陪，现将有关事项通知如下。
一、主要任务
（一）摸清底数。以村为单位核对人数，只报数字，不报姓名。
（二）办好小屋。利用现有房屋开设“灯火小屋”，每周开放不少于两次。
二、有关要求
请于11月27日前报送试点申报表（见附件）。"""


def paper(
    body: str = BODY,
    *,
    title: str = "关于开展“灯火相伴”行动的通知",
    number: str = "团澈发〔2026〕12号",
    head: str = "共青团澈湖市委文件",
    recipients: str = "各县（区）团委，市直机关团工委：",
    attachments: str = "附件：试点申报表",
    contact: str = "联系人：许南枝，电话：0000-0000201",
    issuer: str = "共青团澈湖市委",
    signed: str = "2026年11月10日",
    imprint: str = "共青团澈湖市委办公室　2026年11月11日印发",
) -> Reading:
    """A notice as text, read. An empty part is left out."""
    parts = (head, number, title, recipients, body, attachments, contact, issuer, signed, imprint)
    return read_text("\n".join(part for part in parts if part))


def found(reading: Reading, code: str, today: date | None = None) -> list[Finding]:
    """The findings of one rule."""
    return [finding for finding in check(reading, today) if finding.code == code]
