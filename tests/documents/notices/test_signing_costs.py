"""What 签发 of a real paper costs in statements (design.md §6), transaction brackets aside."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.notices.models import NoticeAttachment
from tests import factories
from workflows import engine
from workflows.engine import Action

BRACKETS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


@pytest.fixture
def who(places: Any) -> Any:
    return factories.people(places)


def signing(case: Any, user: Any) -> list[str]:
    """The statements of one 签发, as the page sends it; the calendar was read within the last minute."""
    token = next(offer.token for offer in engine.offers(user, case) if offer.transition == "sign")
    with CaptureQueriesContext(connection) as seen:
        engine.act(Action(case.pk, "sign", user, token=token, opinion="同意。", request_key="once"))
    return [one["sql"] for one in seen if not one["sql"].startswith(BRACKETS)]


def test_a_plain_paper_is_signed_in_twelve_statements(places: Any, who: Any) -> None:
    case = factories.carry(factories.notice(places.youth, who.drafter), who, "sign")
    assert len(signing(case, who.secretary)) <= 12


def test_attachments_cost_one_more_however_many(places: Any, who: Any) -> None:
    paper = factories.draft(places.youth, who.drafter)
    for number in (1, 2, 3):
        NoticeAttachment.objects.create(notice=paper, title=f"示例表{number}", order=number)
    engine.start(paper, "issue", actor=who.drafter)
    case = factories.carry(paper, who, "sign")
    assert len(signing(case, who.secretary)) <= 13
