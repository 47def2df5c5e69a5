"""选择单位: one searchable list for every register, limited to what the person reads, and no dropdown of the whole tree."""

import json
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.workflows.organisations.test_registers import ORGANISATIONS, POSTS, appoint, person, signed_in
from workflows.organisations.models import Level, Membership, Organisation, Role

pytestmark = pytest.mark.django_db
CHOOSE = "/admin/registers/choose-organisation/"
RESULTS = f"{CHOOSE}results/"


@pytest.fixture
def tree() -> dict[str, Organisation]:
    province = Organisation.add_root(code="99", name="曦原省", level=Level.PROVINCE)
    first = province.add_child(code="9901", name="澈湖市", short_name="团澈湖市委", level=Level.CITY)
    second = Organisation.objects.get(pk=province.pk).add_child(code="9902", name="霁山市", level=Level.CITY)
    women = {
        code: Organisation.objects.get(pk=above.pk).add_child(code=f"{code}8", name="妇联", level=Level.CITY)
        for code, above in (("9901", first), ("9902", second))
    }
    return {"province": province, "first": first, "second": second, "women": women["9902"]}


def found(client: Client, **asked: str) -> list[str]:
    """The codes in the list, in order."""
    body = "".join(client.get(RESULTS, asked).content.decode().split())
    return [code for code in ("99", "9901", "99018", "9902", "99028") if f">{code}<" in body]


def test_organisations_are_found_by_name_short_name_code_and_superior(tree: dict[str, Organisation]) -> None:
    keeper = person("keeper")
    appoint(keeper, tree["province"], "sysadmin")
    client = signed_in(keeper)
    assert found(client) == ["99", "9901", "99018", "9902", "99028"]
    assert found(client, q="霁山") == ["9902", "99028"]
    assert found(client, q="霁山 妇联") == ["99028"]
    assert found(client, q="团澈") == ["9901"]
    assert found(client, q="9901") == ["9901", "99018"]
    assert found(client, q="没有的") == []


def test_closed_organ_is_not_offered(tree: dict[str, Organisation]) -> None:
    Organisation.objects.filter(pk=tree["second"].pk).update(until=date(2021, 1, 1))
    keeper = person("keeper")
    appoint(keeper, tree["province"], "sysadmin")
    assert found(signed_in(keeper), q="霁山市") == ["99028"]


def test_unit_administrator_chooses_in_the_own_part_and_strangers_nothing(tree: dict[str, Organisation]) -> None:
    keeper, stranger = person("keeper"), person("stranger")
    appoint(keeper, tree["second"], "unit_admin")
    appoint(stranger, tree["second"], "drafter")
    client = signed_in(keeper)
    assert found(client) == ["9902", "99028"]
    assert client.get(f"{CHOOSE}chosen/{tree['second'].pk}/").status_code == 200
    assert client.get(f"{CHOOSE}chosen/{tree['first'].pk}/").status_code == 404
    for address in (CHOOSE, RESULTS, f"{CHOOSE}chosen/{tree['second'].pk}/"):
        assert signed_in(stranger).get(address).status_code in {302, 403}


def test_chosen_organisation_goes_back_to_the_form(tree: dict[str, Organisation]) -> None:
    keeper = person("keeper")
    appoint(keeper, tree["province"], "sysadmin")
    told = json.loads(signed_in(keeper).get(f"{CHOOSE}chosen/{tree['first'].pk}/").content)
    assert (told["result"]["id"], told["result"]["title"]) == (str(tree["first"].pk), "团澈湖市委")


@pytest.mark.parametrize("address", [f"{POSTS}create/", f"{ORGANISATIONS}create/", "/admin/processes/policies/create/"])
def test_no_register_offers_the_whole_tree_as_a_dropdown(tree: dict[str, Organisation], address: str) -> None:
    keeper = person("keeper")
    appoint(keeper, tree["province"], "sysadmin")
    page = signed_in(keeper).get(address).content.decode()
    assert "选择单位" in page
    assert "妇联</option>" not in page


def test_unit_administrator_proposes_no_post_elsewhere(tree: dict[str, Organisation]) -> None:
    keeper = person("keeper")
    appoint(keeper, tree["first"], "unit_admin")
    given = {"user": person("new").pk, "role": Role.objects.get(key="drafter").pk, "since": "2026-01-05", "title": ""}
    client = signed_in(keeper)
    page = client.post(f"{POSTS}create/", {**given, "organisation": tree["second"].pk}).content.decode()
    assert "只能在您管理的单位里安排岗位" in page
    assert not Membership.objects.filter(user__username="new").exists()
    assert client.post(f"{POSTS}create/", {**given, "organisation": tree["first"].pk}).status_code == 302
    assert Membership.objects.filter(user__username="new").exists()


def test_list_asks_as_often_for_three_organisations_as_for_one(tree: dict[str, Organisation]) -> None:
    keeper = person("keeper")
    appoint(keeper, tree["province"], "sysadmin")
    client = signed_in(keeper)
    client.get(RESULTS)
    with CaptureQueriesContext(connection) as one:
        client.get(RESULTS, {"q": "团澈"})
    with CaptureQueriesContext(connection) as all_of_them:
        client.get(RESULTS)
    assert len(all_of_them) == len(one)
