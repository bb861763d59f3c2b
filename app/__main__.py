"""``python -m app run | build``: serve the page, or build the store."""

from __future__ import annotations

import argparse
import os
import sys

from app.builder import BuildError, build
from app.settings import Settings


def run(settings: Settings) -> int:
    """Build the store if the sources changed, then serve it with gunicorn until stopped."""
    failed = make(settings)
    if failed:
        return failed
    print(f"Serving on http://{settings.host}:{settings.port} (PORT changes it; Ctrl-C stops)", flush=True)
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "app.wsgi:server",
        "--bind",
        f"{settings.host}:{settings.port}",
        "--workers",
        str(settings.workers),
        "--threads",
        str(settings.threads),
        "--limit-request-line",
        "8190",
        "--log-level",
        "warning",
    ]
    os.execv(sys.executable, command)
    return None


def make(settings: Settings, force: bool = False) -> int:
    """Build the store; every fault is printed with file, row, field and value."""
    try:
        version = build(settings, force=force)
    except BuildError as error:
        for fault in error.faults:
            print(fault, file=sys.stderr)
        print(error, file=sys.stderr)
        return 1
    print(f"Store {version} is ready in {settings.build}", flush=True)
    return 0


def main(arguments: list[str] | None = None) -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m app", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="build the store if needed and serve the page")
    making = commands.add_parser("build", help="read, check and write the store")
    making.add_argument("--force", action="store_true", help="build even when nothing changed")
    asked = parser.parse_args(arguments)
    settings = Settings.from_env()
    return run(settings) if asked.command == "run" else make(settings, asked.force)


if __name__ == "__main__":
    sys.exit(main())
