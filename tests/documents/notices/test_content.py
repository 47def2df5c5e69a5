"""What a signature binds to: the substance, and nothing but the substance."""

from types import SimpleNamespace

import pytest

from documents.notices.adapter import NoticeType
from documents.notices.content import digest, projection
from documents.notices.models import NoticeAttachment
from tests.factories import draft, people, tree


@pytest.fixture
def house(db: None) -> SimpleNamespace:
    places = tree()
    return SimpleNamespace(places=places, people=people(places))


def test_digest_follows_title_text_recipients_and_attachments(house: SimpleNamespace) -> None:
    notice = draft(house.places.youth, house.people.drafter)
    seen = {digest(notice)}
    notice.title = "关于做好“灯火相伴”行动的通知"
    seen.add(digest(notice))
    notice.recipients = "各市团委，各省属高校团委"
    seen.add(digest(notice))
    notice.save()
    NoticeAttachment.objects.create(notice=notice, title="值守表")
    seen.add(digest(type(notice).objects.get(pk=notice.pk)))
    assert len(seen) == 4


def test_digest_ignores_number_dates_copies_and_line_breaks_of_the_title(house: SimpleNamespace) -> None:
    notice = draft(house.places.youth, house.people.drafter)
    before = digest(notice)
    notice.number, notice.copies, notice.printing_organ, notice.urgency = "团曦发〔2026〕1号", 30, "办公室", "加急"
    notice.title = notice.title.replace("陪伴", "|陪伴")
    assert digest(notice) == before


def test_projection_is_plain_data(house: SimpleNamespace) -> None:
    notice = draft(house.places.youth, house.people.drafter, body=((0, "正文。"), (1, "一、任务")))
    assert projection(notice)["body"] == [[0, "正文。"], [1, "一、任务"]]


def test_each_attachment_is_told_apart_with_how_it_comes(house: SimpleNamespace) -> None:
    notice = draft(house.places.youth, house.people.drafter)
    NoticeAttachment.objects.create(notice=notice, title="值守表")
    NoticeAttachment.objects.create(notice=notice, title="值守办法", place=NoticeAttachment.Place.CARRIED)
    kept = projection(type(notice).objects.get(pk=notice.pk))
    told = {passage.key: passage.text for passage in NoticeType().passages({**kept, "declared": ""})}
    assert (told["attachment:1"], told["attachment:2"]) == ("值守表", "值守办法\n（印发、转发的文件）")
