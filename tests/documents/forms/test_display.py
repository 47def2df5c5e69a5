"""Answers in words, masked, public, summed."""

from decimal import Decimal
from uuid import UUID

from documents.forms.display import countable, lines, masked, public
from documents.forms.parsing import parse

SCHEMA = parse(
    {
        "sections": [
            {
                "key": "s",
                "title": "节",
                "fields": [
                    {"key": "name", "kind": "short_text", "label": "联系人", "personal": True},
                    {"key": "card", "kind": "scan", "label": "同意书", "personal": True},
                    {
                        "key": "served",
                        "kind": "number",
                        "label": "陪伴人次",
                        "unit": "人次",
                        "countable": True,
                        "public": True,
                    },
                    {"key": "rate", "kind": "number", "label": "到会率", "limit": {"decimals": 1}, "unit": "%"},
                    {
                        "key": "kinds",
                        "kind": "choices",
                        "label": "内容",
                        "options": [{"value": "a", "label": "学业"}, {"value": "b", "label": "通话"}],
                    },
                    {"key": "day", "kind": "date", "label": "日期", "public": True},
                    {"key": "story", "kind": "long_text", "label": "做法"},
                ],
            }
        ]
    }
)
ANSWERS = {
    "name": "罗阿舟",
    "card": [str(UUID(int=1))],
    "served": 1138,
    "rate": "83.0",
    "kinds": ["a", "b"],
    "day": "2026-11-05",
}


def texts(answers, **how):
    return [line.text for line in lines(SCHEMA.sections[0], answers, **how)]


def test_lines_mask_personal_answers_unless_revealed():
    assert texts(ANSWERS, reveal=False) == [
        "（已隐去）",
        "（已隐去）",
        "1,138人次",
        "83.0%",
        "学业、通话",
        "2026年11月5日",
        "",
    ]
    assert texts(ANSWERS, reveal=True)[:2] == ["罗阿舟", "1个附件"]


def test_lines_never_hand_out_the_raw_value_of_a_masked_answer():
    assert [line.value for line in lines(SCHEMA.sections[0], ANSWERS, reveal=False)][:2] == [None, None]


def test_lines_show_unreadable_drafts_as_typed():
    assert texts({"served": "约三百", "day": "下周", "kinds": "c"}, reveal=True)[2:6] == ["约三百人次", "", "c", "下周"]


def test_masked_uses_the_given_mask_and_drops_personal_files():
    kept = masked(SCHEMA, ANSWERS, lambda spec, text: text[0] + "某")
    assert (kept["name"], "card" in kept, kept["served"]) == ("罗某", False, 1138)


def test_public_gives_only_what_is_marked_public():
    assert public(SCHEMA, ANSWERS) == {"served": 1138, "day": "2026-11-05"}


def test_countable_gives_exact_figures():
    assert countable(SCHEMA, ANSWERS) == {"served": Decimal(1138)}
