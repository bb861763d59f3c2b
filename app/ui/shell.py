"""The outermost layout, and headers that keep the page to this host."""

from __future__ import annotations

from typing import Any

from dash import dcc, html
from flask import Response

from app.ui import ids

#: Nothing may be fetched from, or sent to, another host; links open only when a person clicks them.
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; "
    "script-src 'self' 'unsafe-inline' 'unsafe-eval'; connect-src 'self'; font-src 'self' data:; "
    "frame-ancestors 'none'; base-uri 'self'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
}


def layout(page: Any = None) -> html.Div:
    """Stores and the place where a page stands, with the page where it is known already."""
    stores = [dcc.Store(id=name) for name in (ids.PATH, ids.LINK)]
    stage = html.Section(id=ids.STAGE, className="stage", hidden=True)
    return html.Div([*stores, stage, html.Div(page or html.Div(className="loading"), id=ids.PAGE)], id="root")


def harden(response: Response) -> Response:
    """Add the headers to every answer."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response
