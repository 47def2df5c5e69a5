"""Typesetting of 公文 by GB/T 9704-2012, without Django. See README.md."""

from documents.printing.composing import typeset
from documents.printing.errors import FontsMissingError, InvalidPaperError, PrintingError, TableTooWideError
from documents.printing.measuring import Finding, Report, measure
from documents.printing.paper import (
    Attached,
    Attendance,
    Block,
    Cell,
    Form,
    Heading,
    Paper,
    Paragraph,
    Table,
    detached_papers,
    in_words,
)
from documents.printing.printed import Printed

__all__ = [
    "Attached",
    "Attendance",
    "Block",
    "Cell",
    "Finding",
    "FontsMissingError",
    "Form",
    "Heading",
    "InvalidPaperError",
    "Paper",
    "Paragraph",
    "Printed",
    "PrintingError",
    "Report",
    "Table",
    "TableTooWideError",
    "detached_papers",
    "in_words",
    "measure",
    "typeset",
]
