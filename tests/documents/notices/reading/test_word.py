"""Reading .docx: order of paragraphs and tables, text boxes, automatic numbers, tracked changes, fields."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from documents.notices.reading import Reading, read_file

W = nsdecls("w")
PAPERS = Path(__file__).parent / "papers"


def read(build: Callable[[DocxDocument], None]) -> Reading:
    document = Document()
    build(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return read_file("公文.docx", buffer.getvalue())


def codes(reading: Reading) -> set[str]:
    return {finding.code for finding in reading.findings}


def plain(document: DocxDocument) -> None:
    document.add_paragraph("共青团澈湖市委文件")
    document.add_paragraph("团澈发〔2026〕31号")
    for line in ("关于开展“灯火相伴”行动", "中期检查的通知"):
        document.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph("各县（区）团委：")
    document.add_paragraph("现将有关事项通知如下：")


def end(document: DocxDocument) -> None:
    document.add_paragraph("共青团澈湖市委").alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_paragraph("2026年11月9日").alignment = WD_ALIGN_PARAGRAPH.RIGHT


def add_raw(document: DocxDocument, xml: str) -> None:
    document.element.body.insert(len(document.element.body) - 1, parse_xml(xml))


def test_docx_gives_the_same_parts_as_text() -> None:
    reading = read(lambda d: (plain(d), d.add_paragraph("请于11月27日前报送自查表。"), end(d)))

    assert reading.title == "关于开展“灯火相伴”行动中期检查的通知"
    assert reading.document_number == "团澈发〔2026〕31号"
    assert reading.head == ("共青团澈湖市委",)
    assert reading.recipients == ("各县（区）团委",)
    assert [block.text for block in reading.body] == ["现将有关事项通知如下：", "请于11月27日前报送自查表。"]
    assert [deadline.iso for deadline in reading.deadlines] == ["2026-11-27"]


def test_automatic_numbers_become_text() -> None:
    numbering = f"""<w:abstractNum {W} w:abstractNumId="90">
      <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>
      <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
      <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
    </w:abstractNum>"""

    def build(document: DocxDocument) -> None:
        root = document.part.numbering_part.element
        root.insert(0, parse_xml(numbering))
        root.append(parse_xml(f'<w:num {W} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
        plain(document)
        for depth, text in (
            (0, "检查内容"), (1, "开放情况"), (1, "交接情况"), (2, "当面交接。"), (0, "检查时间"), (1, "自查")
        ):  # fmt: skip
            properties = document.add_paragraph(text)._p.get_or_add_pPr()
            properties.append(parse_xml(f'<w:numPr {W}><w:ilvl w:val="{depth}"/><w:numId w:val="90"/></w:numPr>'))
        end(document)

    reading = read(build)

    assert [(block.level, block.text) for block in reading.body[1:]] == [
        (1, "一、检查内容"),
        (2, "（一）开放情况"),
        (2, "（二）交接情况"),
        (3, "1.当面交接。"),
        (1, "二、检查时间"),
        (2, "（一）自查"),
    ]


def test_text_box_with_the_head_is_read_once_and_in_place() -> None:
    box = f"""<w:p {W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml">
      <w:r><mc:AlternateContent>
        <mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent><w:p><w:r><w:t>共青团霁山市委文件</w:t></w:r></w:p></w:txbxContent></wps:txbx></w:drawing></mc:Choice>
        <mc:Fallback><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>共青团霁山市委文件</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></mc:Fallback>
      </mc:AlternateContent></w:r></w:p>"""

    def build(document: DocxDocument) -> None:
        add_raw(document, box)
        document.add_paragraph("团霁发〔2026〕22号")
        document.add_paragraph("关于开展小屋安全检查的通知")
        document.add_paragraph("各县（区）团委：")
        document.add_paragraph("请认真检查。")

    reading = read(build)

    assert reading.head == ("共青团霁山市委",)
    assert reading.document_number == "团霁发〔2026〕22号"
    assert "read.textbox" in codes(reading)


def test_tracked_changes_are_taken_as_accepted() -> None:
    paragraph = f"""<w:p {W}><w:r><w:t>请于</w:t></w:r>
      <w:del w:id="1" w:author="a"><w:r><w:delText>11月10日</w:delText></w:r></w:del>
      <w:ins w:id="2" w:author="a"><w:r><w:t>11月20日</w:t></w:r></w:ins>
      <w:r><w:t>前报送。</w:t></w:r></w:p>"""

    reading = read(lambda d: (plain(d), add_raw(d, paragraph), end(d)))

    assert reading.body[-1].text == "请于11月20日前报送。"
    assert "read.tracked" in codes(reading)


def test_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    first = f'<w:p {W}><w:pPr><w:rPr><w:del w:id="1" w:author="a"/></w:rPr></w:pPr><w:r><w:t>每周开放</w:t></w:r></w:p>'
    second = f"<w:p {W}><w:r><w:t>两次。</w:t></w:r></w:p>"

    reading = read(lambda d: (plain(d), add_raw(d, first), add_raw(d, second), end(d)))

    assert reading.body[-1].text == "每周开放两次。"


def test_field_results_stay_and_instructions_go() -> None:
    paragraph = f"""<w:p {W}><w:r><w:t>材料发至</w:t></w:r>
      <w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "mailto:a@xiyuan.example" </w:instrText></w:r>
      <w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>a@xiyuan.example</w:t></w:r>
      <w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>。</w:t></w:r></w:p>"""

    reading = read(lambda d: (plain(d), add_raw(d, paragraph), end(d)))

    assert reading.body[-1].text == "材料发至a@xiyuan.example。"


def test_header_and_footer_stay_out_of_the_body() -> None:
    def build(document: DocxDocument) -> None:
        document.sections[0].header.paragraphs[0].text = "内部资料"
        document.sections[0].footer.paragraphs[0].text = "— 1 —"
        plain(document)
        end(document)

    assert [block.text for block in read(build).body] == ["现将有关事项通知如下："]


def test_table_stays_between_its_paragraphs_row_by_row() -> None:
    def build(document: DocxDocument) -> None:
        plain(document)
        document.add_paragraph("名额分配如下：")
        table = document.add_table(rows=2, cols=3)
        for row, values in zip(table.rows, (("县区", "名额", "备注"), ("笛台区", "2", "")), strict=True):
            for cell, value in zip(row.cells, values, strict=True):
                cell.text = value
        document.add_paragraph("请按名额推荐。")
        end(document)

    reading = read(build)

    assert [block.text for block in reading.body[1:]] == [
        "名额分配如下：",
        "县区｜名额｜备注",
        "笛台区｜2｜",
        "请按名额推荐。",
    ]
    assert "read.table" in codes(reading)


def test_imprint_set_as_a_table_is_still_an_imprint() -> None:
    def build(document: DocxDocument) -> None:
        plain(document)
        end(document)
        table = document.add_table(rows=2, cols=2)
        table.cell(0, 0).merge(table.cell(0, 1)).text = "抄送：市教育局，市民政局。"
        table.cell(1, 0).text = "共青团澈湖市委办公室"
        table.cell(1, 1).text = "2026年11月10日印发"

    reading = read(build)

    assert reading.cc == ("市教育局", "市民政局")
    assert reading.printed_by == "共青团澈湖市委办公室"
    assert reading.printed_on is not None
    assert reading.printed_on.isoformat() == "2026-11-10"


def test_contacts_in_a_table_are_found() -> None:
    def build(document: DocxDocument) -> None:
        plain(document)
        document.add_paragraph("分片联系人如下：")
        table = document.add_table(rows=3, cols=3)
        rows = (("片区", "联系人", "电话"), ("笛台区", "宋怀远", "0000-0000203"), ("枫眠县", "白景行", "0000-0000202"))
        for row, values in zip(table.rows, rows, strict=True):
            for cell, value in zip(row.cells, values, strict=True):
                cell.text = value
        end(document)

    contacts = read(build).contacts

    assert [(contact.names, contact.phones) for contact in contacts] == [
        (("宋怀远",), ("0000-0000203",)),
        (("白景行",), ("0000-0000202",)),
    ]


def test_heading_style_without_an_ordinal_gives_the_level() -> None:
    def build(document: DocxDocument) -> None:
        plain(document)
        document.add_heading("工作要求", level=2)
        document.add_paragraph("请认真组织。")
        end(document)

    assert [(block.level, block.text) for block in read(build).body[1:]] == [(2, "工作要求"), (0, "请认真组织。")]


def test_hidden_text_is_left_out_and_told() -> None:
    def build(document: DocxDocument) -> None:
        plain(document)
        paragraph = document.add_paragraph("请认真组织。")
        paragraph.add_run("不要念出来").font.hidden = True
        end(document)

    reading = read(build)

    assert reading.body[-1].text == "请认真组织。"
    assert "read.hidden" in codes(reading)


def test_soft_line_breaks_in_a_title_are_joined() -> None:
    def build(document: DocxDocument) -> None:
        document.add_paragraph("关于做好假期\n安全工作的\n通知").alignment = WD_ALIGN_PARAGRAPH.CENTER
        document.add_paragraph("各学校团委：")
        document.add_paragraph("请做好安全工作。")

    assert read(build).title == "关于做好假期安全工作的通知"


def test_strict_document_of_another_producer_is_read() -> None:
    """WPS and others write content controls and smart tags around paragraphs and runs."""
    controlled = f"<w:sdt {W}><w:sdtContent><w:p><w:r><w:t>各县（区）团委：</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    tagged = f'<w:p {W}><w:smartTag w:element="x"><w:r><w:t>请于11月27日前报送。</w:t></w:r></w:smartTag></w:p>'

    def build(document: DocxDocument) -> None:
        document.add_paragraph("关于报送总结的通知")
        add_raw(document, controlled)
        add_raw(document, tagged)
        end(document)

    reading = read(build)

    assert reading.recipients == ("各县（区）团委",)
    assert reading.body[0].text == "请于11月27日前报送。"


def test_tab_behind_an_ordinal_makes_no_table() -> None:
    reading = read(lambda d: (plain(d), d.add_paragraph("一、\t检查内容"), end(d)))

    assert [(block.level, block.text) for block in reading.body[1:]] == [(1, "一、检查内容")]


@pytest.mark.parametrize("path", sorted(PAPERS.glob("*.txt")), ids=lambda path: path.stem)
def test_docx_and_text_of_the_same_paper_agree(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    def build(document: DocxDocument) -> None:
        for line in text.splitlines():
            document.add_paragraph(line)

    wanted, got = read_file(path.name, path.read_bytes()).to_json(), read(build).to_json()

    kept = set(wanted) - {"findings"}
    assert {key: got[key] for key in kept} == {key: wanted[key] for key in kept}


def test_document_of_pictures_says_so() -> None:
    picture = f"<w:p {W}><w:r><w:drawing/></w:r></w:p>"

    reading = read(lambda d: (d.add_paragraph("关于放假的通知"), add_raw(d, picture)))

    assert "read.pictures" in codes(reading)


def test_footnotes_are_told() -> None:
    noted = f'<w:p {W}><w:r><w:t>请做好工作。</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'

    assert "read.footnotes" in codes(read(lambda d: (plain(d), add_raw(d, noted), end(d))))
