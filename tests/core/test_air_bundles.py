"""Flights as bundles: along flights that are there, no detour, and the great circle where there is none."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from app.core import air_bundles
from app.core.air_bundles import MOST_DETOUR, bundles, curve

SPHERE = Geod(a=1, b=1)
PLACE = st.tuples(st.floats(-179, 179).map(lambda v: round(v, 1)), st.floats(-65, 70).map(lambda v: round(v, 1)))
NODES = st.dictionaries(st.sampled_from("ABCDEFGHIJ"), PLACE, min_size=3)


def kms(a: tuple[float, float], b: tuple[float, float]) -> float:
    return float(SPHERE.inv(*a, *b)[2])


@given(NODES, st.data())
def test_a_flight_is_bundled_along_flights_that_are_there(
    at: dict[str, tuple[float, float]], data: st.DataObject
) -> None:
    pairs = list(itertools.permutations(sorted(at), 2))
    edges = data.draw(st.lists(st.sampled_from(pairs), min_size=2, max_size=30))
    there = {frozenset(edge) for edge in edges}
    found = bundles(edges, at)
    used = set()
    for (a, b), way in found.items():
        assert a < b and (way[0], way[-1]) == (a, b) and len(way) > 2 and len(set(way)) == len(way)
        steps = [frozenset(step) for step in itertools.pairwise(way)]
        assert set(steps) <= there and frozenset((a, b)) in there
        length = sum(kms(at[x], at[y]) for x, y in itertools.pairwise(way))
        assert length <= MOST_DETOUR * kms(at[a], at[b]) + 1e-9
        used |= set(steps)
    assert not used & {frozenset(edge) for edge in found}, "what another is drawn along keeps its own course"
    assert found == bundles([(b, a) for a, b in reversed(edges)], at), "neither order nor direction matters"


def test_a_long_flight_follows_the_short_ones_beside_it() -> None:
    at = {"A": (-60.0, -10.0), "B": (-30.0, 5.0), "C": (-5.0, 35.0), "D": (2.0, 48.0)}
    short = [("A", "B"), ("B", "C"), ("C", "D")]
    assert bundles([*short, ("A", "D")], at) == {("A", "D"): ["A", "B", "C", "D"]}
    assert bundles([("A", "D"), ("B", "C")], at) == {}, "nothing leads there"
    far = {**at, "B": (60.0, -40.0)}
    assert bundles([*short, ("A", "D")], far) == {}, "the way round is too long"


@given(PLACE, PLACE)
def test_over_two_points_it_is_their_great_circle(a: tuple[float, float], b: tuple[float, float]) -> None:
    if not 0.01 < kms(a, b) < 3:
        return
    points = curve([a, b], steps=8)
    gone = [kms(a, tuple(p)) + kms(tuple(p), b) for p in points]
    assert gone == pytest.approx([kms(a, b)] * 9, abs=1e-6)
    assert np.abs(np.diff(points[:, 0])).max() <= 180, "longitudes run on"


@given(st.lists(PLACE, min_size=3, max_size=6, unique=True))
def test_a_curve_begins_and_ends_at_its_ends(points: list[tuple[float, float]]) -> None:
    made = curve(points)
    for end, wanted in ((made[0], points[0]), (made[-1], points[-1])):
        assert kms((float(end[0]), float(end[1])), wanted) < 1e-6
    assert len(made) == air_bundles.STEPS + 1 and np.isfinite(made).all()
