"""流程 in the administration: who sees them, writing a version, two persons to put it in force, comparison, policies."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.workflows.definition.sources import MEMO as SMALL
from tests.workflows.engine.conftest import NOW, House
from workflows.engine import Refused
from workflows.engine.models import Definition, Policy
from workflows.engine.processes.definitions import definition_for
from workflows.engine.processes.versions import activate, retire, save_draft
from workflows.organisations.models import User

LIST = "/admin/processes/versions/"
POLICIES = "/admin/processes/policies/"
NEW = f"{LIST}create/"
OWN = SMALL.replace('process = "memo"', 'process = "own"')
NEXT = OWN.replace('title = "签批"', 'title = "签批"\ndays = 2')


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def keeper(house: House) -> User:
    return house.holder("卫一新", house.province, "sysadmin")


@pytest.fixture
def second(house: House) -> User:
    return house.holder("安守静", house.province, "sysadmin")


@pytest.fixture
def auditor(house: House) -> User:
    return house.holder("岑明鉴", house.province, "auditor")


def addresses(row: Definition) -> list[str]:
    return [
        LIST,
        f"{LIST}inspect/{row.pk}/",
        f"{LIST}edit/{row.pk}/",
        NEW,
        POLICIES,
        f"/admin/processes/export/{row.pk}/",
        f"/admin/processes/compare/{row.pk}/{row.pk}/",
    ]


def test_processes_are_closed_to_everybody_else(house: House, keeper: User) -> None:
    row, _ = save_draft(OWN, by=keeper, now=NOW)
    house.appoint(house.drafter, house.province, "unit_admin")
    for user in (house.drafter, house.secretary, house.admin):
        client = signed_in(user)
        assert {client.get(address).status_code for address in addresses(row)} <= {302, 403, 404}
        for doing in (f"activate/{row.pk}", f"retire/{row.pk}", "check"):
            assert client.post(f"/admin/processes/{doing}/", {"source": OWN}).status_code in {302, 403}
    assert Definition.objects.get(pk=row.pk).status == "draft"


def test_auditor_reads_versions_and_writes_nothing(house: House, keeper: User, auditor: User) -> None:
    row, _ = save_draft(OWN, by=keeper, now=NOW)
    client = signed_in(auditor)
    assert client.get(f"{LIST}inspect/{row.pk}/").status_code == 200
    for address in (NEW, f"{LIST}edit/{row.pk}/"):
        assert client.get(address).status_code in {302, 403}
    assert client.post(f"/admin/processes/activate/{row.pk}/").status_code in {302, 403}
    assert Definition.objects.get(pk=row.pk).status == "draft"


def test_page_of_a_version_shows_picture_words_report_posts_and_source(keeper: User) -> None:
    row = Definition.objects.get(process="memo", status="active")
    page = signed_in(keeper).get(f"{LIST}inspect/{row.pk}/").content.decode()
    for words in ("<svg", "可以启用", "岗位配备", "个单位", "缺岗时", "核稿通过", "[states.draft]", "停用"):
        assert words in page


def test_security_administrator_puts_in_force_and_neither_writes_nor_retires(house: House, keeper: User) -> None:
    guard = house.holder("安守静", house.province, "secadmin")
    row, _ = save_draft(OWN, by=keeper, now=NOW)
    client = signed_in(guard)
    page = client.get(f"{LIST}inspect/{row.pk}/").content.decode()
    assert ("activate" in page, "改成新版本" in page) == (True, False)
    for address in (NEW, f"{LIST}edit/{row.pk}/"):
        assert client.get(address).status_code in {302, 403}
    client.post(f"/admin/processes/activate/{row.pk}/")
    row.refresh_from_db()
    assert (row.status, row.activated_by) == ("active", guard)
    client.post(f"/admin/processes/retire/{row.pk}/")
    row.refresh_from_db()
    assert row.status == "active"


@pytest.mark.parametrize(
    ("content", "said"),
    [("流程 = 1".encode("gbk"), "不是 UTF-8 文本"), ("#" * 200_001, "太长")],
)
def test_file_that_cannot_be_read_replaces_nothing_that_was_typed(
    keeper: User, content: bytes | str, said: str
) -> None:
    file = SimpleUploadedFile("x.toml", content if isinstance(content, bytes) else content.encode())
    page = signed_in(keeper).post(NEW, {"source": OWN, "file": file, "save": "1"}).content.decode()
    assert said in page
    assert "process = &quot;own&quot;" in page
    assert not Definition.objects.filter(process="own").exists()


def test_version_is_saved_as_a_draft_and_put_in_force_by_another(keeper: User, second: User) -> None:
    client = signed_in(keeper)
    assert client.post(NEW, {"source": OWN.replace("\n", "\r\n"), "save": "1"}).status_code == 302
    row = Definition.objects.get(process="own")
    assert (row.status, row.author, row.source) == ("draft", keeper, OWN)
    client.post(f"/admin/processes/activate/{row.pk}/")
    assert Definition.objects.get(pk=row.pk).status == "draft"
    signed_in(second).post(f"/admin/processes/activate/{row.pk}/")
    row.refresh_from_db()
    assert (row.status, row.activated_by) == ("active", second)
    client.post(f"/admin/processes/retire/{row.pk}/")
    row.refresh_from_db()
    assert row.status == "retired"


def test_faulty_source_is_told_with_its_line_and_kept(keeper: User) -> None:
    typed = OWN.replace('initial = "draft"', 'initial = "nowhere"')
    response = signed_in(keeper).post(NEW, {"source": typed, "save": "1"})
    page = response.content.decode()
    assert "没有保存" in page
    assert "第 5 行：没有名为“nowhere”的环节。写一个 [states.…] 里已有的名字。" in page
    assert "initial = &quot;nowhere&quot;" in page
    assert not Definition.objects.filter(process="own").exists()


def test_check_button_works_without_script_and_the_endpoint_gives_a_piece(keeper: User) -> None:
    client = signed_in(keeper)
    page = client.post(NEW, {"source": OWN, "check": "1"}).content.decode()
    assert "引用了系统里没有" not in page
    assert "可以启用" in page
    piece = client.post(
        "/admin/processes/check/", {"source": OWN.replace('to = "done"', 'to = "sign"'), "full": "1"}
    ).content.decode()
    assert "<html" not in piece
    assert "不能启用" in piece
    assert client.get("/admin/processes/check/").status_code == 405


def test_unsound_draft_may_be_kept_but_not_put_in_force(keeper: User, second: User) -> None:
    row, _ = save_draft(OWN.replace('outcome = "passed"', 'outcome = "refused"'), by=keeper, now=NOW)
    with pytest.raises(Refused, match="检查没有通过"):
        activate(row, by=second, now=NOW)
    with pytest.raises(Refused, match="没有启用"):
        retire(row, by=second)


def test_file_is_imported_and_exported_as_it_was(keeper: User) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = signed_in(keeper)
    text = OWN.replace("\n", "\r\n")
    client.post(NEW, {"source": "", "file": SimpleUploadedFile("own.toml", text.encode()), "save": "1"})
    row = Definition.objects.get(process="own")
    assert client.get(f"/admin/processes/export/{row.pk}/").content == text.encode()


def test_comparison_tells_what_changed_in_words(keeper: User) -> None:
    first, _ = save_draft(OWN, by=keeper, now=NOW)
    later, _ = save_draft(NEXT, by=keeper, now=NOW)
    page = signed_in(keeper).get(f"/admin/processes/compare/{first.pk}/{later.pk}/").content.decode()
    assert "环节“签批”：限办" in page
    assert "2 个工作日" in page
    assert '<span class="line-added">+days = 2</span>' in page


def test_policy_gives_an_organisation_its_own_process(house: House, keeper: User, second: User) -> None:
    row, _ = save_draft(OWN, by=keeper, now=NOW)
    client = signed_in(keeper)
    given = {"process": "memo", "variant": "own", "organisation": house.city.pk, "since": "2026-01-01", "until": ""}
    page = client.post(f"{POLICIES}create/", given).content.decode()
    assert "没有启用的流程“own”" in page
    activate(row, by=second, now=NOW)
    assert client.post(f"{POLICIES}create/", given).status_code == 302
    assert Policy.objects.get().since == date(2026, 1, 1)
    assert definition_for("memo", house.county, NOW).process == "own"
    assert definition_for("memo", house.province, NOW).process == "memo"


def test_policy_for_another_kind_of_document_is_refused(house: House, keeper: User) -> None:
    given = {"process": "memo", "variant": "issue", "organisation": house.city.pk, "since": "2026-01-01", "until": ""}
    page = signed_in(keeper).post(f"{POLICIES}create/", given).content.decode()
    assert "不是同一类文书" in page


def test_list_asks_as_often_for_three_versions_as_for_one(keeper: User) -> None:
    client = signed_in(keeper)
    save_draft(OWN, by=keeper, now=NOW)
    client.get(LIST)
    with CaptureQueriesContext(connection) as one:
        client.get(f"{LIST}?process=own")
    save_draft(NEXT, by=keeper, now=NOW)
    save_draft(NEXT.replace("days = 2", "days = 3"), by=keeper, now=NOW)
    with CaptureQueriesContext(connection) as three:
        page = client.get(f"{LIST}?process=own").content.decode()
    assert page.count("/inspect/") >= 3
    assert "改成新版本" in page
    assert len(three) == len(one)
