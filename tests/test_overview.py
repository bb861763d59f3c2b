"""The overview against recounts: chain, roles by year, and figures that never stand in one line."""

from __future__ import annotations

import re

import pytest
from dash import Dash
from flask.testing import FlaskClient

from app.core.filters import Filters
from app.i18n import translator
from app.pages.overview import update_overview
from app.queries import Queries
from tests.test_board import exported

#: Parts of the page in the order of its callback's outputs.
PARTS = ("head", "chain", "controls", "note", "figures", "roles", "address")


def part(query: str, name: str) -> str:
    """One part of the page for a query."""
    return str(dict(zip(PARTS, update_overview(query), strict=True))[name])


def test_the_chain_is_a_recount(client: FlaskClient, queries: Queries) -> None:
    events = exported(client, "/export/events.csv?departure=EC")
    found = queries.overview.chains(Filters(departure=("EC",)))
    assert found["n"].sum() == len(events)
    by_end = found.groupby(found["destination"].fillna(""))["n"].sum().to_dict()
    assert by_end == events["destination_country"].fillna("").value_counts().to_dict()


def test_all_transits_stand_in_their_order(client: FlaskClient, queries: Queries, dash_app: Dash) -> None:
    """An event by Chile, Peru, Panama and Belgium stood under Chile."""
    named = exported(client, "/export/events.csv")["transit_countries"].dropna()
    found = queries.overview.chains(Filters()).groupby("transit")["n"].sum().to_dict()
    assert found == named.value_counts().to_dict() and any(";" in transits for transits in found)
    with dash_app.server.test_request_context():
        assert "Chile → Peru → Panama → Belgium" in part("transit=CL&departure=BO", "chain")


def test_a_selection_is_lit_in_the_chain(client: FlaskClient, queries: Queries, dash_app: Dash) -> None:
    events = exported(client, "/export/events.csv?sel=node:EC")
    found = queries.overview.chains(Filters(), "node:EC")
    assert found["lit"].sum() == len(events) > 0 and (found["lit"] <= found["n"]).all()
    assert found["n"].sum() == len(exported(client, "/export/events.csv"))
    lit = found.groupby(found["destination"].fillna(""))["lit"].sum()
    assert lit[lit > 0].to_dict() == events["destination_country"].fillna("").value_counts().to_dict()
    with dash_app.server.test_request_context():
        chain = part("sel=node:EC", "chain")
        assert chain.count('class="ribbon lit"') > 5 and "alluvial brushed" in chain
        assert "ribbon lit" not in part("", "chain")


def test_roles_by_year_are_a_recount(client: FlaskClient, queries: Queries) -> None:
    events = exported(client, "/export/events.csv")
    found = queries.overview.role_years(Filters())
    mine = found[(found["node"] == "BR") & (found["role"] == "departure")].set_index("year")["n"].to_dict()
    held = events[events["departure_country"] == "BR"]
    assert mine == held["date"].str[:4].astype(int).value_counts().to_dict()


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_page_in_words(dash_app: Dash, queries: Queries, language: str) -> None:
    with dash_app.server.test_request_context():
        html = str(update_overview(f"lang={language}"))
        assert "overview." not in html and "indicator." not in html
        chain = part(f"lang={language}", "chain")
        assert chain.count("<rect") > 12 and chain.count('class="ribbon') > 20
        narrowed = part(f"lang={language}&departure=EC", "chain")
        assert re.search(r"departure=", narrowed) is None or "Ecuador" in narrowed
        assert "<svg" not in part(f"lang={language}&departure=AQ", "chain")


def test_figures_name_their_estimator_and_what_is_no_whole_year_stands_apart(dash_app: Dash, queries: Queries) -> None:
    held = queries.store.answers.table("statistic")
    assert set(held["area_level"]) == {"country", "world", "region", "port", "airport", "agency"}
    for indicator in ("coca_cultivation", "quantity_seized_cocaine", "quantity_seized_upstream"):
        mine = held[held["indicator"] == indicator]
        with dash_app.server.test_request_context():
            html = part(f"figure={indicator}", "figures")
        rows = html.partition("<tbody>")[2]
        assert rows.count("<tr") == len(mine) > 0
        assert rows.count('class="partial"') == int((mine["period"].str.len() > 4).sum())
    with dash_app.server.test_request_context():
        both = part("figure=coca_cultivation", "figures")
        assert "ONDCP" in both and "UNODC" in both
        one = part("figure=coca_cultivation&estimator=ONDCP", "figures")
        assert "<td>ONDCP</td>" in one and "<td>UNODC</td>" not in one
        assert "Nothing is reported" in part("figure=nonsense", "figures")


def test_a_sum_over_years_stands_under_all_of_them(dash_app: Dash, queries: Queries) -> None:
    held = queries.store.answers.table("statistic")
    assert "2019/2022" in set(held.loc[held["area"] == "Senegal", "period"])
    with dash_app.server.test_request_context():
        assert "2019 – 2022" in part("figure=quantity_seized_cocaine", "figures")


def test_the_map_of_figures_is_a_recount(client: FlaskClient, queries: Queries) -> None:
    held = queries.store.answers.table("statistic")
    held = held[(held["indicator"] == "quantity_seized_cocaine") & (held["area_level"] == "country")]
    marks = client.get("/layers/figures.json?figure=quantity_seized_cocaine&year=2019").get_json()["marks"]
    wanted = held[held["period"] == "2019"].groupby("iso2")["value"].max().to_dict()
    assert {m["code"]: m["value"] for m in marks} == wanted and len(wanted) > 15
    assert {m["code"] for m in marks if m["partial"]} == set()
    latest = client.get("/layers/figures.json?figure=quantity_seized_cocaine").get_json()["marks"]
    assert {m["code"] for m in latest} == set(held["iso2"].dropna())
    assert client.get("/layers/figures.json?year=20").status_code == 400


def test_the_map_says_every_digit_of_a_figure(client: FlaskClient, queries: Queries) -> None:
    held, several = queries.store.answers.table("statistic"), 0
    for name in held["indicator"].unique():
        for mark in client.get(f"/layers/figures.json?figure={name}").get_json()["marks"]:
            stated = translator("en").number(mark["value"], 9)
            assert mark["said"].split(": ")[1].startswith(f"{stated} "), mark
            several += len(stated.partition(".")[2]) > 1
    assert several
