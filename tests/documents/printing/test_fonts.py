"""Fonts: the operator's come first, rare characters are found elsewhere and told, missing fonts are refused with advice."""

from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from documents.printing.errors import FontsMissingError
from documents.printing.fonts import MISSING_MARK, FontSet, Role

RARE_NAMES = "昇珺瑄堃玥喆垚彧翀赟祎㛃𬭎"


def box() -> object:
    pen = TTGlyphPen(None)
    pen.moveTo((50, -100))
    pen.lineTo((50, 800))
    pen.lineTo((950, 800))
    pen.lineTo((950, -100))
    pen.closePath()
    return pen.glyph()


def make_font(path: Path, family: str, characters: str) -> None:
    """A font that draws every character as a box."""
    names = [".notdef", *(f"uni{ord(char):04X}" for char in characters)]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(char): f"uni{ord(char):04X}" for char in characters})
    builder.setupGlyf({name: box() for name in names})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (1000, 50)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": family, "styleName": "Regular", "psName": "OwnFont-Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(path)


@pytest.fixture
def own_root(fonts: FontSet, tmp_path: Path) -> Path:
    """A fonts folder with the shipped fonts and an empty place for the operator's."""
    for name in ("fandol", "latin"):
        (tmp_path / name).symlink_to(fonts.root / name)
    (tmp_path / "own").mkdir()
    return tmp_path


def test_operators_font_comes_first_and_ours_fill_its_gaps(own_root: Path) -> None:
    make_font(own_root / "own" / "fs.ttf", "仿宋_GB2312", "青年国A")
    chosen = FontSet(own_root)
    assert chosen.pick(Role.FANG, "青")[0].name == "OwnFont-Regular"
    assert chosen.pick(Role.FANG, "志")[0].name == "FandolFang-Regular"
    assert chosen.pick(Role.KAI, "青")[0].name == "FandolKai-Regular"


def test_unknown_and_damaged_files_in_the_own_folder_are_passed_over(own_root: Path) -> None:
    make_font(own_root / "own" / "x.ttf", "某某体", "青年国")
    (own_root / "own" / "broken.otf").write_bytes(b"not a font")
    (own_root / "own" / "empty.ttc").write_bytes(b"")
    assert FontSet(own_root).pick(Role.FANG, "青")[0].name == "FandolFang-Regular"


@pytest.mark.parametrize("char", RARE_NAMES)
def test_rare_name_characters_are_set_from_the_fallback(fonts: FontSet, char: str) -> None:
    face, shown, rare = fonts.pick(Role.FANG, char)
    assert (shown, rare) == (char, True)
    assert face.has(char)


def test_character_that_no_font_has_is_shown_as_the_printers_mark(fonts: FontSet) -> None:
    assert fonts.pick(Role.FANG, "\ue123")[1] == MISSING_MARK
    assert not fonts.knows(Role.FANG, "\ue123")


def test_western_text_in_the_body_is_set_in_the_western_face(fonts: FontSet) -> None:
    assert fonts.pick(Role.FANG, "8")[0] is fonts.faces[Role.LATIN][0]
    assert fonts.pick(Role.FANG, "“")[0] is fonts.faces[Role.FANG][0]
    assert fonts.pick(Role.HEI, "1")[0] is fonts.faces[Role.HEI][0]


def test_missing_fonts_are_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(FontsMissingError, match=r"fonts\.sh"):
        FontSet(tmp_path)


def test_face_metrics_are_taken_from_the_outlines(fonts: FontSet) -> None:
    face = fonts.faces[Role.FANG][0]
    assert face.advance("国") == 1.0
    assert 0.25 < face.centre < 0.35


def test_subset_holds_only_what_was_asked_for(fonts: FontSet) -> None:
    subset = fonts.faces[Role.FANG][0].subset("青年青")
    assert sorted(subset.glyphs) == ["年", "青"]
    assert len(subset.widths) == 3
    assert len(subset.program) < 5_000
