"""What a request gets that cannot be answered: a status and a sentence, never a trace."""

from __future__ import annotations

import json
from typing import Any

from dash import Dash
from dash.exceptions import DashException
from flask import Flask, Response, make_response, request
from werkzeug.exceptions import BadRequest, HTTPException, InternalServerError, NotFound, RequestEntityTooLarge

from app.core.message import Message, Refused
from app.ui.plain_page import language_of, plain_page
from app.web.change_requests import refusal

#: Where Dash's renderer sends its calls.
CALLBACKS = "/_dash-update-component"


def register(server: Flask) -> None:
    """Answer in words whatever goes wrong in a view."""
    server.register_error_handler(DashException, lambda _error: error_page(NotFound()))
    server.register_error_handler(RequestEntityTooLarge, too_large)
    server.register_error_handler(HTTPException, error_page)


def register_callback_errors(app: Dash) -> None:
    """Answer 400 to what is no call of one of the app's callbacks; Dash itself would fail on it."""

    def check() -> None:
        if request.path == CALLBACKS and not is_call(app):
            raise BadRequest

    app.server.before_request(check)


def is_call(app: Dash) -> bool:
    """Whether the body of this request names a callback of the app, with lists where Dash takes lists."""
    try:
        body = json.loads(request.get_data())
    except (ValueError, RecursionError):
        return False
    known = app.callback_map.get(body.get("output")) if isinstance(body, dict) and is_text(body.get("output")) else None
    if known is None or "callback" not in known:  # what runs in the browser alone has none
        return False
    outputs = body.get("outputs", [])
    listed = outputs if isinstance(outputs, list) else [outputs]
    parts = [(body.get(name, []), known[name]) for name in ("inputs", "state")]
    return all(map(is_place, listed)) and all(are_values(given, len(wanted)) for given, wanted in parts)


def are_values(given: Any, n: int) -> bool:
    """Whether these are the values of so many properties."""
    listed = isinstance(given, list) and len(given) == n
    return listed and all(is_place(part) and is_text(part.get("value")) for part in given)


def is_text(value: Any) -> bool:
    """Whether a value is what our callbacks take: a text (an address, as a rule), or nothing yet."""
    return value is None or isinstance(value, str)


def is_place(value: Any) -> bool:
    """Whether a value names a property of a component."""
    return isinstance(value, dict) and isinstance(value.get("id"), str) and isinstance(value.get("property"), str)


def too_large(_error: RequestEntityTooLarge) -> Response:
    """413 with the bound that the request met."""
    return refusal(Refused(Message("refused.too_large", mb=(request.max_content_length or 0) / 1e6)), 413)


def error_page(error: HTTPException) -> Response:
    """The status, as a page for a person and as plain text for a program; an answer that a view made itself stays."""
    if error.response is not None:
        return error.response  # type: ignore[return-value]
    t, code = language_of(), error.code or InternalServerError.code
    key = f"fault.{code}" if code in (400, 404, 405) else "fault.other"
    if "text/html" in list(request.accept_mimetypes.values()):
        answer = make_response(plain_page(t, t("fault.title", code=code), t(key)))
    else:
        answer = Response(f"{code}: {t(key)}\n", mimetype="text/plain")
    answer.status_code = code
    for name, value in error.get_headers():
        if name not in ("Content-Type", "Content-Length"):
            answer.headers[name] = value
    return answer
