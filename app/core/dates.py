"""Dates that are known by day, by month or only by year, as spans of days."""

from __future__ import annotations

import calendar
import datetime as dt
import re

_FORMS = {
    "day": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "month": re.compile(r"[0-9]{4}-[0-9]{2}"),
    "year": re.compile(r"[0-9]{4}"),
}


def precision_of(text: str) -> str | None:
    """Precision of an ISO date by its length: ``2021-02`` is ``month``; None when it is no ISO date."""
    for name, form in _FORMS.items():
        if form.fullmatch(text):
            return name
    return None


def day_range(text: str) -> tuple[dt.date, dt.date]:
    """First and last day that an ISO year, month or day covers; ValueError for anything else.

    >>> span("2020-02")
    (datetime.date(2020, 2, 1), datetime.date(2020, 2, 29))
    """
    kind = precision_of(text)
    if kind == "day":
        day = dt.date.fromisoformat(text)
        return day, day
    if kind == "month":
        year, month = int(text[:4]), int(text[5:])
        last = calendar.monthrange(year, month)[1] if 1 <= month <= 12 else 0
        return dt.date(year, month, 1), dt.date(year, month, last)
    if kind == "year":
        return dt.date(int(text), 1, 1), dt.date(int(text), 12, 31)
    raise ValueError(f"not an ISO year, month or day: {text!r}")


def is_date(text: str) -> bool:
    """Whether the text is a real ISO year, month or day (``2021-02-30`` is not)."""
    try:
        day_range(text)
    except ValueError:
        return False
    return True
