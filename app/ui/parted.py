"""Pages whose parts come as HTML by the id of their place: one answer to an address, put in place by the browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dash import ClientsideFunction

from app.core import view as view_room
from app.core.query import Problem
from app.ui.here import Here, parse
from app.ui.markup import render

#: The browser puts an answer in its places, settles the address and lets the small maps follow.
SHOWN = ClientsideFunction("board", "show")
Parts = Callable[[Here, list[Problem]], dict[str, Any]]


def answered(query: str | None, path: str, parts: Parts) -> dict[str, Any]:
    """The parts of a page for an address as HTML, and the address in its canonical form."""
    here, problems = parse(query, path)
    made = {place: render(tree) for place, tree in parts(here, problems).items()}
    return {"html": made, "canonical": view_room.to_query(here.filters, here.view)}
