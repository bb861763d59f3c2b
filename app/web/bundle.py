"""The page's own scripts and styles, each kind as one file.

They are written in rooms and needed together: thirty answers kept two processors busy for a tenth of a second of a
first visit (measured). The address names what is in the file, so a browser keeps it until that changes.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Blueprint, Response, current_app

from app.web.responses import with_etag

blueprint = Blueprint("joined", __name__)
EXTENSION = "atlas-joined"
#: Where the files of a kind stand, and what they are.
KINDS = {"js": ("js/*.js", "text/javascript"), "css": ("*.css", "text/css")}


class Bundle:
    """The files of a folder by kind, in the order of their names; read again when one of them has changed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: dict[str, tuple[list[tuple[Path, int]], bytes, str]] = {}

    def _now(self, kind: str) -> tuple[bytes, str]:
        stand = [(path, path.stat().st_mtime_ns) for path in sorted(self._folder.glob(KINDS[kind][0]))]
        held = self._held.get(kind)
        if held is None or held[0] != stand:
            body = b"\n".join(path.read_bytes() for path, _changed in stand)
            held = self._held[kind] = (stand, body, hashlib.sha256(body).hexdigest()[:12])
        return held[1], held[2]

    def body(self, kind: str) -> bytes:
        """All files of a kind, one after another."""
        return self._now(kind)[0]

    def address(self, kind: str) -> str:
        """Where they are asked for; another content has another address."""
        return f"/assets/joined.{kind}?m={self._now(kind)[1]}"


@blueprint.get("/assets/joined.<any(js, css):kind>")
def bundle(kind: str) -> Response:
    """The page's own scripts or styles."""
    files: Bundle = current_app.extensions[EXTENSION]
    return with_etag(files.body(kind), KINDS[kind][1])
