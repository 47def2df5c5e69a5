"""校对 beside the editor: of what is typed, placed, with its remedy, for those who may edit, and nothing is stored."""

import json
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from documents.notices import checking
from documents.notices.advising import advice
from documents.notices.models import Notice
from tests.documents.notices.test_admin import form, signed_in
from tests.factories import draft, moment, notice, people, tree
from workflows import engine

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> SimpleNamespace:
    cache.clear()
    places = tree()
    return SimpleNamespace(places=places, people=people(places))


def lint(client: Client, data: dict[str, Any], pk: int | None = None) -> Any:
    cache.clear()
    return client.post(reverse("notices:lint", args=[pk]) if pk else reverse("notices:lint_new"), data)


def body(*texts: str) -> Any:
    return nested_form_data({"body": streamfield([("paragraph", text) for text in texts])})


def test_what_is_typed_is_judged_and_not_stored(house: SimpleNamespace) -> None:
    paper = notice(house.places.county, house.people.county_drafter, now=moment(5))
    before, had = Notice.objects.values().get(), engine.instance_of(paper).content_id
    data = form(house) | body("请布署下去，20××年完成。")
    found = lint(signed_in(house.people.county_drafter), data, paper.pk).json()["findings"]
    assert {"text.typo", "placeholder.text"} <= {one["code"] for one in found}
    assert (Notice.objects.values().get(), engine.instance_of(paper).content_id) == (before, had)
    assert paper.revisions.count() == 0


def test_contact_typed_in_rows_is_seen(house: SimpleNamespace) -> None:
    rows = {"contact-name": ["唐小禾"], "contact-phone": ["0000-0000129"], "contact-email": [""]}
    text = body("请于2027年11月26日前报送总结。")
    client = signed_in(house.people.county_drafter)
    without = lint(client, form(house, contact="") | text).json()["findings"]
    with_rows = lint(client, form(house, contact="") | text | rows).json()["findings"]
    assert "contact.missing" in {one["code"] for one in without}
    assert "contact.missing" not in {one["code"] for one in with_rows}


def test_new_paper_is_judged_before_it_exists(house: SimpleNamespace) -> None:
    answer = lint(signed_in(house.people.county_drafter), form(house, recipients="鹭汀县人民政府"))
    assert "address.authority" in {one["code"] for one in answer.json()["findings"]}
    assert not Notice.objects.exists()


def test_incomplete_form_is_judged_all_the_same(house: SimpleNamespace) -> None:
    data = form(house, title="", copies="很多") | body("请布署下去。")
    found = lint(signed_in(house.people.county_drafter), data).json()["findings"]
    assert {"missing.title", "text.typo"} <= {one["code"] for one in found}


def test_only_who_may_edit_gets_findings(house: SimpleNamespace) -> None:
    paper = notice(house.places.county, house.people.county_drafter, now=moment(5))
    assert lint(signed_in(house.people.foreign_drafter), form(house), paper.pk).status_code == 404
    assert lint(signed_in(house.people.auditor), form(house)).status_code in {302, 403}
    checking.tick(paper, house.people.county_drafter)
    engine.act(engine.Action(engine.instance_of(paper).pk, "submit", house.people.county_drafter))
    engine.act(engine.Action(engine.instance_of(paper).pk, "check_pass", house.people.county_drafter))
    assert lint(signed_in(house.people.county_drafter), form(house), paper.pk).status_code == 403


def test_forged_request_is_refused(house: SimpleNamespace) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(house.people.county_drafter, backend="django.contrib.auth.backends.ModelBackend")
    assert lint(client, form(house)).status_code == 403


def test_browser_with_its_token_gets_findings(house: SimpleNamespace) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(house.people.county_drafter, backend="django.contrib.auth.backends.ModelBackend")
    client.get(reverse("notices:add"))
    data = form(house) | {"csrfmiddlewaretoken": client.cookies["csrftoken"].value}
    assert lint(client, data).status_code == 200


def test_second_request_within_a_second_waits(house: SimpleNamespace) -> None:
    client = signed_in(house.people.county_drafter)
    assert lint(client, form(house)).status_code == 200
    assert client.post(reverse("notices:lint_new"), form(house)).status_code == 429


def test_finding_stands_at_its_block_with_source_and_remedy(house: SimpleNamespace) -> None:
    paper = draft(house.places.county, house.people.county_drafter)
    raw = [
        {"type": "paragraph", "value": "现予布署。", "id": "b-1"},
        {"type": "paragraph", "value": "好。", "id": "b-2"},
    ]
    paper.body = paper._meta.get_field("body").to_python(raw)
    (typo,) = [one for one in advice(paper, checking.findings(paper)) if one.code == "text.typo"]
    assert (typo.anchor, typo.place, typo.weight) == ("b-1", "正文第1段", "须核对")
    assert "现予布署。".replace(typo.find, typo.put) == "现予部署。"
    assert typo.source


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("根据团曦发[2026]03号文件。", "根据团曦发〔2026〕3号文件。"),
        ("请于2026年11月27日（星期四）前报送。", "请于2026年11月27日（星期五）前报送。"),
    ],
)
def test_remedy_mends_the_sentence(house: SimpleNamespace, text: str, right: str) -> None:
    paper = draft(house.places.county, house.people.county_drafter, body=((0, text),))
    mended = [text.replace(one.find, one.put) for one in advice(paper, checking.findings(paper)) if one.put]
    assert right in mended


def test_findings_and_tick_stand_in_the_editor_without_a_script(house: SimpleNamespace) -> None:
    drafter = house.people.county_drafter
    paper = notice(house.places.county, drafter, now=moment(5), body=((0, "请布署下去。"),))
    client = signed_in(drafter)
    page = client.get(reverse("notices:edit", args=[paper.pk])).content.decode()
    assert "疑为“部署”" in page
    assert client.post(reverse("notices:tick", args=[paper.pk])).status_code == 302
    paper.refresh_from_db()
    assert checking.state(paper).ticked
    assert signed_in(house.people.foreign_drafter).post(reverse("notices:tick", args=[paper.pk])).status_code == 404


def test_failed_save_keeps_everything_typed(house: SimpleNamespace) -> None:
    paper = notice(house.places.county, house.people.county_drafter, now=moment(5))
    data = form(house, copies="很多", contact="地址：观澜路9号") | body("新写的一段话。")
    page = signed_in(house.people.county_drafter).post(reverse("notices:edit", args=[paper.pk]), data).content.decode()
    assert json.dumps("新写的一段话。")[1:-1] in page
    assert "观澜路9号" in page
    paper.refresh_from_db()
    assert "新写的一段话。" not in str(paper.body)
