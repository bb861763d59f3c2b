"""``datasets``: list the imported datasets, or change one."""

from __future__ import annotations

import argparse
import sys

from app.commands import COVERAGE, ready
from app.core.message import Refused
from app.i18n import translator
from app.intake import datasets
from app.intake.builder import BuildError
from app.intake.plan import execute
from app.settings import Settings
from app.stores import store_of


def arguments(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    for word in ("on", "off", "remove"):
        parser.add_argument(f"--{word}", default="", metavar="DATASET")
    parser.add_argument("--cover", nargs=2, metavar=("DATASET", "COVERAGE"), help=COVERAGE)


def carry_out(settings: Settings, asked: argparse.Namespace) -> int:
    """List the imported datasets, or switch, cover or remove one and build the store anew."""
    versions = []
    try:
        for name, on in ((asked.on, True), (asked.off, False)):
            if name:
                versions.append(execute.set_enabled(name, on, settings))
        if asked.remove:
            versions.append(execute.remove(asked.remove, settings))
        if asked.cover:
            versions.append(execute.set_coverage(asked.cover[0], asked.cover[1], settings))
    except Refused as refused:
        print("\n".join(map(translator("en").note_text, refused.notes)), file=sys.stderr)
        return 1
    except (BuildError, OSError) as error:
        print(*getattr(error, "faults", ()), error, sep="\n", file=sys.stderr)
        return 1
    if versions:
        ready(versions[-1], store_of(settings).place)
    for metadata in datasets.datasets(settings):
        print(f"{metadata['id']}: {metadata['title']} ({metadata['file']}), {'on' if metadata['enabled'] else 'off'}")
    return 0
