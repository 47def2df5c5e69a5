"""Working days by the State Council's calendar, as far as it is published."""

from datetime import date

import chinese_calendar


def workday(day: date) -> bool | None:
    """Whether a day is worked, make-up days included; None for years whose arrangement is not known."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None
