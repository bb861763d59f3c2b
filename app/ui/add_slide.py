"""The drawer that adds what a page shows to a storyboard."""

from __future__ import annotations

from typing import Any

from flask import current_app

from app.core.paper_sizes import MOST_TITLE
from app.core.storyboard import MOST_NOTES, PAGES
from app.page_context import PageContext
from app.storyboards import storyboard_store
from app.ui import ids, tags
from app.ui.controls import attrs


def button(text: str, name: str, **more: Any) -> tags.Element:
    """A button that assets/js/87_briefing.js answers."""
    props = {"className": "button", **more}
    return tags.Button(text, type="button", **attrs(data_story=name), **props)


def drawer(context: PageContext) -> tags.Element | None:
    """Adds what the page shows to a storyboard: which one, and the title of the slide."""
    if context.path not in PAGES or not current_app.config["CHANGES_ALLOWED"]:
        return None
    t, boards = context.t, storyboard_store().every()
    options = [tags.Option(board.title, value=board.id) for board in boards]
    options.append(tags.Option(t("briefing.another"), value="", selected=not boards))
    which = tags.Label(
        [tags.Span(t("briefing.which")), tags.Select(options, **attrs(data_add="board"))], className="import-field"
    )
    new = tags.Input(type="text", autoComplete="off", className="entry", maxLength=MOST_TITLE)
    own = tags.Input(type="text", autoComplete="off", className="entry", maxLength=MOST_TITLE)
    body = [
        which,
        tags.Label(
            [tags.Span(t("briefing.new_title")), tags.Span(new, **attrs(data_add="name"))],
            className="import-field new-board", hidden=bool(boards),
        ),
        tags.Label(
            [tags.Span(t("briefing.slide_title")), tags.Span(own, **attrs(data_add="title"))], className="import-field"
        ),
        tags.Label(
            [
                tags.Span(t("briefing.notes")),
                tags.Textarea(
                    rows=2, maxLength=MOST_NOTES, placeholder=t("briefing.notes_most"), **attrs(data_add="notes")
                ),
            ],
            className="import-field",
        ),
        tags.Div(button(t("briefing.add"), "add", className="button main"), className="row"),
        tags.P(className="hint", role="status", **attrs(data_add="said")),
    ]  # fmt: skip
    summary = tags.Summary(t("briefing.open_add"), className="button")
    return tags.Details([summary, tags.Div(body, className="drawer-body add-slide")], id=ids.ADD, className="drawer")
