"""A file of unknown make goes in; what became of each row is told; what cannot be read changes nothing."""

from __future__ import annotations

import gzip
import json
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import create_app
from app.core.filters import Filters
from app.core.message import Message, Refused
from app.data_version import open_data
from app.i18n import translator
from app.intake import datasets, formats
from app.intake.builder import build
from app.intake.plan import report
from app.intake.plan.execute import remove, set_enabled
from app.intake.plan.planner import Plan
from app.intake.plan.planner import plan_import as plan_of
from app.intake.rows.choices import Choices
from app.page_context import parse_context
from app.pages.data import body
from app.queries import current
from app.settings import Settings
from app.ui.card import event_card
from app.ui.markup import render
from app.versions import current_version
from tests.html import html_of
from tests.intake.conftest import CONTEXT, REAL, TODAY, Write, planned, real
from tests.recount import EVENTS

SPANISH = """Policía Nacional;;;;;
Reporte de incautaciones;;;;;
Fecha;País;Municipio;Droga;Cantidad (kg);País de destino
25/03/2021;Perú;Callao;Clorhidrato de cocaína;1.250,5;Bélgica
02/04/2021;Perú;Paita;COCAINA;12,25;Países Bajos
02/04/2021;Perú;Lima;Marihuana;3,5;
07/05/2021;Atlántida;Lima;Cocaína;1,5;España
;Perú;Lima;Cocaína;1,5;España
08/05/2021;Perú;Iquitos;Hoja de coca;20,0;
09/05/2021;Perú;Tacna;Cocaína;;Chile
TOTAL;;;;1.289,25;
"""


def words(refused: Refused) -> str:
    """A refusal as the command line says it."""
    return " ".join(map(translator("en").note_text, refused.notes))


def outcomes(plan: Plan) -> dict[int, tuple[str, str]]:
    return {r["row"]: (r["outcome"], r["rule"]) for r in report.rows(plan).to_dict("records")}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
def test_every_row_is_accounted_for_in_any_encoding(write: Write, encoding: str) -> None:
    plan = planned(write("peru.csv", SPANISH.encode(encoding)))
    assert outcomes(plan) == {
        1: ("set aside", "title"),
        2: ("set aside", "title"),
        4: ("accepted", ""),
        5: ("accepted", ""),
        6: ("set aside", "not cocaine"),
        7: ("rejected", "no country of seizure"),
        8: ("rejected", "no date"),
        9: ("accepted", ""),
        10: ("accepted", ""),
        11: ("set aside", "total"),
    }
    assert sum(plan.counts().values()) == 10
    events = plan.reads[0].found.events.set_index("row")
    assert events["kg"].fillna(-1).tolist() == [1250.5, 12.25, 20.0, -1]
    assert events["date"].tolist() == ["2021-03-25", "2021-04-02", "2021-05-08", "2021-05-09"]
    assert events["destination"].tolist() == ["BE", "NL", "", "CL"]
    assert events["form"].tolist() == ["hydrochloride", "unspecified", "leaf", "unspecified"]


def workbook(path: Path, rows: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_a_workbook_with_title_rows_and_serial_dates(tmp_path: Path) -> None:
    head = ["Date", "Country", "City", "Drug", "Quantity", "Unit"]
    rows = [
        ["Annual report"],
        [],
        head,
        [44280, "Brazil", "Santos", "Cocaine", 350.5, "kg"],
        ["Total", "", "", "", 350.5, ""],
    ]
    plan = planned(workbook(tmp_path / "report.xlsx", rows))
    events = plan.reads[0].found.events
    assert events[["date", "seizure", "kg"]].values.tolist() == [["2021-03-25", "BR", 350.5]]
    assert plan.counts() == {"accepted": 1, "repaired": 0, "set aside": 3, "rejected": 0}
    assert Message("told.total_fits", row=5, said=350.5, sum=350.5, apart=0.0) in plan.reads[0].found.notes


def test_a_total_that_differs_from_its_rows_is_told(write: Write) -> None:
    plan = planned(write("x.csv", SPANISH.replace("TOTAL;;;;1.289,25;", "TOTAL;;;;1.300,25;")))
    told = [note for note in plan.reads[0].found.notes if note.code == "told.total_differs"]
    assert [(n.values["said"], n.values["apart"]) for n in told] == [(1300.25, 11.0)]


def test_parquet_and_geojson_say_the_same_as_csv(tmp_path: Path) -> None:
    rows = {"date": ["2021-03-25", "2021-04-02"], "country": ["Peru", "Ecuador"], "drug": ["Cocaine", "Cocaine HCl"]}
    frame = pd.DataFrame({**rows, "amount": [12.5, None], "unit": ["kg", "kg"]})
    frame.to_parquet(tmp_path / "a.parquet")
    features = [
        {"type": "Feature", "properties": row, "geometry": {"type": "Point", "coordinates": [-77.1, -12.0]}}
        for row in json.loads(frame.to_json(orient="records"))
    ]
    (tmp_path / "a.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    frame.to_csv(tmp_path / "a.csv", index=False)
    found = [planned(tmp_path / f"a.{kind}").reads[0].found.events for kind in ("csv", "parquet", "geojson")]
    for events in found:
        assert events["kg"].fillna(-1).tolist() == [12.5, -1] and events["seizure"].tolist() == ["PE", "EC"]
        assert events["date"].tolist() == rows["date"]


def test_a_row_stands_at_its_own_point_or_at_its_country_s(write: Write, house: Settings) -> None:
    text = "Date,Country,City,Drug,kg,Lat,Lon\n2020-01-02,Peru,Callao,Cocaine,5,-12.05,-77.13\n"
    text += (
        "2020-01-03,Peru,Lima,Cocaine,6,,\n2020-01-04,Peru,Ica,Cocaine,7,-95,12\n2020-01-05,Peru,Ilo,Cocaine,7,0,0\n"
    )
    text += "2020-01-06,Peru,Nowhere at all,Cocaine,8,,\n"
    take(write("points.csv", text), house)
    found = open_data(house.build, house.reference).run("SELECT * FROM event WHERE source = 'points' ORDER BY date")
    assert found["precision"].tolist() == ["exact", "city", "city", "city", "country"]
    anchor = CONTEXT.anchors.loc["PE"]
    assert found.iloc[0][["lat", "lon"]].tolist() == [-12.05, -77.13]
    assert found.iloc[4][["lat", "lon"]].tolist() == [anchor["lat"], anchor["lon"]]
    assert [round(v) for v in found.iloc[1][["lat", "lon"]]] == [-12, -77], "Lima by its name"


def test_packed_files_are_what_they_hold(write: Write, tmp_path: Path) -> None:
    plain = planned(write("a.csv", SPANISH)).counts()
    assert planned(write("a.csv.gz", gzip.compress(SPANISH.encode()))).counts() == plain
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("../../evil.csv", SPANISH)
    assert planned(tmp_path / "a.zip").counts() == plain
    assert not (tmp_path.parent.parent / "evil.csv").exists()


def test_litres_are_repaired_and_named(write: Write) -> None:
    plan = planned(write("l.csv", "Date,Country,Drug,Amount,Unit\n2020-01-02,Spain,Liquid cocaine,3.5,Litre\n"))
    assert outcomes(plan) == {2: ("repaired", "1 litre = 1 kg")}
    assert plan.reads[0].found.events["kg"].tolist() == [3.5]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("e.csv", b"", "empty"),
        ("e.csv", b"   \n", "empty"),
        ("p.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "protected"),
        ("t.xlsx", b"PK\x03\x04" + b"\x00" * 50, "unpacked"),
        ("t.csv.gz", b"\x1f\x8b\x08\x00broken", "unpacked"),
        ("r.csv", b"Date,Country,Drug,Amount\n2020-01-02,Spain,Cocaine,1,500\n", "row 2"),
        ("r.csv", b"Date,Country,Drug,Amount\n2020-01-02,Spain\n", "row 2"),
        ("j.json", b'{"a": 1}', "GeoJSON"),
        ("q.parquet", b"PAR1broken", "Parquet"),
        ("i.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", "no table"),
        ("n.csv", b"a,b\n1,2\n", "No column holds the date"),
        (
            "d.csv",
            b"Date,Country,Drug,Amount,Unit\n03/04/2020,Spain,Cocaine,1,kg\n",
            "begin with the day or with the month",
        ),
        ("q.csv", b"Date;Country;Drug;Amount;Unit\n2020-01-02;Spain;Cocaine;1.250;kg\n", "decimal one"),
        ("z.csv", b"Date,Country,Drug,Amount,Unit\n2020-01-02,Spain,Heroin,1,kg\n", "Not one row"),
    ],
)
def test_what_cannot_be_taken_is_refused_in_words(write: Write, name: str, content: bytes, said: str) -> None:
    with pytest.raises(Refused) as caught:
        planned(write(name, content))
    assert said in words(caught.value)


def test_a_file_over_the_limit_is_refused_before_it_is_unpacked(write: Write) -> None:
    bomb = write("bomb.csv.gz", gzip.compress(b"0" * 5_000_000))
    with pytest.raises(Refused, match="too_large"):
        formats.read(bomb, most=1_000_000)


def test_an_answer_settles_what_the_values_cannot(write: Write) -> None:
    text = "Date,Country,Drug,Amount,Unit\n03/04/2020,Spain,Cocaine,1.250,kg\n"
    plan = planned(write("d.csv", text), day_first=False, decimal=",")
    assert plan.reads[0].found.events[["date", "kg"]].values.tolist() == [["2020-03-04", 1250.0]]


def test_a_constant_gives_what_the_file_never_says(write: Write) -> None:
    text = 'Data,Município,Droga,Quantidade (kg)\n25/03/2020,Santos,Cocaína,"1,5"\n'
    plan = planned(write("br.csv", text), constants={"seizure": "Brasil"})
    assert plan.reads[0].found.events[["seizure", "kg", "place"]].values.tolist() == [["BR", 1.5, "Santos"]]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_file_is_refused_or_read_but_never_breaks(tmp_path: Path, data: st.DataObject) -> None:
    content = bytearray(SPANISH.encode() if data.draw(st.booleans()) else gzip.compress(SPANISH.encode(), mtime=0))
    for _n in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "damaged.csv"
    path.write_bytes(bytes(content[: data.draw(st.integers(1, len(content)))]))
    try:
        plan = planned(path)
    except Refused:
        return
    assert sum(plan.counts().values()) == sum(len(u.account) for u in [r.found for r in plan.reads])


def take(path: Path, house: Settings, **answers: Any) -> Plan:
    plan = plan_of(path, house, CONTEXT, Choices.from_json(answers))
    plan.refuse_if_blocked()
    with datasets.taking_in(plan.file, plan.metadata, house):
        build(house, TODAY, ready=plan.cached_reads, pending=plan.dataset)
    return plan


def test_an_import_is_a_dataset_of_its_own_that_the_page_follows(write: Write, house: Settings) -> None:
    app = create_app(house, open_data(house.build, house.reference))
    client = app.server.test_client()
    assert client.get("/health").get_json()["events"] == EVENTS
    take(write("peru.csv", SPANISH), house)
    assert client.get("/health").get_json()["events"] == EVENTS + 3, "leaf is counted apart"
    only = client.get("/export/events.csv?source=peru").get_data(as_text=True).splitlines()
    assert len(only) == 1 + 3
    assert len(client.get("/export/events.csv?form=leaf").get_data(as_text=True).splitlines()) == 1 + 1
    flows = client.get("/layers/flows.json?source=peru").get_json()
    assert {line["key"] for line in flows["lines"]} == {f"PE>{c}|unknown|intended" for c in ("BE", "NL", "CL")}
    set_enabled("peru", False, house)
    assert client.get("/health").get_json()["events"] == EVENTS


def test_the_data_page_and_the_card_tell_what_became_of_the_rows(write: Write, house: Settings) -> None:
    take(write("peru.csv", SPANISH.replace("Callao", "<b>Callao</b>")), house)
    app = create_app(house, open_data(house.build, house.reference))
    with app.server.app_context():
        queries = current()
        page = render(body(queries, parse_context("lang=en", "/data")[0]))
        assert "4 accepted" in page and "1 rejected: no country of seizure" in page
        assert "1 set aside: a total row" in page
        event = queries.events.page(Filters(source=("peru",)), None, [("kg", True)], 0, 1).iloc[0]["event_id"]
        card = html_of(event_card(queries, parse_context("")[0], event))
    assert "As received: peru.csv, row 4" in card and "1.250,5" in card
    assert "&lt;b&gt;Callao" in card and "<b>Callao" not in card


def test_the_same_file_again_changes_nothing_and_a_newer_edition_replaces_it(write: Write, house: Settings) -> None:
    take(write("peru.csv", SPANISH), house)
    first = open_data(house.build, house.reference)
    ids = set(first.run("SELECT event_id FROM event")["event_id"])
    take(write("peru.csv", SPANISH), house)
    again = open_data(house.build, house.reference)
    assert set(again.run("SELECT event_id FROM event")["event_id"]) == ids
    take(write("peru.csv", SPANISH.replace("1.250,5", "1.300,5")), house)
    newer = set(open_data(house.build, house.reference).run("SELECT event_id FROM event")["event_id"])
    assert len(newer) == len(ids) and len(newer & ids) == len(ids) - 1


def test_the_row_as_received_stays_within_reach(write: Write, house: Settings) -> None:
    plan = take(write("peru.csv", SPANISH.replace("Callao", "<b>Callao</b>")), house)
    dataset = open_data(house.build, house.reference)
    rows = dataset.run("SELECT * FROM import_row").set_index("row")
    assert len(rows) == sum(plan.counts().values())
    assert json.loads(rows.loc[4, "cells"])["Municipio"] == "<b>Callao</b>"
    assert rows.loc[4, "event_id"] in set(dataset.run("SELECT event_id FROM event")["event_id"])
    assert pd.isna(rows.loc[6, "event_id"])


def test_an_import_whose_build_fails_leaves_everything_as_it_was(write: Write, house: Settings) -> None:
    before = current_version(house.build)
    plan = plan_of(write("peru.csv", SPANISH), house, CONTEXT)
    with pytest.raises(RuntimeError, match="killed"), datasets.taking_in(plan.file, plan.metadata, house):
        raise RuntimeError("killed")
    assert not list(house.datasets.iterdir())
    assert build(house, TODAY) == before == current_version(house.build)


def test_what_was_just_read_and_what_is_read_again_are_the_same(write: Write, house: Settings) -> None:
    take(write("peru.csv", SPANISH), house)
    tables = [open_data(house.build, house.reference).run("SELECT * FROM event ORDER BY event_id")]
    build(house, TODAY, force=True)
    tables.append(open_data(house.build, house.reference).run("SELECT * FROM event ORDER BY event_id"))
    pd.testing.assert_frame_equal(*tables)


def test_removing_a_dataset_leaves_the_shipped_one(write: Write, house: Settings) -> None:
    take(write("peru.csv", SPANISH), house)
    remove("peru", house)
    assert len(open_data(house.build, house.reference).about["sources"]) == 1
    with pytest.raises(Refused, match="no_dataset"):
        remove("peru", house)


@real
@pytest.mark.parametrize(
    "file", ["unodc_ids_2016_cocaine.csv", "unodc_ids_2016_cocaine.xlsx", "unodc_ids_raw_all_drugs.csv.gz"]
)
def test_the_unodc_file_of_2016(file: str) -> None:
    plan = planned(REAL / "unodc-ids-2016" / file)
    events = plan.reads[0].found.events
    assert len(events) == 11_975 and events["kg"].notna().sum() == 11_971
    assert round(events["kg"].sum()) == 45_715
    assert sum(plan.counts().values()) == (63_656 if "raw" in file else 11_975)
    assert plan.metadata["title"].startswith("UNODC Individual Drug Seizures")
    assert (events["departure"] != "").sum() == 1_365 and (events["form"] == "leaf").sum() == 21


@real
def test_the_colombian_file_of_2018_and_its_total() -> None:
    plan = planned(REAL / "colombia-policia-2018" / "Incautaci_n_estupefacientes_2018.csv")
    events, told = plan.reads[0].found.events, plan.reads[0].found.notes
    assert sum(plan.counts().values()) == 41_393
    assert len(events) == 22_840 and round(events["kg"].sum() / 1000, 1) == 120.5
    assert Message("told.total_differs", row=41_394, said=205_262_262.0, sum=205_262_402.0, apart=140.0) in told
    assert set(events["seizure"]) == {"CO"}


@real
def test_the_doubts_about_the_unodc_file_of_2016() -> None:
    doubts = planned(REAL / "unodc-ids-2016" / "unodc_ids_raw_all_drugs.csv.gz").reads[0].found.doubts
    said = {kind: [d for d in doubts if d.kind == kind] for kind in ("repeated", "two_names", "unit_threshold")}
    assert [len(d.rows) for d in said["repeated"]] == [612]
    assert [(d.note.values["first"], d.note.values["second"], len(d.rows)) for d in said["two_names"]] == [
        ("Czech Republic", "Czechia", 5)
    ]
    assert [(d.note.values["country"], len(d.rows)) for d in said["unit_threshold"]] == [("Portugal", 94)]
