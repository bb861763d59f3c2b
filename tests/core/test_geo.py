"""Shapes on the globe."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.core import geo
from app.core.mercator import LIMIT, mercator

LONS, LATS = st.floats(-180, 180), st.floats(-80, 80)
POINTS = st.tuples(LONS, LATS)
SANTOS, ANTWERP = (-46.3, -23.97), (4.3, 51.27)
CALLAO, AUCKLAND = (-77.15, -12.05), (174.8, -36.84)


def same_place(a: np.ndarray, b: tuple[float, float]) -> bool:
    turn = (a[0] - b[0] + 180) % 360 - 180
    return bool(abs(turn) < 1e-6 and abs(a[1] - b[1]) < 1e-6)


def is_unwrapped(path: geo.Path) -> bool:
    return bool((np.abs(np.diff(path[:, 0])) <= 180 + 1e-9).all() and -180 <= path[0, 0] < 180)


@given(POINTS, POINTS)
def test_a_great_circle_joins_its_ends_without_a_jump(a: tuple[float, float], b: tuple[float, float]) -> None:
    path = geo.great_circle(a, b)
    assert len(path) == 33
    assert same_place(path[0], a) and same_place(path[-1], b)
    assert is_unwrapped(path)


@given(POINTS, POINTS)
def test_an_arc_joins_its_ends_without_a_jump(a: tuple[float, float], b: tuple[float, float]) -> None:
    path = geo.arc(a, b)
    assert same_place(path[0], a) and same_place(path[-1], b)
    assert is_unwrapped(path)


def test_a_great_circle_is_never_longer_than_the_straight_line_on_the_map() -> None:
    straight = np.linspace(SANTOS, ANTWERP, 33)
    assert geo.length_km(geo.great_circle(SANTOS, ANTWERP)) < geo.length_km(straight)
    assert geo.length_km(geo.great_circle(SANTOS, ANTWERP)) == pytest.approx(9780, rel=0.01)


def test_a_path_across_the_date_line_runs_on() -> None:
    path = geo.great_circle(CALLAO, AUCKLAND)
    assert is_unwrapped(path)
    assert path[-1, 0] == pytest.approx(174.8 - 360)
    assert geo.arc(AUCKLAND, CALLAO)[-1, 0] == pytest.approx(360 - 77.15)


@given(st.lists(POINTS, min_size=1, max_size=20))
def test_unwrapping_moves_points_by_whole_turns_only(points: list[tuple[float, float]]) -> None:
    path = geo.unwrap(points)
    assert is_unwrapped(path)
    assert all(same_place(after, before) for after, before in zip(path, points, strict=True))


def test_unwrapping_does_not_change_what_it_is_given() -> None:
    given_path = np.array([[170.0, 0.0], [-170.0, 0.0]])
    assert geo.unwrap(given_path)[1, 0] == 190
    assert given_path[1, 0] == -170


def side(path: geo.Path, a: tuple[float, float], b: tuple[float, float]) -> float:
    """Positive when the middle of the path lies to the left of the way from a to b."""
    middle = path[len(path) // 2]
    return (b[0] - a[0]) * (middle[1] - a[1]) - (b[1] - a[1]) * (middle[0] - a[0])


@given(st.tuples(st.floats(-80, 80), LATS), st.tuples(st.floats(-80, 80), LATS))
def test_opposite_directions_bow_to_opposite_sides(a: tuple[float, float], b: tuple[float, float]) -> None:
    assume(np.hypot(a[0] - b[0], a[1] - b[1]) > 0.5)
    out, back = geo.arc(a, b), geo.arc(b, a)
    assert side(out, a, b) < 0, "to the right of travel"
    assert side(back, a, b) > 0, "on the other side, seen the same way"


PATHS = st.lists(POINTS, min_size=2, max_size=12).map(geo.unwrap)


@given(PATHS, st.integers(0, 4))
def test_smoothing_keeps_both_ends(path: geo.Path, rounds: int) -> None:
    smoothed = geo.smooth(path, rounds)
    assert (smoothed[0] == path[0]).all() and (smoothed[-1] == path[-1]).all()
    assert len(smoothed) >= len(path)


def test_smoothing_cuts_a_corner() -> None:
    corner = np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 10.0]])
    smoothed = geo.smooth(corner, 3)
    assert np.hypot(*(smoothed - corner[1]).T).min() > 1
    assert smoothed[:, 0].max() <= 10 and smoothed[:, 1].min() >= 0


@given(PATHS, st.floats(0, 5))
def test_simplifying_keeps_both_ends_and_adds_no_point(path: geo.Path, tolerance: float) -> None:
    simple = geo.simplify(path, tolerance)
    assert (simple[0] == path[0]).all() and (simple[-1] == path[-1]).all()
    assert len(simple) <= len(path)


def test_a_parallel_runs_to_the_right_at_its_distance() -> None:
    """Northward at the equator 60 km to the right is east; the middle of a path leaves out so much at its ends."""
    path = np.array([[0.0, float(lat)] for lat in range(-5, 6)])
    right = geo.parallel(path, 60.0)
    assert (right[:, 0] > 0).all() and geo.length_km(np.vstack([path[5], right[5]])) == pytest.approx(60, abs=1)
    inner = geo.middle(path, 200.0)
    assert 0 < len(inner) < len(path) and abs(inner[:, 1]).max() <= 3.2


@given(LONS, st.floats(-90, 90))
def test_mercator_stays_within_one_world(lon: float, lat: float) -> None:
    x, y = mercator(lon, lat)
    assert 0 <= x < 1
    assert 0 <= y <= 1


def test_mercator_puts_known_points_where_they_belong() -> None:
    assert mercator(0, 0) == pytest.approx((0.5, 0.5))
    assert mercator(-180, 0)[0] == mercator(180, 0)[0] == 0
    assert mercator(0, 60)[1] == pytest.approx(0.2904, abs=1e-4)
    assert mercator(0, 89)[1] == mercator(0, LIMIT)[1]


@given(LONS, st.floats(-84, 84), st.floats(0.001, 1))
def test_north_is_up(lon: float, lat: float, step: float) -> None:
    assert mercator(lon, lat + step)[1] < mercator(lon, lat)[1]
