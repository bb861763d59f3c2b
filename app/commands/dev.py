"""``dev``: serve for who changes the program: no bundles, and a change reloads the page."""

from __future__ import annotations

import argparse
import dataclasses
import os
import sys

from app import create_app
from app.commands.run import ensure_store
from app.settings import ROOT, Settings
from app.wsgi import opened


def arguments(parser: argparse.ArgumentParser) -> None:
    """It has none."""


def carry_out(settings: Settings, asked: argparse.Namespace) -> int:
    """Build the store if the sources changed, then serve with Werkzeug's reloader: it starts the server anew when a
    Python file or a text changes, and the page (``web.dev``) follows; scripts and styles need no new start."""
    from werkzeug.serving import run_simple

    failed = ensure_store(settings)
    if failed:
        return failed
    settings = dataclasses.replace(settings, dev=True)
    server = create_app(settings, opened(settings)).server
    texts = [str(path) for path in (ROOT / "app").rglob("*.toml")]
    others = [str(ROOT / "tests" / "*")]
    try:
        run_simple(
            settings.host, settings.port, server, threaded=True, use_reloader=True, extra_files=texts,
            exclude_patterns=others,
        )  # fmt: skip
    except SystemExit as end:
        # The reloader ends this process to start it anew. Its threads still hold parts of the store, whose code would
        # name each of them as leaked, a hundred lines long.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(int(end.code or 0))
    return 0
