"""The small committed reference: country points, sea areas, sea gates and a gazetteer of places."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import shapely
from shapely.geometry import Polygon

from app.core.reading.headings import Headings, ranked


@dataclass(frozen=True)
class Reference:
    """Frames read once. ``countries`` is indexed by ISO code (label point, anchor point, area)."""

    countries: pd.DataFrame
    sea_areas: pd.DataFrame
    sea_gates: pd.DataFrame
    gazetteer: pd.DataFrame
    names: dict[str, str]
    headings: Headings
    carriers: dict[str, tuple[str, str]]

    @property
    def codes(self) -> frozenset[str]:
        """Every known ISO 3166-1 alpha-2 code."""
        return frozenset(self.countries.index)

    def sea_area(self, lon: float, lat: float) -> str:
        """Code of the sea area that holds a point (``XZ`` when none does); first match in file order."""
        points = [shapely.Point(lon + shift, lat) for shift in (0, -360)]
        for code, shape in zip(self.sea_areas.index, self.sea_areas["shape"], strict=True):
            if any(shape.covers(p) for p in points):
                return str(code)
        return "XZ"


def _shape(text: str) -> Polygon:
    return Polygon([tuple(map(float, pair.split())) for pair in text.split(",")])


def load(folder: Path) -> Reference:
    """Read the reference folder."""

    def table(name: str) -> pd.DataFrame:
        return pd.read_csv(folder / f"{name}.csv", keep_default_na=False)

    areas = table("sea_areas").set_index("code")
    areas["shape"] = areas["polygon"].map(_shape)
    means = table("carriers").to_dict("records")
    return Reference(
        table("countries").set_index("code"),
        areas,
        table("sea_gates"),
        table("gazetteer"),
        names=dict(table("country_names").itertuples(index=False, name=None)),
        headings=ranked(table("headings").itertuples(index=False, name=None)),
        carriers={row["name"]: (row["mode"], row["submode"]) for row in means},
    )
