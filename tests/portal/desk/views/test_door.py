import pytest
from django.test import Client

from portal.demo.people import PASSWORD
from tests import factories
from workflows.organisations.models import User


@pytest.fixture
def sample(db):
    """A sample account with its post, as the sample data bring it, and somebody real beside it."""
    place = factories.organisation("共青团曦原省委", level="province", short_name="团省委")
    user = factories.person("陆思齐", username="lusiqi")
    user.set_password(PASSWORD)
    user.save()
    factories.post(user, place, "secretary", title="书记")
    factories.post(factories.person("真实的人", username="zhenshi"), place, "clerk")
    return user


def test_login_page_warns_about_secrets_and_says_whom_to_ask(db):
    body = Client().get("/login/").content.decode()
    assert "非涉密系统" in body
    assert "单位管理员重置" in body
    assert "演示账号" not in body


def test_right_password_leads_to_the_desk(who):
    response = Client().post("/login/", {"username": who.drafter.username, "password": factories.PASSWORD})
    assert response["Location"] == "/desk/"


def test_wrong_password_is_told_in_chinese_without_saying_which_part_is_wrong(who):
    known = Client().post("/login/", {"username": who.drafter.username, "password": "x"})
    unknown = Client().post("/login/", {"username": "nobody", "password": "x"})
    for response in (known, unknown):
        assert response.context["form"].non_field_errors() == ["账号或密码不对。连续输错5次会锁定半小时。"]


def test_sixth_try_meets_a_locked_door_in_chinese(who):
    browser = Client()
    for _try in range(5):
        response = browser.post("/login/", {"username": who.drafter.username, "password": "x"})
    assert response.status_code == 429
    response = browser.post("/login/", {"username": who.drafter.username, "password": factories.PASSWORD})
    assert "暂时不能登录" in response.content.decode()


def test_demonstration_lists_its_people_by_organ_and_nobody_else(sample, settings):
    settings.DEMO = True
    response = Client().get("/login/")
    (group,) = response.context["demo_accounts"]
    assert str(group.organ) == "团省委"
    assert [(account.username, account.post) for account in group.accounts] == [("lusiqi", "书记")]
    assert "zhenshi" not in response.content.decode()


def test_one_click_signs_in_by_post(sample, settings):
    settings.DEMO = True
    browser = Client(enforce_csrf_checks=True)
    page = browser.get("/login/")
    posted = {
        "csrfmiddlewaretoken": page.context["csrf_token"],
        "username": "lusiqi",
        "password": page.context["demo_password"],
    }
    assert browser.post("/login/", posted)["Location"] == "/desk/"
    assert browser.session["_auth_user_id"] == str(sample.pk)


def test_outside_the_demonstration_no_account_and_no_password_is_shown(sample):
    page = Client().get("/login/")
    assert (page.context["demo_accounts"], page.context["demo_password"]) == ([], "")
    assert "lusiqi" not in page.content.decode()


def test_sample_accounts_take_one_query(sample, settings, django_assert_num_queries):
    settings.DEMO = True
    for name in ("linyuan", "zhongqing"):
        user = User.objects.create(username=name, name=name)
        factories.post(user, sample.memberships.get().organisation, "drafter")
    with django_assert_num_queries(1):
        Client().get("/login/")


def test_signing_out_needs_post_and_leads_to_the_door(as_user, who):
    browser = as_user(who.drafter)
    assert browser.get("/logout/").status_code == 405
    assert browser.post("/logout/")["Location"] == "/login/"
