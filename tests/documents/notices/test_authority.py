"""签发权限: upward and important papers for the 主要负责人, others for whoever was authorised."""

from datetime import date

import pytest

from documents.notices import authority
from documents.notices.authority import AuthorityError, SigningAuthority
from documents.notices.models import Notice
from tests import factories
from tests.together import at_once
from workflows import engine
from workflows.engine import Action, Refused, WorkItem
from workflows.organisations.models import Membership


@pytest.fixture
def who(places):
    found = factories.people(places)
    found.second = factories.holder("梁知远", places.province, "deputy", title="副书记")
    found.admin = factories.holder("江一帆", places.province, "unit_admin", title="单位管理员")
    return found


def authorised(who, user, *kinds, until=None, confirmed=True):
    post = Membership.objects.get(user=user, role__key="deputy")
    row = authority.propose(
        post, kinds=list(kinds), since=date(2026, 1, 5), until=until, basis="书记办公会", by=who.office
    )
    return authority.confirm(row.pk, by=who.admin) if confirmed else row


def at_signing(places, who, **fields):
    paper = factories.notice(places.youth, who.drafter, **fields)
    return factories.carry(paper, who, "sign")


def asked(case):
    rows = WorkItem.objects.filter(instance=case, status="open").select_related("user", "role")
    return {str(row.user or row.role) for row in rows}


def test_without_authority_only_the_principal_is_asked(places, who):
    case = at_signing(places, who)
    assert asked(case) == {"书记（签发）"}
    with pytest.raises(Refused):
        engine.act(Action(case.pk, "sign", who.deputy))


def test_authorised_deputy_is_asked_and_signs_papers_of_that_kind(places, who):
    authorised(who, who.second, "通知")
    case = at_signing(places, who)
    assert asked(case) == {"书记（签发）", "梁知远"}
    engine.act(Action(case.pk, "sign", who.second))
    assert engine.instance_of(case.subject, "issue").state == "recheck"


@pytest.mark.parametrize("fields", [{"important": True}, {"kind": "请示"}, {"kind": "通报"}])
def test_important_upward_and_other_papers_stay_with_the_principal(places, who, fields):
    authorised(who, who.second, "通知")
    case = at_signing(places, who, **fields)
    assert asked(case) == {"书记（签发）"}


def handed(case, giver, taker):
    post = Membership.objects.filter(user=taker).earliest("pk")
    return engine.act(Action(case.pk, "@transfer", giver, opinion="外出。", params={"whom": [f"m{post.pk}"]}))


def choices(case, giver):
    """Whom the page of 转办 offers: people, and posts as a whole."""
    found = engine.candidates(giver, case, "@transfer")
    return {one.name for one in found if not one.is_post}, {one.post for one in found if one.is_post}


def test_signature_is_handed_only_to_who_may_sign_the_paper(places, who):
    authorised(who, who.second, "通知")
    case = at_signing(places, who)
    assert choices(case, who.secretary) == (set(), set())  # who else may is asked already
    with pytest.raises(Refused, match="签发权限"):
        handed(case, who.secretary, who.deputy)
    post = Membership.objects.create(
        user=factories.person("代主持"),
        organisation=places.province,
        role=Membership.objects.get(user=who.secretary).role,
        principal=True,
        **factories.IN_FORCE,
    )
    assert choices(case, who.secretary) == ({"代主持"}, set())
    handed(case, who.secretary, post.user)
    assert asked(case) >= {"代主持"}


def test_important_paper_is_handed_to_nobody_else(places, who):
    authorised(who, who.second, "通知")
    case = at_signing(places, who, important=True)
    assert choices(case, who.secretary) == (set(), set())
    with pytest.raises(Refused, match="重要公文由主要负责人签发"):
        handed(case, who.secretary, who.second)


def test_signature_is_handed_to_one_of_a_post_all_of_whom_may_sign(places, who):
    authorised(who, who.second, "通知")
    authorised(who, who.deputy, "通知")
    case = at_signing(places, who)
    assert choices(case, who.secretary) == ({"梁知远", "秦望川"}, set())
    handed(case, who.secretary, who.deputy)
    assert "秦望川" in asked(case)


def test_post_that_somebody_holds_who_may_not_sign_is_neither_offered_nor_accepted(places, who):
    authorised(who, who.second, "通知")
    case = at_signing(places, who)
    WorkItem.objects.filter(instance=case, user=who.second).update(status="removed")
    both = Membership.objects.get(user=who.deputy)
    assert choices(case, who.secretary) == ({"梁知远"}, set())
    whole = Action(
        case.pk,
        "@transfer",
        who.secretary,
        opinion="外出。",
        params={"whom": f"p{both.organisation_id}.{both.role_id}"},
    )
    with pytest.raises(Refused, match="签发权限"):
        engine.act(whole)


def test_added_signer_hands_on_to_a_post_that_may_not_sign(places, who):
    case = at_signing(places, who)
    deputy = Membership.objects.get(user=who.deputy)
    engine.act(Action(case.pk, "@add_before", who.secretary, opinion="请看。", params={"whom": [f"m{deputy.pk}"]}))
    handed(case, who.deputy, who.clerk)
    assert "钟晴" in asked(case)


def test_explanation_says_who_may_sign_and_why_not_others(places, who):
    case = at_signing(places, who, kind="请示")
    assert "上行文由主要负责人签发：陆思齐（书记）。" in engine.explain(who.deputy, case).lines


def test_authority_ends_at_its_day_and_with_the_post(places, who):
    row = authorised(who, who.second, "通知")
    paper = Notice.objects.get(pk=factories.draft(places.youth, who.drafter).pk)
    assert who.second.pk in authority.entitled(paper, date(2026, 11, 5), engine.holders_on(date(2026, 11, 5))).people
    authority.end(row.pk, on=date(2026, 11, 6))
    assert who.second.pk in authority.entitled(paper, date(2026, 11, 5), engine.holders_on(date(2026, 11, 5))).people
    assert (
        who.second.pk not in authority.entitled(paper, date(2026, 11, 6), engine.holders_on(date(2026, 11, 6))).people
    )
    SigningAuthority.objects.update(until=None)
    Membership.objects.filter(user=who.second).update(until=date(2026, 11, 1))
    assert (
        who.second.pk not in authority.entitled(paper, date(2026, 11, 5), engine.holders_on(date(2026, 11, 5))).people
    )


def test_acting_leader_signs_what_the_secretary_would(places, who):
    Membership.objects.filter(user=who.secretary).update(until=date(2026, 1, 1))
    Membership.objects.filter(user=who.second).update(principal=True)
    case = at_signing(places, who, kind="请示")
    assert asked(case) == {"梁知远"}


def test_name_on_the_paper_must_be_one_who_may_sign(places, who):
    case = at_signing(places, who)
    item = WorkItem.objects.get(instance=case, status="open")

    def recorded(name):
        paper = engine.Offline(scan="ab" * 32, signer=name, signed_on=date(2026, 1, 5))
        return engine.act(Action(case.pk, "sign", who.clerk, params={"item": item.pk}, offline=paper))

    with pytest.raises(Refused, match="秦望川"):
        recorded("秦望川")
    assert recorded("陆思齐").instance.state == "recheck"


def test_nobody_confirms_what_he_proposed_or_what_is_his_own(who):
    row = authorised(who, who.second, "通知", confirmed=False)
    for person in (who.office, who.second):
        with pytest.raises(AuthorityError):
            authority.confirm(row.pk, by=person)
    assert not SigningAuthority.objects.current().exists()


def test_upward_kinds_cannot_be_given_away(who):
    with pytest.raises(AuthorityError, match="上行文"):
        authorised(who, who.second, "请示")


@pytest.mark.django_db(transaction=True)
def test_two_confirmations_at_once_put_it_in_force_once(places, who):
    row = authorised(who, who.second, "通知", confirmed=False)
    works = [lambda by=by: authority.confirm(row.pk, by=by) for by in (who.admin, who.secretary)]
    results = at_once(*works, refusal=AuthorityError)
    assert sum(isinstance(one, AuthorityError) for one in results) == 1
