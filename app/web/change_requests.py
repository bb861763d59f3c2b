"""What endpoints that change something have in common: who may ask, in which language, and how a refusal is worded.

A browser sends a request of another site to this address too; so what changes something wants a header that no foreign
page can set, and the browser's own word that the request comes from this one.
"""

from __future__ import annotations

import json
from typing import Any

from flask import Response, current_app, jsonify, request

from app.core.characters import replace_unfit
from app.core.message import Message, Refused
from app.i18n import Translator, languages, translator

HEADER = "X-Requested-With"
#: Levels of JSON: a storyboard has slides, with marks, with points, with numbers.
MOST_LEVELS = 12


def request_language() -> Translator:
    """The language that the page asks in."""
    asked = request.args.get("lang", "en")
    return translator(asked if asked in languages() else "en")


def refusal(refused: Refused, status: int = 400) -> Response:
    """A refusal in the reader's words."""
    t = request_language()
    answer = jsonify({"error": [t.note_text(note) for note in refused.notes]})
    answer.status_code = status
    return answer


def refuse_change() -> Response | None:
    """A refusal of a change that does not come from the page's own scripts, or where nothing may be changed; None for
    others. (What other sites ask is refused before: see request_checks.)"""
    if request.method == "GET":
        return None
    if request.headers.get(HEADER) != "1":
        return refusal(Refused(Message("refused.foreign")), 403)
    if not current_app.config["CHANGES_ALLOWED"]:
        return refusal(Refused(Message("refused.closed")), 403)
    return None


def json_body() -> dict[str, Any]:
    """The JSON of this request. Raises ``Refused`` when it is none."""
    try:
        body = replace_unfit_texts(json.loads(request.get_data()))
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict) or not is_shallow(body):
        raise Refused(Message("refused.answers", names=["JSON"]))
    return body


def is_shallow(value: Any, levels: int = MOST_LEVELS) -> bool:
    """Whether plain values are nested no deeper than anything that the page sends."""
    if not isinstance(value, dict | list):
        return True
    inner = value.values() if isinstance(value, dict) else value
    return levels > 0 and all(is_shallow(item, levels - 1) for item in inner)


def replace_unfit_texts(value: Any) -> Any:
    """Plain values whose texts have no sign that a document cannot hold (JSON can hold half a sign)."""
    if isinstance(value, str):
        return replace_unfit(value)
    if isinstance(value, dict):
        return {replace_unfit(key): replace_unfit_texts(item) for key, item in value.items()}
    return [replace_unfit_texts(item) for item in value] if isinstance(value, list) else value
