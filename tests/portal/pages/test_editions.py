"""The public reading of a paper: the same words, private numbers masked, and back again."""

import pytest

from documents.notices.showing import paper_view
from portal.pages.editions import as_data, public_reading, restore, shortened, without_numbers

from . import making


def test_reading_can_be_kept_and_read_again(issued):
    view = paper_view(issued)
    assert restore(as_data(view)) == view


def test_reading_of_a_paper_without_private_numbers_is_the_paper(issued):
    reading = public_reading(issued)
    assert not reading.masked
    assert reading.summary == "为让农村留守儿童课余有人陪、假期有去处，现将有关事项通知如下。"
    assert "（一）办好小屋" in reading.text


def test_reading_holds_the_text_of_attachments(places, people):
    from documents.notices.blocks import stream
    from documents.notices.models import NoticeAttachment

    paper = making.issued(places.youth, people.drafter)
    row = NoticeAttachment(notice=paper, title="开放记录要求")
    row.body = row._meta.get_field("body").to_python(stream([(0, "联系13912345678，每月末报一次。")]))
    row.save()
    reading = public_reading(paper)
    (annex,) = restore(reading.paper).annexes
    assert (annex.label, annex.title) == ("附件", "开放记录要求")
    assert annex.blocks[0].text == "联系139****5678，每月末报一次。"
    assert reading.masked
    assert "每月末报一次" in reading.text


def test_paper_that_is_passed_on_is_kept_with_its_number_and_day_and_older_keepings_still_read(places, people):
    from documents.notices.blocks import stream
    from documents.notices.models import NoticeAttachment

    paper = making.issued(places.youth, people.drafter)
    row = NoticeAttachment(notice=paper, title="关于做好植树工作的通知", place=NoticeAttachment.Place.CARRIED)
    lines = ("团曦发〔2026〕19号", "各市团委：", "以县为单位，就近安排。", "共青团曦原省委", "2026年3月5日")
    row.body = row._meta.get_field("body").to_python(stream((0, line) for line in lines))
    row.save()
    view, reading = paper_view(paper), public_reading(paper)
    assert restore(reading.paper) == restore(as_data(view)) == view
    assert all(words.rstrip("：") in reading.text for words in lines[:3])
    (kept,) = reading.paper["annexes"]
    older = {**reading.paper, "annexes": [{name: kept[name] for name in ("label", "title", "blocks")}]}
    assert restore(older).annexes[0].signed_on is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("电话：0000-0000103，邮箱：qnfz@xiyuan.example", "电话：0000-0000103，邮箱：qnfz@xiyuan.example"),
        ("电话（0571）88001234", "电话（0571）88001234"),
        ("手机13912345678。", "手机139****5678。"),
        ("截止2026年12月18日17:30", "截止2026年12月18日17:30"),
        ("团曦联〔2026〕3号", "团曦联〔2026〕3号"),
    ],
)
def test_only_private_numbers_are_masked(text, shown):
    assert without_numbers(text) == shown


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("短句。", "短句。"),
        ("甲" * 30 + "。" + "乙" * 200, "甲" * 30 + "…"),
        ("甲" * 80 + "。" + "乙" * 200, "甲" * 80 + "。"),
    ],
)
def test_summary_ends_with_a_sentence_where_it_can(text, short):
    result = shortened(text)
    assert len(result) <= 120
    assert result.startswith(short.rstrip("…"))
