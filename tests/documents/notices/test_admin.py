"""Drafting in the administration: through the engine, in one's own organ, and by no other road."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from documents.notices.blocks import pieces
from documents.notices.models import CoIssuer, Notice, NoticeAttachment
from portal.desk.attaching import attach
from tests.factories import COUNTY_ROUTE, carry, moment, notice, people, tree
from workflows import engine

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> SimpleNamespace:
    places = tree()
    return SimpleNamespace(places=places, people=people(places))


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def form(house: SimpleNamespace, **fields: Any) -> dict[str, Any]:
    data = {
        "organisation": house.places.county.pk,
        "kind": "通知",
        "title": "关于做好“灯火小屋”冬季开放的通知",
        "recipients": "各乡镇团委",
        "body": streamfield([("paragraph", "现将有关事项通知如下。"), ("heading1", "一、开放时间")]),
        "attachments": inline_formset([]),
        "co_issuers": inline_formset([]),
        "contact": "联系人：唐小禾，电话：0000-0000129",
        "cc": "",
        "head": "",
        "mark": "团鹭发",
        "signature": "",
        "note": "",
        "urgency": "",
        "printing_organ": "",
        "copies": "",
        "openness": "open",
        "campaign": "",
        **fields,
    }
    return nested_form_data(data)


def test_draft_is_made_for_ones_own_unit_and_opens_its_process(house: SimpleNamespace) -> None:
    answer = signed_in(house.people.county_drafter).post(reverse("notices:add"), form(house))
    assert answer.status_code == 302
    made = Notice.objects.get()
    assert (made.organ, made.author) == (house.places.county, house.people.county_drafter)
    assert engine.instance_of(made, "issue").state == "draft"


def test_saving_stays_in_the_editor(house: SimpleNamespace) -> None:
    client = signed_in(house.people.county_drafter)
    made = client.post(reverse("notices:add"), form(house))
    edit = reverse("notices:edit", args=[Notice.objects.get().pk])
    assert made.url == edit
    assert client.post(edit, form(house)).url == edit


def test_half_written_draft_is_saved(house: SimpleNamespace) -> None:
    cells = {"caption": "", "cells": "\t\t", "head": "1", "widths": ""}
    body = streamfield([("paragraph", ""), ("heading1", ""), ("table", cells)])
    client = signed_in(house.people.county_drafter)
    assert client.post(reverse("notices:add"), form(house, body=body, recipients="")).status_code == 302
    assert client.post(reverse("notices:add"), form(house, body=body, title="")).status_code == 200
    assert [piece.text for piece in pieces(Notice.objects.get().body)] == []


def test_editor_speaks_of_the_stage_and_never_of_publishing(house: SimpleNamespace) -> None:
    client = signed_in(house.people.county_drafter)
    new = client.get(reverse("notices:add")).content.decode()
    paper = notice(house.places.county, house.people.county_drafter, now=moment(5))
    page = client.get(reverse("notices:edit", args=[paper.pk])).content.decode()
    assert "流转中" not in new
    assert "新稿，还没有保存" in new
    assert "拟稿人" in page
    for words in ("发布", "词数", "使用情况", "---------"):
        assert words not in new.replace("公开发布", ""), words
        assert words not in page.replace("公开发布", ""), words


def test_head_of_the_editor_leads_on_and_keeps_the_rest_under_more(house: SimpleNamespace) -> None:
    paper = notice(house.places.county, house.people.county_drafter, now=moment(5))
    client = signed_in(house.people.county_drafter)
    page = client.get(reverse("notices:edit", args=[paper.pk])).content.decode()
    for words in ("去送核", "看清样（PDF）", "下载 Word", "上传改过的 Word", "复制为新稿", "存为模板"):
        assert words in page, words


def test_why_it_came_back_is_read_in_the_editor_until_it_is_sent_on(house: SimpleNamespace) -> None:
    drafter, secretary = house.people.county_drafter, house.people.county_secretary
    paper = notice(house.places.county, drafter, now=moment(5), mark="团鹭发")
    carry(paper, house.people, "sign", route=COUNTY_ROUTE)
    case = engine.instance_of(paper)
    offer = next(one for one in engine.offers(secretary, case) if one.verdict == "return")
    engine.act(engine.Action(case.pk, offer.transition, secretary, opinion="请写明值守人。", labels=("数据日期有误",)))
    client, url = signed_in(drafter), reverse("notices:edit", args=[paper.pk])
    page = client.get(url).content.decode()
    assert "请写明值守人。" in page
    assert "数据日期有误" in page
    assert f"{secretary}" in page
    engine.act(engine.Action(case.pk, "submit", drafter))
    assert engine.why_returned(engine.instance_of(paper)) is None


def test_own_account_is_kept_on_the_desk(house: SimpleNamespace) -> None:
    answer = signed_in(house.people.county_drafter).get(reverse("wagtailadmin_account"))
    assert (answer.status_code, answer.url) == (302, reverse("desk:me"))


def test_file_of_an_attachment_is_named_in_the_editor(house: SimpleNamespace) -> None:
    drafter = house.people.county_drafter
    paper = notice(house.places.county, drafter, now=moment(5))
    attach(paper, SimpleUploadedFile("分配表.pdf", b"%PDF-1.4\n%%EOF"), row="new", user=drafter)
    NoticeAttachment.objects.create(notice=paper, title="报名表", order=1)
    page = signed_in(drafter).get(reverse("notices:edit", args=[paper.pk])).content.decode()
    assert "分配表.pdf" in page
    assert page.count(f"{reverse('desk:notice', args=[paper.pk])}#attached") == 2


def test_only_organs_of_the_same_rank_are_offered_as_co_issuers(house: SimpleNamespace) -> None:
    page = signed_in(house.people.county_drafter).get(reverse("notices:add")).content.decode()
    offered = page.split('id="id_co_issuers-__prefix__-organisation"')[1].split("</select>")[0]
    assert house.places.sister.name in offered
    for place in (house.places.city, house.places.province, house.places.county):
        assert f'value="{place.pk}"' not in offered


def test_co_issuer_of_another_rank_that_is_chosen_already_stays(house: SimpleNamespace) -> None:
    paper = notice(house.places.county, house.people.county_drafter, now=moment(5))
    CoIssuer.objects.create(notice=paper, organisation=house.places.city)
    page = signed_in(house.people.county_drafter).get(reverse("notices:edit", args=[paper.pk])).content.decode()
    assert f'value="{house.places.city.pk}" selected' in page


def test_list_tells_the_stage_with_as_many_queries_for_three_as_for_one(
    house: SimpleNamespace, django_assert_num_queries: Any
) -> None:
    drafter = house.people.county_drafter
    client, url = signed_in(drafter), reverse("notices:list")
    notice(house.places.county, drafter, now=moment(5), title="关于甲的通知")
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        page = client.get(url).content.decode()
    assert "拟稿" in page
    assert "新建公文" in page
    assert 'type="checkbox"' not in page.split("<tbody")[1]
    for title in ("关于乙的通知", "关于丙的通知"):
        notice(house.places.county, drafter, now=moment(5), title=title)
    with django_assert_num_queries(len(one)):
        client.get(url)


def test_draft_for_a_foreign_unit_is_refused_and_nothing_typed_is_lost(house: SimpleNamespace) -> None:
    client = signed_in(house.people.county_drafter)
    answer = client.post(reverse("notices:add"), form(house, organisation=house.places.foreign.pk))
    assert answer.status_code == 200
    assert "灯火小屋" in answer.content.decode()
    assert not Notice.objects.exists()


def test_drafter_edits_the_draft_and_sees_it_locked_once_it_is_sent_on(house: SimpleNamespace) -> None:
    drafter = house.people.county_drafter
    paper = notice(house.places.county, drafter, now=moment(5), mark="团鹭发")
    client = signed_in(drafter)
    url = reverse("notices:edit", args=[paper.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, form(house, title="关于“灯火小屋”的通知")).status_code == 302
    paper.refresh_from_db()
    assert paper.title == "关于“灯火小屋”的通知"
    from documents.notices import checking

    checking.tick(paper, drafter)
    engine.act(engine.Action(engine.instance_of(paper).pk, "submit", drafter))
    engine.act(engine.Action(engine.instance_of(paper).pk, "check_pass", drafter))
    client.post(url, form(house, title="偷改的标题"))
    paper.refresh_from_db()
    assert paper.title == "关于“灯火小屋”的通知"


def test_foreign_drafter_finds_neither_list_row_nor_page(house: SimpleNamespace) -> None:
    paper = notice(house.places.county, house.people.county_drafter, now=moment(5))
    client = signed_in(house.people.foreign_drafter)
    assert paper.title not in client.get(reverse("notices:list")).content.decode()
    for name in ("edit", "history", "usage", "preview_on_edit"):
        assert client.get(reverse(f"notices:{name}", args=[paper.pk])).status_code == 404
    assert client.post(reverse("notices:edit", args=[paper.pk]), form(house)).status_code == 404


@pytest.mark.parametrize("road", ["delete", "copy", "lock", "unlock", "unpublish"])
def test_roads_past_the_engine_are_not_laid(road: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(f"notices:{road}", args=[1])


def test_superuser_without_a_post_may_do_nothing(house: SimpleNamespace) -> None:
    paper = notice(house.places.county, house.people.county_drafter, now=moment(5))
    root = house.people.county_drafter.__class__.objects.create_superuser("root", password="x", name="超级用户")
    client = signed_in(root)
    assert client.get(reverse("notices:edit", args=[paper.pk])).status_code == 404
    assert paper.title not in client.get(reverse("notices:list")).content.decode()
    with pytest.raises(engine.Refused):
        engine.act(engine.Action(engine.instance_of(paper).pk, "submit", root))


def test_bulk_delete_names_nothing(house: SimpleNamespace) -> None:
    paper = notice(house.places.county, house.people.county_drafter, now=moment(5))
    for user in (house.people.foreign_drafter, house.people.county_drafter):
        url = reverse("wagtail_bulk_action", args=["notices", "notice", "delete"])
        assert signed_in(user).get(url, {"id": paper.pk}).status_code == 404


def test_change_that_voids_signatures_is_saved_only_once_that_was_said(house: SimpleNamespace) -> None:
    drafter, secretary = house.people.county_drafter, house.people.county_secretary
    paper = notice(house.places.county, drafter, now=moment(5), mark="团鹭发")
    carry(paper, house.people, "recheck", route=COUNTY_ROUTE)
    client, url = signed_in(drafter), reverse("notices:edit", args=[paper.pk])
    assert f"{secretary}（签发）" in client.get(url).content.decode()
    refused = client.post(url, form(house, title="换了一个标题的通知"))
    assert (refused.status_code, "签字会失效" in refused.content.decode()) == (200, True)
    assert "换了一个标题的通知" in refused.content.decode()
    assert [one.stands for one in engine.statements(engine.instance_of(paper), ("sign",))] == [True]
    client.post(url, form(house, title="换了一个标题的通知", void_signatures="on"))
    paper.refresh_from_db()
    assert paper.title == "换了一个标题的通知"
    assert [one.stands for one in engine.statements(engine.instance_of(paper), ("sign",))] == [False]
