"""Documented cocaine seizures and routes, explored offline.

``create_app(settings, dataset)`` is the only wiring; it may be called twice in one process.
"""

from __future__ import annotations

import atexit
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dash import Dash
    from flask import Flask

    from app.dataset import Dataset
    from app.settings import Settings

__version__ = "0.1.0"


def create_app(settings: Settings, dataset: Dataset | None) -> Dash:
    """A Dash app on one dataset, or on None where the store does not answer yet: it is opened as soon as it does.

    Imports stand inside so that building a store needs no Dash."""
    from dash import Dash
    from flask_compress import Compress

    from app import pages
    from app.queries import ANSWERS
    from app.queries._cache import Answers
    from app.queries.serving import Serving
    from app.routes import gone, timing
    from app.ui import shell

    app = Dash(
        __name__,
        assets_folder=str(settings.assets),
        title="Cocaine routes and seizures",
        update_title="",
        serve_locally=True,
        suppress_callback_exceptions=False,
        assets_ignore=r".*\.json$",
    )
    server = app.server
    server.config.update(COMPRESS_ALGORITHM=["gzip"], COMPRESS_LEVEL=5)
    Compress(server)
    timing.watch(server, settings.profile)
    server.extensions[ANSWERS] = cache = Answers(server, settings.cache_url)
    gone.watch(server, Serving(server, settings, cache, dataset))
    _open_doors(server, settings)
    server.after_request(shell.harden)
    app.index_string = shell.index()
    app.layout = shell.layout  # type: ignore[assignment]
    app.validation_layout = pages.whole_layout()  # type: ignore[assignment]
    pages.register(app)
    return app


def _open_doors(server: Flask, settings: Settings) -> None:
    """The HTTP doors, and what stands behind them: the queue of imports, the shelf of storyboards."""
    from app import briefings, routes
    from app.imports.jobs import Jobs
    from app.routes import briefings as story_doors
    from app.routes import cube, imports, reports

    server.extensions[imports.EXTENSION] = jobs = Jobs(settings)
    atexit.register(jobs.close)
    server.extensions[briefings.EXTENSION] = briefings.Shelf(settings.briefings)
    for doors in (routes.doors, cube.doors, imports.doors, story_doors.doors, reports.doors):
        server.register_blueprint(doors)


def warm(server: Flask) -> None:
    """Ask the start view's questions once, so that the first reader does not wait for their compilation.

    The page itself is asked for too: Dash registers its scripts while it writes the page, and with several
    workers a script may be asked of one that has not written any page yet (it would answer 500).
    """
    from app.core.filters import Filters
    from app.core.view import View
    from app.queries import EXTENSION

    queries, filters, view = server.extensions[EXTENSION], Filters(), View()
    server.test_client().get("/")
    with server.app_context():
        for ask in (queries.totals, queries.facets, queries.months):
            ask(filters)
        queries.drawn_share(filters, view)
        queries.roles(filters, view.level)
        queries.events(filters, None, [], 0, 100)
