"""Tables as an XLSX: a sheet about the file first, then the rows. Nothing in it is a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from app.exports import safe_text

#: Rows that a sheet can hold; what is more stands in further sheets.
MOST_ROWS = 1_000_000
Cells = Sequence[object]


def workbook(about: Sequence[tuple[str, str]], name: str, headings: Sequence[str], rows: Iterable[Cells]) -> bytes:
    """``about`` are pairs of a name and a text; ``rows`` hold texts, numbers and None, one for each heading."""
    book = Workbook(write_only=True)
    first = book.create_sheet("About")
    first.column_dimensions["A"].width, first.column_dimensions["B"].width = 22, 110
    for label, text in about:
        cell = WriteOnlyCell(first, value=label)
        cell.font = Font(bold=True)
        first.append([cell, cleaned(text)])
    held = iter(rows)
    for number in range(1, 1000):
        if not _sheet(book, name if number == 1 else f"{name} {number}", headings, held):
            break
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(book: Workbook, name: str, headings: Sequence[str], rows: Iterable[Cells]) -> bool:
    """One sheet of rows; whether there may be more."""
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    bold = [WriteOnlyCell(sheet, value=heading) for heading in headings]
    for cell in bold:
        cell.font = Font(bold=True)
    sheet.append(bold)
    for count, row in enumerate(rows, start=1):
        sheet.append([cleaned(value) for value in row])
        if count == MOST_ROWS:
            return True
    return False


def cleaned(value: object) -> object:
    """A value as a cell may hold it: a missing one blank, a text without control signs that runs as no formula."""
    if value is None or (isinstance(value, float) and value != value):
        return None
    return safe_text(ILLEGAL_CHARACTERS_RE.sub("", value)) if isinstance(value, str) else value
