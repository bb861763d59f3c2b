"""Text as people search it and as keys name it: without case, accents or punctuation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd


def fold(text: str) -> str:
    """Lower case without accents: ``fold("Paranaguá") == "paranagua"``."""
    if text.isascii():
        return text.casefold()
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def slug(text: str) -> str:
    """A key made of letters, digits and hyphens: ``slug("Santa Cruz (VVI)") == "santa-cruz-vvi"``."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


def map_distinct(cells: pd.Series, read: Callable[[Any], Any]) -> pd.Series:
    """``read`` over every cell, called once for each different one: files repeat their words."""
    codes, different = pd.factorize(cells, use_na_sentinel=False)
    answers = pd.Series([read(value) for value in np.asarray(different, dtype=object)])
    return answers.take(codes).set_axis(cells.index).rename(cells.name)


def map_distinct_to_columns(
    cells: pd.Series, read: Callable[[Any], Sequence[Any]], names: Sequence[str]
) -> pd.DataFrame:
    """``read`` over every cell where it answers several things at once: a column for each of ``names``."""
    codes, different = pd.factorize(cells, use_na_sentinel=False)
    answers = pd.DataFrame([read(value) for value in np.asarray(different, dtype=object)], columns=list(names))
    return answers.take(codes).set_axis(cells.index)


def matching(cells: pd.Series, starts: str, test: Callable[[str], Any]) -> pd.Series:
    """Where a cell begins with one of some signs and passes a test. Most columns have no such cell: a set finds that
    out before anything is laid beside the rows."""
    signs = frozenset(starts)
    matches = [text for text in set(cells.tolist()) if text[:1] in signs and test(text)]
    return cells.isin(matches) if matches else pd.Series(False, index=cells.index)


def join_columns(columns: Sequence[pd.Series], sign: str) -> pd.Series:
    """Cells of several text columns side by side. Adding column to column makes as many copies of the whole text as
    there are columns (ten times slower on a table of 15)."""
    whole = list(map(sign.join, zip(*(column.tolist() for column in columns), strict=True)))
    return pd.Series(whole, index=columns[0].index, dtype=object)


def report_field(key: str) -> str:
    """The name of the field in which a person writes to the section of a report whose title has this key.

    >>> written_to("route.gaps")
    'said-gaps'
    """
    return f"said-{key.rpartition('.')[2]}"


#: Signs of a text block.
MOST_WRITTEN = 6000
