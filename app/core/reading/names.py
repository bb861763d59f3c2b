"""Names of countries as files write them: in five languages, old and long forms, inverted, or as ISO codes."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

from app.core.text import fold, mapped

_ARTICLES = "the of and a de del la el los las y e da do das dos des du le les et l d il lo i gli della"
_SMALL = frozenset(_ARTICLES.split())

#: Names that are known to be no country: a larger area, the sea, several countries.
NO_COUNTRY = {"-AREA": "area", "-SEA": "high seas", "-MANY": "several countries"}


def key(name: str) -> str:
    """Words without accents, articles and order: the long and the inverted form of a name have one key.

    >>> key("Bolivia, Plurinational State of") == key("Plurinational State of Bolivia")
    True
    """
    words = re.findall(r"[a-z0-9]+", re.sub(r"(?<=\b\w)\.(?=\w\b)", "", fold(name).replace("'", "").replace("’", "")))
    return " ".join(sorted(w for w in words if w not in _SMALL)) or " ".join(words)


def country(cell: str, names: Mapping[str, str], codes: frozenset[str]) -> str:
    """ISO 3166-1 alpha-2 code of a cell, a code of ``NO_COUNTRY``, or "" when the name is not known."""
    text = cell.strip()
    if text.upper() in codes and len(text) == 2:
        return text.upper()
    bare = re.sub(r"\(.*?\)", " ", text)
    inside = text.split("(")[-1].rstrip(") ")
    found = next((names[k] for k in map(key, (text, bare, inside)) if k in names), "")
    return found if found in codes or found in NO_COUNTRY else ""


def countries(cells: pd.Series, names: Mapping[str, str], codes: frozenset[str]) -> pd.Series:
    """Every cell's code; each different text is looked up once."""
    return mapped(cells, lambda text: country(text, names, codes))
