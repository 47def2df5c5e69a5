"""主送: to whom a committee may write, and how many (条例第14–17条; practice of the league)."""

import re
from collections.abc import Iterator

from documents.notices.reading.kinds import UPWARD
from documents.notices.reading.organs import is_league

from .rule import Hit, Paper, rule

_PERSON = re.compile(
    "[\u4e00-\u9fff]{1,4}(?:书记|副书记|市长|县长|区长|乡长|镇长|局长|副局长|部长|主任|主席|厅长|处长|科长|校长|院长|同志|领导)\\Z|(?:各位|尊敬的)?领导(?:同志)?\\Z|尊敬的.{2,12}"
)
_COLLECTIVE = re.compile("各|全体|班子|机关")
_AUTHORITY = re.compile(
    r"(?:各|全)?.{0,24}?(?:(?:乡|镇|街道|乡镇|县|区|市|县区|区县|旗|苏木).{0,6}?)?(?:人民政府|党委|党工委|党组|党总支|党支部|办事处|(?<!团)县委|(?<!团)区委|(?<!团)市委|县政府|区政府|市政府|乡政府|镇政府)(?:[、（(].*)?\Z"
)
_LEVELS = ("中央|全国", "省|自治区", "市|州|盟", "县|区|旗", "乡|镇|街道")
_SYSTEMS: tuple[tuple[str, str, str], ...] = (
    (
        "教育",
        r"教育[部厅局委]|教体局|教科[体局]|(?:中小学|小学|中学|幼儿园|高校|院校|学校|大学|学院)(?!团|少|学生)",
        r"教育|教体|教科|学校|中学|小学|大学|学院",
    ),
    ("民政", r"(?<!人)民政(?!府)", r"民政"),
    ("妇联", r"妇联|妇女联合会", r"妇联|妇女联合会"),
    ("文明办", r"文明办|文明委", r"文明办|文明委|宣传部"),
    ("社会工作部", r"社会工作部|社工部", r"社会工作部|社工部"),
    ("关工委", r"关工委", r"关工委|关心下一代"),
    ("公安", r"公安", r"公安"),
    ("司法", r"司法[厅局所]", r"司法"),
    ("卫生健康", r"卫健|卫生健康|卫计|医院", r"卫健|卫生|卫计"),
    ("人力资源社会保障", r"人社|人力资源", r"人社|人力资源"),
    ("财政", r"财政[厅局所]", r"财政"),
    ("工会", r"总工会|工会", r"工会"),
    ("残联", r"残联|残疾人联合会", r"残联|残疾人"),
)
_SHARED = re.compile("、[^，,；;：:。]{0,40}?(?:团委|团工委|团总支|团支部|少工委|少先队)")  # “各高校、企业团委”
_PARTY_LEAD = re.compile("中共|中国共产党|党委(?!.*团)|人民政府|政府办|委办公室")


def _downward(paper: Paper) -> bool:
    return paper.reading.kind in {"通知", "通报", "决定", "意见", "批复"}


def _by_league(paper: Paper) -> bool:
    return bool(paper.reading.issuers) and all(is_league(name) for name in paper.reading.issuers)


@rule("address.several", "warning", "上行文主送不止一个", "条例第15条（一）")
def several(paper: Paper) -> Iterator[Hit]:
    """Upward papers go to one superior organ, in principle; others get a copy."""
    recipients = paper.reading.recipients
    if paper.reading.kind in UPWARD and len(recipients) > 1:
        yield Hit(
            f"{paper.reading.kind}原则上只主送一个上级机关，现有{len(recipients)}个。其他机关请改用抄送。",
            "、".join(recipients),
        )


@rule("address.person", "warning", "主送了个人", "条例第15条（五）")
def person(paper: Paper) -> Iterator[Hit]:
    """Official papers go to organs, not to leaders in person."""
    if paper.reading.kind is None:
        return
    for name in paper.reading.recipients:
        if _PERSON.search(name) and not _COLLECTIVE.search(name):
            yield Hit(f"主送“{name}”是个人。公文请主送机关，不直接报送领导个人。", name)


@rule("address.authority", "warning", "团组织向下级党委、政府发指令性公文", "条例第16条（三）、第17条")
def authority(paper: Paper) -> Iterator[Hit]:
    """A league committee may not instruct lower party committees or governments: 函, or through the party committee's office."""
    if not (_downward(paper) and _by_league(paper)):
        return
    for name in paper.reading.recipients:
        if not is_league(name) and _AUTHORITY.fullmatch(name):
            yield Hit(
                f"主送“{name}”：团组织不得向党委、政府发指令性公文。请改为主送团组织，或改用函，或报请同级党委（办）转发。",
                name,
            )


@rule("address.other-system", "warning", "主送了别的系统的单位，其主管部门没有联合发文", "条例第16条（三）、第17条")
def other_system(paper: Paper) -> Iterator[Hit]:
    """Units of education, civil affairs … are addressed together with their own organ."""
    if not _downward(paper) or not any(is_league(name) for name in paper.reading.issuers):
        return
    issuers = "、".join(paper.reading.issuers)
    if _PARTY_LEAD.search(issuers):
        return
    strangers = [name for name in paper.reading.recipients if not is_league(name) and not _shares(name, paper)]
    for system, theirs, organ in _SYSTEMS:
        units = [name for name in strangers if re.search(theirs, name)]
        if units and not re.search(organ, issuers):
            yield Hit(
                f"主送了{system}系统的“{'、'.join(units)}”，而{system}主管部门没有联合发文。请联合发文，或改为主送团组织。",
                "、".join(units),
            )


def _shares(name: str, paper: Paper) -> bool:
    """Whether a class of units shares the 团委 that is written once, behind the last of its row: “各省属高校、企业团委”."""
    text = paper.reading.recipients_text
    at = text.find(name)
    return at >= 0 and not re.search("[局厅委办会部院]\\Z", name) and bool(_SHARED.match(text[at + len(name) :]))


@rule("address.long", "info", "主送机关名称过长", "GB/T 9704-2012 7.3.2")
def odd_entries(paper: Paper) -> Iterator[Hit]:
    """An entry so long that a sentence seems to have slipped into the list."""
    for name in paper.reading.recipients:
        if len(name) > 30 and "、" not in name and "（" not in name:
            yield Hit(f"主送“{name}”过长，可能混入了正文。请核对。", name)
