"""Static files by WhiteNoise: the form that a browser takes, addresses that never change their content, 304 and ranges.

WhiteNoise usually wraps the whole application; here it is asked within Flask, so that the checks of a request and the
headers of every answer hold for scripts and styles as well.
"""

from __future__ import annotations

import re
from pathlib import Path

from dash import Dash
from flask import Flask, Response, request, send_from_directory
from werkzeug.wsgi import wrap_file
from whitenoise import WhiteNoise

from app import static_build
from app.settings import Settings
from app.static_build import EXTENSION, StaticFiles

#: Addresses that name what is in the file: our own by a hash, Dash's by version and time.
_IMMUTABLE = re.compile(r"\.[0-9a-f]{12}\.\w+$|\.v[\w]+m\d+\.")

#: Where Dash's Graph asks for plotly.js when a page has a chart. It gets the cartesian bundle of the same version, a
#: third of the whole. (A test compares the versions.)
PLOTLY_URL, PLOTLY_FILE = "/_dash-component-suites/plotly/package_data/plotly.min.js", "plotly-cartesian.min.js"
#: Parts of packages that scripts ask for themselves.
LOADED_LATER = (
    "/_dash-component-suites/dash_ag_grid/async-community.js",
    "/_dash-component-suites/dash/dcc/async-graph.js",
    PLOTLY_URL,
)


def build(app: Dash, settings: Settings) -> Path:
    """Bundle and compress what the page of this app loads; returns the folder. Raises OSError."""
    return static_build.build(settings.assets, settings.static, packaged_scripts(app))


def packaged_scripts(app: Dash) -> dict[str, bytes]:
    """Scripts of packages that the page loads, by their addresses."""
    client = app.server.test_client()
    with app.server.test_request_context("/"):
        page = app.index()
    urls = [url.partition("?")[0] for url in re.findall(r'(?:src|href)="(/_dash-component-suites/[^"]+)"', page)]
    return {url: client.get(url).data for url in [*urls, *LOADED_LATER]}


def register(server: Flask, files: StaticFiles, assets: Path) -> None:
    """Serve what was built; what is not among it is left to Flask and Dash."""
    server.add_url_rule(PLOTLY_URL, "plotly", lambda: send_from_directory(assets / "vendor", PLOTLY_FILE))
    server.extensions[EXTENSION] = files
    if files.folder is None:
        return
    whitenoise = WhiteNoise(
        None, root=files.folder, max_age=0, immutable_file_test=lambda _path, url: bool(_IMMUTABLE.search(url))
    )

    # The manifest is not served.
    whitenoise.files.pop(f"/{static_build.MANIFEST}", None)

    def answer() -> Response | None:
        file = whitenoise.files.get(request.path)
        if file is None or request.method not in ("GET", "HEAD"):
            return None
        file_response = file.get_response(request.method, request.environ)
        body = wrap_file(request.environ, file_response.file) if file_response.file else b""
        return Response(
            body, int(file_response.status), file_response.headers, direct_passthrough=file_response.file is not None
        )

    server.before_request(answer)
