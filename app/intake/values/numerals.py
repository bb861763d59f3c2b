"""Numbers as people write them: which sign is the decimal one is decided per column, from all its values."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from app.core.text import map_distinct

#: A sign, digits with points, commas, apostrophes or spaces between them, and perhaps a power of ten.
_SHAPE = re.compile(r"([-+]?)\s*(\d[\d.,]*|[.,]\d+)(?:[eE]([-+]?\d{1,3}))?")
#: Digits in one piece, or in groups of three after the first.
_GROUPED = re.compile(r"\d*|\d{1,3}( \d{3})+")
_SPACES = re.compile(r"(?<=\d)[\s'’](?=\d{3}(?:\D|$))")


@dataclass(frozen=True)
class Numerals:
    """The decimal sign of a column (``.`` or ``,``), whether its values prove it, and a value that shows it."""

    decimal: str
    sure: bool
    evidence: str


def bare(cell: str) -> str:
    """A cell without outer blanks and without spaces or apostrophes between thousands."""
    return _SPACES.sub("", cell.strip().replace("\xa0", " ").replace("\u202f", " "))


def vote(cell: str) -> str:
    """The decimal sign that a cell proves, ``?`` when it holds one sign that could be either, "" when it holds none.

    >>> [vote(c) for c in ("1.234,5", "1,234,567", "0.123", "1.234", "12")]
    [',', '.', '.', '?', '']
    """
    match = _SHAPE.fullmatch(bare(cell))
    return _proof(match) if match else ""


def _proof(match: re.Match[str]) -> str:
    digits = match[2]
    points, commas = digits.count("."), digits.count(",")
    if points and commas:
        return "." if digits.rfind(".") > digits.rfind(",") else ","
    if points + commas == 0:
        return ""
    sign, other = (".", ",") if points else (",", ".")
    if points + commas > 1:
        return other
    before, _sep, after = digits.partition(sign)
    thousands = len(after) == 3 and 1 <= len(before) <= 3 and before.strip("0")
    return "?" if thousands and not match[3] else sign


def convention(cells: Iterable[str]) -> Numerals:
    """How a column writes its numbers. It is not sure where the values contradict each other, or where all could be
    read both ways; the reading that most values prove comes first, then the point."""
    proofs: dict[str, list[str]] = {".": [], ",": [], "?": []}
    for cell in cells:
        proofs.get(vote(cell), []).append(cell)
    points, commas, open_ = proofs["."], proofs[","], proofs["?"]
    if points and commas:
        decimal = "." if len(points) >= len(commas) else ","
        return Numerals(decimal, False, f"{points[0].strip()} / {commas[0].strip()}")
    if points or commas:
        return Numerals("." if points else ",", True, (points or commas)[0].strip())
    return Numerals(".", not open_, open_[0].strip() if open_ else "")


def number(cell: str, decimal: str) -> float:
    """A cell's number, nan when it is none. A cell that proves the other sign is read by its own proof.

    >>> number("1.234,5", ","), number("- 0", "."), number("1,5", ".")
    (1234.5, -0.0, 1.5)
    """
    match = _SHAPE.fullmatch(bare(cell))
    if not match:
        return np.nan
    own = _proof(match)
    sign = own if own in (".", ",") else decimal
    between = "," if sign == "." else "."
    if not _GROUPED.fullmatch(match[2].partition(sign)[0].replace(between, " ")):
        return np.nan  # 12.5.3 is no number in any convention
    digits = match[2].replace(between, "").replace(sign, ".")
    value = float(f"{match[1]}{digits}e{match[3] or 0}") if digits.count(".") <= 1 else np.nan
    return value if np.isfinite(value) else np.nan


def numbers(cells: pd.Series, numerals: Numerals) -> pd.Series:
    """Every cell's number by the column's convention; each different text is read once."""
    return map_distinct(cells, lambda text: number(text, numerals.decimal) + 0.0).astype(float)
