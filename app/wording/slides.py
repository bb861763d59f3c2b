"""A storyboard as the stage walks through it: each slide's address, title, notes and marks as plain values."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.core import view as view_query
from app.core.filters import Filters
from app.core.query import Problem
from app.core.storyboard import Slide, Storyboard
from app.core.view import View, href
from app.i18n import Translator
from app.queries import Queries


def read(queries: Queries, slide: Slide) -> tuple[Filters, View, list[Problem]]:
    """Filter and view of a slide, and what these data do not know of it."""
    return view_query.parse(slide.query, queries.data.vocabulary)


def canonical(queries: Queries, slide: Slide) -> Slide:
    """The slide with its query as the program writes it, without what belongs to the stage. A part that these data do
    not know stays as it was written: on other data it may mean something."""
    filters, view, problems = read(queries, slide)
    if problems:
        return slide
    return replace(slide, query=view_query.to_query(filters, replace(view, story=None, slide=None, theme="light")))


def staged(view: View, story: str, position: int, language: str) -> View:
    """How a slide is shown to a room: projector theme, the scale of all slides, and the presenter's language."""
    return replace(view, theme="projector", scale="locked", lang=language, story=story, slide=position, card=None)


def address(queries: Queries, board: Storyboard, position: int, t: Translator) -> str:
    """Where slide ``position`` (from 1) stands."""
    slide = board.slides[position - 1]
    filters, view, _problems = read(queries, slide)
    return href(slide.path, filters, staged(view, board.id, position, t.language))


def selection_of(slide: Slide, view: View) -> str | None:
    """What a slide's figures are of, besides its filter: what was clicked on its map, or its route."""
    return view.sel if slide.path in ("/", "/route") else None


def facts(queries: Queries, board: Storyboard, t: Translator) -> dict[str, Any]:
    """The whole walk as plain values for assets/js/88_stage.js."""
    slides = []
    for position, slide in enumerate(board.slides, 1):
        unknown = read(queries, slide)[2]
        lacking = t("stage.lacking", names=", ".join(f"{p.name}={p.value}"[:60] for p in unknown)) if unknown else ""
        marks = [{"kind": m.kind, "points": [list(p) for p in m.points], "text": m.text} for m in slide.marks]
        slides.append(
            {
                "address": address(queries, board, position, t),
                "path": slide.path,
                "title": slide.title,
                "notes": slide.notes,
                "viewport": slide.viewport,
                "marks": marks,
                "lacking": lacking,
            }
        )
    content = {"caveat": t("app.caveat"), "slides": slides}
    return {"id": board.id, "title": board.title, "revision": board.revision, **content}
