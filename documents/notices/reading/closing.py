"""The lower part of a paper: 附件说明, 署名, 成文日期, 附注, 附件, 版记 (GB/T 9704-2012 7.3.4–7.3.7, 7.4)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .attachments import is_annex_heading, opens_list, starts_list
from .blanks import squeeze
from .dates import DATE, as_date, first_date, is_blank_date, only_date
from .headings import level_of
from .journal import Journal
from .lines import Line
from .organs import is_recipient_list, organs_on
from .signing import organ_and_day

_CC = re.compile(r"抄\s*[送报]\s*(?:机关|单位)?\s*[：:]\s*")
_MAIN = re.compile(r"主\s*送\s*(?:机关|单位)?\s*[：:]\s*")
_SENT = re.compile(r"(?:抄\s*[送报]|分?\s*[送发])\s*(?:机关|单位)?\s*[：:]\s*")  # minutes: 分送、发
_PRINTED = re.compile(rf"(?P<organ>[\u4e00-\u9fff（）()]{{0,40}}?)[ \u3000|｜]*(?P<date>{DATE.pattern})\s*印\s*[发制]")
_PRINTED_BY = re.compile(r"印\s*发\s*(?:机关|单位)\s*[：:]\s*(?P<organ>[\u4e00-\u9fff（）()]{2,40})")
_IMPRINT_SMALL = re.compile(
    r"主题词[：:].*|[（(]?共印\s*\d+\s*份[）)]?[。.]?|(?:校对|打印|打字|录入|拟稿|核稿)[：:]\s*[\u4e00-\u9fff \u3000]{2,20}(?:\s*(?:校对|打印|共印).{0,20})?|"
    r"分送[：:].*|信息公开选项[：:].*|公开(?:方式|属性|选项)[：:].*|是否公开[：:].*"
)
_NOTE = re.compile(
    r"[（(](?!此页无正文)[^（）()]{0,6}(?:此件|联系人|信息公开|发至|登报|口径|有效期|联系方式).*[）)][。.]?"
)
_NO_TEXT = re.compile(r"[（(]?此页无正文[）)]?[。.]?")
_SEAL = re.compile(r"[ \u3000]*[（(]\s*(?:盖\s*章|公\s*章|印\s*章|章|签\s*章|代\s*章|加盖公章)\s*[）)]\Z")
_CARRIES = re.compile(
    r"(?:印发|转发|下发|批转|发给)(?:给)?(?:你们|各单位|各地|你单位|大家|贯彻|执行|，|。)|予以(?:印发|转发|下发)|随文(?:印发|下发)|现(?:予)?(?:印发|转发|下发|发布)"
)
_MAX_SIGNATURE = 16


@dataclass(frozen=True, slots=True)
class Closing:
    """The lines below the 主送, sorted; ``carried`` is a text that a cover issues or passes on, ``annexes`` that of attachments."""

    body: tuple[Line, ...]
    signature: tuple[str, ...] = ()
    signed_on: date | None = None
    signed_text: str = ""
    note: str | None = None
    after: tuple[Line, ...] = ()  # contact lines and 附件说明 that stand below the date
    carried: tuple[Line, ...] = ()
    annexes: tuple[Line, ...] = ()
    cc: str = ""
    recipients: str = ""  # 主送 that stands in the 版记 for want of room above (7.3.2)
    printed_by: str | None = None
    printed_on: date | None = None


@dataclass(slots=True)
class _Imprint:
    cc: str = ""
    recipients: str = ""
    printed_by: str | None = None
    printed_on: date | None = None


def read_closing(lines: Sequence[Line], untitled: bool, journal: Journal, minutes: bool = False) -> Closing:
    """Sort the lines below the 主送. ``untitled`` tells that the cover has no title of its own.

    ``minutes`` says that the paper is 纪要, which names those who get it after 分送 or 发.
    """
    imprint = _Imprint()
    rest = _take_imprint(list(lines), imprint, journal, _SENT if minutes else _CC)
    at = _date_line(rest)
    if at is None:
        body, signature, below = _unsigned(rest)
        signed, written = None, ""
    else:
        body, signature, below, signed, written = _cut_at_date(rest, at)
    notes, after, other = _below(below)
    if notes is None and signature and len(body) > 1 and _NOTE.fullmatch(body[-1].text):
        notes = body.pop().text.strip()  # 附注 written above the signature belongs below the day (7.3.6)
    cover = "".join(line.text for line in body)
    carries = (
        bool(other)
        and not is_annex_heading(other[0].text)
        and (untitled or (len(cover) < 900 and bool(_CARRIES.search(cover))))
    )
    split = next((n for n, line in enumerate(other) if is_annex_heading(line.text)), len(other)) if carries else 0
    return Closing(
        tuple(body),
        tuple(signature),
        signed,
        written,
        notes,
        tuple(after),
        tuple(other[:split]),
        tuple(other[split:]),
        imprint.cc,
        imprint.recipients,
        imprint.printed_by,
        imprint.printed_on,
    )


# --- imprint ----------------------------------------------------------------------------------------------------------


def _take_imprint(lines: list[Line], imprint: _Imprint, journal: Journal, sent: re.Pattern[str]) -> list[Line]:
    """Remove 版记 wherever it stands below the text: 抄送, 印发机关 and 印发日期, 份数."""
    kept: list[Line] = []
    in_cc = False
    for line in lines:
        text = squeeze(line.raw) if line.table else line.text
        if match := sent.match(text):
            imprint.cc, in_cc = _joined_cc(imprint.cc, text[match.end() :]), True
            in_cc = not _split_printed(imprint, line)
        elif kept and (match := _MAIN.match(text)) and is_recipient_list(text[match.end() :].rstrip("。.")):
            imprint.recipients, in_cc = text[match.end() :].rstrip("。."), False
        elif _take_printed(line, imprint):
            in_cc = False
        elif in_cc and not imprint.cc.endswith(("。", ".")) and is_recipient_list(text.rstrip("。.；;，,、")):
            imprint.cc = _joined_cc(imprint.cc, text)
        elif kept and _IMPRINT_SMALL.fullmatch(text):
            journal.repair("repair.web", text, "")
        else:
            in_cc = False
            kept.append(line)
    imprint.cc = imprint.cc.strip("。.；;，, ")
    return kept


def _joined_cc(so_far: str, more: str) -> str:
    glue = "" if not so_far or so_far[-1] in "，、；,;" else "，"
    return so_far + glue + more.strip()


def _split_printed(imprint: _Imprint, line: Line) -> bool:
    """抄送 and 印发 on one line (a flattened table row)."""
    match = _PRINTED.search(imprint.cc)
    if not match:
        return False
    imprint.printed_on = first_date(match["date"])
    organ = re.split("[，。；]", match["organ"])[-1]
    imprint.printed_by = organ or None
    imprint.cc = imprint.cc[: match.start()] + match["organ"][: len(match["organ"]) - len(organ)]
    return True


def _take_printed(line: Line, imprint: _Imprint) -> bool:
    text = squeeze(line.raw).replace("\t", "")
    if match := _PRINTED.match(text):
        imprint.printed_by = match["organ"].strip("｜| ") or imprint.printed_by
        imprint.printed_on = first_date(match["date"])
        return True
    if match := _PRINTED_BY.match(text):
        imprint.printed_by = match["organ"]
        imprint.printed_on = first_date(text) or imprint.printed_on
        return True
    return False


# --- signature and date -----------------------------------------------------------------------------------------------


def _is_date(line: Line) -> bool:
    return bool(only_date(_SEAL.sub("", line.text)) or is_blank_date(line.text))


def _lacks_year(line: Line) -> bool:
    return bool(re.fullmatch(r"\d{1,2}月\d{1,2}日", line.text))


def _date_line(lines: Sequence[Line]) -> int | None:
    """The line with the 成文日期: the first one under an organ's name, else the last date that stands at the end."""
    loose: int | None = None
    for at, line in enumerate(lines):
        if line.table and not organ_and_day(line):
            continue
        if organ_and_day(line) is not None:
            return at
        above = lines[at - 1] if at else None
        if _lacks_year(line) and above is not None and _organs_of(above):
            return at
        if not _is_date(line):
            continue
        below = lines[at + 1] if at + 1 < len(lines) else None
        if above is not None and (_organs_of(above) or _NO_TEXT.fullmatch(above.text)):
            return at
        if above is not None and level_of(above.text) and len(above.text) < 20:  # “一、会议时间” and a date below
            continue
        if below is not None and (is_annex_heading(below.text) or starts_list(below.text)):
            return at
        at_end = below is None or _NOTE.fullmatch(below.text) or _organs_of(below)
        set_right = loose is None and above is not None and above.text[-1] in "。；" and line.indent >= 8
        if at_end or set_right:
            loose = at
    return loose


def _organs_of(line: Line) -> list[str]:
    """The organs on a signature line, several side by side; empty when the line is something else."""
    return organs_on(line.raw) if len(line.text) <= 120 else []


def _cut_at_date(lines: list[Line], at: int) -> tuple[list[Line], list[str], list[Line], date | None, str]:
    line = lines[at]
    signature: list[str] = []
    if (match := organ_and_day(line)) is not None:
        signature = organs_on(match["organ"])
        signed = first_date(match["date"])
    else:
        found = DATE.search(line.text)
        signed = as_date(found) if found else None
    start = at
    while start > 0 and at - start < _MAX_SIGNATURE:
        above = lines[start - 1]
        if _NO_TEXT.fullmatch(above.text) or _SEAL.match(above.text):
            start -= 1
            continue
        organs = _organs_of(above)
        if not organs:
            break
        signature = organs + signature
        start -= 1
    below = lines[at + 1 :]
    while not signature and below and (organs := _organs_of(below[0])):
        signature, below = organs, below[1:]
    if not signature and start and _may_sign(lines, start - 1):
        start -= 1
        signature = [squeeze(lines[start].raw).replace("\u3000", "")]
    return lines[:start], list(dict.fromkeys(signature)), below, signed, line.text


def _may_sign(lines: Sequence[Line], at: int) -> bool:
    """Whether the line above a date is a name, though not one that is known for an organ's: short, bare, below a full stop."""
    text = lines[at].text
    bare = 3 <= len(text) <= 30 and not re.search("[，。；：！？、:]", text) and not level_of(text)
    return bare and not starts_list(text) and (at == 0 or lines[at - 1].text[-1] in "。！）”:：")


def _unsigned(lines: list[Line]) -> tuple[list[Line], list[str], list[Line]]:
    """Without a date: organs' names at the end, above attachments, may still sign."""
    end = next(
        (at for at, line in enumerate(lines) if at and is_annex_heading(line.text) and at > len(lines) // 4), len(lines)
    )
    start, signature = end, list[str]()
    while start > 1 and (organs := _organs_of(lines[start - 1])) and not level_of(lines[start - 1].text):
        signature = organs + signature
        start -= 1
    return lines[:start], signature, lines[end:]


def _below(lines: list[Line]) -> tuple[str | None, list[Line], list[Line]]:
    """What stands under the date: 附注, contact lines and 附件说明, then other text."""
    note: str | None = None
    after: list[Line] = []
    rest = list(lines)
    while rest:
        line = rest[0]
        if _NOTE.fullmatch(line.text):
            note = ((note or "") + line.text).strip()
        elif re.match(r"(?:联\s*系|咨询|电\s*话|传\s*真|地\s*址|邮|电子)", line.text) and len(line.text) < 160:
            after.append(line)
        elif opens_list(rest, 0):
            taken = _list_lines(rest)
            after += rest[:taken]
            rest = rest[taken:]
            continue
        else:
            break
        rest = rest[1:]
    return note, after, rest


def _list_lines(lines: Sequence[Line]) -> int:
    """How many lines an 附件说明 takes that begins on the first one."""
    taken = 1
    while (
        taken < len(lines)
        and re.match(r"(?:附件)?\d{1,2}\s*[.．、：:]", lines[taken].text)
        and len(lines[taken].text) < 60
        and lines[taken].text[-1] not in "。；"
    ):
        taken += 1
    return taken
