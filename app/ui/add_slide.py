"""The drawer that adds what a page shows to a storyboard."""

from __future__ import annotations

from typing import Any

from dash import dcc
from flask import current_app

from app.core.paper_sizes import MOST_TITLE
from app.core.storyboard import MOST_NOTES, PAGES
from app.page_context import PageContext
from app.storyboards import storyboard_store
from app.ui import ids
from app.ui import tags as html
from app.ui.controls import attrs


def button(text: str, name: str, **more: Any) -> html.Button:
    """A button that assets/js/87_briefing.js answers."""
    held = {"className": "button", **more}
    return html.Button(text, type="button", **attrs(data_story=name), **held)


def drawer(here: PageContext) -> html.Details | None:
    """Adds what the page shows to a storyboard: which one, and the title of the slide."""
    if here.path not in PAGES or not current_app.config["CHANGES_ALLOWED"]:
        return None
    t, boards = here.t, storyboard_store().every()
    options = [html.Option(board.title, value=board.id) for board in boards]
    options.append(html.Option(t("briefing.another"), value="", selected=not boards))
    which = html.Label(
        [html.Span(t("briefing.which")), html.Select(options, **attrs(data_add="board"))], className="import-field"
    )
    new = dcc.Input(type="text", autoComplete="off", className="entry", maxLength=MOST_TITLE)
    own = dcc.Input(type="text", autoComplete="off", className="entry", maxLength=MOST_TITLE)
    body = [
        which,
        html.Label(
            [html.Span(t("briefing.new_title")), html.Span(new, **attrs(data_add="name"))],
            className="import-field new-board", hidden=bool(boards),
        ),
        html.Label(
            [html.Span(t("briefing.slide_title")), html.Span(own, **attrs(data_add="title"))], className="import-field"
        ),
        html.Label(
            [
                html.Span(t("briefing.notes")),
                html.Textarea(
                    rows=2, maxLength=MOST_NOTES, placeholder=t("briefing.notes_most"), **attrs(data_add="notes")
                ),
            ],
            className="import-field",
        ),
        html.Div(button(t("briefing.add"), "add", className="button main"), className="row"),
        html.P(className="hint", role="status", **attrs(data_add="said")),
    ]  # fmt: skip
    summary = html.Summary(t("briefing.open_add"), className="button")
    return html.Details([summary, html.Div(body, className="drawer-body add-slide")], id=ids.ADD, className="drawer")
