"""Cleaning: what cannot be seen goes, what can be seen stays."""

from documents.printing.text import clean


def test_controls_and_invisible_marks_go() -> None:
    assert clean("青\x00年\u200b志\ufeff愿\u202e者\x1b") == "青年志愿者"


def test_line_feeds_become_blanks_outside_titles() -> None:
    assert clean("青年\r\n志愿者") == "青年 志愿者"
    assert clean("青年\r\n志愿者", breaks=True) == "青年\n志愿者"


def test_leading_ideographic_blanks_go() -> None:
    assert clean("\u3000\u3000为落实要点，\u3000") == "为落实要点，"


def test_lone_surrogates_go_and_private_characters_stay_to_be_reported() -> None:
    assert clean("谢\ud800珺\ue000") == "谢珺\ue000"


def test_composed_form_is_used() -> None:
    assert clean("e\u0301") == "é"
