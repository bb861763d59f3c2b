"""The project's own template: one row for each seizure, headings in the reader's language, and notes on each column.

It is read back by its headings alone; a test takes the template of every language in again without any mapping.
"""

from __future__ import annotations

import codecs
import io

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from app.cells import csv_file
from app.i18n import Translator
from app.intake.rows.profile import NEEDED

#: Columns of the template, in the order in which a seizure is told.
FIELDS = (
    "id", "date", "seizure", "region", "place", "place_code", "lat", "lon", "drug", "quantity", "unit", "mode",
    "production", "departure", "departure_place", "transit", "destination", "destination_place", "concealment",
    "coload", "arrests", "agencies", "operation", "title", "publisher", "url",
)  # fmt: skip


def headings(t: Translator) -> list[str]:
    """The heading of each column."""
    return [heading(name, t) for name in FIELDS]


def heading(name: str, t: Translator) -> str:
    """A field's name as a heading."""
    text = t(f"field.{name}")
    return text[:1].upper() + text[1:]


def as_csv(t: Translator) -> bytes:
    """Headings alone, with the mark by which a spreadsheet knows UTF-8."""
    out = io.BytesIO(codecs.BOM_UTF8)
    out.seek(0, io.SEEK_END)
    csv_file(out, headings(t), [])
    return out.getvalue()


def as_xlsx(t: Translator) -> bytes:
    """A sheet to fill in and a sheet of notes; dates are text columns, so that no spreadsheet turns day and month."""
    book = Workbook()
    sheet = book.active
    sheet.title = t("template.sheet")
    sheet.append(headings(t))
    for column, name in enumerate(FIELDS, start=1):
        cell = sheet.cell(1, column)
        needed = name in NEEDED["events"]
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="153E84" if needed else "55626E")
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(column)].width = 22 if name in ("title", "concealment", "url") else 15
        if name in ("date", "id", "place_code"):
            sheet.column_dimensions[get_column_letter(column)].number_format = "@"
    sheet.freeze_panes = "A2"
    sheet.row_dimensions[1].height = 32
    _notes(book, t)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _notes(book: Workbook, t: Translator) -> None:
    sheet = book.create_sheet(t("template.notes"))
    sheet.append([t("template.column"), t("template.needed"), t("template.what"), t("template.example")])
    for name in FIELDS:
        needed = t("template.yes") if name in NEEDED["events"] else ""
        sheet.append([heading(name, t), needed, t(f"template.{name}"), t(f"template.{name}_example")])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for letter, width in zip("ABCD", (26, 10, 90, 32), strict=True):
        sheet.column_dimensions[letter].width = width
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
