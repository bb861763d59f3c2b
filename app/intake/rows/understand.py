"""From a table to events, and the account of every row: accepted, repaired, set aside or rejected.

The four always sum to the rows of the sheet. A row is repaired when a rule changed what it says (a litre became a
kilogram), set aside when it is no cocaine seizure (another drug, a total, a title), rejected when it cannot be an
event (no date, no country). Nothing is decided row by row in Python: each different text of a column is read once.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from app.core import modes
from app.core.message import Message
from app.core.text import join_columns, map_distinct, map_distinct_to_columns, slug
from app.intake.rows.columns import Lexicon, Reader
from app.intake.rows.doubts import Doubt, doubt, doubts, elsewhere, misplaced, totals_apart
from app.intake.rows.profile import Profile
from app.intake.rows.tables import Table
from app.intake.values import blanks, carriers, drugs, names, units
from app.intake.values.places import Found

SEP = "\x1f"
OUTCOMES = ("accepted", "repaired", "set aside", "rejected")
COUNTRY_FIELDS = ("production", "departure", "destination")
TEXT_FIELDS: tuple[str, ...] = ("concealment", "coload", "agencies", "operation", "title", "publisher", "url")
TEXT_FIELDS += ("departure_place", "destination_place")
MOST_TRANSITS = 6
#: No single seizure has weighed so much: a hundred tonnes are another unit, or a sum.
MOST_KG = 100_000.0


@dataclass(frozen=True)
class Understood:
    """``events`` or ``statistics`` (store columns, by row number), ``account`` (row, outcome, rule, detail, event_id),
    what was decided, what must be asked, and what to look at."""

    events: pd.DataFrame
    account: pd.DataFrame
    notes: tuple[Message, ...]
    questions: tuple[Message, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    statistics: pd.DataFrame = field(default_factory=pd.DataFrame)


#: So many rows, none of them with a day, look like sums of months.
SUMS = 3


def _short(name: str) -> str:
    """A name of at most 40 signs; a longer one keeps its beginning and is told from others by a hash."""
    return name if len(name) <= 40 else f"{name[:29]}-{hashlib.sha256(name.encode()).hexdigest()[:10]}"


def event_ids(dataset: str, rows: pd.DataFrame, own: pd.Series) -> pd.Series:
    """The ids that the file itself gives, when every row has one of its own; else ids that depend on what a row says
    and how often it is said, so that the same file gives the same ids again."""
    if rows.empty:
        return pd.Series(dtype=object)
    if (own != "").all() and own.is_unique:
        named = map_distinct(own, slug)
        if named.is_unique and (named != "").all():
            return f"{dataset}-" + map_distinct(named, _short)
    whole = join_columns([rows[name] for name in rows], "\x1f")
    hashes = map_distinct(whole, lambda text: hashlib.sha256(text.encode()).hexdigest()[:10])
    if not hashes.is_unique:
        hashes = hashes + map_distinct(hashes.groupby(hashes).cumcount(), lambda n: f"-{n + 1}" if n else "")
    return f"{dataset}-" + hashes


def understand(table: Table, profile: Profile, lexicon: Lexicon, dataset: str, today: dt.date) -> Understood:
    """Events of one table, with the account of each of its rows. Raises KeyError for a column that is not there."""
    reader = Reader(table, profile, lexicon, today)
    date, (amount, unit) = reader.dates(), reader.quantities()
    reader.totals(amount, unit)
    seizure, form = reader.country("seizure"), drugs.forms(reader.text("drug"))
    outcome, rule, detail = _outcomes(reader, date, seizure, form, amount, unit)
    accepted = outcome.isin(["accepted", "repaired"])
    events = row_fields(reader, date, seizure, form)
    events["kg"] = units.kilograms(amount, unit)
    events["as_written"] = (reader.text("quantity") + " " + reader.text("unit")).str.strip()
    events["as_written"] = events["as_written"].where((unit != "kg") | events["kg"].isna(), "")
    ids = event_ids(dataset, table.rows[accepted], reader.text("id")[accepted])
    events["event_id"] = ids.reindex(events.index)
    other_way = add_places(events, reader)
    whole = account_frame(table, outcome, rule, detail, events["event_id"])
    placed = events[accepted]
    seen = doubts(
        table.rows[accepted],
        profile.columns.get("seizure"),
        *(part[accepted] for part in (reader.text("seizure"), seizure, amount, unit, events["kg"])),
    )
    seen += doubts_of_places(reader, placed, other_way & accepted)
    seen += doubts_of_figures(reader, accepted, amount, unit, events["kg"])
    if len(placed) >= SUMS and (placed["date"].str.len() < 10).all():
        seen += doubt("months_only", accepted)
    seen += totals_apart(reader.notes)
    reader.notes += places_told(placed)
    return Understood(placed, whole, (*table.notes, *reader.notes), tuple(reader.questions), tuple(seen))


def row_fields(reader: Reader, date: pd.Series, seizure: pd.Series, form: pd.Series) -> pd.DataFrame:
    """The columns of an event that a row says in so many words."""
    events = pd.DataFrame({"event_id": "", "row": reader.table.rows.index}, index=reader.table.rows.index)
    events["date"], events["date_precision"] = date, date.str.len().map({10: "day", 7: "month", 4: "year"})
    events[["mode", "submode"]] = carriers.carriers(reader.text("mode"), reader.lexicon.carriers)
    carrier = reader.text("submode")
    own = map_distinct(carrier, lambda code: modes.SUBMODES.get(code, "")) == events["mode"]
    events["submode"] = carrier.where(own & (carrier != ""), events["submode"])
    events["form"], events["seizure"] = form, seizure
    for name in COUNTRY_FIELDS:
        events[name] = reader.country(name)
    events["transits"] = transits(reader)
    for name in TEXT_FIELDS:
        cells = reader.text(name)
        events[name] = cells.where(blanks.kinds(cells) == "", "")
    for name in ("kg_min", "kg_max", "material_kg"):
        events[name] = reader.numbers(name)
    events["arrests"] = pd.to_numeric(reader.text("arrests"), errors="coerce")
    return events


def doubts_of_places(reader: Reader, placed: pd.DataFrame, other_way: pd.Series) -> list[Doubt]:
    """Places of another country, and points that lie wrong or are none."""
    here, towns = placed.index, reader.lexicon.towns
    doubtful = elsewhere(reader.text("place")[here], reader.text("region")[here], placed["seizure"], towns)
    own = placed["precision"] == "exact"
    doubtful += misplaced(placed["lat"].where(own), placed["lon"].where(own), placed["seizure"], towns.boxes)
    doubtful += doubt("swapped", other_way)
    given = (blanks.kinds(reader.text("lat")) == "") | (blanks.kinds(reader.text("lon")) == "")
    return doubtful + doubt("no_point", given[here] & ~own & reader.point()[0][here].isna() & ~other_way[here])


def doubts_of_figures(
    reader: Reader, accepted: pd.Series, amount: pd.Series, unit: pd.Series, kg: pd.Series
) -> list[Doubt]:
    """Figures that are no number, have an unknown unit, or weigh more than any seizure has."""
    stated = [blanks.kinds(reader.text(name)) == "" for name in ("quantity", "unit")]
    doubtful = doubt("no_number", accepted & amount.isna() & stated[0])
    # A figure without a unit beside others that have one is as doubtful as one with an unknown unit.
    doubtful += doubt("no_unit", accepted & amount.notna() & (unit == "") & (stated[1] | (unit != "").any()))
    return doubtful + doubt("impossible", accepted & (kg > MOST_KG))


def transits(reader: Reader) -> pd.Series:
    """Countries of transit in the order of the row (``PA; CR``), as codes; a name that is no country is left out."""
    lexicon = reader.lexicon

    def codes(text: str) -> str:
        countries = [
            names.country(part, lexicon.countries, lexicon.codes)
            for part in re.split(r"[;|/>→]|, ", text)
            if part.strip()
        ]
        known = [code for code in countries if code and code not in names.NO_COUNTRY]
        return ";".join(dict.fromkeys(known[:MOST_TRANSITS]))

    return map_distinct(reader.text("transit"), codes)


def add_places(events: pd.DataFrame, reader: Reader) -> pd.Series:
    """Adds ``place``, ``lat``, ``lon`` and ``precision`` (blank: known by country only) in place; returns where the
    file's two figures lie on Earth only the other way round.

    A row's own point comes first, then the code of its place, then the name within its country and region. A name that
    the region alone told from another is shown with its region."""
    place, region, code = reader.text("place"), reader.text("region"), reader.text("place_code")
    named = place.where(blanks.kinds(place) == "", "")
    where = region.where(blanks.kinds(region) == "", "")
    spoken = join_columns([events["seizure"], named, where, code], SEP)
    located = map_distinct_to_columns(
        spoken, lambda text: place_columns(reader.lexicon.towns.find(*text.split(SEP))), STANDING
    )
    lat, lon, other_way = reader.point()
    own = lat.notna()
    shown = named.where(named != "", where).where((named != "") | (where != ""), "–")
    shared = located["shared"] & (named != "") & (where != "")
    events["place"] = shown.where(~shared, named + " (" + where + ")")
    events["lat"] = lat.where(own, located["lat"])
    events["lon"] = lon.where(own, located["lon"])
    known = reader.text("precision")
    stated = known.where(known.isin(modes.PRECISIONS), "exact")
    events["precision"] = located["precision"].where(~own, stated)
    return other_way


STANDING = ("lat", "lon", "precision", "shared")


def place_columns(place: Found) -> tuple[float, float, str, bool]:
    """A place that was found as plain figures: nan and "" where there is none."""
    spot = place.spot
    return (spot.lat, spot.lon, spot.precision, place.shared) if spot else (np.nan, np.nan, "", place.shared)


def places_told(events: pd.DataFrame) -> list[Message]:
    """How many rows stand where: at their own point, at a place found, in a region, at their country alone."""
    counts = events["precision"].replace({"port": "city"}).value_counts()
    kinds = {
        "exact": "told.placed_point",
        "city": "told.placed_name",
        "region": "told.placed_region",
        "": "told.placed_not",
    }
    return [Message(code, n=int(counts[kind])) for kind, code in kinds.items() if counts.get(kind)]


def account_frame(
    table: Table, outcome: pd.Series, rule: pd.Series, detail: pd.Series, event_id: pd.Series
) -> pd.DataFrame:
    """(row, outcome, rule, detail, event_id) for every row of the sheet, titles above the header too."""
    account = pd.DataFrame({"row": table.rows.index, "outcome": outcome, "rule": rule, "detail": detail})
    accepted = account["outcome"].isin(["accepted", "repaired"])
    account["event_id"] = event_id.where(accepted, None)
    titles = table.aside.index.difference(table.rows.index)
    above = pd.DataFrame({"row": titles, "outcome": "set aside", "rule": "title", "detail": "", "event_id": None})
    return pd.concat([above, account], ignore_index=True)


def several_seizures(reader: Reader, date: pd.Series) -> pd.Series:
    """Rows that sum seizures: those that count more than one, and, in a table that counts them, those without a day."""
    if not reader.has("events"):
        return pd.Series(False, index=date.index)
    return (pd.to_numeric(reader.text("events"), errors="coerce") > 1) | (date.str.len() < 10)


def no_cocaine_amount(reader: Reader, amount: pd.Series, texts: pd.Series) -> pd.Series:
    """Rows of a table with a column for each drug in which the column of cocaine is blank or zero."""
    if "drug_by_heading" not in reader.profile.constants:
        return pd.Series(False, index=amount.index)
    return (amount == 0) | (amount.isna() & (blanks.kinds(texts) != ""))


def _outcomes(
    reader: Reader, date: pd.Series, seizure: pd.Series, form: pd.Series, amount: pd.Series, unit: pd.Series
) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Outcome, rule and detail of every row; the first rule that applies decides."""
    cells = {name: reader.text(name) for name in ("date", "seizure", "drug", "quantity", "unit")}
    if not reader.has("date"):
        cells["date"] = reader.dated()
    aside = reader.table.aside.reindex(date.index).fillna("")
    rules = [
        (aside != "", "set aside", aside, pd.Series("", index=date.index)),
        (blanks.kinds(cells["drug"]) != "", "set aside", "drug not stated", cells["drug"]),
        (form == "", "set aside", "not cocaine", cells["drug"]),
        (form == drugs.TOTAL, "set aside", "aggregate", cells["drug"]),
        (several_seizures(reader, date), "set aside", "several seizures in one row", reader.text("events")),
        (no_cocaine_amount(reader, amount, cells["quantity"]), "set aside", "none of this drug", cells["quantity"]),
        (form == drugs.SEVERAL, "set aside", "several drugs in one figure", cells["drug"]),
        (date == "", "rejected", "no date", cells["date"]),
        (date > reader.today.isoformat(), "rejected", "date in the future", cells["date"]),
        (seizure == "", "rejected", "no country of seizure", cells["seizure"]),
        (amount < 0, "rejected", "negative quantity", cells["quantity"]),
        (unit.isin(units.VOLUMES), "repaired", "1 litre = 1 kg", cells["quantity"] + " " + cells["unit"]),
    ]
    masks = [mask.to_numpy(dtype=bool) for mask, *_rest in rules]

    def chosen(position: int, default: str) -> pd.Series:
        values = [np.broadcast_to(np.asarray(r[position], dtype=object), len(date)) for r in rules]
        return pd.Series(np.select(masks, values, default=default), index=date.index, dtype=object)

    return chosen(1, "accepted"), chosen(2, ""), chosen(3, "")
