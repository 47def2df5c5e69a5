"""转办 加签 传阅 … from the desk: under 更多, on a page of their own, without script."""

import pytest
from django.urls import reverse

from tests import factories
from workflows import engine
from workflows.engine import Event, WorkItem
from workflows.organisations.models import Membership


@pytest.fixture
def case(places, who):
    """A paper that waits for the office."""
    return factories.carry(factories.notice(places.youth, who.drafter), who, "office")


def address(case, name):
    return reverse("desk:measure", args=[case.pk, name])


def ref(user):
    return f"m{Membership.objects.filter(user=user).order_by('pk').first().pk}"


def posted(browser, case, name, **fields):
    """What the page of the act would send."""
    context = browser.get(address(case, name)).context
    return {"token": context["token"], "request_key": context["request_key"], **fields}


def said(response):
    return [str(message) for message in response.context["messages"]]


def test_more_lists_the_acts_that_are_possible_now(as_user, who, case):
    body = as_user(who.office).get(reverse("desk:notice", args=[case.subject_id])).content.decode()
    for name in ("transfer", "add_before", "assist", "circulate"):
        assert address(case, name) in body
    assert address(case, "drop") not in body  # nothing was added
    assert address(case, "jump") not in body


def test_author_finds_reminding_though_the_turn_is_anothers(as_user, who, case):
    browser = as_user(who.drafter)
    assert address(case, "urge") in browser.get(reverse("desk:notice", args=[case.subject_id])).content.decode()
    response = browser.post(address(case, "urge"), posted(browser, case, "urge"), follow=True)
    assert said(response)[0].startswith("已办理“催办”")


def test_matter_is_handed_over_to_a_person(as_user, who, case):
    browser = as_user(who.office)
    fields = posted(browser, case, "transfer", whom=ref(who.clerk), opinion="外出开会，请代办。")
    response = browser.post(address(case, "transfer"), fields, follow=True)
    assert said(response)[0].startswith("已办理“转办”")
    assert [row.instance_id for row in engine.worklist(who.clerk)] == [case.pk]
    assert Event.objects.get(name="transfer").text.opinion == "外出开会，请代办。"


def test_refusal_keeps_what_was_typed(as_user, who, case):
    browser = as_user(who.office)
    fields = posted(browser, case, "add_before", whom=[ref(who.reviewer), ref(who.clerk)], opinion="请再核一遍字号。")
    engine.act(engine.Action(case.pk, "@add_beside", who.office, opinion="一起办。", params={"whom": ref(who.clerk)}))
    body = browser.post(address(case, "add_before"), fields).content.decode()
    assert "已经在办这一环节" in body
    assert "请再核一遍字号。" in body
    assert body.count("checked") == 2


def test_missing_answers_are_asked_for_in_sentences(as_user, who, case):
    browser = as_user(who.office)
    body = browser.post(address(case, "transfer"), posted(browser, case, "transfer")).content.decode()
    assert "请选择交给谁。" in body
    assert "请填写理由和要求。" in body
    assert not Event.objects.filter(name="transfer").exists()


def test_search_narrows_the_list_and_loses_no_word_and_no_tick(as_user, who, case):
    browser = as_user(who.office)
    fields = posted(browser, case, "circulate", search="1", find="秦望川", whom=[ref(who.clerk)], opinion="请阅。")
    response = browser.post(address(case, "circulate"), fields)
    body = response.content.decode()
    names = [label for _ref, label in response.context["form"].fields["whom"].choices]
    assert [name.split("　")[0] for name in names] == ["钟晴", "秦望川", "副书记（分管）"]
    assert "不指定人，交给岗位" in body
    assert "请阅。" in body
    assert "请选择" not in body
    assert not Event.objects.filter(name="circulate").exists()


def test_circulated_paper_is_read_and_receipted(as_user, who, case):
    browser = as_user(who.office)
    browser.post(address(case, "circulate"), posted(browser, case, "circulate", whom=[ref(who.deputy), ref(who.clerk)]))
    reader = as_user(who.deputy)
    (row,) = reader.get("/desk/").context["rows"]
    assert (row.state_title, row.button) == ("传阅", "阅看")
    page = reader.get(row.url)
    assert "请您：<b>已阅</b>" in page.content.decode()
    sent = {
        "transition": "@read",
        "token.@read": page.context["buttons"][0].token,
        "request_key": page.context["request_key"],
    }
    response = reader.post(page.context["act_url"], sent, follow=True)
    assert said(response)[0].startswith("已办理“已阅”")
    assert response.context["rows"] == []
    item = WorkItem.objects.get(kind="read", user=who.deputy)
    assert (item.status, item.done_by, item.read_at is not None) == ("done", who.deputy, True)


def test_extension_is_applied_for_and_granted_from_the_desk(as_user, who, case):
    browser = as_user(who.office)
    browser.post(address(case, "extend"), posted(browser, case, "extend", days="2", opinion="材料未齐。"))
    leader = as_user(who.deputy)
    page = leader.get(reverse("desk:notice", args=[case.subject_id]))
    assert "申请延期2个工作日" in page.content.decode()
    offer = next(offer for offer in page.context["buttons"] if offer.transition == "@extension_grant")
    sent = {"transition": offer.transition, f"token.{offer.transition}": offer.token, "request_key": "g"}
    response = leader.post(page.context["act_url"], sent, follow=True)
    assert said(response)[0].startswith("已办理“批准延期”")


def test_suspended_paper_says_so_and_is_resumed(as_user, who, case):
    browser = as_user(who.office)
    browser.post(address(case, "suspend"), posted(browser, case, "suspend", opinion="等上级文件。"))
    body = browser.get(reverse("desk:notice", args=[case.subject_id])).content.decode()
    assert "已挂起" in body
    assert address(case, "resume") in body
    browser.post(address(case, "resume"), posted(browser, case, "resume"))
    assert engine.Instance.objects.get(pk=case.pk).suspended_at is None


def test_administrator_jumps_without_reading_the_paper(as_user, who, case):
    admin = as_user(who.sysadmin)
    assert admin.get(reverse("desk:notice", args=[case.subject_id])).status_code == 404
    response = admin.post(
        address(case, "jump"), posted(admin, case, "jump", state="draft", opinion="岗位空缺，卡住。"), follow=True
    )
    assert response.redirect_chain[-1][0] == "/desk/"
    leader = as_user(who.secretary)
    page = leader.get(reverse("desk:notice", args=[case.subject_id]))
    assert "管理员申请跳到“拟稿”" in page.content.decode()


def test_page_is_nobodys_who_is_not_offered_the_act(as_user, who, case):
    for person in (who.foreign_secretary, who.county_drafter, who.auditor):
        assert as_user(person).get(address(case, "transfer")).status_code == 404
    assert as_user(who.office).get(address(case, "nothing")).status_code == 404
    assert as_user(who.office).get(reverse("desk:measure", args=[99999, "transfer"])).status_code == 404


def test_button_of_a_page_that_is_out_of_date_leads_back_with_the_words(as_user, who, case):
    browser = as_user(who.office)
    fields = posted(browser, case, "transfer", whom=ref(who.clerk), opinion="外出开会，请代办。")
    engine.act(engine.Action(case.pk, "office_pass", who.office))
    told = browser.post(address(case, "transfer"), fields, follow=True).content.decode()
    assert "这一项现在不能办" in told
    assert "您写的：外出开会，请代办。" in told
    assert "这一项现在不能办" in browser.get(address(case, "transfer"), follow=True).content.decode()


def test_nobody_is_offered_to_themselves(as_user, who, case):
    choices = as_user(who.office).get(address(case, "circulate")).context["form"].fields["whom"].choices
    names = {label.split("　")[0] for _ref, label in choices}
    assert "钟晴" in names
    assert "顾知白" not in names


def test_holder_of_several_posts_is_offered_once_except_where_the_post_matters(as_user, who, places, case):
    factories.post(who.clerk, places.office, "publicity")

    def lines(name):
        choices = as_user(who.office).get(address(case, name)).context["form"].fields["whom"].choices
        return [label for _ref, label in choices if label.startswith("钟晴")]

    assert [label.split("　")[1] for label in lines("circulate")] == ["办公室文书、宣传干事"]
    assert len(lines("transfer")) == 2


def test_why_not_now_is_told_instead_of_a_form(as_user, who, case):
    body = as_user(who.office).get(address(case, "drop")).content.decode()
    assert "这一环节没有还没办的加签、委派。" in body
    assert 'name="opinion"' not in body


def test_explanation_names_the_acts_with_their_reasons(as_user, who, case):
    response = as_user(who.office).get(reverse("desk:explain", args=[case.pk]))
    entries = {entry.title: entry for entry in response.context["transitions"]}
    assert entries["转办"].allowed
    assert [line.text for line in entries["减签"].checks] == ["这一环节没有还没办的加签、委派。"]


def test_reader_of_a_round_gets_no_right_beyond_reading(as_user, who, case):
    """Somebody to whom a paper was sent round may neither tick its findings nor open the clerk's page."""
    engine.act(engine.Action(case.pk, "@circulate", who.office, params={"whom": ref(who.publicity)}))
    browser = as_user(who.publicity)
    page = browser.get(reverse("desk:notice", args=[case.subject_id]))
    assert page.context["turn"] == ""
    assert browser.post(reverse("desk:tick", args=[case.subject_id])).status_code == 404
