"""The comparison of two contents: nothing lost, nothing invented, and readable."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.engine.reading.differing import Difference, Passage, Span, compare, differences

WORDS = st.lists(st.sampled_from("一二三，。\n 12ab.甲"), max_size=40).map("".join)


def texts(spans: tuple[Span, ...]) -> tuple[str, str]:
    before = "".join(span.text for span in spans if span.kind != "inserted")
    return before, "".join(span.text for span in spans if span.kind != "deleted")


@given(WORDS, WORDS)
@settings(max_examples=300)
def test_stretches_give_both_texts_back(before: str, after: str) -> None:
    spans = compare(before, after)
    assert texts(spans) == (before, after)
    assert all(span.text for span in spans)
    assert all(one.kind != other.kind for one, other in pairwise(spans))


@given(WORDS)
def test_same_text_has_no_changed_stretch(text: str) -> None:
    assert {span.kind for span in compare(text, text)} <= {"same"}


def test_one_changed_word_is_found_in_its_sentence() -> None:
    assert compare("请于11月20日前报送。", "请于11月25日前报送。") == (
        Span("same", "请于11月"),
        Span("deleted", "20"),
        Span("inserted", "25"),
        Span("same", "日前报送。"),
    )


def test_added_paragraph_leaves_the_others_alone() -> None:
    spans = compare("一、总体要求\n二、组织实施", "一、总体要求\n二、工作安排\n二、组织实施")
    assert [span for span in spans if span.kind != "same"] == [Span("inserted", "二、工作安排\n")]


def test_rewritten_paragraph_is_shown_as_a_whole() -> None:
    before, after = "各地要高度重视，加强领导。", "报送材料一式两份！"
    assert compare(before, after) == (Span("deleted", before), Span("inserted", after))


def test_fields_come_in_the_new_order_and_lost_ones_last() -> None:
    old = [Passage("title", "标题", "甲"), Passage("cc", "抄送", "丙"), Passage("body", "正文", "同")]
    new = [Passage("body", "正文", "同"), Passage("attachment:1", "附件1", "表"), Passage("title", "标题", "乙")]
    found = differences(old, new)
    assert [(one.title, one.before, one.after) for one in found] == [
        ("附件1", "", "表"),
        ("标题", "甲", "乙"),
        ("抄送", "丙", ""),
    ]


def test_excerpt_keeps_every_change_and_cuts_what_stayed() -> None:
    same = "不变的话" * 40
    one = Difference("正文", "", "", compare(f"{same}甲{same}", f"{same}乙{same}"))
    assert [span.text for span in one.excerpt if span.kind != "same"] == ["甲", "乙"]
    assert sum(len(span.text) for span in one.excerpt) < 80


FIRST = "各单位要高度重视，明确专人负责。请于11月20日前报送方案。逾期不报的，予以通报。"
OTHERS = "一、总体要求\n坚持就近就便，安全第一。每周开放不少于两次。\n二、组织实施\n各县要抓好落实。"
LAST = "联系人要固定。电话要畅通。\n特此通知。"


def shortened(before: str, after: str) -> str:
    spans = Difference("正文", before, after, compare(before, after)).excerpt
    marks = {"same": "{}", "deleted": "[-{}]", "inserted": "[+{}]"}
    return "".join(marks[span.kind].format(span.text) for span in spans)


def test_excerpt_shows_whole_sentences_around_a_change() -> None:
    whole = f"{OTHERS}\n{FIRST}\n{OTHERS}\n{LAST}"
    assert shortened(whole, whole.replace("20日", "25日").replace("畅通", "公开")) == (
        "……请于11月[-20][+25]日前报送方案。\n……电话要[-畅通][+公开]。\n……"
    )


def test_excerpt_of_an_added_paragraph_stands_between_the_sentences_beside_it() -> None:
    whole = f"{OTHERS}\n{LAST}\n{OTHERS}"
    assert shortened(whole, whole.replace("特此", "请及时报告。\n特此")) == (
        "……电话要畅通。\n[+请及时报告。\n]特此通知。\n……"
    )


def test_excerpt_begins_a_paragraph_on_its_own_line_where_what_lies_between_was_left_out() -> None:
    whole = f"{OTHERS}\n{FIRST}"
    assert shortened(whole, whole.replace("一、总体", "一、工作").replace("各单位", "乡镇")) == (
        "一、[-总体][+工作]要求\n……\n各县要抓好落实。\n[-各单位][+乡镇]要高度重视，明确专人负责。……"
    )


def test_very_long_paragraph_is_compared_in_short_time() -> None:
    before, after = "甲乙丙丁" * 3000, "甲乙丙戊" * 3000
    assert texts(compare(before, after)) == (before, after)
