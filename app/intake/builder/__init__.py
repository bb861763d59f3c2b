"""Sources -> importers -> checks -> places, legs and paths -> the store.

``build(settings)`` is all-or-nothing: every fault of every file is reported at once and then nothing is
written, so a failed build leaves the old store serving.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from app.core import coverage, dates
from app.core.corridors import modes_of
from app.core.cube import tick_of
from app.core.mercator import mercator
from app.core.progress import Progress, no_progress
from app.core.schema import Fault
from app.core.statistics import COLUMNS, counted_once
from app.core.summaries import band_of
from app.core.text import fold, join_columns, map_distinct, map_distinct_to_columns
from app.intake.builder import column_tables, duplicates, paths, places, read_cache, routes, stretches
from app.intake.builder.leg_modes import LegModes
from app.intake.datasets import links
from app.intake.layouts import ImportContext, Imported, layouts
from app.intake.layouts.imported import DOUBT_COLUMNS, ROW_COLUMNS
from app.intake.reference import Reference
from app.intake.values import concealment
from app.settings import Settings
from app.stores import Store, StoreUnavailable, store_of
from app.stores.columns import columns_of, name_of
from app.versions import RAW, file_hash, read_metadata, reading_of, recorded_hashes, source_files, version_of

Ready = Mapping[str, tuple[str, list[Any]]]
TRANSIT_COLUMNS = [f"t{i}" for i in range(1, 7)]


class BuildError(Exception):
    """The sources have faults; ``faults`` lists all of them."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(f"{len(faults)} faults; nothing was written and the old store keeps serving")
        self.faults = faults


def read_sources(
    settings: Settings, context: ImportContext, pending: str = ""
) -> tuple[Imported, list[dict[str, Any]]]:
    """All sources, each through the layout that its source.toml names, in one set of tables."""
    merged, sources, known = Imported(), [], layouts()
    code, room = reading_of(settings), settings.build / "read"
    parts: dict[str, list[pd.DataFrame]] = {}
    files = source_files(settings, pending)
    for path in files:
        folder, metadata = path.parent, read_metadata(path)
        if not metadata.get("enabled", True):
            continue
        altered = unlike_recorded(folder, metadata)
        if altered:
            merged.faults += altered
            continue
        reader = known[metadata["layout"]]
        imported = metadata["layout"] == "imported"
        reading = (
            read_cache.read(folder, metadata, context, reader, room, code)
            if imported
            else reader(folder, metadata, context)
        )
        merged.faults += [*reading.faults, *coverage_faults(path, metadata, context)]
        sources.append({**metadata, "rows": reading.rows})
        while reading.tables:
            name, frame = reading.tables.popitem()
            parts.setdefault(name, []).append(frame.assign(source=metadata["id"]))
    read_cache.sweep(
        room, {f"{metadata['id']}-{read_cache.key_of(metadata, code)}" for metadata in map(read_metadata, files)}
    )
    while parts:
        name, frames = parts.popitem()
        merged.tables[name] = pd.concat(frames, ignore_index=True)
    return merged, sources


def unlike_recorded(folder: Path, metadata: dict[str, Any]) -> list[Fault]:
    """Files of a source that are missing or hold other bytes than those whose hash was recorded: nothing may be counted
    from them under a name that stands for the recorded ones."""
    faults = []
    base = folder / str(metadata["edition"]) if metadata["layout"] == "imported" else folder
    for name, expected in recorded_hashes(metadata).items():
        shown = f"{folder.name}/{metadata['file'] if name == RAW else name}"
        actual = file_hash(base / name) if (base / name).exists() else "no file"
        if not actual.startswith(expected):
            fix = RESTORE if metadata["layout"] == "imported" else RECORD
            problem = f"the file is not the one that was recorded (SHA-256 expected {expected}, found {actual})"
            faults.append(Fault(shown, 0, "", "", problem, fix.format(name=folder.name)))
    return faults


#: What helps where a file is not the recorded one.
RESTORE = (
    "Put the file back from a backup, take it in again ('python -m app import FILE --dataset {name}'), or leave it out "
    "('python -m app datasets --off {name}')"
)
RECORD = "Put the file back, or, if you changed it yourself, say so: 'python -m app check --record {name}'"


def coverage_faults(path: Path, metadata: dict[str, Any], context: ImportContext) -> list[Fault]:
    """What is wrong with the coverage that a source declares."""
    stated = str(metadata.get("coverage", ""))
    try:
        coverage.parse(stated, context.countries)
    except ValueError as error:
        name = f"{path.parent.name}/{path.name}"
        return [Fault(name, 0, "coverage", stated, str(error), "Use such as: BR,PT 2016/2019 reported; BR 2016-01 not")]
    return []


def enrich(event: pd.DataFrame, reference: Reference) -> pd.DataFrame:
    """Adds spans of days, month and year, map coordinates, transit columns, nodes and the search text."""
    event = places.seizure_nodes(event, reference)
    event[TRANSIT_COLUMNS] = map_distinct_to_columns(event["transits"].fillna(""), transits_of, TRANSIT_COLUMNS)
    event["day_from"] = map_distinct(event["date"], lambda text: dates.day_range(text)[0])
    event["day_to"] = map_distinct(event["date"], lambda text: dates.day_range(text)[1])
    event["year"] = event["date"].str[:4].astype(int)
    event["month"] = event["date"].str[:7].where(event["date_precision"] != "year", None)
    event["tick"] = [tick_of(month, year) for month, year in zip(*plain_months(event), strict=True)]
    event["mx"], event["my"] = mercator(event["lon"], event["lat"])
    event["band"] = map_distinct(event["kg"], band_of)
    told = join_columns([event[c].fillna("") for c in ("concealment", "coload")], " \n ")
    event["concealed"] = map_distinct(told, lambda text: concealment.kinds(text, reference.concealment) or None)
    words = join_columns([event[c].fillna("") for c in ("place", "agencies", "concealment", "title")], " \n ")
    event["search"] = map_distinct(words, fold)
    for name in ("concealment", "coload", "agencies"):
        event[f"{name}_folded"] = map_distinct(event[name].fillna(""), fold)
    return event


def plain_months(event: pd.DataFrame) -> tuple[list[str | None], list[int]]:
    """The month of each event, None where it has none, and its year."""
    month = event["month"].astype(object)
    return month.where(month.notna(), None).tolist(), event["year"].tolist()


def transits_of(text: str) -> list[str | None]:
    """The transits of an event, one for each column; None where there are no more."""
    codes: list[str | None] = [code for code in text.split(";") if code]
    return (codes + [None] * len(TRANSIT_COLUMNS))[: len(TRANSIT_COLUMNS)]


def make_tables(
    imported: Imported,
    sources: list[dict[str, Any]],
    reference: Reference,
    version: str,
    decided: list[dict[str, Any]],
) -> dict[str, pd.DataFrame]:
    """Every table of the store; ``decided`` is what a person said of pairs of events."""
    # Taken out and not only read: a second million of events in memory serves nobody.
    event = enrich(imported.tables.pop("event"), reference)
    linked = duplicates.link_table(event, decided)
    event = duplicates.mark_repeats(event, linked)
    event["copy"] = duplicates.copies(event)
    nodes = places.place_table(event, reference)
    resolver = places.Resolver(nodes)
    lanes = paths.Lanes(reference)
    points = paths.place_points(nodes)
    modes = LegModes(lanes.inland, points, reference.foreign_gates)
    routed = routes.route_tables(event, resolver, modes)
    # A column each and not a table to join: the board groups a million events by it.
    named = routed.pop("route")
    event = event.merge(named, on="event_id", how="left")
    event = event.astype(dict.fromkeys(routes.CHAIN_COLUMNS, "Int32"))
    event = event.sort_values("event_id", ignore_index=True)
    event["row"] = event.index
    legs = routed["chain_leg"]
    ends = [*legs[["origin", "target", "mode"]].drop_duplicates().itertuples(index=False, name=None)]
    ends += routes.drawn_pairs(named, modes)
    counted = column_tables.column_table(event, routed)
    event["spot"] = column_tables.column_of(counted, "spot").astype("int32")
    unresolved = pd.DataFrame(resolver.unresolved, columns=["event_id", "country", "text"])
    return {
        "event": event,
        "report": imported.tables["report"],
        "corridor": with_lines(imported.tables["corridor"], lanes),
        "statistic": statistic_table(imported.tables["statistic"], sources),
        "place": nodes,
        "link": linked,
        "duplicate": duplicates.candidates(event, linked),
        **routed,
        "column_data": counted,
        **stretches.tables_of(legs, points, lanes),
        "path": paths.path_table(ends, points, lanes),
        "unresolved": unresolved.drop_duplicates(ignore_index=True),
        "import_row": imported.tables.get("import_row", pd.DataFrame(columns=ROW_COLUMNS, dtype=object)),
        "doubt": imported.tables.get("doubt", pd.DataFrame(columns=DOUBT_COLUMNS, dtype=object)),
        "about": about_table(version, sources, counted),
    }


def with_lines(corridor: pd.DataFrame, lanes: paths.Lanes) -> pd.DataFrame:
    """The corridors with their lines, blank for a statement without one."""
    lines = [
        paths.corridor_lines(row.nodes, modes_of(row.mode), lanes) if row.nodes and row.kind != "statement" else "[]"
        for row in corridor.fillna({"nodes": "", "mode": ""}).itertuples()
    ]
    return corridor.assign(lines=lines)


def about_table(version: str, sources: list[dict[str, Any]], counted: pd.DataFrame) -> pd.DataFrame:
    """What a version is: its sources, when it was built, and the name of its columns (see stores.columns)."""
    today, columns = dt.datetime.now(dt.UTC).date().isoformat(), name_of(counted.itertuples(index=False, name=None))
    about = {"version": version, "sources": sources, "built": today, "columns": columns}
    return pd.DataFrame({"json": [json.dumps(about, ensure_ascii=False)]})


def statistic_table(statistic: pd.DataFrame, sources: list[dict[str, Any]]) -> pd.DataFrame:
    """Stated figures of all sources with every column; what two datasets state alike counts once, by the newer one."""
    newest = sorted(sources, key=lambda f: (str(f["retrieved"]), str(f["id"])), reverse=True)
    whole = statistic.reindex(columns=[*COLUMNS, "source"])
    stated = whole["year"].astype(str)
    # A sum over several years stands under all of them, never under its first.
    ends = pd.to_numeric(whole["year_end"], errors="coerce")
    spans = stated + "/" + ends.astype("Int64").astype("string")
    whole["period"] = whole["period"].where(whole["period"].notna(), spans.where(ends.notna(), stated))
    whole["partial"] = whole["partial"].map(lambda flag: flag is True) | stated.str.contains("-H", regex=False)
    whole["year"] = stated.str[:4].astype(int)
    whole["area"] = whole["area"].fillna("")
    # A curated figure is a statement of its own: several sources may differ, and are shown side by side.
    own = whole["series"].isna()
    whole["series"] = whole["series"].where(~own, "stated")
    whole["counted"] = True
    whole.loc[~own, "counted"] = counted_once(whole[~own], [str(f["id"]) for f in newest])
    return whole


def context_of(reference: Reference, today: dt.date, ready: Ready | None = None) -> ImportContext:
    """What the importers may ask of the reference, and the sheets that an import has just read."""
    return ImportContext(
        reference.codes,
        today,
        anchors=reference.countries[["lat", "lon"]],
        headings=reference.headings,
        names=reference.names,
        carriers=reference.carriers,
        towns=lambda: reference.towns,
        ready=ready or {},
    )


def is_serving(store: Store, version: str) -> bool:
    """Whether a version serves already, holds what was written, and can be read."""
    try:
        if store.serving() != version or not store.is_intact(version):
            return False
        store.open(version).close()
    except StoreUnavailable:
        return False
    return True


def build(
    settings: Settings,
    today: dt.date | None = None,
    force: bool = False,
    ready: Ready | None = None,
    pending: str = "",
    progress: Progress = no_progress,
) -> str:
    """Build the store if the sources changed; returns its version. Raises BuildError with every fault, and
    StoreNotWritten.

    ``pending`` is an imported dataset that takes effect with this build; ``progress`` is told each step (a code of the
    texts) and the share that is done."""
    version = version_of(settings, pending)
    store = store_of(settings)
    if not force and is_serving(store, version):
        return version
    progress("sources", 0.1)
    reference = Reference(settings.reference)
    imported, sources = read_sources(settings, context_of(reference, today or dt.date.today(), ready), pending)
    if imported.faults:
        raise BuildError(imported.faults)
    progress("routes", 0.4)
    tables = make_tables(imported, sources, reference, version, links.read(settings))
    progress("writing", 0.8)
    # Made here, so that no server has to unpack them; before the version serves, for then it may be asked at once.
    about = json.loads(tables["about"]["json"][0])
    columns_of(settings.build, about["columns"], lambda: tables["column_data"].itertuples(index=False, name=None))
    store.publish(version, tables)
    store.sweep()
    return version
