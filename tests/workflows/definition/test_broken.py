"""Deliberately broken definitions: each names its fault, by the shortest way to it, in the words at its own head."""

from pathlib import Path

import pytest

from workflows.definition import check, parse

BROKEN = sorted((Path(__file__).parent / "broken").glob("*.toml"))


def expected(source: str) -> list[str]:
    """The comment at the head of the file."""
    lines = []
    for line in source.splitlines():
        if not line.startswith("# "):
            break
        lines.append(line.removeprefix("# "))
    return lines


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_broken_definition_is_refused_with_its_shortest_example(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    report = check(parse(source))
    assert not report.sound
    assert [line for problem in report.errors for line in str(problem).splitlines()] == expected(source)


def test_there_are_enough_of_them() -> None:
    assert len(BROKEN) >= 16
