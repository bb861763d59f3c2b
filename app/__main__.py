"""``python -m app run | build | import | datasets``: serve the page, build the store, take files in."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
from pathlib import Path

from app import library, reference, report
from app.builder import BuildError, build, context_of
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


def take_in(settings: Settings, asked: argparse.Namespace) -> int:
    """Read a file, say what becomes of its rows, and (without --dry-run) build it into the store."""
    constants = dict(pair.split("=", 1) for pair in asked.set)
    answers = {"dataset": asked.dataset, "constants": constants, "decimal": asked.decimal, "day_first": asked.day_first}
    context = context_of(reference.load(settings.reference), dt.date.today())
    try:
        wanted = library.plan(Path(asked.file), settings, context, asked.profile, **answers)
        print(report.in_words(wanted), flush=True)
        if asked.report:
            report.write(wanted, Path(asked.report))
        if asked.dry_run:
            return 0
        with library.taken(wanted, settings):
            print(f"Store {build(settings, ready=wanted.ready)} is ready in {settings.build}", flush=True)
    except (library.Refused, BuildError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def change(settings: Settings, asked: argparse.Namespace) -> int:
    """List the imported datasets, or switch or remove one and build the store anew."""
    try:
        for name, on in ((asked.on, True), (asked.off, False)):
            if name:
                library.switch(name, on, settings)
        if asked.remove:
            library.remove(asked.remove, settings)
    except library.Refused as error:
        print(error, file=sys.stderr)
        return 1
    for path in sorted(settings.imports.glob(f"*/{library.FACTS}")):
        facts = library.facts(path.parent.name, settings)
        print(f"{facts['id']}: {facts['title']} ({facts['file']}), {'on' if facts['enabled'] else 'off'}")
    return make(settings) if asked.on or asked.off or asked.remove else 0


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(prog="python -m app", description=__doc__)
    commands = made.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="build the store if needed and serve the page")
    making = commands.add_parser("build", help="read, check and write the store")
    making.add_argument("--force", action="store_true", help="build even when nothing changed")
    taking = commands.add_parser("import", help="take a file of seizures in as a dataset of its own")
    taking.add_argument("file", help="CSV, XLSX, GeoJSON or Parquet, also in .gz or .zip")
    taking.add_argument("--dry-run", action="store_true", help="say what would become of each row, and change nothing")
    taking.add_argument("--profile", default="", help="name of a profile in data/profiles")
    taking.add_argument("--dataset", default="", help="name of the dataset (the file's name otherwise)")
    taking.add_argument("--set", action="append", default=[], metavar="FIELD=VALUE", help="a value for every row")
    taking.add_argument("--day-first", dest="day_first", action="store_true", default=None)
    taking.add_argument("--month-first", dest="day_first", action="store_false")
    taking.add_argument("--decimal", choices=[".", ","], help="the decimal sign, where the values do not tell")
    taking.add_argument("--report", help="write the account of every row to this .csv or .json")
    listing = commands.add_parser("datasets", help="list the imported datasets; switch or remove one")
    for word in ("on", "off", "remove"):
        listing.add_argument(f"--{word}", default="", metavar="DATASET")
    return made


def main(arguments: list[str] | None = None) -> int:
    """Read the command line."""
    asked = parser().parse_args(arguments)
    settings = Settings.from_env()
    commands = {
        "run": lambda: run(settings),
        "build": lambda: make(settings, asked.force),
        "import": lambda: take_in(settings, asked),
        "datasets": lambda: change(settings, asked),
    }
    return commands[asked.command]()


if __name__ == "__main__":
    sys.exit(main())
