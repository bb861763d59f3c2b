"""Text as people search it and as keys name it: without case, accents or punctuation."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd


def fold(text: str) -> str:
    """Lower case without accents: ``fold("Paranaguá") == "paranagua"``."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def slug(text: str) -> str:
    """A key made of letters, digits and hyphens: ``slug("Santa Cruz (VVI)") == "santa-cruz-vvi"``."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


def mapped(cells: pd.Series, read: Callable[[Any], Any]) -> pd.Series:
    """``read`` over every cell, called once for each different one: files repeat their words."""
    return cells.map({value: read(value) for value in cells.unique()})


def matching(cells: pd.Series, starts: str, test: Callable[[str], Any]) -> pd.Series:
    """Where a cell begins with one of some signs and passes a test. Columns of numbers are passed over at once."""
    signs = frozenset(starts)
    return cells.isin([text for text in cells.unique() if text[:1] in signs and test(text)])


def joined(columns: Sequence[pd.Series], sign: str) -> pd.Series:
    """Cells of several text columns side by side, without a loop over rows."""
    return functools.reduce(lambda left, right: left + sign + right, columns)
