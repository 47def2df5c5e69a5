"""The line of phases: what is over, what runs, what comes, and when in words."""

from datetime import date
from types import SimpleNamespace

import pytest

from portal.pages.timeline import span, timeline


@pytest.mark.parametrize(
    ("starts", "ends", "words"),
    [
        (date(2026, 11, 10), date(2026, 11, 10), "11月10日"),
        (date(2026, 11, 6), date(2026, 11, 10), "11月6日至10日"),
        (date(2026, 11, 16), date(2026, 12, 11), "11月16日至12月11日"),
        (date(2026, 12, 20), date(2027, 1, 5), "2026年12月20日至2027年1月5日"),
    ],
)
def test_span_says_no_more_than_needed(starts, ends, words):
    assert span(starts, ends) == words


def phase(title, starts, ends):
    return SimpleNamespace(title=title, starts=starts, ends=ends, summary="")


@pytest.mark.parametrize(
    ("today", "states"),
    [
        (date(2026, 11, 5), ["ahead", "ahead"]),
        (date(2026, 11, 10), ["now", "ahead"]),
        (date(2026, 11, 12), ["done", "ahead"]),
        (date(2026, 11, 16), ["done", "now"]),
        (date(2026, 12, 31), ["done", "done"]),
    ],
)
def test_timeline_marks_today(today, states):
    phases = [
        phase("部署", date(2026, 11, 6), date(2026, 11, 10)),
        phase("集中开展", date(2026, 11, 16), date(2026, 12, 11)),
    ]
    assert [step.phase for step in timeline(phases, today)] == states
