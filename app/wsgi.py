"""``gunicorn -c python:app.gunicorn_conf app.wsgi:server`` serves the store at its URL; a store that does
not answer yet is waited for.

The code is read here, so that a server may read it once before its workers part; the app is made in each of them, for
what is connected to a store is not to be shared by processes.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import flask_compress

from app import create_app, pages, warm
from app.data_version import DataVersion, open_data
from app.queries import store_watch
from app.settings import Settings
from app.web import cube, explore, imports, report_files, server_timing, static_files, storyboards, unavailable

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse
    from flask import Flask

_making = threading.Lock()
_apps: dict[int, Flask] = {}
#: Read here for all workers, as the app itself would read it.
READ = (
    flask_compress, pages, store_watch, storyboards, cube, explore, unavailable, imports, report_files, server_timing,
    static_files,
)  # fmt: skip


def opened(settings: Settings) -> DataVersion | None:
    """The version that serves, or None while the store does not answer; the log says why."""
    try:
        return open_data(settings.build, settings.reference, settings.store_url, settings.cases, settings.overlays)
    except Exception as error:
        # Whatever is wrong with a store, a worker that ends here would be started again and again: it waits in words.
        logging.getLogger(__name__).error("no version serves yet ('python -m app build' makes one): %s", error)
        return None


def of_this_process() -> Flask:
    """The app of this process, made when it is first needed."""
    with _making:
        if os.getpid() not in _apps:
            settings = Settings.from_env()
            data = opened(settings)
            _apps[os.getpid()] = create_app(settings, data).server
            if data:
                warm(_apps[os.getpid()])
    return _apps[os.getpid()]


def server(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """The WSGI application."""
    return of_this_process()(environ, start_response)
