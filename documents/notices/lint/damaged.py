"""Damage in a text as it stands now, for drafts that are typed or mended after an import (the codes ``damage.*``)."""

from collections.abc import Iterator

from documents.notices.reading import Finding
from documents.notices.reading.damage import note_damage
from documents.notices.reading.journal import Journal
from documents.notices.reading.punctuation import pair_quotes

from .rule import Paper


def damage(paper: Paper) -> Iterator[Finding]:
    """Lost or unreadable characters, unpaired quotes and brackets, broken months: what reading a file notes as well."""
    journal = Journal()
    for passage in paper.passages:
        pair_quotes(passage, journal)
    note_damage(paper.reading.title, paper.reading.body, journal)
    yield from (finding for finding in journal.findings() if finding.code.startswith("damage."))
