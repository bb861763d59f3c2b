"""Legs added up into flows, on small tables made by hand."""

from __future__ import annotations

import statistics
from typing import Any

import ibis
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core import flows

LEG_COLUMNS = {
    "chain": "int64",
    "level": "string",
    "seq": "int64",
    "origin": "string",
    "target": "string",
    "mode": "string",
    "line": "string",
    "key": "string",
    "once": "boolean",
}
EVENT_COLUMNS = {"event_id": "string", "kg": "float64", "chain_country": "int64", "chain_place": "int64"}


def leg(
    event_id: str,
    origin: str,
    target: str,
    kg: float | None,
    *,
    mode: str = "maritime",
    line: str = "travelled",
    level: str = "country",
    seq: int = 0,
) -> dict[str, Any]:
    key = flows.flow_key(origin, target, mode, line)
    held = {"level": level, "seq": seq, "origin": origin, "target": target, "mode": mode, "line": line, "key": key}
    return {"event_id": event_id, "kg": kg, **held}


def chain_of(event_id: str, level: str) -> int:
    """Here each event has chains of its own."""
    return 2 * ord(event_id) + (level == "place")


def table(legs: list[dict[str, Any]]) -> ibis.Table:
    """The legs of chains."""
    rows, seen = [], set()
    for held in legs:
        chain = chain_of(held["event_id"], held["level"])
        rows.append({**held, "chain": chain, "once": (chain, held["key"]) not in seen})
        seen.add((chain, held["key"]))
    return ibis.memtable(pd.DataFrame(rows, columns=list(LEG_COLUMNS)), schema=LEG_COLUMNS)


def events(legs: list[dict[str, Any]], *ids: str) -> ibis.Table:
    """Events with their weight and their chains."""
    kg = {held["event_id"]: held["kg"] for held in legs}
    rows = [(e, kg.get(e), chain_of(e, "country"), chain_of(e, "place")) for e in ids]
    return ibis.memtable(pd.DataFrame(rows, columns=list(EVENT_COLUMNS)), schema=EVENT_COLUMNS)


def added_up(legs: list[dict[str, Any]], *ids: str, level: str = "country") -> dict[str, dict[str, Any]]:
    frame = flows.add_up(table(legs), events(legs, *ids), level).to_pandas()
    return frame.set_index("key").to_dict("index")


def test_a_flow_counts_events_and_adds_their_weight() -> None:
    found = added_up([leg("a", "EC", "BE", 100), leg("b", "EC", "BE", 50), leg("c", "EC", "NL", 7)], "a", "b", "c")
    assert set(found) == {"EC>BE|maritime|travelled", "EC>NL|maritime|travelled"}
    flow = found["EC>BE|maritime|travelled"]
    assert (flow["events"], flow["kg"], flow["kg_known"], flow["median"]) == (2, 150, 2, 75)
    assert (flow["origin"], flow["target"], flow["mode"], flow["line"]) == ("EC", "BE", "maritime", "travelled")


def test_a_blank_weight_is_not_zero() -> None:
    found = added_up([leg("a", "EC", "BE", None), leg("b", "EC", "BE", 40), leg("c", "EC", "BE", 60)], "a", "b", "c")
    flow = found["EC>BE|maritime|travelled"]
    assert (flow["events"], flow["kg"], flow["kg_known"]) == (3, 100, 2)
    assert flow["median"] == 50, "the median is over the stated weights only"


def test_a_flow_without_any_weight_has_no_sum_and_no_median() -> None:
    flow = added_up([leg("a", "EC", "BE", None)], "a")["EC>BE|maritime|travelled"]
    assert (flow["events"], flow["kg_known"]) == (1, 0)
    assert pd.isna(flow["kg"]) and pd.isna(flow["median"])


def test_a_stated_weight_of_zero_counts_as_stated() -> None:
    flow = added_up([leg("a", "EC", "BE", 0), leg("b", "EC", "BE", 10)], "a", "b")["EC>BE|maritime|travelled"]
    assert (flow["kg_known"], flow["median"]) == (2, 5)


def test_direction_mode_line_and_level_make_flows_of_their_own() -> None:
    legs = [
        leg("a", "EC", "BE", 1),
        leg("b", "BE", "EC", 1),
        leg("c", "EC", "BE", 1, mode="air"),
        leg("d", "EC", "BE", 1, line="intended"),
        leg("e", "EC:guayaquil", "BE:antwerp", 1, level="place"),
    ]
    assert len(added_up(legs, *"abcde")) == 4
    assert list(added_up(legs, *"abcde", level="place")) == ["EC:guayaquil>BE:antwerp|maritime|travelled"]


def test_only_the_selected_events_count() -> None:
    legs = [leg("a", "EC", "BE", 100), leg("b", "EC", "BE", 50)]
    assert added_up(legs, "b")["EC>BE|maritime|travelled"]["kg"] == 50
    assert added_up(legs) == {}


def test_an_event_that_passes_a_pair_twice_counts_once() -> None:
    legs = [leg("a", "EC", "PA", 5, seq=0), leg("a", "PA", "EC", 5, seq=1), leg("a", "EC", "PA", 5, seq=2)]
    flow = added_up(legs, "a")["EC>PA|maritime|travelled"]
    assert (flow["events"], flow["kg"], flow["median"]) == (1, 5, 5)


PAIRS = st.tuples(st.sampled_from(["EC", "BR", "PA"]), st.sampled_from(["BE", "NL"]))
LEGS = st.dictionaries(st.sampled_from("abcdefgh"), st.tuples(PAIRS, st.none() | st.integers(0, 5000)), max_size=8)


@settings(max_examples=25)
@given(LEGS, st.sets(st.sampled_from("abcdefgh")))
def test_adding_up_loses_no_event_and_no_kilogram(legs: dict[str, Any], kept: set[str]) -> None:
    found = added_up([leg(e, *ends, kg) for e, (ends, kg) in legs.items()], *sorted(kept))
    mine = {e: row for e, row in legs.items() if e in kept}
    assert sum(f["events"] for f in found.values()) == len(mine)
    weights = [kg for _, kg in mine.values() if kg is not None]
    assert sum(f["kg_known"] for f in found.values()) == len(weights)
    assert sum(f["kg"] for f in found.values() if f["kg_known"]) == sum(weights)
    for flow in found.values():
        same = [kg for ends, kg in mine.values() if ends == (flow["origin"], flow["target"]) and kg is not None]
        assert flow["median"] == statistics.median(same) if same else pd.isna(flow["median"])


FRAME = pd.DataFrame(
    [
        ("EC>BE|a|t", 5, 100.0, 20.0),
        ("BR>BE|a|t", 5, 300.0, 60.0),
        ("PA>BE|a|t", 2, None, None),
        ("CO>BE|a|t", 5, 100.0, 20.0),
        ("AR>BE|a|t", 1, 900.0, 900.0),
    ],
    columns=["key", "events", "kg", "median"],
)


@pytest.mark.parametrize(
    ("metric", "order"), [("events", "BR CO EC PA AR"), ("kg", "AR BR CO EC PA"), ("median", "AR BR CO EC PA")]
)
def test_ranking_is_by_metric_and_ties_never_depend_on_chance(metric: str, order: str) -> None:
    for seed in range(5):
        mixed = FRAME.sample(frac=1, random_state=seed)
        assert [key[:2] for key in flows.ranked(mixed, metric)["key"]] == order.split()


def test_flows_of_one_direction_stand_side_by_side() -> None:
    frame = pd.DataFrame({"origin": ["EC", "BE", "EC", "EC"], "target": ["BE", "EC", "BE", "NL"]})
    assert flows.slots(frame) == [0, 0, 1, 0]


@given(st.floats(0.001, 1e9))
def test_the_width_legend_has_up_to_three_rising_values_not_above_the_widest(full: float) -> None:
    values = flows.round_values(full)
    assert 1 <= len(values) <= 3
    assert values == sorted(set(values)) and values[0] > 0
    assert values[-1] <= full


@given(st.floats(10, 1e9))
def test_the_width_legend_spans_the_scale_in_round_values(full: float) -> None:
    values = flows.round_values(full)
    assert len(values) == 3
    assert values[-1] > full / 2 and values[0] < full / 4
    assert all(len(f"{value:.0f}".rstrip("0")) <= 2 for value in values)


def test_the_scale_is_widest_at_the_99th_percentile() -> None:
    scale = flows.scale_of(pd.Series([*range(1, 101), None]), locked=True)
    assert (scale.full, scale.greatest, scale.locked) == (pytest.approx(99.01), 100, True)
    assert scale.clamped


def test_of_many_flows_the_largest_still_differ_in_width() -> None:
    many = flows.scale_of(pd.Series([*([1.0] * 20_000), *range(1, 201), None]), locked=True)
    few = flows.scale_of(pd.Series(range(1, 201), dtype=float), locked=True)
    assert many == few and many.full == pytest.approx(198.01)


def test_equal_values_are_not_clamped() -> None:
    scale = flows.scale_of(pd.Series([7.0, 7.0, 7.0]), locked=False)
    assert (scale.full, scale.clamped, scale.locked) == (7, False, False)


@pytest.mark.parametrize("values", [[], [None, None], [0.0]])
def test_a_scale_of_nothing_can_still_be_divided_by(values: list[float | None]) -> None:
    assert flows.scale_of(pd.Series(values, dtype="float64"), locked=True).full > 0


def test_a_flow_is_named_by_ends_mode_and_line() -> None:
    assert flows.flow_key("EC", "BE", "maritime", "travelled") == "EC>BE|maritime|travelled"
