"""Chinese as pairs: what contains the words is found, and nothing else."""

from hypothesis import given
from hypothesis import strategies as st

from documents.search.tokens import CHUNK, Term, chunks, excerpt, terms, tokens, words

TEXT = st.text(alphabet="关爱农村留守儿童a1 2，\n", max_size=40)


def contains(text: str, term: Term) -> bool:
    """What the databases do with a phrase."""
    have, want = tokens(text), list(term.tokens)
    for at in range(len(have) - len(want) + 1):
        last = have[at + len(want) - 1]
        fits = last.startswith(want[-1]) if term.open_end else last == want[-1]
        if have[at : at + len(want) - 1] == want[:-1] and fits:
            return True
    return False


def test_a_run_becomes_pairs_and_its_last_character() -> None:
    assert tokens("留守儿童") == ["留守", "守儿", "儿童", "童"]
    assert tokens("团曦发〔2026〕8号") == ["团曦", "曦发", "发", "2026", "8", "号"]
    assert tokens("ＱＱ群 Word") == ["qq", "群", "word"]


def test_breaks_inside_chinese_are_closed() -> None:
    assert tokens("留守\n儿童") == tokens("留守儿童")


def test_a_query_is_words_that_all_have_to_be_there() -> None:
    assert terms("留守儿童 2026") == [Term(("留守", "守儿", "儿童"), False), Term(("2026",), True)]
    assert terms("童") == [Term(("童",), True)]
    assert terms("，。 ") == []


@given(TEXT, st.integers(0, 40), st.integers(1, 8))
def test_every_part_of_a_run_is_found(text: str, start: int, length: int) -> None:
    flat = "".join(text.split())
    part = flat[start : start + length]
    before = flat[start - 1 : start]
    if before.isascii() and before.isalnum() and part[:1].isascii() and part[:1].isalnum():
        return  # the middle of a number is not looked for
    if "".join(part.split("，")) != part:
        return
    assert all(contains(flat, term) for term in terms(part))


@given(TEXT, st.text(alphabet="关爱留守儿童", min_size=1, max_size=4))
def test_what_is_not_there_is_not_found(text: str, query: str) -> None:
    flat = "".join(text.split())
    assert all(contains(flat, term) for term in terms(query)) == (query in flat)


def test_texts_do_not_run_into_each_other() -> None:
    assert "留守 守" not in words(["留", "守"])
    assert not contains(words(["留守", "儿童"]), terms("守儿")[0])


def test_long_texts_lose_nothing_at_the_seams() -> None:
    text = "".join(chr(0x4E00 + n % 900) for n in range(CHUNK * 2 + 100))
    pieces = list(chunks(text))
    assert len(pieces) == 3
    for start in range(0, len(text) - 20, 37):
        assert any(text[start : start + 20] in piece for piece in pieces)
    assert list(chunks("")) == [""]


def test_excerpt_shows_the_place() -> None:
    assert excerpt("为落实要点，让农村留守儿童课余有人陪。", "留守儿童") == (
        "为落实要点，让农村",
        "留守儿童",
        "课余有人陪。",
    )
    assert excerpt("别的事", "留守儿童") is None
