"""Briefing: storyboards, and one of them with its slides."""

from __future__ import annotations

from typing import Any

from dash import Dash

from app.core.note import Refused
from app.core.query import Problem
from app.i18n import Translator
from app.page_context import PageContext
from app.queries import current
from app.storyboards import storyboard_store
from app.ui import briefing, ids, tags
from app.ui.controls import closed_note
from app.ui.head import masthead, notes
from app.ui.page_parts import answered, bind, frame

PATH = briefing.PATH


def layout(_t: Translator, query: str) -> tags.Element:
    """The skeleton, with the query that it opens on."""
    return frame(ids.BRIEFING, query, tags.Div(id=ids.BRIEFING.body), kind="paper")


def parts(context: PageContext, problems: list[Problem]) -> dict[str, Any]:
    """The storyboard of the address, or all of them."""
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
    return {ids.BRIEFING.head: [words, masthead(context)], ids.BRIEFING.body: [closed_note(t), *faults, *body, foot]}


def update_briefing(query: str | None) -> dict[str, Any]:
    """The page for an address (see ui.page_parts)."""
    return answered(query, PATH, parts)


def register(app: Dash) -> None:
    """Bind the callbacks of this page."""
    bind(app, ids.BRIEFING, update_briefing)
