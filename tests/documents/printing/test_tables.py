"""Tables: narrower type, then a sideways sheet, then a refusal; heads on every page, no row torn."""

from dataclasses import replace
from itertools import pairwise

import pytest

from documents.printing import Cell, Paper, Paragraph, Table, TableTooWideError, typeset
from documents.printing.fonts import FontSet, Role
from documents.printing.grid import BOTTOM, LEFT, MM, RIGHT, SHEET_HEIGHT, TOP
from documents.printing.measuring.reading import Seen
from documents.printing.setting import Compositor
from documents.printing.tables import IN_LEDGERS, lay_out
from tests.documents.printing import papers


def with_table(table: Table) -> Paper:
    return replace(papers.NOTICE, body=(Paragraph("名额分配见下表。"), table), contacts=(), attachments=())


def seen(table: Table, fonts: FontSet) -> Seen:
    return Seen(typeset(with_table(table)).pdf, fonts)


def columns(count: int, text: str = "开放次数") -> Table:
    return Table((tuple(text for _ in range(count)), tuple("12" for _ in range(count))))


def test_table_spans_the_text_area_and_stays_inside(fonts: FontSet) -> None:
    document = seen(papers.QUOTAS, fonts)
    cells = document.frames
    assert min(bar.x0 for bar in cells) == pytest.approx(LEFT, abs=0.5)
    assert max(bar.x1 for bar in cells) == pytest.approx(RIGHT, abs=0.5)
    assert min(bar.top for bar in cells) >= TOP - 0.5
    assert max(bar.bottom for bar in cells) <= BOTTOM + 0.5


def test_table_keeps_all_its_texts(fonts: FontSet) -> None:
    text = "".join(char.text for char in seen(papers.QUOTAS, fonts).stream)
    for name in papers.COUNTIES:
        assert name in text


def test_head_is_repeated_on_the_next_page(fonts: FontSet) -> None:
    rows = [row for row in seen(papers.QUOTAS, fonts).rows if "序号" in row.text]
    assert [row.page for row in rows] == [0, 1]


@pytest.mark.parametrize(
    ("count", "size", "landscape"),
    [(8, 14.0, False), (9, 12.0, False), (10, 10.5, False), (14, 12.0, True), (20, 10.5, True)],
)
def test_type_gets_smaller_and_the_sheet_turns(fonts: FontSet, count: int, size: float, landscape: bool) -> None:
    layout = lay_out(Compositor(fonts), columns(count))
    assert (layout.size, layout.landscape) == (size, landscape)


def test_hopeless_table_is_refused_with_advice(fonts: FontSet) -> None:
    with pytest.raises(TableTooWideError, match=r"30列.*拆成两张表"):
        typeset(with_table(columns(30)))


def test_sideways_sheet_has_its_number_where_the_upright_one_has_it(fonts: FontSet) -> None:
    document = seen(papers.WIDE, fonts)
    page = next(n for n in range(len(document.sheets)) if not document.is_upright(n))
    chars = document.folio(page)
    assert "".join(char.text for char in chars) == f"—{page + 1}—"
    middle = (chars[1].x0 + chars[1].x1) / 2
    assert middle == pytest.approx(SHEET_HEIGHT - 269 * MM, abs=2 * MM)


def test_text_goes_on_upright_after_a_sideways_table(fonts: FontSet) -> None:
    paper = with_table(papers.WIDE)
    paper = replace(paper, body=(*paper.body, Paragraph("请按时报送。")))
    document = Seen(typeset(paper).pdf, fonts)
    row = next(row for row in document.rows if row.text == "请按时报送。")
    assert document.is_upright(row.page)


def test_note_of_a_sideways_table_stays_on_its_sheet(fonts: FontSet) -> None:
    paper = with_table(papers.WIDE)
    paper = replace(paper, body=(*paper.body, Paragraph("注：未开放的填零。")))
    document = Seen(typeset(paper).pdf, fonts)
    row = next(row for row in document.rows if row.text.startswith("注："))
    assert not document.is_upright(row.page)


def test_no_row_is_torn(fonts: FontSet) -> None:
    rows = tuple((str(n), f"起{n}行" + papers.SENTENCE * 2 + f"止{n}行") for n in range(1, 30))
    document = seen(Table((("序号", "做法"), *rows)), fonts)
    pages = {}
    for number in range(1, 30):
        first = document.find(f"起{number}行", lambda c: True)[0].page
        last = document.find(f"止{number}行", lambda c: True)[0].page
        assert first == last
        pages[first] = True
    assert len(pages) > 2


def test_row_longer_than_a_page_is_divided_and_nothing_is_lost(fonts: FontSet) -> None:
    document = seen(Table((("做法",), (papers.SENTENCE * 40,))), fonts)
    text = "".join(char.text for char in document.stream)
    assert text.count(papers.SENTENCE[:-1]) + text.count("做法") >= 40
    assert len({char.page for char in document.stream}) > 2


def test_covering_cells_keep_their_rows_together(fonts: FontSet) -> None:
    table = Table(
        (
            ("市", "县", "名额"),
            (Cell("澈湖市", down=3), "鹭汀县", "2"),
            ("萤田县", "1"),
            ("榴溪县", "1"),
            (Cell("合计", across=2), "4"),
        )
    )
    layout = lay_out(Compositor(fonts), table)
    assert [[box.spot.column for box in row] for row in layout.boxes] == [[0, 1, 2], [0, 1, 2], [1, 2], [1, 2], [0, 2]]
    city = layout.boxes[1][0]
    assert city.spot.cell.down == 3


def test_short_rows_are_filled_and_ragged_tables_do_not_fail(fonts: FontSet) -> None:
    layout = lay_out(Compositor(fonts), Table((("甲", "乙", "丙"), ("一",), ())))
    assert len(layout.boxes[1]) == 3


def test_figures_are_set_right_numbers_of_rows_in_the_middle(fonts: FontSet) -> None:
    table = Table((("序号", "单位", "人次"), ("1", "鹭汀县", "1,138"), ("2", "萤田县", "96")))
    layout = lay_out(Compositor(fonts), table)
    assert [box.align for box in layout.boxes[1]] == ["centre", "centre", "right"]


def test_wished_widths_are_kept_when_they_can_be(fonts: FontSet) -> None:
    table = Table((("甲", "乙"), ("一", "二")), widths=(1, 3))
    edges = lay_out(Compositor(fonts), table).edges
    assert edges[1] == pytest.approx(edges[2] / 4)


def test_head_cells_are_set_in_the_heading_face(fonts: FontSet) -> None:
    row = next(row for row in seen(papers.QUOTAS, fonts).rows if row.text.startswith("序号"))
    assert {char.font for char in row.chars} == {fonts.faces[Role.HEI][0].name}


def test_ledger_turns_rather_than_crowds(fonts: FontSet) -> None:
    table = Table((("序号", *["说明"] * 4), ("1", *["材料齐全，同意推荐，建议补充接送安排。"] * 4)))
    assert lay_out(Compositor(fonts), table, IN_LEDGERS).landscape


VISITS = Table(
    (
        (
            *(
                "序号",
                "乡镇",
                "对象",
                "性别",
                "项目",
                "投入资金（万元）",
                "带动就业（人）",
                "流转土地（亩）",
                "享受政策（项）",
            ),
            *("主要困难", "意见建议", "走访日期"),
        ),
        *(
            (
                *(str(n), "石灯坪乡", "种养大户", "男", "稻虾共作", "12.5", "3", "40", "2"),
                *("冷链运输费用高", "希望明确设施农用地办理流程", "4月16日"),
            )
            for n in range(1, 4)
        ),
    ),
)
"""Twelve columns, long and short ones."""


def test_names_days_and_units_are_whole_and_long_texts_get_the_room(fonts: FontSet) -> None:
    layout = lay_out(Compositor(fonts), VISITS)
    heads, row = ([[line.text for line in box.lines] for box in boxes] for boxes in layout.boxes[:2])
    assert heads[5:8] == [["投入资金", "（万元）"], ["带动就业", "（人）"], ["流转土地", "（亩）"]]
    assert row[1] == ["石灯坪乡"]
    assert row[11] == ["4月16日"]
    widths = [b - a for a, b in pairwise(layout.edges)]
    assert max(widths) == widths[10]


def test_centred_lines_of_a_cell_are_alike_and_not_spread(fonts: FontSet) -> None:
    table = Table((("项目", *"甲乙丙丁戊己庚辛"), ("农产品直播销售", *("中心小学服务站点",) * 8)))
    layout = lay_out(Compositor(fonts), table)
    for box in layout.boxes[1]:
        lengths = [len(line.text) for line in box.lines]
        assert len(lengths) > 1
        assert max(lengths) - min(lengths) <= 1
        assert all(line.width <= len(line.text) * layout.size * 1.15 for line in box.lines)
