import pytest
from django.urls import reverse
from django.utils import timezone

from documents.notices import sequels
from documents.notices.models import Notice
from tests import factories
from workflows import engine
from workflows.notifications.models import Notification
from workflows.organisations.models import Membership

HERE = "/desk/"


@pytest.fixture
def paper(places, who):
    return factories.notice(places.youth, who.drafter, now=factories.moment(5))


def test_stranger_is_sent_to_the_login(client, db):
    response = client.get(HERE)
    assert (response.status_code, response["Location"]) == (302, "/login/?next=/desk/")


def test_desk_shows_what_waits_with_its_one_button(as_user, who, paper):
    factories.carry(paper, who, "sign")
    response = as_user(who.secretary).get(HERE)
    body = response.content.decode()
    assert paper.plain_title in body
    assert "（1 件待办）" in body
    (row,) = response.context["rows"]
    assert (row.state_title, row.button, row.url) == ("签发", "办理", f"/desk/notices/{paper.pk}/")
    assert "同意签发" not in body  # nobody signs what has not been opened


def test_row_of_what_is_only_to_be_read_says_so(as_user, who, paper):
    case = factories.carry(paper, who, "office")
    post = Membership.objects.get(user=who.clerk, role__key="clerk")
    engine.act(engine.Action(case.pk, "@circulate", who.office, opinion="请阅。", params={"whom": [f"m{post.pk}"]}))
    (row,) = as_user(who.clerk).get(HERE).context["rows"]
    assert (row.state_title, row.button) == ("传阅", "阅看")


@pytest.mark.parametrize(
    ("kind", "state"),
    [("supplement", "审批补发"), ("recall", "审批撤回"), ("revoke", "审批撤销"), ("repeal", "审批废止")],
)
def test_row_says_what_is_asked_about_an_issued_paper(as_user, who, places, paper, kind, state):
    factories.carry(paper, who, "issued", recipients=(places.city,))
    organs = {"supplement": [places.other_city.pk], "recall": [places.city.pk]}.get(kind, [])
    sequels.ask(Notice.objects.get(pk=paper.pk), kind, user=who.clerk, reason="附件有误。", organs=organs)
    browser = as_user(who.secretary)
    assert [row.state_title for row in browser.get(HERE).context["rows"]] == [state]
    body = browser.get(f"/desk/notices/{paper.pk}/").content.decode()
    asked, sheet = body.index("附件有误。"), body.index('class="sheet-side"')
    assert asked < sheet
    assert "?at=" not in body


def test_desk_of_somebody_whose_turn_it_is_not_is_empty(as_user, who, paper):
    factories.carry(paper, who, "sign")
    body = as_user(who.reviewer).get(HERE).content.decode()
    assert paper.plain_title not in body
    assert "都办完了" in body


def test_drafter_is_offered_drafting_and_township_reporting(as_user, who):
    drafter = as_user(who.drafter).get(HERE).context["create"]
    township = as_user(who.township_secretary).get(HERE).context["create"]
    assert [entry.title for entry in drafter] == ["拟稿", "导入", "填报"]
    assert [entry.title for entry in township] == ["填报"]


def test_person_without_a_post_sees_an_empty_desk_that_says_so(as_user, places):
    body = as_user(factories.person("新来的")).get(HERE).content.decode()
    assert "您还没有岗位" in body
    assert "请联系本单位或上级团委的单位管理员" in body


def test_empty_list_says_of_what_there_is_none(as_user, who, places, paper):
    browser = as_user(who.drafter)
    assert "没有被退回的" in browser.get(HERE + "?only=returned").content.decode()
    assert "没有快到期的" in browser.get(HERE + "?only=soon").content.decode()
    administrator = as_user(who.sysadmin).get(HERE)
    assert administrator.context["empty_url"] == "/admin/"
    assert "您的岗位不办公文和报送" in administrator.content.decode()


def test_counts_tell_what_waits_for_signature_of_receipt(as_user, who, paper, places):
    factories.carry(paper, who, "issued", recipients=(places.city,))
    tallies = as_user(who.city_clerk).get(HERE).context["tallies"]
    assert [(tally.label, tally.number) for tally in tallies] == [
        ("待我办", 0),
        ("待签收", 1),
        ("快到期", 0),
        ("被退回", 0),
    ]


def test_counts_narrow_the_list_to_what_they_count(as_user, who, places, paper):
    other = factories.notice(places.youth, who.drafter, title="关于召开全会的通知")
    case = factories.carry(other, who, "check")
    engine.act(engine.Action(case.pk, "return", who.reviewer, opinion="请改标题。", params={"to": "draft"}))
    browser = as_user(who.drafter)
    assert len(browser.get(HERE).context["rows"]) == 2
    assert [row.title for row in browser.get(HERE + "?only=returned").context["rows"]] == [other.plain_title]
    assert browser.get(HERE + "?only=soon").context["rows"] == []


def test_desk_pages_after_ten_rows(as_user, who, places):
    for number in range(12):
        factories.notice(places.youth, who.drafter, title=f"关于第{number}件事的通知")
    browser = as_user(who.drafter)
    assert len(browser.get(HERE).context["rows"]) == 10
    assert len(browser.get(HERE + "?page=2").context["rows"]) == 2


def test_words_narrow_a_long_list_by_title_unit_and_state(as_user, who, places):
    for number in range(12):
        factories.notice(places.youth, who.drafter, title=f"关于第{number}件事的通知")
    browser = as_user(who.drafter)
    assert browser.get(HERE).context["filters"] is not None
    assert [row.title for row in browser.get(HERE, {"q": " 第11件 "}).context["rows"]] == ["关于第11件事的通知"]
    for words in ("拟稿", "团省委"):
        assert len(browser.get(HERE, {"q": words, "page": 2}).context["rows"]) == 2
    assert browser.get(HERE, {"q": "第11件", "only": "returned"}).context["rows"] == []


def test_words_that_find_nothing_stay_and_say_what_to_do(as_user, who, paper):
    browser = as_user(who.drafter)
    response = browser.get(HERE, {"q": "没有这个词"})
    body = response.content.decode()
    assert 'value="没有这个词"' in body
    assert "没有找到" in body
    assert response.context["empty_url"] == HERE
    endless = browser.get(HERE, {"q": "长" * 61})
    assert endless.context["filters"].errors["q"]
    assert "长" * 61 in endless.content.decode()


def test_short_list_has_no_search_above_it(as_user, who, paper):
    assert as_user(who.drafter).get(HERE).context["filters"] is None


def test_matters_of_others_are_not_found_among_ones_own(as_user, who, paper):
    assert as_user(who.foreign_drafter).get(HERE, {"q": "通知"}).context["rows"] == []


@pytest.mark.parametrize("rows", [1, 3])
def test_searched_desk_takes_the_same_queries_for_one_row_and_three(
    as_user, who, places, rows, django_assert_num_queries
):
    for number in range(rows):
        factories.notice(places.youth, who.drafter, title=f"关于第{number}件事的通知")
    browser = as_user(who.drafter)
    browser.get(HERE)
    with django_assert_num_queries(6):
        assert len(browser.get(HERE, {"q": "关于"}).context["rows"]) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_desk_takes_the_same_queries_for_one_row_and_three(as_user, who, places, rows, django_assert_num_queries):
    for number in range(rows):
        factories.notice(places.youth, who.drafter, title=f"关于第{number}件事的通知")
    browser = as_user(who.drafter)
    browser.get(HERE)
    with django_assert_num_queries(6):
        browser.get(reverse("desk:todo"))


def test_next_leads_on_through_what_waits_and_round(as_user, who, places):
    cases = [factories.carry(factories.notice(places.youth, who.drafter), who, "office") for _number in range(3)]
    browser = as_user(who.office)
    order = [row.instance_id for row in browser.get("/desk/").context["rows"]]
    pages = {case.pk: f"/desk/notices/{case.subject_id}/" for case in cases}
    for here, there in zip(order, [*order[1:], order[0]], strict=True):
        assert browser.get(f"/desk/next/?after={here}").url == pages[there]
    assert browser.get("/desk/next/?after=nonsense").url == pages[order[0]]
    assert "下一件待办" in browser.get(pages[order[0]]).content.decode()


def test_next_of_the_only_matter_leads_back_to_the_list_and_says_so(as_user, who, places):
    case = factories.carry(factories.notice(places.youth, who.drafter), who, "office")
    response = as_user(who.office).get(f"/desk/next/?after={case.pk}", follow=True)
    assert "没有别的待办了。" in response.content.decode()
    assert response.redirect_chain[-1][0] == "/desk/"


@pytest.mark.parametrize("address", ["/desk/mine/", "/desk/contacts/", "/desk/register/", "/desk/calls/", "/desk/me/"])
def test_every_page_tells_what_waits_and_what_is_unread(as_user, who, places, address, django_assert_max_num_queries):
    factories.carry(factories.notice(places.youth, who.drafter), who, "office")
    now = timezone.now()
    Notification.objects.create(topic="t", key=1, user=who.office, kind="todo", title="待办", created_at=now)
    browser = as_user(who.office)
    browser.get(address)
    with django_assert_max_num_queries(15):
        body = browser.get(address).content.decode()
    assert "（1 件待办）" in body
    assert "条提醒未读" in body
