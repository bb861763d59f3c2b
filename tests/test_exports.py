"""The CSV file: what a spreadsheet and a script read back is what the source says."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import numpy as np
import pandas as pd
import pytest
from flask.testing import FlaskClient

from app.cells import safe_text
from app.core.filters import Filters
from app.core.marking import READ_WITH
from app.exports import COLUMNS, HEADINGS, csv_file, file_name
from app.i18n import translator
from app.queries import Queries
from tests import recount
from tests.recount import EVENTS, Row


def read_csv(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode("utf-8"), newline="")))


def test_the_csv_is_one_header_and_one_line_per_event(client: FlaskClient, event_rows: list[Row]) -> None:
    answer = client.get("/export/events.csv?destination=BE")
    assert answer.mimetype == "text/csv" and "attachment" in answer.headers["Content-Disposition"]
    header = answer.data.split(b"\r\n")[0]
    assert answer.data.count(header) == 1 and answer.data.endswith(b"\r\n")
    assert b"\n" not in answer.data.replace(b"\r\n", b"") and b"\r" not in answer.data.replace(b"\r\n", b"")
    expected = [r for r in recount.counted(event_rows) if r["destination_country"] == "BE"]
    assert [r["event_id"] for r in read_csv(answer.data)] == recount.ids(expected)


def test_the_csv_of_a_clicked_flow_holds_its_events(
    client: FlaskClient, queries: Queries, event_rows: list[Row]
) -> None:
    flows = recount.flows(recount.counted(event_rows), queries.data.reference.sea_area)
    key = max(flows, key=lambda k: len(flows[k]))
    body = client.get("/export/events.csv", query_string={"sel": f"flow:{key}"}).data
    assert [r["event_id"] for r in read_csv(body)] == recount.ids(flows[key])


def test_the_csv_of_an_event_card_still_holds_the_selection(client: FlaskClient) -> None:
    whole = client.get("/export/events.csv?destination=BE").data
    assert client.get("/export/events.csv?destination=BE&card=event:CSE-2010-0001").data == whole


def test_the_csv_refuses_a_query_that_it_does_not_understand(client: FlaskClient) -> None:
    answer = client.get("/export/events.csv?mode=submarine")
    assert answer.status_code == 400
    assert answer.get_json()["faults"] == [{"name": "mode", "value": "submarine", "problem": "unknown_value"}]


SAME = {
    "event_id": "event_id",
    "date": "date",
    "date_precision": "date_precision",
    "seizure_country": "seizure_country",
    "place": "place",
    "location_precision": "location_precision",
    "departure_country": "origin_country",
    "departure_basis": "origin_basis",
    "departure_place": "departure_place",
    "transit_countries": "transit_countries",
    "destination_country": "destination_country",
    "destination_place": "destination_place",
    "concealment": "concealment",
    "other_goods": "other_goods",
    "agencies": "agencies",
    "confidence": "confidence",
    "operation_name": "operation_name",
    "confidence_note": "confidence_note",
    "source_title": "source_title",
    "source_publisher": "source_publisher",
    "url": "source_url",
    "source_date": "source_date",
}
NUMBERS = {
    "lat": "lat",
    "lon": "lon",
    "quantity_kg": "quantity_kg",
    "quantity_min_kg": "quantity_min",
    "quantity_max_kg": "quantity_max",
    "arrests": "arrests",
}


def test_the_csv_gives_the_source_s_own_values_back(client: FlaskClient, event_rows: list[Row]) -> None:
    source = {r["event_id"]: r for r in recount.counted(event_rows)}
    rows = read_csv(client.get("/export/events.csv").data)
    assert len(rows) == len(source) == EVENTS
    for row in rows:
        was = source[row["event_id"]]
        assert {k: row["source_url" if k == "url" else k] for k in SAME} == {
            k: safe_text(was[c]) for k, c in SAME.items()
        }
        for name, column in NUMBERS.items():
            assert (row[name] == "") == (was[column] == ""), name
            if row[name]:
                assert re.fullmatch(r"-?\d+(\.\d+)?", row[name]) and float(row[name]) == float(was[column]), name
        assert (row["mode"], row["submode"]) == recount.CARRIERS[was["mode"]]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_text_that_a_spreadsheet_would_run_is_made_safe(text: str) -> None:
    assert safe_text(text) == "'" + text


@pytest.mark.parametrize("text", ["", "Antwerp", "1-2", "a=b", "'quoted", "x@y"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert safe_text(text) == text


def test_a_file_with_wild_cells_reads_back_right() -> None:
    row: dict[str, Any] = dict.fromkeys(COLUMNS)
    wild = {
        "place": "=cmd",
        "title": 'a, "b"\nc',
        "agencies": "-x",
        "concealment": "@y",
        "operation": "+z",
        "lon": -79.91,
        "lat": -2.0,
        "kg": 0.5,
        "kg_min": 100000.0,
        "arrests": 0.0,
        "kg_max": np.nan,
    }
    frame = pd.DataFrame([{**row, **wild}, {**row, "place": None, "kg": 12.0}])
    out = io.BytesIO()
    csv_file(out, [HEADINGS.get(name, name) for name in COLUMNS], [frame[:1], frame[1:]], '=note, "x"')
    rows = read_csv(out.getvalue())
    assert len(rows) == 2
    first = rows[0]
    assert [first[c] for c in ("place", "agencies", "concealment", "operation_name")] == ["'=cmd", "'-x", "'@y", "'+z"]
    assert first["source_title"] == 'a, "b"\nc'
    assert [first[c] for c in ("lon", "lat", "quantity_kg", "quantity_min_kg", "arrests", "quantity_max_kg")] == [
        "-79.91",
        "-2",
        "0.5",
        "100000",
        "0",
        "",
    ]
    assert rows[1]["place"] == "" and rows[1]["quantity_kg"] == "12"


def test_an_empty_selection_is_a_file_with_a_header_alone(client: FlaskClient) -> None:
    body = client.get("/export/events.csv?production=CO").data
    assert body.count(b"\r\n") == 1 and body.startswith(b"event_id,")


def test_two_selections_have_two_file_names() -> None:
    assert file_name(Filters()) == "events-all.csv"
    names = {file_name(Filters(mode=(mode,))) for mode in ("air", "river")}
    assert len(names) == 2 and all(re.fullmatch(r"events-[0-9a-f]{8}\.csv", name) for name in names)


@pytest.mark.parametrize("name", ["events", "routes", "changes", "ranking", "network"])
def test_every_file_says_how_it_must_be_read_and_no_reader_stumbles(client: FlaskClient, name: str) -> None:
    body = client.get(f"/export/{name}.csv?departure=BR&lang=es&mode=maritime").data
    frame = pd.read_csv(io.BytesIO(body))
    last = frame.columns[-1]
    assert last.startswith(READ_WITH + translator("es")("app.caveat")) and frame[last].isna().all() and len(frame) > 3
    assert "Brasil" in last and "TLP:CLEAR" in last
    assert client.get("/health").get_json()["version"] in last
