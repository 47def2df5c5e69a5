"""迁移在办事项 in the administration: what is left behind, what would happen, who may do it, and that nothing is half done."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.workflows.engine.conftest import NOW, House
from tests.workflows.engine.processes.test_definitions import MEMO
from tests.workflows.engine.processes.test_migrating import RENAMED, at_office, old_version, version
from tests.workflows.engine.processes.test_process_pages import signed_in
from workflows.engine import Instance, verify
from workflows.engine.models import Definition, Event
from workflows.engine.processes import migration_pages
from workflows.engine.processes.versions import activate, save_draft
from workflows.organisations.models import User

LIST = "/admin/processes/migrations/"
DEPUTY = MEMO.replace(
    'party = { at = "organ", role = "office", else = ["clerk"] }',
    'party = { name = "office", at = "organ", role = "deputy" }',
)


@pytest.fixture
def keeper(house: House) -> User:
    return house.holder("卫一新", house.province, "sysadmin")


@pytest.fixture
def guard(house: House) -> User:
    return house.holder("安守静", house.province, "secadmin")


def page_of(row: Definition) -> str:
    return f"{LIST}{row.pk}/"


def test_only_administrators_of_processes_and_auditors_see_it(house: House, keeper: User, guard: User) -> None:
    at_office(house)
    new = version(RENAMED)
    auditor = house.holder("岑明鉴", house.province, "auditor")
    house.appoint(house.drafter, house.province, "unit_admin")
    old = page_of(old_version())
    for user, seen in (
        (keeper, True),
        (guard, True),
        (auditor, True),
        (house.drafter, False),
        (house.secretary, False),
        (house.admin, False),
    ):
        client = signed_in(user)
        assert [client.get(address).status_code == 200 for address in (LIST, old)] == [seen, seen], user
    for user in (auditor, house.drafter, house.secretary, house.admin):
        response = signed_in(user).post(old, {"to": new.pk, "map-office": "audit"})
        assert response.status_code in {302, 403}
    assert Instance.objects.get().definition == old_version()


def test_versions_that_were_left_behind_are_listed_with_their_cases(house: House, keeper: User) -> None:
    at_office(house)
    house.case()
    page = signed_in(keeper).get(LIST).content.decode()
    assert "没有停在旧版本上的在办事项。" in page
    assert "另有 2 件在按现行的版本办。" in page
    version(RENAMED)
    page = signed_in(keeper).get(LIST).content.decode()
    assert "v1（停用）" in page
    assert "2 件" in page
    assert page_of(old_version()) in page
    assert (
        "移到现行版本"
        in signed_in(keeper).get(f"/admin/processes/versions/inspect/{old_version().pk}/").content.decode()
    )


def test_preview_tells_what_maps_and_what_is_refused_and_changes_nothing(house: House, keeper: User) -> None:
    at_office(house)
    at_office(house)
    house.case()
    version(RENAMED)
    client = signed_in(keeper)
    page = client.get(page_of(old_version())).content.decode()
    assert "3 件在按这一版办" in page
    assert "2 件移不过去：新版里没有这个环节，请指定对应的环节。" in page
    assert "现在还不能移" in page
    assert 'name="map-office"' in page
    assert "照旧由原来的人办" in page
    assert "件移到第2版" not in page
    page = client.get(page_of(old_version()), {"map-office": "audit"}).content.decode()
    assert "把 3 件移到第2版" in page
    assert '<input type="hidden" name="map-office" value="audit">' in page
    page = client.get(page_of(old_version()), {"map-office": "recheck"}).content.decode()
    assert "它在须签字的“签发”后面，还没有签" in page
    assert not Event.objects.filter(kind="migrate").exists()


def test_preview_says_of_how_many_somebody_else_is_asked(house: House, keeper: User) -> None:
    at_office(house)
    version(DEPUTY)
    assert (
        "1 件改请本机关 副书记（原请本机关 办公室主任）"
        in signed_in(keeper).get(page_of(old_version())).content.decode()
    )


def test_confirmed_migration_takes_all_and_says_how_many_of_which_state(house: House, guard: User) -> None:
    instance = at_office(house)
    house.case()
    new = version(RENAMED)
    response = signed_in(guard).post(page_of(old_version()), {"to": new.pk, "map-office": "audit"}, follow=True)
    assert response.redirect_chain == [(LIST, 302)]
    page = response.content.decode()
    assert "已把 2 件从第1版移到第2版：“拟稿”1 件，“审核”1 件。" in page
    assert set(Instance.objects.values_list("definition", flat=True)) == {new.pk}
    assert set(Event.objects.filter(kind="migrate").values_list("actor", flat=True)) == {guard.pk}
    assert verify(Instance.objects.get(pk=instance.pk)) == []
    page = signed_in(guard).get(f"/admin/processes/versions/inspect/{new.pk}/").content.decode()
    assert "安守静：从第1版移来 2 件，环节 “审核”→“审核”" in page


def test_refused_migration_leaves_everything_and_says_why(house: House, keeper: User) -> None:
    at_office(house)
    house.case()
    new = version(RENAMED)
    response = signed_in(keeper).post(page_of(old_version()), {"to": new.pk})
    page = response.content.decode()
    assert response.status_code == 422
    assert "没有迁移，一件也没有动。" in page
    assert "“审核”有 1 件：新版里没有这个环节，请指定对应的环节。" in page
    assert set(Instance.objects.values_list("definition__version", flat=True)) == {1}
    assert not Event.objects.filter(kind="migrate").exists()


def test_author_of_the_version_previews_and_another_moves(house: House, keeper: User, guard: User) -> None:
    at_office(house)
    draft, _new = save_draft(DEPUTY, by=keeper, now=NOW)
    new = activate(draft, by=guard, now=NOW)
    client = signed_in(keeper)
    assert (
        "这个版本是您起草的，要由另一位系统管理员或安全管理员迁移。"
        in client.get(page_of(old_version())).content.decode()
    )
    assert client.post(page_of(old_version()), {"to": new.pk}).status_code == 422
    assert Instance.objects.get().definition == old_version()
    assert signed_in(guard).post(page_of(old_version()), {"to": new.pk}).status_code == 302
    assert Instance.objects.get().definition == new


def test_draft_is_no_choice_and_a_process_without_another_version_says_so(house: House, keeper: User) -> None:
    at_office(house)
    save_draft(RENAMED, by=keeper, now=NOW)
    page = signed_in(keeper).get(page_of(old_version())).content.decode()
    assert "没有别的启用过的版本" in page
    assert "v2" not in page


def test_too_many_cases_are_counted_and_left_to_the_command(
    house: House, keeper: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_office(house)
    house.case()
    version(RENAMED)
    monkeypatch.setattr(migration_pages, "MOST", 1)
    page = signed_in(keeper).get(page_of(old_version())).content.decode()
    assert "manage.py workflow migrate memo --from 1 --to 2 --preview" in page
    assert page.count("1 件") >= 2
    assert "件移到第2版" not in page


def test_list_asks_as_often_for_three_versions_as_for_one(house: House, keeper: User) -> None:
    client = signed_in(keeper)
    at_office(house)
    version(RENAMED)
    client.get(LIST)
    with CaptureQueriesContext(connection) as one:
        client.get(LIST)
    house.case()
    version(MEMO.replace('title = "核稿"', 'title = "初核"'))
    house.case()
    version(MEMO.replace('title = "核稿"', 'title = "再核"'))
    with CaptureQueriesContext(connection) as three:
        page = client.get(LIST).content.decode()
    assert page.count("看看移过去会怎样") == 3
    assert len(three) == len(one)


def test_preview_asks_as_often_for_three_cases_as_for_one(house: House, keeper: User) -> None:
    client = signed_in(keeper)
    others = [at_office(house).pk, at_office(house).pk]
    at_office(house)
    new = version(DEPUTY)

    def stand(row: Definition) -> None:
        Instance.objects.filter(pk__in=others).update(definition=row, node=row.nodes.get(name="office"))

    stand(new)
    client.get(page_of(old_version()))
    with CaptureQueriesContext(connection) as one:
        client.get(page_of(old_version()))
    stand(old_version())
    with CaptureQueriesContext(connection) as three:
        page = client.get(page_of(old_version())).content.decode()
    assert "3 件改请本机关 副书记" in page
    assert len(three) == len(one)
