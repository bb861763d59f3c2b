"""Published figures: whose they are, which stand in one line, and the one figure of a country that a map shows."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from app.core.published import annual, estimator_of, indicators, of_figure, of_map, part_code


def stated(*rows: dict[str, Any]) -> pd.DataFrame:
    plain = {
        "indicator": "coca_cultivation", "unit": "ha", "area": "Colombia", "iso2": "CO", "area_level": "country",
        "year": 2020, "period": None, "partial": False, "value": 1.0, "source_publisher": "UNODC", "note": None,
        "estimator": None, "series": "stated", "source": "a", "form": None, "counted": True,
    }  # fmt: skip
    frame = pd.DataFrame([{**plain, **row} for row in rows])
    return frame.assign(period=frame["period"].where(frame["period"].notna(), frame["year"].astype(str)))


@pytest.mark.parametrize(
    ("by", "row"),
    [
        ("UNODC", {"source_publisher": "El País (SIMCI)"}),
        ("ONDCP", {"source_publisher": "Dagblad (US ONDCP)", "note": "another method than UNODC"}),
        ("DEVIDA", {"source_publisher": "Inforegión (DEVIDA)"}),
        ("X", {"source_publisher": "UNODC", "estimator": "X"}),
        ("", {"source_publisher": "A newspaper", "note": float("nan")}),
    ],
)
def test_the_estimator_is_named_by_its_column_or_the_source(by: str, row: dict[str, Any]) -> None:
    assert estimator_of({"note": None, **row}) == by


def test_the_map_shows_one_figure_of_each_country_and_never_a_sum_as_a_year() -> None:
    held = stated(
        {"year": 2020, "value": 143.0},
        {"year": 2020, "value": 245.0, "source_publisher": "US ONDCP"},
        {"year": 2021, "period": "2021-H1", "partial": True, "value": 90.0},
        {"area": "Benin", "iso2": "BJ", "year": 2019, "period": "2019/2022", "value": 9.0},
        {"area": "Peru", "iso2": "PE", "year": 2021, "value": 7.0},
        {"area": "Peru", "iso2": "PE", "year": 2021, "period": "2021-H1", "partial": True, "value": 8.0},
        {"area": "World", "iso2": None, "area_level": "world", "year": 2021, "value": 999.0},
        {"area": "Callao", "iso2": "PE", "area_level": "port", "year": 2022, "value": 5.0},
    )
    figures = of_figure(annual(held), "coca_cultivation")
    assert len(figures) == 8 and "Callao" in set(figures["area"]), "ports are listed"
    latest = of_map(figures, None, None).set_index("iso2")["value"]
    assert latest.to_dict() == {"CO": 90.0, "BJ": 9.0, "PE": 7.0}, (
        "a whole year before its half, and a port is no country"
    )
    assert of_map(figures, None, 2020).set_index("iso2")["value"].to_dict() == {"CO": 143.0}
    assert of_map(figures, "ONDCP", None)["value"].tolist() == [245.0]
    assert of_map(figures, None, 2019).empty
    parts = {(r["area"], r["period"]): part_code(r) for r in figures.to_dict("records")}
    assert (
        parts["Benin", "2019/2022"] == "sum" and parts["Peru", "2021-H1"] == "partial" and parts["Peru", "2021"] == ""
    )


def test_a_provisional_figure_is_not_final() -> None:
    assert of_figure(annual(stated({"note": "Provisional"})), "coca_cultivation")["whole"].tolist() == [False]


def test_indicators_come_with_their_unit_the_one_of_most_countries_first() -> None:
    held = stated({}, {"indicator": "seized", "unit": "t"}, {"indicator": "seized", "unit": "t", "iso2": "PE"})
    assert indicators(annual(held))[["indicator", "unit", "n", "countries"]].to_numpy().tolist() == [
        ["seized", "t", 2, 2], ["coca_cultivation", "ha", 1, 1],
    ]  # fmt: skip


def test_forms_are_figures_of_their_own_and_parts_of_an_imported_one_are_added() -> None:
    imported = {"indicator": "seized", "series": "annex", "unit": "kg"}
    held = stated(
        {**imported, "form": "hydrochloride", "value": 5.0}, {**imported, "form": "hydrochloride", "value": 7.0},
        {**imported, "form": "paste", "value": 90.0}, {**imported, "form": "paste", "value": 80.0, "counted": False},
        {"value": 1.0}, {"value": 2.0, "source_publisher": "Another"},
    )  # fmt: skip
    found = annual(held)
    assert found.groupby("figure")["value"].apply(list).to_dict() == {
        "coca_cultivation": [1.0, 2.0], "seized.hydrochloride": [12.0], "seized.paste": [90.0],
    }  # fmt: skip
    assert of_map(of_figure(annual(held), "seized.hydrochloride"), None, None)["value"].tolist() == [12.0]
    assert set(indicators(annual(held))["figure"]) == {"coca_cultivation", "seized.hydrochloride", "seized.paste"}
