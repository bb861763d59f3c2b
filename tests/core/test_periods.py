"""Two periods: their text form, presets, and flows side by side."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.periods import FEW, Period, compare, last_year, periods_around
from app.core.windows import month_of

A, B = Period("2022-01", "2022-12"), Period("2023-01", "2023-12")


def flows(*rows: tuple[str, str, int]) -> pd.DataFrame:
    frame = pd.DataFrame([(*ends.split(">"), mode, n, 10.0 * n, 10.0) for ends, mode, n in rows])
    names = ["origin", "target", "mode", "events", "kg", "median"]
    return frame.set_axis(names, axis=1) if len(rows) else pd.DataFrame(columns=names)


@pytest.mark.parametrize(
    "text", ["", "2024-13", "2024-01/2023-12", "2024-01-05", "x/y", "2024/", "2024-01/2024-02/2024-03"]
)
def test_what_is_no_period(text: str) -> None:
    found = Period.parse(text)
    assert found is None or text == "2024/"


@given(st.integers(23_000, 25_000), st.integers(0, 60))
def test_a_period_is_its_text(first: int, length: int) -> None:
    period = Period(month_of(first), month_of(first + length))
    assert Period.parse(period.text) == period and period.months == length + 1
    assert period.moved(12).months == period.months


def test_presets() -> None:
    assert last_year("2025-06") == (Period("2023-07", "2024-06"), Period("2024-07", "2025-06"))
    assert periods_around("2025-04", "2025-06") == (Period("2025-01", "2025-03"), Period("2025-04", "2025-06"))
    assert periods_around("2020-01", "2025-06") == (Period("2019-01", "2019-12"), Period("2020-01", "2020-12"))


def test_flows_side_by_side_by_hand() -> None:
    found = compare(
        flows(("EC>BE", "maritime", 4), ("CO>ES", "air", 30)),
        flows(("EC>BE", "maritime", 20), ("PE>NL", "air", 2)),
        A,
        B,
    )
    assert found["change"].tolist() == [-30, 16, 2]
    rows = found.set_index("origin")
    assert rows.loc["PE", ["events_a", "events_b", "few"]].tolist() == [0, 2, True]
    assert math.isnan(rows.loc["PE", "kg_a"]) and rows.loc["PE", "kg_b"] == 20
    assert math.isnan(rows.loc["PE", "ratio"])
    assert rows.loc["EC", "ratio"] == 5 and rows.loc["EC", "low"] > 1
    assert rows.loc["CO", "ratio"] == 0 and rows.loc["CO", "high"] < 1


def test_the_ratio_is_by_months() -> None:
    found = compare(flows(("EC>BE", "air", 12)), flows(("EC>BE", "air", 6)), A, Period("2023-01", "2023-06"))
    assert found["ratio"].iloc[0] == pytest.approx(1.0)


def test_nothing_on_either_side() -> None:
    assert compare(flows(), flows(), A, B).empty
    assert compare(flows(), flows(("EC>BE", "air", FEW)), A, B)["few"].tolist() == [False]
