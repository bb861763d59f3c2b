"""Streams: what flows into a junction and begins there flows out of it or ends there; ribbons keep their order."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.modes import LINES
from app.core.ribbon_shapes import shapes
from app.core.streams import MORE, Load, Ribbon, difference, ribbons

#: A small network: six junctions, each pair joined by a stretch, numbered from 1 on.
JUNCTIONS = range(6)
PAIRS = [(a, b) for a in JUNCTIONS for b in JUNCTIONS if a < b]
ENDS = dict(enumerate(PAIRS, 1))


def lane_of(stops: list[int]) -> tuple[int, ...]:
    """The signed stretches of a way through junctions."""
    steps = itertools.pairwise(stops)
    return tuple(PAIRS.index((a, b)) + 1 if a < b else -(PAIRS.index((b, a)) + 1) for a, b in steps)


WAYS = st.lists(st.sampled_from(JUNCTIONS), min_size=2, max_size=6, unique=True)
LOADS = st.lists(
    st.tuples(WAYS, st.sampled_from(LINES), st.integers(0, 5), st.integers(1, 40)), min_size=1, max_size=25
)


def loads_of(given_: list[tuple[list[int], str, int, int]]) -> list[Load]:
    return [Load(lane_of(stops), line, group, float(value)) for stops, line, group, value in given_]


@given(LOADS)
def test_what_flows_in_and_begins_flows_out_and_ends(given_: list[tuple[list[int], str, int, int]]) -> None:
    begins, ends, arrives, leaves = Counter(), Counter(), Counter(), Counter()
    for stops, line, _group, value in given_:
        begins[stops[0], line] += value
        ends[stops[-1], line] += value
    for ribbon in ribbons(loads_of(given_), ENDS):
        first, last = ENDS[abs(ribbon.stretch)][:: 1 if ribbon.stretch > 0 else -1]
        leaves[first, ribbon.line] += ribbon.value
        arrives[last, ribbon.line] += ribbon.value
    for junction in JUNCTIONS:
        for line in LINES:
            key = (junction, line)
            assert arrives[key] + begins[key] == leaves[key] + ends[key]


@given(LOADS)
def test_ribbons_of_a_stretch_lie_side_by_side_in_one_order(given_: list[tuple[list[int], str, int, int]]) -> None:
    rows: dict[int, list[Ribbon]] = defaultdict(list)
    for ribbon in ribbons(loads_of(given_), ENDS):
        rows[ribbon.stretch].append(ribbon)
    for row in rows.values():
        assert [(r.group, LINES.index(r.line)) for r in row] == sorted((r.group, LINES.index(r.line)) for r in row)
        for before, after in itertools.pairwise(row):
            assert after.inner == pytest.approx(before.inner + before.value)
        assert row[0].inner == 0


@given(LOADS, st.integers(1, 120))
def test_what_is_thinner_than_a_hairline_is_one_with_its_neighbours(
    given_: list[tuple[list[int], str, int, int]], hairline: int
) -> None:
    """No two neighbours are both thinner than a hairline; sums stay; what is wider is as it was; a ribbon was travelled
    where any part of it was, and has the colour of its most."""
    plain, joined = defaultdict(list), defaultdict(list)
    for into, rows in ((plain, ribbons(loads_of(given_), ENDS)), (joined, ribbons(loads_of(given_), ENDS, hairline))):
        for ribbon in rows:
            into[ribbon.stretch].append(ribbon)
    assert plain.keys() == joined.keys()
    for stretch, row in joined.items():
        for before, after in itertools.pairwise(row):
            assert before.value >= hairline or after.value >= hairline
            assert after.inner == pytest.approx(before.inner + before.value)
        for ribbon in row:
            inside = [p for p in plain[stretch] if ribbon.inner <= p.inner < ribbon.inner + ribbon.value]
            assert ribbon.value == sum(p.value for p in inside)
            assert len(inside) == 1 or all(p.value < hairline for p in inside)
            assert ribbon.line == min((p.line for p in inside), key=LINES.index)
            assert ribbon.group in {p.group for p in inside if p.value == max(q.value for q in inside)}


def test_a_branch_begins_inside_the_colour_that_it_leaves() -> None:
    """Two lanes share a stretch and part; the thinner starts beside the thicker, where its colour runs in the trunk."""
    loads = [Load(lane_of([0, 1, 2]), "travelled", 0, 5.0), Load(lane_of([0, 1, 3]), "travelled", 0, 3.0)]
    trunk, thick, thin = (
        next(r for r in ribbons(loads, ENDS) if r.stretch == lane_of(stops)[0]) for stops in ([0, 1], [1, 2], [1, 3])
    )
    assert (trunk.value, thick.start, thin.start) == (8.0, trunk.inner, trunk.inner + 5.0)


def test_a_ribbon_is_as_wide_as_its_value_and_to_the_right_of_its_way() -> None:
    ribbon = Ribbon(1, 0, "travelled", 10.0, 5.0, 5.0, 5.0)
    (shape,) = shapes([(0.0, 0.0), (200.0, 0.0)], [ribbon], 2.0, (None, None))
    assert shape.width == 20 and all(y > 0 for _x, y in shape.points), "right of eastward is down the page"
    assert {round(y, 6) for _x, y in shape.points} == {0.6 + (5 + 5) * 2.0}


@given(LOADS, LOADS)
def test_a_difference_is_what_each_stretch_gained_or_lost(
    before: list[tuple[list[int], str, int, int]], after: list[tuple[list[int], str, int, int]]
) -> None:
    a, b = loads_of(before), loads_of(after)
    recount: dict[int, float] = defaultdict(float)
    for sign, some in ((-1, a), (1, b)):
        for load in some:
            for stretch in load.lane:
                recount[stretch] += sign * load.value
    changed = {load.lane[0]: load.value * (1 if load.group == MORE else -1) for load in difference(a, b)}
    assert changed == {stretch: value for stretch, value in recount.items() if value}
    assert difference(a, a) == [] and all(len(load.lane) == 1 and load.value > 0 for load in difference(a, b))
