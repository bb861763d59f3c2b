"""The project's own layout: events.csv, reports.csv, corridors.csv and country_year.csv."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from app.core import dates, modes, schema
from app.core.corridors import parse_nodes
from app.intake.layouts import ImportContext, Imported
from app.intake.layouts._csv import missing_rows, read_text
from app.intake.values.notes import hedge

#: The layout's mode text -> (mode, sub-mode). "maritime vessel" alone = came by sea, carrier not stated.
MODE_TEXT: dict[str, tuple[str, str]] = {
    "maritime container": ("maritime", "container"),
    "maritime vessel": ("maritime", "vessel"),
    "maritime vessel: merchant": ("maritime", "merchant"),
    "maritime vessel: fishing": ("maritime", "fishing"),
    "maritime vessel: go-fast": ("maritime", "go-fast"),
    "maritime vessel: sailing yacht": ("maritime", "yacht"),
    "maritime vessel: semi-submersible": ("maritime", "semi-submersible"),
    "air commercial courier": ("air", "courier"),
    "air cargo": ("air", "air-cargo"),
    "private aircraft": ("air", "private-aircraft"),
    "road": ("land", "road"),
    "rail": ("land", "rail"),
    "river": ("river", ""),
    "post/parcel": ("post", ""),
    "other": ("other", ""),
    "": ("unknown", ""),
}
FORM_TEXT = {
    "unspecified": "unspecified",
    "cocaine hydrochloride": "hydrochloride",
    "base": "base",
    "paste": "paste",
    "crack": "crack",
    "leaf": "leaf",
    "liquid": "liquid",
    "mixed": "mixed",
}
KINDS = {
    "published route corridor": "corridor",
    "case route": "case",
    "multi-origin statement (do not draw as a line)": "statement",
}
#: Columns of events.csv and their names in the store.
TEXTS = {
    "seizure_country": "seizure",
    "origin_country": "departure",
    "origin_basis": "departure_basis",
    "destination_country": "destination",
    "transit_countries": "transits",
    "other_goods": "coload",
    "operation_name": "operation",
    "source_title": "title",
    "source_publisher": "publisher",
    "source_url": "url",
    "location_precision": "precision",
    "place": "place",
    "concealment": "concealment",
    "departure_place": "departure_place",
    "destination_place": "destination_place",
    "agencies": "agencies",
    "source_date": "source_date",
    "confidence": "confidence",
    "confidence_note": "confidence_note",
    "record_type": "record_type",
}
NUMBERS = {
    "quantity_kg": "kg",
    "quantity_min": "kg_min",
    "quantity_max": "kg_max",
    "material_kg": "material_kg",
    "lat": "lat",
    "lon": "lon",
    "arrests": "arrests",
}
MAX_TRANSITS = 6
SEA_CODE = "XZ"

COLUMNS = {
    "events": "event_id date date_precision seizure_country place lat lon location_precision drug_form quantity_kg "
    "quantity_min quantity_max material_kg record_type mode concealment origin_country origin_basis departure_place "
    "transit_countries destination_country destination_place arrests other_goods agencies operation_name "
    "source_title source_publisher source_url source_date confidence confidence_note",
    "reports": "event_id source_url supports_fields",
    "corridors": "corridor_id name other_names kind mode period countries nodes what_the_source_says source_title "
    "source_publisher source_url source_date confidence",
    "country_year": "area iso2 area_level year year_end indicator value unit source_publisher source_url "
    "source_date note",
}


def event_rules(context: ImportContext) -> list[schema.Rule]:
    """What each cell of events.csv must be."""
    codes = context.countries
    return [
        schema.filled("event_id"),
        schema.filled("place"),
        schema.filled("source_title"),
        schema.filled("source_publisher"),
        schema.link("source_url"),
        schema.date("date", context.today, needed=True),
        schema.date("source_date", context.today),
        schema.one_of("date_precision", modes.DATE_PRECISIONS, needed=True),
        schema.one_of("seizure_country", codes, needed=True),
        schema.one_of("origin_country", codes),
        schema.one_of("destination_country", codes),
        schema.many_of("transit_countries", codes, MAX_TRANSITS),
        schema.number("lat", -90, 90, needed=True),
        schema.number("lon", -180, 180, needed=True),
        schema.one_of("location_precision", modes.PRECISIONS, needed=True),
        schema.one_of("drug_form", FORM_TEXT, needed=True),
        schema.one_of("mode", MODE_TEXT),
        schema.number("quantity_kg", 0, 100_000),
        schema.number("quantity_min", 0, 100_000),
        schema.number("quantity_max", 0, 100_000),
        schema.number("material_kg", 0, 1_000_000),
        schema.number("arrests", 0, 1_000),
        schema.one_of("record_type", ("event", "aggregate"), needed=True),
        schema.one_of("origin_basis", modes.DEPARTURE_BASES),
        schema.one_of("confidence", modes.CONFIDENCE, needed=True),
    ]


def other_rules(context: ImportContext) -> dict[str, list[schema.Rule]]:
    """What each cell of the other three files must be."""
    nations = context.countries | {SEA_CODE}
    return {
        "reports": [schema.filled("event_id"), schema.link("source_url")],
        "corridors": [
            schema.filled("corridor_id"),
            schema.filled("name"),
            schema.one_of("kind", KINDS, True),
            schema.many_of("countries", nations, 12),
            schema.link("source_url"),
            node_rule(nations),
            schema.one_of("confidence", modes.CONFIDENCE, True),
        ],
        "country_year": [
            schema.filled("area"),
            schema.one_of("iso2", context.countries | {"EU"}),
            schema.number("value", 0, 1e9, True),
            schema.filled("unit"),
            schema.filled("indicator"),
            schema.link("source_url"),
        ],
    }


def events_of(ids: pd.Series) -> schema.Rule:
    """A report belongs to an event. Asked only when events.csv was read whole: a row lost there is one fault."""
    return schema.Rule("event_id", lambda s: s.isin(ids), "no such event", "Use an event_id of events.csv")


def node_rule(codes: frozenset[str]) -> schema.Rule:
    """Corridor nodes read ``CC:Name@lat,lon`` separated by semicolons."""

    def known(nodes: list[dict[str, Any]]) -> bool:
        on_earth = [n["country"] in codes and abs(n["lat"]) <= 90 and abs(n["lon"]) <= 180 for n in nodes]
        return bool(nodes) and all(on_earth)

    def ok(cells: pd.Series) -> pd.Series:
        return cells.map(lambda c: known(parse_nodes(c)))

    return schema.Rule(
        "nodes",
        lambda s: s.str.match(r"([A-Z]{2}:[^@;]+@-?[\d.]+,-?[\d.]+(;|$))+$") & ok(s),
        "cannot be read as nodes",
        "Write CC:Name@lat,lon separated by ';'",
        True,
    )


def precision_faults(events: pd.DataFrame) -> list[schema.Fault]:
    """A date is written just as precisely as it claims to be; what is no date at all is named elsewhere."""
    if not {"date", "date_precision"} <= set(events.columns):
        return []
    widths = events["date_precision"].map({"day": 10, "month": 7, "year": 4})
    wrong = events[(events["date"].str.len() != widths) & widths.notna() & events["date"].map(dates.is_date)]
    return [
        schema.Fault(
            "events.csv",
            int(row),
            "date_precision",
            precision,
            f"the date reads {date}",
            "Make date and date_precision agree",
        )
        for row, precision, date in zip(wrong.index, wrong["date_precision"], wrong["date"], strict=True)
    ]


def range_faults(events: pd.DataFrame) -> list[schema.Fault]:
    """The least stated weight is not above the greatest."""
    if not {"quantity_min", "quantity_max"} <= set(events.columns):
        return []
    low, high = (pd.to_numeric(events[c], errors="coerce") for c in ("quantity_min", "quantity_max"))
    wrong = events[(low > high).fillna(False)]
    return [
        schema.Fault(
            "events.csv", int(row), "quantity_min", value, "above quantity_max", "Swap or correct the two figures"
        )
        for row, value in wrong["quantity_min"].items()
    ]


def read(folder: Path, metadata: dict[str, Any], context: ImportContext) -> Imported:
    """All four files of the layout, checked, as the tables ``event, report, corridor, statistic``."""
    out, texts, unread = Imported(), {}, set()
    for name, columns in COLUMNS.items():
        frame, faults = read_text(folder / f"{name}.csv")
        if faults:
            unread.add(name)
        ignored = metadata.get("ignored", {}).get(name, [])
        texts[name] = frame.drop(columns=[c for c in ignored if c in frame.columns])
        out.rows[f"{name}.csv"] = len(frame)
        out.faults += faults or missing_rows(f"{name}.csv", len(frame), metadata["expected"][name])
        if not frame.empty:
            out.faults += schema.missing_columns(f"{name}.csv", texts[name], columns.split())
    out.faults += value_faults(texts, context, events_whole="events" not in unread)
    if not out.faults:
        out.tables = {
            "event": events_table(texts["events"]),
            "report": reports_table(texts),
            "corridor": corridors_table(texts["corridors"]),
            "statistic": texts["country_year"].assign(value=lambda t: t["value"].astype(float)),
        }
    return out


def value_faults(texts: dict[str, pd.DataFrame], context: ImportContext, events_whole: bool) -> list[schema.Fault]:
    """Every wrong cell of every file, also of a file that lacks a column: one fault never hides another."""
    events = texts["events"]
    rules = {"events": event_rules(context), **other_rules(context)}
    if events_whole and "event_id" in events.columns:
        rules["reports"].append(events_of(events["event_id"]))
    faults = [fault for name, checks in rules.items() for fault in schema.check(f"{name}.csv", texts[name], checks)]
    for name, key in (("events", "event_id"), ("corridors", "corridor_id")):
        if key in texts[name].columns:
            faults += schema.repeated(f"{name}.csv", texts[name], key)
    return faults + precision_faults(events) + range_faults(events)


def events_table(text: pd.DataFrame) -> pd.DataFrame:
    """The store's event columns out of checked text; blank text becomes null, never zero."""
    frame = pd.DataFrame(
        {
            "event_id": text["event_id"],
            "row": text.index,
            "date": text["date"],
            "date_precision": text["date_precision"],
        }
    )
    carrier = text["mode"].map(MODE_TEXT)
    frame["mode"], frame["submode"] = carrier.str[0], carrier.str[1]
    frame["form"] = text["drug_form"].map(FORM_TEXT)
    for old, new in TEXTS.items():
        frame[new] = text[old]
    frame["production"] = ""  # this layout has no field for the producing country
    for old, new in NUMBERS.items():
        frame[new] = pd.to_numeric(text[old], errors="coerce")
    hedged = [hedge(note, kg) for note, kg in zip(text["confidence_note"], frame["kg"], strict=True)]
    frame["approximate"], frame["as_written"] = zip(*hedged, strict=True)
    return frame.replace({"": None})


def reports_table(texts: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Every report of an event: the main one (from events.csv) first, then the further ones."""
    names = {"source_title": "title", "source_publisher": "publisher", "source_url": "url", "source_date": "date"}
    main = texts["events"][["event_id", *names]].rename(columns=names).assign(main=True, supports="")
    more = texts["reports"].rename(columns={"source_url": "url", "supports_fields": "supports"}).assign(main=False)
    return pd.concat([main, more], ignore_index=True).replace({"": None})


def corridors_table(text: pd.DataFrame) -> pd.DataFrame:
    """Corridors with a code for their kind; nodes stay as written."""
    return text.assign(kind=text["kind"].map(KINDS), row=text.index).replace({"": None})
