import pytest
from django.urls import reverse

from documents.notices.blocks import stream
from tests import factories


@pytest.fixture
def paper(places, who):
    made = factories.notice(places.youth, who.drafter)
    made.save_revision(user=who.drafter)
    made.body = made._meta.get_field("body").to_python(
        stream([(0, "现将有关事项通知如下。"), (0, "<b>每周开放三次</b>。")])
    )
    made.save()
    return made


def test_two_wordings_are_compared_word_by_word_on_screen_and_as_a_sheet(as_user, who, paper):
    browser = as_user(who.reviewer)
    shown = browser.get(reverse("desk:marked", args=[paper.pk]))
    (one,) = shown.context["differences"]
    assert {"deleted", "inserted"} <= {span.kind for span in one.spans}
    assert "&lt;b&gt;每周开放三次" in shown.content.decode()
    printed = browser.get(shown.context["pdf_url"])
    assert printed["Content-Type"] == "application/pdf"
    assert printed.content.startswith(b"%PDF")


def test_the_same_wording_differs_in_nothing(as_user, who, paper):
    shown = as_user(who.drafter).get(reverse("desk:marked", args=[paper.pk]), {"old": "now", "new": "now"})
    assert shown.context["differences"] == []


@pytest.mark.parametrize("reader", ["foreign_drafter", "city_drafter"])
def test_drafts_are_compared_by_their_own_house_only(as_user, who, paper, reader):
    for name in ("marked", "marked_pdf"):
        assert as_user(getattr(who, reader)).get(reverse(f"desk:{name}", args=[paper.pk])).status_code == 404


def test_wording_of_another_paper_does_not_exist(as_user, who, places, paper):
    other = factories.notice(places.youth, who.drafter, title="关于另一件事的通知")
    foreign = other.save_revision(user=who.drafter)
    for key in (foreign.pk, 0, "x"):
        assert as_user(who.drafter).get(reverse("desk:marked", args=[paper.pk]), {"old": key}).status_code == 404
