"""``python -m app dev`` alone: what tells an open page that something has changed."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, jsonify

from app import static_build
from app.static_build import StaticFiles

blueprint = Blueprint("dev", __name__, url_prefix="/dev")
#: The script that asks; it stands after all others.
SCRIPT = "/assets/dev/reload.js"


@blueprint.get("/state")
def state() -> Response:
    """A text that another server process has another one of, and each change of a script or a style."""
    folder: Path = current_app.extensions["dev-assets"]
    changed = [path.stat().st_mtime_ns for kind in ("js/*.js", "*.css") for path in folder.glob(kind)]
    return jsonify({"state": f"{os.getpid()}-{len(changed)}-{max(changed, default=0)}"})


def unbundled(server: Flask, assets: Path) -> StaticFiles:
    """The files of a folder one by one, and the script that asks whether one of them has changed."""
    server.extensions["dev-assets"] = assets
    server.register_blueprint(blueprint)
    files = static_build.unbuilt_files(assets)
    return replace(files, scripts=(*files.scripts, SCRIPT))
