import pytest
from django.urls import reverse

from tests import factories


@pytest.fixture
def paper(places, who):
    return factories.notice(places.youth, who.drafter)


def test_explanation_lists_each_step_why_not_and_who_could(as_user, who, paper):
    case = factories.carry(paper, who, "sign")
    response = as_user(who.drafter).get(reverse("desk:explain", args=[case.pk]))
    entries = {entry.title: entry for entry in response.context["transitions"]}
    assert not entries["同意签发"].allowed
    assert entries["同意签发"].who == ["团省委书记（签发）"]
    assert "现在在“签发”这一步。" in response.content.decode()


def test_record_is_made_for_paper_and_names_everybody(as_user, who, paper):
    case = factories.carry(paper, who, "sign")
    body = as_user(who.drafter).get(reverse("desk:history", args=[case.pk])).content.decode()
    for name in ("林予安", "周慎行", "顾知白", "秦望川", "核稿通过", "data-print"):
        assert name in body
