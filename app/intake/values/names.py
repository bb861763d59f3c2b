"""Names of countries as files write them: in five languages, old and long forms, inverted, or as ISO codes."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

from app.core.text import fold, map_distinct
from app.intake.values import blanks

_ARTICLES = "the of and a de del la el los las y e da do das dos des du le les et l d il lo i gli della"
_SMALL = frozenset(_ARTICLES.split())

#: A city that bears a country's name but for its article.
AMBIGUOUS = frozenset(["salvador"])
#: Names that are known to be no country: a larger area, the sea, several countries.
NO_COUNTRY = {"-AREA": "area", "-SEA": "high seas", "-MANY": "several countries"}


def key(name: str) -> str:
    """Words without accents, articles and order: the long and the inverted form of a name have one key.

    >>> key("Bolivia, Plurinational State of") == key("Plurinational State of Bolivia")
    True
    """
    words = re.findall(r"[a-z0-9]+", re.sub(r"(?<=\b\w)\.(?=\w\b)", "", fold(name).replace("'", "").replace("’", "")))
    return " ".join(sorted(w for w in words if w not in _SMALL)) or " ".join(words)


def country(cell: str, names: Mapping[str, str], codes: frozenset[str], coded: bool = True) -> str:
    """ISO 3166-1 alpha-2 code of a cell, a code of ``NO_COUNTRY``, or "" when the name is not known.

    ``coded``: two capitals are a code. In a column of names they are as often a state, or an article."""
    text = cell.strip()
    if blanks.kind(text):
        return ""
    if len(text) == 2 and text.isupper() and text in codes:
        return text if coded else ""
    if fold(text) in AMBIGUOUS:
        return ""
    inside = text.split("(")[-1].rstrip(") ") if "(" in text else ""
    bare = re.sub(r"\(.*?\)", " ", text)
    parts = [p for p in re.split(r"\s*[,/;]\s*|\s+-\s+", bare) if p.strip()]
    whole = _known(text, names, codes)
    if whole:
        return whole
    for candidates in ([inside] if inside else [], [bare], parts if len(parts) > 1 else []):
        matches = {code for code in (_known(c, names, codes) for c in candidates) if code}
        if len(matches) == 1:
            return matches.pop()
        if len(matches) > 1:
            return "-MANY"
    return ""


def _known(text: str, names: Mapping[str, str], codes: frozenset[str]) -> str:
    code = names.get(key(text), "") if len(text.strip()) > 2 or text.strip().isupper() else ""
    return code if code in codes or code in NO_COUNTRY else ""


def countries(cells: pd.Series, names: Mapping[str, str], codes: frozenset[str]) -> pd.Series:
    """Every cell's code; each different text is looked up once. Two capitals are codes only in a column of codes."""
    texts = [text.strip() for text in cells.unique() if not blanks.kind(text)]
    short = [text for text in texts if len(text) == 2 and text.isupper()]
    coded = len(short) > len(texts) / 2 and all(text in codes or text in names for text in short)
    return map_distinct(cells, lambda text: country(text, names, codes, coded))
