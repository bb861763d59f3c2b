"""Means of transport as files name them: a mode and, where the word says it, a carrier."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from app.core.text import fold, map_distinct_to_columns
from app.intake.values import blanks

#: Folded name -> (mode, sub-mode); the names stand in data/reference/carriers.csv.
Carriers = Mapping[str, tuple[str, str]]


def carrier(text: str, known: Carriers) -> tuple[str, str]:
    """Mode and sub-mode of a text; ``other`` where it says something else, ``unknown`` where it says nothing."""
    kind = blanks.kind(text)
    if kind:
        return ("other", "") if kind == "other" else ("unknown", "")
    return known.get(" ".join(fold(text).split()), ("other", ""))


def carriers(cells: pd.Series, known: Carriers) -> pd.DataFrame:
    """Columns ``mode`` and ``submode``; each different text is looked up once."""
    return map_distinct_to_columns(cells, lambda text: carrier(text, known), ["mode", "submode"])
