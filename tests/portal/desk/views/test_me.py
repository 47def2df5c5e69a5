from datetime import date

import pytest

from tests import factories


def test_page_shows_posts_and_delegations_in_force(as_user, who):
    post = who.secretary.memberships.get()
    factories.delegation(post, who.deputy, since=date(2020, 1, 6), until=date(2999, 1, 1))
    factories.delegation(post, who.office, since=date(2020, 1, 6), until=date(2020, 2, 1))
    giver = as_user(who.secretary).get("/desk/me/").content.decode()
    taker = as_user(who.deputy).get("/desk/me/").content.decode()
    assert "委托 <b>秦望川</b> 代办" in giver
    assert "顾知白" not in giver
    assert "我代 <b>陆思齐</b> 办“书记”的事" in taker
    assert "主要负责人" in giver


def test_person_without_a_post_is_told_whom_to_ask(as_user, db):
    body = as_user(factories.person("新来的")).get("/desk/me/").content.decode()
    assert "还没有岗位" in body


def change(browser, old=factories.PASSWORD, new="渡口边的一小时-2026"):
    return browser.post(
        "/desk/me/password/", {"old_password": old, "new_password1": new, "new_password2": new}, follow=True
    )


def test_password_is_changed_and_the_session_stays(as_user, who):
    browser = as_user(who.drafter)
    response = change(browser)
    who.drafter.refresh_from_db()
    assert who.drafter.check_password("渡口边的一小时-2026")
    assert [str(message) for message in response.context["messages"]] == ["密码已修改。"]
    assert browser.get("/desk/").status_code == 200


@pytest.mark.parametrize(("old", "new"), [("不对", "渡口边的一小时-2026"), (factories.PASSWORD, "12345")])
def test_wrong_or_weak_password_is_refused(as_user, who, old, new):
    response = change(as_user(who.drafter), old, new)
    who.drafter.refresh_from_db()
    assert who.drafter.check_password(factories.PASSWORD)
    assert response.context["form"].errors != {}


def test_sample_account_keeps_its_password_in_the_demonstration(as_user, db, settings):
    settings.DEMO = True
    user = factories.person("陆思齐", username="lusiqi")
    response = change(as_user(user))
    user.refresh_from_db()
    assert user.check_password(factories.PASSWORD)
    assert "演示账号的密码写在登录页上，不能修改。" in response.content.decode()
