"""The chain as an alluvial: nothing is lost between its columns."""

from __future__ import annotations

import itertools

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.alluvial import COLUMNS, MOST, OTHERS, UNSTATED, bands, largest_groups, ribbons, spaced_labels

codes = st.one_of(st.none(), st.sampled_from([f"{a}{b}" for a in "ABCD" for b in "EFGH"]))
chains = st.lists(st.tuples(codes, codes, codes, codes, st.integers(1, 30)), min_size=1, max_size=40)


def groups(rows: list[tuple[object, ...]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=[*COLUMNS, "n"]).assign(lit=lambda held: held["n"] // 2)


@given(chains)
def test_every_column_and_every_gap_holds_every_event(rows: list[tuple[object, ...]]) -> None:
    whole = sum(int(row[-1]) for row in rows)  # type: ignore[call-overload]
    held = largest_groups(groups(rows))
    nodes = bands(held)
    assert nodes.groupby("column")["n"].sum().eq(whole).all()
    flows = ribbons(held, nodes)
    assert flows.groupby("left")["n"].sum().eq(whole).all()
    for side, end in (("left", "origin"), ("right", "target")):
        sums = flows.groupby([side, end])["n"].sum()
        for (column, key), n in sums.items():
            assert n == nodes.loc[(nodes["column"] == column) & (nodes["key"] == key), "n"].item()


@given(chains)
def test_what_is_lit_is_lit_in_every_column_and_gap(rows: list[tuple[object, ...]]) -> None:
    whole = sum(int(row[-1]) // 2 for row in rows)  # type: ignore[call-overload]
    held = largest_groups(groups(rows))
    nodes = bands(held)
    flows = ribbons(held, nodes)
    assert nodes.groupby("column")["lit"].sum().eq(whole).all() and flows.groupby("left")["lit"].sum().eq(whole).all()
    assert (nodes["lit"] <= nodes["n"]).all() and (flows["lit"] <= flows["n"]).all()


@given(st.lists(st.floats(0, 400), max_size=10).map(sorted))
def test_names_stand_apart_in_their_order_and_within_the_height(places: list[float]) -> None:
    found = spaced_labels(places, 17, 400)
    assert all(b - a >= 17 - 1e-9 for a, b in itertools.pairwise(found))
    assert all(place <= 400 + 1e-9 for place in found)
    if all(b - a >= 17 for a, b in itertools.pairwise(places)):
        assert found == places, "names that stand apart already stay where they are"


@given(chains)
def test_bands_do_not_overlap_and_ribbons_stay_inside(rows: list[tuple[object, ...]]) -> None:
    held = largest_groups(groups(rows))
    nodes = bands(held)
    assert nodes["top"].min() >= 0 and nodes["bottom"].max() <= 1 + 1e-9
    for _column, part in nodes.groupby("column"):
        assert (part["bottom"].to_numpy()[:-1] <= part["top"].to_numpy()[1:] + 1e-9).all()
    place = nodes.set_index(["column", "key"])
    for r in ribbons(held, nodes).to_dict("records"):
        assert r["top_left"] >= place.loc[(r["left"], r["origin"]), "top"] - 1e-9
        assert r["bottom_right"] <= place.loc[(r["right"], r["target"]), "bottom"] + 1e-9


def test_small_countries_are_gathered_and_blanks_stand_apart() -> None:
    rows = [(f"A{i}", None, "ES", "BE", 20 - i) for i in range(MOST + 3)]
    nodes = bands(largest_groups(groups(rows))).set_index(["column", "key"])
    assert nodes.loc[("departure", OTHERS), "n"] == sum(20 - i for i in range(MOST, MOST + 3))
    assert len(nodes.loc["departure"]) == MOST + 1
    assert nodes.loc[("transit", UNSTATED), "n"] == sum(row[-1] for row in rows)


@pytest.mark.parametrize("most", [1, 3])
def test_as_many_bands_as_are_asked_for(most: int) -> None:
    held = largest_groups(groups([(f"A{i}", None, None, None, i + 1) for i in range(6)]), most)
    assert set(held["departure"]) == {*(f"A{5 - i}" for i in range(most)), OTHERS}
