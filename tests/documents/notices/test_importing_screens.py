"""导入 in the browser: who may, what is refused and how, what is kept, and what 校对 shows."""

from datetime import timedelta
from random import Random
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from documents.files.models import Upload
from documents.notices import originals
from documents.notices.models import Notice
from tests import factories
from tests.documents.files import samples
from tests.documents.notices.importing_papers import (
    HERE,
    PAPER,
    UNTITLED,
    docx,
    fetched,
    kept,
    proofread,
    sent,
    signed_in,
)
from workflows.organisations.models import Membership

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> SimpleNamespace:
    places = factories.tree()
    return SimpleNamespace(places=places, people=factories.people(places))


@pytest.fixture
def drafter(house: SimpleNamespace) -> Client:
    return signed_in(house.people.county_drafter)


# -- who may ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["county_drafter", "city_clerk", "reviewer", "publicity"])
def test_whoever_may_draft_may_import(house: SimpleNamespace, who: str) -> None:
    assert signed_in(getattr(house.people, who)).get(HERE).status_code == 200


@pytest.mark.parametrize("who", ["sysadmin", "auditor", "township_secretary", "teacher", "liaison"])
def test_nobody_else_may_and_nothing_is_kept(house: SimpleNamespace, who: str) -> None:
    client = signed_in(getattr(house.people, who))
    assert client.get(HERE).status_code == 302
    assert sent(client, text=PAPER).status_code == 302
    assert not Upload.objects.exists()


def test_stranger_is_sent_to_the_login(client: Client) -> None:
    assert client.get(HERE)["Location"].startswith("/login/")


def test_superuser_without_a_post_may_not(house: SimpleNamespace) -> None:
    root = house.people.county_drafter.__class__.objects.create_superuser("root", password="x", name="超级用户")
    assert signed_in(root).get(HERE).status_code == 302


def test_drafter_whose_post_ended_can_no_longer_adopt(house: SimpleNamespace, drafter: Client) -> None:
    original = kept(drafter)
    Membership.objects.filter(user=house.people.county_drafter).update(until=timezone.localdate() - timedelta(days=1))
    assert drafter.post(proofread(original), {"organisation": house.places.county.pk}).status_code == 302
    assert not Notice.objects.exists()


# -- the first step ---------------------------------------------------------------------------------------------------


def encrypted_docx() -> bytes:
    return samples.compound("EncryptedPackage", "EncryptionInfo")


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("空.txt", b"", "文件是空的"),
        ("空白.txt", b" \r\n", "文件是空的"),
        ("噪声.txt", Random(7).randbytes(20 * 1024 * 1024), "不是中文文字"),
        ("加密.docx", encrypted_docx(), "设了打开密码"),
        ("照片.docx", samples.picture(), "这是图片"),
        ("照片.txt", samples.picture("PNG"), "这是图片"),
        ("公文.wps", samples.compound("WordDocument"), "这是WPS 文字文件"),
        ("公文.doc", samples.compound("WordDocument"), "旧版 Word"),
        ("公文.pdf", b"%PDF-1.7", "这是PDF 文件"),
        ("公文.docx", samples.docx()[:40], "文件已损坏"),
        (
            "炸弹.docx",
            samples.archive("[Content_Types].xml", "word/document.xml", content=b"\0" * (40 << 20)),
            "异常庞大",
        ),
        ("公文.md", PAPER.encode(), "和扩展名“.md”不符"),
        ("公文.txt", docx("关于做好工作的通知"), "和扩展名“.txt”不符"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence_and_not_kept(
    drafter: Client, name: str, data: bytes, said: str
) -> None:
    answer = sent(drafter, SimpleUploadedFile(name, data))
    assert answer.status_code == 200
    assert said in answer.context["form"].errors["file"][0]
    assert said in answer.content.decode().replace("&quot;", "“")
    assert not Upload.objects.exists()


def test_file_over_the_limit_is_refused_before_it_is_read(drafter: Client) -> None:
    answer = sent(drafter, SimpleUploadedFile("大.txt", b"\xe5" * (20 * 1024 * 1024 + 1)))
    assert "超过 20 MB 的上限" in answer.context["form"].errors["file"][0]
    assert not Upload.objects.exists()


def test_pasted_text_over_the_limit_is_refused_and_given_back(drafter: Client) -> None:
    answer = sent(drafter, text="灯" * 200_001)
    assert "20 万字" in answer.context["form"].errors["text"][0]
    assert "灯" * 200_001 in answer.content.decode()


def test_neither_file_nor_text_is_asked_for(drafter: Client) -> None:
    assert sent(drafter, text=" \n ").context["form"].errors["file"] == ["请选择文件，或在下面粘贴文字。"]


def test_both_are_one_too_many_and_the_text_is_given_back(drafter: Client) -> None:
    answer = sent(drafter, SimpleUploadedFile("公文.txt", PAPER.encode()), text="另一份")
    assert "只用一样" in answer.context["form"].errors["text"][0]
    assert "另一份" in answer.content.decode()
    assert not Upload.objects.exists()


def test_file_is_kept_privately_for_the_person_and_no_notice_is_made(house: SimpleNamespace, drafter: Client) -> None:
    data = PAPER.encode("gb18030")
    answer = sent(drafter, SimpleUploadedFile("冬季开放.txt", data))
    original = Upload.objects.get()
    assert answer["Location"] == f"{proofread(original)}?organisation={house.places.county.pk}"
    assert (original.name, original.subject_id, samples.kept(original)) == ("冬季开放.txt", None, data)
    assert fetched(drafter, original) == (200, data)
    assert fetched(signed_in(house.people.county_secretary), original)[0] == 404
    assert not Notice.objects.exists()


def test_whoever_drafts_for_several_chooses_and_finds_the_first_post_chosen(house: SimpleNamespace) -> None:
    who = house.people.county_drafter
    factories.post(who, house.places.city, "drafter")
    client = signed_in(who)
    field = client.get(HERE).context["form"]["organisation"]
    assert (field.is_hidden, field.initial) == (False, house.places.county.pk)
    answer = sent(client, text=PAPER, organisation=house.places.city.pk)
    shown = client.get(answer["Location"])
    assert shown.context["organisation"] == house.places.city
    client.post(answer["Location"].split("?")[0], {"organisation": house.places.city.pk})
    assert Notice.objects.get().organisation == house.places.city


def test_foreign_unit_is_no_choice(house: SimpleNamespace, drafter: Client) -> None:
    answer = sent(drafter, text=PAPER, organisation=house.places.foreign.pk)
    assert "organisation" in answer.context["form"].errors
    assert "灯火小屋" in answer.content.decode()
    original = kept(drafter)
    drafter.post(proofread(original), {"organisation": house.places.foreign.pk})
    assert not Notice.objects.exists()


def test_new_import_sweeps_away_what_was_forgotten(drafter: Client) -> None:
    forgotten, waiting = kept(drafter), kept(drafter)
    Upload.objects.filter(pk=forgotten.pk).update(created_at=timezone.now() - originals.KEPT_FOR - timedelta(hours=1))
    kept(drafter)
    assert set(Upload.objects.filter(pk__in=[forgotten.pk, waiting.pk])) == {waiting}
    assert not forgotten.file.storage.exists(forgotten.file.name)


# -- 校对 --------------------------------------------------------------------------------------------------------------


def test_proofreading_shows_the_original_beside_its_parts(drafter: Client) -> None:
    body = drafter.get(proofread(kept(drafter))).content.decode()
    for text in ("团鹭发〔2026〕8号", "开放安排表", "0000-0000129", "2026年12月4日", "一级标题", "采用", "重新选择"):
        assert text in body
    assert "2<del>O</del><ins>0</ins>26" in body


def test_proofreading_leads_from_each_remark_to_its_place(drafter: Client) -> None:
    shown = drafter.get(proofread(kept(drafter, PAPER.replace("各乡镇团委:", "各乡镇人民政府："))))
    body = shown.content.decode()
    remarks = [*shown.context["proof"].urgent, *shown.context["proof"].notes]
    assert "part-recipients" in {remark.anchor for remark in remarks if remark.code == "address.authority"}
    assert all(f'id="{remark.anchor}"' in body for remark in remarks if remark.anchor)
    assert [remark.weight for remark in shown.context["proof"].urgent] == sorted(
        (remark.weight for remark in shown.context["proof"].urgent), key=["须改正", "须核对"].index
    )


def test_markup_in_the_original_is_shown_and_not_run(drafter: Client) -> None:
    body = drafter.get(proofread(kept(drafter, PAPER + "备注：<script>alert(1)</script>甲&乙"))).content.decode()
    assert "<script>alert(1)" not in body


def test_text_without_a_title_cannot_be_adopted_and_comes_back_to_be_mended(drafter: Client) -> None:
    original = kept(drafter, UNTITLED)
    shown = drafter.get(proofread(original))
    assert "没有读出标题" in shown.content.decode()
    assert "采用</em>" not in shown.content.decode()
    answer = drafter.post(proofread(original), follow=True)
    assert [str(message) for message in answer.context["messages"]] == [
        "没有读出标题，不能存为草稿。请在文字开头写明标题后再导入。"
    ]
    assert answer.context["form"]["text"].value().split() == UNTITLED.split()
    assert drafter.get(shown.context["again_url"]).context["form"]["text"].value().split() == UNTITLED.split()
    assert not Notice.objects.exists()


def test_file_is_chosen_again_by_its_name(drafter: Client) -> None:
    answer = sent(drafter, SimpleUploadedFile("冬季开放.txt", PAPER.encode()))
    shown = drafter.get(drafter.get(answer["Location"]).context["again_url"])
    assert shown.context["form"]["text"].value() == ""
    assert "上次选的是“冬季开放.txt”" in shown.content.decode()


def test_foreign_key_is_not_found(house: SimpleNamespace, drafter: Client) -> None:
    original = kept(drafter)
    for user in (house.people.city_drafter, house.people.foreign_drafter, house.people.sysadmin):
        client = signed_in(user)
        assert client.get(proofread(original)).status_code == 404
        assert client.post(proofread(original)).status_code == 404
    foreign = signed_in(house.people.foreign_drafter).get(HERE, {"again": str(original.pk)})
    assert foreign.context["form"]["text"].value() == ""
    for key in (uuid4(), originals.UUID(int=0)):
        assert drafter.get(reverse("notices:proofread", args=[key])).status_code == 404
    assert drafter.get(HERE, {"again": "no-key"}).status_code == 200


def test_upload_for_another_purpose_is_no_original(house: SimpleNamespace, drafter: Client) -> None:
    original = kept(drafter)
    Upload.objects.filter(pk=original.pk).update(purpose="notice")
    assert drafter.post(proofread(original)).status_code == 404


def test_lost_bytes_lead_back_with_a_sentence(drafter: Client) -> None:
    original = kept(drafter)
    original.file.storage.delete(original.file.name)
    for answer in (drafter.get(proofread(original), follow=True), drafter.post(proofread(original), follow=True)):
        assert [str(message) for message in answer.context["messages"]] == ["原件已过期删除，请重新导入。"]


@pytest.mark.parametrize("sentences", [1, 60])
def test_proofreading_takes_the_same_queries_whatever_the_length(
    drafter: Client, sentences: int, django_assert_num_queries: Any
) -> None:
    original = kept(drafter, PAPER.replace("一、开放时间", "各地要抓好落实,取得实效。\n" * sentences + "一、开放时间"))
    drafter.get(proofread(original))
    with django_assert_num_queries(9):
        assert drafter.get(proofread(original)).status_code == 200
