"""Sheets of places and areas: each role is a recount by other tables, and the page leads to them."""

from __future__ import annotations

import pytest
from dash import Dash
from flask.testing import FlaskClient

from app.core import country
from app.core.filters import Filters
from app.core.sheet import AREA, COUNTRY, PLACE, Subject
from app.drawing.charts import of_sheets
from app.page_context import parse_context
from app.pages.countries import update_country
from app.queries import Queries
from app.ui.markup import render
from app.ui.panel import profile
from tests.test_board import exported
from tests.test_links import html_of

ROLES = ("departure", "transit", "seizure", "destination")


@pytest.mark.parametrize(
    ("text", "area", "kind", "key"),
    [
        ("ES", "", COUNTRY, "ES"), ("BE:antwerp", "", PLACE, "BE:antwerp"), ("XZ-CAR", "", AREA, "XZ-CAR"),
        ("@andean", "", AREA, "@andean"), ("area", "departs:-10,36|5,44", AREA, "-10,36|5,44"),
    ],
)  # fmt: skip
def test_a_text_names_a_subject(text: str, area: str, kind: str, key: str) -> None:
    assert Subject.from_text(text, Filters(area=area)) == Subject(kind, key)
    assert Subject.from_text("area", Filters()) is None


@pytest.mark.parametrize("key", ["BE:antwerp", "BR:santos", "EC:guayaquil"])
def test_roles_of_a_place_are_a_recount_of_its_events(queries: Queries, key: str) -> None:
    """By the table of roles, which has a row for each event and node."""
    counted = set(queries.events.export(Filters())["event_id"])
    rows = queries.data.run(f"SELECT event_id, role FROM role WHERE level = 'place' AND node = '{key}'")
    events = queries.events.naming(Filters(), Subject(PLACE, key))
    for role in ROLES:
        expected = set(rows.loc[rows["role"] == role, "event_id"]) & counted
        found = events.loc[country.events_in_role(events, role, key), "event_id"]
        assert set(found) == expected and len(found) == len(expected), role
    assert set(events["event_id"]) == set(rows["event_id"]) & counted and len(events) > 5


@pytest.mark.parametrize("where", ["XZ-CAR", "@iberia", "-12,34|5,44"])
def test_roles_of_an_area_are_a_recount_of_its_relations(client: FlaskClient, queries: Queries, where: str) -> None:
    """By the files of each relation; what touches the area is in any of them, and in no more."""
    events = queries.events.naming(Filters(), Subject(AREA, where))
    relations = {"seizure": "seized", "departure": "departs", "destination": "arrives", "transit": "passes"}
    every: set[str] = set()
    for role, relation in relations.items():
        file = exported(client, f"/export/events.csv?area={relation}:{where}")
        found = events.loc[country.events_in_role(events, role, where), "event_id"]
        assert set(found) == set(file["event_id"]), role
        every |= set(file["event_id"])
    assert set(events["event_id"]) == every and len(every) > 20
    assert set(exported(client, f"/export/events.csv?area=touches:{where}")["event_id"]) == every


def test_the_other_end_of_a_place_is_a_country(client: FlaskClient, queries: Queries) -> None:
    events = queries.events.naming(Filters(), Subject(PLACE, "BE:antwerp"))
    bound = exported(client, "/export/events.csv?sel=as:destination|BE:antwerp")
    wanted = bound["departure_country"].fillna("").value_counts().to_dict()
    assert country.partners(events, "BE:antwerp", "into").to_dict() == wanted and len(wanted) > 4


def test_sheets_of_different_kinds_stand_side_by_side(dash_app: Dash) -> None:
    """A row for each section that one of them has; where the other cannot have it, that is said."""
    with dash_app.server.test_request_context():
        page = html_of(update_country("at=BR:santos,ES,XZ-CAR")[1])
        head = update_country("area=-12,34|5,44&at=area")[0]
        lost, problems = parse_context("at=area,XX:nowhere", "/countries")
    assert page.count("Not part of this sheet") > 2 and "Santos, Brazil" in page
    assert "the drawn area 34" in head
    assert lost.view.at == ("area",) and [p.value for p in problems] == ["XX:nowhere"]


def test_the_area_of_a_filter_that_has_none_is_no_sheet(client: FlaskClient, dash_app: Dash) -> None:
    with dash_app.server.test_request_context():
        assert "Countries in one comparable form" in update_country("at=area")[0]
    answer = client.get("/export/country.pdf?at=area")
    assert answer.status_code == 400 and b"at=XZ-CAR" in answer.data


@pytest.mark.parametrize("key", ["EC", "BE:antwerp", "XZ-CAR", "@andean"])
def test_a_node_leads_to_its_sheet(dash_app: Dash, key: str) -> None:
    context, _problems = parse_context(f"mode=maritime&sel=node:{key}", "/")
    with dash_app.server.test_request_context():
        link = render(profile(context, key))
        target = link.split('href="')[1].split('"')[0].replace("&amp;", "&")
        head = update_country(target.partition("?")[2])[0]
    assert target.startswith("/countries?mode=maritime") and "Countries in one" not in head


def test_a_chart_of_sheets_claims_no_authorities_of_a_port_and_no_transit_of_a_sea(queries: Queries) -> None:
    context, _problems = parse_context("at=BE:antwerp,ES,XZ-CAR", "/countries")
    drawn = of_sheets.countries(queries, context).plate
    assert not any("authorities" in row[0] for row in drawn.rows)
    sea = drawn.head.index("Caribbean Sea")
    assert {row[sea] for row in drawn.rows if "ransit" in row[0] or "hrough" in row[0]} == {"–"}
    assert "authorities" not in of_sheets.country_years(queries, context).title
    alone, _problems = parse_context("at=ES", "/countries")
    assert "authorities of Spain" in of_sheets.country_years(queries, alone).title
