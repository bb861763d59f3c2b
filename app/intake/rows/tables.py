"""From a sheet of cells to a table: where the header stands, and which rows are titles, footers, totals or blank."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from app.core.marking import READ_WITH
from app.core.message import Message
from app.core.text import fold, map_distinct, matching
from app.intake.formats import Sheet, Unreadable
from app.intake.formats.limits import check_width
from app.intake.values import headings
from app.intake.values.headings import Headings

#: The header is looked for in so many rows; a title block is never longer.
DEEPEST = 30
_TOTAL = re.compile(r"^(grand |sub)?\s*-?\s*totale?s?\b( general| nacional| general:)?.*$")
#: A cell that says, alone, that its row sums others.
_SUM = re.compile(
    r"(grand |sub)?-?\s*(total|totales|totais|totali|totaux|totale|suma|somme|soma|acumulado)"
    r"( (general|geral|generale|nacional|national|nazionale|pais|cocaina|cocaine|del mes|anual))?[:.]?|todo el pais|all"
    r"|todos|todas|tutti|tous|(sub)?-?\s?total\b([^\d]{0,18}| \d{4})|(suma|soma|somme) (de |di )?\w{2,14}"
)


@dataclass(frozen=True)
class Table:
    """Rows under a header, as text by the file's row number, the rows that are no records with the reason, and where
    the file held numbers (see formats.Sheet)."""

    sheet: str
    rows: pd.DataFrame
    aside: pd.Series
    typed: pd.DataFrame | None = None
    notes: tuple[Message, ...] = ()


def header_row(cells: pd.DataFrame, known: Headings) -> int:
    """Number of the row with most known headings; the first full row when none is known."""
    top = cells.head(DEEPEST)
    scores = [headings.score(row, known) + _years(row) for row in top.itertuples(index=False, name=None)]
    if max(scores, default=0) >= 2:
        return int(top.index[scores.index(max(scores))])
    filled = (top != "").sum(axis=1)
    return int(filled[filled >= max(1, filled.max() - 1)].index[0])


def _years(cells: tuple[str, ...]) -> int:
    """Cells that are a year, where a row holds several of them: the headings of a table with a column for each year."""
    count = sum(bool(re.fullmatch(r"(19|20)\d{2}", cell)) for cell in cells)
    return count if count >= 5 else 0


def unique(names: list[str]) -> list[str]:
    """Headings with a number where one stands twice, and a letter where one is blank: no column is lost."""
    seen: dict[str, int] = {}
    out = []
    for position, name in enumerate(names, start=1):
        text = name or f"column {position}"
        seen[text] = seen.get(text, 0) + 1
        out.append(text if seen[text] == 1 else f"{text} ({seen[text]})")
    return out


def table(sheet: Sheet, known: Headings) -> Table:
    """The table of a sheet. Raises ``Unreadable`` with line numbers when rows have more cells than the header."""
    cells = sheet.cells
    filled = filled_in(cells)
    if not filled.any(axis=None):
        raise Unreadable("no_table", sheet=sheet.name)
    check_width(sheet.name, cells.shape[1], 1)
    header = header_row(cells, known)
    names = [str(c) for c in cells.loc[header]]
    body, filled = cells.loc[cells.index > header], filled.loc[cells.index > header]
    width = max((i + 1 for i, name in enumerate(names) if name), default=0)
    if sheet.widths is None and not body.empty:
        # A cell right of the header cannot have shifted a row of a workbook: it is a column without a heading.
        width = max([width, *(i + 1 for i in range(width, body.shape[1]) if filled.iloc[:, i].any())])
    if body.empty:
        raise Unreadable("no_rows", sheet=sheet.name, row=header)
    refuse_ragged(sheet, body, filled, width)
    rows = body.iloc[:, :width].set_axis(unique(names[:width]), axis=1)
    typed = None if sheet.typed is None else sheet.typed.loc[rows.index].iloc[:, :width].set_axis(rows.columns, axis=1)
    # The column by which our own files say how they must be read holds nothing.
    columns = [name for name in rows if not str(name).startswith(READ_WITH)]
    rows, typed = rows[columns], None if typed is None else typed[columns]
    titles = pd.Series("title", index=cells.index[cells.index < header], dtype=object)
    aside = pd.concat([titles, no_records(rows, filled.iloc[:, : rows.shape[1]])])
    return Table(sheet.name, rows, aside, typed, (*sheet.notes, Message("told.header", row=header)))


def filled_in(cells: pd.DataFrame) -> pd.DataFrame:
    """Where a cell holds something. Asked once for a whole sheet: it compares every cell of it."""
    return pd.DataFrame(cells.to_numpy().astype(bool), index=cells.index, columns=cells.columns)


def refuse_ragged(sheet: Sheet, body: pd.DataFrame, filled: pd.DataFrame, width: int) -> None:
    """Rows with more cells than the header, or (in a CSV file) with fewer, may be shifted: none of them is guessed."""
    ragged = filled.iloc[:, width:].any(axis=1)
    if sheet.widths is not None:
        given = sheet.widths.loc[body.index]
        short = (given > 1) & (given < width)
        # Lines with one or two cells at the very end are a footer, not a shifted row.
        few = (filled.sum(axis=1) <= 2) & body.iloc[:, 0].str.contains(r"[^\W\d_]", regex=True)
        ragged |= short & ~(few[::-1].cummin()[::-1] & (width > 3))
    if ragged.any():
        rows = ragged.index[ragged]
        lines = ", ".join(map(str, rows[:8])) + ("…" if len(rows) > 8 else "")
        raise Unreadable("ragged", n=len(rows), width=width, lines=lines)


def no_records(rows: pd.DataFrame, nonblank: pd.DataFrame) -> pd.Series:
    """Reason by row number for rows that are no records: ``blank``, ``total`` or ``footer``; ``nonblank`` is where a
    cell holds something."""
    filled = nonblank.sum(axis=1)
    first = _first(rows, nonblank)
    reason = pd.Series("", index=rows.index, dtype=object)
    reason[filled == 0] = "blank"
    totals = map_distinct(first, lambda text: bool(_TOTAL.match(fold(text)))).astype(bool)
    reason[totals & (filled > 0) & (filled <= max(2, rows.shape[1] // 2))] = "total"
    for name in rows:
        summed = matching(rows[name], "tsagTSAG", lambda text: _SUM.fullmatch(fold(text).strip()))
        reason[summed & (filled > 0)] = "total"
    footer = (filled <= 2) & first.str.contains(r"[^\W\d_]", regex=True) & (rows.shape[1] > 3) & (reason == "")
    tail = footer[::-1].cummin()[::-1]
    reason[tail & footer] = "footer"
    return reason[reason != ""]


def _first(rows: pd.DataFrame, nonblank: pd.DataFrame) -> pd.Series:
    """The first filled cell of each row."""
    columns = nonblank.to_numpy().argmax(axis=1)
    return pd.Series(rows.to_numpy()[np.arange(len(rows)), columns], index=rows.index, dtype=object)
