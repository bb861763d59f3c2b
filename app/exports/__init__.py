"""Tables as files that a spreadsheet and a script both read right."""

from __future__ import annotations

import csv
import hashlib
import io
from typing import Any

import pandas as pd

from app.core.filters import Filters
from app.core.marking import READ_WITH

#: Columns of the export, in the order in which a reader looks for them.
COLUMNS = [
    "event_id",
    "date",
    "date_precision",
    "seizure",
    "place",
    "lat",
    "lon",
    "precision",
    "mode",
    "submode",
    "form",
    "kg",
    "kg_min",
    "kg_max",
    "production",
    "departure",
    "departure_basis",
    "departure_place",
    "transits",
    "destination",
    "destination_place",
    "concealment",
    "coload",
    "arrests",
    "agencies",
    "operation",
    "confidence",
    "confidence_note",
    "title",
    "publisher",
    "url",
    "source_date",
    "source",
]
NUMBERS = frozenset(["lat", "lon", "kg", "kg_min", "kg_max", "arrests"])
HEADINGS = {
    "seizure": "seizure_country",
    "departure": "departure_country",
    "destination": "destination_country",
    "production": "production_country",
    "precision": "location_precision",
    "transits": "transit_countries",
    "title": "source_title",
    "publisher": "source_publisher",
    "url": "source_url",
    "form": "drug_form",
    "coload": "other_goods",
    "operation": "operation_name",
    "source": "dataset",
    "kg": "quantity_kg",
    "kg_min": "quantity_min_kg",
    "kg_max": "quantity_max_kg",
}


def plain(value: Any) -> Any:
    """A value as JSON takes it; what is missing is null."""
    if value is None or value is pd.NA or (isinstance(value, float) and value != value):
        return None
    return value.item() if hasattr(value, "item") else value


def safe_text(text: str) -> str:
    """Text that a spreadsheet will not run: a leading = + - @ (or tab, return) gets an apostrophe before it."""
    return "'" + text if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _cell(column: str, value: object) -> str:
    if value is None or (isinstance(value, float) and value != value) or value is pd.NA:
        return ""
    if column in NUMBERS:
        return f"{float(value):.10g}"  # type: ignore[arg-type]
    return safe_text(str(value))


def events_csv(frame: pd.DataFrame, note: str) -> bytes:
    """One header row, CRLF lines, ISO dates, kilograms; blanks stay blank. The last column is empty and headed by
    ``note``, which says how the figures must be read: a line of comment would break every reader of CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*(HEADINGS.get(c, c) for c in COLUMNS), READ_WITH + note])
    columns = [*([_cell(c, v) for v in frame[c]] for c in COLUMNS), [""] * len(frame)]
    writer.writerows(zip(*columns, strict=True))
    return out.getvalue().encode("utf-8")


def file_name(filters: Filters, selection: str | None = None) -> str:
    """A name that tells two selections apart without spelling the query out."""
    query = filters.to_query() + (f"#{selection}" if selection else "")
    return f"events-{hashlib.sha256(query.encode()).hexdigest()[:8] if query else 'all'}.csv"


#: Columns of the route board as a file; months and counts as in core.newness.
BOARD = [
    "route", "tier", "with_reporting", "recent", "baseline", "before", "days", "kg_recent", "kg_baseline",
    "median_recent", "largest_recent", "unweighed", "ratio", "low", "high", "p", "q", "share_p", "all_recent",
    "all_baseline", "exposure_recent", "exposure_baseline", "reporters", "first", "last",
]  # fmt: skip


def board_csv(frame: pd.DataFrame, note: str) -> bytes:
    """The route board: one header row, CRLF lines, an infinite ratio as ``inf``; blanks stay blank."""
    return frame_csv(frame.reindex(columns=BOARD), note)


#: Columns of the comparison of two periods as a file.
CHANGES = [
    "origin", "target", "mode", "events_a", "events_b", "change", "few", "ratio", "low", "high", "kg_a", "kg_b",
    "median_a", "median_b",
]  # fmt: skip


def changes_csv(frame: pd.DataFrame, note: str) -> bytes:
    """Two periods, flow by flow or node by node: one header row, CRLF lines; what is few has no ratio."""
    columns = ["node", *CHANGES[3:]] if "node" in frame else CHANGES
    return frame_csv(frame.reindex(columns=columns), note)


def frame_csv(frame: pd.DataFrame, note: str) -> bytes:
    """A table of codes and figures: one header row, CRLF lines; blanks stay blank. ``note``: see ``events_csv``."""
    return (
        frame.assign(**{READ_WITH + note: ""})
        .to_csv(index=False, lineterminator="\r\n", float_format="%.6g")
        .encode("utf-8")
    )
