"""Files that come in as overlays: each format, exactly as it is; what is hostile or broken is refused in words."""

from __future__ import annotations

import gzip
import json
import random
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import shapely
from pmtiles.tile import TileType

from app.core.message import Refused
from app.core.overlay import Overlay
from app.i18n import languages, translator
from app.intake import formats
from app.intake.overlays import Wanted, outlines, take_in, vectors
from app.overlays import OUTLINES, Overlays, tiles
from tests import overlay_files as files


def taken(path: Path, folder: Path, wanted: Wanted | None = None) -> tuple[Overlay, Overlays, list[str]]:
    overlays = Overlays(folder / "overlays")
    overlay, notes = take_in(path, path.name, wanted or Wanted(), overlays)
    return overlay, overlays, [translator("en").note_text(note) for note in notes]


def refusal(path: Path, folder: Path, wanted: Wanted | None = None) -> str:
    """Why a file is refused, in English; every language has a sentence of its own, and nothing is kept."""
    overlays = Overlays(folder / "overlays")
    with pytest.raises(Refused) as found:
        take_in(path, path.name, wanted or Wanted(), overlays)
    said = {language: translator(language).note_text(found.value.notes[0]) for language in languages()}
    assert len(set(said.values())) == len(said)
    assert not overlays.all() and not list((folder / "overlays").glob("*"))
    return said["en"]


@pytest.mark.parametrize("kind", files.SHAPES)
def test_every_format_has_the_same_shapes_with_their_names(kind: str, tmp_path: Path) -> None:
    overlay, overlays, notes = taken(files.SHAPES[kind](tmp_path), tmp_path, Wanted("Zonas", "Hand", "TLP:GREEN"))
    shapes = overlays.shapes(overlay.key)
    assert (overlay.kind, overlay.polygons, overlay.shapes) == ("shapes", 2, 2 if kind == "Shapefile" else 4)
    assert (overlay.title, overlay.source, overlay.marking) == ("Zonas", "Hand", "TLP:GREEN")
    assert set(shapes["name"]) == set(files.NAMES[: overlay.shapes]) and list(shapes["name"][:2]) == files.NAMES[:2]
    for number, own in ((1, files.HOLED), (2, files.OVER)):
        # The metres of a Shapefile come back as degrees, to a millimetre.
        assert shapely.symmetric_difference(shapes.geometry.at[number], own).area < 1e-6
    assert "Names from the field" in notes[0]
    assert overlays.file(overlay.key).read_bytes() == (next(tmp_path.glob(f"{overlay.file}"))).read_bytes()


@pytest.mark.parametrize("kind", files.PICTURES)
def test_tiles_are_served_as_the_pictures_that_they_are(kind: str, tmp_path: Path) -> None:
    overlay, overlays, _notes = taken(files.PICTURES[kind](tmp_path), tmp_path)
    assert (overlay.kind, overlay.zooms, overlay.bounds) == ("tiles", (0, 2), (-90.0, -40.0, 0.0, 40.0))
    for spot, body in files.TILES.items():
        assert tiles.tile(overlays.file(overlay.key), *spot) == (body, "image/png")
    for nowhere in ((3, 0, 0), (0, 1, 0), (1, 0, -1), (99, 0, 0)):
        assert tiles.tile(overlays.file(overlay.key), *nowhere) is None


def test_the_same_file_is_the_same_overlay_and_its_names_can_be_chosen(tmp_path: Path) -> None:
    path = files.gpkg(tmp_path)
    overlay, overlays, _notes = taken(path, tmp_path)
    again, _overlays, _notes = taken(path, tmp_path, Wanted("Otra", names="n"))
    assert again.key == overlay.key and [one.title for one in overlays.all()] == ["Otra"]
    assert list(overlays.shapes(again.key)["name"]) == ["1", "2", "3", "4"]
    said = refusal(path, tmp_path / "elsewhere", Wanted(names="no such"))
    assert "no field “no such”" in said and "nombre" in said


def test_what_cannot_be_drawn_is_left_out_and_said(tmp_path: Path) -> None:
    square = [[[0, 0], [1, 0], [1, 1], [0, 0]]]
    shapes = [
        {"type": "Polygon", "coordinates": square}, None, {"type": "Point", "coordinates": [0, 95]},
        {"type": "Polygon", "coordinates": [[[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]]},
        {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [5, 5, 9]}]},
    ]  # fmt: skip
    features = [{"type": "Feature", "properties": {}, "geometry": shape} for shape in shapes]
    path = tmp_path / "mixed.json"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    overlay, overlays, notes = taken(path, tmp_path)
    kept = overlays.shapes(overlay.key)
    assert (overlay.polygons, overlay.shapes) == (2, 3) and kept.geometry.is_valid.all()
    assert kept.geometry.at[2].area == pytest.approx(2), "the loops of an eight are both in it"
    assert "no field with names" in notes[0].lower()
    assert notes[1:] == ["1 row has no shape and was left out.", "1 shape lies off the globe and was left out."]


def test_an_outline_has_as_many_corners_as_a_browser_draws(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ring = shapely.Point(0, 0).buffer(10, quad_segs=4000)
    path = tmp_path / "round.geojson"
    files.geopandas.GeoDataFrame({"name": ["r"]}, geometry=[ring], crs=4326).to_file(path)
    monkeypatch.setattr(outlines, "MOST_CORNERS", 1000)
    overlay, overlays, _notes = taken(path, tmp_path)
    drawn = json.loads(overlays.file(overlay.key, OUTLINES).read_bytes())["features"][0]
    corners = drawn["geometry"]["coordinates"][0]
    assert 20 < len(corners) <= 1000 and drawn["properties"] == {
        "n": 1,
        "name": "r",
        "at": pytest.approx([0, 0], abs=1),
    }
    assert shapely.get_num_coordinates(overlays.shapes(overlay.key).geometry.at[1]) == 16001, "the shape itself stays"


def bad_files(folder: Path) -> dict[str, tuple[bytes, str]]:
    """Hostile and broken files by their names, with a part of what is said of each."""
    entities = b'<?xml version="1.0"?><!DOCTYPE k [<!ENTITY a "aaaa">]><kml>&a;</kml>'
    square = '{"type":"Polygon","coordinates":[[[4e5,5e6],[5e5,5e6],[5e5,6e6],[4e5,5e6]]]}'
    huge = '{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[1e400,0]}}'
    good, vector = files.gpkg(folder).read_bytes(), files.mbtiles(folder, {(0, 0, 0): b"\x1f\x8bpbf"}, "pbf")
    return {
        "empty.gpkg": (b"  \n", "empty"),
        "table.csv": (b"date,kg\n2020-01-01,5\n", "no map that can be read"),
        "picture.png": (files.png(), "no map that can be read"),
        "torn.gpkg": (good[:5000], "damaged"),
        "noise.fgb": (b"fgb\x03fgb\x00" + random.Random(1).randbytes(3000), "no shapes"),
        "torn.geojson": (b'{"type":"FeatureCollection","features":[{"type":"Feature","geometry"', "damaged"),
        "other.json": (b'{"a": 1}', "damaged"),
        "none.geojson": (b'{"type":"FeatureCollection","features":[]}', "no shapes"),
        "off.geojson": (huge.encode(), "no shapes"),
        "entities.kml": (entities, "entities"),
        "page.kml": (b"<html><body>x</body></html>", "damaged"),
        "link.vrt": (b"<OGRVRTDataSource><OGRVRTLayer name='x'><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer>"
                     b"</OGRVRTDataSource>", "no shapes"),
        "torn.zip": (b"PK\x03\x04" + b"\0" * 200, "cannot be unpacked"),
        "text.zip": (zipped(folder, {"a.txt": b"hello"}), "no Shapefile"),
        "two.zip": (zipped(folder, {"a.geojson": b"{}", "b.geojson": b"{}"}), "no Shapefile"),
        "up.zip": (zipped(folder, {"../../up.shp": b"x" * 200}), "damaged"),
        "entities.kmz": (zipped(folder, {"doc.kml": entities}), "entities"),
        "bomb.zip": (zipped(folder, {"a.shp": b"\0" * 60_000_000}), "packed"),
        "metres.geojson.gz": (gzip.compress(square.encode()), "no map that can be read"),
        "vector.mbtiles": (vector.read_bytes(), "no pictures"),
        "cut.pmtiles": (files.pmtiles(folder).read_bytes()[:100], "damaged"),
        "vector.pmtiles": (files.pmtiles(folder, tile_type=TileType.MVT).read_bytes(), "no pictures"),
    }  # fmt: skip


def zipped(folder: Path, members: dict[str, bytes]) -> bytes:
    with zipfile.ZipFile(folder / "made.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return (folder / "made.zip").read_bytes()


def test_hostile_and_broken_files_are_refused_in_words(tmp_path: Path) -> None:
    for name, (body, word) in bad_files(tmp_path).items():
        (tmp_path / name).write_bytes(body)
        said = refusal(tmp_path / name, tmp_path / "house")
        assert word in said and str(tmp_path) not in said and "Traceback" not in said, (name, said)
    assert not list(tmp_path.parent.rglob("up.shp"))


def test_a_layer_in_metres_without_a_system_is_refused(tmp_path: Path) -> None:
    files.shapefile(tmp_path)
    with zipfile.ZipFile(tmp_path / "bare.zip", "w") as archive:
        for member in ("zonas.shp", "zonas.shx", "zonas.dbf"):
            archive.write(tmp_path / member, member)
    said = refusal(tmp_path / "bare.zip", tmp_path / "house")
    assert "does not say in which system" in said and ".prj" in said


def test_a_layer_in_degrees_without_a_system_is_read(tmp_path: Path) -> None:
    files.written(tmp_path / "g.shp", files.frame().iloc[2:])
    with zipfile.ZipFile(tmp_path / "g.zip", "w") as archive:
        for member in ("g.shp", "g.shx", "g.dbf"):
            archive.write(tmp_path / member, member)
    overlay, overlays, _notes = taken(tmp_path / "g.zip", tmp_path)
    assert overlays.shapes(overlay.key).geometry.at[1].equals(files.HOLED)


def test_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = files.gpkg(tmp_path)
    monkeypatch.setattr(vectors, "MOST_SHAPES", 3)
    assert "more than 3 shapes" in refusal(path, tmp_path / "house")
    monkeypatch.setattr(vectors, "MOST_SHAPES", 4)
    monkeypatch.setattr(vectors, "MOST_CORNERS", 20)
    assert "more than 20 corners" in refusal(path, tmp_path / "house")


def test_a_table_of_tiles_that_counts_for_ever_ends(tmp_path: Path) -> None:
    endless = """CREATE VIEW tiles AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
        SELECT i AS zoom_level, i AS tile_column, random() % 2 - 9 AS tile_row, x'00' AS tile_data FROM n"""
    path = files.mbtiles(tmp_path, sql=endless)
    with pytest.raises(sqlite3.OperationalError, match="interrupted"):
        tiles.of_mbtiles(path, 2, 2, 1)


@pytest.mark.parametrize("made", [files.gpkg, files.fgb, files.mbtiles, files.pmtiles])
def test_a_map_that_is_dropped_among_the_tables_is_told_where_to_go(
    made: Callable[[Path], Path], tmp_path: Path
) -> None:
    with pytest.raises(Refused) as found:
        formats.read(made(tmp_path))
    assert "add it under Overlays" in translator("en").note_text(found.value.notes[0])


def test_what_is_said_of_an_overlay_is_checked() -> None:
    assert Wanted.from_json({"title": "  a\n b ", "style": "", "marking": "none"}) == Wanted("a b")
    for wrong in ({"style": "rainbow"}, {"marking": "TLP:PINK"}):
        with pytest.raises(Refused):
            Wanted.from_json(wrong)
