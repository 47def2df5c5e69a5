"""The original line by line, each place beside what the repairs of characters made of it: what a person proofreads."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from .blanks import squeeze
from .furniture import clear
from .journal import Journal
from .lines import Line, number_gaps
from .metadata import read_metadata
from .reader import file_lines, repaired, text_lines

_FINEST = 400
"""Longer changed stretches are shown as one: telling them apart character by character grows with the square."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of a line: ``before`` as it stands in the file, ``after`` as it is read. Equal where nothing was repaired."""

    before: str
    after: str

    @property
    def is_repaired(self) -> bool:
        """Whether the reading differs; a change between kinds of blanks is none."""
        return self.before != self.after and bool(self.before.strip() or self.after.strip())

    @property
    def is_invisible(self) -> bool:
        """Whether nothing of what was repaired can be seen (zero-width characters, control characters)."""
        return not any(character.isprintable() and not character.isspace() for character in self.before)


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line of the original. ``outside`` marks what is not taken for a part of the paper: page numbers, ornaments, web frames."""

    stretches: tuple[Stretch, ...]
    outside: bool = False

    @property
    def before(self) -> str:
        """The line as it stands in the file."""
        return "".join(stretch.before for stretch in self.stretches)

    @property
    def after(self) -> str:
        """The line as it is read."""
        return "".join(stretch.after for stretch in self.stretches)


def compare_file(name: str, data: bytes) -> tuple[SourceLine, ...]:
    """The lines of a .txt or .docx. Raises ReadError for what cannot be read."""
    return _compare(file_lines(name, data, Journal()))


def compare_text(text: str) -> tuple[SourceLine, ...]:
    """The lines of a text that was pasted. Raises ReadError when it is longer than any paper."""
    return _compare(text_lines(text))


def _compare(raws: Sequence[Line]) -> tuple[SourceLine, ...]:
    mended = repaired(raws, Journal())
    outside = _outside(mended)
    return tuple(
        SourceLine(tuple(_stretches(before.raw.replace("\n", " "), after.raw)), at in outside)
        for at, (before, after) in enumerate(zip(raws, mended, strict=True))
    )


def _outside(mended: Sequence[Line]) -> frozenset[int]:
    """Positions of the lines that reading leaves out as a whole."""
    filled = [at for at, line in enumerate(mended) if squeeze(line.raw).strip()]
    lines = number_gaps(mended, Journal())
    if len(lines) != len(filled):
        return frozenset()
    table = read_metadata(lines).lines
    kept = {id(line) for line in clear([line for at, line in enumerate(lines) if at not in table], Journal())}
    return frozenset(place for place, line in zip(filled, lines, strict=True) if id(line) not in kept)


def _stretches(before: str, after: str) -> Iterator[Stretch]:
    """The line cut where it was repaired."""
    head = _common(before, after)
    tail = _common(before[head:][::-1], after[head:][::-1])
    if head:
        yield Stretch(before[:head], before[:head])
    yield from _changed(before[head : len(before) - tail], after[head : len(after) - tail])
    if tail:
        yield Stretch(before[len(before) - tail :], before[len(before) - tail :])


def _changed(before: str, after: str) -> Iterator[Stretch]:
    if not before and not after:
        return
    if max(len(before), len(after)) > _FINEST:
        yield Stretch(before, after)
        return
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        yield Stretch(before[a:b], before[a:b] if tag == "equal" else after[c:d])


def _common(one: str, other: str) -> int:
    """How many characters the two begin with alike."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
