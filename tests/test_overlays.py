"""Overlays on the map, as area of the filter, and in files."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pytest
import shapely
import shapely.affinity
from flask.testing import FlaskClient
from hypothesis import assume, given
from hypothesis import strategies as st
from pypdf import PdfReader
from shapely.geometry import Polygon

from app import create_app
from app.core import view as views
from app.core.area import Area
from app.core.filters import Filters
from app.core.overlay import Overlay, shape_key
from app.core.view import View
from app.data_version import open_data
from app.drawing import report
from app.intake import datasets
from app.intake.overlays import Wanted, take_in
from app.overlays import SHAPES, Overlays
from app.queries import Queries, current
from app.settings import ROOT, Settings
from tests import overlay_files as files
from tests.conftest import copy_of
from tests.test_areas import shipped

OWN = {"X-Requested-With": "1"}


@pytest.fixture(scope="module")
def house(built: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return copy_of(built, tmp_path_factory.mktemp("house"))


@pytest.fixture(scope="module")
def zones(house: Settings, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The key of the small map, which is marked."""
    path = files.gpkg(tmp_path_factory.mktemp("zones"))
    wanted = Wanted("Zonas", "Hand, CC0", "TLP:AMBER", "dashed")
    return take_in(path, path.name, wanted, Overlays(house.overlays))[0].key


@pytest.fixture(scope="module")
def chart(house: Settings, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The key of the small tiles."""
    path = files.mbtiles(tmp_path_factory.mktemp("chart"))
    return take_in(path, path.name, Wanted("Carta", "Hand"), Overlays(house.overlays))[0].key


@pytest.fixture(scope="module")
def visitor(house: Settings, zones: str, chart: str) -> Iterator[FlaskClient]:
    data = open_data(house.build, house.reference, "", house.cases, house.overlays)
    with create_app(house, data).server.app_context():
        yield create_app(house, data).server.test_client()


def events_of(client: FlaskClient, query: str) -> list[str]:
    rows = client.get(f"/explore/rows.json?{query}&first=0&last=2000&order=").get_json()["rows"]
    return sorted(row["event_id"] for row in rows)


def held(shape: shapely.Geometry) -> set[str]:
    """Ids of the shipped events whose own point lies in a shape, recounted from the file."""
    rows = [row for row in shipped() if row["location_precision"] not in ("region", "country")]
    points = shapely.points([float(r["lon"]) for r in rows], [float(r["lat"]) for r in rows])
    return {r["event_id"] for r, inside in zip(rows, shapely.covers(shape, points), strict=True) if inside}


def test_a_polygon_with_a_hole_holds_what_lies_in_it(visitor: FlaskClient, zones: str) -> None:
    area = shape_key(zones, 1)
    precise = "precision=exact,port,city,sea"
    found = events_of(visitor, f"area={area}&{precise}")
    assert set(found) == held(files.HOLED) and len(found) > 10
    whole, hole = held(Polygon(files.RING)), held(Polygon(files.HOLE).buffer(-1e-9))
    assert hole and set(found) == whole - hole, "what lies in the hole is not in the zone"
    seen = visitor.get(f"/explore/map.json?area={area}&overlays={zones}").get_json()
    assert [len(polygon) for polygon in seen["area"]["polygons"]] == [2], "its outer ring, and that of its hole"
    assert seen["overlays"]["overlays"][0]["title"] == "Zonas"


def test_it_is_the_same_rows_everywhere(visitor: FlaskClient, zones: str) -> None:
    area = shape_key(zones, 1)
    listed = events_of(visitor, f"area={area}")
    csv = visitor.get(f"/export/events.csv?area={area}").get_data(as_text=True)
    geo = visitor.get(f"/export/events.geojson?area={area}").get_json()
    assert sorted(f["properties"]["event_id"] for f in geo["features"]) == listed
    assert all(event in csv for event in listed) and csv.count("CSE-") >= len(listed)
    months = visitor.get(f"/explore/map.json?area={area}&layers=seizures&zoom=3&box=-180,-85,180,85").get_json()
    assert sum(group["n"] for group in months["seizures"]["groups"]) == len(listed)
    with visitor.application.app_context():
        queries = current()
        asked = queries.store.engine.selected(Filters(area=area))
        assert sorted(queries.data.frame(asked.select("event_id"))["event_id"]) == listed


def test_it_is_said_by_its_name_and_wears_its_marking(visitor: FlaskClient, zones: str, chart: str) -> None:
    area = shape_key(zones, 1)
    head = visitor.get(f"/explore.json?area={area}").get_json()["html"]["head"]
    assert "seized in Zona &lt;b&gt;uno&lt;/b&gt; (Zonas)" in head and "<b>uno" not in head
    assert "TLP:AMBER" in head, "the highest marking of what is shown"
    assert "TLP:AMBER" not in visitor.get("/explore.json?mode=air").get_json()["html"]["head"]
    for query in (f"area={area}", f"overlays={zones}"):
        svg = visitor.get(f"/export/map.svg?{query}").get_data(as_text=True)
        assert "TLP:AMBER" in svg and "On the map: Zonas (Hand, CC0)." in svg
    assert "TLP:AMBER" in visitor.get(f"/export/events.csv?area={area}").get_data(as_text=True)
    assert "part of it not marked" in visitor.get(f"/explore.json?overlays={chart}").get_json()["html"]["head"]


def test_what_is_not_kept_here_is_named_and_refused_for_files(visitor: FlaskClient, zones: str, chart: str) -> None:
    for query in ("overlays=ffffffffffff", f"area={shape_key('f' * 12, 1)}", f"area={shape_key(zones, 3)}",
                  f"area={shape_key(chart, 1)}", f"overlays={shape_key(zones, 1)}"):  # fmt: skip
        answer = visitor.get(f"/explore.json?{query}").get_json()
        assert answer["canonical"] == "" and "Not understood" in answer["html"]["head"], query
        assert visitor.get(f"/export/map.svg?{query}").status_code == 400, query
    assert Area.parse("overlay.0123456789ab.0") is None and Area.parse("overlay.0123456789AB.1") is None


def test_its_shapes_are_drawn_in_every_projection(visitor: FlaskClient, zones: str) -> None:
    world = visitor.get(f"/export/map.svg?overlays={zones}").get_data(as_text=True)
    around = visitor.get(f"/export/map.svg?overlays={zones}&viewport=-95,-12,-68,12").get_data(as_text=True)
    for svg in (world, around):
        drawn = re.search(r'<g id="overlays">(.*?)</g></g>', svg, re.S)
        assert drawn and 'stroke-dasharray="6 4"' in drawn[1] and "<circle" in drawn[1]
        assert ">Zonas<" in svg, "the legend"
    assert "Zona &lt;b&gt;uno&lt;/b&gt;" in around, "a shape that is wide enough has its name"


def test_its_tiles_are_drawn_where_nothing_bends_them(visitor: FlaskClient, chart: str) -> None:
    seen = visitor.get(f"/export/map.svg?overlays={chart}&viewport=-80,-30,-20,30").get_data(as_text=True)
    bent = visitor.get(f"/export/map.svg?overlays={chart}").get_data(as_text=True)
    assert seen.count("<image") >= 2 and "data:image/png;base64," in seen and "Tiles on screen alone" not in seen
    assert "<image" not in bent and "Tiles on screen alone: Carta." in bent
    picture = visitor.get(f"/export/map.png?overlays={chart}&viewport=-80,-30,-20,30")
    assert picture.status_code == 200 and picture.data.startswith(b"\x89PNG")


def test_tiles_and_outlines_are_served(visitor: FlaskClient, zones: str, chart: str) -> None:
    tile = visitor.get(f"/overlays/{chart}/tiles/2/1/1")
    assert tile.data == files.TILES[2, 1, 1] and tile.mimetype == "image/png"
    assert visitor.get(f"/overlays/{chart}/tiles/9/1/1").status_code == 204
    assert visitor.get(f"/overlays/{zones}/tiles/0/0/0").status_code == 404
    outlines = visitor.get(f"/overlays/{zones}/outlines.json").get_json()
    assert [feature["properties"]["name"] for feature in outlines["features"]] == files.NAMES
    assert visitor.get(f"/overlays/{chart}/outlines.json").status_code == 404
    assert visitor.get("/overlays/..%2f..%2fx/outlines.json").status_code == 404


def test_every_polygon_is_counted_as_the_filter_counts_it(visitor: FlaskClient, zones: str) -> None:
    with visitor.application.app_context():
        queries = current()
        for filters in (Filters(), Filters(mode=("air",)), Filters(destination=("ES",))):
            each = [queries.summary.count(dataclasses.replace(filters, area=shape_key(zones, n))) for n in (1, 2)]
            assert queries.summary.in_polygons(filters, zones) == each
        column = visitor.get(f"/explore.json?overlays={zones}&unfolded=area,area-{zones}").get_json()["html"]
    assert "Zonas: seized there" in str(column) and f"area={shape_key(zones, 1)}" in str(column)


corner = st.tuples(st.integers(-40, 40), st.integers(-30, 30))
around = st.lists(corner, min_size=4, max_size=9, unique=True)


def holed(points: list[tuple[int, int]], middle: float) -> shapely.Geometry:
    """The hull of some points with a hole in its midst, which is a quarter as wide."""
    hull = shapely.MultiPoint([(x + middle, y) for x, y in points]).convex_hull
    return hull - shapely.affinity.scale(hull, 0.25, 0.25)


@given(st.lists(around, min_size=1, max_size=4), st.sampled_from([0.0, 175.0, -178.0]))
def test_random_polygons_hold_what_shapely_says(
    house: Settings, visitor: FlaskClient, rings: list[list[tuple[int, int]]], middle: float
) -> None:
    """Several polygons of one overlay, also over the date line: the single area, and the counts of all at once."""
    polygons = [holed(points, middle) for points in rings]
    assume(all(polygon.geom_type == "Polygon" for polygon in polygons))
    with visitor.application.app_context():
        queries = current()
        key = put(house, polygons)
        expected = []
        for n, polygon in enumerate(polygons, start=1):
            turns = [shapely.transform(polygon, lambda xy, t=turn: xy + np.array([t, 0])) for turn in (-360, 0, 360)]
            precise = Filters(area=shape_key(key, n), precision=("exact", "port", "city", "sea"))
            assert ids(queries, precise) == set().union(*map(held, turns))
            expected.append(queries.summary.count(Filters(area=shape_key(key, n))))
        assert queries.summary.in_polygons(Filters(), key) == expected


def ids(queries: Queries, filters: Filters) -> set[str]:
    return set(queries.store.columns.ids.at(queries.store.rows(filters).tolist()))


def put(house: Settings, polygons: list[shapely.Geometry]) -> str:
    """An overlay of some polygons, without the process that reads files: it takes a second."""
    shapes = geopandas.GeoDataFrame({"name": ["x"] * len(polygons)}, geometry=polygons, crs=4326)
    body = json.dumps(shapes.__geo_interface__).encode()
    key = hashlib.sha256(body).hexdigest()[:12]
    (house.imports / "random.geojson").write_bytes(body)
    edges = (-180.0, -90.0, 180.0, 90.0)
    said = Overlay(key, "R", "", "", "line", "shapes", "r", "2026-01-01", edges, len(polygons), len(polygons))
    with Overlays(house.overlays).adding(said, house.imports / "random.geojson") as folder:
        shapes.to_parquet(folder / SHAPES)
    return key


def test_a_file_goes_up_and_what_is_said_of_it_is_changed(
    built: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = copy_of(built, tmp_path)
    client = create_app(settings, open_data(settings.build, settings.reference, overlays=settings.overlays)).server
    page = client.test_client()
    ticket = page.post("/import/files?name=zonas.gpkg", data=files.gpkg(tmp_path).read_bytes(), headers=OWN)
    path = f"/import/{ticket.get_json()['ticket']}"
    said = {"title": "<i>Z</i>", "source": "Hand", "marking": "TLP:AMBER", "style": "filled"}
    assert page.post(f"{path}/overlay", json=said, headers=OWN).status_code == 200
    state = finished(page, path)
    assert state["state"] == "done" and "&lt;i&gt;Z&lt;/i&gt;" in state["html"] and "<i>" not in state["html"]
    (overlay,) = Overlays(settings.overlays).all()
    assert (overlay.title, overlay.style, overlay.marking) == ("<i>Z</i>", "filled", "TLP:AMBER")
    side = page.get("/import/parts/side").get_json()["html"]
    assert "&lt;i&gt;Z&lt;/i&gt;" in side and "overlay taken in" in side
    assert "&lt;i&gt;Z&lt;/i&gt;" in page.get("/explore.json").get_json()["html"]["mapbar"]
    change = f"/overlays/{overlay.key}/change"
    assert page.post(change, json={"title": "Zonas", "style": "dotted"}, headers=OWN).status_code == 200
    assert "Zonas" in page.get("/explore.json").get_json()["html"]["mapbar"], (
        "no answer that was kept says the old title"
    )
    seen = page.get(f"/layers/overlays.json?overlays={overlay.key}").get_json()["overlays"][0]
    assert (seen["title"], seen["style"], seen["marking"]) == ("Zonas", "dotted", "TLP:AMBER")
    for wrong in ({"style": "x"}, {"title": " "}, {"marking": "SECRET"}):
        assert page.post(change, json=wrong, headers=OWN).status_code == 400, wrong
    assert page.post(change, json={"marking": "none"}, headers=OWN).status_code == 200
    assert [line["action"] for line in datasets.log(settings)][:2] == ["overlay_change", "lowered"]
    assert page.post(f"/overlays/{overlay.key}/remove", json={}, headers=OWN).status_code == 200
    assert not Overlays(settings.overlays).all()
    again = page.post(change, json={"title": "x"}, headers=OWN)
    assert again.status_code == 400 and "not kept on this server" in again.get_json()["error"][0]


def finished(page: FlaskClient, path: str) -> dict[str, Any]:
    for _beat in range(1200):
        state: dict[str, Any] = page.get(path).get_json()
        if state["state"] != "working":
            return state
        time.sleep(0.1)
    raise AssertionError("the import did not end")


def test_a_marking_is_not_lowered_by_way_of_the_page_beyond_loopback(built: Settings, tmp_path: Path) -> None:
    settings = copy_of(built, tmp_path, host="0.0.0.0", allow_changes=True)
    page = create_app(settings, open_data(settings.build, settings.reference, overlays=settings.overlays)).server
    overlay, _notes = take_in(files.gpkg(tmp_path), "z.gpkg", Wanted(marking="TLP:AMBER"), Overlays(settings.overlays))
    change = f"/overlays/{overlay.key}/change"
    refused = page.test_client().post(change, json={"marking": "TLP:GREEN"}, headers=OWN)
    assert refused.status_code == 400 and "command line" in refused.get_json()["error"][0]
    assert page.test_client().post(change, json={"marking": "TLP:RED"}, headers=OWN).status_code == 200


def test_the_command_line_takes_in_changes_and_removes(built: Settings, tmp_path: Path) -> None:
    env = {"IMPORTS_DIR": str(tmp_path / "imports"), "PATH": "", "PYTHONPATH": str(ROOT)}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "app", "overlays", *arguments]
        return subprocess.run(command, env=env, capture_output=True, text=True, cwd=ROOT, check=False)

    taken = run(str(files.gpkg(tmp_path)), "--title", "Zonas", "--marking", "TLP:GREEN")
    assert taken.returncode == 0 and "Zonas (zonas.gpkg), TLP:GREEN" in taken.stdout, taken.stderr
    (key,) = [line.partition(":")[0] for line in taken.stdout.splitlines() if "Zonas (" in line]
    assert "Costa (zonas.gpkg), not marked" in run("--change", key, "--title", "Costa", "--marking", "none").stdout
    assert run("--remove", key).stdout == ""
    for wrong in (("--remove", key), (str(tmp_path / "no.gpkg"),), (str(ROOT / "README.md"),)):
        refused = run(*wrong)
        assert refused.returncode == 1 and refused.stderr and "Traceback" not in refused.stderr


def test_an_address_keeps_at_most_some_overlays(visitor: FlaskClient, zones: str, chart: str) -> None:
    with visitor.application.app_context():
        _filters, view, problems = views.parse(f"overlays={chart},{zones},{chart},x", current().data.vocabulary)
    assert view.overlays == tuple(sorted((chart, zones))), "each once"
    assert [problem.value for problem in problems] == ["x"]
    assert views.toggled_overlay(view, chart) == (zones,)
    assert views.toggled_overlay(view, "a") == tuple(sorted((chart, zones, "a")))


def test_a_report_draws_no_overlay_and_wears_its_own_marking(visitor: FlaskClient, zones: str) -> None:
    with visitor.application.app_context():
        view = dataclasses.replace(View(), overlays=(zones,))
        drawn = report.small_map(current(), Filters(), view, "world", (400, 300))
        assert "Zonas" not in drawn and 'class="overlay"' not in drawn
    made = visitor.get(f"/export/country.pdf?at=BR&overlays={zones}")
    text = PdfReader(io.BytesIO(made.data)).pages[0].extract_text()
    assert "TLP:CLEAR" in text and "TLP:AMBER" not in text
