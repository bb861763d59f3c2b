"""Briefing: storyboards, and one of them with its slides."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output

from app.core.message import Refused
from app.i18n import Translator
from app.page_context import parse_context
from app.queries import current
from app.storyboards import storyboard_store
from app.ui import briefing, ids, tags
from app.ui.controls import closed_note
from app.ui.head import masthead, notes
from app.ui.html_part import Html
from app.ui.markup import render
from app.ui.page_parts import address_of, follow_address, frame

PATH = briefing.PATH


def layout(_t: Translator, query: str) -> tags.Element:
    """The skeleton, with the query that it opens on."""
    return frame(ids.BRIEFING, query, Html(id=ids.BRIEFING.body, tag="main"), kind="paper")


def update_briefing(query: str | None) -> tuple[str, str, dict[str, str]]:
    """Head, body and address: the storyboard of the query, or all of them."""
    context, problems = parse_context(query, PATH)
    t = context.t
    title, body = t("briefing.title"), briefing.boards(context)
    faults: list[Any] = []
    if context.view.story:
        try:
            board = storyboard_store().load(context.view.story)
            title, body = board.title, [briefing.editor(current(), context, board)]
        except Refused as refused:
            faults = [tags.P(t.note_text(note), className="notes", role="alert") for note in refused.notes]
    words = tags.Div([tags.H1(title), tags.P(t("briefing.lead")), notes(problems, t)], className="head-words")
    foot = tags.P([t("app.caveat"), " ", t("app.boundary")], className="hint")
    page = [closed_note(t), *faults, *body, foot]
    return render([words, masthead(context)]), render(page), address_of(context)


def register(app: Dash) -> None:
    """Bind the callbacks of this page."""
    app.callback(
        Output(ids.BRIEFING.head, "html"),
        Output(ids.BRIEFING.body, "html"),
        Output(ids.BRIEFING.address, "data"),
        Input(ids.BRIEFING.query, "data"),
    )(update_briefing)
    follow_address(app, ids.BRIEFING)
