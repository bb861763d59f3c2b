"""Rankings under several measures and the network of legs, by hand and against a recount of the export."""

from __future__ import annotations

import itertools
import re

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from dash import Dash
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from app.core import network, robust
from app.core.filters import Filters
from app.core.modes import JOURNEY_ROLES
from app.core.view import View
from app.pages.ranks import update_ranks
from app.queries import Queries
from tests.test_board import exported
from tests.test_links import html_of

COLUMN = {"departure": "departure_country", "destination": "destination_country", "seizure": "seizure_country"}


def keys(**columns: list[float]) -> pd.DataFrame:
    n = len(columns["events"])
    plain = {"key": list("abcdef")[:n], **{m: [1.0] * n for m in robust.MEASURES}, "weighed": [9] * n}
    return pd.DataFrame({**plain, **columns})


def test_places_by_hand() -> None:
    found = robust.ranking(keys(events=[3, 5, 5], kg=[900.0, 10.0, float("nan")], median=[300.0, 5.0, 7.0]), "events")
    assert found["key"].tolist() == ["b", "c", "a"]
    rows = found.set_index("key")
    assert rows.loc["b", ["rank_events", "rank_kg", "rank_median"]].tolist() == [1, 2, 3]
    assert rows.loc["a", ["best", "worst"]].tolist() == [1, 3]
    assert pd.isna(rows.loc["c", "rank_kg"])


def test_a_median_of_few_weights_is_not_ranked() -> None:
    found = robust.ranking(keys(events=[3.0, 5.0], median=[300.0, 5.0], weighed=[2, 3]), "events").set_index("key")
    assert pd.isna(found.loc["a", "rank_median"]) and found.loc["b", "rank_median"] == 1


@given(st.lists(st.integers(1, 40), min_size=1, max_size=6))
def test_the_range_holds_every_place(events: list[int]) -> None:
    found = robust.ranking(keys(events=[float(n) for n in events]), "events")
    places = found[[f"rank_{m}" for m in robust.MEASURES]]
    assert (places.min(axis=1) == found["best"]).all() and (places.max(axis=1) == found["worst"]).all()
    assert found["events"].is_monotonic_decreasing


@pytest.mark.parametrize("role", sorted(COLUMN))
def test_a_ranking_is_a_recount_of_the_export(client: FlaskClient, role: str) -> None:
    events = exported(client, "/export/events.csv")
    found = exported(client, f"/export/ranking.csv?of={role}").set_index("key")
    named = exported(client, "/export/events.csv").dropna(subset=COLUMN[role])
    big = named.nlargest(5, "quantity_kg", keep="first")["event_id"]
    for code, part in events.groupby(COLUMN[role]):
        row, rest = found.loc[code], part[~part["event_id"].isin(big)]
        assert row["events"] == len(part) and row["events_less"] == len(rest)
        assert row["graded"] == int((part["confidence"] == "high").sum())
        if part["quantity_kg"].notna().any():
            assert row["kg"] == pytest.approx(part["quantity_kg"].sum(), rel=1e-4)
            assert (
                row["kg_less"] == pytest.approx(rest["quantity_kg"].sum(), rel=1e-4) or rest["quantity_kg"].isna().all()
            )


def test_places_by_chance_by_hand() -> None:
    """Far apart nothing moves; of two equals each is first about as often; all of it is the same every time."""
    far = robust.places_by_chance(np.array([1000, 100, 1]))
    assert far[["low", "high"]].to_numpy().tolist() == [[1, 1], [2, 2], [3, 3]] and far["first"].tolist() == [1, 0, 0]
    equal = robust.places_by_chance(np.array([20, 20]))
    assert equal["low"].tolist() == [1, 1] and equal["high"].tolist() == [2, 2]
    assert equal["first"].tolist() == pytest.approx([0.55, 0.55], abs=0.06)
    pd.testing.assert_frame_equal(equal, robust.places_by_chance(np.array([20, 20])))


@given(st.lists(st.integers(1, 300), min_size=1, max_size=8))
def test_places_by_chance_hold_the_place_of_most(events: list[int]) -> None:
    found = robust.places_by_chance(np.array(events))
    assert ((found["low"] >= 1) & (found["low"] <= found["high"]) & (found["high"] <= len(events))).all()
    assert found["first"].sum() >= 1 and found.loc[int(np.argmax(events)), "low"] == 1


@pytest.mark.parametrize("role", sorted(COLUMN))
def test_the_largest_and_the_stated_are_those_of_the_role(client: FlaskClient, queries: Queries, role: str) -> None:
    view, every = View(of=role), exported(client, "/export/events.csv")
    named = every.dropna(subset=COLUMN[role])
    n, kg = queries.ranking.stating(Filters(), view)
    assert n == len(named) and kg == pytest.approx(named["quantity_kg"].sum(), rel=1e-4)
    assert role == "seizure" or n < len(every)
    largest = queries.ranking.largest(Filters(), view)["kg"].tolist()
    assert largest == pytest.approx(named["quantity_kg"].nlargest(5).tolist(), rel=1e-4)


def test_a_country_seizes_where_its_authorities_do(client: FlaskClient, queries: Queries, dash_app: Dash) -> None:
    """Spain's 30 of the other pages were 22 in the ranking: at sea too it is Spain's authorities that seize."""
    events = exported(client, "/export/events.csv")
    found = queries.ranking.ranking(Filters(), View(of="seizure")).set_index("key")
    spain = events[events["seizure_country"] == "ES"]
    n_sea = int((spain["location_precision"] == "sea").sum())
    assert (found.loc["ES", "events"], found.loc["ES", "at_sea"]) == (len(spain), n_sea) and 0 < n_sea < len(spain)
    assert queries.summary.count(Filters(seizure=("ES",))) == len(spain), "the link of the number lists as many"
    with dash_app.server.test_request_context():
        page = html_of(update_ranks("of=seizure")[1])
        assert f"{n_sea} at sea" in page and "seizure=ES" in page
    places = queries.ranking.ranking(Filters(), View(of="seizure", level="place"))["key"]
    assert any(not key[2:].startswith(":") for key in places), "places and sea areas stay places"


def test_the_title_says_which_measures_and_of_how_many(dash_app: Dash) -> None:
    """Of events without a weight kilograms rank nothing: they are no measure under which somebody is first."""
    with dash_app.server.test_request_context():
        head = update_ranks("of=destination")[0]
        assert re.search(r"\(\d+ of 945 events state one\)", head)
        assert "every measure" not in head


def test_between_by_hand() -> None:
    """a and b send through c to d and e: every path between others passes through c."""
    pairs = [("a", "c"), ("b", "c"), ("c", "d"), ("c", "e"), ("d", "d")]
    found = network.betweenness(pd.DataFrame([(o, t, 2) for o, t in pairs], columns=["origin", "target", "events"]))
    first = found.iloc[0]
    assert (first["node"], first["sources"], first["targets"], first["events_in"], first["events_out"]) == (
        "c",
        2,
        2,
        4,
        4,
    )
    assert first["betweenness"] == pytest.approx(4 / 12)
    assert (found["betweenness"].iloc[1:] == 0).all()


def test_the_network_is_that_of_the_legs(client: FlaskClient, queries: Queries) -> None:
    flows = queries.ranking.flows(Filters(), "country")
    graph = nx.DiGraph([(o, t) for o, t in zip(flows["origin"], flows["target"], strict=True) if o != t])
    found = exported(client, "/export/network.csv").set_index("node")
    # Namibia's code reads as a blank where blanks are looked for.
    assert set(found.index.fillna("NA")) == set(graph.nodes)
    wanted = nx.betweenness_centrality(graph)
    for node in itertools.islice(found.index, 10):
        assert found.loc[node, "betweenness"] == pytest.approx(wanted[node], rel=1e-4)
        assert found.loc[node, "sources"] == graph.in_degree(node)
        assert found.loc[node, "events_in"] == flows.loc[flows["target"] == node, "events"].sum()


@pytest.mark.parametrize("role", JOURNEY_ROLES)
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_page_says_every_role_in_words(dash_app: Dash, role: str, language: str) -> None:
    with dash_app.server.test_request_context():
        page = str(update_ranks(f"of={role}&lang={language}&by=kg"))
        assert "ranks." not in page and page.count("range-bar") > 5
        assert "ranks." not in str(update_ranks(f"of={role}&departure=AQ"))
        assert "range-bar" in str(update_ranks(f"of={role}&level=place"))


def test_an_unknown_table_is_no_door(client: FlaskClient) -> None:
    assert client.get("/export/secrets.csv").status_code == 404


@pytest.mark.parametrize("n", [1, 5])
def test_without_the_largest_everything_follows(client: FlaskClient, queries: Queries, n: int) -> None:
    events = exported(client, "/export/events.csv?destination=BE")
    heavy = set(events.sort_values(["quantity_kg", "event_id"], ascending=[False, True])["event_id"].head(n))
    rest = exported(client, f"/export/events.csv?destination=BE&less={n}")
    assert set(rest["event_id"]) == set(events["event_id"]) - heavy
    totals = queries.summary.totals(Filters(destination=("BE",), less=n))
    assert totals["events"] == len(rest) and totals["kg"] == pytest.approx(rest["quantity_kg"].sum())
    assert (
        queries.ranking.flows(Filters(destination=("BE",), less=n), "country")["events"].sum()
        < queries.ranking.flows(Filters(destination=("BE",)), "country")["events"].sum()
    )
