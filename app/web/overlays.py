"""Endpoints of overlays: their shapes and tiles for the map, and what may be changed of one."""

from __future__ import annotations

import sqlite3

from flask import Blueprint, Response, abort, jsonify, request, send_file

from app.core.marking import is_lower
from app.core.message import Message, Refused, disk_error
from app.core.overlay import Overlay
from app.intake import datasets
from app.intake.overlays import checked, text
from app.overlays import OUTLINES, Overlays, tiles
from app.queries import current as queries
from app.web.change_requests import json_body, refusal
from app.web.imports import jobs, only_this_page

blueprint = Blueprint("overlays", __name__)
blueprint.errorhandler(Refused)(refusal)
#: Seconds for which a browser keeps a tile; its address names the file that it is from.
KEPT = 7 * 24 * 3600
FIELDS = ("title", "source", "marking", "style")


def stored() -> Overlays:
    """The overlays of this server."""
    return queries().data.overlays


@blueprint.before_request
def only_its_own_page() -> Response | None:
    """What is changed is asked for by the Import page alone."""
    return None if request.method == "GET" else only_this_page()


@blueprint.get("/overlays/<key>/outlines.json")
def outlines(key: str) -> Response:
    """The shapes of an overlay as GeoJSON."""
    try:
        return send_file(stored().file(key, OUTLINES).resolve(), mimetype="application/json", max_age=0)
    except KeyError:
        abort(404)


@blueprint.get("/overlays/<key>/tiles/<int:zoom>/<int:x>/<int:y>")
def tile(key: str, zoom: int, x: int, y: int) -> Response:
    """A tile of an overlay; 204 where it has none there."""
    overlay = stored().get(key)
    if overlay is None or overlay.kind != "tiles":
        abort(404)
    try:
        found = tiles.tile(stored().file(key), zoom, x, y)
    except (sqlite3.Error, ValueError, KeyError, OSError):
        found = None
    if found is None:
        return Response(status=204)
    answer = Response(found[0], mimetype=found[1])
    answer.cache_control.max_age = KEPT
    return answer


@blueprint.post("/overlays/<key>/<any(change, remove):action>")
def change(key: str, action: str) -> Response:
    """Change title, source, marking or style of an overlay (JSON), or remove it."""
    overlay = stored().get(key)
    if overlay is None:
        raise Refused(Message("refused.no_overlay", key=key))
    try:
        if action == "remove":
            stored().remove(key)
        else:
            _changed(overlay)
    except OSError as error:
        raise Refused(disk_error(error)) from None
    except KeyError:
        raise Refused(Message("refused.no_overlay", key=key)) from None
    datasets.record(jobs().settings, f"overlay_{action}", overlay.title)
    return jsonify({"key": key})


def _changed(overlay: Overlay) -> None:
    asked = json_body()
    values = checked({name: text(asked[name]) for name in FIELDS if name in asked})
    if not values.get("title", overlay.title):
        raise Refused(Message("refused.answers", names=["title"]))
    if is_lower(overlay.marking, values.get("marking", overlay.marking)):
        if not jobs().settings.is_loopback:
            raise Refused(Message("refused.lower_overlay", key=overlay.key))
        datasets.record(
            jobs().settings, "lowered", overlay.title, before=overlay.marking, after=values["marking"] or "–"
        )
    stored().change(overlay.key, **values)
