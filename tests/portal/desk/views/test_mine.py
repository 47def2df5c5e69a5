import pytest

from tests import factories
from workflows import engine

HERE = "/desk/mine/"


@pytest.fixture
def paper(places, who):
    return factories.notice(places.youth, who.drafter)


def titles(browser, query=""):
    return [row.title for row in browser.get(HERE + query).context["rows"]]


def test_own_draft_lies_in_the_drawer_until_it_is_sent(as_user, who, paper):
    browser = as_user(who.drafter)
    assert titles(browser) == [paper.plain_title]
    factories.carry(paper, who, "check")
    assert titles(browser) == []
    assert titles(browser, "?tab=started") == [paper.plain_title]


def test_handled_matter_moves_to_finished_when_it_ends(as_user, who, paper, places):
    factories.carry(paper, who, "sign")
    browser = as_user(who.reviewer)
    assert titles(browser, "?tab=handled") == [paper.plain_title]
    factories.carry(paper, who, "issued", route=factories.PROVINCE_ROUTE[4:], recipients=(places.city,))
    assert titles(browser, "?tab=handled") == []
    assert titles(browser, "?tab=finished") == [paper.plain_title]


def test_draft_is_gone_on_with_and_what_lies_with_others_is_reminded_of(as_user, who, paper):
    def button(reader, tab):
        (row,) = as_user(reader).get(f"{HERE}?tab={tab}").context["rows"]
        return row.button, row.button_url

    assert button(who.drafter, "drafts") == ("继续", "")
    case = factories.carry(paper, who, "office")
    urge = f"/desk/instances/{case.pk}/more/urge/"
    assert button(who.drafter, "started") == ("催办", urge)
    assert button(who.reviewer, "handled") == ("催办", urge)
    assert button(who.secretary, "own") == ("查看", "")
    for reader in (who.drafter, who.reviewer):
        assert as_user(reader).get(urge).status_code == 200


def test_own_organ_sees_its_papers_and_the_superior_only_what_is_issued(as_user, who, places):
    paper = factories.notice(places.county, who.county_drafter)
    own, above = as_user(who.county_secretary), as_user(who.city_drafter)
    assert titles(own, "?tab=own") == [paper.plain_title]
    assert titles(above, "?tab=within") == []
    factories.carry(paper, who, "issued", route=factories.COUNTY_ROUTE)
    assert titles(above, "?tab=within") == [paper.plain_title]


@pytest.mark.parametrize("tab", ["drafts", "started", "handled", "finished", "own", "within", "shared"])
def test_foreign_matters_stand_in_no_tab(as_user, who, paper, tab):
    factories.carry(paper, who, "sign")
    for reader in (who.foreign_drafter, who.city_secretary, who.sysadmin, who.auditor):
        assert titles(as_user(reader), f"?tab={tab}&q=灯火") == []


def test_words_of_the_title_narrow_the_list(as_user, who, places, paper):
    other = factories.notice(places.youth, who.drafter, title="关于召开全会的通知")
    browser = as_user(who.drafter)
    assert titles(browser, "?tab=started&q=全会") == [other.plain_title]
    assert "没有找到" in browser.get(HERE + "?q=没有这样的").content.decode()


def test_ended_post_closes_the_drawer(as_user, who, paper):
    who.drafter.memberships.update(until=factories.TERM_BEGINS)
    assert titles(as_user(who.drafter), "?tab=started") == []


def test_empty_tab_says_what_will_appear(as_user, who):
    assert "草稿箱是空的" in as_user(who.secretary).get(HERE).content.decode()


@pytest.mark.parametrize("tab", ["drafts", "started", "own"])
@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_the_same_queries_for_one_row_and_three(
    as_user, who, places, tab, rows, django_assert_max_num_queries
):
    for number in range(rows):
        factories.notice(places.youth, who.drafter, title=f"关于第{number}件事的通知")
    browser = as_user(who.drafter)
    with django_assert_max_num_queries(15) as found:
        browser.get(f"{HERE}?tab={tab}")
    assert len(found) == {"drafts": 12, "started": 12, "own": 7}[tab]


def test_list_is_narrowed_by_kind_state_unit_and_period(as_user, who, places):
    running = factories.notice(places.youth, who.drafter, title="关于在办的通知")
    ended = factories.notice(places.youth, who.drafter, title="关于终止的通知")
    back = factories.notice(places.youth, who.drafter, title="关于退回的通知")
    factories.carry(running, who, "check")
    case = factories.carry(ended, who, "sign")
    engine.act(engine.Action(case.pk, "@stop", who.office, opinion="不发了。"))
    case = factories.carry(back, who, "office")
    engine.act(engine.Action(case.pk, "return", who.office, opinion="依据不足。", params={"to": "draft"}))
    browser = as_user(who.drafter)

    def found(query):
        return sorted(title[2:4] for title in titles(browser, f"?tab=started&{query}"))

    assert found("state=running") == ["在办", "退回"]
    assert found("state=finished") == ["终止"]
    assert found("state=returned") == ["退回"]
    assert found("kind=notice.issue") == ["在办", "终止", "退回"]
    assert found("kind=notice.publish") == found("kind=submission") == []
    assert found("unit=青年发展") == ["在办", "终止", "退回"]
    assert found("unit=澈湖") == []
    assert found("since=2020-01-01&until=2020-12-31") == []
    assert found("since=2020-01-01&q=终止&state=finished&kind=notice") == ["终止"]


def test_conditions_stay_in_the_address_with_the_tab_and_the_page(as_user, who, places):
    for number in range(21):
        factories.notice(places.youth, who.drafter, title=f"关于第{number}件事的通知")
    body = as_user(who.drafter).get(f"{HERE}?tab=started&state=running&unit=青年").content.decode()
    assert "tab=started&amp;state=running&amp;unit=%E9%9D%92%E5%B9%B4&amp;page=2" in body
    assert '<option value="running" selected>' in body
    assert '<details class="conditions" open>' in body


def test_nothing_found_says_what_to_do_and_clears_with_one_tap(as_user, who, paper):
    body = as_user(who.drafter).get(f"{HERE}?tab=started&unit=没有这个单位").content.decode()
    assert "少选几个条件再查" in body
    assert body.count(f'href="{HERE}?tab=started">清除条件') == 2


def test_condition_that_makes_no_sense_is_named_and_kept(as_user, who, paper):
    browser = as_user(who.drafter)
    body = browser.get(f"{HERE}?tab=started&since=2026-11-30&until=2026-11-01").content.decode()
    assert "结束日期早于开始日期，请改。" in body
    assert "2026-11-30" in body
    assert "请写成年月日" in browser.get(f"{HERE}?tab=started&since=昨天").content.decode()
    assert titles(browser, "?tab=started&kind=nothing&state=nothing") == [paper.plain_title]


@pytest.mark.parametrize("tab", ["started", "handled", "followed", "own"])
def test_narrowed_list_takes_the_same_queries_for_one_row_and_three(
    as_user, who, places, tab, django_assert_max_num_queries
):
    counted = []
    for number in range(3):
        case = factories.carry(factories.notice(places.youth, who.drafter, title=f"关于{number}的通知"), who, "check")
        engine.follow(who.drafter, case)
        if number == 1:
            continue
        browser = as_user(who.drafter)
        with django_assert_max_num_queries(15) as found:
            response = browser.get(f"{HERE}?tab={tab}&unit=青年&since=2020-01-01&kind=notice")
        assert len(response.context["rows"]) == number + 1
        counted.append(len(found))
    assert counted[0] == counted[1]


@pytest.mark.parametrize("query", ["q=灯火", "unit=团曦原", "kind=notice", "state=running"])
def test_conditions_widen_nothing(as_user, who, paper, query):
    factories.carry(paper, who, "sign")
    for reader in (who.foreign_drafter, who.city_secretary, who.auditor):
        for tab in ("own", "within", "followed", "started"):
            assert titles(as_user(reader), f"?tab={tab}&{query}") == []
