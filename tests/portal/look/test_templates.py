"""Every page of the look, rendered with sample contexts: what a user would miss if it were gone."""

import re
from collections import Counter
from functools import cache
from itertools import pairwise

import pytest
from lxml import html

from tests.browser.wording import english_in
from tests.portal.look.gallery import PAGES
from tests.portal.look.rendering import TEMPLATES, render

MINE = (
    "base.html",
    "404.html",
    "desk/*.html",
    "errors/*.html",
    "pages/*.html",
    "pieces/*.html",
    "public/*.html",
    "registration/*.html",
)
FIELDS = ".//input[not(@type='hidden')] | .//textarea | .//select"


@cache
def page(name: str) -> html.HtmlElement:
    """The page as a tree."""
    template, context = PAGES[name]
    return html.document_fromstring(render(template, context()))


def words(node: html.HtmlElement) -> str:
    """The text that a reader sees or hears, hidden scripts and styles aside."""
    spoken = [value for name in ("alt", "title", "aria-label", "placeholder") for value in node.xpath(f"//@{name}")]
    return " ".join([*node.xpath("//body//text()[not(ancestor::script or ancestor::style)]"), *spoken])


@pytest.fixture(params=sorted(PAGES))
def tree(request: pytest.FixtureRequest) -> html.HtmlElement:
    """One page after the other."""
    return page(request.param)


def test_page_says_its_language_title_and_width(tree):
    assert tree.get("lang") == "zh-CN"
    assert tree.findtext(".//title").strip()
    assert "width=device-width" in tree.xpath("string(//meta[@name='viewport']/@content)")


def test_page_has_one_heading_of_the_first_level(tree):
    assert len(tree.xpath("//h1")) == 1
    assert tree.xpath("string(//h1)").strip()


def test_page_has_one_main_landmark(tree):
    assert len(tree.xpath("//main")) == 1


def test_navigation_landmarks_are_told_apart(tree):
    labels = tree.xpath("//nav/@aria-label")
    assert len(labels) == len(tree.xpath("//nav"))
    assert len(set(labels)) == len(labels)


def test_headings_leave_no_level_out(tree):
    levels = [
        int(node.tag[1]) for node in tree.xpath("//main//*[self::h1 or self::h2 or self::h3 or self::h4 or self::h5]")
    ]
    below = levels[levels.index(1) :]
    assert all(after <= before + 1 for before, after in pairwise(below))


def test_page_needs_no_inline_code(tree):
    assert tree.xpath("//@style") == []
    assert tree.xpath("//style") == []
    assert tree.xpath("//script[not(@src)]") == []
    assert [
        name for node in tree.iter() if isinstance(node.tag, str) for name in node.attrib if name.startswith("on")
    ] == []


def test_page_loads_nothing_from_elsewhere(tree):
    assert [
        url
        for url in tree.xpath("//link[not(@rel='alternate')]/@href | //script/@src | //img/@src")
        if not url.startswith("/static/")
    ] == []


def test_every_field_has_a_label(tree):
    labelled = set(tree.xpath("//label/@for"))
    bare = [
        field.get("name")
        for field in tree.xpath(FIELDS)
        if field.get("id") not in labelled and not field.get("aria-label") and not field.xpath("ancestor::label")
    ]
    assert bare == []


def test_references_between_elements_hold(tree):
    ids = tree.xpath("//@id")
    assert [name for name, count in Counter(ids).items() if count > 1] == []
    pointed = [
        part
        for name in ("for", "aria-describedby", "aria-labelledby", "form")
        for value in tree.xpath(f"//@{name}")
        for part in value.split()
    ]
    pointed += [value[1:] for value in tree.xpath("//a/@href") if value.startswith("#")]
    assert sorted(set(pointed) - set(ids)) == []


def test_every_shape_that_is_used_is_drawn(tree):
    drawn = {f"#{name}" for name in tree.xpath("//symbol/@id")}
    assert sorted(set(tree.xpath("//use/@href")) - drawn) == []


def test_every_posting_form_carries_its_token(tree):
    assert [
        form.get("action")
        for form in tree.xpath("//form[@method='post']")
        if not form.xpath(".//input[@name='csrfmiddlewaretoken']")
    ] == []


def test_pictures_have_a_text_or_are_decoration(tree):
    assert [image.get("src") for image in tree.xpath("//img") if image.get("alt") is None] == []
    assert [svg.get("class") for svg in tree.xpath("//svg") if svg.get("aria-hidden") != "true"] == []


def test_links_and_buttons_have_words(tree):
    silent = [
        node.get("class")
        for node in tree.xpath("//a | //button | //summary")
        if not node.text_content().strip() and not node.get("aria-label")
    ]
    assert silent == []


def test_reader_meets_chinese_only(tree):
    assert english_in([words(tree)]) == []


def test_nothing_of_the_template_language_leaks(tree):
    text = words(tree)
    assert [mark for mark in ("{#", "{%", "{{", "#}", "%}", "None", "True", "False", "[]") if mark in text] == []


def test_one_act_stands_out(tree):
    assert (
        len(
            tree.xpath(
                "//*[contains(concat(' ', @class, ' '), ' primary ')][not(ancestor::*[contains(@class, 'sheet-body')])]"
            )
        )
        <= 1
    )


def test_tables_name_their_columns(tree):
    assert [
        table
        for table in tree.xpath("//table[not(ancestor::article[contains(@class, 'paper')])]")
        if not table.xpath(".//th[@scope]")
    ] == []


def templates():
    return sorted({path for pattern in MINE for path in TEMPLATES.glob(pattern)})


@pytest.mark.parametrize("path", templates(), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_template_says_what_it_reads_and_how_it_looks(path):
    source = path.read_text(encoding="utf-8")
    assert "{#" in source or "{% comment %}" in source or source.count("\n") <= 1
    assert not re.search(r"\{#[^}]*\n", source), "a comment of several lines needs {% comment %}"
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:|https?://(?!www\.w3\.org)", source)
