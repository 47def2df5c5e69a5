"""Setting text: characters get their faces, paragraphs their lines, lines their places on a page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from documents.printing.breaking import Line, break_lines, stretches
from documents.printing.canvas import Colour, Element, Glyphs, Page
from documents.printing.faces import Face
from documents.printing.fonts import MISSING_MARK, FontSet, Role
from documents.printing.grid import BLACK, BODY, CELL
from documents.printing.text import CLOSING, OPENING


@dataclass(frozen=True, slots=True)
class Span:
    """Text in one role, part of a paragraph."""

    text: str
    role: Role = Role.FANG


@dataclass(frozen=True, slots=True)
class Sort:
    """One character as it is set: its face, its advance in em, whether it is thickened, how far (em) its baseline is moved."""

    char: str
    face: Face
    advance: float
    bold: bool
    shift: float


@dataclass(frozen=True, slots=True)
class SetLine:
    """A line ready to be drawn: its sorts, the gap after each of them in points, its size, the middle of its face above the baseline in em."""

    sorts: tuple[Sort, ...]
    gaps: tuple[float, ...]
    size: float
    centre: float
    flush: bool = False

    @property
    def text(self) -> str:
        """The characters of the line."""
        return "".join(sort.char for sort in self.sorts)

    @property
    def width(self) -> float:
        """From the left edge of the first to the right edge of the last character."""
        return sum(sort.advance for sort in self.sorts) * self.size + sum(self.gaps)


@dataclass(slots=True)
class Compositor:
    """Sets text in the faces of a font set and remembers which characters needed the fallback or have no glyph at all."""

    fonts: FontSet
    fallback: dict[str, None] = field(default_factory=dict)
    missing: dict[str, None] = field(default_factory=dict)
    _cases: dict[Role, dict[str, Sort]] = field(default_factory=dict)

    def sorts(self, text: str, role: Role) -> list[Sort]:
        """The characters of a text in a role."""
        case = self._cases.setdefault(role, {})
        found = []
        for char in text:
            sort = case.get(char)
            if sort is None:
                sort = case[char] = self._cut(char, role)
            found.append(sort)
        return found

    def width(self, text: str, role: Role = Role.FANG) -> float:
        """The natural width of a text, in em."""
        return sum(sort.advance for sort in self.sorts(text, role))

    def _cut(self, char: str, role: Role) -> Sort:
        face, shown, rare = self.fonts.pick(role, char)
        base = self.fonts.faces[role][0]
        if shown != char:
            self.missing[char] = None
        elif rare:
            self.fallback[char] = None
        # Characters of another design are lined up by the middle of their face; Western ones share the baseline.
        ideographic = face is not base and face.has("国") and face.advance(shown) > 0.9
        shift = face.centre - base.centre if ideographic else 0.0
        return Sort(shown, face, face.advance(shown), rare and role is Role.TITLE and shown != MISSING_MARK, shift)

    def paragraph(
        self,
        spans: Sequence[Span],
        *,
        first: float,
        rest: float,
        size: float = BODY,
        gap: float | None = None,
        whole: Iterable[tuple[int, int]] = (),
    ) -> list[SetLine]:
        """Break spans into lines of the given widths. `gap` defaults to the grid's: a cell less an em; `whole` stretches are rather not divided."""
        sorts = [sort for span in spans for sort in self.sorts(span.text, span.role)]
        text = "".join(span.text for span in spans)
        gap = CELL - BODY if gap is None else gap
        widths = [sort.advance * size for sort in sorts]
        if sum(widths) <= first and sum(widths) + gap * len(text) <= first:
            lines = [Line(0, len(text), gap)] if text else []
        else:
            lines = break_lines(text, widths, first=first, rest=rest, em=size, gap=gap, whole=whole)
        centre = self.fonts.faces[spans[0].role][0].centre if spans else 0.0
        return [_set(sorts, text, line, size, centre) for line in lines]

    def line(
        self,
        text: str,
        role: Role = Role.FANG,
        *,
        size: float = BODY,
        gap: float | None = None,
        close_marks: bool = False,
    ) -> SetLine:
        """One unbroken line. `close_marks` takes out the double blank between neighbouring marks, as titles need it."""
        gap = (CELL - BODY if size == BODY else 0.0) if gap is None else gap
        sorts = self.sorts(text, role)
        line = _set(sorts, text, Line(0, len(text), gap), size, self.fonts.faces[role][0].centre)
        if not close_marks:
            return line
        gaps = [gap - 0.5 * size * _double_blank(text[i : i + 2]) for i, gap in enumerate(line.gaps)]
        return replace(line, gaps=tuple(gaps))


def _double_blank(pair: str) -> int:
    """Whether between two neighbouring marks stands more than one blank half."""
    before, after = pair[:1], pair[1:]
    return int(
        bool(after) and ((before in CLOSING and after in CLOSING | OPENING) or (before in OPENING and after in OPENING))
    )


def draw(
    page: Page, line: SetLine, x: float, top: float, element: Element | None = None, colour: Colour = BLACK
) -> None:
    """Draw a line whose face begins at `x` and `top`. Neighbours in the same face and spacing become one run."""
    baseline = top + (0.5 + line.centre) * line.size
    start, at = 0, x
    for index, sort in enumerate(line.sorts):
        following = line.sorts[index + 1] if index + 1 < len(line.sorts) else None
        if following and following.face is sort.face and line.gaps[index] == line.gaps[start]:
            continue
        run = line.sorts[start : index + 1]
        page.draw(
            Glyphs(
                run[0].face,
                line.size,
                at,
                baseline + run[0].shift * line.size,
                "".join(each.char for each in run),
                line.gaps[start] if len(run) > 1 else 0.0,
                colour,
                bold=run[0].bold,
            ),
            element,
        )
        at += sum(each.advance for each in run) * line.size + sum(line.gaps[start : index + 1])
        start = index + 1


def _set(sorts: Sequence[Sort], text: str, line: Line, size: float, centre: float) -> SetLine:
    chosen = tuple(sorts[line.start : line.end])
    if line.gap == 0.0 and line.squeeze == 0.0:
        return SetLine(chosen, (0.0,) * len(chosen), size, centre, line.flush)
    gaps = []
    for i in range(line.start, line.end):
        last = i == line.end - 1
        gap = line.gap if not last and stretches(text, i) else 0.0
        if line.squeeze and not last:
            if text[i] in CLOSING and chosen[i - line.start].advance > 0.9:
                gap -= line.squeeze
            if text[i + 1] in OPENING and chosen[i + 1 - line.start].advance > 0.9:
                gap -= line.squeeze
        gaps.append(gap)
    return SetLine(chosen, tuple(gaps), size, centre, line.flush)
