"""Marks of seizures give way to each other's numbers."""

from __future__ import annotations

import dataclasses
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.drawing.declutter import PlacedSeizure, spread_apart

NEAR = st.integers(0, 40).map(float)
KINDS, MANY = st.sampled_from(["point", "country", "region"]), st.sampled_from([1, 2, 9, 40, 1234])
SPOT = st.builds(PlacedSeizure, NEAR, NEAR, KINDS, MANY, st.sampled_from([1.0, 1.4]))


def covered(spots: list[PlacedSeizure]) -> bool:
    """Whether a mark lies on the number, or a known place, of one that is drawn before it."""
    pairs = ((a, b) for i, a in enumerate(spots) for b in spots[i + 1 :])
    return any(math.dist((a.x, a.y), (b.x, b.y)) < b.reach + a.core - 1e-6 for a, b in pairs if a.n > 1)


@given(SPOT, SPOT)
def test_of_two_none_covers_the_other_s_number(one: PlacedSeizure, other: PlacedSeizure) -> None:
    assert not covered(spread_apart([one, other]))


@given(st.lists(SPOT, max_size=8))
def test_known_places_stay_and_nothing_is_lost(spots: list[PlacedSeizure]) -> None:
    found = spread_apart(spots)
    assert sorted((s.r, s.kind, s.n) for s in found) == sorted((s.r, s.kind, s.n) for s in spots)
    assert [s for s in found if s.stays] == [s for s in spots if s.stays]
    sizes = [s.r for s in found if not s.stays]
    assert sizes == sorted(sizes, reverse=True) and found == [*found[: len(sizes)], *(s for s in spots if s.stays)]


def test_a_number_that_was_covered_is_free_and_its_mark_near() -> None:
    group, mark = PlacedSeizure(0, 0, "point", 27), PlacedSeizure(2, 1, "country", 1)
    assert covered([group, mark])
    first, second = spread_apart([mark, group])
    assert first == group and not covered([first, second])
    assert math.dist((second.x, second.y), (mark.x, mark.y)) < mark.r + group.core
    known = PlacedSeizure(0, 0, "point", 1)
    moved, stays = spread_apart([known, group])
    assert stays == known and (moved.x, moved.y) == pytest.approx((0, -(known.r + group.core)))


GROUPS = st.builds(PlacedSeizure, NEAR, NEAR, KINDS, st.sampled_from([2, 9, 40, 1234]))


@given(st.lists(GROUPS, min_size=3, max_size=14))
def test_in_a_crowd_no_number_is_covered_either(spots: list[PlacedSeizure]) -> None:
    """Where pushing each from one to the next does not end, the nearest free place is taken."""
    assert not covered([dataclasses.replace(s, n=max(2, s.n)) for s in spread_apart(spots)])
