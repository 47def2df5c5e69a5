"""Repairs of single characters that are certain whatever stands around them: line ends, invisible and compatible characters, widths."""

import re
import unicodedata

from .journal import Journal

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb]+"
)
_BLANKS = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f]")
_LONG_BLANK = re.compile("[ \t\u3000]{100,}")
_COMPATIBLE = re.compile("[\u2f00-\u2fdf\uf900-\ufaff]")
_FULL_WIDTH = re.compile("[０-９Ａ-Ｚａ-ｚ]+")
_FULL_SIGNS = re.compile(r"(?<=[0-9A-Za-z])[．－／＠％＋＿](?=[0-9A-Za-z])|(?<=[0-9])[％]|(?<=[0-9])．")
# Radicals that PDF exports leave in place of characters; Unicode gives them no compatibility mapping.
_RADICALS = dict(
    zip(
        "⺎⺏⺐⺗⺟⺠⺩⺪⺮⺳⺸⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰",
        "兀尣尢忄母民王疋竹网羊虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙",
        strict=True,
    )
)
_RADICAL = re.compile("[" + "".join(_RADICALS) + "]")


def split_ends(text: str) -> str:
    """All line, page and paragraph ends as a plain newline."""
    return _LINE_ENDS.sub("\n", text)


def plain(text: str, journal: Journal) -> str:
    """Text without invisible characters, radicals and full-width digits or letters; blanks become ordinary ones.

    Never adds or removes a newline. The ideographic space stays: it carries indents and columns.
    """
    text = journal.sub("repair.invisible", _INVISIBLE, "", text)
    text = _LONG_BLANK.sub(" " * 100, _BLANKS.sub(" ", text))
    text = journal.sub("repair.variants", _COMPATIBLE, lambda m: unicodedata.normalize("NFKC", m.group()), text)
    text = journal.sub("repair.variants", _RADICAL, lambda m: _RADICALS[m.group()], text)
    text = journal.sub("repair.width", _FULL_WIDTH, _halve, text)
    return journal.sub("repair.width", _FULL_SIGNS, _halve, text)


def _halve(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", match.group())
