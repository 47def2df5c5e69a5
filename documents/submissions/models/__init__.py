"""The tables of 征集报送."""

from .answers import AnswerValue, AnswerVersion, Compilation, Draft, Remark, Supplement
from .calls import Addressee, Call, Extension
from .decisions import Ranking, Result, ShowcaseDraft
from .publicity import Listed, Objection, Publicity
from .submissions import Submission

__all__ = [
    "Addressee",
    "AnswerValue",
    "AnswerVersion",
    "Call",
    "Compilation",
    "Draft",
    "Extension",
    "Listed",
    "Objection",
    "Publicity",
    "Ranking",
    "Remark",
    "Result",
    "ShowcaseDraft",
    "Submission",
    "Supplement",
]
