"""The parts of one paper put together: paragraphs joined, attachments and contacts taken out, dates and sources found."""

import re
from collections.abc import Sequence
from datetime import date

from . import attendance, contact_lines
from .attachments import annex_parts, is_annex_heading, read_list, starts_list
from .citations import read_parents
from .closing import Closing
from .damage import note_damage
from .deadlines import read_deadlines
from .headings import level_of
from .journal import Journal
from .kinds import ends_as_title
from .kinds import kind_of as kind_of_title
from .lines import Line, join
from .metadata import Metadata
from .opening import MINUTES, Opening
from .organs import organs_in_title, split_list
from .punctuation import pair_quotes
from .structure import Annex, Block, Carried, Reading

_COLLECTED = re.compile(
    r"篇[一二三四五六七八九十]{1,2}(?:[：: ].{0,30})?\Z|(?:范文|样本|模板)[一二三四五六七八九十\d]{1,2}\Z|"
    r".{2,40}(?:计划|总结|方案|范文)[一二三四五六七八九十]{1,2}\Z|第[一二三四五六七八九十]篇"
)
_SEVERAL = re.compile(r"[（(]?(?:精选|通用|合集|热门|推荐)?\s*\d+\s*篇[）)]?\Z")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DATED = re.compile(r"((?:19|20)\d\d)年\d{1,2}月\d")
_PASSAGE_LIMIT = 20_000


def assemble(
    opening: Opening, closing: Closing, meta: Metadata, width: float | None, journal: Journal, today: date | None
) -> Reading:
    """One reading of all that was found. ``width`` is the page width that cut the lines, None when nothing did."""
    title, carried_title, carried = _carried(opening.title, closing, journal)
    names, cover = _without_lists(closing.body)
    more_names, carried = _without_lists(carried)
    last_names, after = _without_lists(closing.after)
    above = contact_lines.part(join(cover, width, journal))
    below = contact_lines.part(join(carried, width, journal))
    apart = [*above.apart, *below.apart, *after]
    kind = kind_of_title(title) if title else None
    present, text = attendance.take(above.body) if kind == MINUTES else ([], above.body)
    body = _blocks(text, journal)
    own, text_carried = len(body), _blocks(below.body, journal)
    if carried_title and carried_title != title:
        body.append(Block(0, carried_title))
    body += text_carried
    annexes = _annexes(closing.annexes, width, journal)
    attachments = _distinct([*names, *more_names, *last_names, *(annex.title for annex in annexes if annex.title)])
    recipients = opening.recipients or closing.recipients
    signed = closing.signed_on or opening.issued_on or meta.signed_on
    passages = [block.text for block in body]
    own_titles = [title or "", carried_title or "", *attachments]
    base = today if signed or closing.printed_on else meta.posted_on or _assumed_day(opening, title, passages, today)
    _note_collection(title, body, journal)
    note_damage(title, body, journal)
    return Reading(
        title=title,
        kind=kind,
        document_number=opening.number or meta.number,
        issuers=closing.signature
        or organs_in_title(title or "")
        or opening.head
        or opening.issued_by
        or ((meta.organ,) if meta.organ else ()),
        recipients=tuple(split_list(recipients)),
        cc=tuple(split_list(closing.cc)),
        attachments=attachments,
        body=tuple(body),
        contacts=contact_lines.gather(apart, [*above.within, *below.within], passages, closing.note),
        signed_on=signed,
        printed_on=closing.printed_on,
        deadlines=read_deadlines(body, signed or closing.printed_on, journal, base),
        parent_documents=read_parents(passages, own_titles, opening.number),
        findings=journal.findings(),
        head=opening.head or (_minutes_head(title) if kind == MINUTES else ()),
        signature=closing.signature or opening.issued_by,
        signed_text=closing.signed_text,
        signer=opening.signer,
        urgency=opening.urgency,
        secrecy=opening.secrecy,
        note=closing.note,
        printed_by=closing.printed_by,
        recipients_text=recipients,
        cc_text=closing.cc,
        contact_text="\n".join(contact_lines.readable(line) for line in apart),
        attendance_text="\n".join(present),
        annexes=annexes,
        carried=Carried(carried_title or "", tuple(text_carried), tuple(more_names), own)
        if own and text_carried
        else None,
    )


def _minutes_head(title: str | None) -> tuple[str, ...]:
    """What minutes are called on their head: the title itself, unless it says what they are about."""
    return (title.removesuffix(MINUTES),) if title and "关于" not in title and title.endswith(MINUTES) else ()


def _carried(title: str | None, closing: Closing, journal: Journal) -> tuple[str | None, str | None, tuple[Line, ...]]:
    """The title of the paper, that of the text it carries, and the lines of that text."""
    lines = closing.carried
    if not lines:
        return title, None, ()
    taken, own = 0, ""
    while taken < min(len(lines), 4) and not ends_as_title(own) and _may_be_title(lines[taken]):
        own += lines[taken].text
        taken += 1
    if not taken or not (ends_as_title(own) or (taken == 1 and own[-1] not in "。：；")):
        taken, own = 0, ""
    own = pair_quotes(own.replace("\u3000", ""), journal)
    journal.note(
        "read.cover",
        "这份公文印发或转发了另一篇文字，已与正文分开读入。请核对分界处。",
        own or lines[0].text[:40],
    )
    return title or own or None, own or None, tuple(lines[taken:])


def _may_be_title(line: Line) -> bool:
    return len(line.text) <= 50 and not level_of(line.text)


def _without_lists(lines: Sequence[Line]) -> tuple[list[str], tuple[Line, ...]]:
    """Take the 附件说明 off lines: the titles it lists, and the other lines."""
    names: list[str] = []
    kept: list[Line] = []
    at = 0
    while at < len(lines):
        alone = is_annex_heading(lines[at].text) and at == len(lines) - 1
        if starts_list(lines[at].text) and not alone:
            listing = read_list(lines, at)
            names += listing.titles
            at += listing.taken
        else:
            kept.append(lines[at])
            at += 1
    return names, tuple(kept)


def _blocks(paragraphs: Sequence[Line], journal: Journal) -> list[Block]:
    blocks = []
    for line in paragraphs:
        text = pair_quotes(line.text.replace("\u3000", "｜") if line.table else line.text, journal)
        level = 0 if line.table else level_of(text) or (line.outline if len(text) <= 60 else 0)
        blocks.append(Block(level, text[:_PASSAGE_LIMIT]))
    return blocks


def _annexes(lines: Sequence[Line], width: float | None, journal: Journal) -> tuple[Annex, ...]:
    annexes = []
    for title, part in annex_parts(lines):
        blocks = tuple(_blocks(join(part, width, journal), journal))
        if title or blocks:
            annexes.append(Annex(title, blocks))
            count = sum(len(block.text) for block in blocks)
            journal.note("read.annex", f"附件“{title or '（无题）'}”的正文（{count} 字）单列，不在正文里。", title)
    return tuple(annexes)


def _distinct(names: Sequence[str]) -> tuple[str, ...]:
    """Each attachment once: a heading “申报表” under the listed “试点申报表” is the same one."""
    kept: list[str] = []
    for name in names:
        plain = re.sub(r"\W", "", name)
        if plain and not any(plain in re.sub(r"\W", "", other) for other in kept):
            kept.append(name)
    return tuple(kept)


def _assumed_day(opening: Opening, title: str | None, passages: Sequence[str], today: date | None) -> date | None:
    """A stand-in for a missing date of issue: the year of the number or of the title, else the last one in the text, else today."""
    for text in (opening.number or "", title or ""):
        if match := _YEAR.search(text):
            return date(int(match.group()), 1, 1)
    years = [int(year) for passage in passages for year in _DATED.findall(passage)]
    return date(max(years), 1, 1) if years else today


def _note_collection(title: str | None, body: Sequence[Block], journal: Journal) -> None:
    heads = [b.text for b in body if b.level == 0 and len(b.text) <= 50 and _COLLECTED.search(b.text)]
    if len(heads) >= 2 or (heads and _SEVERAL.search(title or "")):
        message = f"文件里是 {max(len(heads), 2)} 篇文字的汇集，不是一份公文；已按一篇读入。请分开后逐份导入。"
        journal.note("read.collection", message, "；".join(heads[:3]))
