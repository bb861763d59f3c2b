"""Stated figures for a period and an area: read, converted, checked by their totals, and never events."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from app.core.message import Refused
from app.core.statistics import add_up
from app.data_version import open_data
from app.intake.builder import build
from app.intake.plan.execute import plan_and_import
from app.intake.rows.choices import Choices
from app.settings import Settings
from tests.intake.conftest import CONTEXT, REAL, TODAY, Write, planned, real

CBP = """FY,Month (abbv),Component,Region,Land Filter,Area of Responsibility,Drug Type,Count of Event,Sum Qty (lbs)
2022,OCT,Office of Field Operations,Coastal,Other,MIAMI FIELD OFFICE,Cocaine,2,100
2022,SEP,Office of Field Operations,Coastal,Other,MIAMI FIELD OFFICE,Cocaine,1,10.5
2022,SEP,Office of Field Operations,Coastal,Other,MIAMI FIELD OFFICE,Heroin,1,10
2023 (FYTD),OCT,U.S. Border Patrol,Coastal,Other,MIAMI SECTOR,Cocaine,1,
"""
ANNEX = """Drug seizures 2019-2023,,,,,,,,
Region,SubRegion,Country,DrugGroup,DrugSubGroup,DrugName,Reference year,Kilograms,msCode
E,W,Belgium,Cocaine-type,Cocaine,Cocaine hydrochloride,2023,120000,BEL
E,W,Belgium,Cocaine-type,Cocaine,"Cocaine (total of the above, excluding coca leaf and coca bush)",2023,120001,BEL
A,S,Peru,Cocaine-type,Coca-type,Coca leaf,2023,900000,PER
A,S,Peru,Cocaine-type,Cocaine,Cocaine hydrochloride,2023,944,PER
A,S,Peru,Cocaine-type,Cocaine,Cocaine hydrochloride,2023,6.7,PER
A,S,Peru,Any other,Other,Other drugs/substances,2023,5,PER
"""
COCA = """Serie de cultivos de coca (ha),,,,,,,
CODDEPTO,DEPARTAMENTO,CODMPIO,MUNICIPIO,2010,2011,2012,2020
91,AMAZONAS,91263,EL ENCANTO,"1,191.8",- 0,2.5,"1,7"
52,NARIÑO,52835,TUMACO,"2,000.5",10.5,3.25,"12,25"
,,,Total nacional,"3,192.3",10.5,6,"13,95"
"""


def figures(settings: Settings) -> pd.DataFrame:
    return open_data(settings.build, settings.reference).run("SELECT * FROM statistic WHERE series <> 'stated'")


def test_fiscal_months_pounds_and_unfinished_years(write: Write) -> None:
    plan = planned(write("cbp.csv", CBP))
    assert plan.profile.name == "us-cbp-nationwide"
    assert plan.counts() == {"accepted": 0, "repaired": 0, "set aside": 4, "rejected": 0}
    held = plan.reads[0].found.statistics
    assert held["period"].tolist() == ["2021-10", "2022-09"], "October of fiscal year 2022 is 2021"
    assert held["value"].round(3).tolist() == [45.359, 4.763] and set(held["unit"]) == {"kg"}
    assert held["events"].tolist() == [2.0, 1.0] and set(held["iso2"]) == {"US"}
    rules = {rule for _o, rule, _n in plan.rules()}
    assert rules == {"aggregate", "not cocaine", "no figure"}


def test_a_total_and_leaf_stay_apart_and_a_naive_sum_is_refused(write: Write) -> None:
    held = planned(write("annex.csv", ANNEX)).reads[0].found.statistics
    assert sorted(held["form"]) == ["hydrochloride", "hydrochloride", "hydrochloride", "leaf", "total"]
    assert add_up(held[held["form"] == "hydrochloride"]) == pytest.approx(120_950.7)
    with pytest.raises(Refused) as caught:
        add_up(held)
    assert {note.code for note in caught.value.notes} == {"sum.leaf", "sum.total"}


def test_a_column_for_each_year_has_a_number_format_of_its_own(write: Write) -> None:
    plan = planned(write("coca.csv", COCA))
    held = plan.reads[0].found.statistics
    sums = held.groupby("period")["value"].sum()
    assert sums.round(2).to_dict() == {"2010": 3192.3, "2011": 10.5, "2012": 5.75, "2020": 13.95}
    told = {(n.code, n.values.get("column")) for n in plan.reads[0].found.notes}
    assert ("told.total_fits_in", "2020") in told and ("told.total_differs_in", "2012") in told
    assert set(held["unit"]) == {"ha"} and set(held["estimator"]) == {"UNODC"}
    assert sum(plan.counts().values()) == 4


def test_two_files_that_overlap_count_once_and_nothing_becomes_an_event(write: Write, house: Settings) -> None:
    build(house)
    before = len(open_data(house.build, house.reference).run("SELECT 1 FROM event"))
    plan_and_import(write("cbp-19-22.csv", CBP), house, Choices(), known=CONTEXT)
    newer = CBP.replace("1,10.5", "1,12").splitlines()
    text = "\n".join(
        [newer[0], newer[2], "2023,NOV,Office of Field Operations,C,Other,MIAMI FIELD OFFICE,Cocaine,1,20"]
    )
    later = dataclasses.replace(CONTEXT, today=TODAY.replace(day=25))
    plan_and_import(write("cbp-22-23.csv", text + "\n"), house, Choices(), known=later)
    held = figures(house)
    assert len(held) == 4 and held["counted"].sum() == 3
    again = held[(held["period"] == "2022-09") & held["counted"]]
    assert again["source"].tolist() == ["cbp-22-23"] and again["value"].round(2).tolist() == [5.44]
    events = open_data(house.build, house.reference).run("SELECT count(*) AS n FROM event")["n"][0]
    assert events == before


@real
def test_the_us_files_are_counted_once_and_air_and_marine_is_a_series_of_its_own(house: Settings) -> None:
    for name in ("nationwide-drugs-fy19-fy22", "nationwide-drugs-fy23-fy26-apr", "amo-drug-seizures-fy23-fy26-dec"):
        plan_and_import(REAL / "us-cbp" / f"{name}.csv", house, Choices(), known=CONTEXT)
    held = figures(house)
    pounds = held.assign(fy=held["year"] + held["period"].str[5:].isin(["10", "11", "12"]))
    by = (pounds.groupby(["series", "fy"])["value"].sum() / 0.45359237).round()
    assert [by["us-cbp-nationwide", fy] for fy in (2019, 2020, 2021, 2022)] == [101_140, 58_002, 97_638, 70_293]
    assert by["us-cbp-amo", 2023] == 216_380
    with pytest.raises(Refused, match="series"):
        add_up(held)


@real
def test_fiscal_year_2022_in_two_files_is_counted_once(house: Settings, write: Write) -> None:
    whole = (REAL / "us-cbp" / "nationwide-drugs-fy19-fy22.csv").read_text(encoding="utf-8-sig").splitlines()
    plan_and_import(write("fy19-22.csv", "\n".join(whole) + "\n"), house, Choices(), known=CONTEXT)
    alone = figures(house)
    overlap = [whole[0], *(line for line in whole[1:] if line.startswith("2022,"))]
    plan_and_import(write("fy22-25.csv", "\n".join(overlap) + "\n"), house, Choices(), known=CONTEXT)
    both = figures(house)
    assert len(overlap) == 1 + 2_479 and len(both) > len(alone)
    assert both.loc[both["counted"], "value"].sum() == pytest.approx(alone["value"].sum())


@real
def test_the_annex_of_the_world_drug_report() -> None:
    held = planned(REAL / "unodc-wdr2025-annex-7.1" / "7.1_Drug_seizures_2019-2023.xlsx").reads[0].found.statistics
    # 974 rows of nine names in SOURCE.md, two of them without a figure.
    assert len(held) == 972 and (held["form"] == "total").sum() == 77 and (held["form"] == "leaf").sum() == 81
    salt = held[held["form"] == "hydrochloride"]
    tonnes = {year: round(add_up(salt[salt["year"] == year]) / 1000) for year in range(2019, 2024)}
    assert tonnes == {2019: 1_055, 2020: 1_073, 2021: 1_387, 2022: 1_664, 2023: 1_864}
    with pytest.raises(Refused):
        add_up(held[held["year"] == 2023])


@real
@pytest.mark.parametrize(
    "name", ["Deteccion_de_Cultivos_de_Coca.csv", "CocaProduction_Hectar_Colombia_by_department_2001-2022.xlsx"]
)
def test_coca_cultivation_of_2020_is_not_read_by_the_format_of_other_years(name: str) -> None:
    held = planned(REAL / "colombia-coca-cultivation" / name).reads[0].found.statistics
    assert round(add_up(held[held["year"] == 2020])) in (142_783, 142_784, 142_785)
