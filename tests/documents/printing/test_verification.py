"""The code outside the 版心: it can be read, it disturbs no rule, it is off unless asked for."""

from dataclasses import replace

import pytest

from documents.printing import InvalidPaperError, Paper, measure, typeset
from documents.printing.fonts import FontSet
from documents.printing.grid import BOTTOM, LEFT, MM, RIGHT, SHEET_HEIGHT, SHEET_WIDTH
from documents.printing.measuring.reading import Bar, Seen
from tests.documents.printing import papers

ADDRESS = "https://wenshu.xiyuan.example/v/7K3M-92QD-X4RT"
CODE = "7K3M-92QD-X4RT"


@pytest.mark.parametrize("text", [ADDRESS, CODE])
@pytest.mark.parametrize("paper", [papers.NOTICE, papers.LETTER, papers.MINUTES, papers.SAMPLE])
def test_papers_with_a_code_keep_every_rule(paper: Paper, text: str) -> None:
    paper = replace(paper, verification=text)
    report = measure(typeset(paper).pdf, paper)
    assert report.faults == ()
    assert "核验码" in {finding.what for finding in report.findings}


@pytest.mark.parametrize("paper", [papers.NOTICE, papers.LETTER])
def test_code_lies_outside_the_text_area_and_on_the_sheet(fonts: FontSet, paper: Paper) -> None:
    found = Seen(typeset(replace(paper, verification=ADDRESS)).pdf, fonts).margin
    assert len([mark for mark in found if isinstance(mark, Bar)]) > 100
    for mark in found:
        assert mark.page == 0
        assert mark.x0 > RIGHT + 3 * MM or (mark.top > BOTTOM + 9 * MM and mark.x0 >= LEFT - 0.1)
        assert mark.x1 < SHEET_WIDTH - 5 * MM
        assert mark.bottom < SHEET_HEIGHT - 5 * MM


def test_paper_without_a_code_has_none(fonts: FontSet) -> None:
    assert Seen(typeset(papers.NOTICE).pdf, fonts).margin == []


def test_code_that_is_missing_from_the_pdf_is_found_out() -> None:
    report = measure(typeset(papers.NOTICE).pdf, replace(papers.NOTICE, verification=CODE))
    assert [finding.what for finding in report.overridable] == ["核验码"]
    assert report.blocking == ()


@pytest.mark.parametrize("length", [400, 5000])
def test_address_too_long_to_be_read_from_paper_is_refused(length: int) -> None:
    with pytest.raises(InvalidPaperError, match="核验地址太长"):
        typeset(replace(papers.LETTER, verification="https://" + "x" * length))
