from datetime import timedelta

import pytest
from django.utils import timezone

from tests import factories
from workflows import engine
from workflows.notifications.models import Notification
from workflows.organisations.models import Handover, Membership, User

NEW = "渡口边的一小时-2026"


@pytest.fixture
def admin(places):
    return factories.holder("市管理员", places.city, "unit_admin")


def hand_over(browser, post, **fields):
    given = {"taker": "", "name": "", "username": "", "phone": "", "since": timezone.localdate().isoformat(), **fields}
    return browser.post(f"/desk/posts/{post.pk}/hand-over/", given, follow=True)


def test_one_time_password_is_shown_once_and_has_to_be_changed(as_user, who, admin, client):
    there = as_user(who.county_drafter)
    body = as_user(admin).post(f"/desk/people/{who.county_drafter.pk}/password/")
    password = body.context["password"]
    assert password in body.content.decode()
    assert "no-store" in body["Cache-Control"]
    assert there.get("/desk/").status_code == 302, "the old session has ended"
    signed = client.post("/login/", {"username": who.county_drafter.username, "password": password}, follow=True)
    assert signed.redirect_chain[-1][0] == "/desk/me/password/"
    assert "请先改成自己的" in signed.content.decode()
    for address in ("/desk/", "/admin/", "/desk/contacts/"):
        assert client.get(address)["Location"] == "/desk/me/password/"
    words = {"old_password": password, "new_password1": NEW, "new_password2": NEW}
    client.post("/desk/me/password/", words)
    assert client.get("/desk/").status_code == 200
    assert Notification.objects.on_desk(who.county_drafter).get().title == "市管理员重置了您的密码"


def test_expired_one_time_password_opens_nothing(as_user, who, admin, client):
    password = as_user(admin).post(f"/desk/people/{who.county_drafter.pk}/password/").context["password"]
    User.objects.filter(pk=who.county_drafter.pk).update(one_time_until=timezone.now() - timedelta(minutes=1))
    body = client.post("/login/", {"username": who.county_drafter.username, "password": password}).content.decode()
    assert "一次性密码已过期" in body


@pytest.mark.parametrize("reader", ["county_secretary", "sister_secretary", "secretary", "city_drafter", "auditor"])
def test_who_does_not_look_after_the_account_resets_nothing(as_user, who, reader):
    assert as_user(getattr(who, reader)).post(f"/desk/people/{who.county_drafter.pk}/password/").status_code == 404
    who.county_drafter.refresh_from_db()
    assert who.county_drafter.check_password(factories.PASSWORD)


def test_names_lead_administrators_on_and_nobody_else(as_user, who, admin):
    address = f"/desk/people/{who.county_drafter.pk}/"
    assert address in as_user(admin).get("/desk/contacts/?part=down").content.decode()
    assert as_user(admin).get(address).status_code == 200
    body = as_user(who.county_secretary).get(address).content.decode()
    assert "交接" in body
    assert "重置密码" not in body
    for reader in (who.county_drafter, who.sister_secretary, who.city_drafter):
        browser = as_user(reader)
        assert browser.get(address).status_code == 404
        assert address not in browser.get("/desk/contacts/").content.decode()
        assert browser.get("/desk/handovers/").status_code == (200 if reader == who.sister_secretary else 404)


def test_post_drafts_and_history_pass_to_a_new_account_after_the_second_person(as_user, who, admin, places):
    paper = factories.notice(places.county, who.county_drafter, title="县里的草稿")
    post = who.county_drafter.memberships.get(role__key="drafter")
    Membership.objects.filter(user=who.county_drafter).exclude(pk=post.pk).update(until=timezone.localdate())
    asked = as_user(who.county_secretary)
    assert "草稿1件" in asked.get(f"/desk/posts/{post.pk}/hand-over/").content.decode()
    page = hand_over(asked, post, name="接班的", username="jieban")
    made = Handover.objects.get()
    assert "待另一人确认" in page.content.decode()
    assert "确认交接" not in page.content.decode()
    assert "团鹭汀县委" in as_user(admin).get("/desk/handovers/").content.decode()
    done = as_user(admin).post(f"/desk/handovers/{made.pk}/", {"do": "confirm"}, follow=True).content.decode()
    assert "都移交了，没有落下的。" in done
    taker = User.objects.get(username="jieban")
    browser = as_user(taker)
    assert "县里的草稿" in browser.get("/desk/").content.decode()
    assert browser.get(f"/desk/notices/{paper.pk}/").status_code == 200
    assert as_user(who.county_drafter).get(f"/desk/notices/{paper.pk}/").status_code == 404
    assert engine.verify(engine.instance_of(paper)) == []
    assert Notification.objects.on_desk(taker).filter(kind="handover").exists()


def test_proposer_is_told_that_another_confirms(as_user, who, admin):
    post = who.county_drafter.memberships.get(role__key="drafter")
    browser = as_user(admin)
    hand_over(browser, post, taker=who.county_secretary.pk)
    made = Handover.objects.get()
    body = browser.post(f"/desk/handovers/{made.pk}/", {"do": "confirm"}, follow=True).content.decode()
    assert "要由另一个人确认" in body
    browser.post(f"/desk/handovers/{made.pk}/", {"do": "withdraw"})
    made.refresh_from_db()
    assert made.withdrawn_at is not None


def test_stranger_finds_neither_form_nor_handover(as_user, who, admin):
    post = who.county_drafter.memberships.get(role__key="drafter")
    hand_over(as_user(admin), post, taker=who.county_secretary.pk)
    made = Handover.objects.get()
    for reader in (who.sister_secretary, who.foreign_secretary, who.city_drafter):
        browser = as_user(reader)
        assert browser.get(f"/desk/handovers/{made.pk}/").status_code == 404
        assert browser.post(f"/desk/handovers/{made.pk}/", {"do": "confirm"}).status_code == 404
        assert hand_over(browser, post, taker=who.county_secretary.pk).status_code == 404
    assert as_user(who.county_drafter).get(f"/desk/handovers/{made.pk}/").status_code == 200


def test_list_of_what_is_handed_over_is_printed_for_those_who_take_part(as_user, who, admin):
    hand_over(as_user(admin), who.county_drafter.memberships.get(role__key="drafter"), taker=who.county_secretary.pk)
    made = Handover.objects.get()
    address = f"/desk/handovers/{made.pk}/sheet.pdf"
    assert address in as_user(admin).get(f"/desk/handovers/{made.pk}/").content.decode()
    for reader in (admin, who.county_drafter):
        assert as_user(reader).get(address)["Content-Type"] == "application/pdf"
    assert as_user(who.foreign_secretary).get(address).status_code == 404


def test_form_asks_for_a_successor_and_keeps_the_words(as_user, who, admin):
    post = who.county_drafter.memberships.get(role__key="drafter")
    response = hand_over(as_user(admin), post, name="接班的")
    assert response.context["form"].errors == {"username": ["选一位接任人，或者填写姓名和账号。"]}
    taken = hand_over(as_user(admin), post, name="别人", username=who.drafter.username)
    assert "已经有人用了" in taken.content.decode()
    assert not Handover.objects.exists()


def test_directory_and_handovers_cost_the_same_for_few_and_many(as_user, who, admin, django_assert_num_queries):
    browser = as_user(admin)
    made = []
    for count in (1, 3):
        for post in Membership.objects.filter(user=who.county_drafter)[len(made) : count]:
            made.append(hand_over(browser, post, taker=who.county_secretary.pk))
        with django_assert_num_queries(6):
            browser.get("/desk/handovers/")
