"""Wagtail's editor saves by itself, again and again into the same revision: what was approved stays what was approved."""

import json
from types import SimpleNamespace

import pytest
from django.urls import reverse

from documents.notices import content
from documents.notices.models import Notice
from tests.documents.notices.test_admin import form, signed_in
from tests.factories import COUNTY_ROUTE, carry, checking, notice, people, tree
from tests.together import at_once
from workflows import engine
from workflows.organisations.models import User

pytestmark = pytest.mark.django_db(transaction=True)


def test_autosave_racing_the_signature_never_changes_what_was_signed() -> None:
    places = tree()
    house = SimpleNamespace(places=places, people=people(places))
    drafter, secretary = house.people.county_drafter, house.people.county_secretary
    paper = notice(places.county, drafter, mark="团鹭发")
    url = reverse("notices:edit", args=[paper.pk])
    signed_in(drafter).post(url, form(house))
    carry(paper, house.people, "sign", route=COUNTY_ROUTE)
    case = engine.instance_of(paper, "issue")
    paper.refresh_from_db()
    checking.tick(paper, secretary)
    revision = paper.latest_revision
    typed = form(house, title="抢着改的标题") | {"overwrite_revision_id": str(revision.pk if revision else "")}

    def autosave(user: User) -> int:
        return signed_in(user).post(url, typed, headers={"Accept": "application/json"}).status_code

    def sign() -> engine.Outcome:
        return engine.act(engine.Action(case.pk, "sign", secretary, opinion="同意。"))

    outcome = at_once(sign, lambda: autosave(secretary), lambda: autosave(drafter), refusal=engine.Refused)[0]
    fresh = Notice.objects.get(pk=paper.pk)
    if isinstance(outcome, engine.Outcome):
        signed = engine.Event.objects.get(instance=case, name="sign")
        assert json.loads(signed.content.payload) == content.projection(fresh)
        autosave(secretary)  # the page stands open still
        autosave(drafter)
        assert json.loads(signed.content.payload) == content.projection(Notice.objects.get(pk=paper.pk))
    else:  # the change came first, and asks for another look at what the checks find
        assert fresh.title == "抢着改的标题"
        assert not engine.Event.objects.filter(instance=case, name="sign").exists()
    assert engine.verify(case) == []
