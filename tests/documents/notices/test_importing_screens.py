"""导入 in the browser: who may, what is refused and how, what is kept, and that one original becomes one draft."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx import Document

from documents.files.models import Upload
from documents.notices import importing, originals
from documents.notices.models import Notice
from tests import factories
from tests.documents.files import samples
from workflows import engine
from workflows.organisations.models import Membership

pytestmark = pytest.mark.django_db

SEEDS = Path(__file__).resolve().parents[4] / "shared" / "seeds"
HERE = "/admin/notices/import/"
PAPER = """共青团鹭汀县委文件
团鹭发〔2026〕8号
关于做好“灯火小屋”冬季开放的通知
各乡镇团委:
现将有关事项通知如下。
一、开放时间
每周六上午开放，请于2O26年12月4日前报送安排表。
附件:开放安排表
联系人：唐小禾，电话：0000-0000129
共青团鹭汀县委
2026年11月9日
"""
UNTITLED = "各位老师：\n请于2026年11月28日前交回执。"


@pytest.fixture
def house() -> SimpleNamespace:
    places = factories.tree()
    return SimpleNamespace(places=places, people=factories.people(places))


@pytest.fixture
def drafter(house: SimpleNamespace) -> Client:
    return signed_in(house.people.county_drafter)


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def sent(client: Client, file: Any = None, text: str = "", **fields: Any) -> Any:
    data = {"text": text, **fields}
    return client.post(HERE, {**data, "file": file} if file else data)


def kept(client: Client, text: str = PAPER) -> Upload:
    """An original that stands before 校对."""
    answer = sent(client, text=text)
    assert answer.status_code == 302, answer.context["form"].errors
    return Upload.objects.get(pk=answer["Location"].split("/")[4])


def proofread(original: Upload) -> str:
    return reverse("notices:proofread", args=[original.pk])


def fetched(client: Client, original: Upload) -> tuple[int, bytes]:
    """Status and bytes of a file."""
    response = client.get(original.url)
    return response.status_code, b"".join(response) if response.streaming else b""


def docx(*paragraphs: str) -> bytes:
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def adopted(client: Client, original: Upload) -> Any:
    organisation = client.get(proofread(original)).context["organisation"]
    return client.post(proofread(original), {"organisation": organisation.pk})


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
    with django_assert_num_queries(14):
        assert drafter.get(proofread(original)).status_code == 200


# -- 采用 --------------------------------------------------------------------------------------------------------------


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


# -- the real texts ---------------------------------------------------------------------------------------------------


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
    assert len(made.body) > 5
    assert drafter.get(reverse("notices:edit", args=[made.pk])).status_code == 200


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_ten_presses_at_once_make_one_notice() -> None:
    places = factories.tree()
    drafter = factories.people(places).county_drafter
    original = originals.take_text(PAPER, user=drafter, organisation=places.county)

    def press(_number: int) -> int:
        try:
            return int(importing.adopt(original, organisation=places.county, author=drafter).pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        made = set(pool.map(press, range(10)))
    assert made == {Notice.objects.get().pk}
