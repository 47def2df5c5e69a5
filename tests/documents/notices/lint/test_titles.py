"""Titles."""

import pytest

from tests.documents.notices.lint.papers import found, paper


def codes(title: str) -> list[str]:
    rules = ("title.matter", "title.punctuation", "title.twice", "title.long")
    return [code for code in rules if found(paper(title=title), code)]


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("2026年志愿服务工作通知", ["title.matter"]),
        ("关于摸清底数，办好小屋的通知", ["title.punctuation"]),
        ("关于转发做好寒假工作的通知的通知", ["title.twice"]),
        (f"关于{'做好寒假工作和' * 11}有关事项的通知", ["title.long"]),
        ("关于转发《共青团曦原省委关于做好寒假工作的通知》的通知", []),
        ("共青团澈湖市委关于印发《小屋管理办法（试行）》的通知", []),
        ("共青团澈湖市委书记办公会议纪要", []),
    ],
)
def test_titles_are_judged_by_form(title: str, told: list[str]) -> None:
    assert codes(title) == told
