"""``python -m app run | build | check | import | datasets | snapshot | report | briefing | bench``: the commands."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import rich.console
import rich.progress

from app import bench, commands, library
from app.builder import BuildError, Progress, build, read_sources
from app.core import calibration
from app.core.note import Note, Refused
from app.drawing.charts import CHARTS
from app.drawing.report import MIMETYPES
from app.i18n import Translator, translator
from app.imports import report, take
from app.imports.planning import plan
from app.intake.answers import MARKINGS, Answers
from app.queries._cache import config_of
from app.settings import MALLOC, Settings
from app.stores import NotWritten, store_of

COVERAGE = "what it reports: 'reported', 'partly', or statements such as 'BR,PT 2016/2019 reported; BR 2016-01 not'"


def run(settings: Settings, profile: bool) -> int:
    """Build the store if the sources changed, then serve it with gunicorn until stopped; ``profile`` prints where the
    time of each request goes."""
    if profile:
        os.environ["PROFILE"] = "1"
    failed = make(settings)
    if failed:
        return failed
    print(f"Serving on http://{settings.host}:{settings.port} (PORT changes it; Ctrl-C stops)", flush=True)
    command = [sys.executable, "-m", "gunicorn", "-c", "python:app.serve", "app.wsgi:server"]
    os.execve(sys.executable, command, {**MALLOC, **os.environ})
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
    except NotWritten as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Store {version} is ready in {store_of(settings).place}", flush=True)
    return 0


def check(settings: Settings, calibrated: bool, runs: int) -> int:
    """Check the sources, or (with ``--calibration``) the method for new routes on markets whose truth is known."""
    if calibrated:
        print(calibration.in_words(max(1, runs)))
        return 0
    found, facts = read_sources(settings, take.context(settings))
    for fault in found.faults:
        print(fault, file=sys.stderr)
    print(f"{len(facts)} sources, {len(found.faults)} faults")
    return 1 if found.faults else 0


def take_in(settings: Settings, asked: argparse.Namespace) -> int:
    """Read a file, say what becomes of its rows, and (without --dry-run) build it into the store."""
    t = translator("en")
    try:
        answers = answers_of(asked)
        with bar(t) as progress:
            known = take.context(settings)
            wanted = plan(Path(asked.file), settings, known, answers, progress)
        print(report.in_words(wanted, t), flush=True)
        if asked.report:
            report.write(wanted, Path(asked.report))
        wanted.refuse_obstacles()
        if asked.dry_run:
            return 0
        with bar(t) as progress:
            version = take.carry_out(wanted, settings, answers, progress)
    except Refused as refused:
        print("\n".join(f"{Path(asked.file).name}: {t.said(note)}" for note in refused.notes), file=sys.stderr)
        print(
            "Options settle this: --map FIELD=HEADING, --set FIELD=VALUE, --day-first, --decimal (see --help)",
            file=sys.stderr,
        )
        return 1
    except (BuildError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Store {version} is ready in {store_of(settings).place}")
    return 0


def answers_of(asked: argparse.Namespace) -> Answers:
    """What the command line says of a file. Raises ``Refused`` for a pair that is none."""
    wrong = [pair for pair in [*asked.set, *asked.map] if "=" not in pair]
    if wrong:
        raise Refused(Note("refused.answers", names=wrong))
    return Answers.of(
        {
            "profile": asked.profile,
            "dataset": asked.dataset,
            "title": asked.title,
            "publisher": asked.publisher,
            "marking": asked.marking or "",
            "coverage": asked.coverage,
            "by": asked.by,
            "columns": dict(pair.split("=", 1) for pair in asked.map),
            "constants": dict(pair.split("=", 1) for pair in asked.set),
            "decimal": asked.decimal,
            "day_first": asked.day_first,
            "sheets": asked.sheet,
        }
    )


def drawn(settings: Settings, asked: argparse.Namespace) -> int:
    """Draw maps, charts, sheets and briefings into files, by the same doors that the page uses."""
    return make(settings) or commands.drawn(settings, asked, bar)


@contextmanager
def bar(t: Translator) -> Iterator[Progress]:
    """A progress bar on the error stream; nothing where that is no terminal."""
    with rich.progress.Progress(console=rich.console.Console(stderr=True), transient=True) as shown:
        task = shown.add_task("", total=1.0)
        yield lambda step, share: shown.update(task, description=t(f"step.{step}"), completed=share)


def change(settings: Settings, asked: argparse.Namespace) -> int:
    """List the imported datasets, or switch, cover or remove one and build the store anew."""

    def does() -> None:
        for name, on in ((asked.on, True), (asked.off, False)):
            if name:
                library.switch(name, on, settings)
        if asked.remove:
            library.remove(asked.remove, settings)
        if asked.cover:
            take.cover(asked.cover[0], asked.cover[1], settings)

    try:
        if asked.on or asked.off or asked.remove or asked.cover:
            print(f"Store {take.change(settings, does)} is ready in {store_of(settings).place}")
    except Refused as refused:
        print("\n".join(map(translator("en").said, refused.notes)), file=sys.stderr)
        return 1
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    for facts in library.datasets(settings):
        print(f"{facts['id']}: {facts['title']} ({facts['file']}), {'on' if facts['enabled'] else 'off'}")
    return 0


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(prog="python -m app", description=__doc__)
    commands = made.add_subparsers(dest="command", required=True)
    serving = commands.add_parser("run", help="build the store if needed and serve the page")
    serving.add_argument("--profile", action="store_true", help="print where the time of each request goes")
    making = commands.add_parser("build", help="read, check and write the store")
    making.add_argument("--force", action="store_true", help="build even when nothing changed")
    importing = commands.add_parser("import", help="take a file of seizures in as a dataset of its own")
    importing.add_argument("file", help="CSV, XLSX, GeoJSON or Parquet, also in .gz or .zip")
    importing.add_argument(
        "--dry-run", action="store_true", help="say what would become of each row, and change nothing"
    )
    importing.add_argument("--profile", default="", help="name of a profile in data/profiles")
    importing.add_argument("--dataset", default="", help="name of the dataset (the file's name otherwise)")
    importing.add_argument(
        "--title", default="", help="title of the dataset (the layout's, or the file's name, otherwise)"
    )
    importing.add_argument("--publisher", default="", help="who published the file")
    importing.add_argument("--marking", choices=MARKINGS, help="who may see it (TLP 2.0); not marked otherwise")
    importing.add_argument("--coverage", default="", help=COVERAGE)
    importing.add_argument("--by", default="", help="your unit, for the record of imports")
    importing.add_argument(
        "--sheet", action="append", default=[], help="take this sheet of a workbook only (repeatable)"
    )
    importing.add_argument("--set", action="append", default=[], metavar="FIELD=VALUE", help="a value for every row")
    importing.add_argument("--map", action="append", default=[], metavar="FIELD=HEADING", help="the column of a field")
    importing.add_argument("--day-first", dest="day_first", action="store_true", default=None)
    importing.add_argument("--month-first", dest="day_first", action="store_false")
    importing.add_argument("--decimal", choices=[".", ","], help="the decimal sign, where the values do not tell")
    importing.add_argument("--report", help="write the account of every row to this .csv or .json")
    checking = commands.add_parser("check", help="read and check every source; nothing is written")
    checking.add_argument("--calibration", action="store_true", help="simulate markets: false alarms of each tier")
    checking.add_argument("--runs", type=int, default=200, help="simulated markets of each kind")
    add_drawn(commands)
    add_bench(commands)
    listing = commands.add_parser("datasets", help="list the imported datasets; switch or remove one")
    for word in ("on", "off", "remove"):
        listing.add_argument(f"--{word}", default="", metavar="DATASET")
    listing.add_argument("--cover", nargs=2, metavar=("DATASET", "COVERAGE"), help=COVERAGE)
    return made


def add_bench(commands: Any) -> None:
    """The benchmark (see app.bench)."""
    measuring = commands.add_parser("bench", help="build synthetic stores and measure them")
    measuring.add_argument("--rows", default="100k,1m", help="sizes, such as 100k,1m,10m")
    measuring.add_argument("--users", type=int, default=50, help="so many click at once (0: nobody)")
    measuring.add_argument("--seconds", type=int, default=60, help="for so long")
    measuring.add_argument("--json", help="keep the figures in this file")
    measuring.add_argument("--compare", nargs=2, metavar=("OLD", "NEW"), help="set two kept runs beside each other")


def add_drawn(commands: Any) -> None:
    """The commands that draw (see app.commands)."""
    drawing = commands.add_parser("snapshot", help="draw the map of a query into a file, or a chart of it")
    drawing.add_argument("--query", default="", help="the query of a page, with paper, region, title and the like")
    drawing.add_argument("--chart", choices=list(CHARTS), help="a chart in the place of the map")
    drawing.add_argument("--out", required=True, help="the file: .svg, .png or .pdf")
    sheets = commands.add_parser("report", help="make the sheets of many countries as PDF or DOCX")
    sheets.add_argument("--at", required=True, help="countries, such as BR,CO,EC")
    sheets.add_argument("--out", required=True, help="the folder for the files")
    sheets.add_argument("--kind", choices=list(MIMETYPES), default="pdf", help="what the files are")
    sheets.add_argument("--query", default="", help="a filter and a language, such as lang=es&from=2022")
    decks = commands.add_parser("briefing", help="draw a storyboard into a file")
    decks.add_argument("story", help="the file of a storyboard (JSON), or the id of one on this server")
    decks.add_argument("--out", required=True, help="the file: .html, .pdf or .pptx")
    decks.add_argument("--lang", default="en", help="its language")
    decks.add_argument("--notes", action="store_true", help="a handout: each slide with its notes (PDF)")


def main(arguments: list[str] | None = None) -> int:
    """Read the command line."""
    asked = parser().parse_args(arguments)
    try:
        settings = Settings.from_env()
        store_of(settings)
        config_of(settings.cache_url)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    known = {
        "run": lambda: run(settings, asked.profile),
        "build": lambda: make(settings, asked.force),
        "check": lambda: check(settings, asked.calibration, asked.runs),
        "import": lambda: take_in(settings, asked),
        "datasets": lambda: change(settings, asked),
        "bench": lambda: bench.run(asked),
        **dict.fromkeys(("snapshot", "report", "briefing"), lambda: drawn(settings, asked)),
    }
    return known[asked.command]()


if __name__ == "__main__":
    sys.exit(main())
