"""A number that is a link is a claim: the events that it opens are as many as it says, on every page of analysis."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient

from app.core.filters import Filters
from app.core.periods import Period
from app.core.selection import known, window_key, window_of
from app.core.sheet import COUNTRY, Subject
from app.page_context import parse_context
from app.pages.compare import update_compare
from app.pages.countries import update_country
from app.pages.ranks import update_ranks
from app.pages.routes import update_board
from app.queries import current
from app.ui import corridor
from app.ui.markup import render
from tests.test_board import exported

PAGES = {
    "routes": (update_board, "baseline=60&floor_kg=100"),
    "routes of places": (update_board, "unit=place&recent=24&baseline=60&mode=maritime"),
    "compare": (update_compare, "a=2022/2022&b=2023/2023"),
    "compare months": (update_compare, "split=2023-04&level=place&less=1"),
    "compare ports": (
        update_compare,
        "a=2021/2022&b=2023/2024&moved=seizure&level=place&submode=container&mode=maritime",
    ),
    "ranks": (update_ranks, "departure=BR&by=graded"),
    "countries": (update_country, "at=NL,PY"),
    "a port": (update_country, "at=BE:antwerp"),
    "two ports": (update_country, "at=BR:santos,NL:rotterdam&from=2015"),
    "a sea area": (update_country, "at=XZ-CAR"),
    "a region": (update_country, "at=@andean&mode=maritime,air"),
    "a drawn area": (update_country, "area=-12,34|5,44&at=area"),
    **{code: (update_country, f"at={code}") for code in ("BE", "BR", "CO", "EC", "ES", "SN", "MA")},
}
LINK = re.compile(r'<a[^>]*href="/\?([^"]*)"[^>]*>(?:<b>)?([0-9,]+)(?:</b>)?</a>')


def html_of(part: Any) -> str:
    """The HTML in an output of a callback: a string, or components with parts that are HTML."""
    if isinstance(part, str):
        return part
    if isinstance(part, list | tuple):
        return "".join(map(html_of, part))
    return str(getattr(part, "html", "")) + html_of(getattr(part, "children", None) or "")


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_linked_number_is_the_number_of_events_behind_it(client: FlaskClient, dash_app: Dash, name: str) -> None:
    update, query = PAGES[name]
    with dash_app.server.test_request_context():
        _head, *parts, _address = update(query)
    links = dict(LINK.findall("".join(map(html_of, parts))))
    assert len(links) > 10
    for target, number in links.items():
        events = exported(client, f"/export/events.csv?{unescape(target)}")
        assert len(events) == int(number.replace(",", "")), unescape(target)


def test_without_the_largest_no_part_of_a_sheet_is_linked(dash_app: Dash) -> None:
    """What is left out is the largest of the sheet; a link to a part of it would leave out the largest of that."""
    with dash_app.server.test_request_context():
        for query in ("at=ES", "at=XZ-CAR"):
            linked, bare = (html_of(update_country(f"{query}{less}")[1]) for less in ("", "&less=1"))
            assert len(LINK.findall(linked)) > 10 and not LINK.findall(bare)


@pytest.mark.parametrize(
    "text",
    [
        "window:2022/2023|5|flow:EC>BE|maritime|travelled", "window:2022|5", "window:x|5|route:EC>BE|maritime|chain",
        "window:2022|x|route:EC>BE|maritime|chain", "window:2022||route:EC>XX|maritime|chain",
        "window:2022||window:2022||route:EC>BE|maritime|chain", "same:title|x", f"same:place|{'x' * 400}",
    ],
)  # fmt: skip
def test_a_window_or_a_text_that_is_none_selects_nothing(client: FlaskClient, text: str) -> None:
    assert not known(text, {"EC", "BE"})
    assert client.get("/export/events.csv", query_string={"sel": text}).status_code == 400


def test_a_window_reads_back_as_it_was_written() -> None:
    for floor in (None, 0.0, 5.0, 0.000001, 1234.5):
        key = window_key(Period("2022-01", "2022-06"), floor, "leg:EC>BE|maritime")
        found = window_of(key.removeprefix("window:"))
        assert found == (Period("2022-01", "2022-06"), floor, "leg:EC>BE|maritime") and known(key, {"EC", "BE"})


def test_roles_of_a_place_and_supporting_events_are_a_recount(client: FlaskClient, dash_app: Dash) -> None:
    events = exported(client, "/export/events.csv")
    at = exported(client, "/export/events.csv?sel=as:destination|BE")
    assert len(at) == int((events["destination_country"] == "BE").sum()) > 10
    backed = exported(client, "/export/events.csv?sel=backs:COR-03")
    assert len(backed) > 0 and set(backed["mode"]) == {"maritime"} and set(backed["date"].str[:4]) == {"2019"}
    ends = backed["destination_country"].fillna(backed["seizure_country"])
    assert (backed["departure_country"] == "BR").all() and (ends == "BE").all()
    assert exported(client, "/export/events.csv?sel=backs:COR-99").empty
    with dash_app.server.test_request_context():
        card = render(corridor.card(current(), parse_context("")[0], "COR-03"))
        assert f"{len(backed)} event" in card and "→" in card
        every = current().store.answers.table("corridor")["corridor_id"]
        alone = next(c for c in every if exported(client, f"/export/events.csv?sel=backs:{c}").empty)
        statement = render(corridor.card(current(), parse_context("")[0], alone))
        assert "→" not in statement.split("href")[0] and "Statement only" in statement


def test_without_the_largest_is_without_the_countrys_own(client: FlaskClient, dash_app: Dash) -> None:
    with dash_app.server.test_request_context():
        whole, less = (current().events.naming(Filters(less=n), Subject(COUNTRY, "ES")) for n in (0, 1))
    assert len(less) == len(whole) - 1 and whole["kg"].max() not in set(less["kg"])
