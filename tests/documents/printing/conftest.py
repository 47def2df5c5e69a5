"""Fonts for the typesetter's tests: without them nothing here can run. And prints that were spoilt."""

import pytest

from documents.printing import Paper, Report, measure, typeset
from documents.printing import composing as composing_module
from documents.printing.canvas import Canvas
from documents.printing.errors import FontsMissingError
from documents.printing.fonts import FontSet, load
from documents.printing.pdf import write
from tests.documents.printing.spoiling import Change, Spoil


@pytest.fixture(scope="session")
def fonts() -> FontSet:
    try:
        return load()
    except FontsMissingError:
        pytest.fail("fonts are not installed: run sh .setup/fonts.sh")


@pytest.fixture
def spoil(monkeypatch: pytest.MonkeyPatch) -> Spoil:
    """Measure a paper whose marks were changed on their way into the file (None leaves one out)."""

    def measured(paper: Paper, change: Change) -> Report:
        def write_changed(canvas: Canvas, *, title: str) -> bytes:
            for number, page in enumerate(canvas.pages):
                page.drawn = [(new, element) for mark, element in page.drawn if (new := change(mark, number))]
            return write(canvas, title=title)

        monkeypatch.setattr(composing_module, "write", write_changed)
        return measure(typeset(paper).pdf, paper)

    return measured
