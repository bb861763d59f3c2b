"""Doors of Explore: what follows from an address, and rows of its list.

They are kind where the endpoints of data are strict: the page says in its notes what of an address was not understood.
Dash lays the page out; a change of the filter does not go through its renderer, which took 100 ms before a request and
100 ms after it (measured), more than all else.
"""

from __future__ import annotations

from typing import Any

import orjson
from dash.development.base_component import Component
from flask import Blueprint, Response, request

from app.core.query import Problem, whole_number
from app.layers import BadExtra, seizures
from app.queries import current as queries
from app.ui import explore
from app.ui.tags import Element
from app.web.responses import refused, with_etag

blueprint = Blueprint("explore", __name__)
#: No list has more rows.
MOST_EVENTS = 1_000_000_000
#: Parts of the filter column that a reader can have unfolded, at most.
MOST_UNFOLDED = 40


def asked() -> str:
    """The query of this request as it stands in the page's address."""
    return request.query_string.decode("utf-8", "replace")


def plain(value: Any) -> Any:
    """A component or a tag as Dash's renderer takes it."""
    if isinstance(value, Component | Element):
        return value.to_plotly_json()
    raise TypeError(type(value).__name__)


def page_answer(value: Any) -> Response:
    """Plain values and components as JSON, tagged."""
    return with_etag(orjson.dumps(value, default=plain, option=orjson.OPT_SERIALIZE_NUMPY), "application/json")


def parted(*own: str) -> tuple[str, dict[str, str | None]]:
    """The query of this request without the endpoint's own arguments, and those; None for one that is not there."""
    query = "&".join(part for part in asked().split("&") if part.split("=")[0] not in own)
    return query, {name: request.args.get(name) for name in own}


@blueprint.get("/explore.json")
def answer() -> Response:
    """Everything that follows from an address (see ui.explore.answer). ``unfolded`` names parts of the filter column
    that the reader has unfolded; without it all of it is there."""
    query, own = parted("unfolded")
    named = own["unfolded"]
    unfolded = None if named is None else frozenset(named.split(",")[:MOST_UNFOLDED])
    return page_answer(explore.answer(queries(), query, unfolded))


@blueprint.get("/explore/map.json")
def map_and_axis() -> Response:
    """What is drawn of an address: the map's layers and the time axis in one answer (see ui.explore.drawn). ``zoom``
    and ``box`` say what is seen of the map, ``near=1`` that each flow has a line there."""
    query, own = parted(*seizures.EXTRA, "near")
    near = own.pop("near") == "1"
    try:
        seen = {name: seizures.EXTRA[name](text) for name, text in own.items() if text is not None}
    except BadExtra as error:
        return refused([Problem("zoom, box", "", str(error))])
    return with_etag(explore.drawn(queries(), query, seen, near), "application/json")


@blueprint.get("/explore/rows.json")
def rows() -> Response:
    """A block of the list: ``first`` and ``last`` count rows, ``order`` names columns, downwards with a minus."""
    query, own = parted("first", "last", "order")
    first, last = (whole_number(own[name] or "", 0, MOST_EVENTS) for name in ("first", "last"))
    if first is None or last is None:
        return refused([Problem(name, str(own[name])[:40], "bad_number") for name in ("first", "last")])
    order = own["order"] or ""
    columns = [(name.lstrip("-"), name.startswith("-")) for name in order.split(",") if name]
    return with_etag(explore.rows(queries(), query, first, last, columns), "application/json")
