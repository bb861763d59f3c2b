"""How large consignments are: classes of weights on a logarithmic axis, and where a weight stands on it.

Weights of seizures span from grams to tonnes, and their means are those of the largest few; so classes grow by 1, 2, 5,
10 …, and what is said of them is the median and the quartiles (linear interpolation, as numpy's default).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

STEPS = (1, 2, 5)


def bounds(least_kg: float, greatest_kg: float) -> tuple[float, ...]:
    """Bounds of classes in kg, from the last step that is not above the least weight to the first above the greatest.
    Both weights are above zero."""
    first, last = math.floor(math.log10(least_kg)), math.floor(math.log10(greatest_kg)) + 1
    # Each step is read from its text: a product of powers of ten would be 0.30000000000000004.
    every = [float(f"{step}e{power}") for power in range(first - 1, last + 1) for step in STEPS]
    low = max(value for value in every if value <= least_kg)
    high = min(value for value in every if value > greatest_kg)
    return tuple(value for value in every if low <= value <= high)


def class_of(kg: ArrayLike, edges: Sequence[float]) -> NDArray[np.int64]:
    """The number of each weight's class, from 0 on: a class holds its lower bound and not its upper."""
    return np.searchsorted(edges, np.asarray(kg, dtype=float), side="right") - 1


def place_of(kg: float, edges: Sequence[float]) -> float:
    """Where a weight stands on the axis, on which class 0 lies between -0.5 and 0.5."""
    number = int(class_of([kg], edges)[0])
    low, high = edges[number], edges[number + 1]
    return number - 0.5 + math.log(kg / low) / math.log(high / low)


def quartiles(kg: ArrayLike) -> tuple[float, float, float]:
    """Lower quartile, median and upper quartile of some weights, of which there is at least one."""
    low, middle, high = np.quantile(np.asarray(kg, dtype=float), (0.25, 0.5, 0.75)).tolist()
    return low, middle, high
