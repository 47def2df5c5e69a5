import pytest
from django.urls import reverse

from tests import factories
from workflows import engine
from workflows.engine import Event


@pytest.fixture
def paper(places, who):
    return factories.notice(places.youth, who.drafter)


def page_of(browser, paper):
    return browser.get(reverse("desk:notice", args=[paper.pk]))


def form(browser, paper, transition, **fields):
    """What the browser would send when the button of *transition* is pressed on the reading page."""
    context = page_of(browser, paper).context
    offer = next(offer for offer in context["offers"] if offer.transition == transition)
    posted = {
        "transition": transition,
        f"token.{transition}": offer.token,
        "request_key": context["request_key"],
        **fields,
    }
    return context["act_url"], posted


def press(browser, paper, transition, **fields):
    address, posted = form(browser, paper, transition, **fields)
    return browser.post(address, posted, follow=True)


def case_of(paper):
    return engine.instance_of(paper, "issue")


def said(response):
    return [str(message) for message in response.context["messages"]]


@pytest.mark.parametrize("key", ["k\x00", "\x00", "²", "k" * 400])
def test_signs_that_no_text_can_hold_break_nothing(as_user, who, paper, key):
    factories.carry(paper, who, "check")
    browser = as_user(who.reviewer)
    address, posted = form(browser, paper, "check_pass", opinion="文字\x00已核。")
    assert browser.post(address, posted | {"request_key": key}).status_code == 302
    row = engine.history(case_of(paper))[-1]
    assert (row.verb, row.opinion) == ("核稿通过", "文字已核。")


def test_secretary_signs_with_two_taps_from_the_desk(as_user, who, paper):
    factories.carry(paper, who, "sign")
    browser = as_user(who.secretary)
    row = browser.get("/desk/").context["rows"][0]
    reading = browser.get(row.url)
    offer = next(offer for offer in reading.context["offers"] if offer.transition == "sign")
    posted = {
        "transition": "sign",
        "token.sign": offer.token,
        "confirmed.sign": "yes",
        "request_key": reading.context["request_key"],
        "opinion": "同意，印发。",
    }
    response = browser.post(reading.context["act_url"], posted)
    assert (response.status_code, response["Location"]) == (302, "/desk/")
    assert case_of(paper).state == "recheck"
    assert engine.history(case_of(paper))[-1].opinion == "同意，印发。"


def test_done_act_says_who_has_the_paper_now_and_offers_to_take_it_back(as_user, who, paper):
    factories.carry(paper, who, "check")
    response = press(as_user(who.reviewer), paper, "check_pass")
    assert said(response) == [f"已办理“核稿通过”：《{paper.plain_title}》。现在由团省委办公室主任审核。"]
    assert response.context["undo"]["label"] == "撤回"
    assert reverse("desk:undo", args=[case_of(paper).pk, "withdraw"]) in response.content.decode()


def test_taking_back_works_until_the_next_has_opened_the_paper(as_user, who, paper):
    factories.carry(paper, who, "check")
    browser = as_user(who.reviewer)
    undo = press(browser, paper, "check_pass").context["undo"]
    page_of(as_user(who.office), paper)
    response = browser.post(undo["url"], {"token": undo["token"]}, follow=True)
    assert case_of(paper).state == "office"
    assert "已经打开或办理，不能撤回了" in response.content.decode()


def test_taking_back_returns_the_paper_to_the_own_desk(as_user, who, paper):
    factories.carry(paper, who, "check")
    browser = as_user(who.reviewer)
    undo = press(browser, paper, "check_pass").context["undo"]
    browser.post(undo["url"], {"token": undo["token"]})
    assert case_of(paper).state == "check"
    assert browser.get("/desk/").context["rows"][0].title == paper.plain_title


def test_confirmation_names_what_will_happen_and_carries_every_word(as_user, who, paper):
    factories.carry(paper, who, "sign")
    browser = as_user(who.secretary)
    address, posted = form(browser, paper, "sign", opinion="同意，抓紧印发。")
    response = browser.post(address, posted)
    body = response.content.decode()
    assert case_of(paper).state == "sign"
    assert "同意签发这份公文？" in body
    assert "主送：各市团委。" in body
    again = browser.post(response.context["url"], dict(response.context["hidden"]))
    assert again.status_code == 302
    assert engine.history(case_of(paper))[-1].opinion == "同意，抓紧印发。"


def test_sending_names_how_many_will_receive_it(as_user, who, paper, places):
    factories.carry(paper, who, "dispatch", recipients=(places.city, places.other_city))
    browser = as_user(who.clerk)
    response = browser.post(reverse("desk:act", args=[case_of(paper).pk]), {"transition": "dispatch"})
    lines = response.context["will"]
    assert lines[0].endswith("发给2个单位，印发30份。")
    assert lines[1] == "主送2个：团澈湖市委、团霁山市委。"
    assert case_of(paper).state == "dispatch"
    browser.post(response.context["url"], dict(response.context["hidden"]))
    assert case_of(paper).state == "issued"


def test_double_click_is_one_act(as_user, who, paper):
    factories.carry(paper, who, "check")
    browser = as_user(who.reviewer)
    address, posted = form(browser, paper, "check_pass")
    browser.post(address, posted)
    response = browser.post(address, posted)
    assert response.status_code == 302
    assert Event.objects.filter(instance=case_of(paper), name="check_pass").count() == 1
    assert case_of(paper).state == "office"


def test_return_without_a_reason_keeps_what_was_chosen_and_says_what_is_missing(as_user, who, paper):
    factories.carry(paper, who, "office")
    browser = as_user(who.office)
    response = press(browser, paper, "return", **{"chosen.return": "draft", "resubmit.return": "direct"})
    assert case_of(paper).state == "office"
    assert response.context["refused"] == ("请写明“退回修改”的理由。",)
    body = response.content.decode()
    assert 'name="chosen.return" value="draft" checked' in body
    assert 'name="resubmit.return" value="direct" checked' in body


def test_refused_act_gives_the_typed_words_back_once(as_user, who, places):
    paper = factories.notice(places.youth, who.drafter, contact="")
    browser = as_user(who.drafter)
    case = case_of(paper)
    posted = {"transition": "void", "opinion.void": "", "opinion": "重复了，不再发"}
    factories.carry(paper, who, "check")
    response = browser.post(reverse("desk:act", args=[case.pk]), {**posted, "token": "1.1.x"}, follow=True)
    assert response.context["opinion"] == "重复了，不再发"
    assert response.context["refused"] != ()
    assert page_of(browser, paper).context["refused"] == ()


def test_stale_page_is_refused_with_the_words_kept(as_user, who, paper):
    factories.carry(paper, who, "check")
    browser = as_user(who.reviewer)
    address, posted = form(browser, paper, "check_pass", opinion="写了半天的意见")
    with engine.editing(paper, actor=who.reviewer) as fresh:
        fresh.title = "关于开展“灯火相伴”行动的通知"
        fresh.save()
    response = browser.post(address, posted, follow=True)
    assert response.context["refused"] == ("您打开页面以后，内容有改动。请刷新，看过改动再办。",)
    assert response.context["opinion"] == "写了半天的意见"
    assert case_of(paper).state == "check"


def test_return_goes_where_it_was_sent_with_reasons_and_points(as_user, who, paper):
    factories.carry(paper, who, "sign")
    press(
        as_user(who.secretary),
        paper,
        "return",
        **{"chosen.return": "draft", "labels.return": ["依据不足"], "opinion.return": "请补上依据。"},
    )
    assert case_of(paper).state == "draft"
    last = engine.history(case_of(paper))[-1]
    assert (last.opinion, last.labels) == ("请补上依据。", ["依据不足"])
    assert as_user(who.drafter).get("/desk/").context["rows"][0].returned


def test_acting_out_of_turn_changes_nothing(as_user, who, paper):
    factories.carry(paper, who, "sign")
    browser = as_user(who.office)
    address = reverse("desk:act", args=[case_of(paper).pk])
    response = browser.post(address, {"transition": "sign", "confirmed": "yes"}, follow=True)
    assert case_of(paper).state == "sign"
    assert response.context["refused"] != ()


@pytest.mark.parametrize("actor", ["foreign_secretary", "city_secretary", "sysadmin"])
def test_case_of_others_does_not_exist(as_user, who, paper, actor):
    factories.carry(paper, who, "sign")
    browser = as_user(getattr(who, actor))
    case = case_of(paper)
    for name in ("act", "explain", "history", "offline"):
        address = reverse(f"desk:{name}", args=[case.pk])
        response = browser.post(address, {"transition": "sign"}) if name == "act" else browser.get(address)
        assert response.status_code == 404
    assert case_of(paper).state == "sign"


def test_acting_needs_post_and_a_token_against_forgery(who, paper):
    from django.test import Client

    browser = Client(enforce_csrf_checks=True)
    browser.force_login(who.drafter, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("desk:act", args=[case_of(paper).pk])
    assert browser.get(address).status_code == 405
    assert browser.post(address, {"transition": "submit"}).status_code == 403


def test_next_address_stays_in_the_house(as_user, who, paper):
    factories.carry(paper, who, "check")
    browser = as_user(who.reviewer)
    address, posted = form(browser, paper, "check_pass", next="https://evil.example/")
    assert browser.post(address, posted)["Location"] == "/desk/"


def test_refused_act_under_more_comes_back_with_its_sheet_open_in_the_open_fold(as_user, who, paper):
    response = press(as_user(who.drafter), paper, "void")
    assert any("理由" in reason for reason in response.context["refused"])
    body = response.content.decode()
    assert '<details class="sheet more" name="sheet" open>' in body
    assert body.count('<details class="sheet act-none" open>') == 1
