"""Frames row by row, as JSON and the page take them."""

from __future__ import annotations

from typing import Any

import pandas as pd


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame as plain values by column; what is missing is None.

    >>> records(pd.DataFrame({"kg": [1.5, None]}))
    [{'kg': 1.5}, {'kg': None}]
    """
    # Names as a list: gone through as pandas holds them, for each row anew, they took longer than the cells.
    names = frame.columns.tolist()
    columns = [[None if missing(cell) else cell for cell in frame[name].tolist()] for name in names]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def missing(cell: Any) -> bool:
    """Whether a cell holds nothing: None, NA, and what is not equal to itself, as NaN and NaT. (Asking pandas of each
    cell, or of each column of a small frame, took five times as long.)"""
    return cell is None or cell is pd.NA or bool(cell != cell)
