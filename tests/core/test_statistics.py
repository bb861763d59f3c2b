"""What may be added up among stated figures, and what is refused."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from app.core.message import Refused
from app.core.statistics import KEY, add_up, by_year, counted_once


def rows(*several: dict[str, Any]) -> pd.DataFrame:
    base = {
        "series": "s", "indicator": "quantity_seized", "estimator": None, "area": "BE", "area_level": "country",
        "subarea": "", "component": "", "period": "2023", "year": 2023, "drug": "cocaine", "form": "hydrochloride",
        "value": 10.0, "unit": "kg", "events": 1.0, "partial": False, "counted": True, "source": "a",
    }  # fmt: skip
    return pd.DataFrame([{**base, **row} for row in several])


def test_figures_of_one_kind_add_up() -> None:
    assert add_up(rows({}, {"area": "NL", "value": 5.0})) == 15.0


@pytest.mark.parametrize(
    ("second", "reason"),
    [
        ({"unit": "ha"}, "sum.unit"),
        ({"series": "us-cbp-amo"}, "sum.series"),
        ({"form": "leaf"}, "sum.leaf"),
        ({"form": "total"}, "sum.total"),
        ({"indicator": "potential"}, "sum.indicator"),
        ({"area_level": "world"}, "sum.area_level"),
        ({"counted": False}, "sum.twice"),
    ],
)
def test_a_naive_sum_is_refused_with_its_reason(second: dict[str, Any], reason: str) -> None:
    with pytest.raises(Refused) as caught:
        add_up(rows({}, second))
    assert reason in [note.code for note in caught.value.notes]


def test_two_estimators_never_stand_in_one_sum() -> None:
    with pytest.raises(Refused, match="estimator"):
        add_up(rows({"estimator": "UNODC"}, {"estimator": "ONDCP"}))


def test_what_two_files_state_alike_counts_once_by_the_newer_one() -> None:
    frame = rows({"source": "old"}, {"source": "old", "period": "2022"}, {"source": "new", "value": 11.0})
    assert counted_once(frame, ["new", "old"]).tolist() == [False, True, True]


def test_rows_of_one_file_that_repeat_a_key_all_count() -> None:
    frame = rows({"value": 944.0}, {"value": 6.7})
    assert set(KEY) <= set(frame.columns)
    assert counted_once(frame, ["a"]).tolist() == [True, True]


def test_forms_stay_apart_by_year() -> None:
    found = by_year(rows({}, {"form": "leaf", "value": 900.0}, {"value": 2.0, "partial": True}, {"counted": False}))
    held = {row["form"]: (row["value"], row["rows"], bool(row["partial"])) for row in found.to_dict("records")}
    assert held == {"hydrochloride": (12.0, 2, True), "leaf": (900.0, 1, False)}


def test_a_calendar_year_is_complete_by_its_months_whatever_the_fiscal_years() -> None:
    """The last months of 2025 stand in a fiscal year that is not over; with all twelve of them 2025 is."""
    months = [{"period": f"2025-{m:02d}", "year": 2025, "partial": m >= 10} for m in range(1, 13)]
    assert by_year(rows(*months))["partial"].tolist() == [False]
    assert by_year(rows(*months[:11]))["partial"].tolist() == [True]
