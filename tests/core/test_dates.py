"""Dates known by day, month or year."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.dates import day_range, is_date, precision_of

DAYS = st.dates(min_value=dt.date(1000, 1, 1))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2021", "2021-01-01", "2021-12-31"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2021-02", "2021-02-01", "2021-02-28"),
        ("1900-02", "1900-02-01", "1900-02-28"),
        ("2021-12", "2021-12-01", "2021-12-31"),
        ("2020-02-29", "2020-02-29", "2020-02-29"),
    ],
)
def test_a_date_covers_the_days_of_its_precision(text: str, first: str, last: str) -> None:
    assert [day.isoformat() for day in day_range(text)] == [first, last]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "21",
        "2021-13",
        "2021-00",
        "2021-2",
        "2021-02-30",
        "2021-02-00",
        "0000",
        "2021-02-03T00:00",
        "20210203",
        "2021/02",
        " 2021",
        "2021\n",
        "2021-W05",
        "today",
    ],
)
def test_anything_else_is_no_date(text: str) -> None:
    assert not is_date(text)
    with pytest.raises(ValueError):
        day_range(text)


@pytest.mark.parametrize("text", ["٢٠٢١", "２０２１-０２"])
def test_only_plain_digits_make_a_date(text: str) -> None:
    assert not is_date(text)


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("2021", "year"),
        ("2021-02", "month"),
        ("2021-02-03", "day"),
        ("202", None),
        ("2021-02-3", None),
    ],
)
def test_precision_is_told_by_length(text: str, precision: str | None) -> None:
    assert precision_of(text) == precision


@given(DAYS)
def test_a_day_lies_in_its_month_and_its_month_in_its_year(day: dt.date) -> None:
    text = day.isoformat()
    year, month, only = day_range(text[:4]), day_range(text[:7]), day_range(text)
    assert only == (day, day)
    assert year[0] <= month[0] <= day <= month[1] <= year[1]


@given(DAYS)
def test_months_leave_no_gap_and_do_not_overlap(day: dt.date) -> None:
    last = day_range(day.isoformat()[:7])[1]
    if last < dt.date.max:
        assert (last + dt.timedelta(days=1)).day == 1
