"""The outermost layout, and headers that keep the page to this host."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from typing import Any

from dash import dcc, html
from flask import Flask, Response

from app.ui import ids

#: Nothing may be fetched from, or sent to, another host, and no page of another host may hold a part of this one; links
#: open only when a person clicks them. Styles may stand in the page: Leaflet and AG Grid place what they draw so.
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; "
    "script-src 'self' {scripts}; connect-src 'self'; font-src 'self' data:; object-src 'none'; "
    "frame-ancestors 'none'; base-uri 'self'; form-action 'self'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(
        f"{name}=()" for name in ("camera", "microphone", "geolocation", "payment", "usb", "serial", "hid")
    ),
    "X-Content-Type-Options": "nosniff",
    # To this host alone: the layout is asked for by a page (see pages.layout). Links to sources name none.
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


def headers_for(scripts: Iterable[str]) -> dict[str, str]:
    """The headers of every answer, with the scripts that may stand in the document itself by their hash: no other text
    in a page is ever run as one."""
    hashes = (base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode() for text in scripts)
    named = " ".join(f"'sha256-{text}'" for text in hashes)
    return {name: text.replace("{scripts}", named) for name, text in HEADERS.items()}


def layout(page: Any = None, laid: str | None = None) -> html.Div:
    """Stores and the place where a page stands, with the page where it is known already: that of the address ``laid``
    (path, question mark and query)."""
    stores = [dcc.Store(id=ids.PATH), dcc.Store(id=ids.LINK), dcc.Store(id=ids.LAID, data=laid)]
    stage = html.Section(id=ids.STAGE, className="stage", hidden=True)
    return html.Div([*stores, stage, html.Div(page or html.Div(className="loading"), id=ids.PAGE)], id="root")


def harden(server: Flask, scripts: Iterable[str]) -> None:
    """Add the headers to every answer of a server."""
    headers = headers_for(scripts)

    def add(response: Response) -> Response:
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        return response

    server.after_request(add)
