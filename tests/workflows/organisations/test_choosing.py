"""选择单位, 选择人员: searchable lists for every register, limited to what the person reads or appoints, and no long dropdown."""

import json
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.workflows.organisations.test_registers import ORGANISATIONS, POSTS, appoint, person, signed_in
from workflows.organisations.models import Level, Membership, Organisation, Role, User

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


PEOPLE = "/admin/registers/choose-person/"


@pytest.fixture
def people(tree: dict[str, Organisation]) -> dict[str, User]:
    """Keepers of a part and of everything, and people in office here, elsewhere, formerly and nowhere."""
    found = {name: person(name) for name in ("keeper", "system", "auditor", "here", "there", "both", "left", "new")}
    for name, place, role in (
        ("keeper", "first", "unit_admin"),
        ("system", "province", "sysadmin"),
        ("auditor", "province", "auditor"),
        ("here", "first", "drafter"),
        ("there", "second", "drafter"),
        ("both", "second", "drafter"),
        ("both", "first", "clerk"),
        ("left", "second", "drafter"),
    ):
        appoint(found[name], tree[place], role)
    Membership.objects.filter(user=found["left"]).update(until=date(2021, 1, 1))
    return found


def chosen_from(client: Client, **asked: str) -> set[str]:
    """The accounts in the list of people."""
    page = "".join(client.get(f"{PEOPLE}results/", asked).content.decode().split())
    return {name for name in ("keeper", "here", "there", "both", "left", "new") if f">{name}<" in page}


def test_unit_administrator_is_offered_the_own_people_and_who_has_no_post(people: dict[str, User]) -> None:
    client = signed_in(people["keeper"])
    assert chosen_from(client) == {"keeper", "here", "both", "new"}
    assert client.get(f"{PEOPLE}chosen/{people['here'].pk}/").status_code == 200
    assert client.get(f"{PEOPLE}chosen/{people['there'].pk}/").status_code == 404


def test_whoever_left_is_offered_where_the_last_post_was(
    tree: dict[str, Organisation], people: dict[str, User]
) -> None:
    other = person("other")
    appoint(other, tree["second"], "unit_admin")
    assert "left" in chosen_from(signed_in(other))
    assert "left" in chosen_from(signed_in(people["system"]))


def test_blocked_and_blanked_people_are_offered_to_nobody(people: dict[str, User]) -> None:
    User.objects.filter(pk=people["here"].pk).update(is_active=False)
    User.objects.filter(pk=people["new"].pk).update(anonymised_at=timezone.now())
    for keeper in (people["keeper"], people["system"]):
        assert not chosen_from(signed_in(keeper)) & {"here", "new"}


def test_people_are_found_by_name_account_and_unit(people: dict[str, User]) -> None:
    client = signed_in(people["system"])
    assert chosen_from(client, q="姓名here") == {"here"}
    assert chosen_from(client, q="ther") == {"there"}
    assert chosen_from(client, q="霁山市 姓名b") == {"both"}
    assert "团澈湖市委" in client.get(f"{PEOPLE}results/", {"q": "here"}).content.decode()


def test_people_are_shown_to_nobody_who_appoints_nobody(people: dict[str, User]) -> None:
    for stranger in (people["here"], people["new"], people["auditor"]):
        for address in (PEOPLE, f"{PEOPLE}results/", f"{PEOPLE}chosen/{people['here'].pk}/"):
            assert signed_in(stranger).get(address).status_code in {302, 403}


def test_post_form_takes_only_whom_the_administrator_may_appoint(
    tree: dict[str, Organisation], people: dict[str, User]
) -> None:
    client = signed_in(people["keeper"])
    page = client.get(f"{POSTS}create/").content.decode()
    assert "选择人员" in page
    assert "姓名there" not in page
    given = {"organisation": tree["first"].pk, "role": Role.objects.get(key="drafter").pk, "since": "2026-01-05"}
    refused = client.post(f"{POSTS}create/", {**given, "title": "", "user": people["there"].pk}).content.decode()
    assert "只能安排您管理的单位里的人" in refused
    assert client.post(f"{POSTS}create/", {**given, "title": "", "user": people["both"].pk}).status_code == 302


def test_confirmed_post_of_who_left_can_still_be_ended(tree: dict[str, Organisation], people: dict[str, User]) -> None:
    post = Membership.objects.get(user=people["here"])
    User.objects.filter(pk=people["here"].pk).update(is_active=False)
    answer = signed_in(people["keeper"]).post(f"{POSTS}edit/{post.pk}/", {"title": "", "until": "2026-01-05"})
    assert answer.status_code == 302
    assert Membership.objects.get(pk=post.pk).until == date(2026, 1, 5)


def test_people_are_listed_with_as_many_queries_for_one_as_for_three(people: dict[str, User]) -> None:
    client = signed_in(people["system"])
    client.get(f"{PEOPLE}results/")
    with CaptureQueriesContext(connection) as one:
        client.get(f"{PEOPLE}results/", {"q": "姓名here"})
    with CaptureQueriesContext(connection) as all_of_them:
        client.get(f"{PEOPLE}results/")
    assert len(all_of_them) == len(one)


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
