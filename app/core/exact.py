"""Exact tests for many pairs of counts at once. scipy has each of them for one pair: half a millisecond a call was two
seconds of a board of places (measured). The laws are scipy's; a test holds every answer against scipy's own."""

from __future__ import annotations

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
#: Two probabilities that differ by less than this share are equally likely (as in scipy.stats.binomtest).
EQUAL = 1 + 1e-7


def binomial_p(successes: ArrayLike, trials: ArrayLike, share: ArrayLike) -> Floats:
    """Two-sided p of ``scipy.stats.binomtest`` for each of some counts: how likely a count is that is no likelier than
    the one seen."""
    k, n, p = (np.asarray(values, dtype=float) for values in (successes, trials, share))
    above = k > n * p
    # The law is its own mirror image: every count is brought below the mean.
    k, p = np.where(above, n - k, k), np.where(above, 1 - p, p)
    far = _first_no_likelier(scipy.stats.binom.pmf(k, n, p) * EQUAL, n, p)
    p_values = scipy.stats.binom.cdf(k, n, p) + scipy.stats.binom.sf(far - 1, n, p)
    return np.where(k == n * p, 1.0, np.minimum(p_values, 1.0))


def _first_no_likelier(limit: Floats, n: Floats, p: Floats) -> Floats:
    """The first count from the mean upwards whose probability is within ``limit``; ``n + 1`` where there is none.
    Probabilities fall from the mean on, so that it is found by halving."""
    low, high = np.ceil(n * p), n + 1
    while (low < high).any():
        middle = np.floor((low + high) / 2)
        within = scipy.stats.binom.pmf(middle, n, p) <= limit
        low, high = np.where(within | (low >= high), low, middle + 1), np.where(within & (low < high), middle, high)
    return low


def rising_share_p(part: ArrayLike, recent: ArrayLike, whole: ArrayLike, both: ArrayLike) -> Floats:
    """One-sided p of ``scipy.stats.fisher_exact``: that ``part`` of ``recent`` or more are of a kind, where ``both`` of
    ``whole`` are. One where the kind has none that are recent."""
    k, n, m, b = (np.asarray(values, dtype=float) for values in (part, recent, whole, both))
    p_values = np.ones(k.shape)
    some = k > 0
    if some.any():
        # Few different rows, however many routes there are: each is asked once.
        rows = np.stack([k, n, m, b], axis=1)[some]
        different, place = np.unique(rows, axis=0, return_inverse=True)
        asked = scipy.stats.hypergeom.sf(different[:, 0] - 1, different[:, 2], different[:, 3], different[:, 1])
        p_values[some] = asked[place.ravel()]
    return p_values
