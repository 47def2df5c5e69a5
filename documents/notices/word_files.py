"""Word round trip: a draft as .docx, laid out plainly to GB/T 9704-2012, and read back paragraph by paragraph.

Each part has a paragraph style of its own; by the style it is known again, so that a file in which nothing was changed gives
exactly the texts that went out. A paragraph typed in WPS bears the style of the one before it and belongs to the same part.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph

from .blocks import CELL_MARK, HEADINGS, Piece, pieces
from .models import Notice

LARGEST = 20 * 1024 * 1024
_UNPACKED = 200 * 1024 * 1024

STYLES = {
    "title": "团文标题",
    "recipients": "团文主送",
    "paragraph": "团文正文",
    "heading1": "团文一级标题",
    "heading2": "团文二级标题",
    "heading3": "团文三级标题",
    "heading4": "团文四级标题",
    "basis": "团文依据",
    "duty": "团文分送要求",
    "caption": "团文表名",
    "contact": "团文联系人",
    "annex": "团文附件名称",
    "signature": "团文署名",
    "cc": "团文抄送",
}
_KINDS = {style: kind for kind, style in STYLES.items()}
_FACES = {"title": "方正小标宋简体", "heading1": "黑体", "heading2": "楷体", "caption": "黑体", "annex": "黑体"}
_LABELS = {"cc": "抄送：", "recipients": ""}
FIELDS = ("title", "recipients", "body", "contact", "signature", "cc", "attachments")


class WordRefused(Exception):
    """The file cannot be read as a draft that was downloaded here; the message says what to do."""


@dataclass(frozen=True)
class Bit:
    """One block in the file: its kind and words, or the rows of a table."""

    kind: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def words(self) -> str:
        """As it is compared."""
        return "\n".join(filter(None, [self.text, *(CELL_MARK.join(row) for row in self.rows)]))


@dataclass(frozen=True)
class Wording:
    """The texts of a draft, part by part; a body is a row of bits, an attachment its name and its bits.

    *source*: the key of the draft that the file was made of, where the file still says so.
    """

    title: str
    recipients: str
    contact: str
    signature: str
    cc: str
    body: tuple[Bit, ...]
    attachments: tuple[tuple[str, tuple[Bit, ...]], ...]
    source: str = ""

    def text(self, field: str) -> str:
        """One part as lines, for comparing."""
        if field == "body":
            return _text(self.body)
        if field == "attachments":
            return "\n".join("\n".join(filter(None, [name, _text(bits)])) for name, bits in self.attachments)
        return str(getattr(self, field))


def _text(bits: Iterable[Bit]) -> str:
    return "\n".join(bit.words for bit in bits)


def _lines(text: str) -> str:
    return "\n".join(filter(None, map(str.strip, text.splitlines())))


def wording_of(notice: Notice) -> Wording:
    """The texts of a notice as they go into a file."""
    return Wording(
        title=notice.title.strip(),
        recipients=_lines(notice.recipients),
        contact=_lines(notice.contact),
        signature=_lines(notice.signature),
        cc=_lines(notice.cc),
        body=tuple(_bits(pieces(notice.body))),
        attachments=tuple((row.title.strip(), tuple(_bits(pieces(row.body)))) for row in notice.attachments.all()),
    )


def _bits(found: Iterable[Piece]) -> Iterator[Bit]:
    for piece in found:
        if piece.rows:
            yield Bit("table", piece.caption, piece.rows)
        else:
            yield Bit(piece.kind, _lines(piece.text))


def write(notice: Notice) -> bytes:
    """The draft as .docx: A4 with the margins of GB/T 9704-2012, 3号仿宋, line pitch 29 pt."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    for kind, name in STYLES.items():
        _style(document, kind, name)
    wording = wording_of(notice)
    for kind in ("title", "recipients"):
        _add(document, kind, getattr(wording, kind))
    _write_bits(document, wording.body)
    for kind in ("contact", "signature", "cc"):
        for line in getattr(wording, kind).split("\n"):
            _add(document, kind, line)
    for name, bits in wording.attachments:
        _add(document, "annex", name)
        _write_bits(document, bits)
    document.core_properties.title = notice.plain_title
    document.core_properties.author = str(notice.organ)
    document.core_properties.identifier = key_of(notice)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def key_of(notice: Notice) -> str:
    """What the file says of the draft that it was made of."""
    return f"tuanwen-notice-{notice.pk}"


def _style(document: Any, kind: str, name: str) -> None:
    style = document.styles.add_style(name, 1)
    face = _FACES.get(kind, "仿宋")
    style.font.name, style.font.size = "Times New Roman", Pt(22 if kind == "title" else 16)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
    layout = style.paragraph_format
    layout.line_spacing, layout.space_before, layout.space_after = Pt(36 if kind == "title" else 29), Pt(0), Pt(0)
    if kind in {"title", "caption"}:
        layout.alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif kind == "signature":
        layout.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    elif kind not in {"recipients", "cc", "annex"}:
        layout.first_line_indent = Pt(32)
    if kind == "annex":
        layout.page_break_before = True


def _add(document: Any, kind: str, text: str) -> None:
    if text:
        document.add_paragraph(text, style=STYLES[kind])


def _write_bits(document: Any, bits: Iterable[Bit]) -> None:
    for bit in bits:
        if bit.rows:
            _add(document, "caption", bit.text)
            table = document.add_table(len(bit.rows), len(bit.rows[0]), style="Table Grid")
            for row, texts in zip(table.rows, bit.rows, strict=True):
                for cell, text in zip(row.cells, texts, strict=True):
                    cell.text = text
        else:
            _add(document, bit.kind, bit.text)


def read(data: bytes) -> Wording:
    """The texts of an uploaded file.

    Raises :class:`WordRefused` for what is no .docx, is too large, or does not come from here.
    """
    parts: dict[str, list[str]] = {kind: [] for kind in STYLES}
    body: list[Bit] = []
    annexes: list[tuple[str, list[Bit]]] = []
    kind, caption, known = "paragraph", "", False
    document = _open(data)
    for item in document.iter_inner_content():
        bits = annexes[-1][1] if annexes else body
        if caption and not isinstance(item, WordTable) and _clean(_shown(item)):
            bits.append(Bit("paragraph", caption))  # the table below it is gone
            caption = ""
        if isinstance(item, WordTable):
            bits.append(
                Bit("table", caption, tuple(tuple(_clean(cell.text) for cell in row.cells) for row in item.rows))
            )
            caption = ""
            continue
        style, text = str(getattr(item.style, "name", "")), _clean(_shown(item))
        known = known or style in _KINDS
        kind = _KINDS.get(style, "paragraph" if kind in {"title", "recipients"} else kind)
        if not text:
            continue
        if kind == "caption":
            caption = text
        elif kind == "annex":
            annexes.append((text, []))
        elif kind in HEADINGS or kind in {"paragraph", "basis", "duty"}:
            bits.append(Bit(kind, text))
        else:
            parts[kind].append(text)
    if caption:
        (annexes[-1][1] if annexes else body).append(Bit("paragraph", caption))
    if not (body or annexes or any(parts.values())):
        raise WordRefused(_("文件里没有文字，没有什么可以比较。请检查是否选错了文件。"))
    if not known:
        raise WordRefused(_("这不是从本系统下载的稿子，认不出各部分。请改用“导入”，或者重新下载后再改。"))
    fields = {name: "\n".join(parts[name]) for name in ("recipients", "contact", "signature", "cc")}
    attachments = tuple((name, tuple(bits)) for name, bits in annexes)
    source = str(document.core_properties.identifier or "")
    title = "".join(parts["title"])
    return Wording(title=title, body=tuple(body), attachments=attachments, source=source, **fields)


def _open(data: bytes) -> Any:
    if len(data) > LARGEST:
        raise WordRefused(_("文件超过20兆。请删去图片后重新上传。"))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _UNPACKED:
                raise WordRefused(_("文件展开后过大，不能读。"))
        return Document(io.BytesIO(data))
    except WordRefused:
        raise
    except Exception as error:  # python-docx raises whatever a broken part makes it stumble over
        raise WordRefused(_("读不出这个文件。请在 WPS 里另存为“Word 文档（.docx）”再上传。")) from error


def _shown(paragraph: Paragraph) -> str:
    """The text as it stands with all revisions accepted: inserted runs in, deleted ones out."""
    marks = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n"}
    element: Any = getattr(paragraph, "_p")  # noqa: B009 - python-docx gives the XML under no public name
    return "".join(marks.get(part.tag) or part.text or "" for part in element.iter(qn("w:t"), *marks))


def _clean(text: str) -> str:
    return _lines(text.replace("\xa0", " "))
