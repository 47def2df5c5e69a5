"""Reading a paper from .txt or .docx into structure (title, addressees, body, dates …), with every repair and doubt on record.

Pure Python without Django. ``read_file`` and ``read_text`` are the doors; the rules by which a paper is judged are in
``documents.notices.lint``.
"""

from .codes import CODES, Code
from .reader import read_file, read_text
from .structure import Annex, Block, Contact, Deadline, Finding, Parent, ReadError, Reading, Severity

__all__ = [
    "CODES",
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
    "read_file",
    "read_text",
]
