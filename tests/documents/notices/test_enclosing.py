"""What follows a paper: attachments are named and labelled, what is issued or passed on is neither; it is set with all its parts."""

from datetime import date

import pytest

from documents.notices.blocks import stream
from documents.notices.content import digest, projection
from documents.notices.enclosing import behind, taken_apart, written_out
from documents.notices.models import Notice, NoticeAttachment
from documents.notices.printing import PrintRefused, apart, paper
from documents.notices.showing import paper_view
from tests import factories as f

Place = NoticeAttachment.Place


@pytest.fixture
def notice(db):
    places = f.tree()
    return f.draft(places.youth, f.people(places).drafter, title="转发《关于做好植树工作的通知》的通知", mark="团曦发")


def attached(notice, title, *lines, place=Place.LISTED, order=0):
    body = NoticeAttachment._meta.get_field("body").to_python(stream((0, line) for line in lines))
    return NoticeAttachment.objects.create(notice=notice, title=title, place=place, body=body, order=order)


PASSED_ON = (
    "团曦发〔2026〕19号",
    "各市团委、各省属高校团委：",
    "为组织好青年志愿者参加植树，现就有关事项通知如下：",
    "以县为单位，就近安排。",
    "附件：1. 植树地块登记表",
    "2. 工具清单",
    "共青团曦原省委",
    "曦原省林业局",
    "2026年3月5日",
)


def test_text_that_is_passed_on_is_taken_apart(notice):
    parts = taken_apart(attached(notice, "关于做好植树工作的通知", *PASSED_ON, place=Place.CARRIED))
    assert (parts.number, parts.recipients) == ("团曦发〔2026〕19号", "各市团委、各省属高校团委")
    assert [piece.text for piece in parts.body] == [*PASSED_ON[2:4]]
    assert parts.attachments == ("植树地块登记表", "工具清单")
    assert (parts.signatures, parts.day) == (("共青团曦原省委", "曦原省林业局"), date(2026, 3, 5))


def test_regulation_keeps_its_note_below_the_title_and_all_its_text(notice):
    lines = (
        "（2026年3月10日共青团曦原省委书记办公会议通过）",
        "第一条　为了办好站点，制定本办法：",
        "第二条　本办法自印发之日起施行。",
    )
    parts = taken_apart(attached(notice, "站点管理办法", *lines, place=Place.CARRIED))
    assert parts.subtitle == lines[0]
    assert [piece.text for piece in parts.body] == [*lines[1:]]
    assert (parts.number, parts.recipients, parts.signatures, parts.day) == ("", "", (), None)


def test_only_attachments_are_named_and_labelled(notice):
    attached(notice, "关于做好植树工作的通知", *PASSED_ON, place=Place.CARRIED)
    attached(notice, "植树地块登记表", "每块地一行。", order=1)
    attached(notice, "工具清单", "铁锹20把。", order=2)
    attached(notice, "本市联系表", "联系人名单。", order=3)
    following = behind(notice)
    assert [row.title for row in following.listed] == ["本市联系表"]
    assert [(label, row.title) for label, row in following.bound] == [
        ("", "关于做好植树工作的通知"),
        ("附件1", "植树地块登记表"),
        ("附件2", "工具清单"),
        ("附件", "本市联系表"),
    ]


def test_print_and_page_show_what_is_passed_on_without_a_label(notice):
    attached(notice, "关于做好植树工作的通知", *PASSED_ON, place=Place.CARRIED)
    source, view = paper(notice, sample=True), paper_view(notice)
    assert source.attachments == view.attachments == ()
    enclosed = source.attached[0]
    assert (enclosed.label, enclosed.number, enclosed.date) == ("", "团曦发〔2026〕19号", date(2026, 3, 5))
    (shown,) = view.annexes
    assert (shown.label, shown.number, shown.signed_on) == ("", enclosed.number, enclosed.date)
    assert (shown.recipients, shown.signatories) == (enclosed.recipients, enclosed.signatures)
    assert [block.text for block in shown.blocks] == [*PASSED_ON[2:4]]
    assert shown.attachments == ("植树地块登记表", "工具清单")


def test_cover_without_the_text_it_passes_on_is_refused_with_advice(notice):
    attached(notice, "关于做好植树工作的通知", place=Place.CARRIED)
    with pytest.raises(PrintRefused, match="还没有正文。请"):
        paper(notice, sample=True)


def test_attachment_apart_is_named_but_printed_by_itself(notice):
    Notice.objects.filter(pk=notice.pk).update(number="团曦发〔2026〕21号", signed_on=date(2026, 3, 5))
    notice.refresh_from_db()
    attached(notice, "站点名册", "一、晚渡镇。", place=Place.APART)
    source = paper(notice, sample=False)
    assert source.attachments == ("站点名册",)
    assert apart(notice, 1).pages == 1
    with pytest.raises(PrintRefused, match="没有与正文分开装订"):
        apart(notice, 2)


def test_place_is_part_of_the_substance_but_leaves_older_digests_alone(notice):
    row = attached(notice, "站点名册", "一、晚渡镇。")
    assert projection(notice)["attachments"] == [["站点名册", "", [[0, "一、晚渡镇。"]]]]
    before = digest(notice)
    row.place = Place.CARRIED
    row.save()
    assert digest(Notice.objects.get(pk=notice.pk)) != before


def test_paper_written_out_whole_is_read_back(notice):
    Notice.objects.filter(pk=notice.pk).update(number="团曦发〔2026〕21号", signed_on=date(2026, 3, 5))
    notice.refresh_from_db()
    attached(notice, "申报表", "表样。")
    above, below = written_out(notice)
    cover = f.draft(notice.organ, notice.author)
    parts = taken_apart(attached(cover, notice.title, *above, "正文一段，请照办。", *below, place=Place.CARRIED))
    assert parts.number == "团曦发〔2026〕21号"
    assert parts.recipients == notice.recipients.strip().rstrip("：")
    assert parts.attachments == ("申报表",)
    assert parts.signatures == tuple(notice.signature_lines())
    assert [piece.text for piece in parts.body] == ["正文一段，请照办。"]
