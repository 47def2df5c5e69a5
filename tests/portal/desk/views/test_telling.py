"""提醒方式 on the desk: everybody chooses for oneself."""

from workflows.notifications.matters import Mail, preferences
from workflows.notifications.models import Preference

CHOICES = {"todo": "daily", "returned": "now", "reminder": "never", "copied": "daily", "finished": "never"}


def test_choice_is_kept_and_shown_on_the_account(as_user, who):
    browser = as_user(who.drafter)
    response = browser.post("/desk/me/telling/", CHOICES, follow=True)
    assert [str(message) for message in response.context["messages"]] == ["提醒方式已保存。"]
    assert [(fact.label, fact.value) for fact in response.context["ways"]] == [
        ("轮到我办", "每天一封汇总"),
        ("被退回、签字失效", "即时"),
        ("到期提醒和催办", "不要"),
        ("传阅、抄送", "每天一封汇总"),
        ("办结", "不要"),
    ]
    assert preferences(who.office)["todo"] == Mail.NOW


def test_form_shows_what_was_chosen(as_user, who):
    Preference.objects.create(user=who.drafter, matter="todo", mail="never")
    form = as_user(who.drafter).get("/desk/me/telling/").context["form"]
    assert (form["todo"].value(), form["copied"].value()) == ("never", "daily")


def test_wrong_choice_is_told_and_keeps_nothing(as_user, who):
    response = as_user(who.drafter).post("/desk/me/telling/", {**CHOICES, "todo": "often"})
    assert set(response.context["form"].errors) == {"todo"}
    assert not Preference.objects.exists()


def test_matter_left_out_stays_as_it_is(as_user, who):
    Preference.objects.create(user=who.drafter, matter="todo", mail="never")
    as_user(who.drafter).post("/desk/me/telling/", {"finished": "daily"})
    assert (preferences(who.drafter)["todo"], preferences(who.drafter)["finished"]) == (Mail.NEVER, Mail.DAILY)


def test_stranger_is_sent_to_the_door(client, db):
    assert client.post("/desk/me/telling/", CHOICES)["Location"].startswith("/login/")


def test_person_without_mail_is_told_so(as_user, who):
    assert "还没有登记邮箱" in as_user(who.drafter).get("/desk/me/").content.decode()
    type(who.drafter).objects.filter(pk=who.drafter.pk).update(email="lin@xiyuan.example")
    assert "还没有登记邮箱" not in as_user(who.drafter).get("/desk/me/").content.decode()
