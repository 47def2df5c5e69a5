"""Names of organs and lists of them."""

import pytest

from documents.notices.reading.organs import (
    department_of,
    is_organ,
    is_recipient_list,
    organs_in_title,
    organs_on,
    same,
    split_list,
)


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("各市团委、教育局，各高校团委：", ["各市团委", "教育局", "各高校团委"]),
        ("共青团各省、自治区、直辖市委，全国铁道团委", ["共青团各省、自治区、直辖市委", "全国铁道团委"]),
        ("各县（市、区）团委，市直各团（工）委", ["各县（市、区）团委", "市直各团（工）委"]),
        ("各乡镇、街道团委，县直机关团工委", ["各乡镇、街道团委", "县直机关团工委"]),
        ("各区人民政府，市直各委、办、局", ["各区人民政府", "市直各委、办、局"]),
        ("各村、各社区", ["各村", "各社区"]),
        ("各区（县）团委、市属企业、高校团委", ["各区（县）团委", "市属企业", "高校团委"]),
        ("团市委机关各部门、各直属单位。", ["团市委机关各部门", "各直属单位"]),
        ("各团县委；各直属单位", ["各团县委", "各直属单位"]),
        ("全县各级团组织、广大团员青年", ["全县各级团组织", "广大团员青年"]),
        ("", []),
    ],
)
def test_list_of_addressees_is_split_as_written(text: str, entries: list[str]) -> None:
    assert split_list(text) == entries


@pytest.mark.parametrize("text", ["各市团委", "各位老师", "县委", "各乡镇党委、政府", "团省委青年发展部", "全体团员"])
def test_addressees_are_told(text: str) -> None:
    assert is_recipient_list(text)


@pytest.mark.parametrize(
    "text", ["现将有关事项通知如下", "联系人", "会议时间", "有关要求如下", "附件", "一方面要做好工作", ""]
)
def test_other_words_before_a_colon_are_no_addressees(text: str) -> None:
    assert not is_recipient_list(text)


@pytest.mark.parametrize(
    "text", ["共青团澈湖市委", "澈湖市教育局", "校团委", "曦原理工大学团委", "鹭汀县人民政府办公室"]
)
def test_organ_is_told(text: str) -> None:
    assert is_organ(text)


@pytest.mark.parametrize("text", ["关于召开会议", "请各市团委", "2026年11月5日", "团", "开展“灯火小屋”活动的团委"])
def test_other_text_is_no_organ(text: str) -> None:
    assert not is_organ(text)


@pytest.mark.parametrize(
    ("line", "organs"),
    [
        ("共青团澈湖市委    澈湖市教育局", ["共青团澈湖市委", "澈湖市教育局"]),
        ("共青团澈湖市委 澈湖市教育局", ["共青团澈湖市委", "澈湖市教育局"]),
        ("共青团澈湖市委、澈湖市教育局", ["共青团澈湖市委", "澈湖市教育局"]),
        ("共 青 团 澈 湖 市 委", ["共青团澈湖市委"]),
        ("党 委 办 公 室", ["党委办公室"]),
        ("共青团澈湖市委（盖章）", ["共青团澈湖市委"]),
        ("联系人：许南枝", []),
    ],
)
def test_organs_on_a_line_are_told_apart(line: str, organs: list[str]) -> None:
    assert organs_on(line) == organs


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("中国共产主义青年团曦原省委员会", "共青团曦原省委"),
        ("共青团澈湖市委员会", "团澈湖市委"),
        ("共青团澈湖市委", "团市委"),
        ("曦原理工大学团委", "共青团曦原理工大学委员会"),
        ("中国共产主义青年团中央委员会", "团中央"),
    ],
)
def test_long_and_short_names_are_the_same(one: str, other: str) -> None:
    assert same(one, other)
    assert same(other, one)


def test_other_committees_are_not_the_same() -> None:
    assert not same("共青团澈湖市委", "共青团霁山市委")
    assert not same("共青团澈湖市委", "团县委")
    assert not same("共青团曦原省委", "共青团曦原省委青年发展部")


def test_inner_department_is_told_from_organ_and_office() -> None:
    assert department_of("共青团曦原省委青年发展部") == "共青团曦原省委"
    assert department_of("共青团曦原省委办公室") is None
    assert department_of("共青团曦原省委") is None


@pytest.mark.parametrize(
    ("title", "organs"),
    [
        ("共青团澈湖市委关于开展活动的通知", ("共青团澈湖市委",)),
        ("曦原省教育厅 共青团曦原省委关于开展活动的通知", ("曦原省教育厅", "共青团曦原省委")),
        ("共青团鹭汀县委转发《关于开展活动的通知》的通知", ("共青团鹭汀县委",)),
        ("共青团曦原省委书记办公会议纪要", ("共青团曦原省委",)),
        ("关于开展活动的通知", ()),
        ("会议通知", ()),
    ],
)
def test_organs_in_a_title(title: str, organs: tuple[str, ...]) -> None:
    assert organs_in_title(title) == organs
