"""``run``: serve the page; what builds the store is only read where it is not built yet."""

from __future__ import annotations

import argparse
import os
import sys

from app import static_build, versions
from app.commands import ready
from app.settings import MALLOC, Settings


def arguments(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    parser.add_argument("--profile", action="store_true", help="print where the time of each request goes")


def carry_out(settings: Settings, asked: argparse.Namespace) -> int:
    """Build the store if the sources changed, then serve it with gunicorn until stopped."""
    if asked.profile:
        os.environ["PROFILE"] = "1"
    failed = ensure_store(settings)
    if failed:
        return failed
    if not static_build.is_built(settings.assets, settings.static):
        from app.commands.build import build_static

        build_static(settings)
    print(f"Serving on http://{settings.host}:{settings.port} (PORT changes it; Ctrl-C stops)", flush=True)
    command = [sys.executable, "-m", "gunicorn", "-c", "python:app.gunicorn_conf", "app.wsgi:server"]
    os.execve(sys.executable, command, {**MALLOC, **os.environ})
    return None


def ensure_store(settings: Settings) -> int:
    """See that the version serves which the sources ask for; the exit code."""
    version = versions.up_to_date_version(settings)
    if version:
        _finish_removals(settings)
        ready(version, str(settings.build))
        return 0
    if not settings.store_url and versions.current_version(settings.build) == versions.version_of(settings):
        print("The store on disk is damaged; it is built again from the sources.", file=sys.stderr, flush=True)
    # Read here: it takes as long as all that a server reads, which then starts as a program of its own.
    from app.commands.build import build_store

    failed = build_store(settings)
    if not failed:
        _finish_removals(settings)
    return failed


def _finish_removals(settings: Settings) -> None:
    """What a removal that was killed has left, now that a version serves without it."""
    if any(settings.datasets.glob(f"*/{versions.REMOVING}")):
        from app.intake import datasets

        with datasets.lock(settings):
            datasets.finish_removals(settings)
