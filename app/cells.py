"""What a cell of a file holds, and CSV: one place for all files, so that none forgets what a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO

import pandas as pd

from app.core.characters import replace_unfit
from app.core.marking import READ_WITH

#: Signs with which a spreadsheet begins a formula or a command (OWASP, CSV injection), full width too.
RUN = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def plain(value: Any) -> Any:
    """A value as JSON takes it; what is missing is null."""
    if value is None or value is pd.NA or (isinstance(value, float) and value != value):
        return None
    return value.item() if hasattr(value, "item") else value


def safe_text(text: str) -> str:
    """Text that a spreadsheet will not run: a leading = + - @ (or tab, return) gets an apostrophe before it."""
    return "'" + text if text.startswith(RUN) else text


def cell(value: Any) -> str | int | float | bool | None:
    """A value as a cell: numbers and truth as they are, a missing one None, all else a text that is no formula and has
    no sign that a document cannot hold."""
    plain_value = plain(value)
    if plain_value is None or isinstance(plain_value, bool | int):
        return plain_value
    if isinstance(plain_value, float):
        return plain_value if math.isfinite(plain_value) else str(plain_value)
    return safe_text(replace_unfit(str(plain_value)))


def csv_text(value: Any, digits: int = 10) -> str:
    """A cell of a CSV: numbers with a point and at most ``digits`` figures, blank where there is none."""
    cell_value = cell(value)
    if cell_value is None:
        return ""
    return f"{cell_value:.{digits}g}" if isinstance(cell_value, float) else str(cell_value)


def csv_file(
    file: BinaryIO, headings: Sequence[str], blocks: Iterable[pd.DataFrame], note: str = "", digits: int = 10
) -> None:
    """Rows as RFC 4180 CSV: one header row, CRLF lines, ISO dates, kilograms; blanks stay blank. ``note`` says how the
    figures must be read: it heads a last column that is empty, for a line of comment would break every reader."""
    lines = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow([*map(csv_text, headings), *([READ_WITH + replace_unfit(note)] if note else [])])
    for block in blocks:
        columns = [[csv_text(value, digits) for value in block[name].astype(object).tolist()] for name in block]
        writer.writerows(zip(*columns, *([[""] * len(block)] if note else []), strict=True))
    lines.detach()
