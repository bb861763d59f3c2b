"""The layout of an imported dataset: one raw file, read again at every build by the profile that was confirmed."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pandas as pd

from app.core.schema import Fault
from app.importers import Context, Imported
from app.intake import formats, tables
from app.intake.profile import Profile
from app.intake.understand import Understood, Words, understand

ROW_COLUMNS = ["dataset", "file", "sheet", "row", "outcome", "rule", "detail", "event_id", "cells"]


def profile_of(facts: dict[str, Any]) -> Profile:
    """The profile that a source.toml holds."""
    own = {f.name: facts["profile"][f.name] for f in dataclasses.fields(Profile) if f.name in facts["profile"]}
    return Profile(**{**own, "signature": tuple(own.get("signature", ()))})


def words_of(context: Context) -> Words:
    """What the reading rooms look words up in."""
    return Words(context.names, context.countries, context.carriers)


def understood(path: Path, facts: dict[str, Any], context: Context) -> list[tuple[tables.Table, Understood]]:
    """Every sheet of the file that the profile fits, as events and account. Raises ``formats.Unreadable``."""
    edition, ready = context.ready.get(facts["id"], ("", []))
    if edition == facts["edition"]:
        return ready
    profile, found = profile_of(facts), []
    for sheet in formats.read(path):
        try:
            table = tables.table(sheet, context.headings)
        except formats.Unreadable:
            continue  # a sheet of notes; the import told of it
        if set(profile.columns.values()) <= set(table.rows.columns):
            found.append((table, understand(table, profile, words_of(context), facts["id"], context.today)))
    return found


def read(folder: Path, facts: dict[str, Any], context: Context) -> Imported:
    """Events, their reports and the account of every row. A file that cannot be read any more is a fault."""
    path = folder / facts["edition"] / facts["file"]
    try:
        sheets = understood(path, facts, context)
    except (formats.Unreadable, OSError) as error:
        return Imported(faults=[Fault(facts["file"], 0, "", "", str(error), "Import the file again")])
    out = Imported(rows={facts["file"]: sum(len(u.account) for _t, u in sheets)})
    events = pd.concat([complete(u.events, facts, context) for _t, u in sheets], ignore_index=True)
    out.tables = {
        "event": events,
        "report": reports(events, facts),
        "import_row": pd.concat([account(t, u, facts) for t, u in sheets], ignore_index=True),
    }
    return out


def complete(events: pd.DataFrame, facts: dict[str, Any], context: Context) -> pd.DataFrame:
    """Every column that the store wants: what a file of this kind never says is null. A row without a point of its own
    stands at its country's."""
    points = context.anchors.reindex(events["seizure"]).set_index(events.index)
    own = events["lat"].notna()
    named = events["departure"] != ""
    return events.assign(
        departure_basis=pd.Series("stated", index=events.index).where(named, ""),
        lat=events["lat"].where(own, points["lat"]),
        lon=events["lon"].where(own, points["lon"]),
        precision=own.map({True: "exact", False: "country"}),
        confidence="ungraded",
        record_type="event",
        approximate=False,
        title=events["title"].where(events["title"] != "", facts["title"]),
        publisher=facts["publisher"],
        source_date=facts["retrieved"],
        **dict.fromkeys(("transits", "coload", "confidence_note"), ""),
        **dict.fromkeys(("kg_min", "kg_max"), float("nan")),
    ).replace({"": None})


def reports(events: pd.DataFrame, facts: dict[str, Any]) -> pd.DataFrame:
    """One report for each event: the row of the file that says it, or the address that the row gives."""
    web = events["url"].fillna("").astype(str).str.match(r"https?://\S+$")
    title = facts["title"] + " · " + facts["file"] + " · " + events["row"].astype(str)
    return pd.DataFrame(
        {
            "event_id": events["event_id"],
            "title": title,
            "publisher": facts["publisher"] or None,
            "url": events["url"].where(web, None),
            "date": facts["retrieved"],
            "main": True,
            "supports": None,
        }
    )


def account(table: tables.Table, found: Understood, facts: dict[str, Any]) -> pd.DataFrame:
    """What became of every row, with its cells as they were received."""
    cells = table.rows.reset_index(drop=True).to_json(orient="records", lines=True, force_ascii=False).splitlines()
    received = pd.Series(cells, index=table.rows.index, dtype=object)
    told = found.account.assign(dataset=facts["id"], file=facts["file"], sheet=table.sheet)
    return told.assign(cells=told["row"].map(received))[ROW_COLUMNS]
