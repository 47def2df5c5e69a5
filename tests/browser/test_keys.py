"""keys.js in Chromium: rows, ticks, search, help; silence while somebody types, and when it is switched off."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.portal.look.gallery import PAGES
from tests.portal.look.rendering import render
from tests.portal.look.serving import HOST, serve

pytestmark = pytest.mark.browser

Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """`open_page("todo")` shows a page of the gallery on a desktop; complaints of the console fail the test."""
    contexts = []
    complaints: list[str] = []

    def show(name: str, *, script: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": 1280, "height": 800}, locale="zh-CN", java_script_enabled=script, reduced_motion="reduce"
        )
        contexts.append(context)
        template, sample = PAGES[name]
        serve(context, {name: render(template, sample())})
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{HOST}/{name}")
        return page

    yield show
    for context in contexts:
        context.close()
    assert complaints == []


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.innerText.trim()"))


def test_rows_are_walked_by_letters_and_once_inside_by_arrows(open_page: Open) -> None:
    page = open_page("todo")
    titles = [title.strip() for title in page.locator(".row-title").all_inner_texts()]
    page.keyboard.press("ArrowDown")
    assert focused(page) not in titles  # the page scrolls as ever
    for key, place in (("j", 0), ("j", 1), ("ArrowDown", 2), ("k", 1), ("ArrowUp", 0), ("k", 0)):
        page.keyboard.press(key)
        assert focused(page) == titles[place], key


def test_row_is_ticked_and_the_number_is_read_out(open_page: Open) -> None:
    page = open_page("batch")
    page.keyboard.press("x")
    assert page.locator("[name=pick]:checked").count() == 0
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.locator("[name=pick]:checked").count() == 2
    expect(page.locator("[role=status]", has_text="已勾选，共勾选 2 件")).to_have_count(1)
    page.keyboard.press("x")
    assert page.locator("[name=pick]:checked").count() == 1


def test_nothing_happens_while_somebody_types(open_page: Open) -> None:
    page = open_page("read")
    page.keyboard.press("o")
    assert page.evaluate("document.activeElement.id") == "id_opinion"
    page.keyboard.type("j/?ox")
    assert page.locator("#id_opinion").input_value() == "j/?ox"
    assert page.locator("dialog").count() == 0


def test_slash_goes_to_the_search(open_page: Open) -> None:
    page = open_page("register")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "words"
    assert page.locator("[name=words]").input_value() == ""


def test_help_is_a_sheet_in_chinese_that_switches_the_keys_off(open_page: Open) -> None:
    page = open_page("todo")
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="快捷键")
    expect(sheet).to_be_visible()
    expect(sheet).to_contain_text("勾选（批量办理）")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    sheet.get_by_label("使用快捷键").uncheck()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    page.keyboard.press("j")
    assert page.locator(".row-title:focus").count() == 0
    page.keyboard.press("?")
    expect(sheet).to_be_visible()


def test_keys_with_control_belong_to_the_browser(open_page: Open) -> None:
    page = open_page("todo")
    page.keyboard.press("Control+j")
    assert page.locator(".row-title:focus").count() == 0


def test_without_script_the_page_says_nothing_of_keys(open_page: Open) -> None:
    page = open_page("todo", script=False)
    assert page.get_by_text("快捷键").count() == 0
