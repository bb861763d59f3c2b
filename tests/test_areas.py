"""An area of the map leaves the same events everywhere: recounted from the files by other code."""

from __future__ import annotations

import csv
import functools
import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pyproj import Geod
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, shape

from app.core.filters import Filters
from app.i18n import translator
from app.queries import Queries
from app.settings import ROOT
from app.wording.headings import sentence
from tests.recount import counted

BOX = (-10.0, 36.0, 5.0, 44.0)


def ids(queries: Queries, area: str, **more: Any) -> set[str]:
    filters = Filters(area=area, **more)
    rows = queries.store.rows(filters)
    return set(queries.store.columns.ids.at(rows.tolist()))


@functools.cache
def shipped() -> list[dict[str, str]]:
    with (ROOT / "data/sources/curated/events.csv").open(encoding="utf-8", newline="") as file:
        return counted(csv.DictReader(file))


def within(row: dict[str, str], ring: list[tuple[float, float]]) -> bool:
    at = Point(float(row["lon"]), float(row["lat"]))
    return any(Polygon([(x + turn, y) for x, y in ring]).covers(at) for turn in (-360, 0, 360))


def test_a_rectangle_holds_the_points_in_it(queries: Queries) -> None:
    west, south, east, north = BOX
    expected = {
        row["event_id"]
        for row in shipped()
        if row["location_precision"] not in ("region", "country")
        and west <= float(row["lon"]) <= east
        and south <= float(row["lat"]) <= north
    }
    found = ids(queries, "-10,36|5,44")
    assert len(expected) > 30 and expected <= found
    # What is more is known by a country of which all lies there.
    rough = {row["event_id"]: row["seizure_country"] for row in shipped() if row["event_id"] in found - expected}
    assert set(rough.values()) <= {"AD", "PT", "GI"}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(-30, 30), st.integers(-25, 25)), min_size=3, max_size=9), st.sampled_from([0, 175])
)
def test_random_polygons_hold_the_points_in_them(queries: Queries, corners: list[tuple[int, int]], middle: int) -> None:
    ring = [(float(x + middle - 30), float(y + 20 if middle == 0 else y - 20)) for x, y in corners]
    assume(Polygon(ring).is_valid and Polygon(ring).area > 0)
    found = ids(queries, "|".join(f"{x:g},{y:g}" for x, y in ring), precision=("exact", "port", "city", "sea"))
    assert found == {
        row["event_id"]
        for row in shipped()
        if row["location_precision"] not in ("region", "country") and within(row, ring)
    }


def test_what_is_known_by_its_country_is_in_where_all_of_it_is(queries: Queries) -> None:
    rough = [row for row in shipped() if row["location_precision"] in ("region", "country")]
    french = {
        row["event_id"] for row in rough if row["seizure_country"] == "FR" and row["location_precision"] == "country"
    }
    assert french
    over_paris, over_france = "1,48|4,50", "-70,-30|70,60"
    assert not french & ids(queries, over_paris) and french <= ids(queries, over_france)
    at = next(r for r in rough if r["event_id"] in french)
    lon, lat = float(at["lon"]), float(at["lat"])
    around = f"{lon - 1:g},{lat - 1:g}|{lon + 1:g},{lat + 1:g}"
    assert not french & ids(queries, around), "its point lies there, and that says nothing"
    assert queries.summary.undecided(Filters(area=around)) >= len(french)
    assert queries.summary.undecided(Filters(area=over_paris)) >= len(french)
    left_out = queries.summary.undecided(Filters(area=over_paris))
    said = sentence(queries, Filters(area=over_paris), translator("en"))
    assert f"at least {left_out} more, known only by country or region" in said
    assert "at least" not in sentence(queries, Filters(area=over_paris), translator("en"), "node:BE")
    assert queries.summary.undecided(Filters(area="XZ-CAR")) == 0


def base_map() -> dict[str, MultiPolygon]:
    body = json.loads((ROOT / "assets/basemap/coarse.json").read_text())
    found: dict[str, list[Polygon]] = {}
    for country in body["countries"]:
        rings = [[v / body["scale"] for v in flat] for flat in country["rings"]]
        found.setdefault(country["code"], []).extend(
            Polygon(list(zip(r[::2], r[1::2], strict=True))).buffer(0) for r in rings if len(r) >= 8
        )
    return {
        code: MultiPolygon([p for s in parts for p in getattr(s, "geoms", [s]) if not p.is_empty])
        for code, parts in found.items()
    }


@pytest.mark.parametrize(("relation", "role"), [("departs", "departure"), ("arrives", "destination")])
def test_departures_and_arrivals_are_those_of_its_places_and_of_whole_countries(
    queries: Queries, relation: str, role: str
) -> None:
    """By the table of roles and of places, one row of each at a time."""
    ring = Polygon([(-84, -6), (10, -6), (10, 44), (-84, 44)])
    places = queries.data.places
    whole = {code for code, land in base_map().items() if not land.is_empty and ring.covers(land)}
    roles = queries.data.run(f"SELECT event_id, node FROM role WHERE level = 'place' AND role = '{role}'")
    expected = {
        event
        for event, node in zip(roles["event_id"], roles["node"], strict=True)
        if (ring.covers(Point(places[node]["lon"], places[node]["lat"])) if ":" in node else node in whole)
    }
    assert len(expected) > 5 and ids(queries, f"{relation}:-84,-6|10,44") == expected & {
        r["event_id"] for r in shipped()
    }


def test_a_leg_passes_where_its_line_is_drawn(queries: Queries) -> None:
    gate = Polygon([(-30, 12), (-15, 12), (-15, 20), (-30, 20)])
    lines = queries.data.run("SELECT origin, target, mode, points FROM path")
    met = {
        (row.origin, row.target, row.mode)
        for row in lines.itertuples()
        if any(
            gate.intersects(LineString([(x + turn, y) for x, y in json.loads(row.points)])) for turn in (-360, 0, 360)
        )
    }
    legs = queries.data.run("SELECT event_id, origin, target, mode FROM leg WHERE level = 'place'")
    expected = {row.event_id for row in legs.itertuples() if (row.origin, row.target, row.mode) in met}
    assert len(expected) > 40 and ids(queries, "passes:-30,12|-15,20") == expected & {r["event_id"] for r in shipped()}


def test_what_lies_there_by_an_indicative_position_is_said(queries: Queries) -> None:
    ring = [(-95.0, 0.0), (-85.0, 0.0), (-85.0, 10.0), (-95.0, 10.0)]
    rough = [r for r in shipped() if r["location_precision"] == "sea" and within(r, ring)]
    filters = Filters(area="-95,0|-85,10")
    assert len(rough) > 2 and queries.summary.indicative(filters) == len(rough)
    assert f"{len(rough)} of them by an indicative position at sea" in sentence(queries, filters, translator("en"))
    assert queries.summary.indicative(Filters(area="XZ-EPA")) == 0


@pytest.mark.parametrize(
    ("area", "said"),
    [
        ("-9.5,36.4|-0.2,40.49", "seized in the drawn area 36.4° N to 40.49° N, 9.5° W to 0.2° W"),
        ("5,44|-10,36", "seized in the drawn area 36° N to 44° N, 10° W to 5° E"),
        ("arrives:170,-5|190,5.25|190,-5", "bound for a drawn shape within 5° S to 5.25° N, 170° E to 170° W"),
    ],
)
def test_the_sentence_names_the_very_bounds(queries: Queries, area: str, said: str) -> None:
    filters, problems = Filters.from_query(f"area={area}", queries.data.vocabulary)
    assert not problems and filters.describe(translator("en")) == [("area", said)]


def test_sea_areas_and_groups_hold_what_was_seized_there(queries: Queries) -> None:
    nodes = queries.data.run("SELECT event_id, node FROM event WHERE record_type = 'event' AND form <> 'leaf'")
    at_sea = set(nodes.loc[nodes["node"] == "XZ-CAR", "event_id"])
    assert at_sea and ids(queries, "XZ-CAR") == at_sea
    iberia = {r["event_id"] for r in shipped() if r["seizure_country"] in ("ES", "PT", "AD", "GI")}
    on_land = {r["event_id"] for r in shipped() if r["location_precision"] != "sea"}
    assert ids(queries, "@iberia") == iberia & on_land


def test_it_is_outlined_on_the_screen_and_in_files(client: FlaskClient) -> None:
    body = client.get("/explore/map.json?area=-10,36|5,44").get_json()
    assert body["area"]["polygons"] == [[[[-10, 36], [5, 36], [5, 44], [-10, 44]]]]
    assert "area" not in client.get("/explore/map.json").get_json()
    iberia = client.get("/layers/area.json?area=@iberia").get_json()["polygons"]
    land = max((shape({"type": "Polygon", "coordinates": rings}) for rings in iberia), key=lambda part: part.area)
    for inside in (Point(-4, 40), Point(-8, 40), Point(-7, 40)):
        assert land.covers(inside), "one outline around Spain and Portugal, without their border"
    svg = {q: client.get(f"/export/map.svg?{q}").get_data(as_text=True) for q in ("area=-10,36|5,44", "seizure=ES")}
    assert 'class="mark area"' in svg["area=-10,36|5,44"] and 'class="mark area"' not in svg["seizure=ES"]
    assert "the drawn area 36° N to 44° N, 10° W to 5° E" in svg["area=-10,36|5,44"]


def test_an_area_that_is_none_is_said_and_refused_for_files(client: FlaskClient) -> None:
    page = client.get("/explore.json?area=<b>").get_json()
    assert "is no area of the map" in page["html"]["head"] and "<b>" not in page["html"]["head"]
    assert client.get("/export/events.csv?area=1,2").status_code == 400


def test_the_column_offers_tools_relations_and_sea_areas(client: FlaskClient) -> None:
    column = client.get("/explore.json?area=arrives:-10,36|5,44").get_json()["html"]["facets"]
    for tool in ("rectangle", "polygon", "lasso"):
        assert f'data-tool="{tool}"' in column
    for relation in ("departs:", "passes:"):
        assert f"area={relation}-10,36|5,44" in column.replace("%3A", ":").replace("&amp;", "&")
    sea = client.get("/explore.json?sel=node:XZ-CAR").get_json()["html"]
    assert "area=XZ-CAR" in "".join(sea.values())


def test_a_polygon_of_the_files_geometry_reads_back(client: FlaskClient) -> None:
    """The events of the area in GeoJSON lie in it."""
    body = client.get("/export/events.geojson?area=-10,36|5,44&precision=port").get_json()
    points = [shape(feature["geometry"]) for feature in body["features"]]
    assert points and all(BOX[0] <= p.x <= BOX[2] and BOX[1] <= p.y <= BOX[3] for p in points)


def test_a_distance_by_sea_is_that_of_the_tables_and_the_great_circle(client: FlaskClient) -> None:
    """Guayaquil to Antwerp: about 5,600 nautical miles through Panama; the great circle by pyproj."""
    body = client.get("/layers/distance.json?ends=-79.9,-2.2|4.3,51.3").get_json()
    assert body["lane_km"] == pytest.approx(5_600 * 1.852, rel=0.04)
    assert body["crow_km"] == pytest.approx(Geod(ellps="WGS84").inv(-79.9, -2.2, 4.3, 51.3)[2] / 1000, abs=2)
    assert 0 < body["approach_km"] < 200
    assert body["lane"][0] == [-79.9, -2.2] and body["lane"][-1] == [4.3, 51.3] and len(body["lane"]) > 20
    over = client.get("/layers/distance.json?ends=178,-38|-178,-40").get_json()
    assert over["crow_km"] < 500, "across the date line the short way"
    assert client.get("/layers/distance.json?ends=8.5,47.4|8.6,47.5").get_json()["lane"] is None
    for ends in ("", "1,2", "1,2|3,95", "x,y|1,2"):
        assert client.get(f"/layers/distance.json?ends={ends}").status_code == 400


def test_a_graticule_is_drawn_where_it_is_on(client: FlaskClient) -> None:
    on, off = (
        client.get(f"/export/map.svg?layers=nodes{more}&region=europe").get_data(as_text=True)
        for more in (",graticule", "")
    )
    assert "10° E" in on and "50° N" in on and "10° E" not in off
