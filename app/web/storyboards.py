"""Endpoints of storyboards: create, add a slide, save, delete, exchange as JSON, present."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, abort, jsonify, request

from app.core import storyboard
from app.core.message import Refused
from app.core.storyboard import FORM, FORMAT, Storyboard
from app.core.text import slug
from app.queries import current as queries
from app.storyboards import storyboard_store
from app.web.change_requests import json_body, refusal, refuse_change, request_language
from app.web.responses import with_etag
from app.web.workqueue import heavy
from app.wording import slides as stage

#: 480 pixels across.
THUMBNAIL_DPI = 36
#: What the page writes in the place of a data version: the one that serves.
NOW = "now"
blueprint = Blueprint("briefings", __name__)
blueprint.before_request(refuse_change)


@blueprint.errorhandler(Refused)
def _refused(refused: Refused) -> Response:
    stale = any(note.code == "storyboard.stale" for note in refused.notes)
    gone = any(note.code == "storyboard.none" for note in refused.notes)
    return refusal(refused, 409 if stale else 404 if gone else 400)


def version() -> str:
    """The data version that serves, its events remembered so that a later one can be told from it."""
    storyboard_store().remember(queries().data.version, queries().editions.digests)
    return queries().data.version


def settled(board: Storyboard) -> Storyboard:
    """The storyboard with the query of each slide as the program writes it."""
    return replace(board, slides=tuple(stage.canonical(queries(), slide) for slide in board.slides))


def stored(board: Storyboard) -> Response:
    """What the page needs to know of a storyboard that was saved."""
    return jsonify({"id": board.id, "title": board.title, "revision": board.revision, "slides": len(board.slides)})


def read(value: dict[str, Any], identity: str = "") -> Storyboard:
    """A storyboard out of the JSON of a request."""
    return settled(storyboard.of_json(value, identity))


def stamped(board: Storyboard) -> Storyboard:
    """The storyboard with the data version that serves on each slide whose title was just written or read again."""
    now = version() if any(slide.version == NOW for slide in board.slides) else ""
    return replace(board, slides=tuple(replace(s, version=now) if s.version == NOW else s for s in board.slides))


@blueprint.post("/briefings")
def create() -> Response:
    """A new storyboard: its ``title``, or a whole one that was exported."""
    value = json_body()
    if "slides" not in value:
        value = {"format": FORMAT, "form": FORM, "title": value.get("title"), "slides": []}
    return stored(storyboard_store().create(read(value)))


@blueprint.post("/briefings/<identity>/slides")
def add(identity: str) -> Response:
    """One slide more: ``page``, ``query``, ``viewport``, ``title``, ``notes``."""
    slide = {**json_body(), "data_version": NOW}
    slides = stamped(read({"format": FORMAT, "form": FORM, "title": "-", "slides": [slide]})).slides
    return stored(storyboard_store().change(identity, lambda now: storyboard.with_slide(now, slides[0])))


@blueprint.put("/briefings/<identity>")
def save(identity: str) -> Response:
    """The storyboard as the page has it, in the place of the one that it was read from (its ``revision``)."""
    return stored(storyboard_store().save(stamped(read(json_body(), identity))))


@blueprint.delete("/briefings/<identity>")
def remove(identity: str) -> Response:
    """Thrown away."""
    storyboard_store().remove(identity)
    return jsonify({"id": identity})


@blueprint.get("/briefings/<identity>.json")
def download(identity: str) -> Response:
    """The storyboard as it is kept, for the page to change and save."""
    return jsonify(storyboard.to_json(storyboard_store().load(identity)))


@blueprint.get("/briefings/<identity>/stage.json")
def walk(identity: str) -> Response:
    """The storyboard as it is walked through."""
    return jsonify(stage.facts(queries(), storyboard_store().load(identity), request_language()))


@blueprint.get("/briefings/<identity>/<int:at>.png")
@heavy
def thumbnail(identity: str, at: int) -> Response:
    """A slide as a small picture."""
    from app.drawing import file_formats, slides

    board = storyboard_store().load(identity)
    if not 1 <= at <= len(board.slides):
        abort(404)
    svg = slides.page(slides.read_slide(queries(), board.slides[at - 1]))
    return with_etag(file_formats.page_file(svg, "png", slides.PAPER.size, "", THUMBNAIL_DPI), "image/png")


@blueprint.get("/export/briefing.json")
def exchanged() -> Response:
    """The storyboard as JSON, for another server."""
    board = asked()
    answer = jsonify(storyboard.to_json(board))
    answer.headers["Content-Disposition"] = f'attachment; filename="{slug(board.title) or board.id}.json"'
    return answer


@blueprint.get("/export/briefing.<any(html, pdf, pptx):kind>")
@heavy
def taken_away(kind: str) -> Response:
    """The storyboard as a file that needs no server: ``story``, ``lang``, ``notes=1`` for a handout."""
    from app.drawing import decks

    board = asked()
    deck = decks.deck_of(queries(), board, request_language().language, request.args.get("notes") == "1")
    answer = with_etag(decks.KINDS[kind].make(deck), decks.KINDS[kind].mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="{slug(board.title) or board.id}.{kind}"'
    return answer


def asked() -> Storyboard:
    """The storyboard that a file is asked for."""
    return storyboard_store().load(request.args.get("story", ""))
