"""Who may ask what of this server, checked before any view: under which name it is asked, from which page, how much is
sent, and whether anything may be changed here.

A browser sends requests of foreign pages to this address, too, and a foreign name can be made to point here (DNS
rebinding); the name (``Host``), the page (``Origin``) and the browser's own word (``Sec-Fetch-*``) tell them apart."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from flask import Flask, Response, request

from app.core.message import Message, Refused
from app.settings import Settings
from app.web.change_requests import refusal

#: Bytes of a body, but that of an upload.
MOST_BODY = 2_000_000
#: Where a file is sent to: its body may be as long as an upload.
UPLOADS = "/import/files"
#: Methods that change nothing.
SAFE = ("GET", "HEAD", "OPTIONS")
#: Whether anything, and whether datasets, may be changed by way of the page; in the configuration of a server.
CHANGES, IMPORTS = "CHANGES_ALLOWED", "IMPORTS_ALLOWED"


def register(server: Flask, settings: Settings) -> None:
    """Check every request of a server before anything else is done for it."""
    server.config.update({CHANGES: settings.changes_allowed, IMPORTS: settings.imports_allowed})
    server.config["MAX_CONTENT_LENGTH"] = MOST_BODY
    server.config["MAX_FORM_MEMORY_SIZE"] = MOST_BODY

    def check() -> Response | None:
        if not is_known_host(request.headers.get("Host", ""), settings.allowed_hosts):
            return refusal(Refused(Message("refused.host", host=request.headers.get("Host", "")[:80])), 421)
        if is_foreign_read() or is_foreign_change(settings.allowed_hosts):
            return refusal(Refused(Message("refused.foreign")), 403)
        if request.path == UPLOADS:
            request.max_content_length = settings.upload_mb * 1_000_000
        return None

    server.before_request(check)


def name_of(host: str) -> str:
    """The name of a ``Host`` or of the host of an ``Origin``, without its port."""
    return (urlsplit(f"//{host}").hostname or "").rstrip(".")


def is_known_host(host: str, allowed: tuple[str, ...]) -> bool:
    """Whether a server of these names may be asked under this one: a loopback name, an address in figures (which no
    foreign name can be), or one of ``allowed`` (``.example.org`` allows every name below it). A request without a name
    comes from no browser."""
    try:
        name = name_of(host)
    except ValueError:
        return False
    if not host or name == "localhost" or name.endswith(".localhost"):
        return True
    if any(name == known or (known.startswith(".") and name.endswith(known)) for known in allowed):
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def is_foreign_read() -> bool:
    """Whether a page of another site asks for a part of this one (a picture, a script, data); it may only open it.
    Browsers say so; who says nothing is no browser."""
    site, mode = request.headers.get("Sec-Fetch-Site", "none"), request.headers.get("Sec-Fetch-Mode", "navigate")
    # A frame, an object or an embedded part is no page of its own.
    whole = request.headers.get("Sec-Fetch-Dest", "document") == "document"
    opens = mode == "navigate" and request.method == "GET" and whole
    return site not in ("same-origin", "none") and not opens


def is_foreign_change(allowed: tuple[str, ...]) -> bool:
    """Whether something that may change anything is sent by a page of another origin. Behind a proxy that rewrites
    ``Host`` the page's own name is one of ``allowed``."""
    origin = request.headers.get("Origin")
    if request.method in SAFE or origin is None:
        return False
    try:
        host = urlsplit(origin).netloc
        return not host or (host != request.headers.get("Host") and name_of(host) not in allowed)
    except ValueError:
        return True
