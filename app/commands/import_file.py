"""``import``: take a file of seizures in as a dataset of its own, or say what would become of its rows."""

from __future__ import annotations

import argparse
import sys
from contextlib import AbstractContextManager
from pathlib import Path

from app import memory_limit
from app.commands import COVERAGE, ready
from app.commands.progress import bar
from app.core.message import Message, Refused
from app.i18n import Translator, translator
from app.intake.builder import BuildError
from app.intake.plan import execute, report
from app.intake.plan.planner import plan_import
from app.intake.rows.choices import MARKINGS, Choices
from app.settings import Settings
from app.stores import store_of


def arguments(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    add = parser.add_argument
    add("file", help="CSV, XLSX, GeoJSON or Parquet, also in .gz or .zip")
    add("--dry-run", action="store_true", help="say what would become of each row, and change nothing")
    add("--profile", default="", help="name of a profile in data/profiles")
    add("--dataset", default="", help="name of the dataset (the file's name otherwise)")
    add("--title", default="", help="title of the dataset (the layout's, or the file's name, otherwise)")
    add("--publisher", default="", help="who published the file")
    add("--marking", choices=MARKINGS, help="who may see it (TLP 2.0); not marked otherwise")
    add("--lower-marking", action="store_true", help="the marking may become lower than that of the edition before")
    add("--coverage", default="", help=COVERAGE)
    add("--by", default="", help="your unit, for the record of imports")
    add("--sheet", action="append", default=[], help="take this sheet of a workbook only (repeatable)")
    add("--set", action="append", default=[], metavar="FIELD=VALUE", help="a value for every row")
    add("--map", action="append", default=[], metavar="FIELD=HEADING", help="the column of a field")
    add("--day-first", dest="day_first", action="store_true", default=None)
    add("--month-first", dest="day_first", action="store_false")
    add("--decimal", choices=[".", ","], help="the decimal sign, where the values do not tell")
    add("--report", help="write the account of every row to this .csv or .json")


def carry_out(settings: Settings, asked: argparse.Namespace) -> int:
    """Read a file, say what becomes of its rows, and (without --dry-run) build it into the store."""
    t = translator("en")
    try:
        choices = choices_of(asked)
        with with_memory_limit(settings, t), bar(t) as progress:
            known = execute.context(settings)
            wanted = plan_import(Path(asked.file), settings, known, choices, progress)
        print(report.in_words(wanted, t), flush=True)
        if asked.report:
            report.write(wanted, Path(asked.report))
        wanted.refuse_if_blocked()
        if asked.dry_run:
            return 0
        with with_memory_limit(settings, t), bar(t) as progress:
            version = execute.import_plan(wanted, settings, choices, progress)
    except Refused as refused:
        print("\n".join(f"{Path(asked.file).name}: {t.note_text(note)}" for note in refused.notes), file=sys.stderr)
        print(
            "Options settle this: --map FIELD=HEADING, --set FIELD=VALUE, --day-first, --decimal (see --help)",
            file=sys.stderr,
        )
        return 1
    except (BuildError, OSError) as error:
        print(*getattr(error, "faults", ()), error, sep="\n", file=sys.stderr)
        return 1
    ready(version, store_of(settings).place)
    return 0


def with_memory_limit(settings: Settings, t: Translator) -> AbstractContextManager[None]:
    """The command within the memory that an import may hold; beyond it, it ends with a sentence. What it has not
    finished never happened (see intake.datasets)."""

    return memory_limit.limited(
        settings.import_memory_mb, t.note_text(Message("refused.memory", mb=settings.import_memory_mb))
    )


def choices_of(asked: argparse.Namespace) -> Choices:
    """What the command line says of a file. Raises ``Refused`` for a pair that is none."""
    wrong = [pair for pair in [*asked.set, *asked.map] if "=" not in pair]
    if wrong:
        raise Refused(Message("refused.answers", names=wrong))
    return Choices.from_json(
        {
            "profile": asked.profile,
            "dataset": asked.dataset,
            "title": asked.title,
            "publisher": asked.publisher,
            "marking": asked.marking or "",
            "coverage": asked.coverage,
            "lower_marking": asked.lower_marking,
            "by": asked.by,
            "columns": dict(pair.split("=", 1) for pair in asked.map),
            "constants": dict(pair.split("=", 1) for pair in asked.set),
            "decimal": asked.decimal,
            "day_first": asked.day_first,
            "sheets": asked.sheet,
        }
    )
