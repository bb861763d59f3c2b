"""Events and legs in other formats, opened with the programs that people use: the rows of the CSV, read right."""

from __future__ import annotations

import io
import json
import xml.etree.ElementTree as ET
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
from flask.testing import FlaskClient
from shapely.geometry import LineString, MultiLineString, box

from app.cells import cell
from app.exports import geo
from app.exports.workbook import workbook
from app.i18n import translator
from tests.test_board import exported

QUERY = "departure=BR,EC,CO"
KML = "{http://www.opengis.net/kml/2.2}"


def saved(client: FlaskClient, name: str, folder: Path, query: str = QUERY) -> Path:
    answer = client.get(f"/export/{name}?{query}")
    assert answer.status_code == 200 and f".{name.split('.')[1]}" in answer.headers["Content-Disposition"]
    path = folder / name
    path.write_bytes(answer.data)
    return path


@pytest.mark.parametrize("name", ["events", "legs"])
def test_every_format_holds_the_rows_of_the_csv(client: FlaskClient, tmp_path: Path, name: str) -> None:
    rows = exported(client, f"/export/{name}.csv?{QUERY}")
    assert len(rows) > 90
    sheet = pd.read_excel(
        saved(client, f"{name}.xlsx", tmp_path), sheet_name=name, keep_default_na=False, na_values=[""]
    )
    shapes = {
        "geojson": gpd.read_file(saved(client, f"{name}.geojson", tmp_path)),
        "kml": gpd.read_file(saved(client, f"{name}.kml", tmp_path)),
        "parquet": gpd.read_parquet(saved(client, f"{name}.parquet", tmp_path)),
    }
    ids = sorted(rows["event_id"])
    assert sorted(sheet["event_id"]) == ids
    for kind, frame in shapes.items():
        assert sorted(frame["event_id"]) == ids, kind
        assert frame.crs.to_epsg() == 4326 and frame.geometry.notna().all() and not frame.geometry.is_empty.any(), kind
        west, south, east, north = frame.total_bounds
        assert -180 <= west < east <= 180 and -90 <= south < north <= 90
    weight = "quantity_kg" if name == "events" else "kg"
    assert shapes["parquet"][weight].sum() == pytest.approx(rows[weight].sum()) == pytest.approx(sheet[weight].sum())
    assert shapes["geojson"][weight].isna().sum() == rows[weight].isna().sum(), "a blank is not zero"


def test_each_file_says_how_it_must_be_read(client: FlaskClient, tmp_path: Path) -> None:
    t, version = translator("es"), client.get("/health").get_json()["version"]
    query = f"{QUERY}&lang=es"
    book = openpyxl.load_workbook(saved(client, "events.xlsx", tmp_path, query))
    assert book.sheetnames[0] == "About"
    about = " ".join(str(cell.value) for row in book["About"].iter_rows() for cell in row)
    told = json.loads(saved(client, "legs.geojson", tmp_path, query).read_bytes())["about"]
    said = ET.parse(saved(client, "events.kml", tmp_path, query)).getroot().find(f"{KML}Document/{KML}description")
    column = gpd.read_parquet(saved(client, "legs.parquet", tmp_path, query))["about"].iloc[0]
    for text in (about, " ".join(told.values()), (said.text or "") if said is not None else "", column):
        assert t("app.caveat") in text and "Brasil" in text and "TLP:CLEAR" in text and version in text


def test_flows_in_a_kml_bear_the_colour_of_their_mode(client: FlaskClient, tmp_path: Path) -> None:
    root = ET.parse(saved(client, "legs.kml", tmp_path)).getroot()
    styles = {s.get("id"): s.findtext(f"{KML}LineStyle/{KML}color") for s in root.iter(f"{KML}Style")}
    assert styles["maritime"] == "d0843e15", "#153E84 backwards"
    used = {mark.findtext(f"{KML}styleUrl") for mark in root.iter(f"{KML}Placemark")}
    assert used and {str(name)[1:] for name in used} <= set(styles)


def test_a_path_across_the_date_line_is_cut_there() -> None:
    found = geo.line_of([[170, 0], [190, 10]])
    assert isinstance(found, MultiLineString) and {round(part.length, 3) for part in found.geoms} == {11.18}
    assert found.bounds[0] == -180 and found.bounds[2] == 180
    assert isinstance(geo.line_of([[-187, -36], [-200, -30]]), LineString)
    assert box(-180, -90, 180, 90).covers(geo.line_of([[-357, 0], [3, 5], [200, 0]]))


def test_wild_texts_run_nowhere(tmp_path: Path) -> None:
    held = io.BytesIO()
    workbook(held, [("a", "=1+1")], "rows", ["x"], [["=cmd|' /C calc'!A0"], ["a\x07b"], [None], [0]])
    book = openpyxl.load_workbook(held)
    cells = [row[0].value for row in book["rows"].iter_rows()]
    assert cells == ["x", "'=cmd|' /C calc'!A0", "a b", None, 0] and book["About"]["B1"].value == "'=1+1"
    assert cell(float("nan")) is None
    out = io.BytesIO()
    geo.kml(out, "<x>", [("a", "]]>&\x00")], [])
    wild = out.getvalue().decode()
    assert ET.fromstring(wild) is not None and "\x00" not in wild


def test_a_long_table_is_sent_in_pieces_and_comes_whole(client: FlaskClient) -> None:
    row = {"name": "x", "mode": "air", "kg": 1.5}
    shape = geo.line_of([[0, 0], [10, 10]])
    out = io.BytesIO()
    geo.geojson(out, [("a", "b")], ((shape, {**row, "i": i}) for i in range(100_000)))
    held = json.loads(out.getvalue())
    assert len(held["features"]) == 100_000 and held["features"][-1]["properties"]["i"] == 99_999
    assert (
        client.get("/export/legs.pdf").status_code == 404 and client.get("/export/events.kml?mode=x").status_code == 400
    )
