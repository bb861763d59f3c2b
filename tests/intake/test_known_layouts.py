# ruff: noqa: E501  (headers of real files stand on one line)
"""Layouts that are known out of the box, the template of every language, and our own export come in without mapping."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from flask.testing import FlaskClient

from app.i18n import languages, translator
from app.intake.plan import template
from app.intake.rows import profile as profiles
from app.intake.rows.profile import FIELDS, KINDS
from app.settings import Settings
from tests import recount
from tests.conftest import csv_rows
from tests.intake.conftest import CONTEXT, Write, planned

A = """COUNTRY,ADMINISTRATIVE_DIVISION,PLACE,SEIZURE_DATE,DRUG_NAME,AMOUNT,DRUG_UNIT,HIDING_PLACE,TRANSPORT,DEPARTURE_COUNTRY,DESTINATION_COUNTRY
Spain,Algeciras,Algeciras,2016-02-07,Cocaine HCL,930.5,Kilogram,Container,Commercial sea,Colombia,"Bolivia, Plurinational State of"
"""
DOTTED = A.replace("DEPARTURE_COUNTRY", "Country.obtained...Departure.Country").replace("_", ".")
B = """DateDDMMYYYY,Countryofseizure,ISO3code,region,sub-region,city/town,Sitetypeoflocationofseizure,Drug,Drugquantity,unit,Meansoftransportation
25/03/2021,Spain,ESP,Europe,W,Algeciras,Seaport,Non-specified cocaine-type,12.5,kg,Vessel/boat
2021-04-26,Spain,ESP,Europe,W,Madrid,Airport,"Cocaine hydrochloride (HCl, powder cocaine)",800,g,Airplane
26/04/2021,Spain,ESP,Europe,W,Madrid,Airport,Heroin,800,g,Airplane
"""
C = """Row Number,Seizure Date,Country/Territory of Seizure,ISO3 Code,Region,Subregion,City,Administrative Region,Physical Seizure Location,Drug/Substance,Quantity Seized,Measurement Unit,Trafficking Mode of Transportation,Source,Reporting Channel
17,2021-03-25,Portugal,PRT,Europe,W,Sines,Setúbal,Seaport,Coca leaf,2,kg,Postal/Mail/Express Parcel,x,y
18,2021-03-26,Portugal,PRT,Europe,W,Lisbon,Lisbon,Airport,Crack cocaine,3,lt,Truck/lorry/van,x,y
"""


def test_the_profiles_that_come_along_are_whole() -> None:
    found = profiles.all_of(Settings().profiles)
    assert len(found) >= 9
    for profile in found:
        assert profile.kind in KINDS and profile.title and profile.publisher and profile.signature, profile.name
        assert set(profile.columns) <= set(FIELDS[profile.kind]) and not profile.missing(), profile.name


@pytest.mark.parametrize("text", [A, DOTTED], ids=["underscores", "R's dots"])
def test_unodc_layout_a(write: Write, text: str) -> None:
    event = planned(write("a.csv", text)).reads[0].found.events.iloc[0]
    assert event[["seizure", "departure", "destination", "kg", "mode"]].tolist() == [
        "ES",
        "CO",
        "BO",
        930.5,
        "maritime",
    ]
    assert event["form"] == "hydrochloride" and event["precision"] == "city"


def test_unodc_layout_b_with_mixed_dates(write: Write) -> None:
    plan = planned(write("b.csv", B))
    events = plan.reads[0].found.events
    assert plan.profile.name == "unodc-ids-b" and plan.counts()["set aside"] == 1
    assert events["date"].tolist() == ["2021-03-25", "2021-04-26"] and events["kg"].tolist() == [12.5, 0.8]
    assert events["mode"].tolist() == ["maritime", "air"]


def test_unodc_layout_c_with_its_own_row_numbers(write: Write) -> None:
    plan = planned(write("c.csv", C))
    events = plan.reads[0].found.events
    assert plan.profile.name == "unodc-ids-c" and events["event_id"].tolist() == ["c-17", "c-18"]
    assert events["form"].tolist() == ["leaf", "crack"] and events["mode"].tolist() == ["post", "land"]
    assert plan.counts() == {"accepted": 1, "repaired": 1, "set aside": 0, "rejected": 0}, "a litre is a kilogram, told"


EXAMPLE = {"date": "25/03/2021", "lat": "-12.05", "lon": "-77.15", "id": "A-1", "unit": "kg", "quantity": "12.5"}


@pytest.mark.parametrize("language", languages())
def test_the_template_of_a_language_needs_no_mapping(language: str, tmp_path: Path) -> None:
    t = translator(language)
    book = openpyxl.load_workbook(io.BytesIO(template.as_xlsx(t)))
    sheet = book.active
    assert [cell.value for cell in sheet[1]] == template.headings(t) and len(book.sheetnames) == 2
    row = [EXAMPLE.get(name) or t(f"template.{name}_example") for name in template.FIELDS]
    sheet.append(row)
    book.save(tmp_path / "filled.xlsx")
    plan = planned(tmp_path / "filled.xlsx", sheets=[sheet.title])
    assert set(template.FIELDS) <= set(plan.profile.columns), set(template.FIELDS) - set(plan.profile.columns)
    event = plan.reads[0].found.events.iloc[0]
    said = event[["date", "seizure", "place", "form", "kg", "mode", "departure", "transits", "destination"]].tolist()
    assert said == ["2021-03-25", "PE", "Callao", "hydrochloride", 12.5, "maritime", "PE", "PA;DO", "BE"]
    assert template.as_csv(t).decode("utf-8-sig").strip().count(",") == len(template.FIELDS) - 1


def test_our_own_export_comes_in_again(client: FlaskClient, write: Write) -> None:
    rows = csv_rows(Settings().sources / "curated" / "events.csv")
    text = client.get("/export/events.csv?destination=BE").get_data()
    plan = planned(write("export.csv", text))
    events = plan.reads[0].found.events
    assert (
        plan.counts()["accepted"]
        == len(events)
        == sum(row["destination_country"] == "BE" for row in recount.counted(rows))
    )
    assert set(events["destination"]) == {"BE"} and events["departure"].ne("").sum() > 10
    assert CONTEXT.towns().towns
