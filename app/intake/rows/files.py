"""A whole file under one profile: which of its tables are read, and what each of their rows becomes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from app.core.message import Message, Refused
from app.intake import formats
from app.intake.rows import aggregates, tables
from app.intake.rows.columns import Lexicon
from app.intake.rows.profile import Profile
from app.intake.rows.tables import Table
from app.intake.rows.understand import Understood, account_frame, understand
from app.intake.values import headings
from app.intake.values.headings import Headings


@dataclass(frozen=True)
class Read:
    """A table with what was understood of it; ``taken`` is false for a sheet that is left aside as a whole."""

    table: Table
    found: Understood
    taken: bool = True


def tables_of(path: Path, known: Headings, most: int = formats.MOST_BYTES, name: str = "") -> list[Table]:
    """The tables of a file, which people know by ``name`` (that of its path otherwise). A workbook's sheet of notes
    does no harm beside one with a table. Raises ``Refused``."""
    parsed: list[Table] = []
    faults: list[Message] = []
    try:
        for sheet in formats.read(path, most, name):
            try:
                parsed.append(tables.table(sheet, known))
            except Refused as refused:
                faults += refused.notes
    except OSError as error:
        raise Refused(Message("refused.unopened", file=name or path.name, error=error.strerror or str(error))) from None
    if not parsed:
        raise Refused(*faults)
    return parsed


def adapted(table: Table, profile: Profile) -> Profile | None:
    """The profile for one table: its own spelling of the headings, and without optional columns that it does not have.
    None where something needed is missing."""
    spelled = {headings.key(str(name)): str(name) for name in table.rows}
    columns = {f: spelled[headings.key(h)] for f, h in profile.columns.items() if headings.key(h) in spelled}
    fitted = replace(profile, columns=columns)
    main = "quantity" in profile.columns and "quantity" not in columns
    return None if fitted.missing() or main else fitted


def read_all(
    parsed: list[Table], profile: Profile, lexicon: Lexicon, dataset: str, today: dt.date, sheets: tuple[str, ...] = ()
) -> list[Read]:
    """Every table: understood where the profile fits and nobody left its sheet out, else set aside row by row."""
    how = aggregates.understand if profile.kind == "aggregates" else understand
    reads = []
    for table in parsed:
        own = adapted(table, profile) if not sheets or table.sheet in sheets else None
        understood = how(table, own, lexicon, dataset, today) if own else left_aside(table)
        reads.append(Read(table, understood, own is not None))
    return unlike(reads)


def unlike(reads: list[Read]) -> list[Read]:
    """Ids of rows that several sheets hold alike, told apart by the sheet's place."""
    seen: set[str] = set()
    for place, read in enumerate(reads, start=1):
        events = read.found.events
        if events.empty:
            continue
        again = events["event_id"].isin(seen)
        if again.any():
            fresh = events["event_id"].where(~again, events["event_id"] + f"-s{place}")
            account = read.found.account
            by_row = dict(zip(events["row"], fresh, strict=True))
            account["event_id"] = account["row"].map(by_row).where(account["event_id"].notna(), None)
            events["event_id"] = fresh
        seen.update(events["event_id"])
    return reads


def left_aside(table: Table) -> Understood:
    """The account of a sheet that is not taken: all of its rows are told, none is lost."""
    every = pd.Series("", index=table.rows.index, dtype=object)
    account = account_frame(table, every + "set aside", every + "other sheet", every, every.where(every != "", None))
    return Understood(pd.DataFrame(), account, table.notes)


def events_of(reads: list[Read]) -> pd.DataFrame:
    """The events of all tables that have any."""
    frames = [r.found.events for r in reads if len(r.found.events)]
    return pd.concat(frames) if frames else pd.DataFrame()


def statistics_of(reads: list[Read]) -> pd.DataFrame:
    """The stated figures of all tables that have any."""
    frames = [r.found.statistics for r in reads if len(r.found.statistics)]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()
