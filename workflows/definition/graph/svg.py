"""The layout as SVG: classes and presentation attributes only (no style, no script, no ids), black on white for print."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Literal

from ..model import Definition, State
from ..words import OUTCOME_WORDS, PROFILE_WORDS, Titles, inner_words, party_words, quorum_words
from .layout import STUB, Box, Lane, Layout, lay_out
from .links import Scheme, scheme
from .measure import SMALL, TEXT, TITLE, width, wrapped

FONTS = "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, Source Han Sans SC, sans-serif"
INK, MUTED, EDGE, BLUE, GREEN, PAPER = "#1f2328", "#57606a", "#8c959f", "#0b5cad", "#1a6b3c", "#faf8f5"
LIMIT = 190
ROUND = 6

Status = Literal["passed", "current", "skipped"]
_MARKS = {"passed": "✓ ", "current": "● ", "skipped": "○ "}
_FRAMES = {"passed": (GREEN, "#ffffff", 1.5), "current": (BLUE, "#eef4fb", 2.5), "skipped": (EDGE, "#ffffff", 1.0)}


@dataclass(frozen=True)
class Visit:
    """What became of one document in one state: lines such as “周慎行 11月5日”, and whether it stands there now."""

    status: Status
    lines: tuple[str, ...] = ()


def draw(definition: Definition, *, roles: Titles | None = None, way: Mapping[str, Visit] | None = None) -> str:
    """The definition as an SVG picture; with *way*, the way of one document through it.

    The main way runs down, returns run up at the left, other exits at the right. *roles* gives the titles of roles and lists.
    """
    plan = scheme(definition)
    boxes = {state.name: _box(state, plan, roles or {}, way) for state in definition.states}
    layout = lay_out(plan, boxes)
    parts = [*_steps(plan, layout, way or {}), *(part for lane in layout.lanes for part in _drawn(lane, layout))]
    for state in definition.states:
        parts += _state(state, layout.boxes[state.name], (way or {}).get(state.name))
    parts += _start(layout.boxes[definition.initial])
    wide, high = round(layout.wide), round(layout.high)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="graph" role="img" viewBox="0 0 {wide} {high}" '
        f'width="{wide}" height="{high}" font-family="{FONTS}" font-size="{TEXT}" fill="{INK}">'
    )
    return "\n".join((head, f"<title>{escape(definition.title)}</title>", *parts, "</svg>"))


def _box(state: State, plan: Scheme, roles: Titles, way: Mapping[str, Visit] | None) -> Box:
    visit = way.get(state.name) if way is not None else None
    lines = list(visit.lines) if visit is not None else []
    if way is None:
        lines = [party_words(party, roles) for party in state.parties]
        lines += [f"先走内部流程“{words}”" for party in state.parties if (words := inner_words(party, roles))]
        lines += [words for words in (quorum_words(state), f"{state.days} 个工作日" if state.days else "") if words]
        if len(state.profiles) == 1:
            lines.append(f"只设在{PROFILE_WORDS[state.profiles[0]]}的机关")
        if state.skip:
            lines.append(f"可跳过：{state.skip}")
        lines += [f"可{note}" for note in plan.notes.get(state.name, ())]
    lines = [part for line in lines for part in wrapped(line, TEXT, LIMIT)]
    title = _title(state, visit)
    wide = max([width(title, TITLE), *(width(line, TEXT) for line in lines)]) + 28
    return Box(state.name, title, tuple(lines), max(wide, 112), TITLE + 20 + len(lines) * (TEXT + 5))


def _title(state: State, visit: Visit | None) -> str:
    mark = _MARKS[visit.status] if visit is not None else ""
    outcome = OUTCOME_WORDS.get(state.outcome, "")
    return f"{mark}{state.title}" + (f"（{outcome}）" if outcome and outcome not in state.title else "")


def _state(state: State, box: Box, visit: Visit | None) -> Iterator[str]:
    stroke, fill, thick = _FRAMES[visit.status] if visit is not None else (INK, "#ffffff", 1.2)
    corner = min(box.high / 2, 20) if state.final else ROUND
    dashes = ' stroke-dasharray="4 3"' if visit is not None and visit.status == "skipped" else ""
    status = f" is-{visit.status}" if visit is not None else ""
    yield f'<g class="graph-state{" is-final" if state.final else ""}{status}">'
    shape = f'x="{box.x:.1f}" y="{box.y:.1f}" width="{box.wide:.1f}" height="{box.high:.1f}" rx="{corner:.0f}"'
    yield f'<rect {shape} fill="{fill}" stroke="{stroke}" stroke-width="{thick}"{dashes}/>'
    if state.final:
        inner = f'x="{box.x + 3:.1f}" y="{box.y + 3:.1f}" width="{box.wide - 6:.1f}" height="{box.high - 6:.1f}"'
        yield f'<rect {inner} rx="{corner - 3:.0f}" fill="none" stroke="{stroke}" stroke-width="1"/>'
    middle = box.x + box.wide / 2
    y = box.y + (box.high - TITLE - 4 - len(box.lines) * (TEXT + 5)) / 2 + TITLE
    yield _text(middle, y, box.title, size=TITLE, weight="bold", anchor="middle", fill=INK)
    for number, line in enumerate(box.lines, start=1):
        yield _text(middle, y + 2 + number * (TEXT + 5), line, anchor="middle", fill=MUTED)
    yield "</g>"


def _steps(plan: Scheme, layout: Layout, way: Mapping[str, Visit]) -> Iterator[str]:
    """The straight steps down the main way, with their words at the right of the line."""
    for (source, target), labels in plan.steps.items():
        above, below = layout.boxes[source], layout.boxes[target]
        x = above.x + above.wide / 2
        top, bottom = above.y + above.high, below.y
        walked = source in way and target in way
        yield f'<g class="graph-step{" is-walked" if walked else ""}">'
        colour = GREEN if walked else INK
        yield f'<path d="M{x:.1f} {top:.1f}V{bottom - 7:.1f}" fill="none" stroke="{colour}" stroke-width="1.4"/>'
        yield _arrow(x, bottom, 0, 1, colour)
        yield from _labels(x + 8, (top + bottom - 6) / 2, labels, "start")
        yield "</g>"


def _drawn(lane: Lane, layout: Layout) -> Iterator[str]:
    """One lane: a stub from every source, the line, an arrow into every target, its words in the band between rows."""
    ends = {key: (_edge(layout.boxes[key[0]], lane), y) for key, y in lane.ports.items()}
    heights = sorted(y for _x, y in ends.values())
    top, bottom = heights[0], heights[-1]
    dashes = ' stroke-dasharray="5 3"' if lane.link.returns else ""
    parts = [f"M{lane.x:.1f} {top + ROUND:.1f}V{bottom - ROUND:.1f}"] if bottom - top > 2 * ROUND else []
    arrows = []
    for (_name, end), (x, y) in ends.items():
        toward = 1 if x > lane.x else -1
        tip = x - toward * 7 if end == "to" else x
        if y in (top, bottom) and bottom - top > 2 * ROUND:
            bend = ROUND if y == top else -ROUND
            corner = f"Q{lane.x:.1f} {y:.1f} {lane.x + toward * ROUND:.1f} {y:.1f}"
            parts.append(f"M{lane.x:.1f} {y + bend:.1f}{corner}H{tip:.1f}")
        else:
            parts.append(f"M{lane.x:.1f} {y:.1f}H{tip:.1f}")
        if end == "to":
            arrows.append(_arrow(x, y, toward, 0, MUTED))
    if bottom - top <= 2 * ROUND:
        parts.append(f"M{lane.x:.1f} {top:.1f}V{bottom:.1f}")
    yield f'<g class="graph-link{" is-return" if lane.link.returns else ""}">'
    yield f'<path d="{"".join(parts)}" fill="none" stroke="{MUTED}" stroke-width="1.1"{dashes}/>'
    yield from arrows
    left = lane.zone == -1
    if lane.top == lane.bottom and len(lane.link.labels) == 1:
        level = next(y for (_name, kind), (_x, y) in ends.items() if kind == "to")
        yield _text(lane.x + 4, level - 4, lane.link.labels[0], fill=INK)
    else:
        low, high = layout.gaps[lane.gap]
        yield from _labels(lane.x + (-5 if left else 5), (low + high) / 2, lane.link.labels, "end" if left else "start")
    yield "</g>"


def _edge(box: Box, lane: Lane) -> float:
    """The x at which a lane meets a box."""
    return box.x if box.x > lane.x else box.x + box.wide


def _start(box: Box) -> Iterator[str]:
    """A dot above the first state."""
    x, top = box.x + box.wide / 2, box.y
    yield f'<circle class="graph-start" cx="{x:.1f}" cy="{top - STUB - 4:.1f}" r="5" fill="{INK}"/>'
    yield f'<path d="M{x:.1f} {top - STUB:.1f}V{top - 7:.1f}" stroke="{INK}" stroke-width="1.4"/>'
    yield _arrow(x, top, 0, 1, INK)


def _labels(x: float, middle: float, labels: list[str], anchor: str) -> Iterator[str]:
    first = middle - (len(labels) - 1) * (SMALL + 4) / 2 + SMALL * 0.36
    for number, label in enumerate(labels):
        yield _text(x, first + number * (SMALL + 4), label, anchor=anchor, fill=INK)


def _text(
    x: float, y: float, words: str, *, size: int = TEXT, weight: str = "", anchor: str = "start", fill: str = INK
) -> str:
    bold = f' font-weight="{weight}"' if weight else ""
    where = f'x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" fill="{fill}"'
    return f"<text {where}{bold}>{escape(words)}</text>"


def _arrow(x: float, y: float, dx: int, dy: int, colour: str) -> str:
    """A head that points along (dx, dy) with its tip at x, y."""
    back_x, back_y = x - dx * 8, y - dy * 8
    side_x, side_y = (0, 4) if dx else (4, 0)
    points = f"{x:.1f},{y:.1f} {back_x - side_x:.1f},{back_y - side_y:.1f} {back_x + side_x:.1f},{back_y + side_y:.1f}"
    return f'<polygon points="{points}" fill="{colour}"/>'
