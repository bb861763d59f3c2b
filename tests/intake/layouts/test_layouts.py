"""What every layout of source file owes to the build, on its real source."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from app.core import dates, modes
from app.exports import COLUMNS as EXPORTED
from app.intake.layouts import ImportContext, Imported, layouts
from app.intake.reference import Reference
from app.settings import Settings

TODAY = dt.date.today()
SOURCES = {
    path.parent: tomllib.loads(path.read_text(encoding="utf-8"))
    for path in sorted(Settings().sources.glob("*/source.toml"))
}
EVENT = {*EXPORTED, "record_type", "row"} - {"source"}
NEEDED = {
    "event": EVENT,
    "report": {"event_id", "title", "publisher", "url", "date", "main", "supports"},
    "corridor": {
        "corridor_id",
        "name",
        "kind",
        "mode",
        "period",
        "nodes",
        "what_the_source_says",
        "source_title",
        "source_publisher",
        "source_url",
        "source_date",
        "confidence",
    },
    "statistic": {"area", "iso2", "year", "indicator", "value", "unit", "source_publisher", "source_url"},
}
Import = Callable[[Path], Imported]


@pytest.fixture(scope="module")
def imported() -> Import:
    """The tables of a source folder, read once."""
    codes = Reference(Settings().reference).codes
    kept: dict[Path, Imported] = {}

    def read(folder: Path) -> Imported:
        if folder not in kept:
            metadata = SOURCES[folder]
            kept[folder] = layouts()[metadata["layout"]](folder, metadata, ImportContext(codes, TODAY))
        return kept[folder]

    return read


def table(found: Imported, name: str) -> pd.DataFrame:
    return found.tables.get(name, pd.DataFrame(columns=sorted(NEEDED[name])))


def test_layouts_and_sources_are_found_and_belong_together() -> None:
    assert layouts() and SOURCES
    # Besides those of the shipped sources: imported files, and the records that a benchmark makes up.
    assert {metadata["layout"] for metadata in SOURCES.values()} | {"imported", "synthetic"} == set(layouts())
    assert all(callable(read) for read in layouts().values())


each_source = pytest.mark.parametrize("folder", SOURCES, ids=lambda folder: folder.name)


@each_source
def test_a_source_states_what_the_data_page_shows(folder: Path) -> None:
    metadata = SOURCES[folder]
    assert metadata["id"] == folder.name
    for name in ("title", "publisher", "licence", "marking"):
        assert metadata[name], name
    assert dates.is_date(metadata["retrieved"])
    assert all(dates.is_date(part) for part in metadata["covers"].split("/"))
    assert metadata["expected"], "a truncated file must not build in silence"


@each_source
def test_the_real_source_has_no_fault(folder: Path, imported: Import) -> None:
    assert [str(fault) for fault in imported(folder).faults] == []


@each_source
def test_every_table_has_the_columns_that_the_build_needs(folder: Path, imported: Import) -> None:
    tables = imported(folder).tables
    assert tables and set(tables) <= set(NEEDED)
    for name, frame in tables.items():
        assert NEEDED[name] <= set(frame.columns), name
        assert len(frame), name


@each_source
def test_no_row_is_dropped(folder: Path, imported: Import) -> None:
    found = imported(folder)
    further = ~table(found, "report")["main"].astype(bool)
    kept = sum(len(table(found, name)) for name in ("event", "corridor", "statistic")) + int(further.sum())
    assert kept == sum(found.rows.values()) > 0
    kinds = table(found, "event")["record_type"].value_counts()
    assert kinds.sum() == len(table(found, "event")), "each record is an event or an aggregate"


@each_source
def test_ids_are_unique(folder: Path, imported: Import) -> None:
    found = imported(folder)
    for name, key in (("event", "event_id"), ("corridor", "corridor_id")):
        assert table(found, name)[key].is_unique, name


@each_source
def test_every_event_has_a_main_report_with_a_web_address(folder: Path, imported: Import) -> None:
    found = imported(folder)
    reports = table(found, "report")
    main = reports[reports["main"].astype(bool)]
    assert sorted(main["event_id"]) == sorted(table(found, "event")["event_id"])
    assert set(reports["event_id"]) == set(main["event_id"])
    assert all(re.fullmatch(r"https?://\S+", url) for url in reports["url"])


@each_source
def test_codes_are_the_core_s_own(folder: Path, imported: Import) -> None:
    event = table(imported(folder), "event")
    for column, codes in (
        ("mode", modes.MODES),
        ("form", modes.FORMS),
        ("precision", modes.PRECISIONS),
        ("confidence", modes.CONFIDENCE),
        ("date_precision", modes.DATE_PRECISIONS),
        ("record_type", modes.RECORD_TYPES),
    ):
        assert set(event[column]) <= set(codes), column
    carried = event[event["submode"].notna()]
    assert all(modes.SUBMODES[s] == m for s, m in zip(carried["submode"], carried["mode"], strict=True))
    assert set(event["departure_basis"].dropna()) <= set(modes.DEPARTURE_BASES)


@each_source
def test_blank_text_is_null_and_weights_are_numbers(folder: Path, imported: Import) -> None:
    event = table(imported(folder), "event")
    assert not (event == "").any().any()
    for column in ("kg", "kg_min", "kg_max", "lat", "lon", "arrests"):
        assert pd.api.types.is_float_dtype(event[column]), column
    assert event["kg"].isna().any(), "a weight that is not stated stays blank"
    assert (event["kg"].dropna() > 0).all()
