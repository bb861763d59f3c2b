"""Tables as files: the selected events, their legs, and the tables of the analysis pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

import pandas as pd
from flask import Response, abort

from app import cells, exports
from app.core.filters import Filters
from app.core.query import Problem
from app.core.view import View
from app.i18n import translator
from app.queries import current as queries
from app.web.responses import refused
from app.web.workqueue import file_answer
from app.wording.headings import marking_text, overlays_used, sentence

KINDS = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
    "kml": "application/vnd.google-earth.kml+xml",
    "parquet": "application/vnd.apache.parquet",
}
#: Events that a file of a kind holds at most: a spreadsheet ends at a million rows, and a map program long before it.
MOST_EVENTS = {"xlsx": 500_000, "kml": 250_000, "geojson": 1_000_000}
Blocks = Iterator[pd.DataFrame]


def about(filters: Filters, view: View) -> list[tuple[str, str]]:
    """What must be read beside the figures of a file."""
    t, data = translator(view.lang), queries().data
    used, titles = queries().records.used(filters), queries().records.titles(view.lang)
    return [
        (t("export.about_filter"), sentence(queries(), filters, t)),
        (t("data.publisher"), "; ".join(f"{titles[s['id']]} ({s['publisher'] or t('unstated')})" for s in used)),
        (t("data.marking"), marking_text(filters.source, t, overlays_used(filters))),
        (t("export.about_caveat"), t("app.caveat")),
        (t("export.about_paths"), t("app.boundary")),
        (t("export.about_version"), data.version),
    ]


def note(filters: Filters, view: View) -> str:
    """The same in one line: caveat, filter, marking and version, for the heading of a CSV's last column."""
    t = translator(view.lang)
    version = t("export.version", version=queries().data.version)
    texts = [
        t("app.caveat"),
        f"{sentence(queries(), filters, t)}.",
        f"{marking_text(filters.source, t, overlays_used(filters))}.",
        version,
    ]
    return " ".join(texts)


def events(filters: Filters, view: View) -> tuple[list[str], Blocks]:
    """Headings and rows of the selected events."""
    headings = [exports.HEADINGS.get(name, name) for name in exports.COLUMNS]
    blocks = queries().events.event_blocks(filters, view.sel, exports.COLUMNS)
    return headings, (block.rename(columns=exports.HEADINGS) for block in blocks)


def legs(filters: Filters, view: View) -> tuple[list[str], Blocks]:
    """Headings and rows of the legs of the selected events, at the level of the view; the path is no heading."""
    none = queries().events.legs(filters, view, (0, -1))
    return [name for name in none.columns if name != "points"], queries().events.leg_blocks(filters, view)


TABLES: dict[str, Callable[[Filters, View], tuple[list[str], Blocks]]] = {"events": events, "legs": legs}


def write(file: BinaryIO, name: str, kind: str, filters: Filters, view: View) -> None:
    """A table into a file of a kind, block by block."""
    headings, blocks = TABLES[name](filters, view)
    plain = (block[headings] for block in blocks)
    if kind == "csv":
        cells.csv_file(file, headings, plain, note(filters, view))
    elif kind == "xlsx":
        from app.exports.workbook import rows_of, workbook

        workbook(file, about(filters, view), name, headings, rows_of(plain))
    else:
        _write_shapes(file, name, kind, about(filters, view), blocks)


def _write_shapes(file: BinaryIO, name: str, kind: str, about_rows: Any, blocks: Blocks) -> None:
    from app.exports import geo

    if kind == "parquet":
        geo.parquet(file, about_rows, name, blocks)
    elif kind == "geojson":
        geo.geojson(file, about_rows, geo.shaped(name, blocks))
    else:
        geo.kml(file, name, about_rows, geo.shaped(name, blocks))


def answer(name: str, kind: str, filters: Filters, view: View) -> Response:
    """The file as an answer; 400 where it would be larger than its kind can be."""
    if name not in TABLES or kind not in KINDS:
        abort(404)
    n, most = len(queries().store.rows(filters, view.sel)), MOST_EVENTS.get(kind)
    if most and n > most:
        t = translator(view.lang)
        message = t("export.too_many", n=t.number(n), most=t.number(most), kind=kind.upper())
        return refused([Problem("", "", message)])
    stem = exports.file_name(filters, view.sel).removeprefix("events-").removesuffix(".csv")
    own = exports.file_name(filters, view.sel) if (name, kind) == ("events", "csv") else f"{name}-{stem}.{kind}"
    return file_answer(lambda file: write(file, name, kind, filters, view), KINDS[kind], own)
