"""Reading a paper from .txt or .docx into structure (title, addressees, body, dates …), with every repair and doubt on record.

Pure Python without Django. ``read_file`` and ``read_text`` are the doors; ``compare_file`` and ``compare_text`` show the
original beside its repairs; the rules by which a paper is judged are in ``documents.notices.lint``.
"""

from .codes import CODES, Code
from .comparing import SourceLine, compare_file, compare_text
from .containers import refuse_large
from .reader import read_file, read_text
from .structure import WEIGHTS, Annex, Block, Contact, Deadline, Finding, Parent, ReadError, Reading, Severity

__all__ = [
    "CODES",
    "WEIGHTS",
    "Annex",
    "Block",
    "Code",
    "Contact",
    "Deadline",
    "Finding",
    "Parent",
    "ReadError",
    "Reading",
    "Severity",
    "SourceLine",
    "compare_file",
    "compare_text",
    "read_file",
    "read_text",
    "refuse_large",
]
