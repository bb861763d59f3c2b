"""The build: all or nothing, the same for the same sources, and a store whose parts fit together."""

from __future__ import annotations

import csv
import dataclasses
import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from cachelib import SimpleCache
from flask.testing import FlaskClient

from app import versions
from app.commands.check import record
from app.core.filters import Filters
from app.core.groups import SEAS
from app.data_version import DataVersion, open_data
from app.i18n import translator
from app.intake.builder import BuildError, build
from app.intake.builder.inland import Inland
from app.intake.builder.leg_modes import LegModes
from app.intake.reference import Reference
from app.queries import Queries
from app.settings import ROOT, Settings
from app.stores import duck
from app.versions import SEAL, STORE, current_version, up_to_date_version, version_of
from tests.recount import EVENTS
from tests.test_explore import of


@pytest.fixture
def copied(built: Settings, tmp_path: Path) -> Settings:
    """Sources, reference and a built store of one's own."""
    own = {name: tmp_path / name for name in ("sources", "reference", "build")}
    for name, folder in own.items():
        shutil.copytree(getattr(built, name), folder)
    return dataclasses.replace(built, **own)


def put(settings: Settings, row: int, **cells: str) -> None:
    """Change cells of events.csv; rows are numbered as a person sees them."""
    path = settings.sources / "curated" / "events.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines))
    for field, value in cells.items():
        rows[row - 1][rows[0].index(field)] = value
    with path.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerows(rows)
    assert record(settings, "curated") == 0


def state(settings: Settings) -> dict[str, int]:
    """Every file of the build folder with the time of its last change."""
    return {str(p): p.stat().st_mtime_ns for p in settings.build.rglob("*") if p.is_file()}


def test_a_fault_leaves_the_old_store_serving(copied: Settings) -> None:
    version, before = current_version(copied.build), state(copied)
    put(copied, 2, seizure_country="ZZ")
    put(copied, 3, quantity_kg="-5")
    with pytest.raises(BuildError) as caught:
        build(copied)
    assert {(f.row, f.field) for f in caught.value.faults} == {(2, "seizure_country"), (3, "quantity_kg")}
    assert "2 faults" in str(caught.value)
    assert current_version(copied.build) == version and state(copied) == before
    assert open_data(copied.build, copied.reference).version == version


def test_a_store_that_cannot_be_written_leaves_the_old_one_serving(copied: Settings) -> None:
    version, before = current_version(copied.build), state(copied)
    broken = {"event": pd.DataFrame({"event_id": ["a"], "mode": ["submarine"]})}
    with pytest.raises(Exception, match="submarine"):
        duck.write(copied.build, "another", broken)
    assert current_version(copied.build) == version and state(copied) == before


def test_building_again_without_a_change_does_nothing(built: Settings, copied: Settings) -> None:
    same = dataclasses.replace(built, build=copied.build)
    before = state(same)
    assert build(same) == current_version(same.build)
    assert state(same) == before


def test_the_same_files_give_the_same_version_wherever_they_lie(built: Settings, copied: Settings) -> None:
    assert version_of(copied) == version_of(built)


def test_a_changed_source_is_built_and_takes_over(copied: Settings) -> None:
    old = current_version(copied.build)
    put(copied, 2, quantity_kg="4321", mode="rail")
    new = build(copied)
    assert new != old and current_version(copied.build) == new
    fresh = open_data(copied.build, copied.reference)
    assert fresh.run("SELECT kg, mode FROM event WHERE event_id = 'CSE-2010-0001'").iloc[0].tolist() == [4321, "land"]
    assert old and (copied.build / old / STORE).exists(), "a reader of the old store is not cut off"


@pytest.mark.parametrize(
    "file", ["sources/curated/reports.csv", "sources/curated/source.toml", "reference/sea_areas.csv"]
)
def test_any_change_of_what_is_read_gives_another_version(copied: Settings, file: str) -> None:
    before = version_of(copied)
    path = copied.sources.parent / file
    path.write_bytes(path.read_bytes() + b"\n")
    assert version_of(copied) != before
    path.write_bytes(path.read_bytes()[:-1])
    assert version_of(copied) == before


@pytest.mark.parametrize(
    "module",
    [
        "core/legs.py",
        "intake/layouts/curated.py",
        "intake/builder/routes.py",
        "stores/duck.py",
        "intake/reference.py",
    ],
)
def test_any_change_of_the_code_that_shapes_the_store_gives_another_version(
    built: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    shutil.copytree(versions._CODE, tmp_path / "app", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(versions, "_CODE", tmp_path / "app")
    before = version_of(built)
    path = tmp_path / "app" / module
    path.write_text(path.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    assert version_of(built) != before


def test_a_page_that_has_no_effect_on_the_store_keeps_the_version(built: Settings) -> None:
    assert version_of(built) == version_of(dataclasses.replace(built, port=1, build=Path("elsewhere")))


def test_a_start_reads_nothing_that_builds_where_the_version_stands(copied: Settings) -> None:
    """It is told from files alone, by code that reads no library."""
    version = current_version(copied.build)
    assert version and up_to_date_version(copied) == version
    asked = "import app.__main__, app.commands.run, sys; print({'pandas', 'ibis', 'dash'} & set(sys.modules))"
    told = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "set()"


def test_a_version_stands_only_as_it_was_written_and_as_the_sources_ask(copied: Settings) -> None:
    version = str(current_version(copied.build))
    put(copied, 2, quantity_kg="4321")
    assert up_to_date_version(copied) is None
    version = build(copied)
    assert (
        up_to_date_version(copied) == version
        and up_to_date_version(dataclasses.replace(copied, store_url="postgresql://x/y")) is None
    )
    file, seal = (copied.build / version / name for name in (STORE, SEAL))
    held = file.read_bytes()
    file.write_bytes(held[:-4096])
    assert up_to_date_version(copied) is None, "it was cut off"
    file.write_bytes(held[:50_000] + b"x" + held[50_001:])
    assert up_to_date_version(copied) is None, "it is as long as it was, and damaged inside"
    assert build(copied) == version and up_to_date_version(copied) == version, "and built again from the sources"
    held = file.read_bytes()
    assert up_to_date_version(copied) == version
    for said in (b"", b"many", b"-1"):
        seal.write_bytes(said)
        assert up_to_date_version(copied) is None
    seal.unlink()
    assert up_to_date_version(copied) is None and build(copied) == version


def test_old_stores_are_swept_but_never_the_one_that_serves(tmp_path: Path) -> None:
    for number in range(5):
        duck.write(tmp_path, f"v{number}", {"about": pd.DataFrame({"json": ["{}"]})})
    duck._point(tmp_path, "v0")
    duck.sweep(tmp_path, keep=2)
    assert sorted(p.name for p in tmp_path.iterdir() if p.is_dir()) == ["v0", "v3", "v4"]


def test_without_a_store_the_message_tells_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="python -m app build"):
        open_data(tmp_path, Settings().reference)
    (tmp_path / "current").write_text("gone")
    assert current_version(tmp_path) is None


def test_nobody_can_write_to_a_store_that_serves(data: DataVersion) -> None:
    with pytest.raises(Exception, match="read-only"):
        data.run("DELETE FROM event")


def test_every_end_of_every_leg_and_role_is_a_known_place(data: DataVersion) -> None:
    legs, roles = data.run("SELECT * FROM leg"), data.run("SELECT * FROM role")
    assert len(legs) and len(roles)
    assert {*legs["origin"], *legs["target"], *roles["node"]} <= set(data.places)
    assert data.run("SELECT count(*) AS n FROM place")["n"][0] == len(data.places), "keys are unique"


def leg_modes(data: DataVersion) -> LegModes:
    """The rule for intended legs over the places of a version."""
    points = {key: (place["lon"], place["lat"]) for key, place in data.places.items()}
    return LegModes(Inland(Settings().reference), points, Reference(Settings().reference).foreign_gates)


def test_every_leg_has_a_path_that_starts_and_ends_at_its_places(data: DataVersion) -> None:
    legs, paths = data.run("SELECT DISTINCT origin, target, mode FROM leg"), data.run("SELECT * FROM path")
    pairs = data.run("SELECT DISTINCT route_pair FROM event WHERE route_pair IS NOT NULL")["route_pair"]
    # A route that cannot have been gone by its mode has a path of no stated mode.
    ends = {(*key.split("|")[0].split(">"), key.split("|")[1]) for key in pairs}
    modes = leg_modes(data)
    ends = {(a, b, modes.intended(mode, a, b)) for a, b, mode in ends}
    drawn = set(paths[["origin", "target", "mode"]].itertuples(index=False, name=None))
    assert len(ends) > 50 and drawn == ends | set(legs.itertuples(index=False, name=None))
    for row in paths.to_dict("records"):
        points, approach = np.array(json.loads(row["points"])), json.loads(row["approach"])
        assert len(points) >= 2 and (np.abs(np.diff(points[:, 0])) <= 180).all(), row
        first = next((line[0] for line in approach if line[1] == points[0].tolist()), points[0])
        last = next((line[1] for line in approach if line[0] == points[-1].tolist()), points[-1])
        for point, key in ((first, row["origin"]), (last, row["target"])):
            place = data.places[key]
            turn = (point[0] - place["lon"] + 180) % 360 - 180
            assert np.hypot(turn, point[1] - place["lat"]) < 0.02, (row["origin"], row["target"], row["mode"])


def test_the_legs_of_an_event_follow_each_other(data: DataVersion) -> None:
    legs = data.run("SELECT * FROM leg ORDER BY event_id, level, seq")
    assert not (legs["origin"] == legs["target"]).any()
    for _, chain in legs.groupby(["event_id", "level"]):
        assert chain["seq"].tolist() == list(range(len(chain)))
        assert chain["target"].tolist()[:-1] == chain["origin"].tolist()[1:]
        assert sorted(chain["line"] == "intended") == (chain["line"] == "intended").tolist()


def test_an_event_seized_before_it_left_has_travelled_nothing(data: DataVersion) -> None:
    legs = data.run(
        "SELECT leg.line FROM leg JOIN event USING (event_id) WHERE departure_basis = 'interdicted at departure'"
    )
    assert len(legs) and set(legs["line"]) == {"intended"}


def test_a_seizure_at_sea_never_stands_on_the_coast_of_its_authority(data: DataVersion) -> None:
    sea = data.run("SELECT node, seizure, event_id FROM event WHERE precision = 'sea'")
    assert len(sea) and sea["node"].str.startswith("XZ").all()
    ends = data.run(
        "SELECT DISTINCT role.node FROM role JOIN event USING (event_id) WHERE precision = 'sea' AND role = 'seizure'"
    )
    assert (ends["node"].str.startswith("XZ") | ends["node"].isin(list(SEAS))).all()


def test_an_aggregate_has_neither_leg_nor_role(data: DataVersion) -> None:
    for table in ("leg", "role", "event_country"):
        found = data.run(f"SELECT 1 FROM {table} JOIN event USING (event_id) WHERE record_type = 'aggregate'")
        assert found.empty, table


def test_a_named_place_is_resolved_or_listed_never_guessed(data: DataVersion) -> None:
    named = data.run(
        "SELECT event_id, departure_place AS text FROM event WHERE departure_place IS NOT NULL "
        "AND record_type = 'event' UNION ALL SELECT event_id, destination_place FROM event "
        "WHERE destination_place IS NOT NULL AND record_type = 'event'"
    )
    left = data.run("SELECT event_id, text FROM unresolved")
    assert set(left.itertuples(index=False, name=None)) <= set(named.itertuples(index=False, name=None))
    assert not left.duplicated().any()
    assert len(left) < len(named) / 2, "most named places are known"


def test_places_known_by_country_only_add_no_place(data: DataVersion) -> None:
    found = data.run("SELECT place_key, node FROM event WHERE precision = 'country'")
    assert len(found) and (found["place_key"] == found["node"]).all()


@pytest.mark.parametrize(
    ("lon", "lat", "area"),
    [
        (-20.0, 28.0, "XZ-MAC"),
        (3.0, 2.0, "XZ-GOG"),
        (-70.0, 15.0, "XZ-CAR"),
        (-85.0, 5.0, "XZ-EPA"),
        (18.0, 36.0, "XZ-MED"),
        (34.0, 43.5, "XZ-BLK"),
        (170.0, -20.0, "XZ-SPA"),
        (-170.0, -20.0, "XZ-SPA"),
        (11.3, 57.0, "XZ-BAL"),  # Kattegat
        (-3.0, 49.7, "XZ-CHA"),
        (-94.7, 29.2, "XZ-GMX"),
        (-82.0, 9.4, "XZ-CAR"),  # Bocas del Toro: the isthmus is narrow
        (-83.6, 12.0, "XZ-CAR"),
        (-76.8, 8.2, "XZ-CAR"),  # Gulf of Uraba
        (-87.3, 12.4, "XZ-EPA"),
        (-112.0, 28.0, "XZ-EPA"),
        (98.6, 1.2, "XZ-IND"),  # west of Sumatra
        (140.0, -1.5, "XZ-SPA"),  # north of New Guinea
        (110.0, -10.0, "XZ-IND"),
        (179.5, 60.0, "XZ-BER"),
        (-179.5, 60.0, "XZ-BER"),
        (18.0, 30.8, "XZ-MED"),  # Gulf of Sidra
    ],
)
def test_a_point_at_sea_lies_in_its_area(lon: float, lat: float, area: str) -> None:
    assert Reference(Settings().reference).sea_area(lon, lat) == area


def test_sea_areas_tile_the_seas() -> None:
    """Every point of the globe lies in exactly one: the first that holds it. Each area has room of its own, and its
    label stands in it."""
    reference, found = Reference(Settings().reference), set()
    for lat in range(-89, 90, 2):
        for lon in range(-180, 180, 2):
            found.add(reference.sea_area(lon + 0.37, lat + 0.41))
    areas = set(reference.sea_areas.index) - {"XZ"}
    assert "XZ" not in found and areas - found <= {"XZ-IRI", "XZ-CHA"} and len(areas) > 40
    for code, row in reference.sea_areas.iterrows():
        assert code == "XZ" or reference.sea_area(float(row["lon"]), float(row["lat"])) == code


def test_a_point_in_no_area_is_at_sea_and_ends_no_build(copied: Settings) -> None:
    areas = copied.reference / "sea_areas.csv"
    lines = areas.read_text().splitlines(keepends=True)
    areas.write_text("".join(line for line in lines if line.startswith(("code", "XZ,", "XZ-CAR"))))
    build(copied)
    data = open_data(copied.build, copied.reference)
    at_sea = data.run("SELECT DISTINCT node FROM event WHERE at_sea")["node"]
    assert set(at_sea) == {"XZ", "XZ-CAR"} and translator("en").country("XZ") == "at sea"


def test_the_weight_of_material_is_in_no_total(queries: Queries, client: FlaskClient) -> None:
    """Cocaine mixed into cocoa, dissolved, soaked into clothes: what is stated may be the weight of all of it."""
    path = Settings().sources / "curated" / "events.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["record_type"] == "event"]
    held = [row for row in rows if row["material_kg"]]
    alone = next(row for row in held if not row["quantity_kg"])
    both = next(row for row in held if row["quantity_kg"])
    total = sum(float(row["quantity_kg"]) for row in rows if row["quantity_kg"])
    assert queries.summary.totals(Filters())["kg"] == pytest.approx(total) and len(held) > 10
    exported = client.get("/export/events.csv").get_data(as_text=True)
    assert f",{float(alone['material_kg']):g}," in next(r for r in exported.split("\r\n") if alone["event_id"] in r)
    for row, words in ((alone, "is not stated: "), (both, "which is part of no total")):
        assert words in json.dumps(of(client, f"card=event:{row['event_id']}")["card"])


def test_a_source_may_be_without_a_date(data: DataVersion) -> None:
    undated = data.run("SELECT count(*) AS n FROM event WHERE source_date IS NULL")["n"][0]
    assert undated > 40


def test_each_record_names_its_source(data: DataVersion, queries: Queries) -> None:
    known = {s["id"] for s in data.about["sources"]}
    assert known == data.vocabulary.sources
    assert set(queries.events.export(Filters())["source"]) <= known
    assert data.about["version"] == data.version == current_version(Path(dataset_folder(data)))


def dataset_folder(data: DataVersion) -> str:
    """The build folder that a dataset was opened from."""
    file = data.run("SELECT path FROM duckdb_databases() WHERE path IS NOT NULL")["path"][0]
    return str(Path(file).parents[1])


def test_what_a_store_says_that_it_holds_is_what_a_page_counts(copied: Settings) -> None:
    """Coca leaf is counted apart, and sums of others are no events."""
    put(copied, 2, drug_form="leaf")
    build(copied)
    queries = Queries(open_data(copied.build, copied.reference), SimpleCache())
    assert queries.summary.stored_events() == queries.summary.totals(Filters())["events"] == EVENTS - 1
