from io import BytesIO

import pytest
from openpyxl import load_workbook

from tests import factories

HERE = "/desk/register/"


@pytest.fixture
def issued(places, who):
    paper = factories.notice(places.youth, who.drafter, title="=关于“公式”的通知")
    factories.carry(paper, who, "issued", recipients=(places.city,))
    paper.refresh_from_db()
    return paper


def test_register_shows_what_the_own_organ_issued(as_user, who, issued):
    (row,) = as_user(who.office).get(HERE).context["rows"]
    assert (row.number, row.title, row.signer, row.copies) == (issued.number, issued.plain_title, "陆思齐", 30)
    assert row.state_title == "已印发"


@pytest.mark.parametrize("reader", ["city_clerk", "foreign_drafter", "sysadmin", "auditor", "liaison"])
def test_register_of_another_organ_is_empty(as_user, who, issued, reader):
    browser = as_user(getattr(who, reader))
    assert browser.get(HERE).context["rows"] == []
    assert load_workbook(BytesIO(browser.get(HERE + "export/").content)).active.max_row == 1


def test_export_holds_the_same_lines_as_text(as_user, who, issued):
    response = as_user(who.clerk).get(HERE + "export/?q=公式")
    sheet = load_workbook(BytesIO(response.content)).active
    assert [sheet["A2"].value, sheet["B2"].value, sheet["B2"].data_type] == [issued.number, issued.plain_title, "s"]
    assert [sheet["E2"].value, sheet["I2"].value] == ["陆思齐", 30]


def test_filters_narrow_page_and_export_link(as_user, who, issued):
    response = as_user(who.clerk).get(HERE + "?q=没有这样的")
    assert response.context["rows"] == []
    response = as_user(who.clerk).get(HERE + "?mark=团曦发&page=1")
    assert response.context["export_url"] == "/desk/register/export/?mark=%E5%9B%A2%E6%9B%A6%E5%8F%91"


@pytest.mark.parametrize("rows", [1, 3])
def test_register_takes_the_same_queries_for_one_row_and_three(as_user, who, places, rows, django_assert_num_queries):
    for number in range(rows):
        paper = factories.notice(places.youth, who.drafter, title=f"关于第{number}件事的通知")
        factories.carry(paper, who, "print")
    browser = as_user(who.clerk)
    with django_assert_num_queries(9):
        browser.get(HERE)


def test_register_counts_and_prints_what_is_shown(as_user, who, issued):
    browser = as_user(who.clerk)
    response = browser.get(HERE + "?year=2026&state=sent")
    tallies = [(tally.label, tally.number, tally.current) for tally in response.context["tallies"]]
    assert tallies == [("已印发", 1, True), ("编号未印发", 0, False), ("作废的号", 0, False)]
    printed = browser.get(response.context["print_url"])
    assert (printed.headers["Content-Type"], printed.content[:5]) == ("application/pdf", b"%PDF-")
    assert browser.get(HERE + "print/?state=voided", follow=True).redirect_chain == [(HERE, 302)]


@pytest.mark.parametrize("query", ["?since=gestern", "?year=1' OR 1=1", "?state=moon", "?kind=诗", "?page=x&q=%00"])
def test_nonsense_in_the_address_asks_for_nothing(as_user, who, issued, query):
    assert as_user(who.clerk).get(HERE + query).status_code == 200


def test_paper_that_was_corrected_and_repealed_says_so_in_its_line(as_user, who, places, issued):
    mending = factories.notice(places.youth, who.drafter, title="关于更正的通知", corrects=issued)
    browser = as_user(who.office)
    lines = {row.title: row for row in browser.get(HERE).context["rows"]}
    assert lines[issued.plain_title].corrected == []
    factories.carry(mending, who, "issued", recipients=(places.city,))
    mending.refresh_from_db()
    issued.set_down(validity="repealed", void_on=issued.signed_on)
    response = browser.get(HERE)
    line = {row.title: row for row in response.context["rows"]}[issued.plain_title]
    assert (line.corrected, line.lapsed, line.state_title) == ([mending.number], True, "已废止")
    assert "有更正：" in response.content.decode()
    sheet = load_workbook(BytesIO(as_user(who.clerk).get(HERE + "export/").content)).active
    remarks = {row[1]: row[-1] for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert remarks[issued.plain_title] == f"有更正：{mending.number}"
