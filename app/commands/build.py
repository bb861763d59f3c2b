"""``build``: read, check and write the store; bundle and compress the static files."""

from __future__ import annotations

import argparse
import sys

from app.commands import ready
from app.intake.builder import BuildError, build
from app.settings import Settings
from app.stores import StoreNotWritten, store_of


def arguments(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    parser.add_argument("--force", action="store_true", help="build even when nothing changed")


def carry_out(settings: Settings, asked: argparse.Namespace) -> int:
    """Build the store if the sources changed, or anyhow, and the static files."""
    return build_store(settings, asked.force) or build_static(settings)


def build_static(settings: Settings) -> int:
    """Bundle and compress what the page loads; where that cannot be written, the page is served file by file."""
    # Dash is read here: a store is built without it.
    from app import create_app
    from app.web import static_files

    try:
        static_files.build(create_app(settings, None), settings)
    except OSError as error:
        print(f"{settings.static}: {error.strerror}; scripts are served as they are", file=sys.stderr)
    return 0


def build_store(settings: Settings, force: bool = False) -> int:
    """Build the store; every fault is printed with file, row, field and value."""
    try:
        version = build(settings, force=force)
    except BuildError as error:
        for fault in error.faults:
            print(fault, file=sys.stderr)
        print(error, file=sys.stderr)
        return 1
    except StoreNotWritten as error:
        print(error, file=sys.stderr)
        return 1
    ready(version, store_of(settings).place)
    return 0
