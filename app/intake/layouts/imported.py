"""The layout of an imported dataset: one raw file, read again at every build by the profile that was confirmed."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import orjson
import pandas as pd

from app.core.message import Refused
from app.core.schema import Fault
from app.intake.layouts import ImportContext, Imported
from app.intake.rows import files
from app.intake.rows.columns import Lexicon
from app.intake.rows.files import Read
from app.intake.rows.profile import Profile
from app.versions import RAW

ROW_COLUMNS = ["dataset", "file", "sheet", "row", "outcome", "rule", "detail", "event_id", "cells"]
DOUBT_COLUMNS = ["dataset", "sheet", "kind", "code", "values", "rows"]
#: So many of the rows behind a doubt are kept in the store.
MOST_BEHIND = 1_000


def profile_of(metadata: dict[str, Any]) -> Profile:
    """The profile that a source.toml holds."""
    own = {f.name: metadata["profile"][f.name] for f in dataclasses.fields(Profile) if f.name in metadata["profile"]}
    return Profile(**{**own, "signature": tuple(own.get("signature", ()))})


def lexicon_of(context: ImportContext) -> Lexicon:
    """The tables in which words of a cell are looked up."""
    return Lexicon(context.names, context.countries, context.carriers, context.towns())


def edition_of(folder: Path, metadata: dict[str, Any]) -> Path:
    """The raw file of a dataset's current edition."""
    return folder / str(metadata["edition"]) / RAW


def read_tables(path: Path, metadata: dict[str, Any], context: ImportContext) -> list[Read]:
    """Every sheet of the file by the confirmed profile. Raises ``Refused``."""
    edition, ready = context.ready.get(metadata["id"], ("", []))
    if edition == metadata["edition"]:
        return ready
    tables = files.tables_of(path, context.headings, name=metadata["file"])
    sheets = tuple(metadata.get("sheets", ()))
    return files.read_all(tables, profile_of(metadata), lexicon_of(context), metadata["id"], context.today, sheets)


def read(folder: Path, metadata: dict[str, Any], context: ImportContext) -> Imported:
    """Events, their reports and the account of every row. A file that cannot be read any more is a fault."""
    try:
        reads = read_tables(edition_of(folder, metadata), metadata, context)
    except (Refused, KeyError) as error:
        return Imported(faults=[Fault(metadata["file"], 0, "", "", str(error), "Import the file again")])
    out = Imported(rows={metadata["file"]: sum(len(r.found.account) for r in reads)})
    out.tables["import_row"] = pd.concat([account(r, metadata) for r in reads], ignore_index=True)
    out.tables["doubt"] = doubts(reads, metadata)
    events, statistics = files.events_of(reads), files.statistics_of(reads)
    if len(events):
        out.tables["event"] = with_store_columns(events, metadata, context)
        out.tables["report"] = reports(events, metadata)
    if len(statistics):
        out.tables["statistic"] = statistics.assign(
            source_publisher=metadata["publisher"], source_date=metadata["retrieved"]
        )
    return out


def doubts(reads: list[Read], metadata: dict[str, Any]) -> pd.DataFrame:
    """What was told and what to look at, one line each: (dataset, kind, code, values as JSON, rows as JSON)."""
    lines = []
    for r in reads:
        for note in r.found.notes:
            lines.append((metadata["id"], r.table.sheet, "told", note.code, json.dumps(note.values), "[]"))
        for doubt in r.found.doubts:
            rows = json.dumps(doubt.rows[:MOST_BEHIND])
            lines.append((metadata["id"], r.table.sheet, "doubt", doubt.note.code, json.dumps(doubt.note.values), rows))
    return pd.DataFrame(lines, columns=DOUBT_COLUMNS, dtype=object)


def with_store_columns(events: pd.DataFrame, metadata: dict[str, Any], context: ImportContext) -> pd.DataFrame:
    """Every column that the store wants: what a file of this kind never says is null. A row without a point of its own
    stands at its country's."""
    points = context.anchors.reindex(events["seizure"]).set_index(events.index)
    placed = events["precision"] != ""
    named = events["departure"] != ""
    return events.assign(
        departure_basis=pd.Series("stated", index=events.index).where(named, ""),
        lat=events["lat"].where(placed, points["lat"]),
        lon=events["lon"].where(placed, points["lon"]),
        precision=events["precision"].where(placed, "country"),
        confidence="ungraded",
        record_type="event",
        approximate=False,
        title=events["title"].where(events["title"] != "", metadata["title"]),
        publisher=events["publisher"].where(events["publisher"] != "", metadata["publisher"]),
        source_date="",
        confidence_note="",
    ).replace({"": None})


def reports(events: pd.DataFrame, metadata: dict[str, Any]) -> pd.DataFrame:
    """One report for each event: the row of the file that says it, or the address that the row gives."""
    web = events["url"].fillna("").astype(str).str.match(r"https?://\S+$")
    name = metadata["title"] if metadata["title"] == metadata["file"] else f"{metadata['title']} · {metadata['file']}"
    title = name + " · #" + events["row"].astype(str)
    return pd.DataFrame(
        {
            "event_id": events["event_id"],
            "title": title,
            "publisher": events["publisher"].where(events["publisher"] != "", metadata["publisher"]),
            "url": events["url"].where(web, None),
            "date": None,
            "main": True,
            "supports": None,
        }
    )


def account(read: Read, metadata: dict[str, Any]) -> pd.DataFrame:
    """What became of every row, with its cells as they were received."""
    table, understood = read.table, read.found
    names = [str(name) for name in table.rows]
    rows = zip(*(table.rows[name].tolist() for name in table.rows), strict=True)
    cells = [orjson.dumps(dict(zip(names, row, strict=True))).decode() for row in rows]
    received = pd.Series(cells, index=table.rows.index, dtype=object)
    frame = understood.account.assign(dataset=metadata["id"], file=metadata["file"], sheet=table.sheet)
    return frame.assign(cells=frame["row"].map(received))[ROW_COLUMNS]
