"""One font file: which characters it has, how wide and how high they are, and its subset for a PDF."""

import hashlib
import re
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import uharfbuzz as hb

_IDEOGRAPHS = "国田回面"
_SUBSET_FLAGS = (
    hb.SubsetFlags.NO_HINTING
    | hb.SubsetFlags.NO_LAYOUT_CLOSURE
    | hb.SubsetFlags.CFF_IDENTITY_CHARSET
    | hb.SubsetFlags.NOTDEF_OUTLINE
)


@dataclass(frozen=True, slots=True)
class Subset:
    """The part of a face that one PDF embeds.

    `program` is a bare CFF table when `outlines` is "cff", else a TrueType file. `glyphs` maps characters to glyph numbers in it, `widths` lists
    the glyphs' advances in thousandths of the em.
    """

    program: bytes
    outlines: str
    glyphs: dict[str, int]
    widths: tuple[int, ...]


class Face:
    """A font file opened with HarfBuzz. All lengths are in em; y grows upwards from the baseline."""

    def __init__(self, path: Path, index: int = 0) -> None:
        self.path = path
        self.index = index
        self._face = hb.Face(hb.Blob.from_file_path(str(path)), index)
        self._font = hb.Font(self._face)
        self._upem: int = self._face.upem
        self._unicodes: frozenset[int] = frozenset(self._face.unicodes)
        self._advances: dict[str, float] = {}

    def __repr__(self) -> str:
        return f"<Face {self.name}>"

    @cached_property
    def names(self) -> frozenset[str]:
        """Family, full and PostScript names in every language that the file carries."""
        wanted = {1, 4, 6, 16}
        found = (
            self._face.get_name(n.name_id, n.language) for n in self._face.list_names() if int(n.name_id) in wanted
        )
        return frozenset(name.strip() for name in found if name and name.strip())

    @cached_property
    def name(self) -> str:
        """The PostScript name, reduced to what a PDF name and a fontconfig family may hold."""
        raw = self._face.get_name(hb.OTNameIdPredefined.POSTSCRIPT_NAME) or self.path.stem
        return re.sub(r"[^A-Za-z0-9_-]", "", raw) or "Unnamed"

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the file (hex), by which a print can be made again with the same font."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def has(self, char: str) -> bool:
        """Whether the face has a glyph for the character."""
        return ord(char) in self._unicodes

    def advance(self, char: str) -> float:
        """Advance width of a character."""
        try:
            return self._advances[char]
        except KeyError:
            glyph = self._font.get_nominal_glyph(ord(char)) or 0
            width: float = self._font.get_glyph_h_advance(glyph) / self._upem
            self._advances[char] = width
            return width

    def ink(self, char: str) -> tuple[float, float]:
        """Bottom and top of the character's outline."""
        glyph = self._font.get_nominal_glyph(ord(char)) or 0
        extents = self._font.get_glyph_extents(glyph)
        top: float = extents.y_bearing / self._upem
        return top + extents.height / self._upem, top

    @cached_property
    def centre(self) -> float:
        """Height of the middle of the character face above the baseline.

        Taken from the outlines of ideographs, because the metrics that font files declare differ by a tenth of the em from what is drawn.
        """
        drawn = [self.ink(char) for char in _IDEOGRAPHS if self.has(char)]
        if not drawn:
            return 0.38
        return sum(bottom + top for bottom, top in drawn) / (2 * len(drawn))

    @cached_property
    def box(self) -> tuple[int, int, int, int]:
        """The bounding box of all glyphs, in thousandths of the em (PDF FontBBox)."""
        left, bottom, right, top = struct.unpack(">4h", bytes(self._face.reference_table("head").data)[36:44])
        scale = 1000 / self._upem
        return round(left * scale), round(bottom * scale), round(right * scale), round(top * scale)

    def subset(self, characters: Iterable[str]) -> Subset:
        """Cut the face down to the given characters. The same characters give the same bytes."""
        old = {char: self._font.get_nominal_glyph(ord(char)) or 0 for char in sorted(characters)}
        request = hb.SubsetInput()
        for glyph in old.values():
            request.glyph_set.add(glyph)
        request.flags = _SUBSET_FLAGS
        plan = hb.SubsetPlan(self._face, request)
        renumbered = dict(plan.old_to_new_glyph_mapping.items())
        cut = plan.execute()
        outlines = "cff" if "CFF " in cut.table_tags else "truetype"
        program = bytes(cut.reference_table("CFF ").data) if outlines == "cff" else bytes(cut.blob.data)
        font = hb.Font(cut)
        widths = tuple(round(font.get_glyph_h_advance(glyph) * 1000 / self._upem) for glyph in range(cut.glyph_count))
        return Subset(program, outlines, {char: renumbered[glyph] for char, glyph in old.items()}, widths)
