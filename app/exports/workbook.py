"""Tables as an XLSX: a sheet about the file first, then the rows. Nothing in it is a formula.

XlsxWriter writes row by row in constant memory, in half of the time that openpyxl takes; it comes with python-pptx."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any, BinaryIO

import pandas as pd
import xlsxwriter

from app.cells import cell

#: Rows that a sheet can hold; what is more stands in further sheets.
MOST_ROWS = 1_000_000
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
Cells = Sequence[Any]


def workbook(
    file: BinaryIO, about: Sequence[tuple[str, str]], name: str, headings: Sequence[str], rows: Iterable[Cells]
) -> None:
    """``about`` are pairs of a name and a text; ``rows`` hold texts, numbers and None, one for each heading."""
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        bold = book.add_format({"bold": True})
        first = book.add_worksheet("About")
        first.set_column("A:A", 22, bold)
        first.set_column("B:B", 110)
        for row, pair in enumerate(about):
            put(first, row, pair)
        remaining = iter(rows)
        # Asked for one row more than it holds, a sheet knows whether another must follow.
        ahead = list(islice(remaining, 1))
        for number in range(1, 1000):
            title = name if number == 1 else f"{name} {number}"
            ahead = sheet(book, title, headings, chain(ahead, remaining), bold)
            if not ahead:
                break


def sheet(
    book: xlsxwriter.Workbook, name: str, headings: Sequence[str], rows: Iterator[Cells], bold: Any
) -> list[Cells]:
    """One sheet of rows; the first row that has no room in it, where there is one."""
    worksheet = book.add_worksheet(name)
    worksheet.freeze_panes(1, 0)
    worksheet.set_row(0, None, bold)
    put(worksheet, 0, headings, bold)
    for index, row in enumerate(islice(rows, MOST_ROWS), start=1):
        put(worksheet, index, row)
    return list(islice(rows, 1))


def put(sheet: Any, row: int, values: Cells, look: Any = None) -> None:
    """Write a row; a text is written as a text, whatever stands in it."""
    for column, value in enumerate(map(cell, values)):
        if isinstance(value, str):
            sheet.write_string(row, column, value, look)
        elif isinstance(value, bool):
            sheet.write_boolean(row, column, value, look)
        elif value is not None:
            sheet.write_number(row, column, value, look)


def rows_of(blocks: Iterable[pd.DataFrame]) -> Iterator[Cells]:
    """The rows of some frames, a column at a time taken apart."""
    for block in blocks:
        yield from zip(*(block[name].astype(object).tolist() for name in block), strict=True)
