"""The registers in the administration: who keeps which part, and nothing beyond it."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from workflows.organisations.appointing import confirm, propose
from workflows.organisations.models import Delegation, Handover, Level, Membership, Organisation, PasswordReset, User

pytestmark = pytest.mark.django_db
LONG_AGO = date(2020, 1, 1)
POSTS = "/admin/registers/posts/"
ORGANISATIONS = "/admin/registers/organisations/"


def person(username: str) -> User:
    return User.objects.create(username=username, name=f"姓名{username}")


def appoint(user: User, organisation: Organisation, role: str) -> Membership:
    post = propose(user=user, organisation=organisation, role=role, by=None, since=LONG_AGO)
    return confirm(post, by=User.objects.create(username=f"by{post.pk}", name="示例"))


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def tree() -> dict[str, Organisation]:
    province = Organisation.add_root(code="99", name="共青团曦原省委", level=Level.PROVINCE)
    first = province.add_child(code="9901", name="共青团澈湖市委", level=Level.CITY)
    second = Organisation.objects.get(pk=province.pk).add_child(code="9902", name="共青团霁山市委", level=Level.CITY)
    return {"province": province, "first": first, "second": second}


def test_register_of_posts_shows_a_unit_admin_their_own_part_only(tree: dict[str, Organisation]) -> None:
    keeper, near, far = person("keeper"), person("near"), person("far")
    appoint(keeper, tree["first"], "unit_admin")
    appoint(near, tree["first"], "drafter")
    other = appoint(far, tree["second"], "drafter")
    client = signed_in(keeper)
    page = client.get(POSTS).content.decode()
    assert "姓名near" in page
    assert "姓名far" not in page
    assert client.get(f"{POSTS}edit/{other.pk}/").status_code in {302, 403, 404}
    assert client.get(f"{ORGANISATIONS}inspect/{tree['second'].pk}/").status_code in {302, 403, 404}


def test_register_refuses_a_drafter(tree: dict[str, Organisation]) -> None:
    drafter = person("drafter")
    appoint(drafter, tree["first"], "drafter")
    client = signed_in(drafter)
    assert client.get(POSTS).status_code in {302, 403}
    assert client.get(ORGANISATIONS).status_code in {302, 403}


def test_register_lets_an_auditor_read_and_not_write(tree: dict[str, Organisation]) -> None:
    auditor = person("auditor")
    appoint(auditor, tree["province"], "auditor")
    client = signed_in(auditor)
    assert client.get(POSTS).status_code == 200
    assert client.get(f"{POSTS}create/").status_code in {302, 403}


def test_post_proposed_by_one_administrator_is_confirmed_by_the_other(tree: dict[str, Organisation]) -> None:
    first, second, new = person("first"), person("second"), person("new")
    appoint(first, tree["province"], "sysadmin")
    appoint(second, tree["province"], "secadmin")
    role = Membership.objects.get(user=first).role.__class__.objects.get(key="drafter")
    answer = signed_in(first).post(
        f"{POSTS}create/",
        {"user": new.pk, "organisation": tree["first"].pk, "role": role.pk, "title": "干事", "since": "2020-01-01"},
    )
    assert answer.status_code == 302
    post = Membership.objects.get(user=new)
    assert post.proposed_by == first
    assert post.confirmed_at is None
    signed_in(first).post(f"/admin/registers/posts/confirm/{post.pk}/")
    assert Membership.objects.get(pk=post.pk).confirmed_at is None
    signed_in(second).post(f"/admin/registers/posts/confirm/{post.pk}/")
    assert Membership.objects.get(pk=post.pk).confirmed_by == second


@pytest.mark.parametrize("register", [POSTS, ORGANISATIONS, "/admin/registers/delegations/"])
def test_registers_ask_the_same_number_of_queries_for_one_row_and_for_three(
    tree: dict[str, Organisation], register: str
) -> None:
    keeper = person("keeper")
    appoint(keeper, tree["province"], "sysadmin")
    client = signed_in(keeper)
    client.get(register)
    counted = []
    for rows in ((0,), (1, 2)):
        for index in rows:
            post = appoint(person(f"p{index}"), tree["first"], "drafter")
            Delegation.objects.create(giver=post.user, taker=keeper, membership=post, until=date(2999, 1, 1))
            Organisation.objects.get(pk=tree["second"].pk).add_child(code=f"c{index}", name="示例", level=Level.COUNTY)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(register).status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_organisation_is_added_below_its_superior(tree: dict[str, Organisation]) -> None:
    keeper = person("keeper")
    appoint(keeper, tree["province"], "sysadmin")
    answer = signed_in(keeper).post(
        f"{ORGANISATIONS}create/",
        {
            "name": "共青团鹭汀县委",
            "code": "990121",
            "level": "county",
            "kind": "committee",
            "profile": "small",
            "parent": tree["first"].pk,
        },
    )
    assert answer.status_code == 302
    made = Organisation.objects.get(code="990121")
    assert made.get_parent() == tree["first"]


def test_handovers_are_read_in_the_own_part_and_resets_by_who_reads_everything(tree: dict[str, Organisation]) -> None:
    keeper, auditor, drafter = person("keeper"), person("auditor"), person("drafter")
    appoint(keeper, tree["first"], "unit_admin")
    appoint(auditor, tree["province"], "auditor")
    appoint(drafter, tree["first"], "drafter")
    for place, name in (("first", "near"), ("second", "far")):
        giver = appoint(person(name), tree[place], "drafter")
        row = {"taker": drafter, "since": LONG_AGO, "proposed_by": keeper, "proposed_at": timezone.now()}
        Handover.objects.create(post=giver, **row)
    PasswordReset.objects.create(user=drafter, by=keeper, at=timezone.now())
    handovers, resets = "/admin/registers/handovers/", "/admin/registers/password-resets/"
    page = signed_in(keeper).get(handovers).content.decode()
    assert ("团澈湖市委" in page, "团霁山市委" in page) == (True, False)
    assert "团霁山市委" in signed_in(auditor).get(handovers).content.decode()
    assert "姓名keeper" in signed_in(auditor).get(resets).content.decode()
    assert signed_in(keeper).get(resets).status_code in {302, 403}
    for address in (handovers, resets):
        assert signed_in(auditor).get(f"{address}create/").status_code in {302, 403, 404}
        assert signed_in(drafter).get(address).status_code in {302, 403}
