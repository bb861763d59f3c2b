"""Rows to look at are named with their rows; a clean file raises no doubt."""

from __future__ import annotations

import pandas as pd

from app.intake.rows import doubts


def rows(n: int, **columns: list[str]) -> pd.DataFrame:
    base = {"place": [f"P{i}" for i in range(n)]}
    return pd.DataFrame({**base, **columns}, index=range(2, n + 2), dtype=object)


def test_rows_said_twice_are_named_where_they_stand_again() -> None:
    table = rows(4, place=["a", "b", "a", "a"])
    country = pd.Series("ES", index=table.index)
    assert [(d.kind, d.rows) for d in doubts.repeated(table, country)] == [("repeated", (4, 5))]
    assert doubts.repeated(rows(30), pd.Series("ES", index=range(2, 32))) == []


def test_a_submission_sent_twice_is_told_from_single_repeats() -> None:
    table = rows(60, place=[f"P{i // 2}" for i in range(40)] + [f"Q{i}" for i in range(20)])
    country = pd.Series(["BG"] * 40 + ["ES"] * 20, index=table.index)
    found = doubts.repeated(table, country)
    assert [d.kind for d in found] == ["repeated", "submission"]
    assert found[1].note.values["country"] == "BG" and found[1].rows == tuple(range(2, 42))


def test_one_country_under_two_names_with_the_same_rows() -> None:
    table = rows(4, country=["Czechia", "Czech Republic", "Spain", "Spain"], place=["a", "a", "a", "b"])
    code = pd.Series(["CZ", "CZ", "ES", "ES"], index=table.index)
    found = doubts.two_names(table, table["country"], code, "country")
    assert [(d.kind, d.rows) for d in found] == [("two_names", (2,))]
    other = table.assign(place=["a", "c", "a", "b"])
    assert doubts.two_names(other, other["country"], code, "country") == []


def test_a_unit_that_follows_the_number() -> None:
    amount = pd.Series([0.5] * 25 + [3.0] * 25 + [700.0] * 25 + [2.0] * 25)
    unit = pd.Series(["g"] * 25 + ["kg"] * 25 + ["g"] * 25 + ["kg"] * 25)
    country = pd.Series(["PT"] * 50 + ["ES"] * 50)
    found = doubts.unit_threshold(amount, unit, country)
    assert [(d.kind, len(d.rows)) for d in found] == [("unit_threshold", 25)] and found[0].note.values[
        "country"
    ] == "PT"


def test_weights_far_above_all_others_and_files_of_a_round_length() -> None:
    kg = pd.Series([1.0] * 50 + [5_000.0])
    assert [d.rows for d in doubts.outliers(kg)] == [(50,)]
    assert doubts.outliers(pd.Series([1.0] * 50 + [900.0])) == []
    assert [d.kind for d in doubts.cut_short(rows(1000))] == ["cut_short"]
    assert doubts.cut_short(rows(999)) == []
