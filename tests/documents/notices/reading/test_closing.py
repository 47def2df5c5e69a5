"""The lower part of a paper: signature, date, note, attachments, imprint."""

from datetime import date

import pytest

from documents.notices.reading import Reading, read_text

TOP = "关于做好值班工作的通知\n各县（区）团委：\n请做好值班工作。\n"


def read(*lines: str) -> Reading:
    return read_text(TOP + "\n".join(lines))


@pytest.mark.parametrize(
    "lines",
    [
        ("共青团澈湖市委", "2026年11月5日"),
        ("共青团澈湖市委（盖章）", "2026年11月5日"),
        ("共青团澈湖市委　　2026年11月5日",),
        ("共 青 团 澈 湖 市 委", "2026 年 11 月 5 日"),
        ("2026年11月5日", "共青团澈湖市委"),
        ("（此页无正文）", "共青团澈湖市委", "（盖章）", "2026年11月5日"),
        ("共青团澈湖市委", "二〇二六年十一月五日"),
        ("共青团澈湖市委", "2026-11-05"),
        ("共青团澈湖市委", "", "", "2026.11.5"),
    ],
)
def test_signature_and_date_in_many_settings(lines: tuple[str, ...]) -> None:
    reading = read(*lines)

    assert (reading.signature, reading.signed_on) == (("共青团澈湖市委",), date(2026, 11, 5))
    assert [block.text for block in reading.body] == ["请做好值班工作。"]


def test_signature_without_a_date() -> None:
    reading = read("共青团澈湖市委")

    assert (reading.signature, reading.signed_on) == (("共青团澈湖市委",), None)


def test_name_that_is_no_known_organ_signs_above_the_date() -> None:
    assert read("“周三通话角”项目组", "2026年11月5日").issuers == ("“周三通话角”项目组",)


def test_date_still_to_be_filled_in_is_none() -> None:
    reading = read("共青团澈湖市委", "2026年  月  日")

    assert (reading.signature, reading.signed_on) == (("共青团澈湖市委",), None)
    assert reading.signed_text == "2026年 月 日"


def test_date_under_a_heading_is_no_day_of_issue() -> None:
    reading = read("一、会议时间", "2026年11月20日", "二、会议地点", "三楼会议室。", "共青团澈湖市委", "2026年11月5日")

    assert reading.signed_on == date(2026, 11, 5)
    assert reading.body[2].text == "2026年11月20日"


@pytest.mark.parametrize(
    "lines",
    [
        ("抄送：市教育局，市民政局。", "共青团澈湖市委办公室　　2026年11月6日印发"),
        ("抄  送：市教育局、市民政局", "共青团澈湖市委办公室 2026年11月6日印发", "（共印50份）"),
        ("抄送：市教育局，", "　　　市民政局。", "共青团澈湖市委办公室2026年11月6日印发"),
        ("抄送：市教育局，市民政局。共青团澈湖市委办公室2026年11月6日印发",),
        ("主题词：值班　通知", "抄送：市教育局，市民政局。", "共青团澈湖市委办公室　2026年11月6日印发", "校对：丁小满"),
        ("抄报：市教育局", "抄送：市民政局", "印发机关：共青团澈湖市委办公室　印发日期：2026年11月6日"),
    ],
)
def test_imprint_in_many_settings(lines: tuple[str, ...]) -> None:
    reading = read("共青团澈湖市委", "2026年11月5日", *lines)

    assert reading.cc == ("市教育局", "市民政局")
    assert (reading.printed_by, reading.printed_on) == ("共青团澈湖市委办公室", date(2026, 11, 6))
    assert reading.signed_on == date(2026, 11, 5)


def test_text_behind_the_copies_is_not_swallowed() -> None:
    reading = read("共青团澈湖市委", "2026年11月5日", "抄送：市教育局", "附件1", "值班表", "周一：许南枝。")

    assert reading.cc == ("市教育局",)
    assert reading.annexes[0].title == "值班表"


@pytest.mark.parametrize(
    "lines",
    [
        ("附件：1.值班表", "　　　2.登记表"),
        ("附件：1.值班表；2.登记表。",),
        ("附件1：值班表", "附件2：登记表"),
        ("附件1.值班表", "附件2.登记表"),
        ("附件：", "1、值班表", "2、登记表"),
        ("附：1.值班表.docx", "　　2.登记表.xlsx（12KB）"),
    ],
)
@pytest.mark.parametrize("below", [False, True])
def test_list_of_attachments_in_many_settings(lines: tuple[str, ...], below: bool) -> None:
    signed = ("共青团澈湖市委", "2026年11月5日")
    reading = read(*signed, *lines) if below else read(*lines, *signed)

    assert reading.attachments == ("值班表", "登记表")
    assert [block.text for block in reading.body] == ["请做好值班工作。"]


def test_attachments_below_give_their_titles_and_texts() -> None:
    reading = read(
        "附件：1.值班表",
        "　　　2.登记表",
        "共青团澈湖市委",
        "2026年11月5日",
        "附件1",
        "值班表",
        "周一：许南枝。",
        "附件2",
        "登记表",
        "姓名：",
    )

    assert reading.attachments == ("值班表", "登记表")
    assert [(annex.title, [block.text for block in annex.body]) for annex in reading.annexes] == [
        ("值班表", ["周一：许南枝。"]),
        ("登记表", ["姓名："]),
    ]


def test_dates_inside_an_attachment_do_not_sign_the_paper() -> None:
    reading = read("共青团澈湖市委", "2026年11月5日", "附件", "申报表", "申报单位（盖章）", "2026年12月1日")

    assert reading.signed_on == date(2026, 11, 5)


def test_note_and_contact_below_the_date() -> None:
    reading = read("共青团澈湖市委", "2026年11月5日", "（此件公开发布）", "联系人：许南枝，电话：0000-0000201")

    assert reading.note == "（此件公开发布）"
    assert reading.contacts[0].names == ("许南枝",)


def test_attachment_title_on_two_lines_is_one() -> None:
    reading = read(
        "附件：“灯火相伴”青年志愿者陪伴农村留守儿童行动试点", "　　　县申报说明", "共青团澈湖市委", "2026年11月5日"
    )

    assert reading.attachments == ("“灯火相伴”青年志愿者陪伴农村留守儿童行动试点县申报说明",)


def test_note_above_the_signature_is_the_note_below_the_day() -> None:
    reading = read("妥否，请批示。", "（联系人：唐小禾，电话：0000-0000301）", "共青团澈湖市委", "2026年11月5日")

    assert reading.note == "（联系人：唐小禾，电话：0000-0000301）"
    assert [block.text for block in reading.body] == ["请做好值班工作。", "妥否，请批示。"]
    assert [contact.names for contact in reading.contacts] == [("唐小禾",)]
