"""desk.js in Chromium: what it eases, and that nothing breaks its content policy."""

import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Route, expect

from tests.portal.look.gallery import PAGES
from tests.portal.look.rendering import render
from tests.portal.look.serving import HOST, serve

pytestmark = pytest.mark.browser

Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """`open_page("fill", {address: answer})` shows a page of the gallery; complaints of the console fail the test."""
    contexts = []
    complaints: list[str] = []

    def show(name: str, answers: dict[str, Callable[[Route], None]] | None = None, *, script: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": 390, "height": 800}, locale="zh-CN", java_script_enabled=script, reduced_motion="reduce"
        )
        contexts.append(context)
        template, sample = PAGES[name]
        serve(context, {name: render(template, sample())}, answers)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{HOST}/{name}")
        return page

    yield show
    for context in contexts:
        context.close()
    assert [text for text in complaints if "status of 4" not in text] == []


def said(answer: dict[str, Any], status: int = 200) -> Callable[[Route], None]:
    """An endpoint that always gives this answer."""
    return lambda route: route.fulfill(status=status, content_type="application/json", body=json.dumps(answer))


def test_phrase_fills_the_opinion_and_a_second_one_follows(open_page: Open) -> None:
    page = open_page("read")
    page.get_by_role("button", name="同意。", exact=True).click()
    page.get_by_role("button", name="同意，请办公室核发。").click()
    expect(page.locator("#id_opinion")).to_have_value("同意。同意，请办公室核发。")


def test_without_script_no_dead_phrases_are_shown(open_page: Open) -> None:
    page = open_page("read", script=False)
    expect(page.locator(".chips")).to_be_hidden()
    expect(page.get_by_role("button", name="确认同意签发")).to_be_hidden()
    page.locator("summary", has_text="同意签发").click()
    expect(page.get_by_role("button", name="确认同意签发")).to_be_visible()


def test_one_sheet_at_a_time_and_escape_closes_it(open_page: Open) -> None:
    page = open_page("read")
    page.locator("summary", has_text="退回修改").click()
    expect(page.locator("textarea[name='opinion.return']")).to_be_focused()
    page.locator("summary", has_text="同意签发").click()
    expect(page.locator("textarea[name='opinion.return']")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="确认同意签发")).to_be_hidden()
    expect(page.locator("summary", has_text="同意签发")).to_be_focused()


def test_typed_answers_are_saved_and_the_hour_is_shown(open_page: Open) -> None:
    posted: list[str] = []

    def keep(route: Route) -> None:
        posted.append(route.request.post_data or "")
        said({"saved_at": "15:07"})(route)

    page = open_page("fill", {"/desk/fill/1/save/": keep})
    page.locator("#id_analysis").fill("渡口旁的旧候船室已收拾好。")
    expect(page.locator("[data-saved]")).to_have_text("已保存 15:07")
    assert "渡口旁的旧候船室已收拾好。" in posted[0]


def test_saving_that_fails_says_why(open_page: Open) -> None:
    page = open_page("fill", {"/desk/fill/1/save/": said({"error": "这份材料已经提交，不能再改。"}, 409)})
    page.locator("#id_rooms").fill("5")
    expect(page.locator("[data-saved]")).to_have_text("这份材料已经提交，不能再改。")


def test_counter_says_how_many_characters_are_too_many(open_page: Open) -> None:
    page = open_page("fill", {"/desk/fill/1/save/": said({"saved_at": "15:07"})})
    page.locator("#id_analysis").fill("字" * 305)
    expect(page.locator(".counter")).to_have_text("超出 5 字")


def test_large_photograph_travels_smaller(open_page: Open) -> None:
    received: list[int] = []

    def receive(route: Route) -> None:
        received.append(len(route.request.post_data_buffer or b""))
        said({"id": "9", "name": "小屋.jpg", "url": "/files/9/", "size": 1})(route)

    noise = Image.effect_noise((3000, 2000), 90).convert("RGB")
    photograph = io.BytesIO()
    noise.save(photograph, "JPEG", quality=95)
    page = open_page("fill", {"/files/upload/": receive})
    page.locator("#id_photos").set_input_files(
        {"name": "小屋.jpg", "mimeType": "image/jpeg", "buffer": photograph.getvalue()}
    )
    expect(page.get_by_role("link", name="小屋.jpg")).to_have_attribute("href", "/files/9/")
    expect(page.get_by_role("button", name="删除：小屋.jpg")).to_have_attribute("formaction", "/files/remove/")
    assert len(photograph.getvalue()) > 2 * received[0]


def test_upload_that_fails_can_be_tried_again(open_page: Open) -> None:
    answers = [said({"error": "这张照片打不开，请换一张。"}, 400), said({"name": "表.xlsx", "url": "/files/9/"})]
    page = open_page("fill", {"/files/upload/": lambda route: answers.pop(0)(route)})
    page.locator("#id_photos").set_input_files({"name": "表.xlsx", "mimeType": "application/zip", "buffer": b"PK"})
    expect(page.get_by_text("这张照片打不开，请换一张。")).to_be_visible()
    page.get_by_role("button", name="再传一次").click()
    expect(page.get_by_role("link", name="表.xlsx")).to_have_attribute("href", "/files/9/")


def test_two_taps_post_once(open_page: Open) -> None:
    posts: list[str] = []

    def sign(route: Route) -> None:
        posts.append(route.request.method)
        route.fulfill(status=204)

    page = open_page("receipt", {"/desk/receipts/1/sign/": sign})
    page.evaluate("() => { const b = document.querySelector('button[form=sign]'); b.click(); b.click(); b.click(); }")
    expect(page.locator("button[form=sign]")).to_have_attribute("aria-busy", "true")
    assert posts == ["POST"]


def test_leaving_with_an_unsaved_opinion_asks_first(open_page: Open) -> None:
    page = open_page("read")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.locator("#id_opinion").fill("请补充附件。")
    page.close(run_before_unload=True)
    expect(page.locator("#id_opinion")).to_have_value("请补充附件。")
    assert asked == ["beforeunload"]


def test_errors_come_into_view(open_page: Open) -> None:
    page = open_page("fill-returned")
    expect(page.locator("[data-first-error]")).to_be_focused()
    page.locator("[data-first-error] a").first.click()
    expect(page.locator("#id_children")).to_be_in_viewport()


def test_box_that_was_folded_away_shows_its_words_once_it_is_opened(open_page: Open) -> None:
    page = open_page("read")
    box = page.locator("textarea[name='opinion.return']")
    box.evaluate("box => { box.value = '请补充附件。\\n'.repeat(9); box.dispatchEvent(new Event('input')) }")
    page.locator("summary", has_text="退回修改").click()
    expect(box).to_be_visible()
    page.wait_for_function("box => box.clientHeight >= box.scrollHeight - 2", arg=box.element_handle())
