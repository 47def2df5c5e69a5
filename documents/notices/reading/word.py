"""Reading .docx: paragraphs, text boxes and tables in their order; accepted changes in, deleted ones out; no headers, no fields."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from .containers import MAX_PART
from .journal import Journal
from .lines import Line
from .structure import ReadError
from .word_numbering import Numbering, child, children, local, value

_BROKEN = "docx 已损坏，读不出内容。请用 WPS 或 Word 打开后另存为 docx，再导入。"
_SKIPPED = {
    "del",
    "moveFrom",
    "instrText",
    "delText",
    "delInstrText",
    "rt",
    "commentReference",
    "annotationRef",
    "pPr",
    "rPr",
    "tblPr",
    "sectPr",
}
_NOTES = {"footnoteReference", "endnoteReference"}
_INSERTED = {"ins", "moveTo"}
_PICTURES = {"drawing", "pict", "object"}
_MAX_DEPTH = 60


def read_docx(data: bytes, journal: Journal) -> list[Line]:
    """The lines of the document's body. Raises ReadError for a broken file."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _Document(archive, journal).lines()
    except (
        zipfile.BadZipFile,
        zlib.error,
        KeyError,
        etree.XMLSyntaxError,
        OSError,
        NotImplementedError,
        EOFError,
        RuntimeError,
    ) as error:
        raise ReadError(_BROKEN) from error


def _parse(archive: zipfile.ZipFile, name: str) -> etree._Element:
    with archive.open(name) as part:
        data = part.read(MAX_PART + 1)
    if len(data) > MAX_PART or b"<!DOCTYPE" in data[:2000] or b"<!ENTITY" in data:
        raise ReadError(_BROKEN)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    return etree.fromstring(data, parser)


@dataclass(slots=True)
class _Paragraph:
    """What is gathered while one paragraph is walked: its text, and what stands in boxes anchored in it."""

    parts: list[str] = field(default_factory=list)
    boxes: list[Line] = field(default_factory=list)
    field_depth: int = 0
    in_result: list[bool] = field(default_factory=list)

    @property
    def shows(self) -> bool:
        """Whether text here is seen: outside fields, or in a field's result."""
        return all(self.in_result)


class _Document:
    def __init__(self, archive: zipfile.ZipFile, journal: Journal) -> None:
        self.journal = journal
        names = set(archive.namelist())
        main = self._main(archive, names)
        folder = main.rpartition("/")[0]
        self.body = child(_parse(archive, main), "body")
        self.styles = self._styles(_parse(archive, f"{folder}/styles.xml") if f"{folder}/styles.xml" in names else None)
        numbering = f"{folder}/numbering.xml"
        self.numbering = Numbering.of(_parse(archive, numbering) if numbering in names else None)
        self.carried = ""
        self.pictures = 0

    @staticmethod
    def _main(archive: zipfile.ZipFile, names: set[str]) -> str:
        if "_rels/.rels" in names:
            for relation in _parse(archive, "_rels/.rels"):
                if (value(relation, "Type") or "").endswith("/officeDocument"):
                    target = (value(relation, "Target") or "").lstrip("/")
                    if target in names:
                        return target
        if "word/document.xml" in names:
            return "word/document.xml"
        raise ReadError(_BROKEN)

    @staticmethod
    def _styles(root: etree._Element | None) -> dict[str, etree._Element]:
        return {value(style, "styleId") or "": style for style in children(root, "style")}

    def lines(self) -> list[Line]:
        if self.body is None:
            raise ReadError(_BROKEN)
        found = list(self._blocks(self.body, 0))
        if self.pictures and sum(len(line.raw.strip()) for line in found) < 60:
            self.journal.note(
                "read.pictures", f"文件里有 {self.pictures} 张图片，文字很少。图片中的文字没有读入，请先识别成文字。"
            )
        return found

    def _blocks(self, parent: etree._Element, depth: int) -> Iterator[Line]:
        """Paragraphs and tables in order, through content controls and custom markup."""
        if depth > _MAX_DEPTH:
            return
        for element in parent:
            name = local(element)
            if name == "p":
                yield from self._paragraph(element)
            elif name == "tbl":
                yield from self._table(element, depth)
            elif name in {"sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "AlternateContent", "Choice"}:
                yield from self._blocks(element, depth + 1)

    def _paragraph(self, element: etree._Element, table: bool = False) -> Iterator[Line]:
        properties = child(element, "pPr")
        gathered = _Paragraph()
        self._inline(element, gathered, 0)
        yield from gathered.boxes
        text = self.carried + "".join(gathered.parts)
        if child(properties, "rPr", "del") is not None:  # the paragraph mark is deleted: it runs into the next
            self.carried = text
            return
        self.carried = ""
        centred = value(self._property(properties, "jc")) in {"center", "distribute"}
        number = self._number(properties) if text.strip() else ""
        outline = self._outline(properties)
        for at, part in enumerate(text.split("\n")):
            yield Line(
                "",
                (number + part.lstrip() if number and at == 0 else part),
                table=table,
                centred=centred,
                outline=outline,
                whole=True,
            )

    def _inline(self, element: etree._Element, into: _Paragraph, depth: int) -> None:
        for node in element if depth <= _MAX_DEPTH else ():
            name = local(node)
            if name in _SKIPPED:
                if name in {"del", "moveFrom"}:
                    self.journal.repair("read.tracked", "".join(str(t) for t in node.itertext())[:40] or "删除", "")
            elif name == "r" and self._hidden(node):
                self.journal.repair("read.hidden", "".join(str(t) for t in node.itertext())[:40], "")
            elif name == "t":
                into.parts.append((node.text or "") if into.shows else "")
            elif name == "fldChar":
                self._field(node, into)
            elif name == "AlternateContent":
                chosen = child(node, "Choice")
                self._inline(chosen if chosen is not None else node, into, depth + 1)
            elif name == "txbxContent":
                self._box(node, into, depth)
            else:
                self._mark(name, node, into)
                self._inline(node, into, depth + 1)

    def _mark(self, name: str, node: etree._Element, into: _Paragraph) -> None:
        """Elements that stand for a character, or that are only counted."""
        if name in {"tab", "ptab"}:
            into.parts.append("\t")
        elif name in {"br", "cr"}:
            into.parts.append("\n")
        elif name == "noBreakHyphen":
            into.parts.append("-")
        elif name == "sym":
            into.parts.append(_symbol(value(node, "char")))
        elif name in _NOTES:
            self.journal.repair("read.footnotes", "脚注", "")
        elif name in _PICTURES:
            self.pictures += 1
        elif name in _INSERTED:
            text = "".join(str(t) for t in node.itertext())[:40]
            if text.strip():
                self.journal.repair("read.tracked", text, text)

    @staticmethod
    def _field(node: etree._Element, into: _Paragraph) -> None:
        kind = value(node, "fldCharType")
        if kind == "begin":
            into.in_result.append(False)
        elif kind == "separate" and into.in_result:
            into.in_result[-1] = True
        elif kind == "end" and into.in_result:
            into.in_result.pop()

    def _box(self, node: etree._Element, into: _Paragraph, depth: int) -> None:
        """The text of a text box goes before the paragraph that anchors it: red heads often sit in one."""
        carried, self.carried = self.carried, ""
        lines = [line for line in self._blocks(node, depth + 1) if line.raw.strip()]
        self.carried = carried
        known = {line.raw.strip() for line in into.boxes}
        lines = [line for line in lines if line.raw.strip() not in known]  # the same box again, as a fallback drawing
        if lines:
            text = lines[0].raw.strip()[:40]
            self.journal.repair("read.textbox", text, text)
            into.boxes.extend(lines)

    @staticmethod
    def _hidden(run: etree._Element) -> bool:
        mark = child(run, "rPr", "vanish")
        return (
            mark is not None
            and value(mark) not in {"0", "false"}
            and bool("".join(str(t) for t in run.itertext()).strip())
        )

    def _table(self, table: etree._Element, depth: int) -> Iterator[Line]:
        """A table row is one line, its cells parted by tabs; a cell of several paragraphs before the text keeps them as lines."""
        rows = list(self._rows(table, 0))
        if not rows:
            return
        stacked = len(rows) <= 2 and any(
            len([line for line in cell if line.raw.strip()]) > 1 for row in rows for cell in row
        )
        first = next((line.raw.strip() for row in rows for cell in row for line in cell if line.raw.strip()), "")
        if first:
            self.journal.repair("read.table", first[:40], first[:40], len(rows))
        for row in rows:
            if stacked:
                yield from (line for cell in row for line in cell)
                continue
            cells = [" ".join(line.raw.strip() for line in cell if line.raw.strip()) for cell in row]
            if len([cell for cell in cells if cell]) == 1:
                yield Line(
                    "",
                    next(cell for cell in cells if cell),
                    whole=True,
                    centred=any(line.centred for cell in row for line in cell),
                )
            elif any(cells):
                yield Line("", "\t".join(cells), table=True, whole=True)

    def _rows(self, table: etree._Element, depth: int) -> Iterator[list[list[Line]]]:
        if depth > _MAX_DEPTH:
            return
        for element in table:
            name = local(element)
            if name == "tr" and child(element, "trPr", "del") is None:
                yield [list(self._cell(cell, depth)) for cell in self._cells(element)]
            elif name in {"sdt", "sdtContent", "customXml"}:
                yield from self._rows(element, depth + 1)

    def _cells(self, row: etree._Element) -> Iterator[etree._Element]:
        for element in row:
            if local(element) == "tc":
                yield element
            elif local(element) in {"sdt", "sdtContent", "customXml"}:
                yield from self._cells(element)

    def _cell(self, cell: etree._Element, depth: int) -> Iterator[Line]:
        merged = child(cell, "tcPr", "vMerge")
        if merged is not None and value(merged) != "restart":
            return
        yield from (line for line in self._blocks(cell, depth + 1))

    # --- styles and numbers -------------------------------------------------------------------------------------------

    def _style_chain(self, properties: etree._Element | None) -> Iterator[etree._Element]:
        name = value(child(properties, "pStyle"))
        for _ in range(12):
            style = self.styles.get(name or "")
            if style is None:
                return
            yield style
            name = value(child(style, "basedOn"))

    def _property(self, properties: etree._Element | None, name: str) -> etree._Element | None:
        """A paragraph property, its own or its style's."""
        own = child(properties, name)
        if own is not None:
            return own
        inherited = (child(style, "pPr", name) for style in self._style_chain(properties))
        return next((found for found in inherited if found is not None), None)

    def _number(self, properties: etree._Element | None) -> str:
        list_id = value(child(self._property(properties, "numPr"), "numId"))
        if list_id in {None, "0"}:
            return ""
        depth = value(child(self._property(properties, "numPr"), "ilvl")) or "0"
        return self.numbering.next(list_id or "", int(depth) if depth.isdigit() else 0)

    def _outline(self, properties: etree._Element | None) -> int:
        level = value(self._property(properties, "outlineLvl"))
        if level and level.isdigit() and int(level) < 4:
            return int(level) + 1
        for style in self._style_chain(properties):
            if match := re.fullmatch(r"(?:heading|标题)\s*([1-4])", (value(child(style, "name")) or "").lower()):
                return int(match[1])
        return 0


def _symbol(code: str | None) -> str:
    """A character of a symbol font: only the tick and the boxes are known, the rest is left out."""
    return {"F0FE": "☑", "F0A8": "□", "F06F": "□", "F052": "☑", "F0FC": "√"}.get((code or "").upper(), "")
