"""Sea lanes: never over land, hardly longer than the shortest, and what runs along them recounted from the rows."""

from __future__ import annotations

import csv
import dataclasses
import itertools
import json
import shutil
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import pytest
import shapely
from flask.testing import FlaskClient
from pyproj import Geod
from scipy.spatial import cKDTree
from shapely.geometry import Polygon, box

from app.core.filters import Filters
from app.core.view import View
from app.data_version import DataVersion
from app.i18n import translator
from app.intake.builder.paths import Lanes, lane_numbers, place_points
from app.intake.builder.sea_graph import LONGEST, on_sphere
from app.intake.reference import Reference
from app.page_context import PageContext
from app.queries import Queries
from app.settings import ROOT, Settings
from app.versions import version_of
from app.wording.selection import selection_name
from tests.conftest import csv_rows

EARTH_KM, INLAND_KM = 6371.0, 25.0
WAY = "way:country|"


@pytest.fixture(scope="module")
def lanes() -> Lanes:
    return Lanes(Reference(Settings().reference))


class Land:
    """Land by other code than the build's: the finer base map, and the distance to the nearest point of a coast."""

    def __init__(self) -> None:
        body = json.loads((ROOT / "assets" / "basemap" / "coarse.json").read_bytes())
        rings = [np.asarray(r, float).reshape(-1, 2) / body["scale"] for c in body["countries"] for r in c["rings"]]
        # Borders of neighbours leave slivers: they are closed, or each would be a coast.
        self._shape = shapely.union_all([Polygon(r).buffer(0).buffer(0.02) for r in rings if len(r) > 3])
        shapely.prepare(self._shape)
        self._tree = cKDTree(on_sphere(shapely.get_coordinates(shapely.segmentize(self._shape.boundary, 0.05))))

    def inland_km(self, points: np.ndarray) -> np.ndarray:
        """How far from a coast each point lies on land; 0 at sea."""
        points = np.column_stack([(points[:, 0] + 180) % 360 - 180, points[:, 1]])
        on_land, far = shapely.contains_xy(self._shape, points), np.zeros(len(points))
        chord, _nearest = self._tree.query(on_sphere(points[on_land])) if on_land.any() else (np.zeros(0), None)
        far[on_land] = 2 * EARTH_KM * np.arcsin(chord / 2)
        return far


@pytest.fixture(scope="module")
def land() -> Land:
    return Land()


def off_waters(points: np.ndarray) -> np.ndarray:
    """The points outside the boxes of canals and rivers."""
    rows = csv_rows(Settings().reference / "inland_waters.csv")
    boxes = [box(*(float(row[side]) for side in ("west", "south", "east", "north"))) for row in rows]
    inside = shapely.contains_xy(shapely.union_all(boxes), (points[:, 0] + 180) % 360 - 180, points[:, 1])
    return points[~inside]


def test_no_maritime_line_of_the_shipped_data_runs_inland(data: DataVersion, land: Land) -> None:
    """No drawn way by sea, and no stretch of a stream, lies more than 25 km from the coast; where none can be found the
    path is said not to be known."""
    paths = data.run("SELECT id, points, known FROM path WHERE mode = 'maritime'")
    assert len(paths) > 700 and paths["known"].mean() > 0.98
    drawn = [*paths.loc[paths["known"], "points"], *data.run("SELECT points FROM stretch")["points"]]
    lines = [np.asarray(json.loads(text), float) for text in drawn]
    points = np.vstack([shapely.get_coordinates(shapely.segmentize(shapely.linestrings(line), 0.05)) for line in lines])
    assert land.inland_km(off_waters(points)).max() <= INLAND_KM


def test_the_inland_is_land_and_not_the_coast(lanes: Lanes, land: Land) -> None:
    """The check can fail: the middle of a continent is inland, a port is not."""
    assert lanes.inland.crossed(np.array([[-60.0, -10.0], [-50.0, -10.0]])), "across Brazil"
    assert lanes.inland.crossed(np.array([[-5.0, 20.0], [5.0, 25.0]])), "across the Sahara"
    assert not lanes.inland.crossed(np.array([[-46.3, -24.0], [-40.0, -30.0]])), "out of Santos"
    assert land.inland_km(np.array([[-55.0, -10.0], [-20.0, 0.0]])).tolist()[1] == 0


def test_a_lane_is_hardly_longer_than_the_shortest(
    data: DataVersion, lanes: Lanes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Main lanes are cheaper so that neighbours merge: no lane of the shipped data is lengthened by more than 4 %."""
    legs = data.run("SELECT DISTINCT origin, target FROM chain_leg WHERE level = 'country' AND mode = 'maritime'")
    pairs = list(legs.itertuples(index=False, name=None))
    points = place_points(data.run("SELECT key, lon, lat FROM place"))
    plain = Lanes(Reference(Settings().reference))
    vars(plain.graph)["main"] = np.zeros(len(plain.graph.edges), dtype=bool)
    merged, shortest = lane_numbers(pairs, points, lanes), lane_numbers(pairs, points, plain)
    assert len(merged) == len(shortest) > 250 and lanes.graph.main.sum() > 500

    def km(numbers: np.ndarray) -> float:
        line = lanes.graph.points[numbers]
        return float(Geod(ellps="WGS84").line_length(line[:, 0], line[:, 1])) / 1000

    ratios = [km(merged[pair]) / max(1.0, km(shortest[pair])) for pair in merged if pair in shortest]
    assert max(ratios) <= LONGEST and sum(r > 1.001 for r in ratios) > 20, "some lanes do merge"


def test_the_lanes_of_known_journeys(lanes: Lanes) -> None:
    """Ecuador to Belgium by the Canal, Paraguay down the Parana, Hong Kong not over Mexico."""
    graph = lanes.graph
    by_canal = graph.points[lanes.numbers(("EC", (-79.7, -2.2)), ("BE", (4.45, 51.15)))]
    assert np.hypot(by_canal[:, 0] + 79.7, by_canal[:, 1] - 9.1).min() < 0.2
    down = graph.points[lanes.numbers(("PY", (-57.6, -25.3)), ("BE", (4.45, 51.15)))]
    assert np.hypot(down[:, 0] + 60.6, down[:, 1] + 32.97).min() < 0.1, "past Rosario"
    far = graph.points[lanes.numbers(("US", (-80.6, 26.6)), ("PF", (-149.5, -17.5)))]
    assert np.hypot(far[:, 0] + 79.7, far[:, 1] - 9.1).min() < 0.2, "by the Canal, not over land to Los Angeles"


def test_a_lane_is_a_row_of_stretches_that_join(data: DataVersion) -> None:
    for level in ("country", "place"):
        stretch = data.run(f"SELECT * FROM stretch WHERE level = '{level}'").set_index("stretch")
        ends = {n: (row["start"], row["end"]) for n, row in stretch.iterrows()}
        lane = data.run(f"SELECT * FROM lane WHERE level = '{level}'")
        assert len(lane) > 250
        for text in lane["stretches"]:
            steps = [ends[abs(n)][:: 1 if n > 0 else -1] for n in json.loads(text)]
            assert all(a[1] == b[0] for a, b in itertools.pairwise(steps))


def rows_by_lane(data: DataVersion) -> dict[int, dict[str, list[str]]]:
    """Events along each directed stretch by status, from the tables alone; one that sails a stretch in two of its legs
    stands there twice."""
    pairs = data.run("SELECT origin, target, stretches FROM lane WHERE level = 'country'")
    lane = {(o, t): json.loads(s) for o, t, s in pairs.itertuples(index=False, name=None)}
    legs = data.run(
        "SELECT event_id, l.origin, l.target, l.line FROM event e JOIN chain_leg l ON l.chain = e.chain_country "
        "WHERE l.level = 'country' AND l.mode = 'maritime' AND e.record_type = 'event'"
    )
    along: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for event, origin, target, line in legs.itertuples(index=False, name=None):
        for stretch in lane.get((origin, target), ()):
            along[stretch][str(line)].append(event)
    return along


def test_the_width_of_each_stretch_is_a_recount_of_events(data: DataVersion, queries: Queries) -> None:
    along, widths = rows_by_lane(data), Counter()
    for load in queries.streams.measured(Filters(), View()):
        for stretch in load.lane:
            widths[stretch, load.line] += load.value
    expected = {(n, line): len(events) for n, lines in along.items() for line, events in lines.items()}
    assert expected == {key: int(value) for key, value in widths.items()} and len(expected) > 500
    assert queries.streams.full(Filters(), View()) == max(
        Counter({n: sum(len(events) for events in lines.values()) for n, lines in along.items()}).values()
    )


def test_the_card_of_a_stretch_counts_each_event_once(data: DataVersion, queries: Queries) -> None:
    along = rows_by_lane(data)
    events = data.run("SELECT event_id, departure, destination FROM event").set_index("event_id")
    for stretch in sorted(along, key=lambda n: -sum(map(len, along[n].values())))[:40]:
        named = set().union(*along[stretch].values())
        told = queries.streams.along(Filters(), "country", [stretch])
        assert told.events == len(named)
        assert {line: n for line, n in told.by_line.items() if n} == {k: len(set(v)) for k, v in along[stretch].items()}
        for role, counts in (("departure", told.departures), ("destination", told.destinations)):
            assert dict(counts) == dict(Counter(events.loc[sorted(named), role].dropna()))


def test_a_click_on_a_stretch_lists_exactly_its_events(
    data: DataVersion, queries: Queries, client: FlaskClient
) -> None:
    along, lanes = rows_by_lane(data), data.sea_lanes("country")
    for stretch in sorted(along, key=lambda n: -sum(map(len, along[n].values())))[:12]:
        sel = WAY + lanes.way(stretch)
        named = set().union(*along[stretch].values())
        assert set(queries.events.page(Filters(), sel, [], 0, 900)["event_id"]) == named
        exported = client.get("/export/events.csv", query_string={"sel": sel}).get_data(as_text=True)
        # Lines before the head, if any, are notes.
        table = csv.DictReader(line for line in exported.splitlines() if not line.startswith("#"))
        assert {row["event_id"] for row in table} == named


@pytest.mark.parametrize("sel", ["way:country|1,2>3,4", "way:moon|1.00,2.00>3.00,4.00", "way:country|1.00,2.00"])
def test_a_way_that_is_none_is_said_to_be_none(client: FlaskClient, sel: str) -> None:
    answer = client.get("/explore/map.json", query_string={"sel": sel})
    assert answer.status_code == 200
    assert "sel" in client.get("/explore.json", query_string={"sel": sel, "unfolded": ""}).get_json()["html"]["head"]


def test_a_network_that_is_edited_is_another_version(tmp_path: Path) -> None:
    own = dataclasses.replace(Settings(), reference=tmp_path / "reference")
    shutil.copytree(Settings().reference, own.reference)
    versions = [version_of(own)]
    for name in ("main_lanes.csv", "rivers.csv", "inland_waters.csv", "inland.json.gz", "sea_gates.csv"):
        path = own.reference / name
        path.write_bytes(path.read_bytes() + b"\n")
        versions.append(version_of(own))
    assert len(set(versions)) == len(versions)


def test_a_flow_by_sea_without_a_lane_is_a_line_beside_the_streams(data: DataVersion, queries: Queries) -> None:
    """A flow stands in the streams or among the lines, never in neither: at its ends no way by sea may be known."""
    lanes = data.sea_lanes("country").lanes
    every = queries.flows.top_flows(Filters(), View(top=1000))
    beside = queries.flows.other_flows(Filters(), View(), len(every))
    streamed = (every["mode"] == "maritime") & (every["origin"] + ">" + every["target"]).isin(lanes)
    assert set(beside["key"]) == set(every.loc[~streamed, "key"])
    assert "maritime" in set(beside["mode"]) and streamed.sum() > 200, "the shipped data have both"
    assert queries.flows.other_flows(Filters(), View(), 3)["key"].tolist() == beside["key"].tolist()[:3]


def test_lanes_of_another_version_are_refused(data: DataVersion, client: FlaskClient) -> None:
    assert client.get("/layers/network.json", query_string={"version": data.version}).status_code == 200
    refused = client.get("/layers/network.json", query_string={"version": "another"})
    assert refused.status_code == 400 and data.version in refused.get_json()["faults"][0]["problem"]


def test_a_way_is_named_by_the_ends_of_all_its_events(
    data: DataVersion, queries: Queries, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not by those of the first page of its list, which is a short one here."""
    monkeypatch.setattr("app.wording.selection.MOST_ROWS", 5)
    along, lanes = rows_by_lane(data), data.sea_lanes("country")
    events = data.run("SELECT event_id, departure, destination FROM event").set_index("event_id")
    busiest = max(along, key=lambda n: len(set().union(*along[n].values())))
    named = sorted(set().union(*along[busiest].values()))
    assert len(named) > 100
    context = PageContext("/", Filters(), View(), translator("en"))
    _kind, name = selection_name(queries, context, WAY + lanes.way(busiest))
    ends = [events.loc[named, role].value_counts().index for role in ("departure", "destination")]
    assert all(len(codes) > 2 for codes in ends)
    first = [", ".join([*map(context.t.country, codes[:2]), "…"]) for codes in ends]
    assert name == " → ".join(first)
