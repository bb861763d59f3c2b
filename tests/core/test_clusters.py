"""Seizures grouped on a grid: each event in one group, kinds never mixed, a group's link selects its members."""

from __future__ import annotations

from typing import Any

import ibis
import numpy as np
import pandas as pd
import pytest

from app.core import clusters, modes
from app.core.clusters import Cell, SpotCounts, Spots
from app.core.column_store import Column, ColumnStore
from app.core.mercator import mercator

SCHEMA = {
    "event_id": "string",
    "precision": "string",
    "mx": "float64",
    "my": "float64",
    "kg": "float64",
    "place": "string",
}


def random_events(count: int, seed: int) -> pd.DataFrame:
    """Points all over the world, half of them crowded near one port; a few stand on the same spot."""
    random = np.random.default_rng(seed)
    x, y = random.random(count), random.random(count)
    x[: count // 2] = 0.51 + random.random(count // 2) / 400
    y[: count // 2] = 0.33 + random.random(count // 2) / 400
    x[1:4], y[1:4] = x[0], y[0]
    return pd.DataFrame(
        {
            "event_id": [f"e{i:03d}" for i in range(count)],
            "precision": random.choice(modes.PRECISIONS, count),
            "mx": x,
            "my": y,
            "kg": np.where(random.random(count) < 0.2, np.nan, random.integers(1, 900, count)),
            "place": [f"place {i % 7}" for i in range(count)],
        }
    )


def table(frame: pd.DataFrame) -> ibis.Table:
    return ibis.memtable(frame, schema=SCHEMA)


def kind_of(precision: str) -> str:
    return "point" if precision in ("exact", "port", "city") else precision


def met(frame: pd.DataFrame) -> tuple[Spots, SpotCounts]:
    """The spots of a frame and what its events say of them; their rows are their places in it, and those that are alike
    share a spot."""
    where = frame.assign(
        kind=[clusters.KINDS.index(clusters.kind_of(code)) for code in frame["precision"]],
        number=pd.factorize(frame["place"], sort=True)[0].astype(np.int32),
    )[["mx", "my", "kind", "number"]]
    once = where.drop_duplicates(ignore_index=True)
    number = once.reset_index().merge(where.reset_index(), on=list(where), suffixes=("", "_row"))
    spot = number.sort_values("index_row")["index"].to_numpy(np.int32)
    rows = np.arange(len(frame), dtype=np.int32)
    values = {"spot": spot, "kg": frame["kg"].to_numpy(float), "tick": rows, "chain_country": rows}
    tally = ColumnStore({name: Column(values.get(name, rows)) for name in ("id", "id.end", "kg_rank.value", *values)})
    return Spots(*(once[name].to_numpy() for name in where)), SpotCounts.from_rows(tally, rows)


def grouped(frame: pd.DataFrame, zoom: int) -> pd.DataFrame:
    """The groups of a frame, with the id of the first event and the name of its place, as a frame."""
    found = pd.DataFrame(clusters.group(*met(frame), zoom))
    first = frame.iloc[found["row"]]
    names = pd.Index(sorted(frame["place"].dropna().unique())).take(found["place"].clip(lower=0))
    assert first["place"].dropna().tolist() == names[found["place"] >= 0].tolist()
    return found.assign(event_id=first["event_id"].to_numpy(), place=first["place"].to_numpy())


def ids(expression: ibis.Table) -> list[str]:
    return sorted(expression.select("event_id").to_pandas()["event_id"])


@pytest.mark.parametrize("zoom", [0, 3, 6, 12])
def test_every_event_is_in_exactly_one_group(zoom: int) -> None:
    frame = random_events(400, zoom)
    groups = grouped(frame, zoom)
    assert groups["n"].sum() == len(frame)
    assert groups["kg_known"].sum() == frame["kg"].notna().sum()
    assert groups["kg"].sum() == pytest.approx(frame["kg"].sum())
    assert groups.sort_values(["kind", "i", "j"]).index.is_unique
    assert not groups.duplicated(["kind", "i", "j"]).any()


@pytest.mark.parametrize("zoom", [0, 4])
def test_an_indicative_mark_is_never_grouped_with_a_port(zoom: int) -> None:
    frame = random_events(60, 7).assign(mx=0.5, my=0.5)
    groups = grouped(frame, zoom)
    expected = frame["precision"].map(kind_of).value_counts()
    assert dict(zip(groups["kind"], groups["n"], strict=True)) == expected.to_dict()
    assert set(groups["kind"]) == {"point", "sea", "region", "country"}


@pytest.mark.parametrize("zoom", [1, 5])
def test_a_group_s_link_selects_just_its_members(zoom: int) -> None:
    frame = random_events(50, zoom)
    events, size = table(frame), 64 / (256 * 2**zoom)
    groups = grouped(frame, zoom).to_dict("records")
    assert len(groups) > 5
    seen: list[str] = []
    for group in groups:
        cell = Cell.parse(f"{zoom}.{group['i']}.{group['j']}.{group['kind']}")
        assert cell
        members = ids(events.filter(cell.where()))
        mine = frame[
            (np.floor(frame["mx"] / size) == group["i"])
            & (np.floor(frame["my"] / size) == group["j"])
            & (frame["precision"].map(kind_of) == group["kind"])
        ]
        assert members == sorted(mine["event_id"])
        assert len(members) == group["n"]
        seen += members
    assert sorted(seen) == sorted(frame["event_id"])


def test_a_group_tells_its_mean_extent_and_first_event() -> None:
    frame = pd.DataFrame(
        [
            ("b", "port", 0.10, 0.20, 5.0, "Santos"),
            ("a", "city", 0.12, 0.22, np.nan, "Santos"),
            ("c", "exact", 0.11, 0.21, 7.0, "Guaruja"),
        ],
        columns=list(SCHEMA),
    ).sort_values("event_id", ignore_index=True)
    group = grouped(frame, 0).iloc[0]
    assert (group["n"], group["kg"], group["kg_known"]) == (3, 12, 2)
    assert (group["x"], group["y"]) == (pytest.approx(0.11), pytest.approx(0.21))
    assert (group["x0"], group["x1"], group["y0"], group["y1"]) == (0.10, 0.12, 0.20, 0.22)
    assert (group["event_id"], group["place"], group["places"]) == ("a", "Santos", 2)


@pytest.mark.parametrize("zoom", [0, 2, 4, 12, 20])
def test_groups_are_a_plain_recount_also_where_cells_are_many(zoom: int) -> None:
    frame = random_events(80, 3).assign(place=[f"place {i % 7}" if i % 5 else None for i in range(80)])
    # Many events at a spot, more at some than at others, beside spots of one event.
    for name in ("mx", "my", "precision", "place"):
        frame.loc[40:, name] = frame[name].to_numpy()[(np.arange(40) ** 2) % 23]
    size = 64 / (256 * 2**zoom)
    keys = [frame["precision"].map(kind_of), np.floor(frame["mx"] / size), np.floor(frame["my"] / size)]
    wanted = dict(iter(frame.groupby(keys)))
    groups = grouped(frame, zoom).to_dict("records")
    assert len(groups) == len(wanted)
    for group in groups:
        held = wanted[(group["kind"], group["i"], group["j"])]
        assert (group["n"], group["row"]) == (len(held), held.index[0]) and group["places"] == held["place"].nunique()
        assert group["kg"] == pytest.approx(held["kg"].sum()) and group["x"] == pytest.approx(held["mx"].mean())
        one = held["mx"].nunique() == held["my"].nunique() == 1 and len(held) > 1 and zoom >= clusters.FAN_ZOOM
        assert group["fans"] == one


def test_of_no_event_there_is_no_group() -> None:
    assert grouped(random_events(20, 1).head(0), 5).empty


def visible(frame: pd.DataFrame, box: tuple[float, float, float, float]) -> list[str]:
    return sorted(frame["event_id"][clusters.seen(frame["mx"], frame["my"], clusters.spans_of(box))])


PORTS = pd.DataFrame(
    [
        (name, "port", *mercator(lon, lat), 1.0, name)
        for name, lon, lat in [
            ("Apia", -171.8, -13.8),
            ("Auckland", 174.8, -36.8),
            ("Callao", -77.1, -12.0),
            ("Suva", 178.4, -18.1),
        ]
    ],
    columns=["event_id", "precision", "mx", "my", "kg", "place"],
)


def box_of(west: float, east: float) -> tuple[float, float, float, float]:
    return (west + 180) / 360, 0.0, (east + 180) / 360, 1.0


@pytest.mark.parametrize(
    ("west", "east", "seen"),
    [
        (170, 195, ["Apia", "Auckland", "Suva"]),
        (-190, -160, ["Apia", "Auckland", "Suva"]),
        (-100, -60, ["Callao"]),
        (260, 300, ["Callao"]),
        (176, 185, ["Suva"]),
        (-185, -176, ["Suva"]),
        (-180, 180, ["Apia", "Auckland", "Callao", "Suva"]),
        (-300, 300, ["Apia", "Auckland", "Callao", "Suva"]),
    ],
)
def test_a_viewport_may_cross_the_date_line(west: float, east: float, seen: list[str]) -> None:
    assert visible(PORTS, box_of(west, east)) == seen


@pytest.mark.parametrize("turns", [-3, -2, -1, 1, 2, 3])
def test_a_viewport_pushed_round_the_world_shows_the_same(turns: int) -> None:
    for west, east in ((165, 179.9), (-179.9, -165), (-100, -60)):
        assert visible(PORTS, box_of(west + 360 * turns, east + 360 * turns)) == visible(PORTS, box_of(west, east))


def test_a_viewport_cuts_north_and_south() -> None:
    north, south = mercator(0, -10)[1], mercator(0, -15)[1]
    assert visible(PORTS, (0, north, 1, south)) == ["Apia", "Callao"]


def test_a_cell_is_read_from_a_link() -> None:
    assert Cell.parse("3.12.7.point") == Cell(3, 12, 7, "point")
    assert Cell.parse("5.0.0.sea") == Cell(5, 0, 0, "sea")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3.12.7",
        "3.12.7.port",
        "a.1.1.point",
        "3.1.5.5.point",
        "3.12.7.point.x",
        "3..7.point",
        "--3.1.1.point",
        "3.1-.1.point",
        "3.--1.1.point",
        "-2000.0.0.point",
        "3.1e3.1.point",
    ],
)
def test_what_is_no_cell_is_not_read_as_one(text: str) -> None:
    assert Cell.parse(text) is None


@pytest.mark.parametrize("text", ["0.0.0.point", "20.1048575.5.sea", "99.1.1.region", f"3.{'9' * 60}.1.point"])
def test_every_cell_that_is_read_can_be_asked_for(text: str) -> None:
    cell: Any = Cell.parse(text)
    assert cell is None or ids(table(PORTS).filter(cell.where())) is not None


def test_cells_halve_with_each_zoom() -> None:
    assert clusters.cell_size(0) == 0.25
    assert [clusters.cell_size(z) / clusters.cell_size(z + 1) for z in range(19)] == [2.0] * 19
