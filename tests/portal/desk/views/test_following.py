"""关注: who may, what it shows, whom it tells, and that it gives no right."""

import pytest
from django.urls import reverse

from tests import factories
from workflows import engine
from workflows.notifications.delivery import deliver
from workflows.notifications.models import Notification

MINE = "/desk/mine/?tab=followed"


@pytest.fixture
def case(places, who):
    """A paper that waits for the office."""
    return factories.carry(factories.notice(places.youth, who.drafter), who, "office")


def press(browser, **fields):
    return browser.post(reverse("desk:follow"), fields, follow=True)


def rows(browser):
    return [(row.case, row.followed) for row in browser.get(MINE).context["rows"]]


def told(user):
    return list(Notification.objects.filter(user=user, kind="followed").values_list("channel", "title"))


def test_matter_is_followed_from_its_page_and_let_go_from_its_row(as_user, who, case):
    browser = as_user(who.reviewer)
    page = reverse("desk:notice", args=[case.subject_id])
    response = press(browser, on=case.pk, next=page)
    assert response.redirect_chain[-1][0] == page
    assert "办结或被退回时，会在提醒里告诉您。" in response.content.decode()
    assert response.context["followed"]
    assert rows(browser) == [(case.pk, True)]
    press(browser, on=case.pk)
    assert rows(browser) == [(case.pk, True)]
    press(browser, off=case.pk)
    assert rows(browser) == []


def test_star_stands_on_every_row_of_the_other_lists(as_user, who, case):
    browser = as_user(who.drafter)
    started = browser.get("/desk/mine/?tab=started").context["rows"]
    assert [(row.case, row.followed) for row in started] == [(case.pk, False)]
    press(browser, on=case.pk)
    assert [row.followed for row in browser.get("/desk/mine/?tab=started").context["rows"]] == [True]
    assert [row.followed for row in browser.get("/desk/mine/?tab=own").context["rows"]] == [True]


def test_nobody_follows_what_they_may_not_see(as_user, who, case):
    for person in (who.foreign_secretary, who.county_drafter, who.auditor, who.sysadmin):
        assert press(as_user(person), on=case.pk).status_code == 404
        with pytest.raises(engine.Refused):
            engine.follow(person, case)
    for bad in ({"on": "99999"}, {"on": "x"}, {"off": case.pk}, {}):
        assert press(as_user(who.reviewer), **bad).status_code == 404
    assert not engine.followed(who.foreign_secretary).exists()


def test_follower_who_lost_the_post_neither_finds_nor_hears_of_it(as_user, who, case):
    engine.follow(who.reviewer, case)
    engine.follow(who.publicity, case)
    who.reviewer.memberships.update(until=factories.TERM_BEGINS)
    engine.act(engine.Action(case.pk, "return", who.office, opinion="依据不足。", params={"to": "draft"}))
    deliver()
    assert rows(as_user(who.reviewer)) == []
    assert told(who.reviewer) == []
    assert told(who.publicity) == [("desk", f"关注的事项被退回：{case.title}")]


def test_follower_is_told_once_when_it_ends_and_the_author_by_the_usual_message(as_user, who, case):
    engine.follow(who.reviewer, case)
    engine.follow(who.drafter, case)
    engine.act(engine.Action(case.pk, "@stop", who.secretary, opinion="不再需要。"))
    deliver()
    deliver()
    assert told(who.reviewer) == [("desk", f"关注的事项已办结：{case.title}")]
    assert told(who.drafter) == []
    assert Notification.objects.filter(user=who.drafter, kind="finished", channel="desk").count() == 1


def test_followed_matter_that_only_moves_on_disturbs_nobody(who, case):
    engine.follow(who.reviewer, case)
    engine.act(engine.Action(case.pk, "office_pass", who.office))
    deliver()
    assert told(who.reviewer) == []
