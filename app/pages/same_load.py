"""Same load?: records of two datasets that may be one consignment, decided by a person and reversible."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output

from app.i18n import Translator
from app.page_context import PageContext, parse_context
from app.queries import current
from app.ui import ids, same_load, tags
from app.ui.controls import attrs, closed_note, paper
from app.ui.head import masthead

PATH = "/same-load"


def layout(_t: Translator, query: str) -> tags.Element:
    """The skeleton, with the query that it opens on."""
    return paper(ids.PAIRS_QUERY, ids.PAIRS, query)


def body(context: PageContext) -> list[Any]:
    """The page for a reader's language."""
    t = context.t
    words = tags.Div([tags.H1(t("pairs.page")), tags.P(t("pairs.lead"))], className="head-words")
    head = tags.Header([words, masthead(context)], className="head")
    listed = tags.Div(same_load.pairs(current(), t), id="pairs-list")
    return [
        head,
        tags.Div(
            [tags.Div(id="import-progress", role="status"), closed_note(t), listed],
            className="pairs",
            **attrs(data_pairs="1"),
        ),
    ]


def update_pairs(query: str | None) -> list[Any]:
    """The page for the address's language."""
    return body(parse_context(query, PATH)[0])


def register(app: Dash) -> None:
    """Bind the callback of this page."""
    app.callback(Output(ids.PAIRS, "children"), Input(ids.PAIRS_QUERY, "data"))(update_pairs)
