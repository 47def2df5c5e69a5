"""采用: one original becomes one draft, and stays with it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from documents.files.models import Upload
from documents.notices import importing, originals
from documents.notices.models import Notice
from tests import factories
from tests.documents.files import samples
from tests.documents.notices.importing_papers import (
    HERE,
    PAPER,
    adopted,
    docx,
    fetched,
    kept,
    proofread,
    sent,
    signed_in,
)
from workflows import engine

pytestmark = pytest.mark.django_db

SEEDS = Path(__file__).resolve().parents[4] / "shared" / "seeds"


@pytest.fixture
def house() -> SimpleNamespace:
    places = factories.tree()
    return SimpleNamespace(places=places, people=factories.people(places))


@pytest.fixture
def drafter(house: SimpleNamespace) -> Client:
    return signed_in(house.people.county_drafter)


def test_adopting_makes_the_draft_with_its_original_and_opens_the_editor(
    house: SimpleNamespace, drafter: Client
) -> None:
    original = kept(drafter)
    answer = adopted(drafter, original)
    made = Notice.objects.get()
    assert answer["Location"] == reverse("notices:edit", args=[made.pk])
    assert (made.title, made.mark, made.number) == ("关于做好“灯火小屋”冬季开放的通知", "团鹭发", "")
    assert (made.organ, made.author) == (house.places.county, house.people.county_drafter)
    assert (made.original, made.original and made.original.subject_id) == (original, made.pk)
    assert [row.title for row in made.attachments.all()] == ["开放安排表"]
    assert engine.instance_of(made, "issue").state == "draft"
    assert drafter.get(answer["Location"]).status_code == 200


def test_adopting_twice_makes_one_notice_and_leads_to_it(drafter: Client) -> None:
    original = kept(drafter)
    first, second = adopted(drafter, original), drafter.post(proofread(original))
    made = Notice.objects.get()
    assert first["Location"] == second["Location"] == reverse("notices:edit", args=[made.pk])
    assert drafter.get(proofread(original))["Location"] == reverse("notices:edit", args=[made.pk])


def test_word_document_is_adopted_and_downloaded(drafter: Client) -> None:
    data = docx(*PAPER.splitlines())
    answer = sent(drafter, SimpleUploadedFile("冬季开放.docx", data))
    drafter.post(answer["Location"].split("?")[0])
    made = Notice.objects.get()
    assert made.original is not None
    response = drafter.get(made.original.url)
    assert b"".join(response.streaming_content) == data
    assert response["Content-Disposition"].startswith("attachment")


def test_adopted_original_does_not_expire(drafter: Client) -> None:
    original = kept(drafter)
    adopted(drafter, original)
    Upload.objects.update(created_at=timezone.now() - timedelta(days=400))
    kept(drafter)
    assert Upload.objects.filter(pk=original.pk).exists()


def test_original_is_read_by_whoever_sees_the_draft_and_by_nobody_else(house: SimpleNamespace, drafter: Client) -> None:
    original = kept(drafter)
    adopted(drafter, original)
    colleague = factories.holder("同事", house.places.county, "clerk")
    assert fetched(signed_in(colleague), original)[0] == 200
    for who in ("foreign_drafter", "sister_drafter", "township_secretary", "sysadmin"):
        assert fetched(signed_in(getattr(house.people, who)), original)[0] == 404


def test_recipients_read_the_paper_and_not_what_it_was_made_from(house: SimpleNamespace, drafter: Client) -> None:
    original = kept(drafter)
    adopted(drafter, original)
    paper = Notice.objects.get()
    factories.carry(paper, house.people, "issued", route=factories.COUNTY_ROUTE, recipients=(house.places.township,))
    township = signed_in(house.people.township_secretary)
    assert township.get(reverse("desk:notice", args=[paper.pk])).status_code == 302
    assert fetched(township, original)[0] == 404


def test_editor_leads_to_the_original_and_the_list_to_the_import(house: SimpleNamespace, drafter: Client) -> None:
    original = kept(drafter)
    editor = drafter.get(adopted(drafter, original)["Location"]).content.decode()
    assert f'href="{original.url}"' in editor
    assert "原稿" in editor
    plain = factories.notice(house.places.county, house.people.county_drafter)
    assert "原稿" not in drafter.get(reverse("notices:edit", args=[plain.pk])).content.decode()
    for address in (reverse("notices:list"), reverse("wagtailadmin_home"), reverse("desk:todo")):
        assert f'href="{HERE}"' in drafter.get(address).content.decode()


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the real texts in ../shared/seeds are not on this machine")
@pytest.mark.parametrize("code", ["000", "001", "002", "003", "004"])
def test_seed_goes_all_the_way(drafter: Client, code: str) -> None:
    path = next(SEEDS.glob(f"{code}_*.txt"))
    answer = sent(drafter, SimpleUploadedFile(path.name, path.read_bytes()))
    assert drafter.get(answer["Location"]).status_code == 200
    drafter.post(answer["Location"].split("?")[0])
    made = Notice.objects.get()
    assert made.original is not None
    assert samples.kept(made.original) == path.read_bytes()
    blocks = [*made.body, *(block for row in made.attachments.all() for block in row.body)]
    assert len(blocks) > 5
    assert drafter.get(reverse("notices:edit", args=[made.pk])).status_code == 200


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_ten_presses_at_once_make_one_notice() -> None:
    places = factories.tree()
    drafter = factories.people(places).county_drafter
    original = originals.take_text(PAPER, user=drafter, organisation=places.county)

    def press(_number: int) -> int:
        try:
            held = Upload.objects.get(pk=original.pk)
            return int(importing.adopt(held, organisation=places.county, author=drafter).pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        made = set(pool.map(press, range(10)))
    assert made == {Notice.objects.get().pk}
