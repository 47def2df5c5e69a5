"""The overlay locale: what is compiled says exactly what is written."""

import ast
import gettext
import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[3] / "site" / "portal" / "locale" / "zh_Hans" / "LC_MESSAGES"
SOURCES = sorted(FOLDER.glob("*.po"))
STRING = re.compile(r'^(msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)?\s*(".*")$')


def written(path: Path) -> dict[str | tuple[str, int], str]:
    """The translations of a .po as gettext keeps them: by message, context and plural form; fuzzy and empty ones left out."""
    found: dict[str | tuple[str, int], str] = {}
    for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8")):
        parts: dict[str, str] = {}
        here, fuzzy = "", False
        for line in block.splitlines():
            fuzzy |= line.startswith("#,") and "fuzzy" in line
            if match := STRING.match(line):
                here = match[1] or here
                parts[here] = parts.get(here, "") + ast.literal_eval(match[2])
        if fuzzy or not parts.get("msgid"):
            continue
        name = f"{parts['msgctxt']}\x04{parts['msgid']}" if "msgctxt" in parts else parts["msgid"]
        for key, text in parts.items():
            if text and key == "msgstr":
                found[name] = text
            elif text and key.startswith("msgstr["):
                found[name, int(key[7:-1])] = text
    return found


def test_both_catalogues_are_there() -> None:
    assert [path.stem for path in SOURCES] == ["django", "djangojs"]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_compiled_catalogue_equals_its_source(path: Path) -> None:
    with path.with_suffix(".mo").open("rb") as file:
        compiled = dict(gettext.GNUTranslations(file)._catalog)  # type: ignore[attr-defined]
    compiled.pop("", None)
    expected = written(path)
    assert len(expected) >= 20
    assert compiled == expected, f"run: msgfmt {path} -o {path.with_suffix('.mo')}"
