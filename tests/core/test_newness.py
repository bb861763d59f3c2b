"""The method for new routes: every tier by a case worked by hand, both tests against scipy called directly."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from app.core import calibration, newness
from app.core.newness import COUNTS, ORDERS, TIERS, Thresholds, board, chance, ranked
from app.core.style import TIER_CHANGE
from app.core.view import RANKS
from app.core.windows import Windows, index_of, month_of

NAN = float("nan")


def counts(*rows: dict[str, Any]) -> pd.DataFrame:
    """Routes with 6 recent and 24 baseline months covered, in a country with many other seizures."""
    plain = {
        "recent": 0, "baseline": 0, "before": 0, "days": 0, "exposure_recent": 6, "exposure_baseline": 24,
        "all_recent": 100, "all_baseline": 400, "quiet": NAN, "since": 0,
    }  # fmt: skip
    return pd.DataFrame([{**plain, "days": row.get("recent", 0), **row} for row in rows])


@pytest.mark.parametrize(
    ("tier", "row"),
    [
        ("first_sighting", {"recent": 1}),
        ("first_sighting", {"recent": 2, "days": 1}),
        ("repeated", {"recent": 2, "days": 2}),
        ("statistically_emergent", {"recent": 3}),
        ("statistically_emergent", {"recent": 3, "days": 2}),
        ("first_sighting", {"recent": 3, "days": 1}),
        ("first_sighting", {"recent": 30, "days": 1}),
        ("reopened", {"recent": 1, "before": 1}),
        ("reopened", {"recent": 1, "baseline": 1, "quiet": 12}),
        ("established", {"recent": 1, "baseline": 1, "quiet": 11}),
        ("growing", {"recent": 12, "baseline": 4, "quiet": 1}),
        ("shrinking", {"recent": 1, "baseline": 60, "quiet": 1}),
        ("established", {"recent": 5, "baseline": 20, "quiet": 1}),
        ("dormant", {"baseline": 3, "since": 12}),
        ("established", {"baseline": 3, "since": 11}),
        ("dormant", {"before": 2, "since": 40}),
        ("no_baseline", {"recent": 4, "exposure_baseline": 0}),
    ],
)
def test_each_tier(tier: str, row: dict[str, Any]) -> None:
    assert board(counts(row))["tier"].tolist() == [tier]


def test_three_seizures_among_many_tests_are_emergent_and_not_statistically_so() -> None:
    """Twice 0.2 cubed is 0.016: within 0.05 for one route, and above 0.10 once a hundred routes were looked at."""
    others = [{"recent": 1, "baseline": 4, "quiet": 1}] * 99
    found = board(counts({"recent": 3}, *others)).iloc[0]
    assert found["tier"] == "emergent"
    assert found["p"] == pytest.approx(2 * 0.2**3) and found["q"] == 1


def test_every_tier_has_a_case_a_colour_and_every_order_a_column() -> None:
    assert set(TIERS) == set(TIER_CHANGE)
    assert set(RANKS) == {"tier", *ORDERS}


counted = st.builds(
    dict,
    recent=st.integers(0, 30),
    baseline=st.integers(0, 60),
    before=st.integers(0, 5),
    exposure_recent=st.integers(0, 12),
    exposure_baseline=st.integers(0, 36),
    since=st.integers(0, 40),
    quiet=st.one_of(st.just(NAN), st.integers(0, 40)),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(counted, min_size=1, max_size=12))
def test_the_test_and_the_interval_are_scipys(rows: list[dict[str, Any]]) -> None:
    found = board(counts(*rows))
    for row in found.to_dict("records"):
        k, n = row["recent"], row["recent"] + row["baseline"]
        months, before = row["exposure_recent"], row["exposure_baseline"]
        if n == 0 or months == 0 or before == 0:
            assert math.isnan(row["p"])
            continue
        share = months / (months + before)
        less, more = (stats.binomtest(k, n, share, alternative=side).pvalue for side in ("less", "greater"))
        assert row["p"] == pytest.approx(min(1.0, 2 * min(less, more)))
        ends = stats.binomtest(k, n, share).proportion_ci(0.95, method="exact")
        low, high = (math.inf if p == 1 else p / (1 - p) * before / months for p in (ends.low, ends.high))
        assert row["low"] == pytest.approx(low) and row["high"] == pytest.approx(high)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 20), st.integers(0, 20), st.integers(0, 50), st.integers(0, 50))
def test_the_share_test_is_fishers(recent: int, baseline: int, others: int, others_before: int) -> None:
    row = {
        "recent": recent,
        "baseline": baseline,
        "all_recent": recent + others,
        "all_baseline": baseline + others_before,
    }
    table = [[recent, others], [baseline, others_before]]
    assert board(counts(row))["share_p"].iloc[0] == pytest.approx(stats.fisher_exact(table, "greater").pvalue)


def test_q_is_over_the_routes_with_recent_seizures() -> None:
    found = board(counts({"recent": 3}, {"recent": 2}, {"baseline": 30, "since": 7}))
    active = stats.false_discovery_control([0.016, 0.08], method="bh")
    assert found["q"].tolist()[:2] == pytest.approx(list(active))
    assert found["q"].iloc[2] == pytest.approx(stats.false_discovery_control(found["p"], method="bh")[2])


def test_a_rise_that_the_whole_country_shows_rises_with_reporting() -> None:
    rise = {"recent": 12, "baseline": 4, "quiet": 1}
    found = board(
        counts({**rise, "all_recent": 1200, "all_baseline": 400}, {**rise, "all_recent": 100, "all_baseline": 400})
    )
    assert found["tier"].tolist() == ["growing", "growing"]
    assert found["with_reporting"].tolist() == [True, False]


@settings(max_examples=40, deadline=None)
@given(st.lists(counted, min_size=1, max_size=15), st.randoms())
def test_tiers_are_exclusive_complete_and_deaf_to_order(rows: list[dict[str, Any]], chance_of: Any) -> None:
    found = board(counts(*rows))
    assert found["tier"].isin(TIERS).all() and found["tier"].notna().all()
    turned = list(range(len(rows)))
    chance_of.shuffle(turned)
    again = board(counts(*(rows[i] for i in turned)))
    assert again["tier"].tolist() == [found["tier"].iloc[i] for i in turned]


@settings(max_examples=60, deadline=None)
@given(counted)
def test_a_seizure_more_in_the_baseline_never_makes_a_route_less_seen(row: dict[str, Any]) -> None:
    before = board(counts(row))["tier"].iloc[0]
    after = board(counts({**row, "baseline": row["baseline"] + 1}))["tier"].iloc[0]
    assert after not in newness.NEW
    assert before in TIERS


def test_chance_by_hand() -> None:
    """Four seizures in the baseline, two of them on routes seen once: half of the next ones fall on new routes."""
    line = chance(counts({"baseline": 1}, {"baseline": 1, "recent": 2}, {"baseline": 2}, {"recent": 4}))
    assert (line.expected, line.observed, line.recent, line.baseline, line.once) == (3.0, 4, 6, 4, 2)
    # M is 1/2, of variance (2 * 1/2 + 2 * 1) / 16 = 3/16, so that a + b = 1/4 / (3/16) - 1 = 1/3: Beta(1/6, 1/6).
    assert (line.low, line.high) == tuple(stats.betabinom(6, 1 / 6, 1 / 6).interval(0.95)) == (0, 6)
    assert math.isnan(chance(counts({"recent": 2})).expected)
    silent = chance(counts({"baseline": 3}, {"recent": 2}))
    assert silent.expected == 0 and math.isnan(silent.low) and math.isnan(silent.high)


@given(st.integers(1, 300), st.integers(1, 200), st.integers(0, 60), st.integers(0, 20))
def test_the_range_of_chance_is_within_what_there_is(recent: int, once: int, twice: int, more: int) -> None:
    """It was 2 to 13 of 10."""
    baseline = once + 2 * twice + 3 * more
    low, high = newness.unseen_range(recent, baseline, once, twice)
    expected = recent * once / baseline
    assert 0 <= low <= math.ceil(expected) and math.floor(expected) <= high <= recent


@given(st.integers(20, 200), st.integers(2, 30), st.integers(0, 10), st.integers(1, 12))
def test_the_range_has_the_variance_of_the_estimate(recent: int, once: int, twice: int, more: int) -> None:
    """Mean n M and variance n M (1 - M) + n (n - 1) Var(M), where a beta law can have it."""
    baseline = once + 2 * twice + 3 * more
    share = once / baseline
    spread = (once * (1 - share) + 2 * twice) / baseline**2
    size = share * (1 - share) / spread - 1
    if size <= 0.01:
        return
    law = stats.betabinom(recent, share * size, (1 - share) * size)
    assert law.mean() == pytest.approx(recent * share)
    assert law.var() == pytest.approx(recent * share * (1 - share) + recent * (recent - 1) * spread)
    assert newness.unseen_range(recent, baseline, once, twice) == law.interval(0.95)


def test_routes_seen_again_by_chance() -> None:
    """One seizure is never seen again; of two in 24 months, six of them recent, with a silence of 12: by simulation."""
    assert newness.reopened_by_chance(counts({"before": 1}, {"recent": 1}), 24, 6, 12) == 0
    draws = np.random.default_rng(7)
    for n in (2, 3, 6):
        months = np.sort(draws.uniform(0, 24, (40_000, n)), axis=1)
        first = np.where(months >= 18, months, np.inf).min(axis=1)
        last = np.where(months < 18, months, -np.inf).max(axis=1)
        again = np.isfinite(first) & np.isfinite(last) & (first - last >= 12)
        found = newness.reopened_by_chance(counts({"before": n}), 24, 6, 12)
        assert found == pytest.approx(again.mean(), abs=0.01)


def test_an_unchanged_market_stays_quiet_and_a_changed_one_is_found() -> None:
    """The orders of magnitude that the documents state, over 40 simulated markets of each kind."""
    quiet = calibration.simulate(calibration.Market(), 40, seed=3).mean()
    assert quiet["statistically_emergent"] <= 0.1
    assert quiet["emergent"] + quiet["statistically_emergent"] <= 0.6
    assert 25 <= quiet["unseen"] <= 42
    assert quiet["expected"] == pytest.approx(quiet["observed"], rel=0.1)
    changed = calibration.simulate(calibration.Market(new=10), 40, seed=3).mean()
    assert 6 <= changed["emergent.true"] + changed["statistically_emergent.true"] <= 9


def test_bursts_cry_wolf_unless_a_route_counts_once_a_day() -> None:
    """The order of the documented figures: with bursts seizures raise false alarms, and once a day hardly any; the
    range of chance holds, and routes are seen again as often as chance makes them."""
    markets = calibration.markets(calibration.UNODC_2016)
    alone, burst, daily = (
        calibration.simulate(markets[name], 60, seed=3)
        for name in ("unchanged", "unchanged, bursts", "unchanged, bursts, once a day")
    )
    alarms = [found["statistically_emergent"].mean() + found["emergent"].mean() for found in (alone, burst, daily)]
    assert alarms[1] > alarms[0] >= 0 and alarms[1] > 2 * alarms[2]
    growing = [found["growing"].mean() for found in (burst, daily)]
    assert growing[0] > growing[1]
    for found in (alone, daily):
        held = (found["observed"] >= found["low"]) & (found["observed"] <= found["high"])
        assert held.mean() >= 0.88
        assert found["reopened"].mean() == pytest.approx(found["reopened.expected"].mean(), rel=0.25)


def test_bursts_are_those_of_a_dataset() -> None:
    shares = calibration.bursts_of(pd.Series([1, 1, 1, 2, 14]))
    assert shares == (0.6, 0.2, 0, 0, 0, 0, 0, 0, 0, 0.2) and calibration.Market(bursts=shares).burst == 3
    assert sum(calibration.UNODC_2016) == pytest.approx(1) and calibration.Market().burst == 1


def test_the_seizures_shuffled_over_routes_give_no_statistically_emergent_route() -> None:
    draws = np.random.default_rng(5)
    sizes = np.ones(80) / 80
    flagged = [
        int((board(counts(*({"recent": int(r), "baseline": int(b), "quiet": 1} for r, b in zip(
            draws.multinomial(100, sizes), draws.multinomial(400, sizes), strict=True))))["tier"]
            .isin(["statistically_emergent", "growing", "shrinking"])).sum())
        for _run in range(20)
    ]  # fmt: skip
    assert sum(flagged) <= 2


def test_ranked_by_tier_then_surest_and_by_one_figure() -> None:
    rows = counts({"recent": 1}, {"recent": 9}, {"baseline": 5, "since": 20}, {"recent": 5, "baseline": 20, "quiet": 1})
    found = board(rows).assign(route=list("abcd"), kg_recent=[5.0, NAN, NAN, 50.0], last="2020")
    assert ranked(found, "tier")["route"].tolist() == ["b", "a", "d", "c"]
    assert ranked(found, "kg")["route"].tolist()[:2] == ["d", "a"]


def test_thresholds_move_the_tiers() -> None:
    row = counts({"recent": 3})
    assert board(row, Thresholds(alpha=0.001))["tier"].tolist() == ["repeated"]
    assert board(counts({"baseline": 2, "since": 7}), Thresholds(dormant=6))["tier"].tolist() == ["dormant"]


@given(st.integers(12, 36_000))
def test_months_count_on(index: int) -> None:
    assert index_of(month_of(index)) == index
    assert month_of(index) < month_of(index + 1)


@given(st.integers(1, 60), st.integers(1, 240), st.integers(0, 12))
def test_windows_touch_and_never_overlap(recent: int, baseline: int, gap: int) -> None:
    w = Windows.ending("2025-12", recent, baseline, gap)
    assert (len(w.months("recent")), len(w.months("baseline"))) == (recent, baseline)
    assert index_of(w.recent_first) == index_of(w.baseline_last) + 1
    assert index_of("2025-12") - index_of(w.recent_last) == gap


def test_columns_are_those_that_the_board_reads() -> None:
    assert set(COUNTS) <= set(counts({}).columns)
