"""What comes out of the typesetter."""

import hashlib
from dataclasses import dataclass, field

from documents.printing.canvas import Canvas, Glyphs


@dataclass(frozen=True, slots=True)
class Printed:
    """A finished PDF.

    `fonts` are the PostScript names of the embedded fonts, `digests` the SHA-256 of their files in the same order (a sheet made of HTML
    has none). `fallback` are characters that the paper's own face lacks and the fallback face set, `missing` those that no font has: 〓 stands for them, and the paper must not go out. `adjusted` says in Chinese what the typesetter decided.
    """

    pdf: bytes = field(repr=False)
    pages: int
    fonts: tuple[str, ...] = ()
    fallback: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    adjusted: tuple[str, ...] = ()
    digests: tuple[str, ...] = ()
    sha256: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sha256", hashlib.sha256(self.pdf).hexdigest())


def embedded(canvas: Canvas) -> list[tuple[str, str]]:
    """The fonts that a canvas uses: names and digests of their files, in order."""
    faces = {mark.face for page in canvas.pages for mark, _ in page.drawn if isinstance(mark, Glyphs)}
    return sorted((face.name, face.digest) for face in faces)
