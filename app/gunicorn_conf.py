"""How gunicorn serves, as its own settings by name: ``gunicorn -c python:app.gunicorn_conf app.wsgi:server``.

The code is read once, before the workers part: they share the memory of it (130 MB, measured) and are there at once,
also the one that takes the place of a worker that died. Nothing is collected meanwhile: code that is read leaves hardly
any garbage, and looking for it took a tenth of the start (measured).
"""

from __future__ import annotations

import gc
import os
import signal
from typing import Any

from app.settings import Settings

#: What tells a server to end.
ENDS = (signal.SIGINT, signal.SIGQUIT, signal.SIGTERM)

gc.disable()
# Ctrl-C while the code is read ends without a trace; gunicorn sets its own answer when that is done.
signal.signal(signal.SIGINT, signal.SIG_DFL)
_settings = Settings.from_env()
bind = f"{_settings.host}:{_settings.port}"
workers, threads = _settings.workers, _settings.threads
preload_app = True
#: Where a worker says that it lives: in memory, for a disk that is busy would have it taken for dead.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None
worker_class = "app.gunicorn_worker.BufferingWorker"
loglevel = "warning"


def pre_fork(_server: Any, _worker: Any) -> None:
    """What has been read stays where it is: a collection in a worker would copy every page of it."""
    gc.freeze()


def post_worker_init(_worker: Any) -> None:
    """The app is made before the first request comes. Who ends the server meanwhile is heard right after: an engine
    that is interrupted while it opens calls it an error, and so would the log.
    """
    from app.wsgi import of_this_process

    signal.pthread_sigmask(signal.SIG_BLOCK, ENDS)
    try:
        of_this_process()
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDS)
    gc.enable()


def worker_exit(_server: Any, _worker: Any) -> None:
    """What was set aside goes with the rest: the store's code would name it all as leaked, fifty lines long."""
    gc.unfreeze()


def on_exit(_server: Any) -> None:
    """The first process, too."""
    gc.unfreeze()
