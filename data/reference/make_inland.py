"""Builds ``inland.json.gz``: land more than 22 km from any sea. No ship is drawn there, so that none is drawn
more than 25 km inland: the shapes are coarse by some 3 km.

    python data/reference/make_inland.py

Reads the base map (``assets/basemap/coarse.json``, Natural Earth, public domain). A degree of longitude is shorter
towards the poles, so land is shrunk in bands of latitude, each stretched to the proportions of its middle; bands
overlap by more than the 22 km, so that no edge of a band is taken for a coast.
"""

from __future__ import annotations

import gzip
import json
import math
from pathlib import Path

import numpy as np
import shapely
from shapely.affinity import scale
from shapely.geometry import Polygon, box
from shapely.geometry.base import BaseGeometry

ROOT = Path(__file__).resolve().parents[2]
KM, KM_OF_DEGREE = 22.0, 111.2
BAND, OVERLAP = 4, 1
#: Borders of neighbours leave slivers between them; so many degrees close them, and are taken off again.
SLIVER = 0.02
GRAIN, LEAST = 0.02, 0.003


def land() -> BaseGeometry:
    """All land as one shape without borders."""
    body = json.loads((ROOT / "assets" / "basemap" / "coarse.json").read_bytes())
    rings = [np.asarray(ring, float).reshape(-1, 2) / body["scale"] for c in body["countries"] for ring in c["rings"]]
    shapes = [Polygon(ring).buffer(0).buffer(SLIVER) for ring in rings if len(ring) > 3]
    return shapely.union_all(shapes).buffer(-SLIVER)


def inland(whole: BaseGeometry) -> BaseGeometry:
    """What is left of land when ``KM`` are taken off its coasts."""
    parts = []
    for south in range(-88, 84, BAND):
        band = whole.intersection(box(-180, south - OVERLAP, 180, south + BAND + OVERLAP))
        narrow = math.cos(math.radians(south + BAND / 2))
        # The cut edges of the band are no coasts, and those at the date line neither.
        open_ = shapely.union_all(
            [band, box(-182, south - 9, -180, south + 9).intersection(band.buffer(1)), *turned(band)]
        )
        shrunk = scale(open_, narrow, 1, origin=(0, 0)).buffer(-KM / KM_OF_DEGREE)
        back = scale(shrunk, 1 / narrow, 1, origin=(0, 0))
        parts.append(back.intersection(box(-180, south, 180, south + BAND)))
    return shapely.union_all(parts).buffer(1e-6)


def turned(band: BaseGeometry) -> list[BaseGeometry]:
    """The band's land beyond the date line on either side, so that land which runs over it has no coast there."""
    return [
        shapely.transform(band.intersection(box(*side)), lambda xy, turn=turn: xy + np.array([turn, 0]))
        for side, turn in (((178, -90, 180, 90), -360), ((-180, -90, -178, 90), 360))
    ]


def main() -> None:
    """Write the file."""
    shape = inland(land()).simplify(GRAIN)
    parts = [p for p in getattr(shape, "geoms", [shape]) if p.area > LEAST]
    rings = [[np.round(np.asarray(r.coords), 2).ravel().tolist() for r in (p.exterior, *p.interiors)] for p in parts]
    target = ROOT / "data" / "reference" / "inland.json.gz"
    target.write_bytes(gzip.compress(json.dumps(rings, separators=(",", ":")).encode(), 9, mtime=0))
    print(len(parts), "parts", target.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
