"""What a reader is told while the store does not answer: a page in words, or JSON for a program; never a trace."""

from __future__ import annotations

from flask import Flask, Response, current_app, jsonify, make_response, request

from app.queries.store_watch import STORE_WATCH, StoreWatch
from app.stores import StoreUnavailable
from app.ui.plain_page import language_of, plain_page

#: What needs no data: it is answered also then.
STILL = ("/assets/", "/_dash-component-suites/", "/_favicon")
#: Seconds after which a page asks again by itself.
AGAIN = 5


def register(server: Flask, serving: StoreWatch) -> None:
    """Follow the store before each request that needs it, and say so in words when it does not answer."""

    def follow() -> None:
        if not request.path.startswith(STILL):
            serving.follow()

    server.before_request(follow)
    server.register_error_handler(StoreUnavailable, unavailable)


def unavailable(error: StoreUnavailable) -> Response:
    """503: in a page that asks again by itself, or as JSON."""
    current_app.logger.warning("the store does not answer: %s", error)
    current_app.extensions[STORE_WATCH].forget()
    t = language_of()
    # A browser that opens a page names it; a script takes anything.
    if "text/html" in list(request.accept_mimetypes.values()):
        answer = make_response(plain_page(t, t("gone.title"), t("gone.text"), AGAIN))
    else:
        answer = jsonify({"status": "gone", "error": t("gone.title")})
    answer.status_code = 503
    answer.headers["Retry-After"] = str(AGAIN)
    answer.headers["Cache-Control"] = "no-store"
    return answer
