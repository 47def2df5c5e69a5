"""Line breaking: nothing lost, marks where they may stand, every full line flush."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from documents.printing.breaking import LOOSEST, TIGHTEST, Line, break_lines, stretches
from documents.printing.text import CLOSING, NO_END, NO_START, OPENING, is_narrow

EM = 16.0
WIDTH = 442.2
GAP = -0.207


def widths_of(text: str) -> list[float]:
    return [EM / 2 if is_narrow(char) or char == " " else EM for char in text]


def broken(text: str, *, indent: float = 0.0, width: float = WIDTH) -> list[str]:
    return [text[line.start : line.end] for line in lines_of(text, indent=indent, width=width)]


def lines_of(text: str, *, indent: float = 0.0, width: float = WIDTH) -> list[Line]:
    return break_lines(text, widths_of(text), first=width - indent, rest=width, em=EM, gap=GAP)


def set_width(text: str, line: Line) -> float:
    """The width that a line really takes, by the rules that the page follows."""
    total = 0.0
    for i in range(line.start, line.end):
        total += EM / 2 if is_narrow(text[i]) or text[i] == " " else EM
        if i == line.end - 1:
            break
        total += line.gap if stretches(text, i) else 0.0
        total -= line.squeeze if text[i] in CLOSING and not is_narrow(text[i]) else 0.0
        total -= line.squeeze if text[i + 1] in OPENING and not is_narrow(text[i + 1]) else 0.0
    return total


def test_plain_text_fills_lines_of_28_characters() -> None:
    assert [len(line) for line in broken("青" * 90)] == [28, 28, 28, 6]


def test_indent_takes_two_characters_from_the_first_line() -> None:
    assert [len(line) for line in broken("青" * 60, indent=31.6)] == [26, 28, 6]


def test_full_stop_does_not_begin_a_line() -> None:
    lines = broken("青" * 28 + "。" + "年" * 40)
    assert not lines[1].startswith("。")


def test_opening_bracket_does_not_end_a_line() -> None:
    lines = broken("青" * 27 + "（年" + "年" * 40 + "）")
    assert not lines[0].endswith("（")


def test_dash_of_two_characters_stays_whole() -> None:
    lines = broken("青" * 27 + "——" + "年" * 40)
    assert "——" in lines[0] or "——" in lines[1]


def test_year_is_not_divided_from_its_word() -> None:
    lines = broken("青" * 26 + "2026年" + "年" * 30)
    assert lines[1].startswith("2026年")


def test_number_with_separator_stays_whole() -> None:
    assert any("12,345.67" in line for line in broken("青" * 26 + "12,345.67元，" + "年" * 30))


def test_document_number_keeps_its_brackets_together() -> None:
    assert any("〔2026〕" in line for line in broken("青" * 26 + "〔2026〕8号" + "年" * 30))


def test_single_last_character_is_drawn_into_the_lines_above() -> None:
    lines = broken("志愿服务队与学校结队，不少于一学年，更换队员，须当面交接，不误事。", indent=0)
    assert len(lines[-1]) > 2 or len(lines) == 1


def test_long_address_breaks_after_a_separator() -> None:
    text = "报送到https://files.xiyuan.example/calls/2026/lantern/answers/upload?unit=990101&level=county，逾期不候"
    for line in broken(text)[:-1]:
        assert line[-1] in "/.@-_=&?:"


def test_endless_word_is_divided_rather_than_lost() -> None:
    assert "".join(broken("a" * 300)) == "a" * 300


def test_blanks_vanish_only_at_line_ends() -> None:
    assert broken("青" * 28 + "\u3000" + "年" * 5) == ["青" * 28, "年" * 5]


def test_empty_text_has_no_lines() -> None:
    assert lines_of("") == []


SENTENCES = st.text(
    alphabet="青年志愿者陪伴农村留守儿童行动，。、；：（）《》“”—…123456789年月abcXYZ@./ \u3000",
    min_size=1,
    max_size=200,
)


@settings(max_examples=150, deadline=None)
@given(SENTENCES, st.sampled_from([WIDTH, 200.0, 78.0]))
def test_nothing_is_lost(text: str, width: float) -> None:
    joined = "".join(broken(text, width=width))
    blank = str.maketrans("", "", " \u3000")
    assert joined.translate(blank) == text.translate(blank)


@settings(max_examples=150, deadline=None)
@given(SENTENCES)
def test_lines_stay_in_bounds_and_full_ones_are_flush(text: str) -> None:
    for line in lines_of(text):
        width = set_width(text, line)
        if line.flush:
            assert abs(width - WIDTH) < 0.01
            assert TIGHTEST * EM - 1e-6 <= line.gap <= LOOSEST * EM
        else:
            assert width <= WIDTH + 0.01


WORDS = st.lists(
    st.sampled_from(
        ["青年", "志愿者", "陪伴，", "《方案》", "（一）", "“灯火”。", "2026年", "12个、", "abc", "——", "小屋；"]
    ),
    min_size=20,
    max_size=80,
).map("".join)


@settings(max_examples=150, deadline=None)
@given(WORDS)
def test_marks_and_numbers_obey_the_rules_in_ordinary_text(text: str) -> None:
    lines = broken(text, indent=31.6)
    for above, below in itertools.pairwise(lines):
        assert below[0] not in NO_START or below.startswith("——")
        assert above[-1] not in NO_END
        assert not (above[-1].isdigit() and (below[0].isdigit() or below[0] == "年"))


def test_mail_address_is_kept_whole_where_the_line_before_it_bears_it() -> None:
    text = "3.总结。12月18日17:30前，各市报送工作总结，邮箱：qnfz@xiyuan.example。"
    lines = lines_of(text, indent=31.6)
    assert [text[line.start : line.end] for line in lines] == [text[: text.index("qnfz")], "qnfz@xiyuan.example。"]
    assert lines[0].flush
    torn_apart = broken("联系人：林予安，电话：0000-0000103，邮箱：qnfz@xiyuan.example。", indent=31.6)
    assert torn_apart[0].endswith("qnfz@xiyuan.")
