"""The small decisions of the look."""

from types import SimpleNamespace as Thing

import pytest

from portal.pages.templatetags import look
from tests.portal.look.samples import Offer, tally


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("draft", "open"),
        ("sign", "doing"),
        ("issued", "done"),
        ("adopted", "done"),
        ("withdrawn", "off"),
        ("declined", "off"),
        ("anything", "doing"),
    ],
)
def test_mark_kind_follows_the_state(state, kind):
    assert look.mark_kind(state) == kind


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("还剩9天", ""),
        ("还剩2天", "soon"),
        ("还剩12天", ""),
        ("今天到期", "soon"),
        ("已逾期1天", "late"),
        ("", ""),
        (None, ""),
    ],
)
def test_urgency_reads_the_words(words, kind):
    assert look.urgency(words) == kind


def test_run_in_splits_a_heading_from_its_text():
    assert look.run_in("（一）摸清底数。以村为单位核对人数。", 2) == look.RunIn(
        "（一）摸清底数。", "以村为单位核对人数。"
    )
    assert look.run_in("一、行动主题　灯火相伴", 1) == look.RunIn("一、行动主题　", "灯火相伴")


def test_run_in_keeps_a_pure_heading_and_a_paragraph_whole():
    assert look.run_in("二、主要任务", 1) == look.RunIn("二、主要任务", "")
    assert look.run_in("按要求办理。请知悉。", 0) == look.RunIn("", "按要求办理。请知悉。")


def test_bar_of_three_needs_no_more():
    offers = [Offer("sign", "签发", style="primary"), Offer("return", "退回"), Offer("void", "作废")]
    assert [offer.title for offer in look.bar(offers).shown] == ["作废", "退回", "签发"]
    assert look.bar(offers).more == []


def test_bar_of_four_puts_two_under_more():
    offers = [
        Offer("a", "甲"),
        Offer("b", "乙"),
        Offer("sign", "签发", style="primary"),
        Offer("c", "丙", style="more"),
    ]
    sorted_offers = look.bar(offers)
    assert [offer.title for offer in sorted_offers.shown] == ["甲", "签发"]
    assert [offer.title for offer in sorted_offers.more] == ["乙", "丙"]


def test_bar_puts_what_cannot_be_taken_back_behind_everything_else():
    offers = [Offer("sign", "签发", style="primary"), Offer("return", "退回"), Offer("void", "作废")]
    sorted_offers = look.bar(offers, [("转办", "/")])
    assert [offer.title for offer in sorted_offers.shown] == ["退回", "签发"]
    assert (sorted_offers.more, [offer.title for offer in sorted_offers.last]) == ([], ["作废"])


def test_bar_shows_taking_back_where_there_is_nothing_to_decide():
    back, void = Offer("withdraw", "撤回", style="more"), Offer("void", "作废", style="more")
    alone = look.bar([back, void])
    assert ([one.title for one in alone.shown], [one.title for one in alone.last]) == (["撤回"], ["作废"])
    deciding = look.bar([back, Offer("sign", "签发", style="primary")])
    assert ([one.title for one in deciding.shown], [one.title for one in deciding.more]) == (["签发"], ["撤回"])
    assert look.bar([void]).shown == []


def test_bar_keeps_refused_offers_apart():
    refused = Offer("sign", "签发", style="primary", allowed=False, reasons=("没有核稿。",))
    assert look.bar([refused]).shown == []
    assert look.bar([refused]).blocked == [refused]


def test_bar_of_nothing_is_empty():
    assert look.bar(None) == look.Bar([], [], [], [])


def test_segments_fill_the_bar_without_gaps():
    parts = look.segments([tally("已报", 1), tally("未报", 1), tally("退回", 1)])
    assert [(part.x, part.width) for part in parts] == [(0, 333), (333, 334), (667, 333)]


def test_segments_understand_numbers_in_words_and_nothing_at_all():
    assert [part.width for part in look.segments([tally("待办", "1000+"), tally("已办", 0)])] == [1000, 0]
    assert [part.width for part in look.segments([tally("待办", 0)])] == [0]


def test_mark_size_tells_joint_and_long_heads():
    assert look.mark_size(("共青团曦原省委",)) == ""
    assert look.mark_size(("共青团曦原省委", "曦原省妇联")) == "joint"
    assert look.mark_size(("中国共产主义青年团曦原省委员会",)) == "long"
    assert look.mark_size(()) == ""


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("表.xlsx", "表格"),
        ("申报表.docx", "文稿"),
        ("扫描件.JPEG", "图片"),
        ("原件.pdf", "PDF"),
        ("说明", "文件"),
        ("第1.号", "文件"),
    ],
)
def test_kind_word_says_what_sort_of_file_it_is(name, word):
    assert look.kind_word(name) == word


def test_drawn_picture_is_chosen_or_follows_the_key():
    assert look.drawn(Thing(drawn="ferry")) == "ferry"
    assert look.drawn(Thing(pk=4)) == "ferry"
    assert look.drawn(Thing()) == "lamp"


def test_phrases_keep_words_together_and_escape():
    assert "青年志愿者" in look.phrases("青年志愿者陪伴农村留守儿童行动").split("<wbr>")
    assert look.phrases("<b>") == "&lt;b&gt;" or "<b>" not in look.phrases("<b>")
