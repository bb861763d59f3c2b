"""Events and legs as GeoJSON, KML and GeoParquet, with what must be read beside the figures in the file itself.

A leg runs along its illustrative path. A path across the date line is cut there: one line would run round the world.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any

import orjson
import pandas as pd
from shapely.geometry import LineString, MultiLineString, Point, box, mapping
from shapely.geometry.base import BaseGeometry

from app.core.style import MODE_STYLE
from app.exports import plain

Row = Mapping[str, Any]
About = list[tuple[str, str]]
WORLD = box(-180, -90, 180, 90)
#: Colour of an event's point.
POINT = "#111111"


def line_of(points: list[list[float]]) -> BaseGeometry:
    """A path as a line between -180 and 180 degrees, cut at the date line."""
    if len(points) < 2:
        return Point(points[0]) if points else LineString()
    parts: list[Any] = []
    for turn in (-360, 0, 360):
        shape = LineString([(lon + turn, lat) for lon, lat in points]).intersection(WORLD)
        parts += shape.geoms if isinstance(shape, MultiLineString) else [shape] if isinstance(shape, LineString) else []
    held = [part for part in parts if not part.is_empty and part.length]
    return held[0] if len(held) == 1 else MultiLineString(held)


def shaped(name: str, frame: pd.DataFrame) -> Iterator[tuple[BaseGeometry, Row]]:
    """Every row with its shape: an event at its point, a leg along its path."""
    shapes: dict[str, BaseGeometry] = {}
    for row in frame.astype(object).to_dict("records"):
        if name == "events":
            yield Point(row["lon"], row["lat"]), {"name": row["place"], **row}
            continue
        points = row.pop("points")
        if points not in shapes:
            shapes[points] = line_of(json.loads(points))
        yield shapes[points], {"name": f"{row['origin']} → {row['target']}", **row}


def geojson(about: About, rows: Iterable[tuple[BaseGeometry, Row]]) -> Iterator[bytes]:
    """A feature collection in pieces; ``about`` stands as a member of its own before the features."""
    yield b'{"type":"FeatureCollection","about":' + orjson.dumps(dict(about)) + b',"features":[\n'
    for i, (shape, row) in enumerate(rows):
        feature = {
            "type": "Feature",
            "geometry": None if shape.is_empty else mapping(shape),
            "properties": {name: plain(value) for name, value in row.items()},
        }
        yield (b",\n" if i else b"") + orjson.dumps(feature)
    yield b"\n]}\n"


def kml(title: str, about: About, rows: Iterable[tuple[BaseGeometry, Row]]) -> Iterator[bytes]:
    """A KML document in pieces: a style for each mode, a placemark for each row, its fields as extended data."""
    said = "\n".join(f"{name}: {text}" for name, text in about)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
    head += f"<name>{clean(title)}</name><description>{clean(said)}</description>"
    yield (head + "".join(style(mode, row[0]) for mode, row in MODE_STYLE.items())).encode("utf-8")
    for shape, row in rows:
        if not shape.is_empty:
            yield placemark(shape, row).encode("utf-8")
    yield b"</Document></kml>\n"


def style(mode: str, colour: str) -> str:
    """Lines and points of a mode: its colour, as on the map."""
    line = f"<LineStyle><color>{backwards(colour)}</color><width>3</width></LineStyle>"
    return (
        f'<Style id="{mode}">{line}<IconStyle><color>{backwards(POINT)}</color><scale>0.6</scale></IconStyle></Style>'
    )


def backwards(colour: str, alpha: str = "d0") -> str:
    """A colour as KML writes it: alpha, blue, green, red.

    >>> backwards("#153E84")
    'd0843e15'
    """
    red, green, blue = colour[1:3], colour[3:5], colour[5:7]
    return f"{alpha}{blue}{green}{red}".lower()


def placemark(shape: BaseGeometry, row: Row) -> str:
    """One row with its shape and its fields; what is missing is left out."""
    fields = "".join(
        f'<Data name="{clean(str(name))}"><value>{clean(str(value))}</value></Data>'
        for name, value in row.items()
        if plain(value) is not None
    )
    name, mode = clean(str(row.get("name", ""))), clean(str(row.get("mode", "unknown")))
    head = f"<Placemark><name>{name}</name><styleUrl>#{mode}</styleUrl><ExtendedData>{fields}</ExtendedData>"
    return f"{head}{_shape(shape)}</Placemark>\n"


def _shape(shape: BaseGeometry) -> str:
    if isinstance(shape, Point):
        return f"<Point><coordinates>{shape.x:.5f},{shape.y:.5f}</coordinates></Point>"
    parts = shape.geoms if isinstance(shape, MultiLineString) else [shape]
    lines = "".join(
        f"<LineString><tessellate>1</tessellate><coordinates>"
        f"{' '.join(f'{x:.4f},{y:.4f}' for x, y in part.coords)}</coordinates></LineString>"
        for part in parts
    )
    return f"<MultiGeometry>{lines}</MultiGeometry>" if len(parts) > 1 else lines


def clean(text: str) -> str:
    """Text of XML: escaped, without the control signs that XML cannot hold."""
    return escape("".join(sign for sign in text if sign in "\n\t" or ord(sign) >= 32))


def parquet(about: About, rows: Iterable[tuple[BaseGeometry, Row]]) -> bytes:
    """A GeoParquet file; what must be read beside the figures is a column of its own, the same in every row."""
    held = list(rows)
    frame = pd.DataFrame([{name: plain(v) for name, v in row.items()} for _shape_, row in held])
    frame["about"] = pd.Categorical([" · ".join(text for _name, text in about)] * len(held))
    import geopandas as gpd  # only this file needs it

    made = gpd.GeoDataFrame(frame, geometry=[shape for shape, _row in held], crs="EPSG:4326")
    out = io.BytesIO()
    made.to_parquet(out, index=False)
    return out.getvalue()
