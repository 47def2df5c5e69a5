import pytest

from tests import factories

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
    assert len(found) == {"drafts": 12, "started": 12, "own": 8}[tab]
