"""Nodes: countries, sea areas and places, and which of them an event names.

A place is keyed ``CC:slug`` (a place at sea ``XZ-AREA:slug``). Names of departure and destination places are
resolved within their country: among the places of seizures first, then in the gazetteer; what cannot be
resolved is kept as text and listed, never guessed.
"""

from __future__ import annotations

import re

import pandas as pd

from app.core.groups import SIGN
from app.core.text import map_distinct, slug
from app.intake.reference import Reference


def seizure_nodes(event: pd.DataFrame, reference: Reference) -> pd.DataFrame:
    """Adds ``at_sea``, ``node`` (country or sea area) and ``place_key`` to the events."""
    sea = event["precision"] == "sea"
    area = [reference.sea_area(x, y) if s else None for x, y, s in zip(event["lon"], event["lat"], sea, strict=True)]
    node = pd.Series(area, index=event.index, dtype=object).where(sea, event["seizure"])
    key = node + ":" + map_distinct(event["place"], slug)
    return event.assign(at_sea=sea, node=node, place_key=key.where(event["precision"] != "country", node))


def place_table(event: pd.DataFrame, reference: Reference) -> pd.DataFrame:
    """One row per node: key, level, country, name, lat, lon, precision."""
    known = event.loc[event["precision"] != "country", ["place_key", "node", "place", "lat", "lon", "precision"]]
    grouped = known.groupby("place_key", sort=True)
    seized = (
        grouped.agg(
            country=("node", "first"),
            name=("place", "first"),
            lat=("lat", "mean"),
            lon=("lon", "mean"),
            precision=("precision", "first"),
        )
        .rename_axis("key")
        .reset_index()
    )
    hand_placed = reference.hand_placed.assign(key=lambda g: g["country"] + ":" + g["name"].map(slug))
    extra = hand_placed[~hand_placed["key"].isin(seized["key"])]
    return pd.concat(
        [_country_nodes(reference), seized.assign(level="place"), extra.assign(level="place")], ignore_index=True
    )[["key", "level", "country", "name", "lat", "lon", "precision"]]


def _country_nodes(reference: Reference) -> pd.DataFrame:
    rows = [
        reference.countries[["lon", "lat"]],
        reference.sea_areas[["lon", "lat"]],
        reference.region_nodes[["lon", "lat"]],
    ]
    frame = pd.concat(rows).rename_axis("key").reset_index()
    level = frame["key"].str.startswith(SIGN).map({True: "region", False: "country"})
    return frame.assign(level=level, country=frame["key"], name=None, precision="country")


class Resolver:
    """Finds the node of a departure or destination from its country and the place as written."""

    def __init__(self, places: pd.DataFrame) -> None:
        self._keys = frozenset(places["key"])
        self.unresolved: list[tuple[str, str, str]] = []

    def place(self, event_id: str, country: str | None, text: str | None) -> str | None:
        """Key of a named place in a country; None (and a line in ``unresolved``) when it is not known."""
        if not text:
            return None
        for candidate in (text, re.split(r"[(;]", text)[0]):
            key = f"{country}:{slug(candidate)}"
            if country and key in self._keys:
                return key
        self.unresolved.append((event_id, country or "", text))
        return None
