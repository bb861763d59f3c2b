"""Pages of the list, what a click narrows to, neighbours, reports, clusters, and many readers at once."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest
from dash import Dash
from flask_caching import Cache

from app.core.filters import Filters
from app.core.mercator import mercator
from app.core.view import View
from app.data_version import open_data
from app.queries import LIST_COLUMNS, MOST_ROWS, Queries
from app.settings import Settings
from tests import recount
from tests.conftest import csv_rows
from tests.recount import Row, ids

BELGIUM = Filters(destination=("BE",))
NEWEST = [("date", True)]
WORLD = (0.0, 0.0, 1.0, 1.0)


@pytest.fixture(scope="session")
def events(event_rows: list[Row]) -> list[Row]:
    return recount.counted(event_rows)


def pages(queries: Queries, filters: Filters, sort: list[tuple[str, bool]], size: int) -> pd.DataFrame:
    total = int(queries.summary.totals(filters)["events"])
    parts = [queries.events.page(filters, None, sort, start, start + size) for start in range(0, total + size, size)]
    assert all(len(part) == size for part in parts[: total // size]) and parts[-1].empty
    return pd.concat([part for part in parts if len(part)], ignore_index=True)


@pytest.mark.parametrize("down", [True, False], ids=["down", "up"])
@pytest.mark.parametrize("column", ["date", "kg", "place", "mode", "departure", "confidence", "kg_min"])
def test_the_pages_of_a_list_hold_each_event_once(queries: Queries, events: list[Row], column: str, down: bool) -> None:
    listed = pages(queries, Filters(), [(column, down)], 100)
    assert sorted(listed["event_id"]) == ids(events)


def test_a_list_is_in_the_order_that_its_heading_asks_for(queries: Queries, events: list[Row]) -> None:
    heavy = pages(queries, Filters(), [("kg", True)], 80)["kg"]
    assert heavy.dropna().is_monotonic_decreasing
    blank = sum(not row["quantity_kg"] for row in events)
    assert heavy.isna().sum() == blank > 3 and heavy.tail(blank).isna().all(), "blank weights come last"
    light = pages(queries, Filters(), [("kg", False)], 80)["kg"]
    assert light.dropna().is_monotonic_increasing and light.tail(3).isna().all()
    places = pages(queries, BELGIUM, [("seizure", False), ("kg", True)], 9)
    assert places["seizure"].is_monotonic_increasing
    assert all(group["kg"].dropna().is_monotonic_decreasing for _, group in places.groupby("seizure"))


def test_a_list_without_an_order_is_newest_first(queries: Queries) -> None:
    first = queries.events.page(Filters(), None, [], 0, 50)
    pd.testing.assert_frame_equal(first, queries.events.page(Filters(), None, NEWEST, 0, 50))
    assert first["date"].is_monotonic_decreasing
    assert list(first.columns) == LIST_COLUMNS


def test_an_unknown_heading_and_a_mad_span_do_no_harm(queries: Queries) -> None:
    assert len(queries.events.page(Filters(), None, [("url; DROP TABLE event", True)], 0, 5)) == 5
    assert queries.events.page(Filters(), None, NEWEST, 10, 5).empty
    assert len(queries.events.page(Filters(), None, NEWEST, -5, 5)) <= 10
    assert len(queries.events.page(Filters(), None, NEWEST, 0, 10**9)) <= MOST_ROWS


def legs_at(row: Row, queries: Queries) -> list[str]:
    return list(recount.flows([row], queries.data.reference.sea_area))


def test_a_clicked_flow_selects_the_events_that_name_its_leg(queries: Queries, events: list[Row]) -> None:
    for key in queries.flows.top_flows(Filters(), View(top=12))["key"]:
        found = queries.events.export(Filters(), f"flow:{key}")["event_id"]
        assert sorted(found) == ids(r for r in events if key in legs_at(r, queries)), key
        narrowed = queries.events.export(Filters(confidence=("high",)), f"flow:{key}")["event_id"]
        assert sorted(narrowed) == ids(r for r in events if key in legs_at(r, queries) and r["confidence"] == "high"), (
            key
        )


@pytest.mark.parametrize("node", ["BE", "EC", "PA", "XZ-GOG", "XZ-EPA"])
def test_a_clicked_node_selects_the_events_that_name_it(queries: Queries, events: list[Row], node: str) -> None:
    found = queries.events.export(Filters(), f"node:{node}")["event_id"]
    at = queries.data.reference.sea_area
    expected = ids(
        r
        for r in events
        if node in {r["origin_country"], r["destination_country"], *recount.transits(r), recount.node(r, at)}
    )
    assert sorted(found) == expected and expected
    assert queries.summary.totals(Filters(), f"node:{node}")["events"] == len(expected)


@pytest.mark.parametrize("month", ["2021-02", "2024-10", "2010-??", "2022-??"])
def test_a_clicked_bar_selects_its_month_or_its_bare_year(queries: Queries, events: list[Row], month: str) -> None:
    bare = month.endswith("-??")
    expected = ids(r for r in events if (r["date"] == month[:4] if bare else r["date"][:7] == month))
    assert sorted(queries.events.export(Filters(), f"month:{month}")["event_id"]) == expected and expected


@pytest.mark.parametrize(
    "sel",
    [
        "flow:nowhere",
        "node:ZZ",
        "month:2021-13",
        "month:soon",
        "month:-??",
        "cell:1.2",
        "cell:3.900.900.point",
        "cell:x",
    ],
)
def test_a_selection_that_fits_nothing_selects_nothing(queries: Queries, sel: str) -> None:
    assert queries.summary.totals(Filters(), sel)["events"] == 0
    assert queries.events.export(Filters(), sel).empty


@pytest.mark.parametrize("zoom", [0, 2, 5, 9])
def test_clusters_of_the_whole_world_hold_every_event_once(queries: Queries, events: list[Row], zoom: int) -> None:
    groups = pd.DataFrame(queries.summary.clusters(Filters(), zoom, WORLD))
    assert groups["n"].sum() == len(events)
    assert groups["kg"].sum() == pytest.approx(sum(recount.weights(events)))
    indicative = groups[groups["kind"] != "point"].groupby("kind")["n"].sum().to_dict()
    for kind in ("sea", "region", "country"):
        assert indicative[kind] == sum(r["location_precision"] == kind for r in events)


def test_the_same_viewport_always_gets_the_same_clusters(queries: Queries) -> None:
    first = pd.DataFrame(queries.summary.clusters(Filters(), 2, WORLD))
    for _ in range(40):
        pd.testing.assert_frame_equal(pd.DataFrame(queries.summary.clusters(Filters(), 2, WORLD)), first)


@pytest.mark.parametrize("zoom", [2, 6])
def test_a_clicked_cluster_selects_its_members(queries: Queries, zoom: int) -> None:
    groups = pd.DataFrame(queries.summary.clusters(BELGIUM, zoom, WORLD))
    assert len(groups) > 3
    for row in groups.to_dict("records"):
        cell = f"cell:{zoom}.{row['i']}.{row['j']}.{row['kind']}"
        assert queries.summary.totals(BELGIUM, cell)["events"] == row["n"]


def test_a_viewport_shows_the_clusters_of_its_own_events(queries: Queries, events: list[Row]) -> None:
    (x0, y0), (x1, y1) = mercator(-20, 60), mercator(15, 35)
    groups = pd.DataFrame(queries.summary.clusters(Filters(), 4, (x0, y0, x1, y1)))
    seen = [r for r in events if -20 <= float(r["lon"]) <= 15 and 35 <= float(r["lat"]) <= 60]
    assert groups["n"].sum() == len(seen) > 0
    told = groups["event_id"].dropna().tolist()
    assert len(told) == len(set(told)) > 3 and set(told) <= set(ids(seen))
    cells = [f"cell:4.{row['i']}.{row['j']}.{row['kind']}" for row in groups.to_dict("records") if row["n"] == 1]
    inside = set(ids(seen))
    alone = [queries.events.page(Filters(), cell, [("date", True)], 0, 50)["event_id"].tolist() for cell in cells]
    # A cell at the edge of what is seen may hold others beyond it.
    assert sorted(told) == sorted(event for listed in alone for event in listed if event in inside)


@pytest.mark.parametrize("sort", [("date", True), ("kg", False), ("place", False)])
@pytest.mark.parametrize("selection", [None, "node:EC"])
def test_neighbours_follow_the_list_as_it_is_narrowed_and_ordered(
    queries: Queries, sort: tuple[str, bool], selection: str | None
) -> None:
    order = list(queries.events.page(BELGIUM, selection, [sort], 0, 500)["event_id"])
    assert len(order) > 3
    for i, event_id in enumerate(order):
        before = order[i - 1] if i else None
        after = order[i + 1] if i + 1 < len(order) else None
        assert queries.events.neighbours(BELGIUM, selection, [sort], event_id) == (before, after)
    assert queries.events.neighbours(BELGIUM, selection, [sort], "CSE-0") == (None, None)


def test_every_report_of_an_event_is_kept_main_one_first(queries: Queries, event_rows: list[Row]) -> None:
    further = csv_rows(Settings().sources / "curated" / "reports.csv")
    most = max({r["event_id"] for r in further}, key=lambda e: sum(r["event_id"] == e for r in further))
    reports = queries.events.reports(most)
    main = next(r for r in event_rows if r["event_id"] == most)
    assert reports["url"].iloc[0] == main["source_url"] and reports["main"].tolist()[0]
    assert sorted(reports["url"].iloc[1:]) == sorted(r["source_url"] for r in further if r["event_id"] == most)
    assert queries.events.reports("CSE-0").empty and queries.events.event("CSE-0") is None


def test_a_chain_gives_the_legs_in_order(queries: Queries, events: list[Row]) -> None:
    row = max(events, key=lambda r: len(recount.transits(r)))
    chain = queries.events.chain(row["event_id"], "country")
    expected = recount.legs(row, queries.data.reference.sea_area)
    assert list(zip(chain["origin"], chain["target"], chain["line"], strict=True)) == expected
    assert len(expected) > 2 and chain["seq"].tolist() == list(range(len(expected)))


def test_paths_run_between_their_ends(queries: Queries) -> None:
    flows = queries.ranking.flows(Filters(), "country").head(40)
    keys = (flows["origin"] + ">" + flows["target"] + "|" + flows["mode"]).tolist()
    paths, places = queries.flows.paths(keys), queries.data.places
    assert set(paths) == set(keys)
    for key, path in paths.items():
        points, approach = np.array(json.loads(path.points)), json.loads(path.approach)
        assert (np.abs(np.diff(points[:, 0])) <= 180).all(), key
        first = next((line[0] for line in approach if line[1] == points[0].tolist()), points[0])
        last = next((line[1] for line in approach if line[0] == points[-1].tolist()), points[-1])
        for point, end in ((first, key.split(">")[0]), (last, key.split(">")[1].split("|")[0])):
            turn = (point[0] - places[end]["lon"] + 180) % 360 - 180
            assert math.hypot(turn, point[1] - places[end]["lat"]) < 0.02, key


@pytest.fixture
def uncached(dash_app: Dash, built: Settings) -> Iterator[Queries]:
    """A facade that asks the store each time, on a dataset where nothing has been asked yet."""
    with dash_app.server.app_context():
        fresh = open_data(built.build, built.reference)
        yield Queries(fresh, Cache(dash_app.server, config={"CACHE_TYPE": "NullCache", "CACHE_NO_NULL_WARNING": True}))


ASKED = [
    (Filters(), lambda r: True),
    (BELGIUM, lambda r: r["destination_country"] == "BE"),
    (Filters(min_kg=1000.0), lambda r: (recount.kg(r) or 0) >= 1000),
    (Filters(mode=("air", "land")), lambda r: recount.CARRIERS[r["mode"]][0] in ("air", "land")),
    (Filters(country=("PY",)), lambda r: "PY" in recount.named(r)),
    (Filters(precision=("sea",)), lambda r: r["location_precision"] == "sea"),
    (Filters(since="2019", until="2021"), lambda r: recount.overlaps(r, "2019", "2021")),
]


def test_readers_with_different_filters_at_once_get_their_own_answers(
    dash_app: Dash, uncached: Queries, events: list[Row]
) -> None:
    area = uncached.data.reference.sea_area
    right = [
        (ids(rows), {k: len(v) for k, v in recount.flows(rows, area).items()})
        for rows in ([r for r in events if test(r)] for _, test in ASKED)
    ]

    def answered(step: int, filters: Filters, listed: list[str], flows: dict[str, int]) -> bool:
        if step % 3 == 0:
            found = uncached.ranking.flows(filters, "country")
            return dict(zip(found["key"], found["events"], strict=True)) == flows
        if step % 3 == 1:
            return sorted(uncached.events.page(filters, None, [("kg", True)], 0, MOST_ROWS)["event_id"]) == listed
        return bool(uncached.summary.totals(filters)["events"] == len(listed))

    def read(number: int) -> list[tuple[int, int]]:
        wrong = []
        with dash_app.server.app_context():
            for step in range(20):
                which = (number + step) % len(ASKED)
                if not answered(step + number, ASKED[which][0], *right[which]):
                    wrong.append((number, step))
        return wrong

    with ThreadPoolExecutor(8) as readers:
        answers = list(readers.map(read, range(8)))
    assert len(answers) == 8 and [w for wrong in answers for w in wrong] == []
