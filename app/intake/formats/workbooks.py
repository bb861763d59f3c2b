"""XLSX as grids of cells. calamine reads them (30 times faster than openpyxl), but lays out every cell between the
first and the last: one stray cell at the end of a sheet would take gigabytes, or end the process. So the extent of each
sheet is looked up first, in pieces; a sheet that is mostly empty is read cell by cell by openpyxl."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import openpyxl
import python_calamine

from app.intake.formats.limits import CHUNK, MOST_CELLS, MOST_COLUMNS, MOST_RATIO, PADDING, Unreadable

MARK = "xl/workbook.xml"
#: An address as it is nearly always written, and however else XML lets it be written.
USUAL = b' r="'
ADDRESS = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]{1,3})(\d{1,7})[\"']")
#: How a cell may begin, and how with a prefix, which hardly any program writes.
BEGIN, PREFIXED = [b"<c" + end for end in (b" ", b"\t", b"\n", b"\r", b">", b"/")], re.compile(rb"<\w+:c[\s/>]")
#: Rows of a sheet, as the format has it.
MOST_ROWS = 1_048_576
#: An address is never longer (``XFD1048576``); a piece is looked at together with the end of the one before.
LONGEST = 64
Grid = list[tuple[int, list[Any]]]


@dataclass
class Extent:
    """The last row and column that a sheet names, and about how many cells it has (blank ones and a few at the bounds
    of pieces, counted twice, among them)."""

    row: int = 1
    column: int = 1
    cells: int = 0

    def add(self, piece: bytes) -> None:
        """Look at a piece of a sheet's XML."""
        cells = sum(map(piece.count, BEGIN)) + (len(PREFIXED.findall(piece)) if b":c" in piece else 0)
        named, rows, columns = usual_addresses(piece)
        if named < cells:  # addresses written in an unusual way: a slow look, but nothing is overlooked
            addresses = ADDRESS.findall(piece)
            rows += [int(figures) for _letters, figures in addresses]
            columns += [column_number(letters.upper()) for letters, _figures in addresses]
            # Cells without an address stand one after another: as many columns as there may be.
            columns += [MOST_COLUMNS] if len(addresses) < cells else []
        self.cells += cells
        self.row, self.column = max([self.row, *rows]), max([self.column, *columns])


def usual_addresses(piece: bytes) -> tuple[int, list[int], list[int]]:
    """How many addresses of cells there are, and the greatest row and column among them. By arrays: one address after
    another took three times as long as reading the sheet."""
    signs = np.frombuffer(piece + bytes(16), dtype=np.uint8)
    starts = [signs[i : len(signs) - 16 + i] == sign for i, sign in enumerate(USUAL)]
    indices = np.flatnonzero(np.logical_and.reduce(starts)) + len(USUAL)
    row, column = np.zeros(len(indices), dtype=np.int64), np.zeros(len(indices), dtype=np.int64)
    for i in range(10):
        sign = signs.take(indices + i, mode="clip").astype(np.int64)
        letter = (sign >= 65) & (sign <= 90) & (row == 0)
        figure = (sign >= 48) & (sign <= 57)
        column = np.where(letter, column * 26 + sign - 64, column)
        row = np.where(figure, row * 10 + sign - 48, row)
        indices = np.where(letter | figure, indices, len(signs))  # what has ended stays at the end, where nothing is
    is_address = column > 0
    return (
        int(is_address.sum()),
        row.max(initial=0, keepdims=True).tolist(),
        column.max(initial=0, keepdims=True).tolist(),
    )


def column_number(letters: bytes) -> int:
    """The number of a column by its letters: ``A`` is 1, ``XFD`` 16,384."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def column_letters(number: int) -> str:
    """The letters of a column by its number."""
    return openpyxl.utils.get_column_letter(number)


def extents(content: bytes, most: int) -> dict[str, Extent]:
    """The extent of each part of a workbook that has cells, by its path. Every part is unpacked here, in pieces, so
    that no part is larger than it says. Raises ``Unreadable``."""
    parts: dict[str, Extent] = {}
    total = 0
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for member in archive.infolist():
            extent, rest = Extent(), b""
            with archive.open(member) as file:
                while piece := file.read(CHUNK):
                    total += len(piece)
                    if total > most:
                        raise Unreadable("unpacked_too_large", mb=most / 1e6)
                    if total > max(20 * CHUNK, len(content) * MOST_RATIO):
                        raise Unreadable("bomb", packed=len(content) / 1e6, mb=total / 1e6)
                    # A sheet may lie under any name: every part is looked at, and those without cells are none.
                    extent.add(rest + piece)
                    rest = piece[-LONGEST:]
            if extent.cells:
                parts[member.filename] = extent
    return parts


def grids(content: bytes, most: int) -> dict[str, Grid]:
    """The rows of each sheet by its name: (row number, cells), the cells from column A on. Raises ``Unreadable``."""
    sheet_extents = list(extents(content, most).values())
    for extent in sheet_extents:
        if extent.cells > MOST_CELLS:
            raise Unreadable("too_many_cells", sheet="XLSX", most=MOST_CELLS)
        if extent.row > MOST_ROWS:
            raise Unreadable("no_such_row", row=extent.row, most=MOST_ROWS)
        if extent.column > MOST_COLUMNS:
            cell = f"{column_letters(extent.column)}{extent.row}"
            raise Unreadable("stray_cell", cell=cell, n=extent.column, most=MOST_COLUMNS)
    scattered = any(e.row * e.column > 4 * e.cells + PADDING for e in sheet_extents)
    return dict(sparse(content) if scattered else dense(content))


def dense(content: bytes) -> Iterator[tuple[str, Grid]]:
    """Every sheet by calamine."""
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            yield name, list(enumerate(rows, start=1))
    except (python_calamine.CalamineError, ValueError, OverflowError) as error:
        raise Unreadable("workbook", error=str(error)) from None


def sparse(content: bytes) -> Iterator[tuple[str, Grid]]:
    """Every sheet by openpyxl: rows without any cell are not there."""
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            rows = enumerate(sheet.iter_rows(values_only=True), start=1)
            yield sheet.title, [(number, list(row)) for number, row in rows if any(cell is not None for cell in row)]
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, SyntaxError, OverflowError) as error:
        raise Unreadable("workbook", error=str(error)) from None
