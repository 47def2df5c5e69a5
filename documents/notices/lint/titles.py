"""标题: issuing organ, matter and kind, hardly any punctuation, no kind said twice (条例第9条（七）)."""

import re
from collections.abc import Iterator

from documents.notices.reading.kinds import STATUTORY

from .rule import Hit, Paper, rule

_MATTER = re.compile("关于|转发|印发|批转|会议纪要|办公会纪要|纪要|嘉奖令")
_STOPS = re.compile("[，,。；;：:！!？?]")
_QUOTED = re.compile("《[^》]*》|“[^”]*”|（[^）]*）")
_TWICE = re.compile(f"的({'|'.join(STATUTORY)})的\\1\\Z")
_LONGEST = 80


@rule("title.matter", "info", "标题没有写事由", "条例第9条（七）")
def matter(paper: Paper) -> Iterator[Hit]:
    """“通知” alone, or “2026年志愿服务通知”: a title says what it is about, after 关于."""
    title = paper.reading.title or ""
    if paper.reading.kind and title and not _MATTER.search(title):
        yield Hit("标题一般写作“发文机关＋关于＋事由＋的＋文种”，这里没有“关于”。请核对。", title)


@rule("title.punctuation", "info", "标题里有标点", "GB/T 9704-2012 7.3.1；公文处理惯例")
def punctuation(paper: Paper) -> Iterator[Hit]:
    """Book-title marks, quotes, brackets and “、” may stand in a title; commas and stops do not."""
    title = paper.reading.title or ""
    if paper.reading.kind and (match := _STOPS.search(_QUOTED.sub("", title))):
        yield Hit(f"标题里除书名号、引号、括号、顿号外一般不用标点，现有“{match.group()}”。请改写。", title)


@rule("title.twice", "info", "标题重复了文种", "公文处理惯例")
def twice(paper: Paper) -> Iterator[Hit]:
    """“……的通知的通知”: the paper that is passed on stands in book-title marks, or its kind is left out."""
    title = paper.reading.title or ""
    if match := _TWICE.search(title):
        kind = match[1]
        yield Hit(f"标题末尾“的{kind}的{kind}”重复。请给被转发的公文加书名号，或省去前一个“的{kind}”。", title)


@rule("title.long", "info", "标题过长", "GB/T 9704-2012 7.3.1")
def long(paper: Paper) -> Iterator[Hit]:
    """More than fills three lines of 2号; names of joint issuers before the title count."""
    title = paper.reading.title or ""
    if len(title) > _LONGEST:
        yield Hit(f"标题有{len(title)}字，排出来超过四行。请压缩，如把各部门名称改为“某某等五部门”。", title[:40])
