"""The exact tests for many counts at once give what scipy gives for each."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from app.core.exact import binomial_p, rising_share_p

COUNTS = st.tuples(st.integers(0, 400), st.integers(0, 400), st.integers(1, 60), st.integers(1, 240))


def by_scipy(k: int, n: int, share: float) -> float:
    """Twice the p of the nearer of scipy's one-sided tests."""
    sides = ("less", "greater")
    return min(1.0, 2 * min(stats.binomtest(k, n, share, alternative=side).pvalue for side in sides))


@given(st.lists(COUNTS, min_size=1, max_size=40))
def test_p_is_that_of_the_binomial_test(rows: list[tuple[int, int, int, int]]) -> None:
    held = [(a, a + b, m / (m + n)) for a, b, m, n in rows if a + b]
    wanted = [by_scipy(k, n, share) for k, n, share in held]
    if held:
        assert binomial_p(*np.array(held, dtype=float).T) == pytest.approx(wanted, rel=1e-9, abs=1e-300)


@given(COUNTS, st.sampled_from([0.05, 0.1, 0.01]))
def test_p_and_interval_say_the_same(row: tuple[int, int, int, int], alpha: float) -> None:
    """p is within alpha exactly where the interval of 1 - alpha leaves the share out."""
    a, b, m, n = row
    if not a + b:
        return
    share, ends = m / (m + n), stats.binomtest(a, a + b).proportion_ci(1 - alpha, method="exact")
    near = min(abs(share - ends.low), abs(share - ends.high))
    (p,) = binomial_p([a], [a + b], [share])
    assert near < 1e-9 or (p <= alpha) == (not ends.low <= share <= ends.high)


def test_rows_in_which_another_p_contradicted_the_interval() -> None:
    """The p by how likely a count is and a central interval, on opposite sides of 0.05."""
    found = 0
    for n in range(1, 80):
        for k in range(n + 1):
            ends, old = stats.binomtest(k, n).proportion_ci(0.95, "exact"), stats.binomtest(k, n, 0.2).pvalue
            out = not ends.low <= 0.2 <= ends.high
            found += (old <= 0.05) != out
            assert (binomial_p([k], [n], [0.2])[0] <= 0.05) == out
    assert found > 5


def test_p_holds_for_large_and_equal_counts_and_at_the_mean() -> None:
    held = [
        (3, 3, 0.2),
        (0, 1000, 0.2),
        (5000, 20000, 0.2),
        (50, 100, 0.5),
        (49, 100, 0.5),
        (20, 100, 0.2),
        (0, 1, 0.5),
    ]
    wanted = [by_scipy(k, n, share) for k, n, share in held]
    assert binomial_p(*np.array(held).T) == pytest.approx(wanted, rel=1e-9)
    assert binomial_p([3], [3], [0.2]) == pytest.approx(2 * 0.2**3)


@given(st.lists(st.tuples(*[st.integers(0, 60)] * 4), min_size=1, max_size=30))
def test_the_share_p_is_that_of_fishers_test(rows: list[tuple[int, int, int, int]]) -> None:
    """A table of the route and all others, recent and before."""
    tables = [[[a, b], [c, d]] for a, b, c, d in rows]
    found = rising_share_p(
        [a for a, _b, _c, _d in rows], [a + c for a, _b, c, _d in rows],
        [a + b + c + d for a, b, c, d in rows], [a + b for a, b, _c, _d in rows],
    )  # fmt: skip
    wanted = [stats.fisher_exact(table, alternative="greater").pvalue for table in tables]
    assert found == pytest.approx(wanted, rel=1e-9)
