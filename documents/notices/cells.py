"""The cells of a table as they are typed: a plain grid that takes what is copied from Excel or WPS, kept as rows of texts."""

import csv
import io
import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.blocks import FieldBlock

Rows = tuple[tuple[str, ...], ...]

CELL_MARK = "｜"
"""Parts the cells of a row where a table is told in lines; the reading of files writes it as well."""

MOST_ROWS, MOST_COLUMNS, MOST_LETTERS = 500, 30, 2000

_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,2})?")


def parse(text: str) -> list[list[str]]:
    """Rows of cells from text as Excel and WPS copy it: tabs between cells, quotes around a cell with line feeds.

    Empty rows and columns at the edges are left out, short rows are filled up. Empty rows under a single one stay: that is
    a form (回执), and they are where it is filled in.
    """
    rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text.strip("\r\n")), dialect="excel-tab")]
    rows = [row for row in rows if row]
    is_form = bool(rows) and any(rows[0]) and not any(map(any, rows[1:]))
    while rows and not is_form and not any(rows[-1]):
        rows.pop()
    width = max((at + 1 for row in rows for at, cell in enumerate(row) if cell), default=0)
    return [(row + [""] * width)[:width] for row in rows]


def written(rows: Iterable[Iterable[str]]) -> str:
    """The text from which :func:`parse` gives the rows again."""
    out = io.StringIO()
    csv.writer(out, dialect="excel-tab", lineterminator="\n").writerows(rows)
    return out.getvalue().rstrip("\n")


def proportions(text: str) -> tuple[float, ...]:
    """``1 3 2`` as numbers; percent signs and commas may stand between them.

    Raises:
        ValueError: something in it is no number, or nothing.
    """
    words = [word for word in re.split(r"[\s,，、:：%]+", text.strip()) if word]
    if not all(_NUMBER.fullmatch(word) and float(word) > 0 for word in words):
        raise ValueError(text)
    return tuple(float(word) for word in words)


def width_text(widths: Iterable[float]) -> str:
    """The proportions as they are written."""
    return " ".join(f"{width:g}" for width in widths)


class CellsInput(forms.Textarea):
    """A text area with the cells parted by tabs; the script turns it into a grid."""

    def __init__(self) -> None:
        super().__init__({"rows": 6, "data-controller": "cells", "spellcheck": "false"})

    @property
    def media(self) -> forms.Media:
        """The grid's script."""
        return forms.Media(js=["notices/cells.js"], css={"all": ["notices/editor.css"]})


class CellsField(forms.CharField):
    """Cells as text; says which limit is passed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, widget=CellsInput(), **kwargs)

    def clean(self, value: Any) -> str:
        """Not empty, and not more than a paper can hold."""
        text: str = super().clean(value)
        try:
            rows = parse(text)
        except csv.Error:
            raise ValidationError(_("表格读不出来，请从 Excel 或 WPS 重新复制粘贴。")) from None
        if self.required and not rows:
            raise ValidationError(_("表格是空的。请填写，或者删去这一块。"))
        columns = max((len(row) for row in rows), default=0)
        if len(rows) > MOST_ROWS or columns > MOST_COLUMNS:
            raise ValidationError(
                _("表格有%(rows)d行%(columns)d列，最多%(most)d行%(wide)d列。请拆成几张表，或者改作附件文件。")
                % {"rows": len(rows), "columns": columns, "most": MOST_ROWS, "wide": MOST_COLUMNS}
            )
        for at, row in enumerate(rows, 1):
            for column, cell in enumerate(row, 1):
                if len(cell) > MOST_LETTERS:
                    raise ValidationError(
                        _("第%(row)d行第%(column)d列有%(n)d字，最多%(most)d字。")
                        % {"row": at, "column": column, "n": len(cell), "most": MOST_LETTERS}
                    )
        return text


class CellsBlock(FieldBlock):
    """Rows of cells: a list of lists of texts."""

    def __init__(self, required: bool = True, help_text: Any = None, **kwargs: Any) -> None:
        self.field_options = {"required": required, "help_text": help_text}
        super().__init__(**kwargs)

    @cached_property
    def field(self) -> CellsField:
        """The form field."""
        return CellsField(**self.field_options)

    def get_default(self) -> list[list[str]]:
        """Two rows of three, to begin with."""
        return [["", "", ""], ["", "", ""]]

    def value_for_form(self, value: Any) -> str:
        """As text for the text area."""
        return written(value or [])

    def value_from_form(self, value: Any) -> list[list[str]]:
        """From the text area."""
        try:
            return parse(value or "")
        except csv.Error:
            return [[str(value)]]

    def get_prep_value(self, value: Any) -> list[list[str]]:
        """Plain lists."""
        return [[str(cell) for cell in row] for row in value or []]

    def get_searchable_content(self, value: Any) -> list[str]:
        """Every cell."""
        return [cell for row in value or [] for cell in row if cell]

    class Meta:
        icon = "table"
