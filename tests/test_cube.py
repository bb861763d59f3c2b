"""The cube of time: any window of months is, to the event, what the server answers for that period."""

from __future__ import annotations

import dataclasses
import itertools
import json
import zlib
from collections.abc import Iterator

import numpy as np
import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core import by_month, cube
from app.core.by_month import MonthIndex, MonthSums
from app.core.column_store import Column, ColumnStore
from app.core.cube import Axis, Entries, Series
from app.core.filters import Filters
from app.core.view import View
from app.queries import Queries
from app.queries._time_cube import MOST_FLOWS
from app.web.cube import CUBE_TYPE

FILTERS = [
    Filters(),
    Filters(departure=("EC",)),
    Filters(mode=("air", "land")),
    Filters(min_kg=500.0),
    Filters(departure=("FJ",)),
]
VIEWS = [View(), dataclasses.replace(View(), level="place", metric="kg"), dataclasses.replace(View(), metric="median")]
MONTHS = st.tuples(st.integers(2008 * 12, 2027 * 12), st.integers(0, 60)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@pytest.fixture(scope="module", autouse=True)
def small_parts() -> Iterator[None]:
    """Events are gone through in parts, also here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(by_month, "PART", 50)
        yield


def iso(tick: int) -> str:
    return f"{tick // 12}-{tick % 12 + 1:02d}"


@settings(max_examples=20)
@given(filters=st.sampled_from(FILTERS), view=st.sampled_from(VIEWS), window=MONTHS)
def test_a_window_is_what_the_server_answers(
    queries: Queries, filters: Filters, view: View, window: tuple[int, int]
) -> None:
    found = queries.cubes.cube(filters, view)
    period = dataclasses.replace(filters, since=iso(window[0]), until=iso(window[1]))
    flows = queries.ranking.flows(period, view.level).set_index("key")
    mine = cube.window(found.by_flow, found.axis, *window).set_index("key")
    held = flows[flows.index.isin(found.by_flow.keys)]
    assert mine["n"].to_dict() == held["events"].to_dict()
    for key, kg in mine["kg"].items():
        assert kg == pytest.approx(held.at[key, "kg"], rel=1e-6) or (np.isnan(kg) and held.at[key, "kg_known"] == 0)
    roles = queries.summary.roles(period, view.level)
    named = dict(zip(roles["node"] + "|" + roles["role"], roles["n"], strict=True))
    within = cube.window(found.by_role, found.axis, *window).set_index("key")["n"].to_dict()
    assert within == {key: n for key, n in named.items() if key in found.by_role.keys}
    rest = sum(n for tick, n in found.rest.items() if cube.is_in_window(int(tick), *window))
    assert rest == flows["events"].sum() - held["events"].sum()


def test_the_shipped_cube_holds_everything_and_says_so(queries: Queries) -> None:
    found = queries.cubes.cube(Filters(), View())
    assert found.folded == (0, 0) and found.rest.empty
    assert found.by_flow.keys == found.lines["key"].tolist() and len(found.lines) > 100


def test_without_the_largest_there_is_no_cube(queries: Queries, client: FlaskClient) -> None:
    with pytest.raises(ValueError, match="no sum"):
        queries.cubes.cube(Filters(less=1), View())
    assert client.get("/cube?less=1").status_code == 204


@pytest.mark.parametrize("query", ["", "departure=EC&lang=es", "level=place&metric=kg", "departure=FJ"])
def test_the_file_holds_what_it_says(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/cube?{query}")
    assert answer.status_code == 200 and answer.mimetype == CUBE_TYPE and len(zlib.compress(answer.data, 5)) < 300_000
    size, gap = np.frombuffer(answer.data, "<u4", 2)
    head, at = json.loads(answer.data[8 : 8 + int(size)]), 8 + int(size) + int(gap)
    assert {"axis", "filter", "lines", "nodes", "roles", "totals", "top", "metric", "folded", "rest"} <= set(head)
    for series, weighed in ((len(head["lines"]), True), (len(head["roles"]), False)):
        starts = np.frombuffer(answer.data, "<u4", series + 1, at)
        at, entries = at + starts.nbytes, int(starts[-1])
        assert (np.diff(starts.astype(int)) > 0).all()
        for kind in ("<u2", "<u4", *(["<f4"] if weighed else [])):
            column = np.frombuffer(answer.data, kind, entries, at)
            assert kind != "<u2" or entries == 0 or column.max() < head["axis"]["months"] + head["axis"]["years"]
            at += column.nbytes + -column.nbytes % 4
    assert at == len(answer.data)
    assert all({"points", "from", "into"} <= set(line) for line in head["lines"])


def test_a_query_that_is_not_understood_is_refused(client: FlaskClient) -> None:
    assert client.get("/cube?mode=rocket").status_code == 400


ENTRIES = Entries(
    np.array([0, 0, 1, 1, 2]),
    np.array([24240, 24243, -2020, 24241, 24240]),
    np.array([2, 1, 1, 4, 1]),
    np.array([5.0, np.nan, 2.0, 1.5, np.nan]),
)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4), st.none() | st.sampled_from([0.5, 2.0])), max_size=30))
def test_entries_are_a_plain_recount(events: list[tuple[int, int, float | None]]) -> None:
    every = np.array([-2020, -2019, 24240, 24241, 24249])
    at, tick, kg = (np.array([event[i] for event in events], dtype=kind) for i, kind in enumerate((int, int, float)))
    dated = MonthIndex(at, at, every, tick)
    sums = MonthSums.empty(4, dated)
    # In two parts, as many events are.
    for part in (slice(0, 7), slice(7, None)):
        sums.add(at[part], tick[part], kg[part])
    found = sums.entries(dated)
    assert found.kg is not None
    groups = itertools.groupby(sorted(events, key=lambda event: event[:2]), key=lambda event: event[:2])
    wanted = [(a, every[b], [event[2] for event in held]) for (a, b), held in groups]
    assert [(a, b, n) for a, b, n in zip(found.series, found.tick, found.n, strict=True)] == [
        (a, b, len(weights)) for a, b, weights in wanted
    ]
    for sum_kg, (_a, _b, weights) in zip(found.kg, wanted, strict=True):
        stated = [weight for weight in weights if weight is not None]
        assert sum_kg == sum(stated) if stated else np.isnan(sum_kg)


def test_weights_are_those_of_the_events_that_have_a_leg() -> None:
    """Three events and three pairs of event and flow: one event has no leg, one has two."""
    chain, kg = np.array([0, 1, 2]), np.array([500.0, 10.0, 20.0])
    columns = {
        "tick": Column(np.array([24240, 24240, 24240], dtype=np.int16)), "kind.mode": Column(np.array([0])),
        "id": Column(np.array([], dtype=np.uint8)), "id.end": Column(np.array([0, 0, 0])),
        "kg_rank.value": Column(np.sort(kg)), "kg": Column(kg), "chain_country": Column(chain),
        "leg_country.chain": Column(np.array([1, 2, 2])), "leg_country.value": Column(np.array([0, 1, 2])),
    }  # fmt: skip
    store = ColumnStore(columns)
    found = by_month.flow_entries(
        store, MonthIndex.from_rows(store, np.arange(3, dtype=np.int32), "country"), "country", [0, 1, 2]
    )
    assert found.kg is not None and found.kg.tolist() == [10.0, 20.0, 20.0] and found.n.tolist() == [1, 1, 1]


def test_series_are_left_out_whole_where_there_is_no_room() -> None:
    axis = Axis.covering(ENTRIES.tick)
    assert axis == Axis(24240, 4, 2020, 1)
    assert [Series.largest(ENTRIES, "abc", axis, most).keys for most in (0, 1, 2, 3, 4, 5)] == [
        [], [], ["a"], ["a"], ["a", "b"], ["a", "b", "c"],
    ]  # fmt: skip
    whole = cube.window(Series.largest(ENTRIES, "abc", axis, 9), axis, 24240, 24241).set_index("key")
    assert (
        whole["n"].to_dict() == {"a": 2, "b": 5, "c": 1}
        and np.isnan(whole.at["c", "kg"])
        and whole.at["b", "kg"] == 3.5
    )
    early = cube.window(Series.largest(ENTRIES, "abc", axis, 9), axis, 24228, 24239)
    assert early.empty, "a year before has no month and no bare year of it"


def test_a_large_cube_is_folded_until_it_is_small_enough() -> None:
    from app.queries._time_cube import fit_into

    chance = np.random.default_rng(1)
    keys = [f"k{n}" for n in range(MOST_FLOWS)]
    at, tick = np.repeat(np.arange(MOST_FLOWS), 400), np.tile(np.arange(400), MOST_FLOWS)
    every = Entries(at, tick, chance.integers(1, 90_000, len(at)), chance.random(len(at)) * 1e5)
    made = fit_into(Axis.covering(tick), (every, keys), (every._replace(kg=None), keys))
    assert cube.compressed_size(made) <= cube.MOST_BYTES and all(0 < len(group.keys) < MOST_FLOWS for group in made)
