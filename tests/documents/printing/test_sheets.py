"""Sheets: the house's print style, nothing fetched, the same bytes again."""

from pathlib import Path

import pytest

from documents.printing import InvalidPaperError
from documents.printing.fonts import FontSet, Role
from documents.printing.grid import MM
from documents.printing.measuring.reading import Seen
from documents.printing.sheets import sheet

FORM = """
<table>
<tr><th class="w3">申报单位</th><td>鹭汀县</td><th class="w3">“灯火小屋”数</th><td class="num">12</td></tr>
<tr><th>县级团委意见</th><td colspan="3" class="opinion"><div class="opinion"><div class="text">材料齐全，同意推荐。</div>
<div class="sign">负责人签字：<span class="name">孟云舒</span><span class="seal">（盖章）</span><span class="day">2026年11月24日</span></div>
</div></td></tr>
</table>"""


def read(html: str, fonts: FontSet, **options: object) -> Seen:
    return Seen(sheet(html, title="试点申报表", **options).pdf, fonts)  # type: ignore[arg-type]


def test_title_labels_and_answers_have_their_faces_and_sizes(fonts: FontSet) -> None:
    document = read(FORM, fonts)
    for text, role, size in (("试点申报表", Role.TITLE, 22), ("申报单位", Role.HEI, 12), ("鹭汀县", Role.FANG, 14)):
        found = document.find(text, lambda c, size=size: abs(c.size - size) < 0.1)  # type: ignore[misc]
        assert {char.font for char in found} == {fonts.faces[role][0].name}, text


def test_table_lines_are_a_quarter_of_a_millimetre(fonts: FontSet) -> None:
    rules = [bar for bar in read(FORM, fonts).bars if bar.height < MM or bar.width < MM]
    assert {round(min(bar.width, bar.height) / MM, 2) for bar in rules} <= {0.25}


def test_opinion_box_has_signature_seal_and_date_in_this_order(fonts: FontSet) -> None:
    text = "".join(char.text for char in read(FORM, fonts).stream)
    assert "负责人签字：孟云舒（盖章）2026年11月24日" in text


def test_head_meta_and_number_stand_on_every_page_and_heads_repeat(fonts: FontSet) -> None:
    rows = "".join(f"<tr><td>{n}</td><td>鹭汀县第{n}小学</td></tr>" for n in range(80))
    document = read(
        f"<table class='list'><thead><tr><th>序号</th><th>单位名称</th></tr></thead>{rows}</table>",
        fonts,
        head="共青团鹭汀县委",
        meta="编号 7",
    )
    assert len(document.sheets) > 1
    for page in range(len(document.sheets)):
        texts = "".join(row.text for row in document.rows if row.page == page)
        assert texts.startswith("共青团鹭汀县委编号7")
        assert "序号单位名称" in texts
        assert f"第{page + 1}页共{len(document.sheets)}页" in "".join(char.text for char in document.folio(page))


@pytest.mark.parametrize(
    "evil",
    [
        '<img src="file:///etc/passwd">',
        '<link rel="stylesheet" href="file:///etc/passwd">',
        '<link rel="attachment" href="file:///etc/passwd">',
        "<style>@import url(http://127.0.0.1:9/x.css)</style>",
        '<p style="background:url(http://127.0.0.1:9/x.png)">x</p>',
        '<svg width="9" height="9"><image href="file:///etc/passwd" width="9" height="9"/></svg>',
        '<object data="file:///etc/passwd"></object>',
        "<img src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>\">",
    ],
)
def test_nothing_is_fetched_and_the_rest_is_printed(fonts: FontSet, evil: str) -> None:
    printed = sheet(f"{evil}<p>其余内容</p>", title="审批单")
    assert printed.adjusted == ("版面中引用的1个图片或文件未打印。",)
    assert b"root:" not in printed.pdf
    assert "其余内容" in "".join(char.text for char in Seen(printed.pdf, fonts).stream)


def test_title_head_and_meta_are_escaped(fonts: FontSet) -> None:
    document = Seen(sheet("<p>x</p>", title="<b>甲</b>", head="<i>乙</i>", meta="\\A<u>丙</u>").pdf, fonts)
    text = "".join(char.text for char in document.stream)
    for part in ("<b>甲</b>", "<i>乙</i>", "\\A<u>丙</u>"):
        assert part in text


def test_rare_characters_are_set_and_told(fonts: FontSet) -> None:
    printed = sheet("<p>谢珺玥</p>", title="签收单")
    assert printed.fallback == ("玥", "珺")
    assert printed.missing == ()
    assert "谢珺玥" in "".join(char.text for char in Seen(printed.pdf, fonts).stream)


def test_chinese_marks_stay_chinese_beside_western_text(fonts: FontSet) -> None:
    document = read("<p>2026年“灯火”——A组</p>", fonts)
    faces = {char.text: char.font for char in document.stream if abs(char.size - 14) < 0.1}
    assert faces["“"] == faces["—"] == fonts.faces[Role.FANG][0].name
    assert faces["2"] == faces["A"] == fonts.faces[Role.LATIN][0].name


def test_wide_sheets_lie_on_their_side(fonts: FontSet) -> None:
    assert not read("<p>宽表</p>", fonts, landscape=True).is_upright(0)


def test_same_fragment_gives_the_same_bytes() -> None:
    assert sheet(FORM, title="申报表").sha256 == sheet(FORM, title="申报表").sha256


def test_host_configuration_is_left_as_it_was(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import os

    monkeypatch.setenv("FONTCONFIG_FILE", str(tmp_path / "theirs.conf"))
    sheet("<p>x</p>", title="签收单")
    assert os.environ["FONTCONFIG_FILE"] == str(tmp_path / "theirs.conf")


def test_sheet_without_title_is_refused() -> None:
    with pytest.raises(InvalidPaperError, match="缺少表单标题"):
        sheet("<p>x</p>", title=" ")
