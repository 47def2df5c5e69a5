"""The stylesheets keep to look.md: sizes, contrast, nothing from elsewhere."""

import re

import pytest

from tests.portal.look.rendering import STATIC

MOST = 20 * 1024
TOKENS = STATIC["pages"] / "tokens.css"
SHEETS = sorted([*STATIC["pages"].glob("*.css"), *STATIC["desk"].glob("*.css")])
SCRIPTS = sorted([*STATIC["pages"].glob("*.js"), *STATIC["desk"].glob("*.js")])


def named(path):
    return path.name


def token(name):
    found = re.search(rf"--{name}: (#[0-9a-f]{{6}});", TOKENS.read_text(encoding="utf-8"))
    assert found, name
    return found[1]


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("path", SHEETS, ids=named)
def test_stylesheet_is_small(path):
    assert path.stat().st_size <= MOST


@pytest.mark.parametrize("path", SHEETS, ids=named)
def test_stylesheet_loads_nothing_and_is_closed(path):
    source = path.read_text(encoding="utf-8")
    assert re.findall(r"url\(|@import|@font-face|expression\(", source) == []
    assert source.count("{") == source.count("}")


@pytest.mark.parametrize("path", SHEETS, ids=named)
def test_every_property_that_is_used_is_defined(path):
    defined = set(re.findall(r"(--[\w]+):", TOKENS.read_text(encoding="utf-8")))
    assert sorted(set(re.findall(r"var\((--[\w]+)", path.read_text(encoding="utf-8"))) - defined) == []


@pytest.mark.parametrize("ground", ["card", "paper"])
@pytest.mark.parametrize("name", ["ink", "muted", "red", "green", "amber", "blue"])
def test_text_colours_are_readable(name, ground):
    assert contrast(token(name), token(ground)) >= 4.5


def test_muted_text_is_readable_on_washed_ground():
    assert contrast(token("muted"), token("wash")) >= 4.5


def test_borders_of_fields_stand_out():
    assert contrast(token("edge"), token("card")) >= 3


def test_colours_are_those_of_the_design():
    names = ("ink", "muted", "red", "green", "amber", "blue", "line", "edge", "paper", "card")
    assert [token(name) for name in names] == [
        "#1f2328", "#57606a", "#b3161b", "#1a6b3c", "#8a4b00", "#0b5cad", "#d9d4cc", "#8c959f", "#faf8f5", "#ffffff",
    ]  # fmt: skip


def test_targets_are_large_enough_for_a_thumb():
    assert "--touch: 2.75rem" in TOKENS.read_text(encoding="utf-8")


def test_type_is_never_smaller_than_fourteen_pixels():
    sizes = [
        float(size)
        for path in SHEETS
        for size in re.findall(r"font(?:-size)?:[^;]*?\b([\d.]+)rem", path.read_text(encoding="utf-8"))
    ]
    assert min(sizes) >= 0.875


@pytest.mark.parametrize("path", SCRIPTS, ids=named)
def test_script_runs_under_a_strict_policy(path):
    source = path.read_text(encoding="utf-8")
    assert (
        re.findall(
            r"\beval\(|new Function|innerHTML|outerHTML|document\.write|insertAdjacentHTML|setAttribute\(\"(?:style|on)",
            source,
        )
        == []
    )


@pytest.mark.parametrize("path", sorted(STATIC["pages"].rglob("*.svg")), ids=named)
def test_drawings_carry_no_code_and_load_nothing(path):
    source = path.read_text(encoding="utf-8")
    assert re.findall(r"<script|\son\w+=|href=|<style|style=|<image|<foreignObject", source) == []
    assert len(source) <= 6000
