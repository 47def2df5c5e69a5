"""One glance: what is asked again is not read again, and nothing outlives it."""

import pytest

from workflows.database import end_glance, glance, keep, known, once


def counter():
    numbers = iter(range(100))
    return lambda: next(numbers)


def test_within_a_glance_the_first_answer_stands():
    read = counter()
    with glance():
        assert [once("a", read), once("b", read), once("a", read)] == [0, 1, 0]
        with glance():
            assert once("a", read) == 0
        assert keep("c", 7) == known("c") == once("c", read) == 7
    assert [once("a", read), once("a", read)] == [2, 3]
    assert (keep("c", 7), known("c")) == (7, None)


def test_from_the_first_lock_on_everything_is_read_anew():
    read = counter()
    with glance():
        once("a", read)
        end_glance()
        assert [once("a", read), once("a", read)] == [1, 2]
    with glance():
        assert [once("a", read), once("a", read)] == [3, 3]


def test_a_page_that_breaks_leaves_nothing_behind():
    read = counter()

    def page():
        with glance():
            once("a", read)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        page()
    assert once("a", read) == 1
