"""What the doors that change something have in common: who may ask, in which language, and how a refusal is said.

A browser sends a request of another site to this address too; so what changes something wants a header that no foreign
page can set, and the browser's own word that the request comes from this one.
"""

from __future__ import annotations

import json
from typing import Any

from flask import Response, current_app, jsonify, request

from app.core.note import Note, Refused
from app.core.signs import fit
from app.i18n import Translator, languages, translator

HEADER = "X-Atlas"
#: Levels of JSON: a storyboard has slides, with marks, with points, with numbers.
MOST_LEVELS = 12


def spoken() -> Translator:
    """The language that the page asks in."""
    asked = request.args.get("lang", "en")
    return translator(asked if asked in languages() else "en")


def said(refused: Refused, status: int = 400) -> Response:
    """A refusal in the reader's words."""
    t = spoken()
    answer = jsonify({"error": [t.said(note) for note in refused.notes]})
    answer.status_code = status
    return answer


def foreign() -> Response | None:
    """A refusal of a change that does not come from the page's own scripts, or where nothing may be changed; None for
    others. (What other sites ask is refused before: see request_checks.)"""
    if request.method == "GET":
        return None
    if request.headers.get(HEADER) != "1":
        return said(Refused(Note("refused.foreign")), 403)
    if not current_app.config["CHANGES_ALLOWED"]:
        return said(Refused(Note("refused.closed")), 403)
    return None


def answers() -> dict[str, Any]:
    """The JSON of this request. Raises ``Refused`` when it is none."""
    try:
        found = fitted(json.loads(request.get_data()))
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not is_flat(found):
        raise Refused(Note("refused.answers", names=["JSON"]))
    return found


def is_flat(value: Any, levels: int = MOST_LEVELS) -> bool:
    """Whether plain values are nested no deeper than anything that the page sends."""
    if not isinstance(value, dict | list):
        return True
    inner = value.values() if isinstance(value, dict) else value
    return levels > 0 and all(is_flat(held, levels - 1) for held in inner)


def fitted(value: Any) -> Any:
    """Plain values whose texts have no sign that a document cannot hold (JSON can hold half a sign)."""
    if isinstance(value, str):
        return fit(value)
    if isinstance(value, dict):
        return {fit(key): fitted(held) for key, held in value.items()}
    return [fitted(held) for held in value] if isinstance(value, list) else value
