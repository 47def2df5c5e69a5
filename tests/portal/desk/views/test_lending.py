from datetime import timedelta

from django.utils import timezone

from tests import factories
from workflows.notifications.models import Notification
from workflows.organisations.models import Delegation


def lend(browser, who, **fields):
    today = timezone.localdate()
    given = {
        "post": who.secretary.memberships.get().pk,
        "taker": who.deputy.pk,
        "since": today.isoformat(),
        "last_day": (today + timedelta(days=2)).isoformat(),
        "processes": ["issue"],
        "reason": "外出学习",
        **fields,
    }
    return browser.post("/desk/me/lend/", given, follow=True)


def test_lent_post_is_seen_by_both_and_the_taker_is_told(as_user, who):
    body = lend(as_user(who.secretary), who).content.decode()
    assert "已委托秦望川代办" in body
    assert "委托 <b>秦望川</b> 代办" in body
    assert "限于：发文" in body
    lent = Delegation.objects.get()
    assert lent.last_day == timezone.localdate() + timedelta(days=2)
    taker = as_user(who.deputy)
    assert "我代 <b>陆思齐</b> 办“书记”的事" in taker.get("/desk/me/").content.decode()
    assert Notification.objects.on_desk(who.deputy).get().title == "陆思齐委托您代办“团省委书记”的事"


def test_giver_takes_it_back_and_nobody_else_finds_it(as_user, who):
    lend(as_user(who.secretary), who)
    lent = Delegation.objects.get()
    address = f"/desk/me/lend/{lent.pk}/revoke/"
    for other in (who.deputy, who.office, who.sysadmin):
        assert as_user(other).post(address).status_code == 404
    body = as_user(who.secretary).post(address, follow=True).content.decode()
    assert "委托已撤回，即时生效。" in body
    assert "我代" not in as_user(who.deputy).get("/desk/me/").content.decode()
    assert Notification.objects.on_desk(who.deputy).first().title == "陆思齐撤回了“团省委书记”的委托"


def test_colleagues_of_the_own_organ_are_offered_and_others_refused(as_user, who):
    browser = as_user(who.secretary)
    body = browser.get("/desk/me/lend/").content.decode()
    assert "秦望川" in body
    assert "何清越" not in body
    response = lend(browser, who, taker=who.city_secretary.pk)
    assert response.context["form"].errors["taker"]
    assert not Delegation.objects.exists()


def test_refused_days_are_told_above_the_form(as_user, who):
    response = lend(as_user(who.secretary), who, last_day="2020-01-01")
    assert response.context["form"].non_field_errors() == ["截止日不能早于起始日。"]


def test_who_has_nothing_to_lend_finds_no_form_and_no_way_to_it(as_user, who):
    for person in (who.sysadmin, factories.person("新来的")):
        assert as_user(person).get("/desk/me/lend/").status_code == 404
        assert "/desk/me/lend/" not in as_user(person).get("/desk/me/").content.decode()
    assert "/desk/me/lend/" in as_user(who.office).get("/desk/me/").content.decode()
