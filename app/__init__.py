"""Documented cocaine seizures and routes, explored offline.

``create_app(settings, data)`` is the only wiring; it may be called twice in one process.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dash import Dash
    from flask import Flask

    from app.data_version import DataVersion
    from app.settings import Settings

__version__ = "0.9.0"

#: Kinds of answers that are compressed.
COMPRESSED = ("text/html", "text/css", "text/csv", "text/javascript", "application/json", "application/javascript",
              "image/svg+xml")  # fmt: skip
#: The block of the list that a page asks for when it opens.
FIRST_ROWS = "first=0&last=100&order="
#: Seconds that a process which ends waits for what it is warming just now.
LAST_WARMING = 5.0


def create_app(settings: Settings, data: DataVersion | None) -> Dash:
    """A Dash app on one version of the data, or on None where the store does not answer yet: opened as soon as it does.

    Imports stand inside so that building a store needs no Dash."""
    import pandas as pd
    from flask_compress import Compress

    from app import pages, static_build
    from app.queries import ANSWERS
    from app.queries._cache import ServerCache
    from app.queries._worker_stats import Workers
    from app.queries.store_watch import StoreWatch
    from app.ui import document, shell
    from app.web import dev, error_handlers, request_checks, server_timing, static_files, unavailable
    from app.web.cube import CUBE_TYPE

    # The frames of an answer are small: texts as plain objects are at hand sooner (an eighth of an answer, measured).
    # The large ones are a build's, which keeps them as pandas would.
    pd.set_option("mode.string_storage", "python")
    app = document.Document(
        __name__,
        assets_folder=str(settings.assets),
        title="Cocaine routes and seizures",
        update_title="",
        serve_locally=True,
        # Its check of ids in the browser needs every page's layout in each document (31 kB); a test checks them all.
        suppress_callback_exceptions=True,
        include_assets_files=False,
    )
    server = app.server
    request_checks.register(server, settings)
    files = static_build.load(settings.assets, settings.static)
    if settings.dev:
        files = dev.unbundled(server, settings.assets)
    app.files = files
    static_files.register(server, files, settings.assets)
    error_handlers.register(server)
    server.config.update(COMPRESS_ALGORITHM=["gzip"], COMPRESS_LEVEL=3, COMPRESS_STREAMS=False)
    server.config["COMPRESS_MIMETYPES"] = [*COMPRESSED, CUBE_TYPE]
    Compress(server)
    server.extensions[ANSWERS] = cache = ServerCache(server, settings.cache_url)
    server_timing.register(server, settings.profile, Workers(cache))
    unavailable.register(server, StoreWatch(server, settings, cache, data))
    _register_blueprints(server, settings)
    shell.harden(server, [document.first_script(files), app.renderer])
    app.index_string = document.index(settings.changes_allowed, files)
    app.layout = pages.layout  # type: ignore[assignment]
    pages.register(app)
    error_handlers.register_callback_errors(app)
    return app


def _register_blueprints(server: Flask, settings: Settings) -> None:
    """Endpoints, and what they use: the queue of imports, the store of storyboards, the queue of heavy work."""
    from app import storyboards, web
    from app.intake.jobs.queue import Jobs
    from app.web import cases, cube, explore, imports, overlays, report_files, workqueue
    from app.web import storyboards as storyboard_routes

    server.extensions[imports.EXTENSION] = jobs = Jobs(settings)
    atexit.register(jobs.close)
    server.extensions[storyboards.EXTENSION] = storyboards.StoryboardStore(settings.briefings)
    server.extensions[workqueue.EXTENSION] = workqueue.Queue()
    for module in (web, cases, cube, explore, imports, overlays, storyboard_routes, report_files):
        server.register_blueprint(module.blueprint)


def warm(server: Flask) -> None:
    """Make ready what the first reader would wait for.

    The page is asked for at once: Dash registers its scripts while it writes the page, and with several workers a
    script may be asked of one that has not written any yet (it would answer 500). The start view's questions follow in
    a thread, so that the server answers meanwhile.
    """
    server.test_client().get("/")
    ends = threading.Event()
    thread = threading.Thread(target=_warmed, args=(server, ends), name="warm", daemon=True)
    thread.start()
    # A thread that is cut off within the store's own code takes the process down with a fault.
    atexit.register(_cooled, thread, ends)


def _cooled(thread: threading.Thread, ends: threading.Event) -> None:
    ends.set()
    thread.join(LAST_WARMING)
    # The store's code would name what was set aside as leaked, fifty lines long.
    gc.unfreeze()


def _warmed(server: Flask, ends: threading.Event) -> None:
    """Ask the start view's questions; at last what the first answers did not wait for: the compiler of questions, by
    way of a search, and what draws files. (Not plotly: to read it held up the first clicks.)"""
    client = server.test_client()
    rows, search = (f"/explore/rows.json?{more}{FIRST_ROWS}" for more in ("", "q=port&"))
    for path in (
        "/explore/map.json",
        "/layers/network.json",
        "/explore.json?unfolded=",
        rows,
        "/layers/seizures.json",
        search,
    ):
        if ends.is_set():
            return
        client.get(path)
    importlib.import_module("app.drawing.snapshot")
    # What was read and made ready stays: to look through it again for garbage would stop a click for 60 ms (measured).
    if not ends.is_set():
        gc.collect()
        gc.freeze()
