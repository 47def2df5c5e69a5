"""What a text gives away. All numbers are made up; the identity number carries a region that does not exist."""

import pytest

from documents.privacy.detectors import Severity, Sort, is_card_number, is_identity_number, scan


def sorts(text, **more):
    return [finding.sort for finding in scan(text, **more)]


def check_digit(body):
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11]


VALID = check_digit("99010220150101001")


@pytest.mark.parametrize(
    ("text", "sort", "excerpt"),
    [
        (f"孩子的号码是{VALID}。", Sort.IDENTITY, VALID),
        ("旧证990102150101001。", Sort.IDENTITY, "990102150101001"),
        ("请打139 0000 0000找小杜", Sort.MOBILE, "139 0000 0000"),
        ("请打１３９００００００００", Sort.MOBILE, "13900000000"),
        ("电话：0000-0000103", Sort.TELEPHONE, "0000-0000103"),
        ("电话（0990）1234567", Sort.TELEPHONE, "（0990）1234567".replace("（", "(").replace("）", ")")),
        ("发到qnfz@xiyuan.example", Sort.MAIL, "qnfz@xiyuan.example"),
        ("卡号4111 1111 1111 1111", Sort.BANK_CARD, "4111 1111 1111 1111"),
        ("杜小满（女，9岁）每天等船", Sort.CHILD, "杜小满(女,9岁"),
        ("8岁的小芦第一次", Sort.CHILD, "8岁的小芦"),
        ("王某某，今年十二岁", Sort.CHILD, "王某某,今年十二岁"),
        ("晚渡镇中心小学三年级（2）班的孩子", Sort.SCHOOL_CLASS, "晚渡镇中心小学三年级(2)班"),
        ("住在芦花村3组", Sort.ADDRESS, "住在芦花村3组"),
        ("她是单亲家庭的孩子", Sort.HARDSHIP, "单亲"),
    ],
)
def test_scan_finds(text, sort, excerpt):
    assert [(finding.sort, finding.excerpt) for finding in scan(text)] == [(sort, excerpt)]


@pytest.mark.parametrize(
    "text",
    [
        "一年下来开放76次，陪伴1138人次，没有一次空岗。",
        "16岁以下儿童由村里核对人数。",
        "队伍共23人，平均年龄31岁。",
        "队长小谢说：“我们做的事很小。”",
        "枫眠县第二中学的四间活动室轮流亮灯。",
        "团曦联〔2026〕3号，2026年11月5日印发。",
        "编号990102201501010000不是身份证号",
        "志愿者陈昇喆，今年二十三岁",
        "高年级8岁以上的学生",
    ],
)
def test_scan_lets_ordinary_sentences_pass(text):
    assert scan(text) == []


def test_scan_gives_each_place_once_and_in_order():
    findings = scan(f"电话0990-1234567，证号{VALID}，手机13900000000")
    assert [(f.sort, f.start) for f in findings] == [(Sort.TELEPHONE, 2), (Sort.IDENTITY, 17), (Sort.MOBILE, 38)]


def test_scan_reminds_of_faces_where_there_are_pictures():
    finding = scan("渡口边的一小时", pictures=2)[0]
    assert (finding.sort, finding.severity, finding.code) == (Sort.FACE, Severity.NOTE, "privacy.face")
    assert finding.message.startswith("有2张图片，请逐张确认：")
    assert sorts("大家在屋前合影") == [Sort.FACE]


def test_numbers_that_prove_themselves_are_errors():
    assert [finding.severity for finding in scan(f"{VALID} 13900000000 0990-1234567")] == [
        Severity.ERROR,
        Severity.ERROR,
        Severity.WARNING,
    ]


def test_identity_numbers_are_checked_by_date_and_check_digit():
    assert is_identity_number(VALID)
    assert not is_identity_number(VALID[:-1] + str((int(VALID[-1].replace("X", "9")) + 1) % 10))
    assert not is_identity_number(check_digit("99010220151301001"))


def test_identity_number_that_every_textbook_gives_is_recognised_with_either_x():
    assert is_identity_number("11010519491231002X")
    assert [finding.sort for finding in scan("号码11010519491231002x")] == [Sort.IDENTITY]
    assert not any(is_identity_number(f"11010519491231002{last}") for last in range(10))


def test_card_numbers_are_checked_by_their_last_digit():
    assert is_card_number("4111111111111111")
    assert not is_card_number("4111111111111112")
    assert not is_card_number("0000000000000000")
