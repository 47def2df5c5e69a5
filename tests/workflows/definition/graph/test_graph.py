"""The picture of a definition: every word is there, none lies on another or on a line, and nothing in it needs style."""

import xml.etree.ElementTree as ET
from itertools import combinations
from pathlib import Path

import pytest

from tests.workflows.definition.sources import CHAIN, MEMO, voting
from workflows.definition import Definition, parse
from workflows.definition.graph import Visit, draw
from workflows.definition.graph.measure import width, wrapped

ROOT = Path(__file__).parents[4]
SHIPPED = sorted((*ROOT.glob("documents/*/definitions/*.toml"), *ROOT.glob("tests/**/definitions/*.toml")))

TANGLED = MEMO + "".join(
    f"""
[states.s{n}]
title = "旁支第{n}步"
party = {{ at = "organ", role = "clerk" }}

[transitions.go{n}]
title = "转到旁支{n}"
from = ["draft", "sign"]
to = "s{n}"
verdict = "none"

[transitions.on{n}]
title = "再转{n}"
from = "s{n}"
to = "s{(n + 1) % 4}"

[transitions.back{n}]
title = "回到签批{n}"
from = "s{n}"
to = "sign"
verdict = "return"
"""
    for n in range(4)
)

Rect = tuple[float, float, float, float]


def definitions() -> list[Definition]:
    sources = [path.read_text(encoding="utf-8") for path in SHIPPED]
    return [parse(source) for source in (*sources, CHAIN, voting('"all"'), TANGLED)]


def elements(svg: str, name: str) -> list[ET.Element]:
    return [one for one in ET.fromstring(svg).iter() if one.tag.endswith("}" + name)]


def box_of(text: ET.Element) -> Rect:
    size, x, y = (float(text.get(key, "0")) for key in ("font-size", "x", "y"))
    wide = width(text.text or "", size)
    left = {"start": x, "middle": x - wide / 2, "end": x - wide}[text.get("text-anchor", "start")]
    return left, y - size * 0.85, left + wide, y + size * 0.15


def overlap(one: Rect, other: Rect) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.parametrize("definition", definitions(), ids=lambda one: one.process)
def test_words_do_not_overlap_and_stay_inside(definition: Definition) -> None:
    svg = draw(definition)
    boxes = [(one.text, box_of(one)) for one in elements(svg, "text")]
    assert [(a, b) for (a, one), (b, other) in combinations(boxes, 2) if overlap(one, other)] == []
    _x, _y, wide, high = map(float, ET.fromstring(svg).get("viewBox", "").split())
    assert all(
        left >= 0 and top >= 0 and right <= wide and bottom <= high for _word, (left, top, right, bottom) in boxes
    )


@pytest.mark.parametrize("definition", definitions(), ids=lambda one: one.process)
def test_states_do_not_overlap(definition: Definition) -> None:
    frames = [one for one in elements(draw(definition), "rect") if one.get("fill") != "none"]
    rects = [
        (x, y, x + w, y + h)
        for x, y, w, h in (tuple(float(one.get(k, "0")) for k in ("x", "y", "width", "height")) for one in frames)
    ]
    assert len(rects) == len(definition.states)
    assert [pair for pair in combinations(rects, 2) if overlap(*pair)] == []


@pytest.mark.parametrize("definition", definitions(), ids=lambda one: one.process)
def test_every_state_and_transition_is_named(definition: Definition) -> None:
    words = "".join(one.text or "" for one in elements(draw(definition), "text"))
    assert [state.title for state in definition.states if state.title not in words] == []
    assert [one.title for one in definition.transitions if one.title not in words] == []


def test_picture_obeys_the_content_policy() -> None:
    svg = draw(parse(MEMO))
    assert "style" not in svg
    assert "<script" not in svg
    assert " id=" not in svg


def test_words_are_escaped() -> None:
    svg = draw(parse(MEMO.replace('title = "签批"', 'title = "<签批>&"')))
    assert "&lt;签批&gt;&amp;" in svg


def test_roles_show_their_titles_without_their_purpose() -> None:
    svg = draw(parse(MEMO), roles={"secretary": "书记（签发）", "drafter": "干事（拟稿）"})
    assert "本机关 书记<" in svg
    assert "发起人（干事）" in svg


def test_way_of_a_document_marks_where_it_was_and_where_it_is() -> None:
    way = {"draft": Visit("passed", ("林予安 11月5日",)), "sign": Visit("current", ("等书记",))}
    svg = draw(parse(MEMO), way=way)
    assert "✓ 拟稿" in svg
    assert "林予安 11月5日" in svg
    assert "● 签批" in svg
    assert svg.count("is-walked") == 1
    assert "✓ 已签批" not in svg


def test_final_states_are_framed_twice() -> None:
    assert draw(parse(MEMO)).count('class="graph-state is-final"') == 1


def test_long_words_are_wrapped() -> None:
    assert wrapped("一二三四五六", 10, 30) == ["一二三", "四五六"]
    assert wrapped("", 10, 30) == [""]
