"""A paper to import, and the presses of a drafter who imports it."""

from io import BytesIO
from typing import Any

from django.test import Client
from django.urls import reverse
from docx import Document

from documents.files.models import Upload

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
