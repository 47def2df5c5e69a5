"""The command line: a summary for people, JSON for programs, one line and status 1 for what cannot be read."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command

from documents.files.models import Upload
from documents.files.readers import may_read
from documents.notices.models import Notice
from tests import factories

TEXT = """共青团澈湖市委文件
团澈发〔2026〕12号
关于开展“灯火相伴”行动的通知
各乡镇人民政府：
请于2026年11月4日前报送方案。
联系人：许南枝，电话：0000-0000201
共青团澈湖市委
2026年11月10日
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "通知.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def run(*args: object) -> str:
    out = io.StringIO()
    call_command("notice_import", *args, stdout=out)
    return out.getvalue()


def refused(capsys: pytest.CaptureFixture[str], *args: object) -> str:
    with pytest.raises(SystemExit) as stopped:
        call_command("notice_import", *args)
    assert stopped.value.code == 1
    return capsys.readouterr().err


def test_json_is_the_object_and_nothing_else(file: Path) -> None:
    printed = run(file, "--json")

    assert list(json.loads(printed)) == [
        "title", "kind", "document_number", "issuers", "recipients", "cc", "attachments", "body", "contacts",
        "signed_on", "printed_on", "deadlines", "parent_documents", "findings",
    ]  # fmt: skip
    assert "澈湖" in printed


def test_json_holds_the_findings_of_reading_and_rules(file: Path) -> None:
    found = json.loads(run(file, "--json"))["findings"]

    assert {"date.before-issue", "address.authority"} <= {finding["code"] for finding in found}


def test_summary_names_the_parts_and_the_findings(file: Path) -> None:
    printed = run(file)

    assert "标题：关于开展“灯火相伴”行动的通知" in printed
    assert "截止时间：2026年11月4日" in printed
    assert "须核对" in printed


def test_summary_puts_errors_first(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("关于交回执的通知\n各位老师：\n请于2026年11月28日前交回执。", encoding="utf-8")

    printed = run(path)

    assert printed.index("须改正") < printed.index("须核对") < printed.index("提示")


def test_unreadable_file_ends_with_one_line_and_status_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "公文.wps"
    path.write_bytes(b"anything")

    assert refused(capsys, path).splitlines() == [
        "公文.wps：WPS 文字文件（.wps）不能直接导入。请用 WPS 或 Word 打开后“另存为 docx”，再导入。"
    ]


def test_missing_file_and_folder_end_with_status_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "没有这个文件" in refused(capsys, tmp_path / "没有.txt")
    assert "文件夹" in refused(capsys, tmp_path)


def test_saving_asks_for_the_unit(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "--organisation" in refused(capsys, file, "--save")


@pytest.mark.django_db
def test_saving_for_an_unknown_unit_ends_with_status_one(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "没有代码为 x1 的单位" in refused(capsys, file, "--save", "--organisation", "x1")


@pytest.mark.django_db
def test_saving_makes_a_draft_of_the_unit_that_may_be_edited(file: Path) -> None:
    places = factories.tree()
    factories.people(places)

    printed = run(file, "--save", "--organisation", places.city.code)

    draft = Notice.objects.get()
    assert (draft.title, draft.organ, draft.kind) == ("关于开展“灯火相伴”行动的通知", places.city, "通知")
    assert (draft.number, draft.signed_on) == ("", None)
    assert draft.contact == "联系人：许南枝，电话：0000-0000201"
    assert f"编号 {draft.pk}" in printed


@pytest.mark.django_db
def test_saving_keeps_the_original_beside_the_draft(file: Path) -> None:
    places = factories.tree()
    who = factories.people(places)

    run(file, "--save", "--organisation", places.city.code)

    draft = Notice.objects.get()
    assert draft.original is not None
    assert (draft.original.name, draft.original.subject_id) == ("通知.txt", draft.pk)
    with draft.original.file.open("rb") as kept:
        assert kept.read() == file.read_bytes()
    assert may_read(who.city_drafter, draft.original)
    assert not may_read(who.foreign_drafter, draft.original)


def test_paper_without_a_title_is_read_and_ends_with_status_two(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("各位老师：\n请于2026年11月28日前交回执。", encoding="utf-8")
    out = io.StringIO()

    with pytest.raises(SystemExit) as stopped:
        call_command("notice_import", path, "--json", stdout=out)

    assert stopped.value.code == 2
    assert json.loads(out.getvalue())["title"] is None
    assert "没有读出标题" in capsys.readouterr().err


@pytest.mark.django_db
def test_saving_a_text_without_a_title_is_refused_and_keeps_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    places = factories.tree()
    factories.people(places)
    path = tmp_path / "a.txt"
    path.write_text("各位老师：\n请于2026年11月28日前交回执。", encoding="utf-8")

    assert "没有读出标题" in refused(capsys, path, "--save", "--organisation", places.city.code)
    assert not Notice.objects.exists()
    assert not Upload.objects.exists()


@pytest.mark.django_db
def test_saving_refuses_a_name_that_says_something_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    places = factories.tree()
    factories.people(places)
    path = tmp_path / "通知.md"
    path.write_text(TEXT, encoding="utf-8")

    assert "扩展名“.md”不符" in refused(capsys, path, "--save", "--organisation", places.city.code)
    assert not Notice.objects.exists()
