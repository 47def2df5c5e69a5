"""Where everything stands: rows down the main way, a second column beside it, and a lane of its own for every other line.

Lines leave a box at ports of their own. Words stand in the bands between rows, where no line runs across, each beside its
own lane; so no word ever lies on a line, a box or another word, however many there are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from .links import Link, Scheme
from .measure import SMALL, width

PORT = 18
GAP = 24
MARGIN = 12
STUB = 16


@dataclass
class Box:
    """One state: its words, and its place once it is laid out (top left corner)."""

    name: str
    title: str
    lines: tuple[str, ...]
    wide: float
    high: float
    column: int = 0
    row: int = 0
    x: float = 0
    y: float = 0


@dataclass
class Lane:
    """The vertical part of a link: in the zone left of the main way (-1), between the columns (0), or at the right (1)."""

    link: Link
    zone: int
    top: int
    bottom: int
    x: float = 0
    gap: int = 0
    ports: dict[tuple[str, str], float] = field(default_factory=dict)

    @property
    def room(self) -> float:
        """How wide the lane is with its words."""
        return STUB + max((width(label, SMALL) for label in self.link.labels), default=0) + 6


@dataclass
class Layout:
    """Boxes, lanes and straight steps with their places, and the size of the whole."""

    boxes: dict[str, Box]
    lanes: list[Lane]
    wide: float = 0
    high: float = 0
    gaps: dict[int, tuple[float, float]] = field(default_factory=dict)


def lay_out(scheme: Scheme, boxes: dict[str, Box]) -> Layout:
    """Give every box and lane its place."""
    for row, name in enumerate(scheme.main):
        boxes[name].row = row
    _place_side(scheme, boxes)
    lanes = sorted((_lane(link, boxes) for link in scheme.links), key=lambda one: (one.bottom - one.top, one.top))
    made = Layout(boxes, lanes)
    _ports(made)
    _columns(made, scheme)
    _rows(made, scheme)
    for lane in lanes:
        for key, offset in lane.ports.items():
            lane.ports[key] = boxes[key[0]].y + offset
    return made


def _place_side(scheme: Scheme, boxes: dict[str, Box]) -> None:
    """Each state beside the main way: as near as possible to the last state from which it is reached."""
    taken: set[int] = set()
    for name in scheme.side:
        near = [boxes[source].row for link in scheme.links if name in link.targets for source in link.sources]
        near += [boxes[target].row for link in scheme.links if name in link.sources for target in link.targets]
        wanted = max(near, default=0)
        row = min((row for row in range(len(boxes) + 1) if row not in taken), key=lambda row: (abs(row - wanted), -row))
        taken.add(row)
        boxes[name].column, boxes[name].row = 1, row


def _lane(link: Link, boxes: dict[str, Box]) -> Lane:
    ends = [boxes[name] for name in (*link.sources, *link.targets)]
    rows = [box.row for box in ends]
    columns = {box.column for box in ends}
    sources = max(boxes[name].row for name in link.sources)
    upward = min(boxes[name].row for name in link.targets) < sources
    zone = 1 if columns == {1} else -1 if columns == {0} and upward else 0
    return Lane(link, zone, min(rows), max(rows), gap=_gap_of(min(rows), max(rows)))


def _gap_of(top: int, bottom: int) -> int:
    """The band between rows where the words stand: number n lies below row n; beside a single row, the one below it."""
    return (top + bottom - 1) // 2 if bottom > top else top


def _ports(made: Layout) -> None:
    """Where each line meets a box: the nearest lane outermost toward its direction, so that lines of a box do not cross."""
    for box in made.boxes.values():
        for side in (-1, 1):
            up: list[tuple[Lane, str]] = []
            down: list[tuple[Lane, str]] = []
            for lane in made.lanes:
                if _side(box, lane) != side:
                    continue
                for end in ("from", "to"):
                    names = lane.link.sources if end == "from" else lane.link.targets
                    if box.name in names:
                        (up if _goes_up(lane, box, end, made.boxes) else down).append((lane, end))
            inner_first = not (box.column == 1 and side == -1)
            ordered = [*(up if inner_first else up[::-1]), *(down[::-1] if inner_first else down)]
            box.high = max(box.high, PORT * (len(ordered) + 1))
            for number, (lane, end) in enumerate(ordered, start=1):
                lane.ports[box.name, end] = number / (len(ordered) + 1)
    for lane in made.lanes:
        for key, share in lane.ports.items():
            lane.ports[key] = share * made.boxes[key[0]].high


def _side(box: Box, lane: Lane) -> int:
    """On which side of a box its line runs: left (-1) or right (1)."""
    if box.column == 0:
        return -1 if lane.zone == -1 else 1
    return 1 if lane.zone == 1 else -1


def _goes_up(lane: Lane, box: Box, end: str, boxes: dict[str, Box]) -> bool:
    others = lane.link.targets if end == "from" else lane.link.sources
    rows = [boxes[name].row for name in others]
    return sum(rows) / len(rows) < box.row


def _columns(made: Layout, scheme: Scheme) -> None:
    """Lanes at the left, the main way, lanes between, the other states, lanes at the right; each as wide as its words."""
    x = float(MARGIN)
    for lane in reversed([one for one in made.lanes if one.zone == -1]):
        x += lane.room
        lane.x = x
    x += STUB if x > MARGIN else 0
    labels = [width(label, SMALL) for labels in scheme.steps.values() for label in labels]
    main = [made.boxes[name] for name in scheme.main]
    x = _column(main, x, max(labels, default=0) * 2 + 20)
    for zone, boxes in ((0, [made.boxes[name] for name in scheme.side]), (1, [])):
        lanes = [one for one in made.lanes if one.zone == zone]
        x += STUB if lanes or boxes else 0
        for lane in lanes:
            lane.x = x
            x += lane.room
        x = _column(boxes, x, 0) if boxes else x
    made.wide = x + MARGIN


def _column(boxes: Iterable[Box], x: float, least: float) -> float:
    """Boxes of one width, one under the other; the right edge of the column."""
    boxes = list(boxes)
    wide = max([least, *(box.wide for box in boxes)])
    for box in boxes:
        box.x, box.wide = x, wide
    return x + wide


def _rows(made: Layout, scheme: Scheme) -> None:
    """Rows as high as their boxes, bands between them as high as the words that stand there."""
    words: dict[int, int] = {}
    for lane in made.lanes:
        words[lane.gap] = max(words.get(lane.gap, 0), len(lane.link.labels))
    for (source, _target), labels in scheme.steps.items():
        row = made.boxes[source].row
        words[row] = max(words.get(row, 0), len(labels))
    y = float(MARGIN + GAP)
    for row in range(max(box.row for box in made.boxes.values()) + 1):
        here = [box for box in made.boxes.values() if box.row == row]
        high = max((box.high for box in here), default=0)
        for box in here:
            if box.column == 0:
                box.high = high
            box.y = y + (high - box.high) / 2
        y += high
        band = GAP + words.get(row, 0) * (SMALL + 4)
        made.gaps[row] = (y, y + band)
        y += band
    made.high = y - (GAP if not words.get(max(made.gaps)) else 0) + MARGIN
