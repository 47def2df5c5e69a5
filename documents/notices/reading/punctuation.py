"""Punctuation of Chinese text: half-width signs, quotes, dashes; misread digits in dates."""

import re

from .blanks import HAN
from .journal import Journal

_BEFORE = rf"(?<=[{HAN}”’》）】〕%])"
_AFTER = rf"(?=[ \u3000]*[{HAN}“‘《（【])"
_FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_SIGN_AFTER_HAN = re.compile(rf"{_BEFORE}[ \u3000]*([,;:?!])[ \u3000]*")
_SIGN_BEFORE_HAN = re.compile(rf"(?<=[0-9A-Za-z])[ \u3000]*([,;:?!]){_AFTER}")
_STOP = re.compile(rf"{_BEFORE}[ \u3000]*\.(?=[ \u3000]*(?:[{HAN}“《]|$))", re.M)
_ORDINAL = re.compile(rf"^([ \u3000]*[一二三四五六七八九十]{{1,3}})[ \u3000]*[.．,，:：](?=[ \u3000]*[{HAN}“《])", re.M)
_ONE = re.compile(rf"^([ \u3000]*)[—\-－]([、.．])(?=[ \u3000]*[{HAN}“《])", re.M)
_LAST_STOP = re.compile(rf"^(?=.*[{HAN}])(.{{6,}}[A-Za-z0-9）])\.(?=[ \u3000]*$)", re.M)
_OPEN = re.compile(rf"\((?=[ \u3000]*[\d.%—~至-]*[ \u3000]*[{HAN}《“‘])")
_CLOSE = re.compile(rf"(?<=[{HAN}》”’。；])[ \u3000]*\)")
_HALF_CLOSED = re.compile(r"(（[^（）()\n]{0,120})\)")
_HALF_OPENED = re.compile(r"\(([^（）()\n]{0,120}）)")
_LINE_NUMBER = re.compile(r"^([ \u3000]*)[(（](\d{1,2})[)）]", re.M)
_ELLIPSIS = re.compile(rf"{_BEFORE}(?:\.{{3,6}}|。{{3,6}}|·{{3,6}}|…(?!…))")
_DASH = re.compile(rf"(?<=[{HAN}”’》）])[ \u3000]*(?:[─━―]{{1,3}}|-{{2,3}}|[—–]{{3}})[ \u3000]*(?=[{HAN}“‘《])")
_TITLE_MARKS = re.compile(rf"<<[ \u3000]*([{HAN}][^<>\n]{{1,60}})[ \u3000]*>>")
_LIGATURE_QUOTES = str.maketrans({"＂": '"', "〝": "“", "〞": "”", "〟": "”"})

_SPACED_YEAR = re.compile(r"(?<!\d)(?:[12] ?[09] ?\d ?\d)(?= ?年)")
_LETTER_YEAR = re.compile(r"(?<![0-9A-Za-z])[12Il][0-9OoIl]{3}(?= ?年)")
_LETTER_DAY = re.compile(r"(?<![0-9A-Za-z])[0-9OoIl]{1,2} ?月(?: ?[0-9OoIl]{1,2} ?[日号曰口])?")
_LETTER_NUMBER = re.compile(r"(?<=[〔﹝\[［【(（])\s*[12Il][0-9OoIl]{3}\s*(?=[〕﹞\]］】)）]\s*第?\s*\d{1,4}\s*号)")
_SPACED_NUMBER = re.compile(r"(?<![\d.])\d(?: [\d—-]){6,}(?![\d.])")
_SPACED_CLOCK = re.compile(
    r"(?<=\d)[ \u3000]*([:：])[ \u3000]+(?=[0-5]\d(?!\d))|(?<=\d)[ \u3000]+([:：])(?=[0-5]\d(?!\d))"
)
_LETTERS = str.maketrans("OoIl", "0011")
_WRONG_DAY = re.compile(r"(?<=月)( ?\d{1,2}) ?[曰口](?=[前后至起止，。；、（(\s]|\Z)")
_HAN_YEAR = re.compile("[一二][○ＯOo0〇零ΟО一二三四五六七八九]{3}(?=[ \u3000]*年)")
_ZERO = str.maketrans("○ＯOo0零ΟО", "〇" * 8)


def mend(text: str, journal: Journal) -> str:
    """Repair signs and digits that stand within one line. Never adds or removes a newline."""
    text = text.translate(_LIGATURE_QUOTES)
    text = _digits(text, journal)
    text = journal.sub("repair.digits", _ONE, r"\1一、", text)
    text = journal.sub("repair.punctuation", _ORDINAL, r"\1、", text)
    text = journal.sub("repair.punctuation", _ELLIPSIS, "……", text)
    text = journal.sub("repair.punctuation", _SIGN_AFTER_HAN, lambda m: _FULL[m[1]], text)
    text = journal.sub("repair.punctuation", _SIGN_BEFORE_HAN, lambda m: _FULL[m[1]], text)
    text = journal.sub("repair.punctuation", _STOP, "。", text)
    text = journal.sub("repair.punctuation", _LAST_STOP, r"\1。", text)
    for pattern, repl in (
        (_OPEN, "（"),
        (_CLOSE, "）"),
        (_HALF_CLOSED, r"\1）"),
        (_HALF_OPENED, r"（\1"),
        (_LINE_NUMBER, r"\1（\2）"),
        (_TITLE_MARKS, r"《\1》"),
    ):
        text = journal.sub("repair.punctuation", pattern, repl, text)
    return journal.sub("repair.dashes", _DASH, "——", text)


def _digits(text: str, journal: Journal) -> str:
    text = journal.sub("repair.digits", _SPACED_YEAR, lambda m: m.group().replace(" ", ""), text)
    text = journal.sub("repair.digits", _LETTER_YEAR, _as_digits, text)
    text = journal.sub("repair.digits", _LETTER_DAY, _as_digits, text)
    text = journal.sub("repair.digits", _LETTER_NUMBER, _as_digits, text)
    text = journal.sub("repair.digits", _SPACED_CLOCK, lambda m: m[1] or m[2], text)
    text = journal.sub("repair.digits", _WRONG_DAY, r"\1日", text)
    text = journal.sub("repair.digits", _SPACED_NUMBER, lambda m: m.group().replace(" ", ""), text)
    return journal.sub("repair.digits", _HAN_YEAR, lambda m: m.group().translate(_ZERO), text)


def _as_digits(match: re.Match[str]) -> str:
    return match.group().translate(_LETTERS) if any(c.isdigit() for c in match.group()) else match.group()


# --- quotes, once the paragraph is whole ------------------------------------------------------------------------------

_DOUBLE = re.compile('["“”]')
_SINGLE = re.compile(rf"(?<=[{HAN}，、“])'|'(?=[{HAN}])")


def pair_quotes(text: str, journal: Journal) -> str:
    """Make the double quotes of one paragraph open and close in turn. An odd number is noted and left as it is."""
    marks = _DOUBLE.findall(text)
    if marks and len(marks) % 2:
        if '"' in marks or marks.count("“") != marks.count("”"):
            at = _DOUBLE.search(text)
            start = max(0, (at.start() if at else 0) - 6)
            journal.note("damage.quotes", "引号不成对，未改动。请对照原件补上缺的一半。", text[start : start + 60])
        return text
    if marks != ["“", "”"] * (len(marks) // 2):
        turn = iter("“”" * (len(marks) // 2))
        fixed = _DOUBLE.sub(lambda _: next(turn), text)
        first = next(i for i, (a, b) in enumerate(zip(text, fixed, strict=True)) if a != b)
        changed = sum(a != b for a, b in zip(text, fixed, strict=True))
        window = slice(max(0, first - 10), first + 12)
        journal.repair("repair.quotes", text[window], fixed[window], changed)
        text = fixed
    singles = _SINGLE.findall(text)
    if singles and len(singles) % 2 == 0:
        turn = iter("‘’" * (len(singles) // 2))
        text = journal.sub("repair.quotes", _SINGLE, lambda _: next(turn), text)
    return text
