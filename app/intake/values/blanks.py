"""The kinds of missing: an empty cell, "unknown", "other" and a dash are different statements, and none is zero."""

from __future__ import annotations

import re

import pandas as pd

from app.core.text import fold, map_distinct

#: Folded words of English, Spanish, Portuguese, French and Italian that stand where a value is not known.
_UNKNOWN = """
unknown|not known|not available|not stated|not specified|unspecified|undetermined|no data|data not available|n/a|na|nd|
n.d.|s/d|s.d.|sin dato|sin datos|sin informacion|no informado|no reportado|no consta|no determinado|desconocido|
desconocida|se desconoce|por establecer|ignorado|nao informado|sem informacao|desconhecido|desconhecida|nao consta|
inconnu|inconnue|non communique|non precise|sconosciuto|sconosciuta|non noto|non indicato|null|none|nan|#n/a|?
"""
_OTHER = "other others otro otra otros otras outro outra outros autre autres altro altra altri"
UNKNOWN = frozenset(_UNKNOWN.replace("\n", "").split("|"))
OTHER = frozenset(_OTHER.split())
_DASH = re.compile(r"[-–—_.*\s]+")

KINDS = ("blank", "unknown", "other", "dash")


def kind(cell: str) -> str:
    """``blank``, ``unknown``, ``other``, ``dash``, or "" for a cell that says something.

    >>> [kind(c) for c in ("", "Desconocido", "--", "- 0", "0")]
    ['blank', 'unknown', 'dash', '', '']
    """
    text = fold(cell).strip()
    if not text:
        return "blank"
    if text in UNKNOWN:
        return "unknown"
    if text in OTHER:
        return "other"
    return "dash" if _DASH.fullmatch(text) else ""


def kinds(cells: pd.Series) -> pd.Series:
    """The kind of every cell; each different text is looked at once."""
    return map_distinct(cells, kind)
