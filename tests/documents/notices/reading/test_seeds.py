"""The five real texts that the project began with: what must come out of each (skipped where they are not at hand)."""

import re
from datetime import date
from pathlib import Path

import pytest

from documents.notices.lint import checked
from documents.notices.reading import Reading, read_file

SEEDS = Path(__file__).resolve().parents[5] / "shared" / "seeds"

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the real texts in ../shared/seeds are not on this machine")


def seed(code: str) -> Reading:
    path = next(SEEDS.glob(f"{code}_*.txt"))
    return checked(read_file(path.name, path.read_bytes()))


def messages(reading: Reading, code: str) -> list[str]:
    return [finding.message for finding in reading.findings if finding.code == code]


def excerpts(reading: Reading, code: str) -> str:
    return "\n".join(finding.excerpt for finding in reading.findings if finding.code == code)


def test_000_gives_nine_recipients_and_three_copies() -> None:
    reading = seed("000")

    assert len(reading.recipients) == 9
    assert reading.recipients[0] == "共青团各省、自治区、直辖市委"
    assert reading.cc == ("团中央书记处各同志", "团中央机关各部门", "各直属单位")


def test_000_gives_kind_issuer_title_and_both_dates() -> None:
    reading = seed("000")

    assert reading.title == "共青团中央办公厅关于做好2016年共青团关爱保护农村留守儿童工作的通知"
    assert (reading.kind, reading.document_number) == ("通知", None)
    assert reading.issuers == ("共青团中央办公厅",)
    assert (reading.signed_on, reading.printed_on) == (date(2016, 5, 25), date(2016, 5, 31))
    assert reading.deadlines == ()


def test_000_repairs_the_mailbox() -> None:
    contact = seed("000").contacts[0]

    assert re.fullmatch(r"\w+@163\.com", *contact.emails)
    assert len(contact.names) == len(contact.phones) == 1


def test_000_puts_back_the_shifted_quotes_and_joins_the_lines() -> None:
    reading = seed("000")

    assert not any(letter in reading.text() for letter in "冶爷摇")
    assert reading.text().count("“") == reading.text().count("”") > 20
    assert [block.level for block in reading.body] == [0, 1, 0, 1, 3, 3, 3, 3, 3, 1, 3, 3, 3, 0]
    assert len(messages(reading, "repair.shifted")) == 1


def test_000_is_otherwise_sound() -> None:
    assert {f.code for f in seed("000").findings if f.severity != "info"} == set()


def test_001_gives_number_title_and_head() -> None:
    reading = seed("001")

    assert reading.document_number == "河青发〔2010〕2号"
    assert reading.title == "关于开展“关爱留守儿童暖冬行动”的通知"
    assert reading.issuers == ("中国共产主义青年团河池市委员会",)
    assert reading.signed_on == date(2010, 1, 28)


def test_001_deadline_is_a_saturday() -> None:
    reading = seed("001")

    assert [deadline.iso for deadline in reading.deadlines] == ["2010-04-10"]
    assert "星期六" in messages(reading, "date.not-working")[0]


def test_001_drops_the_field_code() -> None:
    reading = seed("001")

    assert "INCLUDEPICTURE" not in reading.text()
    assert len(messages(reading, "repair.fields")) == 1


def test_002_gives_five_organs_and_eight_recipients() -> None:
    reading = seed("002")

    assert len(reading.issuers) == 5
    assert reading.recipients == (
        "各区（县）团委", "文明办", "教育局", "民政局", "妇联", "市属企业", "高校团委", "市直机关团工委"
    )  # fmt: skip


def test_002_takes_the_title_of_the_text_that_the_cover_carries() -> None:
    reading = seed("002")

    assert reading.title == "关于在全市开展“我们在一起”——湖州志愿者关爱农村留守儿童专项行动的通知"
    assert "印发给你们" in reading.body[0].text
    assert messages(reading, "read.cover") != []


def test_002_names_the_parent_with_its_number() -> None:
    assert [parent.number for parent in seed("002").parent_documents] == ["团浙联〔2019〕5号"]


def test_002_deadline_lies_before_the_day_of_issue() -> None:
    reading = seed("002")

    assert reading.signed_on == date(2019, 4, 4)
    assert reading.deadlines[0].iso == "2019-04-03"
    assert len(messages(reading, "date.before-issue")) == 1


def test_002_contact_has_address_and_postcode() -> None:
    contact = seed("002").contacts[0]

    assert contact.postcode == "313000"
    assert contact.address is not None
    assert contact.address.endswith("团市委青少年事务部")


@pytest.mark.parametrize("place", ["特经验", "进评估", "进审查", "留守童", "作情况", "纳平安", "统一动", "媒体段"])
def test_002_flags_lost_characters_and_leaves_them(place: str) -> None:
    reading = seed("002")

    assert place in excerpts(reading, "damage.missing")
    assert place in reading.text()


def test_002_flags_the_lost_day_sign() -> None:
    assert "12月20前" in excerpts(seed("002"), "damage.day")


def test_003_is_seen_as_a_collection() -> None:
    reading = seed("003")

    assert "5 篇" in messages(reading, "read.collection")[0]
    assert reading.kind is None
    assert len(reading.body) > 100


@pytest.mark.parametrize(
    ("code", "place"),
    [
        ("placeholder.number", "国发〔 〕号"),
        ("placeholder.text", "20xx年"),
        ("damage.month", "79月"),
        ("damage.month", "1011月"),
        ("damage.range", "12名教师"),
        ("damage.bracket", "10分）"),
        ("heading.gap", "8."),
        ("text.latin", "and"),
    ],
)
def test_003_flags_what_is_open_or_damaged(code: str, place: str) -> None:
    assert place in excerpts(seed("003"), code)


def test_003_contradicts_itself_about_the_inspection() -> None:
    assert "检查验收" in messages(seed("003"), "schedule.conflict")[0]


def test_003_scores_and_parts_add_up() -> None:
    reading = seed("003")

    assert messages(reading, "figure.score") == messages(reading, "figure.sum") == []


def test_004_department_issues_under_the_head_of_the_committee() -> None:
    reading = seed("004")

    assert reading.head == ("中国共产主义青年团中央委员会",)
    assert reading.issuers == ("团中央青年志愿者工作部",)
    assert len(messages(reading, "issuer.department")) == len(messages(reading, "issuer.head")) == 1


def test_004_contact_is_one_block() -> None:
    contacts = seed("004").contacts

    assert len(contacts) == 1
    assert [len(contacts[0].names), len(contacts[0].phones), len(contacts[0].emails)] == [4, 2, 1]
    assert contacts[0].fax is not None


@pytest.mark.parametrize("code", ["000", "001", "002", "004"])
def test_nothing_in_the_four_papers_blocks(code: str) -> None:
    assert [finding.code for finding in seed(code).findings if finding.severity == "error"] == []
