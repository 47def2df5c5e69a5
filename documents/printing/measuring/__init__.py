"""Measuring a finished PDF against GB/T 9704-2012: the conformance report of the 印制 step."""

from documents.printing.cleaning import cleaned
from documents.printing.fonts import load
from documents.printing.measuring.back import measure_back
from documents.printing.measuring.body import measure_sheet, measure_text
from documents.printing.measuring.front import measure_front
from documents.printing.measuring.reading import Seen
from documents.printing.measuring.report import Finding, Report
from documents.printing.paper import Paper

__all__ = ["Finding", "Report", "measure"]


def measure(pdf: bytes, paper: Paper) -> Report:
    """Read positions, sizes, faces, colours and rules off a PDF and compare them with what the standard wants of this paper.

    Every rule that applies has a row. The PDF is judged by itself: the typesetter is not asked what it meant to do.
    """
    paper = cleaned(paper)
    seen = Seen(pdf, load())
    return Report(
        (
            *measure_sheet(seen, paper),
            *measure_front(seen, paper),
            *measure_text(seen, paper),
            *measure_back(seen, paper),
        )
    )
