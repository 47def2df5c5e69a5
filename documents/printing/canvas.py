"""What is drawn where: pages of text runs and rules, each tied to the element of the document that it belongs to.

Lengths are points from the top left corner of the sheet, y downwards; `documents.printing.pdf` turns a canvas into a file.
"""

from dataclasses import dataclass, field
from typing import TypeAlias

from documents.printing.faces import Face
from documents.printing.grid import BLACK, SHEET_HEIGHT, SHEET_WIDTH

Colour: TypeAlias = tuple[float, float, float]


@dataclass(slots=True)
class Element:
    """A node of the document's logical structure (ISO 32000 14.7): what screen readers walk through. `tag` is H1, P, Table, TR, TD …"""

    tag: str
    children: list["Element | tuple[int, int]"] = field(default_factory=list)

    def add(self, tag: str) -> "Element":
        """A new last child."""
        child = Element(tag)
        self.children.append(child)
        return child


@dataclass(frozen=True, slots=True)
class Glyphs:
    """A run of text in one face on one baseline.

    `spacing` follows every character; `stretch` narrows the characters (1 is their own width); `bold` thickens a face that has no bold of its own;
    `turn` is the angle in degrees, against the clock, about the run's start.
    """

    face: Face
    size: float
    x: float
    baseline: float
    text: str
    spacing: float = 0.0
    colour: Colour = BLACK
    stretch: float = 1.0
    bold: bool = False
    turn: float = 0.0


@dataclass(frozen=True, slots=True)
class Rule:
    """A filled bar."""

    x: float
    y: float
    width: float
    height: float
    colour: Colour = BLACK


@dataclass(frozen=True, slots=True)
class Frame:
    """The outline of a table cell; its sides lie on the edges of the box, half inside."""

    x: float
    y: float
    width: float
    height: float
    thickness: float


Mark: TypeAlias = Glyphs | Rule | Frame


@dataclass(slots=True)
class Page:
    """A sheet's side. Drawing without an element is decoration: rules, page numbers, the watermark."""

    width: float = SHEET_WIDTH
    height: float = SHEET_HEIGHT
    drawn: list[tuple[Mark, Element | None]] = field(default_factory=list)

    def draw(self, mark: Mark, element: Element | None = None) -> None:
        """Add a mark on top of those drawn before."""
        self.drawn.append((mark, element))


@dataclass(slots=True)
class Canvas:
    """All pages of a document and the root of its structure."""

    pages: list[Page] = field(default_factory=list)
    root: Element = field(default_factory=lambda: Element("Document"))

    def page(self, index: int, *, landscape: bool = False) -> Page:
        """The page of that index; pages up to it are made when they are not there yet."""
        while len(self.pages) <= index:
            self.pages.append(Page())
        page = self.pages[index]
        if landscape:
            page.width, page.height = SHEET_HEIGHT, SHEET_WIDTH
        return page
