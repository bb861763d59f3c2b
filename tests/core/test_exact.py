"""The exact tests for many counts at once give what scipy gives for each."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from app.core.exact import binomial_p, rising_share_p

COUNTS = st.tuples(st.integers(0, 400), st.integers(0, 400), st.integers(1, 60), st.integers(1, 240))


@given(st.lists(COUNTS, min_size=1, max_size=40))
def test_p_is_that_of_the_binomial_test(rows: list[tuple[int, int, int, int]]) -> None:
    held = [(a, a + b, m / (m + n)) for a, b, m, n in rows if a + b]
    wanted = [stats.binomtest(k, n, share).pvalue for k, n, share in held]
    if held:
        assert binomial_p(*np.array(held, dtype=float).T) == pytest.approx(wanted, rel=1e-9, abs=1e-300)


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
    wanted = [stats.binomtest(k, n, share).pvalue for k, n, share in held]
    assert binomial_p(*np.array(held).T) == pytest.approx(wanted, rel=1e-9)
    assert binomial_p([3], [3], [0.2]) == pytest.approx(0.2**3)


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
