"""Events and legs as GeoJSON, KML and GeoParquet, with what must be read beside the figures in the file itself.

A leg runs along its illustrative path. A path across the date line is cut there: one line would run round the world.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any, BinaryIO

import orjson
import pandas as pd
import pyarrow
from shapely.geometry import LineString, MultiLineString, Point, box, mapping
from shapely.geometry.base import BaseGeometry

from app.cells import plain
from app.core.characters import replace_unfit
from app.core.style import MODE_STYLE

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
    lines = [part for part in parts if not part.is_empty and part.length]
    return lines[0] if len(lines) == 1 else MultiLineString(lines)


def shaped(name: str, blocks: Iterable[pd.DataFrame]) -> Iterator[tuple[BaseGeometry, Row]]:
    """Every row with its shape: an event at its point, a leg along its path."""
    shapes: dict[str, BaseGeometry] = {}
    for row in (row for block in blocks for row in block.astype(object).to_dict("records")):
        if name == "events":
            yield Point(row["lon"], row["lat"]), {"name": row["place"], **row}
            continue
        points = row.pop("points")
        if points not in shapes:
            shapes[points] = line_of(json.loads(points))
        yield shapes[points], {"name": f"{row['origin']} → {row['target']}", **row}


def geojson(file: BinaryIO, about: About, rows: Iterable[tuple[BaseGeometry, Row]]) -> None:
    """A feature collection, row by row; ``about`` stands as a member of its own before the features."""
    head = orjson.dumps({name: replace_unfit(text) for name, text in about})
    file.write(b'{"type":"FeatureCollection","about":' + head + b',"features":[\n')
    for i, (shape, row) in enumerate(rows):
        feature = {
            "type": "Feature",
            "geometry": None if shape.is_empty else mapping(shape),
            "properties": {
                name: replace_unfit(value) if isinstance(value := plain(v), str) else value for name, v in row.items()
            },
        }
        file.write((b",\n" if i else b"") + orjson.dumps(feature))
    file.write(b"\n]}\n")


def kml(file: BinaryIO, title: str, about: About, rows: Iterable[tuple[BaseGeometry, Row]]) -> None:
    """A KML document, row by row: a style for each mode, a placemark for each row, its fields as extended data."""
    description = "\n".join(f"{name}: {text}" for name, text in about)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
    head += f"<name>{clean(title)}</name><description>{clean(description)}</description>"
    file.write((head + "".join(style(mode, row[0]) for mode, row in MODE_STYLE.items())).encode("utf-8"))
    for shape, row in rows:
        if not shape.is_empty:
            file.write(placemark(shape, row).encode("utf-8"))
    file.write(b"</Document></kml>\n")


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
    """Text of XML: escaped, without the signs that XML cannot hold."""
    return escape(replace_unfit(text))


#: Columns of whole numbers; they are so in every block, also where one of them has a blank.
WHOLE = frozenset(("arrests", "seq"))


def parquet(file: BinaryIO, about: About, name: str, blocks: Iterable[pd.DataFrame]) -> None:
    """A GeoParquet file, block by block; what must be read beside the figures is a column of its own, the same in every
    row."""
    import pyarrow.parquet as pq

    about_text, writer = " · ".join(replace_unfit(text) for _name, text in about), None
    for block in blocks:
        table = geo_table(name, block, about_text)
        if writer is None:
            writer = pq.ParquetWriter(file, table.schema)
        writer.write_table(table.cast(writer.schema))
    if writer is not None:
        writer.close()


def geo_table(name: str, block: pd.DataFrame, about: str) -> pyarrow.Table:
    """One block as an Arrow table with the metadata of GeoParquet, as geopandas writes them, without the extent of the
    block: that of the file is another one."""
    import geopandas as gpd  # only this file needs it
    import pyarrow.parquet as pq

    rows = list(shaped(name, [block]))
    columns = ["name", *(column for column in block if column != "points")]
    frame = pd.DataFrame([{name: plain(v) for name, v in row.items()} for _shape_, row in rows], columns=columns)
    kinds = {column: kind_of(column, block) for column in frame}
    frame = frame.astype(kinds).assign(about=pd.Series([about] * len(rows), dtype="string"))
    geo_frame, buffer = gpd.GeoDataFrame(frame, geometry=[shape for shape, _row in rows], crs="EPSG:4326"), io.BytesIO()
    geo_frame.to_parquet(buffer, index=False)
    table = pq.read_table(buffer)
    about_geo = json.loads(table.schema.metadata[b"geo"])
    about_geo["columns"]["geometry"].pop("bbox", None)
    about_geo["columns"]["geometry"]["geometry_types"] = []  # those of one block are not those of the file
    return table.replace_schema_metadata({b"geo": json.dumps(about_geo).encode()})


def kind_of(column: str, block: pd.DataFrame) -> str:
    """The kind of a column, the same for every block."""
    if column in WHOLE:
        return "Int64"
    return "float64" if column in block and pd.api.types.is_numeric_dtype(block[column]) else "string"
