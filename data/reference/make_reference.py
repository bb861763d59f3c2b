"""Builds the committed reference files from published packages; run by hand when Natural Earth changes.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python data/reference/make_reference.py package/countries-10m.json

Reads the TopoJSON of Natural Earth (public domain) and writes
``assets/basemap/coarse.json`` and ``fine.json`` (rings cut at the date line, simplified as one coverage so that
neighbours keep a common border) and ``countries.csv`` (code, area, and the point where a name or node stands).
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import numpy as np
import shapely
from babel import core as babel_core
from shapely import affinity
from shapely.geometry import MultiPolygon, Polygon, box

ROOT = Path(__file__).resolve().parents[2]
#: Parts of a sovereign state that ISO 3166 codes apart: code -> (state, west, south, east, north).
TERRITORIES = {
    "GF": ("FR", -55, 2, -51, 6),
    "GP": ("FR", -62, 15.8, -60.9, 16.6),
    "MQ": ("FR", -61.3, 14.3, -60.7, 15),
    "RE": ("FR", 55, -21.5, 56, -20.7),
    "YT": ("FR", 45, -13.1, 45.4, -12.5),
    "BQ": ("NL", -69, 12, -62, 18),
}
#: name -> (tolerance in degrees, digits kept, smallest islet in square degrees; a state's largest part stays)
LEVELS = {"coarse": (0.05, 2, 0.01), "fine": (0.01, 3, 0.0)}


def rings_of(topology: dict) -> list[np.ndarray]:
    """Every arc in degrees."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    return [np.cumsum(np.array(a), axis=0) * [sx, sy] + [tx, ty] for a in topology["arcs"]]


def ring(indices: list[int], arcs: list[np.ndarray]) -> np.ndarray:
    """One closed ring; longitudes run on over the date line, a ring round the pole is closed along it."""
    parts = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in indices]
    points = np.vstack([parts[0], *(p[1:] for p in parts[1:])])
    points[:, 0] = np.unwrap(points[:, 0], period=360)
    if abs(points[0, 0] - points[-1, 0]) > 180:
        points = np.vstack([points, [points[-1, 0], -90], [points[0, 0], -90]])
    return points


def cut(polygon: Polygon) -> list[Polygon]:
    """The polygon's parts within [-180, 180], shifted home."""
    polygon = shapely.make_valid(polygon)
    pieces = []
    for shift in (-360, 0, 360):
        part = polygon.intersection(box(-180 + shift, -90, 180 + shift, 90))
        pieces += [
            g
            for g in getattr(affinity.translate(part, -shift), "geoms", [affinity.translate(part, -shift)])
            if isinstance(g, Polygon) and not g.is_empty
        ]
    return pieces


def countries(path: Path) -> dict[str, MultiPolygon]:
    """ISO alpha-2 (or a name in lower case where ISO has none) -> shape."""
    topology = json.loads(path.read_text())
    arcs, aliases = rings_of(topology), babel_core.get_global("territory_aliases")
    shapes: dict[str, list[Polygon]] = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        code = aliases.get(geometry.get("id", ""), [None])[0] or (
            "XK" if geometry["properties"]["name"] == "Kosovo" else ""
        )
        code = code or "_" + geometry["properties"]["name"].lower()
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for rings in polygons:
            shell, *holes = (ring(r, arcs) for r in rings)
            if len(shell) < 4:
                continue
            for piece in cut(Polygon(shell, [h for h in holes if len(h) > 3])):
                shapes.setdefault(territory(code, piece), []).append(piece)
    return {code: MultiPolygon(parts) for code, parts in shapes.items()}


def territory(code: str, piece: Polygon) -> str:
    """The code of a coded territory when the piece lies in its box."""
    point = piece.representative_point()
    for other, (state, west, south, east, north) in TERRITORIES.items():
        if code == state and west <= point.x <= east and south <= point.y <= north:
            return other
    return code


def write_basemap(shapes: dict[str, MultiPolygon], name: str) -> None:
    """Rings as flat integer lists: compact, and quick to draw."""
    tolerance, digits, islet = LEVELS[name]
    largest = {c: max(p.area for p in shape.geoms) for c, shape in shapes.items()}
    kept = ((c, p) for c, shape in shapes.items() for p in shape.geoms if p.area >= min(islet, largest[c]))
    codes, parts = zip(*kept, strict=True)
    simple = shapely.coverage_simplify(np.array(parts), tolerance)
    scale, out = 10**digits, {}
    for code, polygon in zip(codes, simple, strict=True):
        for line in [polygon.exterior, *polygon.interiors] if not polygon.is_empty else []:
            flat = np.rint(np.array(line.coords) * scale).astype(int)
            out.setdefault(code, []).append(flat.ravel().tolist())
    body = {"scale": scale, "countries": [{"code": c, "rings": r} for c, r in out.items()]}
    (ROOT / "assets/basemap" / f"{name}.json").write_text(json.dumps(body, separators=(",", ":")))


def write_countries(shapes: dict[str, MultiPolygon], anchors: Path, out: Path) -> None:
    """One row per code: label point (inside the largest part), and the anchor where flows meet."""
    given = {r["code"]: r for r in csv.DictReader(anchors.open())}
    with out.open("w", newline="") as sink:
        writer = csv.writer(sink, lineterminator="\n")
        writer.writerow(["code", "label_lon", "label_lat", "lon", "lat", "area_deg2"])
        for code in sorted(c for c in {*shapes, *given} if not c.startswith("_")):
            shape = shapes.get(code)
            anchor = [float(given[code][k]) for k in ("lon", "lat")] if code in given else None
            label = anchor if shape is None else label_point(shape)
            area = 0.0 if shape is None else shape.area
            writer.writerow([code, *(f"{v:.2f}" for v in [*label, *(anchor or label)]), f"{area:.3f}"])


def label_point(shape: MultiPolygon) -> list[float]:
    """The middle of the widest room in the largest part."""
    largest = max(shape.geoms, key=lambda g: g.area)
    point = shapely.maximum_inscribed_circle(largest, 0.05).coords[0]
    return list(point)


if __name__ == "__main__":
    found = countries(Path(sys.argv[1]))
    for level in LEVELS:
        write_basemap(found, level)
    here = Path(__file__).parent
    write_countries(found, here / "anchors.csv", here / "countries.csv")
