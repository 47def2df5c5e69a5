"""Contacts as people write them."""

import pytest

from documents.notices.reading.contacts import is_contact_line, mend_emails, read_contacts
from documents.notices.reading.journal import Journal


def test_names_share_telephones_fax_and_mailbox() -> None:
    contacts = read_contacts(
        [
            "联系人：林予安、周慎行、顾知白；",
            "电话：（0000）0000103、0000104；",
            "传真：（0000）0000105；",
            "电子邮箱：qnfz@xiyuan.example。",
        ]
    )

    assert [contact.to_json() for contact in contacts] == [
        {
            "names": ["林予安", "周慎行", "顾知白"],
            "phones": ["0000-0000103", "0000104"],
            "fax": "0000-0000105",
            "emails": ["qnfz@xiyuan.example"],
            "address": None,
            "postcode": None,
        }
    ]


def test_address_and_postcode_on_one_line() -> None:
    contact = read_contacts(["联系人：林予安，电话：0000103，地址：澈湖市青年路1号2号楼414室，邮编：999900。"])[0]

    assert (contact.address, contact.postcode) == ("澈湖市青年路1号2号楼414室", "999900")


@pytest.mark.parametrize(
    "text",
    [
        "联系人：林予安 0000-0000103",
        "联系人：林予安（0000-0000103）",
        "联系人：林予安，0000－0000103",
        "联系人及电话：林予安，0000—0000103",
        "（联系人：林予安；联系电话：0000-0000103）",
        "联系人：青年发展部 林予安，电话 0000-0000103",
        "联系人：青年发展部林予安，联系方式：0000-0000103",
        "联 系 人：林 予 安  电 话：0000-0000103",
        "联络员：林予安 手机：0000-0000103",
        "林予安　联系电话：0000-0000103",
        "未尽事宜请与我部联系，联系人林予安，电话0000-0000103。",
        "联系人：林予安（青年发展部），电话：0000-0000103",
    ],
)
def test_one_person_and_number_in_many_forms(text: str) -> None:
    contact = read_contacts([text])[0]

    assert (contact.names, contact.phones) == (("林予安",), ("0000-0000103",))


def test_two_people_with_a_number_each_are_two_contacts() -> None:
    contacts = read_contacts(["联系人：林予安（0000-0000103）、周慎行（0000-0000104）"])

    assert [(c.names, c.phones) for c in contacts] == [
        (("林予安",), ("0000-0000103",)),
        (("周慎行",), ("0000-0000104",)),
    ]


def test_second_label_begins_a_second_contact() -> None:
    contacts = read_contacts(["联系人：林予安，电话：0000-0000103", "联系人：周慎行，电话：0000-0000104"])

    assert [c.names for c in contacts] == [("林予安",), ("周慎行",)]


def test_mobile_with_blanks_and_extension_are_kept_whole() -> None:
    assert read_contacts(["联系人：林予安，手机：138 0000 0000"])[0].phones == ("13800000000",)
    assert read_contacts(["联系人：林予安，电话：0000-0000103转8001"])[0].phones == ("0000-0000103转8001",)


def test_telephone_that_is_fax_too_is_both() -> None:
    contact = read_contacts(["联系人：林予安，电话（传真）：0000-0000103"])[0]

    assert (contact.phones, contact.fax) == (("0000-0000103",), "0000-0000103")


@pytest.mark.parametrize(
    "text",
    [
        "各乡镇要明确一名联系人，并于11月27日前报送。",
        "建立联系人制度。",
        "开通亲情电话12部。",
        "学生家长电话13800000000。",
        "登记家庭地址和联系方式。",
    ],
)
def test_talk_of_contacts_is_no_contact(text: str) -> None:
    assert read_contacts([text]) == ()
    assert not is_contact_line(text)


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("a_b@ xiyuan. example", "a_b@xiyuan.example"),
        ("ab ＠ 163．com", "ab@163.com"),
        ("ab@xiyuan . edu . cn", "ab@xiyuan.edu.cn"),
        ("ab@xiyuan.example", "ab@xiyuan.example"),
    ],
)
def test_blanks_in_a_mailbox_are_taken_out(text: str, mended: str) -> None:
    assert mend_emails(text, Journal()) == mended
