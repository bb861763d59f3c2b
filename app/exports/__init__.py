"""Tables as files that a spreadsheet and a script both read right."""

from __future__ import annotations

import hashlib
import io

import pandas as pd

from app.cells import csv_file
from app.core.filters import Filters

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
    "material_kg",
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


def frame_csv(frame: pd.DataFrame, note: str) -> bytes:
    """A table of codes and figures that is small (see ``csv_file``)."""
    out = io.BytesIO()
    csv_file(out, list(frame.columns), [frame], note, digits=6)
    return out.getvalue()


def file_name(filters: Filters, selection: str | None = None) -> str:
    """A name that tells two selections apart without spelling the query out."""
    query = filters.to_query() + (f"#{selection}" if selection else "")
    return f"events-{hashlib.sha256(query.encode()).hexdigest()[:8] if query else 'all'}.csv"


#: Columns of the route board as a file; months and counts as in core.newness.
BOARD = [
    "route", "tier", "with_reporting", "recent", "baseline", "before", "days", "kg_recent", "kg_baseline",
    "median_recent", "largest_recent", "unweighed", "ratio", "low", "high", "p", "q", "share_p", "all_recent",
    "all_baseline", "exposure_recent", "exposure_baseline", "reporters", "first", "last",
    "seizures_recent", "seizures_baseline", "seizures_before",
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
