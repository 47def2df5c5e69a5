"""要素 and the secrecy mark: what blocks a paper."""

import pytest

from documents.notices.reading import read_text
from tests.documents.notices.lint.papers import found, paper


def test_missing_title_blocks() -> None:
    reading = paper(title="", number="", head="")

    assert [f.severity for f in found(reading, "missing.title")] == ["error"]
    assert found(paper(), "missing.title") == []


def test_missing_body_blocks() -> None:
    reading = paper(body="", attachments="", contact="")

    assert len(found(reading, "missing.body")) == 1
    assert found(paper(), "missing.body") == []


@pytest.mark.parametrize("kind", ["通知", "报告", "请示", "批复", "函"])
def test_missing_recipients_block_where_a_paper_must_have_them(kind: str) -> None:
    reading = paper(title=f"关于灯火小屋有关工作的{kind}", recipients="")

    assert len(found(reading, "missing.recipients")) == 1


@pytest.mark.parametrize("kind", ["决定", "纪要", "公告", "通告", "意见", "通报"])
def test_other_kinds_may_do_without_recipients(kind: str) -> None:
    reading = paper(title=f"关于灯火小屋有关工作的{kind}", recipients="")

    assert found(reading, "missing.recipients") == []


def test_missing_issuer_blocks() -> None:
    assert len(found(paper(issuer="", head="", signed=""), "missing.issuer")) == 1


def test_organ_in_the_title_is_an_issuer() -> None:
    reading = paper(issuer="", head="", signed="", imprint="", title="共青团澈湖市委关于开展“灯火相伴”行动的通知")

    assert found(reading, "missing.issuer") == []


def test_title_without_a_kind_is_told() -> None:
    assert len(found(paper(title="澈湖市“灯火相伴”行动实施方案"), "missing.kind")) == 1
    assert found(paper(), "missing.kind") == []


def test_missing_date_and_number_do_not_block() -> None:
    reading = paper(number="", signed="")

    assert [f.severity for f in found(reading, "missing.date")] == ["warning"]
    assert [f.severity for f in found(reading, "missing.number")] == ["info"]


def test_numbered_upward_paper_shows_its_signer() -> None:
    bare = paper(title="共青团澈湖市委关于小屋工作的报告", recipients="团省委：")
    shown = paper(
        title="共青团澈湖市委关于小屋工作的报告", recipients="团省委：", number="团澈发〔2026〕12号　签发人：何清越"
    )

    assert len(found(bare, "missing.signer")) == 1
    assert found(shown, "missing.signer") == []


@pytest.mark.parametrize("mark", ["秘密★1年", "机密★", "绝密★长期", "秘密", "机密★10年"])
def test_real_secrecy_mark_blocks(mark: str) -> None:
    reading = read_text(f"{mark}\n共青团澈湖市委文件\n关于做好有关工作的通知\n各县（区）团委：\n请做好工作。")

    assert [f.severity for f in found(reading, "secrecy.mark")] == ["error"]


@pytest.mark.parametrize(
    "words", ["请严格保守秘密，不得外传。", "涉及商业秘密的材料不报。", "签订保密协议。", "保守国家机密是公民的义务。"]
)
def test_talk_of_secrets_is_no_mark(words: str) -> None:
    assert found(paper(body=words), "secrecy.mark") == []


def test_mark_in_quotes_is_only_spoken_of() -> None:
    text = "发现标有“秘密★1年”字样的材料，应立即停止操作。"

    assert found(paper(text), "secrecy.mark") == []
    assert len(found(paper("秘密★1年\n各地要抓好落实。"), "secrecy.mark")) == 1
