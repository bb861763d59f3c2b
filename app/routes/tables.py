"""The doors of tables as files: the selected events, their legs, and the tables of the analysis pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd
from flask import Response, abort

from app import exports
from app.core.filters import Filters
from app.core.view import View
from app.i18n import translator
from app.queries import current as queries
from app.ui.head import marking_text, sentence

KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
    "kml": "application/vnd.google-earth.kml+xml",
    "parquet": "application/vnd.apache.parquet",
}


def about(filters: Filters, view: View) -> list[tuple[str, str]]:
    """What must be read beside the figures of a file."""
    t, data = translator(view.lang), queries().data
    used, titles = queries().used(filters), queries().titles(view.lang)
    return [
        (t("export.about_filter"), sentence(queries(), filters, t)),
        (t("data.publisher"), "; ".join(f"{titles[s['id']]} ({s['publisher'] or t('unstated')})" for s in used)),
        (t("data.marking"), marking_text(filters.source, t)),
        (t("export.about_caveat"), t("app.caveat")),
        (t("export.about_paths"), t("app.boundary")),
        (t("export.about_version"), data.version),
    ]


def note(filters: Filters, view: View) -> str:
    """The same in one line: caveat, filter, marking and version, for the heading of a CSV's last column."""
    t = translator(view.lang)
    version = t("export.version", version=queries().data.version)
    said = [t("app.caveat"), f"{sentence(queries(), filters, t)}.", f"{marking_text(filters.source, t)}.", version]
    return " ".join(said)


def events(filters: Filters, view: View) -> tuple[list[str], pd.DataFrame]:
    """Headings and rows of the selected events."""
    frame = queries().export(filters, view.sel)[exports.COLUMNS].rename(columns=exports.HEADINGS)
    return list(frame.columns), frame


def legs(filters: Filters, view: View) -> tuple[list[str], pd.DataFrame]:
    """Headings and rows of the legs of the selected events, at the level of the view; the last column is the path."""
    frame = queries().legs(filters, view)
    return [name for name in frame.columns if name != "points"], frame


TABLES: dict[str, Callable[[Filters, View], tuple[list[str], pd.DataFrame]]] = {"events": events, "legs": legs}


def made(name: str, kind: str, filters: Filters, view: View) -> bytes | Iterator[bytes]:
    """A table as a file of a kind, in pieces where it may be long."""
    if name not in TABLES:
        abort(404)
    headings, frame = TABLES[name](filters, view)
    said = about(filters, view)
    if kind == "csv":
        return exports.frame_csv(frame[headings], note(filters, view))
    if kind == "xlsx":
        from app.exports.workbook import workbook

        return workbook(said, name, headings, ([*map(exports.plain, row)] for row in plain_rows(frame[headings])))
    from app.exports import geo

    rows: Any = geo.shaped(name, frame)
    if kind == "parquet":
        return geo.parquet(said, rows)
    return geo.geojson(said, rows) if kind == "geojson" else geo.kml(name, said, rows)


def plain_rows(frame: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    """Rows as tuples, a column at a time taken apart."""
    columns = [frame[name].astype(object).tolist() for name in frame.columns]
    yield from zip(*columns, strict=True)


def answer(name: str, kind: str, filters: Filters, view: View) -> Response:
    """The file as an answer; long ones are sent as they are made."""
    found = Response(made(name, kind, filters, view), mimetype={**KINDS, "csv": "text/csv"}[kind])
    stem = exports.file_name(filters, view.sel).removeprefix("events-").removesuffix(".csv")
    found.headers["Content-Disposition"] = f'attachment; filename="{name}-{stem}.{kind}"'
    return found
