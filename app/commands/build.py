"""``build``: read, check and write the store."""

from __future__ import annotations

import argparse
import sys

from app.builder import BuildError, build
from app.commands import ready
from app.settings import Settings
from app.stores import StoreNotWritten, store_of


def arguments(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    parser.add_argument("--force", action="store_true", help="build even when nothing changed")


def carry_out(settings: Settings, asked: argparse.Namespace) -> int:
    """Build the store if the sources changed, or anyhow."""
    return build_store(settings, asked.force)


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
