"""One policy per sort of personal answer."""

import pytest

from documents.privacy.masking import HIDDEN, Policy, guess, mask, mask_text


@pytest.mark.parametrize(
    ("policy", "value", "shown"),
    [
        (Policy.NAME, "罗阿舟", "罗某某"),
        (Policy.NAME, "杜若", "杜某"),
        (Policy.NAME, "罗", "罗某"),
        (Policy.IDENTITY, "990102201501010013", "9****************3"),
        (Policy.IDENTITY, "12", "**"),
        (Policy.PHONE, "139 0000 1234", "139****1234"),
        (Policy.PHONE, "0000103", "***0103"),
        (Policy.PHONE, "110", "***"),
        (Policy.MAIL, "qnfz@xiyuan.example", "q***@xiyuan.example"),
        (Policy.MAIL, "qnfz", "***"),
        (Policy.BANK_CARD, "4111 1111 1111 1111", "************1111"),
        (Policy.ADDRESS, "曦原省澈湖市鹭汀县晚渡镇3组", "曦原省澈湖市鹭汀县***"),
        (Policy.ADDRESS, "渡口旁", HIDDEN),
        (Policy.OTHER, "血型A", HIDDEN),
        (Policy.NAME, "  ", ""),
    ],
)
def test_mask_keeps_only_what_the_policy_allows(policy, value, shown):
    assert mask(policy, value) == shown


@pytest.mark.parametrize(
    ("label", "value", "policy"),
    [
        ("填报人姓名", "唐小禾", Policy.NAME),
        ("联系电话", "0000-0000201", Policy.PHONE),
        ("电子邮箱", "a@b.example", Policy.MAIL),
        ("监护人身份证号", "", Policy.IDENTITY),
        ("家庭住址", "", Policy.ADDRESS),
        ("备注", "13900000000", Policy.PHONE),
        ("备注", "喜欢画画", Policy.OTHER),
    ],
)
def test_guess_goes_by_label_then_by_look_and_hides_the_unknown(label, value, policy):
    assert guess(label, value) == policy


def test_mask_text_masks_every_finding_and_leaves_the_rest():
    assert mask_text("联系139 0000 0000，8岁的小芦在芦花村3组等船，邮箱ab@c.example。") == (
        f"联系139****0000，{HIDDEN}{HIDDEN}等船，邮箱a***@c.example。"
    )
