"""Exact tests for many pairs of counts at once. scipy has each of them for one pair: half a millisecond a call was two
seconds of a board of places (measured). The laws are scipy's; a test holds every answer against scipy's own tests."""

from __future__ import annotations

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def binomial_p(successes: ArrayLike, trials: ArrayLike, share: ArrayLike) -> Floats:
    """Two-sided p of each of some counts: twice that of the nearer tail, one at most. It is at most ``1 - level``
    exactly where Clopper and Pearson's interval of that level leaves ``share`` out. (The p of
    ``scipy.stats.binomtest``, by how likely each count is, contradicted the interval in some rows.)"""
    k, n, p = (np.asarray(values, dtype=float) for values in (successes, trials, share))
    tails = np.minimum(scipy.stats.binom.cdf(k, n, p), scipy.stats.binom.sf(k - 1, n, p))
    return np.minimum(2 * tails, 1.0)


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
