"""The doors of storyboards: made, added to, saved, thrown away, exchanged as JSON, and walked through."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, abort, jsonify, request

from app.briefings import shelf
from app.core import storyboard
from app.core.note import Refused
from app.core.storyboard import FORM, FORMAT, Storyboard
from app.core.text import slug
from app.queries import current as queries
from app.routes.answers import tagged
from app.routes.guard import answers, foreign, said, spoken
from app.routes.workqueue import heavy
from app.ui import stage

#: 480 pixels across.
THUMBNAIL_DPI = 36
#: What the page writes in the place of a data version: the one that serves.
NOW = "now"
doors = Blueprint("briefings", __name__)
doors.before_request(foreign)


@doors.errorhandler(Refused)
def _refused(refused: Refused) -> Response:
    stale = any(note.code == "storyboard.stale" for note in refused.notes)
    gone = any(note.code == "storyboard.none" for note in refused.notes)
    return said(refused, 409 if stale else 404 if gone else 400)


def version() -> str:
    """The data version that serves, its events remembered so that a later one can be told from it."""
    shelf().remember(queries().data.version, queries().digests)
    return queries().data.version


def settled(board: Storyboard) -> Storyboard:
    """The storyboard with the query of each slide as the program writes it."""
    return replace(board, slides=tuple(stage.canonical(queries(), slide) for slide in board.slides))


def kept(board: Storyboard) -> Response:
    """What the page needs to know of a storyboard that was saved."""
    return jsonify({"id": board.id, "title": board.title, "revision": board.revision, "slides": len(board.slides)})


def read(value: dict[str, Any], identity: str = "") -> Storyboard:
    """A storyboard out of the JSON of a request."""
    return settled(storyboard.of_json(value, identity))


def stamped(board: Storyboard) -> Storyboard:
    """The storyboard with the data version that serves on each slide whose title was just written or read again."""
    now = version() if any(slide.version == NOW for slide in board.slides) else ""
    return replace(board, slides=tuple(replace(s, version=now) if s.version == NOW else s for s in board.slides))


@doors.post("/briefings")
def create() -> Response:
    """A new storyboard: its ``title``, or a whole one that was exported."""
    value = answers()
    if "slides" not in value:
        value = {"format": FORMAT, "form": FORM, "title": value.get("title"), "slides": []}
    return kept(shelf().create(read(value)))


@doors.post("/briefings/<identity>/slides")
def add(identity: str) -> Response:
    """One slide more: ``page``, ``query``, ``viewport``, ``title``, ``notes``."""
    slide = {**answers(), "data_version": NOW}
    slides = stamped(read({"format": FORMAT, "form": FORM, "title": "-", "slides": [slide]})).slides
    return kept(shelf().change(identity, lambda now: storyboard.with_slide(now, slides[0])))


@doors.put("/briefings/<identity>")
def save(identity: str) -> Response:
    """The storyboard as the page has it, in the place of the one that it was read from (its ``revision``)."""
    return kept(shelf().save(stamped(read(answers(), identity))))


@doors.delete("/briefings/<identity>")
def remove(identity: str) -> Response:
    """Thrown away."""
    shelf().remove(identity)
    return jsonify({"id": identity})


@doors.get("/briefings/<identity>.json")
def whole(identity: str) -> Response:
    """The storyboard as it is kept, for the page to change and save."""
    return jsonify(storyboard.to_json(shelf().of(identity)))


@doors.get("/briefings/<identity>/stage.json")
def walk(identity: str) -> Response:
    """The storyboard as it is walked through."""
    return jsonify(stage.facts(queries(), shelf().of(identity), spoken()))


@doors.get("/briefings/<identity>/<int:at>.png")
@heavy
def thumbnail(identity: str, at: int) -> Response:
    """A slide as a small picture."""
    from app.drawing import files, slides

    board = shelf().of(identity)
    if not 1 <= at <= len(board.slides):
        abort(404)
    svg = slides.page(slides.shown(queries(), board.slides[at - 1]))
    return tagged(files.made(svg, "png", slides.PAPER.size, "", THUMBNAIL_DPI), "image/png")


@doors.get("/export/briefing.json")
def exchanged() -> Response:
    """The storyboard as JSON, for another server."""
    board = asked()
    answer = jsonify(storyboard.to_json(board))
    answer.headers["Content-Disposition"] = f'attachment; filename="{slug(board.title) or board.id}.json"'
    return answer


@doors.get("/export/briefing.<any(html, pdf, pptx):kind>")
@heavy
def taken_away(kind: str) -> Response:
    """The storyboard as a file that needs no server: ``story``, ``lang``, ``notes=1`` for a handout."""
    from app.drawing import decks

    board = asked()
    deck = decks.deck_of(queries(), board, spoken().language, request.args.get("notes") == "1")
    answer = tagged(decks.KINDS[kind].make(deck), decks.KINDS[kind].mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="{slug(board.title) or board.id}.{kind}"'
    return answer


def asked() -> Storyboard:
    """The storyboard that a file is asked for."""
    return shelf().of(request.args.get("story", ""))
