"""Writing a canvas as PDF 1.7 in the manner of PDF/A-2u (ISO 19005-2): subset fonts, tagged text that can be searched and copied, colours
that are defined, metadata, the same bytes for the same canvas.

The writer draws text and bars only. It knows no links, pictures or files, so that nothing in a paper can make it read or fetch anything.
"""

import hashlib
import math
import zlib
from collections import defaultdict
from itertools import groupby
from xml.sax.saxutils import escape

from documents.printing.canvas import Canvas, Colour, Element, Frame, Glyphs, Mark, Page, Rule
from documents.printing.colour import NAME, srgb_profile
from documents.printing.faces import Face, Subset

_MARKED = 2
"""Text rendering mode that fills and strokes: a makeshift bold."""
_PRODUCER = "团文"
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>zh-CN</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>{producer}</pdf:Producer>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


def write(canvas: Canvas, *, title: str) -> bytes:
    """The PDF file of a canvas. `title` is what a viewer shows in its window."""
    return _Writer(canvas, title).finish()


def _number(value: float) -> str:
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _text_string(text: str) -> str:
    return "<" + (b"\xfe\xff" + text.encode("utf-16-be")).hex() + ">"


class _Writer:
    def __init__(self, canvas: Canvas, title: str) -> None:
        self.canvas = canvas
        self.title = title
        self.objects: list[bytes] = []
        self.fonts = self._fonts()

    def finish(self) -> bytes:
        catalogue, pages, structure, parents = (self.reserve() for _ in range(4))
        resources = self._resources()
        owners: list[list[Element]] = []
        kids = []
        for index, page in enumerate(self.canvas.pages):
            content, marked = self._content(page, index)
            owners.append(marked)
            stream = self.stream(content)
            kids.append(
                self.add(
                    f"<</Type/Page/Parent {pages} 0 R/MediaBox[0 0 {_number(page.width)} {_number(page.height)}]"
                    f"/Resources {resources} 0 R/Contents {stream} 0 R/StructParents {index}/Tabs/S>>"
                )
            )
        self.put(pages, f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(f'{kid} 0 R' for kid in kids)}]>>")
        self._structure(structure, parents, owners, kids)
        profile = self.stream(srgb_profile(), "/N 3")
        intent = (
            f"<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier({NAME})/Info({NAME})"
            f"/DestOutputProfile {profile} 0 R>>"
        )
        self.put(
            catalogue,
            f"<</Type/Catalog/Pages {pages} 0 R/Lang(zh-CN)/MarkInfo<</Marked true>>/StructTreeRoot {structure} 0 R"
            f"/ViewerPreferences<</DisplayDocTitle true>>/Metadata {self._metadata()} 0 R/OutputIntents[{intent}]>>",
        )
        info = self.add(f"<</Title{_text_string(self.title)}/Producer{_text_string(_PRODUCER)}>>")
        return self._assemble(catalogue, info)

    # Objects

    def reserve(self) -> int:
        self.objects.append(b"")
        return len(self.objects)

    def put(self, number: int, body: str | bytes) -> None:
        self.objects[number - 1] = body.encode("ascii") if isinstance(body, str) else body

    def add(self, body: str | bytes) -> int:
        number = self.reserve()
        self.put(number, body)
        return number

    def stream(self, data: bytes, entries: str = "") -> int:
        packed = zlib.compress(data, 6)
        head = f"<</Length {len(packed)}/Filter/FlateDecode{entries}>>stream\n".encode("ascii")
        return self.add(head + packed + b"\nendstream")

    def _metadata(self) -> int:
        """XMP, uncompressed so that an archive finds it; it says the same as the Info dictionary, and nothing about when or where."""
        data = _XMP.format(title=escape(self.title), producer=_PRODUCER).encode("utf-8")
        head = f"<</Type/Metadata/Subtype/XML/Length {len(data)}>>stream\n".encode("ascii")
        return self.add(head + data + b"\nendstream")

    def _assemble(self, catalogue: int, info: int) -> bytes:
        parts = [b"%PDF-1.7\n%\xe5\x9b\xa2\xe6\x96\x87\n"]
        offsets, position = [], len(parts[0])
        for number, body in enumerate(self.objects, 1):
            part = b"%d 0 obj\n%b\nendobj\n" % (number, body)
            offsets.append(position)
            position += len(part)
            parts.append(part)
        identity = hashlib.sha256(b"".join(parts)).hexdigest()[:32]
        table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
        count = len(self.objects) + 1
        parts.append(
            f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n<</Size {count}/Root {catalogue} 0 R/Info {info} 0 R"
            f"/ID[<{identity}><{identity}>]>>\nstartxref\n{position}\n%%EOF\n".encode("ascii")
        )
        return b"".join(parts)

    # Fonts

    def _fonts(self) -> dict[Face, tuple[str, Subset]]:
        used: dict[Face, set[str]] = defaultdict(set)
        for page in self.canvas.pages:
            for mark, _ in page.drawn:
                if isinstance(mark, Glyphs):
                    used[mark.face].update(mark.text)
        ordered = sorted(used, key=lambda face: (face.name, str(face.path), face.index))
        return {face: (f"F{number}", face.subset(used[face])) for number, face in enumerate(ordered, 1)}

    def _resources(self) -> int:
        fonts = "".join(f"/{key} {self._font(face, subset)} 0 R" for face, (key, subset) in self.fonts.items())
        return self.add(f"<</Font<<{fonts}>>>>")

    def _font(self, face: Face, subset: Subset) -> int:
        """A Type 0 font whose character codes are the glyph numbers of the subset (ISO 32000 9.7)."""
        digest = hashlib.sha256(subset.program).digest()
        name = "".join(chr(65 + byte % 26) for byte in digest[:6]) + "+" + face.name
        if subset.outlines == "cff":
            program = self.stream(subset.program, "/Subtype/CIDFontType0C")
            kind, file_key, mapping = "CIDFontType0", "FontFile3", ""
        else:
            program = self.stream(subset.program, f"/Length1 {len(subset.program)}")
            kind, file_key, mapping = "CIDFontType2", "FontFile2", "/CIDToGIDMap/Identity"
        centre = round(face.centre * 1000)
        descriptor = self.add(
            f"<</Type/FontDescriptor/FontName/{name}/Flags 4/FontBBox[{' '.join(map(str, face.box))}]/ItalicAngle 0"
            f"/Ascent {centre + 500}/Descent {centre - 500}/CapHeight 700/StemV 80/{file_key} {program} 0 R>>"
        )
        widths = " ".join(map(str, subset.widths))
        descendant = self.add(
            f"<</Type/Font/Subtype/{kind}/BaseFont/{name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
            f"/FontDescriptor {descriptor} 0 R/DW 1000/W[0[{widths}]]{mapping}>>"
        )
        unicode_map = self.stream(_to_unicode(subset.glyphs))
        return self.add(
            f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H/DescendantFonts[{descendant} 0 R]"
            f"/ToUnicode {unicode_map} 0 R>>"
        )

    # Pages

    def _content(self, page: Page, index: int) -> tuple[bytes, list[Element]]:
        """The content stream of a page and the elements that own its marked sequences."""
        parts: list[str] = []
        owners: list[Element] = []
        for _, group in groupby(page.drawn, key=lambda item: id(item[1])):
            marks = list(group)
            element = marks[0][1]
            if element is None:
                parts.append("/Artifact BMC")
            else:
                parts.append(f"/{element.tag}<</MCID {len(owners)}>>BDC")
                element.children.append((index, len(owners)))
                owners.append(element)
            parts.extend(self._draw(mark, page) for mark, _ in marks)
            parts.append("EMC")
        return "\n".join(parts).encode("ascii"), owners

    def _draw(self, mark: Mark, page: Page) -> str:
        if isinstance(mark, Rule):
            y = page.height - mark.y - mark.height
            return f"{_colour(mark.colour)} rg {_number(mark.x)} {_number(y)} {_number(mark.width)} {_number(mark.height)} re f"
        if isinstance(mark, Frame):
            y = page.height - mark.y - mark.height
            box = " ".join(_number(part) for part in (mark.x, y, mark.width, mark.height))
            return f"0 0 0 RG {_number(mark.thickness)} w {box} re S"
        key, subset = self.fonts[mark.face]
        codes = "".join(f"{subset.glyphs[char]:04x}" for char in mark.text)
        cosine, sine = math.cos(math.radians(mark.turn)), math.sin(math.radians(mark.turn))
        matrix = " ".join(_number(v) for v in (cosine, sine, -sine, cosine, mark.x, page.height - mark.baseline))
        weight = f"{_MARKED} Tr {_number(mark.size * 0.028)} w {_colour(mark.colour)} RG " if mark.bold else "0 Tr "
        return (
            f"BT {_colour(mark.colour)} rg {weight}/{key} {_number(mark.size)} Tf {_number(mark.spacing)} Tc "
            f"{_number(mark.stretch * 100)} Tz {matrix} Tm<{codes}>Tj ET"
        )

    # Structure

    def _structure(self, root: int, parents: int, owners: list[list[Element]], pages: list[int]) -> None:
        numbers: dict[int, int] = {}

        def write_element(element: Element, parent: int) -> int:
            number = self.reserve()
            numbers[id(element)] = number
            kids = []
            for child in element.children:
                if isinstance(child, Element):
                    kids.append(f"{write_element(child, number)} 0 R")
                else:
                    kids.append(f"<</Type/MCR/Pg {pages[child[0]]} 0 R/MCID {child[1]}>>")
            self.put(number, f"<</Type/StructElem/S/{element.tag}/P {parent} 0 R/K[{' '.join(kids)}]>>")
            return number

        document = write_element(self.canvas.root, root)
        entries = "".join(
            f"{index}[{' '.join(f'{numbers[id(element)]} 0 R' for element in marked)}]"
            for index, marked in enumerate(owners)
        )
        self.put(parents, f"<</Nums[{entries}]>>")
        self.put(
            root, f"<</Type/StructTreeRoot/K {document} 0 R/ParentTree {parents} 0 R/ParentTreeNextKey {len(owners)}>>"
        )


def _colour(colour: Colour) -> str:
    return " ".join(_number(part) for part in colour)


def _to_unicode(glyphs: dict[str, int]) -> bytes:
    """The CMap that gives the characters back to whoever copies or searches the text."""
    pairs = sorted((glyph, char) for char, glyph in glyphs.items() if glyph)
    lines = [f"<{glyph:04x}><{char.encode('utf-16-be').hex()}>" for glyph, char in pairs]
    blocks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
        "/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000><ffff>\nendcodespacerange\n"
        f"{body}\nendcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n"
    ).encode("ascii")
