"""Plain recounts over the rows of events.csv: loops and dictionaries, nothing of the application but its sea areas.

What the application computes with tables and expressions is counted again here the slow way, so that the two
agree by being right and not by sharing a fault.
"""

from __future__ import annotations

import calendar
import csv
import functools
import itertools
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable

import pandas as pd

from app.intake.builder.inland import Inland
from app.intake.builder.leg_modes import LegModes
from app.intake.reference import Reference
from app.settings import Settings

Row = dict[str, str]
SeaArea = Callable[[float, float], str]
with (Settings().sources / "curated" / "events.csv").open(encoding="utf-8", newline="") as _file:
    _TYPES = [row["record_type"] for row in csv.DictReader(_file)]
#: Rows of the shipped file, and those of them that are seizures: what the tests count.
ROWS, EVENTS = len(_TYPES), _TYPES.count("event")
#: The file's words for the mode -> (mode, carrier)
CARRIERS = {
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
COLUMN = {
    "seizure": "seizure_country",
    "departure": "origin_country",
    "destination": "destination_country",
    "confidence": "confidence",
    "precision": "location_precision",
    "date_precision": "date_precision",
}


def counted(rows: Iterable[Row]) -> list[Row]:
    """Records that are one event each; an aggregate never counts."""
    return [row for row in rows if row["record_type"] == "event"]


def ids(rows: Iterable[Row]) -> list[str]:
    return sorted(row["event_id"] for row in rows)


def days(date: str) -> tuple[str, str]:
    """First and last day of a date known by year, month or day."""
    if len(date) == 4:
        return f"{date}-01-01", f"{date}-12-31"
    if len(date) == 7:
        return f"{date}-01", f"{date}-{calendar.monthrange(int(date[:4]), int(date[5:]))[1]:02d}"
    return date, date


def overlaps(row: Row, since: str, until: str) -> bool:
    first, last = days(row["date"])
    return last >= days(since)[0] and first <= days(until)[1]


def bare(text: str) -> str:
    """Without case and accents."""
    return "".join(c for c in unicodedata.normalize("NFD", text.lower()) if unicodedata.category(c) != "Mn")


def transits(row: Row) -> list[str]:
    return [code for code in row["transit_countries"].split(";") if code]


def named(row: Row) -> set[str]:
    """Every country that the record names, in any role."""
    ends = (row["seizure_country"], row["origin_country"], row["destination_country"])
    return {code for code in (*ends, *transits(row)) if code}


def kg(row: Row) -> float | None:
    return float(row["quantity_kg"]) if row["quantity_kg"] else None


def weights(rows: Iterable[Row]) -> list[float]:
    return [w for w in map(kg, rows) if w is not None]


def band(row: Row) -> str | None:
    """Size band: five tonnes, one tonne, a hundred kilograms, less."""
    weight = kg(row)
    return (
        None if weight is None else "0" if weight >= 5000 else "1" if weight >= 1000 else "2" if weight >= 100 else "3"
    )


def values(row: Row, facet: str) -> list[str | None]:
    """The values under which a facet counts a record; None where the record does not state it."""
    if facet in ("mode", "submode"):
        return [CARRIERS[row["mode"]][facet == "submode"] or None]
    if facet == "transit":
        return list(dict.fromkeys(transits(row))) or [None]
    if facet == "country":
        return sorted(named(row))
    if facet == "concealed":
        return list(concealed(row["concealment"], row["other_goods"])) or [None]
    special = {"band": band(row), "production": None, "source": "curated", "form": form(row)}
    return [special[facet]] if facet in special else [row[COLUMN[facet]] or None]


@functools.cache
def concealment_words() -> dict[str, str]:
    with (Settings().reference / "concealment_words.csv").open(encoding="utf-8", newline="") as file:
        return {row["word"]: row["kind"] for row in csv.DictReader(file)}


def concealed(*texts: str) -> set[str]:
    """The kinds that some texts name: at the start of each word, the longest listed phrase that ends with a word."""
    found = set()
    for text in texts:
        plain = unicodedata.normalize("NFKD", text.lower())
        plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
        for at in range(len(plain)):
            if at and (plain[at - 1].isalnum() or plain[at - 1] == "_"):
                continue
            here = [
                w
                for w in concealment_words()
                if plain.startswith(w, at) and not plain[at + len(w) : at + len(w) + 1].isalnum()
            ]
            found |= {concealment_words()[max(here, key=len)]} if here else set()
    return found - {""}


def form(row: Row) -> str:
    return row["drug_form"].removeprefix("cocaine ")


def node(row: Row, sea_area: SeaArea) -> str:
    """Where the seizure stands in the chain: a sea area at sea, else the country."""
    at_sea = row["location_precision"] == "sea"
    return sea_area(float(row["lon"]), float(row["lat"])) if at_sea else row["seizure_country"]


def legs(row: Row, sea_area: SeaArea) -> list[tuple[str, str, str]]:
    """(origin, target, line) of a record at country level."""
    origin, end, seizer = row["origin_country"], row["destination_country"], row["seizure_country"]
    stops, here = transits(row), node(row, sea_area)
    if row["origin_basis"] == "interdicted at departure":
        route, seized_at = [origin or here, *stops, end], 0
    else:
        if seizer in stops:
            ahead = stops.index(seizer)
            stops[ahead : ahead + 1] = []
        else:
            ahead = 0 if origin == seizer or (end and not origin) else len(stops)
        route = [origin, *stops[:ahead], here, *stops[ahead:], end]
        seized_at = ahead + 1
    walked = "inferred" if row["origin_basis"] == "presumed" else "travelled"
    marked = [(stop, i < seized_at) for i, stop in enumerate(route) if stop]
    return [(a, b, walked if before else "intended") for (a, before), (b, _) in itertools.pairwise(marked) if a != b]


@functools.cache
def leg_modes() -> LegModes:
    """By which mode an intended leg would have gone: a rule of its own, tested in tests/test_leg_modes.py."""
    reference = Reference(Settings().reference)
    nodes = [reference.countries[["lon", "lat"]], reference.sea_areas[["lon", "lat"]]]
    points = {str(key): (float(lon), float(lat)) for key, lon, lat in pd.concat(nodes).itertuples(name=None)}
    return LegModes(Inland(Settings().reference), points, Reference(Settings().reference).foreign_gates)


def flows(rows: Iterable[Row], sea_area: SeaArea) -> dict[str, list[Row]]:
    """Records by the name of each flow that they belong to."""
    found: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in rows:
        for origin, target, line in legs(row, sea_area):
            mode = CARRIERS[row["mode"]][0]
            mode_of = leg_modes().intended if line == "intended" else leg_modes().travelled
            own = mode_of(mode, origin, target)
            found[f"{origin}>{target}|{own}|{line}"][row["event_id"]] = row
    return {key: list(held.values()) for key, held in found.items()}
