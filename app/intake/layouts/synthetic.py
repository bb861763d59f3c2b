"""A synthetic dataset for benchmarks, made from a seed: every record says that it is none.

``rows`` and ``seed`` stand in its source.toml. Its shape is that of large public files of seizures: a few countries
have most records (Zipf), weights are lognormal over six orders of magnitude, a third name a departure, four in ten a
destination, one in twelve a transit, and half stand at a known place. It is never among the shipped sources.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from app.intake.layouts import ImportContext, Imported

Texts = NDArray[np.object_]
#: Shares of modes (with the carrier that goes with each), forms, and how well a place is known.
MODES = (("air", "courier", 0.44), ("land", "road", 0.22), ("maritime", "container", 0.13), ("post", None, 0.09),
         ("maritime", "yacht", 0.04), ("river", None, 0.02), ("unknown", None, 0.06))  # fmt: skip
FORMS = (("hydrochloride", 0.52), ("unspecified", 0.33), ("base", 0.08), ("crack", 0.07))
PRECISION = (("city", 0.36), ("port", 0.14), ("region", 0.2), ("country", 0.3))
#: Countries from the most named to the least; others follow by their code.
FIRST = {
    "seizure": "US BR ES CO EC BE NL FR IT MX PE BO CL AR PT DE GB PA CR DO VE GT HN PY UY NG ZA TR",
    "departure": "CO BR EC PE BO DO VE PA CR AR CL PY UY MX ES NL NG SR GY JM",
    "destination": "US ES NL BE IT FR DE GB PT BR AR CL AU ZA NG TR CH AT PL IL",
}
#: Few places a country: each pair of places by sea costs a search for its lane, once for all builds.
YEARS, PLACES, COUNTRIES, SKEW = 16, 8, 30, 1.15
CONCEALMENT = ("in luggage", "in a container", "in body", "in parcels", "hidden compartment", "in fruit", "")


def read(folder: Path, metadata: dict[str, Any], context: ImportContext) -> Imported:
    """The table of events, and a report for each; the same for a seed on every machine."""
    events = synthetic_events(int(metadata["rows"]), int(metadata.get("seed", 1)), context)
    reports = pd.DataFrame({"event_id": events["event_id"], "title": events["title"], "publisher": events["publisher"]})
    reports = reports.assign(url=None, date=None, main=True, supports=None)
    return Imported(tables={"event": events, "report": reports}, rows={"synthetic": len(events)})


def synthetic_events(rows: int, seed: int, context: ImportContext) -> pd.DataFrame:
    """So many events."""
    chance = np.random.default_rng(seed)
    seizure = _countries("seizure", rows, chance, context)
    departure = _some(_countries("departure", rows, chance, context), 0.33, chance)
    destination = _some(_countries("destination", rows, chance, context), 0.4, chance)
    transit = _some(_countries("departure", rows, chance, context), 0.08, chance)
    transit[(transit == departure) | (transit == destination) | (transit == seizure)] = None
    mode, carrier = _modes(rows, chance)
    when = pd.Timestamp("2010-01-01") + pd.to_timedelta(_days(rows, chance), unit="D")
    kg = np.round(np.exp(chance.normal(0.2, 2.6, rows)), 3)
    kg[chance.random(rows) < 0.04] = np.nan
    frame = pd.DataFrame({"seizure": seizure, "departure": departure, "destination": destination, "transits": transit})
    return frame.assign(
        event_id=[f"SYN-{n:08d}" for n in range(rows)], row=np.arange(2, rows + 2), date=when.strftime("%Y-%m-%d"),
        date_precision="day", mode=mode, submode=carrier, form=_drawn(FORMS, rows, chance), kg=np.minimum(kg, 90_000),
        kg_min=np.nan, kg_max=np.nan, material_kg=np.nan, departure_basis=_if(departure, "stated"), production=None,
        concealment=np.array(CONCEALMENT, dtype=object)[chance.integers(0, len(CONCEALMENT), rows)], coload=None,
        operation=None, title="Synthetic record for a benchmark: no seizure", publisher="Benchmark", url=None,
        departure_place=None, destination_place=None, agencies="Synthetic agency", source_date=None,
        confidence="ungraded", confidence_note=None, record_type="event", arrests=np.nan, approximate=False,
        as_written=None, **_places(seizure, chance, context),
    )  # fmt: skip


def _countries(role: str, rows: int, chance: np.random.Generator, context: ImportContext) -> Texts:
    """Countries of a role by Zipf's law."""
    first = [code for code in FIRST[role].split() if code in context.anchors.index]
    known = [*first, *sorted(set(context.anchors.index) - set(first))][:COUNTRIES]
    weight = 1 / np.arange(1, len(known) + 1) ** SKEW
    return np.array(known, dtype=object)[chance.choice(len(known), rows, p=weight / weight.sum())]


def _some(values: Texts, share: float, chance: np.random.Generator) -> Texts:
    """The values in a share of the rows, nothing in the others."""
    sampled = values.copy()
    sampled[chance.random(len(values)) >= share] = None
    return sampled


def _if(values: Texts, word: str) -> Texts:
    """A word where there is a value."""
    return np.array([None if value is None else word for value in values], dtype=object)


def _drawn(shares: tuple[tuple[str, float], ...], rows: int, chance: np.random.Generator) -> Texts:
    return np.array([s[0] for s in shares], dtype=object)[chance.choice(len(shares), rows, p=[s[1] for s in shares])]


def _modes(rows: int, chance: np.random.Generator) -> tuple[Texts, Texts]:
    picked = chance.choice(len(MODES), rows, p=[share for _mode, _carrier, share in MODES])
    modes, carriers = (np.array([row[i] for row in MODES], dtype=object)[picked] for i in (0, 1))
    return modes, carriers


def _days(rows: int, chance: np.random.Generator) -> NDArray[np.int64]:
    """Days since 2010: more in each later year, as reporting grew."""
    return (YEARS * 365 * np.sqrt(chance.random(rows))).astype(int)


def _places(seizure: Texts, chance: np.random.Generator, context: ImportContext) -> dict[str, Any]:
    """Names and points round the country's own; what is known only by country stands at it."""
    rows = len(seizure)
    points = context.anchors.reindex(seizure)
    nth = np.minimum((PLACES * chance.random(rows) ** 3).astype(int), PLACES - 1)
    spread = np.random.default_rng(7).normal(0, 1.6, (PLACES, 2))[nth]
    precision = _drawn(PRECISION, rows, chance)
    exact = precision != "country"
    names = np.array([f"Synthetic place {n}" for n in range(PLACES)], dtype=object)[nth]
    lat, lon = points["lat"].to_numpy(float), points["lon"].to_numpy(float)
    return {
        "place": np.where(exact, names, "Synthetic: country only"),
        "precision": precision,
        "lat": np.clip(lat + np.where(exact, spread[:, 0], 0), -60, 72),
        "lon": np.clip(lon + np.where(exact, spread[:, 1], 0), -179.9, 179.9),
    }
