"""Leftovers of other programs in pasted text: Word field codes, HTML tags and entities, Markdown signs."""

import html
import re

from .journal import Journal

_FIELD_NAMES = (
    "INCLUDEPICTURE|HYPERLINK|MERGEFIELD|MERGEFORMAT|PAGEREF|NUMPAGES|SECTIONPAGES|TOC|EMBED|SHAPE|EQ|SEQ|REF|PAGE|DATE|TIME|"
    "DOCPROPERTY|FORMTEXT|STYLEREF|LINK|ADVANCE"
)
_BRACED = re.compile(rf"\{{[ ]*(?:{_FIELD_NAMES})\b[^{{}}\n]*\}}")
_SWITCHED = re.compile(
    rf"(?:(?<=[^A-Za-z])|(?<![\s\S]))[ ]*\b(?:{_FIELD_NAMES})\b"
    r"(?:[ ]+(?:\"[^\"\n]*\"|[A-Za-z0-9_:/.%?=&-]+))*"
    r"(?:[ ]*\\[*@#a-z!](?:[ ]*(?:MERGEFORMAT|GB3|CHINESENUM\d|Arabic|\"[^\"\n]*\"|[a-z0-9-]+))?)+[ ]*"
)
_QUOTED_FIELD = re.compile(r"\b(?:INCLUDEPICTURE|HYPERLINK)[ ]+\"[^\"\n]*\"[ ]*")
_FORMULA = re.compile(r"=[ ]*\d+[ ]*\\\*[ ]*(?:GB[1-4]|ROMAN|CHINESENUM\d)[ ]*")

_TAG = re.compile(
    r"</?(?:p|br|div|span|strong|b|i|em|u|font|table|tbody|thead|tr|td|th|ul|ol|li|a|img|h[1-6]|section|article|center|hr|o:p|st1:\w+|"
    r"style|script|meta|head|body|html|title)\b[^<>\n]*>",
    re.IGNORECASE,
)
_ENTITY = re.compile(
    r"&(?:nbsp|ensp|emsp|thinsp|ldquo|rdquo|lsquo|rsquo|quot|apos|amp|lt|gt|mdash|ndash|middot|hellip|#\d{2,6}|#x[0-9a-fA-F]{2,5});?"
)

_BARE_ENTITY = re.compile(r"(?<![A-Za-z&])(mdash|ndash|ldquo|rdquo|lsquo|rsquo|hellip|middot|nbsp);")
_LAST_BAR = re.compile(r"^([^|｜\n]+?)[ \t]*[|｜][ \t]*$", re.M)
_HEADING = re.compile(
    r"^([ \u3000]*)#{1,6}(?:[ \t\u3000]+(?=\S)|(?=[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]|关于))",
    re.M,
)
_STRONG = re.compile(r"(\*\*|__)(?=[^\s*_])([^*\n]{1,200}?)(?<=[^\s*_])\1")
_STRAY_STARS = re.compile(r"\*\*")
_CODE = re.compile(r"`([^`\n]{1,200})`")
_QUOTE = re.compile(r"^[ \u3000]*>[ ]?", re.M)
_BULLET = re.compile(
    r"^([ \u3000]*)(?:[-*+•●▪■◆][ \t\u3000]+|[\uf06c\uf06e\uf075\uf0a7\uf0a8\uf0b7\uf0d8\uf0fc][ \t\u3000]*)(?=[\d（(一二三四五六七八九十①-⑳\u4e00-\u9fff“《])",
    re.M,
)
_ESCAPED = re.compile(r"(?<=\d)\\(?=[.)])|\\(?=[*_#\[\]()~])")
_LINK = re.compile(r"!?\[([^\[\]\n]{0,120})\]\((?:https?:|mailto:|/|\./|#|[\w./-]+\.\w{2,4})[^()\s]*\)")
_FENCE = re.compile(r"^[ ]*(?:```\w*|~~~\w*)[ ]*$", re.M)
_TABLE_RULE = re.compile(r"^[ ]*\|?(?:[ ]*:?-{3,}:?[ ]*\|)+[ ]*:?-*:?[ ]*$", re.M)
_TABLE_ROW = re.compile(r"^[ ]*\|(.+)\|[ ]*$", re.M)


def strip(text: str, journal: Journal) -> str:
    """Text without foreign codes. Never adds or removes a newline."""
    for pattern in (_BRACED, _SWITCHED, _QUOTED_FIELD, _FORMULA):
        text = journal.sub("repair.fields", pattern, "", text)
    if "<" in text:
        text = journal.sub("repair.markup", _TAG, "", text)
    if "&" in text:
        text = journal.sub("repair.markup", _ENTITY, _unescape, text)
    text = journal.sub("repair.markup", _BARE_ENTITY, lambda m: html.unescape(f"&{m[1]};").replace("\xa0", " "), text)
    for pattern, repl in (
        (_LAST_BAR, r"\1"),
        (_LINK, r"\1"),
        (_FENCE, ""),
        (_TABLE_RULE, ""),
        (_HEADING, r"\1"),
        (_STRONG, r"\2"),
        (_STRAY_STARS, ""),
        (_CODE, r"\1"),
        (_QUOTE, ""),
        (_BULLET, r"\1"),
        (_ESCAPED, ""),
    ):
        text = journal.sub("repair.markup", pattern, repl, text)
    return journal.sub("repair.markup", _TABLE_ROW, _row, text)


def _unescape(match: re.Match[str]) -> str:
    entity = match.group()
    plain = html.unescape(entity if entity.endswith(";") else entity + ";")
    return " " if plain in "\n\r\xa0\u2002\u2003\u2009" or not plain.isprintable() else plain


def _row(match: re.Match[str]) -> str:
    return "\t".join(cell.strip() for cell in match[1].split("|"))
