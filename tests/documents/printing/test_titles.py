"""Titles: broken by sense, names and words whole, in the shape of a trapezium or a rhomb."""

import pytest

from documents.printing.titles import break_title

EM = 22.0
WIDTH = 442.2


def broken(text: str) -> list[str]:
    widths = [0.0 if char == "\n" else EM / 2 if char < "\x7f" else EM for char in text]
    return break_title(text, widths, width=WIDTH, em=EM)


def test_short_title_stays_on_one_line() -> None:
    assert broken("关于同意召开代表大会的批复") == ["关于同意召开代表大会的批复"]


def test_author_breaks_win() -> None:
    title = "共青团曦原省委关于开展\n“灯火相伴”行动的通知"
    assert broken(title) == ["共青团曦原省委关于开展", "“灯火相伴”行动的通知"]


def test_issuing_organ_stands_whole_above_the_matter() -> None:
    assert broken("共青团鹭汀县委关于申报“灯火相伴”行动试点的请示") == [
        "共青团鹭汀县委",
        "关于申报“灯火相伴”行动试点的请示",
    ]


def test_organs_of_a_joint_title_are_not_torn() -> None:
    organs = ("共青团曦原省委", "中共曦原省委社会工作部", "曦原省教育厅", "曦原省民政厅", "曦原省妇联")
    lines = broken(" ".join(organs) + "关于开展“灯火相伴”青年志愿者陪伴农村留守儿童行动的通知")
    for organ in organs:
        assert any(organ in line for line in lines), organ


@pytest.mark.parametrize(
    "title",
    [
        "共青团曦原省委关于开展“灯火相伴”青年志愿者陪伴农村留守儿童行动的通知",
        "共青团曦原省委办公室关于做好暑假期间农村留守儿童防溺水安全教育和关爱服务工作有关事项的通知",
        "关于做好2026年度优秀共青团员、优秀共青团干部和五四红旗团委（团支部）推荐工作的通知",
        "共青团曦原省委关于印发《全省共青团组织开展农村留守儿童关爱服务志愿行动三年实施方案（2026—2028年）》的通知",
    ],
)
def test_lines_fit_and_none_begins_or_ends_badly(title: str) -> None:
    lines = broken(title)
    assert "".join(lines) == title
    for line in lines:
        assert sum(EM / 2 if char < "\x7f" else EM for char in line) <= WIDTH
        assert line[0] not in "的和与及等，、）》”"
        assert not line.endswith(("关于", "和", "与", "、（", "《", "“"))


@pytest.mark.parametrize(
    ("title", "whole"),
    [
        ("关于同意召开共青团鹭汀县第十八次代表大会的批复", ("鹭汀县", "第十八次", "代表大会")),
        ("关于组织收看全国学联第二十八次代表大会开幕会直播的通知", ("代表大会",)),
        ("关于做好2026年春节期间困境青少年走访慰问工作的通知", ("春节期间", "困境青少年")),
        ("关于召开全市共青团基层组织建设推进会的通知", ("基层组织",)),
        ("关于成立共青团澈湖市委青年发展规划实施工作领导小组的通知", ("共青团澈湖市委", "青年发展规划", "领导小组")),
        ("关于开展农村留守儿童暑期安全教育和防溺水专项巡查的紧急通知", ("留守儿童", "安全教育", "紧急通知")),
    ],
)
def test_what_is_read_together_is_not_torn(title: str, whole: tuple[str, ...]) -> None:
    lines = broken(title)
    for words in whole:
        assert any(words in line for line in lines), lines


def test_lines_do_not_form_a_waist() -> None:
    lines = broken("共青团曦原省委办公室关于做好暑假期间农村留守儿童防溺水安全教育和关爱服务工作有关事项的通知")
    lengths = [len(line) for line in lines]
    assert len(lengths) == 3
    assert not lengths[0] > lengths[1] + 1 < lengths[2]


def test_absurdly_long_title_is_still_set_whole() -> None:
    title = "关于" + "做好有关工作" * 30 + "的通知"
    assert "".join(broken(title)) == title
