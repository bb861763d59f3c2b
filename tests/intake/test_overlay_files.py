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
from pmtiles.tile import Compression, TileType

from app.core.area import on_the_globe
from app.core.message import Refused
from app.core.overlay import Overlay
from app.i18n import languages, translator
from app.intake import formats
from app.intake.overlays import Wanted, apart, outlines, take_in, vectors
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
    assert not overlays.all() and not list((folder / "overlays").glob("[!.]*"))
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
                     b"</OGRVRTDataSource>", "damaged"),
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
    for name, most, word in (("MOST_SHAPES", 3, "more than 3 shapes"), ("MOST_CORNERS", 20, "more than 20 corners")):
        with monkeypatch.context() as patch, pytest.raises(Refused) as found:
            patch.setattr(vectors, name, most)
            vectors.read(path)
        assert word in translator("en").note_text(found.value.notes[0])


def secret(folder: Path) -> Path:
    (folder / "secret.csv").write_text("name,lon,lat\nhidden,1,2\n")
    return folder / "secret.csv"


@pytest.mark.parametrize("name", ["x.kml", "x.json"])
def test_a_file_that_names_another_file_shows_nothing_of_it(name: str, tmp_path: Path) -> None:
    """GDAL has formats that say where the data lie; the file that they name here could be read."""
    there = secret(tmp_path)
    field = '<GeometryType>wkbPoint</GeometryType><GeometryField encoding="PointFromColumns" x="lon" y="lat"/>'
    layer = f'<OGRVRTLayer name="secret"><SrcDataSource>{there}</SrcDataSource>{field}</OGRVRTLayer>'
    virtual = f"<OGRVRTDataSource>{layer}</OGRVRTDataSource>"
    streamed = {"type": "gdal_streamed_alg", "command_line": f"gdal vector pipeline ! read {there} ! write streamed"}
    for body in (virtual, f"<kml/>{virtual}") if name == "x.kml" else (json.dumps(streamed),):
        (tmp_path / name).write_text(body)
        assert "hidden" not in refusal(tmp_path / name, tmp_path / "house")


def test_a_layer_without_an_end_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = files.gpkg(tmp_path)
    with sqlite3.connect(path) as store:
        store.execute("CREATE VIEW endless AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
                      "SELECT i AS fid, geom FROM n, zonas WHERE i < 0")  # fmt: skip
        columns = "(table_name, data_type, identifier, srs_id)"
        store.execute(f"INSERT INTO gpkg_contents {columns} VALUES ('endless', 'features', 'endless', 4326)")
        geometry = "(table_name, column_name, geometry_type_name, srs_id, z, m)"
        store.execute(
            f"INSERT INTO gpkg_geometry_columns {geometry} VALUES ('endless', 'geom', 'GEOMETRY', 4326, 0, 0)"
        )
    store.close()
    monkeypatch.setattr(apart, "MOST_SECONDS", 8)
    assert "took longer than" in refusal(path, tmp_path / "house")


def test_a_zone_over_the_date_line_in_metres_stays_where_it_is(tmp_path: Path) -> None:
    """EPSG:3832 is a plane of the Pacific: in degrees the ring's sides jump from one end of the world to the other."""
    zone = files.Polygon([(170, -20), (190, -20), (190, -10), (170, -10)], [[(178, -16), (182, -16), (182, -14)]])
    shapes = files.geopandas.GeoDataFrame({"name": ["Z"]}, geometry=[zone], crs=4326).to_crs(3832)
    shapes.to_file(tmp_path / "z.gpkg")
    overlay, overlays, _notes = taken(tmp_path / "z.gpkg", tmp_path)
    shape = on_the_globe(overlays.shapes(overlay.key).geometry.at[1])
    inside, outside = [(175, -12), (-175, -18), (171, -19)], [(0, -15), (-60, -15), (180, -15.5), (165, -15)]
    assert all(shape.covers(shapely.Point(p)) for p in inside)
    assert not any(shape.covers(shapely.Point(p)) for p in outside)


def test_a_side_that_is_long_in_the_plane_too_is_no_jump(tmp_path: Path) -> None:
    world = shapely.box(-180, -60, 180, 70)
    files.geopandas.GeoDataFrame({"name": ["W"]}, geometry=[world], crs=4326).to_crs(3857).to_file(tmp_path / "w.gpkg")
    overlay, overlays, _notes = taken(tmp_path / "w.gpkg", tmp_path)
    shape = on_the_globe(overlays.shapes(overlay.key).geometry.at[1])
    assert all(shape.covers(shapely.Point(lon, lat)) for lon in (-179, -60, 0, 90, 179) for lat in (-59, 0, 69))
    assert not shape.covers(shapely.Point(0, 75))


def test_tiles_of_a_zoom_that_there_is_not_are_refused(tmp_path: Path) -> None:
    for number, zoom in enumerate((10**9, -1, "many")):
        (tmp_path / str(number)).mkdir()
        path = files.mbtiles(tmp_path / str(number))
        with sqlite3.connect(path) as store:
            store.execute("UPDATE tiles SET zoom_level = ? WHERE zoom_level = 2", (zoom,))
        store.close()
        assert "damaged" in refusal(path, tmp_path / "house")


def test_the_same_file_again_keeps_what_was_said_and_lowers_no_marking(tmp_path: Path) -> None:
    path = files.gpkg(tmp_path)
    _overlay, overlays, _notes = taken(path, tmp_path, Wanted("Zonas", "Hand", "TLP:RED", "dashed"))
    again, _overlays, _notes = taken(path, tmp_path)
    assert (again.title, again.source, again.marking, again.style) == ("Zonas", "Hand", "TLP:RED", "dashed")
    with pytest.raises(Refused) as found:
        take_in(path, path.name, Wanted(marking="TLP:GREEN"), overlays)
    assert "would become lower" in translator("en").note_text(found.value.notes[0])
    assert overlays.all()[0].marking == "TLP:RED"


def test_many_islets_have_outlines_that_a_browser_draws(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    islets = [shapely.box(x, y, x + 0.1, y + 0.1 + x / 100) for x in range(30) for y in range(20)]
    shapes = [shapely.MultiPolygon(islets), shapely.Point(5, 5), shapely.box(50, 0, 60, 10)]
    frame = files.geopandas.GeoDataFrame({"name": ["i", "p", "b"]}, geometry=shapes, crs=4326)
    monkeypatch.setattr(outlines, "MOST_CORNERS", 500)
    drawn = outlines.thinned(frame.geometry.to_numpy())
    assert shapely.get_num_coordinates(drawn).sum() <= 500 and len(drawn) == 3 and drawn[2].equals(shapes[2])
    kept = shapely.area(shapely.envelope(shapely.get_parts(drawn[0])))
    assert 50 < len(kept) < 600 and kept.min() >= sorted(shapely.area(islets))[-len(kept)] - 1e-9


def bomb(packed: bytes, compression: Compression, folder: Path) -> Path:
    """A PMTiles file whose root directory is replaced."""
    body = bytearray(files.pmtiles(folder).read_bytes())
    start = len(body)
    body[8:16], body[16:24] = start.to_bytes(8, "little"), len(packed).to_bytes(8, "little")
    body[97] = compression.value
    (folder / "bomb.pmtiles").write_bytes(bytes(body) + packed)
    return folder / "bomb.pmtiles"


def test_directories_of_tiles_that_unpack_without_end_are_refused(tmp_path: Path) -> None:
    big = gzip.compress(b"\0" * 60_000_000, 9)
    for number, packed in enumerate((big, gzip.compress(b"") + big, big[:-9], b"")):
        (tmp_path / str(number)).mkdir()
        assert "damaged" in refusal(bomb(packed, Compression.GZIP, tmp_path / str(number)), tmp_path / "house")


def test_a_tile_of_gigabytes_is_not_read(tmp_path: Path) -> None:
    path = files.mbtiles(tmp_path)
    with sqlite3.connect(path) as store:
        store.execute("ALTER TABLE tiles RENAME TO own")
        store.execute("CREATE VIEW tiles AS SELECT * FROM own UNION ALL SELECT 9, 0, 511, zeroblob(900000000)")
    store.close()
    with pytest.raises(sqlite3.DataError, match="too big"):
        tiles.tile(path, 9, 0, 0)


def test_tiles_without_an_index_are_refused_in_words(tmp_path: Path) -> None:
    path = files.mbtiles(tmp_path)
    with sqlite3.connect(path) as store:
        rows = ((12, x, y, files.TILES[0, 0, 0]) for x in range(300) for y in range(300))
        store.executemany("INSERT INTO tiles VALUES (?, ?, ?, ?)", rows)
    store.close()
    assert "no index" in refusal(path, tmp_path / "house")
    with sqlite3.connect(path) as store:
        store.execute("CREATE UNIQUE INDEX tile_index ON tiles (zoom_level, tile_column, tile_row)")
    store.close()
    assert taken(path, tmp_path)[0].zooms == (0, 12)


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
