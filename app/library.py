"""Imported datasets on disk: each has a folder with its source.toml and one folder per edition of its file.

A change is prepared beside what serves and takes effect by replacing one small file, so an import that is killed at
any moment leaves everything as it was. One change at a time: others wait for the lock.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import fcntl
import hashlib
import os
import re
import shutil
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import tomli_w

from app.core.text import slug
from app.importers import Context
from app.importers.imported import words_of
from app.intake import formats, tables
from app.intake import profile as profiles
from app.intake.profile import Profile
from app.intake.understand import OUTCOMES, Understood, understand
from app.settings import Settings

FACTS = "source.toml"


class Refused(Exception):
    """An import that cannot go on: what is wrong and what to do, one line each."""


@dataclass(frozen=True)
class Plan:
    """What an import would do: the dataset, its facts, and what was understood of each sheet."""

    dataset: str
    file: Path
    facts: dict[str, Any]
    sheets: list[tuple[tables.Table, Understood]]

    @property
    def ready(self) -> dict[str, tuple[str, list[Any]]]:
        """What the build need not read again."""
        return {self.dataset: (self.facts["edition"], list(self.sheets))}

    def counts(self) -> dict[str, int]:
        """Rows by outcome; they sum to the rows of the file."""
        every = [outcome for _t, u in self.sheets for outcome in u.account["outcome"]]
        return {name: every.count(name) for name in OUTCOMES}

    def rules(self) -> list[tuple[str, str, int]]:
        """(outcome, rule, rows) for every rule that decided something, most rows first."""
        found: dict[tuple[str, str], int] = {}
        for _t, u in self.sheets:
            for (outcome, rule), n in u.account.groupby(["outcome", "rule"]).size().items():
                found[outcome, rule] = found.get((outcome, rule), 0) + int(n)
        return sorted(((o, r, n) for (o, r), n in found.items() if r), key=lambda row: -row[2])


def plan(path: Path, settings: Settings, context: Context, name: str = "", **answers: Any) -> Plan:
    """Read a file and decide how it would land. Raises ``Refused`` with every reason; nothing is written."""
    sheets = tables_of(path, context)
    known = [(table, chosen(table, settings, context, name, answers)) for table in sheets]
    fitting = [(table, profile) for table, profile in known if not profile.missing()]
    if not fitting:
        raise Refused("\n".join(unfitting(table, profile) for table, profile in known) or f"{path.name}: no table")
    profile = fitting[0][1]
    dataset = slug(answers.get("dataset") or path.name.split(".")[0]) or "imported"
    same = [table for table, other in fitting if other.columns == profile.columns]
    read = [(t, understand(t, profile, words_of(context), dataset, context.today)) for t in same]
    questions = [question for _t, u in read for question in u.questions]
    if questions:
        raise Refused(
            "\n".join(f"{path.name}: {q} Say so with --day-first, --month-first or --decimal." for q in questions)
        )
    return Plan(dataset, path, {**facts_of(path, dataset, profile, context.today), "covers": span(read)}, read)


def tables_of(path: Path, context: Context) -> list[tables.Table]:
    """The tables of a file. A workbook's sheet of notes does no harm beside one with a table."""
    found, faults = [], []
    try:
        for sheet in formats.read(path):
            try:
                found.append(tables.table(sheet, context.headings))
            except formats.Unreadable as error:
                faults.append(f"{path.name}: {error}")
    except formats.Unreadable as error:
        faults.append(f"{path.name}: {error}")
    except OSError as error:
        faults.append(f"{path.name}: {error.strerror or error}")
    if not found:
        raise Refused("\n".join(faults))
    return found


def chosen(table: tables.Table, settings: Settings, context: Context, name: str, answers: dict[str, Any]) -> Profile:
    """The profile of a table: the one that was asked for, or the one that its headings tell; with the answers given."""
    every = profiles.all_of(settings.profiles)
    if name and name not in {p.name for p in every}:
        raise Refused(f"No profile {name!r}; there are: {', '.join(sorted(p.name for p in every))}")
    found = profiles.recognise(table.rows.columns, [p for p in every if name in ("", p.name)], context.headings)
    constants = {**found.constants, **answers.get("constants", {})}
    settled = {key: answers[key] for key in ("day_first", "decimal") if answers.get(key) is not None}
    return dataclasses.replace(found, constants=constants, **settled)


def unfitting(table: tables.Table, profile: Profile) -> str:
    """Why a sheet cannot be taken as events."""
    lacking = ", ".join(profile.missing())
    return f"{table.sheet}: no column for {lacking}. Give it with --set {profile.missing()[0]}=VALUE, or a profile"


def span(read: list[tuple[tables.Table, Understood]]) -> str:
    """First and last date of the events, as ``first/last``; ``Refused`` when not one row became an event."""
    dates = pd.concat([found.events["date"] for _table, found in read])
    if dates.empty:
        rules = {rule for _t, u in read for rule in u.account["rule"] if rule}
        raise Refused(f"Not one row can be an event ({', '.join(sorted(rules)) or 'the table has no rows'})")
    return f"{dates.min()}/{dates.max()}"


def facts_of(path: Path, dataset: str, profile: Profile, today: dt.date) -> dict[str, Any]:
    """The source.toml of an imported dataset."""
    edition = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
    held = {k: v for k, v in dataclasses.asdict(profile).items() if v not in (None, "", (), {})}
    return {
        "id": dataset,
        "title": profile.title or path.name,
        "layout": "imported",
        "publisher": profile.publisher,
        "licence": "",
        "retrieved": today.isoformat(),
        "marking": "",
        "file": re.sub(r"[^\w.-]+", "_", path.name),
        "edition": edition,
        "enabled": True,
        "profile": {**held, "signature": list(profile.signature)},
    }


@contextmanager
def taken(wanted: Plan, settings: Settings) -> Iterator[None]:
    """The dataset taken in: its file first, then the one small file that says so. What fails inside (the build) takes
    it out again, so that a later build never meets a dataset that cannot be built."""
    folder = settings.imports / wanted.dataset
    with alone(settings):
        before = facts(wanted.dataset, settings) if (folder / FACTS).exists() else None
        _put(wanted, folder)
        try:
            yield
        except BaseException:
            if before:
                _write(folder, before)
            else:
                (folder / FACTS).unlink()
            raise


def _put(wanted: Plan, folder: Path) -> None:
    edition = folder / wanted.facts["edition"]
    edition.mkdir(parents=True, exist_ok=True)
    scratch = edition / f".{wanted.facts['file']}.new"
    shutil.copyfile(wanted.file, scratch)
    os.replace(scratch, edition / wanted.facts["file"])
    _write(folder, wanted.facts)


def switch(dataset: str, on: bool, settings: Settings) -> None:
    """Switch a dataset on or off; its files stay."""
    with alone(settings):
        _write(settings.imports / dataset, {**facts(dataset, settings), "enabled": on})


def remove(dataset: str, settings: Settings) -> None:
    """Remove an imported dataset with its files."""
    with alone(settings):
        facts(dataset, settings)
        shutil.rmtree(settings.imports / dataset)


def facts(dataset: str, settings: Settings) -> dict[str, Any]:
    """The source.toml of a dataset; ``Refused`` names those that there are."""
    path = settings.imports / dataset / FACTS
    if not path.exists():
        there = ", ".join(sorted(p.parent.name for p in settings.imports.glob(f"*/{FACTS}"))) or "none"
        raise Refused(f"No imported dataset {dataset!r}; there are: {there}")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _write(folder: Path, facts_: dict[str, Any]) -> None:
    scratch = folder / f".{FACTS}.new"
    scratch.write_text(tomli_w.dumps(facts_), encoding="utf-8")
    os.replace(scratch, folder / FACTS)


@contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """Hold the lock of the library; a second import waits here."""
    settings.imports.mkdir(parents=True, exist_ok=True)
    with (settings.imports / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
