"""隶属调整 in the register: who may, what follows, what the log says."""

import pytest
from django.test import Client
from wagtail.models import ModelLogEntry

from tests.workflows.organisations.test_registers import ORGANISATIONS, appoint, person, signed_in
from workflows.organisations import moving
from workflows.organisations.models import Level, Organisation, User
from workflows.organisations.moving import TreeChanges, put_below

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> dict[str, Organisation]:
    province = Organisation.add_root(code="99", name="共青团曦原省委", level=Level.PROVINCE)
    first = province.add_child(code="9901", name="共青团澈湖市委", level=Level.CITY)
    second = Organisation.objects.get(pk=province.pk).add_child(code="9902", name="共青团霁山市委", level=Level.CITY)
    county = first.add_child(code="990101", name="共青团芦汀县委", level=Level.COUNTY)
    return {"province": province, "first": first, "second": second, "county": county}


@pytest.fixture
def keeper(tree: dict[str, Organisation]) -> Client:
    user = person("keeper")
    appoint(user, tree["province"], "sysadmin")
    return signed_in(user)


def saves(client: Client, node: Organisation, parent: Organisation | None, **fields: str) -> str:
    given = {"name": node.name, "level": node.level, "kind": node.kind, "profile": node.profile, "code": node.code}
    given |= {"parent": str(parent.pk) if parent else "", "short_name": "", "region": "", "mark": "", **fields}
    return client.post(f"{ORGANISATIONS}edit/{node.pk}/", given, follow=True).content.decode()


def parent_of(node: Organisation) -> Organisation | None:
    found: Organisation | None = Organisation.objects.get(pk=node.pk).get_parent()
    return found


def test_other_superior_moves_the_organ_and_the_log_says_so(tree: dict[str, Organisation], keeper: Client) -> None:
    saves(keeper, tree["county"], tree["second"], name="共青团芦汀区委")
    assert (parent_of(tree["county"]), Organisation.objects.get(pk=tree["county"].pk).name) == (
        tree["second"],
        "共青团芦汀区委",
    )
    (entry,) = ModelLogEntry.objects.filter(action="tuanwen.move")
    assert (entry.user.username, entry.object_id) == ("keeper", str(tree["county"].pk))
    assert entry.message == "上级单位由“共青团澈湖市委”改为“共青团霁山市委”"
    page = keeper.get(f"{ORGANISATIONS}history/{tree['county'].pk}/").content.decode()
    assert "上级单位由“共青团澈湖市委”改为“共青团霁山市委”" in page
    assert Organisation.find_problems() == ([], [], [], [], [])
    stranger = person("stranger")
    appoint(stranger, tree["second"], "unit_admin")
    for user in (stranger, User.objects.create(username="root", name="超级用户", is_superuser=True, is_staff=True)):
        history = signed_in(user).get(f"{ORGANISATIONS}history/{tree['first'].pk}/")
        assert history.status_code in {302, 403}


def test_saving_without_another_superior_moves_nothing(tree: dict[str, Organisation], keeper: Client) -> None:
    saves(keeper, tree["county"], tree["first"], name="共青团芦汀区委")
    assert not ModelLogEntry.objects.filter(action="tuanwen.move").exists()
    assert Organisation.objects.get(pk=tree["county"].pk).path == tree["county"].path


def test_nothing_moves_below_itself(tree: dict[str, Organisation], keeper: Client) -> None:
    page = saves(keeper, tree["first"], tree["county"], name="改过的名字")
    assert "不能移到自己或自己的下级单位下面" in page
    assert "改过的名字" in page
    assert parent_of(tree["first"]) == tree["province"]


def test_move_that_another_made_impossible_meanwhile_is_refused_and_saves_nothing(
    tree: dict[str, Organisation], keeper: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(node: Organisation, parent: Organisation) -> None:
        monkeypatch.setattr("workflows.organisations.forms.put_below", put_below)
        put_below(Organisation.objects.get(pk=tree["second"].pk), Organisation.objects.get(pk=tree["first"].pk))
        put_below(node, parent)

    monkeypatch.setattr("workflows.organisations.forms.put_below", meanwhile)
    page = saves(keeper, tree["first"], tree["second"], name="改过的名字")
    assert "另一位管理员刚刚调整过" in page
    assert Organisation.objects.get(pk=tree["first"].pk).name == "共青团澈湖市委"
    assert Organisation.find_problems() == ([], [], [], [], [])


@pytest.mark.parametrize("role", ["auditor", "unit_admin", "secretary"])
def test_only_administrators_of_the_register_move(tree: dict[str, Organisation], role: str) -> None:
    user = person("somebody")
    appoint(user, tree["province"], role)
    answer = signed_in(user).post(f"{ORGANISATIONS}edit/{tree['county'].pk}/", {"parent": str(tree["second"].pk)})
    assert answer.status_code in {302, 403}
    assert parent_of(tree["county"]) == tree["first"]


def test_listeners_hear_what_moved_and_who_is_no_longer_above(tree: dict[str, Organisation]) -> None:
    heard: list[TreeChanges] = []

    def listen(changes: TreeChanges, **kwargs: object) -> None:
        heard.append(changes)

    moving.after_move.connect(listen)
    try:
        put_below(Organisation.objects.get(pk=tree["county"].pk), Organisation.objects.get(pk=tree["second"].pk))
    finally:
        moving.after_move.disconnect(listen)
    (changes,) = heard
    assert changes.moved == {tree["county"].pk}
    assert changes.lost() == {tree["county"].pk: {tree["first"].pk}}
