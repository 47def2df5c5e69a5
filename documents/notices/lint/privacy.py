"""Personal data in a paper, children's above all (个人信息保护法第28、31条；未成年人保护法). Excerpts are masked."""

import re
from collections.abc import Iterator

from .rule import Hit, Paper, rule

_ID = re.compile(r"(?<!\d)(?P<id>\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx])(?!\d)")
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
_CHILD = re.compile("儿童|学生|孩子|未成年|少年|监护人|家长|同学|幼儿|留守")
_CHILD_CARD = re.compile(
    "(?:姓名[：:]?)?(?P<name>[\u4e00-\u9fff]{2,3})[，、（(]\\s*(?:男|女)[，、]\\s*(?:\\d{1,2}岁|(?:19|20)\\d\\d年\\d{1,2}月)(?P<rest>[^。；]{0,60})"
)
_ASKED = re.compile(
    r"(?:报送|上报|填报|填写|登记|提供|收集|采集|统计|包括|包含|注明|含)[^。；]{0,40}?(?P<what>身份证(?:号码?)?|家庭(?:详细)?(?:住址|地址)|监护人(?:姓名|电话|联系方式|手机)|"
    r"父母(?:姓名|电话|联系方式)|病史|银行(?:卡|账号))"
)
_NOT_ASKED = re.compile("不(?:得|要|必|再|需)?(?:报|填|收集|采集|登记|提供|包括|含|写)|无需|禁止|严禁|不报")
_NUMBER = re.compile(r"\d(?=\d{4})")


def _masked(text: str) -> str:
    return _NUMBER.sub("*", text)


@rule("privacy.id-number", "warning", "出现身份证号", "个人信息保护法第6条、第28条")
def id_number(paper: Paper) -> Iterator[Hit]:
    """Identity numbers have no place in a paper or its attachments."""
    for passage in [*paper.passages, *(block.text for annex in paper.reading.annexes for block in annex.body)]:
        for match in _ID.finditer(passage):
            yield Hit("出现身份证号码。公文和附件里不写身份证号，请删去。", _masked(match["id"]))


@rule("privacy.minor-phone", "warning", "出现儿童或家长的手机号", "个人信息保护法第28条、第31条")
def minor_phone(paper: Paper) -> Iterator[Hit]:
    """A mobile number in a sentence about children; the contact of the paper itself is no such number."""
    for passage in [*paper.passages, *(block.text for annex in paper.reading.annexes for block in annex.body)]:
        for sentence in re.split("[。；]", passage):
            for match in _MOBILE.finditer(sentence):
                if _CHILD.search(sentence) and "联系人" not in sentence:
                    yield Hit(
                        "出现儿童、学生或家长的手机号码。请删去，只保留工作联系电话。",
                        _masked(re.sub("[ -]", "", match.group())),
                    )


@rule("privacy.asked", "warning", "要求报送儿童的个人信息", "个人信息保护法第6条、第31条；未成年人网络保护条例第32条")
def asked(paper: Paper) -> Iterator[Hit]:
    """A paper that has units collect identity numbers, addresses or guardians' telephones of children."""
    for sentence in paper.sentences:
        match = _ASKED.search(sentence)
        if match and _CHILD.search(sentence) and not _NOT_ASKED.search(sentence):
            yield Hit(
                f"要求报送儿童的“{match['what']}”。只收必需的信息，一般只报人数；确需收集的，写明依据并取得监护人同意。",
                sentence[max(0, match.start() - 10) : match.end() + 10],
            )


@rule("privacy.child-named", "warning", "点名写了未成年人", "个人信息保护法第28条、第31条；未成年人保护法第72条")
def child_named(paper: Paper) -> Iterator[Hit]:
    """Name, sex and age together with a school or a hardship."""
    for passage in [*paper.passages, *(block.text for annex in paper.reading.annexes for block in annex.body)]:
        for match in _CHILD_CARD.finditer(passage):
            age = re.search(r"(\d{1,2})岁", match.group())
            if (age and int(age[1]) < 18) or (
                not age and re.search("年级|小学|初中|中学|留守|孤儿|学生", match["rest"])
            ):
                yield Hit(
                    "写出了未成年人的姓名、性别和年龄。请隐去姓名（如“小某”），只写人数或年龄段。",
                    match["name"][0] + "某" + match.group()[len(match["name"]) :][:20],
                )
