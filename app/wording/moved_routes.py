"""Routes of the board that moved, with the countries that each touches."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.core.routes import parts_of
from app.page_context import PageContext
from app.queries import Queries

#: Tiers of routes that did not move.
STILL = ("established", "dormant", "no_baseline")


def moved_routes(queries: Queries, context: PageContext) -> list[tuple[frozenset[str], dict[str, Any]]]:
    """Routes of the board that moved, each with the countries that it touches: asked once for all sheets of a page."""
    board = queries.routes.ranked_board(context.filters, replace(context.view, tier=(), rank="tier"))
    rows = board[~board["tier"].isin(STILL)].assign(dormant=context.view.dormant).to_dict("records")
    return [(frozenset(node.split(":")[0] for node in parts_of(r["route"])[0]), r) for r in rows]
