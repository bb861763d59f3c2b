"""Reading a CSV file as plain text, row numbers kept."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd

from app.core.characters import UNFIT, replace_unfit
from app.core.schema import Fault


def read_text(path: Path) -> tuple[pd.DataFrame, list[Fault]]:
    """Every cell as text, stripped, indexed by the row number that a person sees (header = 1).

    The standard reader and not pandas: it keeps blank lines in the count, and says which row has a cell too many.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file, strict=True))
    except FileNotFoundError:
        return pd.DataFrame(), [Fault(path.name, 0, "", "", "file missing", f"Put it into {path.parent.name}/")]
    except (UnicodeDecodeError, csv.Error) as error:
        fix = "Save it as comma-separated UTF-8 with one header row"
        return pd.DataFrame(), [Fault(path.name, 0, "", str(error)[:120], "file cannot be read as UTF-8 CSV", fix)]
    header = [name.strip() for name in rows[0]] if rows else []
    if not any(header):
        return pd.DataFrame(), [Fault(path.name, 0, "", "", "file is empty", "Give it a header row and rows")]
    filled = {number: row for number, row in enumerate(rows[1:], start=2) if any(cell.strip() for cell in row)}
    faults = duplicate_headings(path.name, header) + unfit_characters(path.name, header, filled)
    faults += [
        uneven_rows(path.name, number, row, len(header)) for number, row in filled.items() if len(row) != len(header)
    ]
    whole = {number: row for number, row in filled.items() if len(row) == len(header)}
    frame = pd.DataFrame(list(whole.values()), index=list(whole), columns=header, dtype=str)
    return frame.loc[:, ~frame.columns.duplicated()].apply(lambda column: column.str.strip()), faults


def duplicate_headings(file: str, header: list[str]) -> list[Fault]:
    """A heading that stands more than once: which of its columns is meant cannot be known."""
    again = sorted({name for name in header if header.count(name) > 1})
    return [Fault(file, 1, name, "", "heading stands twice", "Keep one of the columns") for name in again]


def unfit_characters(file: str, header: list[str], rows: dict[int, list[str]]) -> list[Fault]:
    """Cells with signs that no document can hold (see core.characters): one of them would break every file."""
    fix = "Delete the sign; it may be invisible"
    return [
        Fault(file, number, name, replace_unfit(cell)[:120], "a sign that no document can hold", fix)
        for number, row in rows.items()
        for name, cell in zip(header, row, strict=False)
        if UNFIT.search(cell)
    ]


def uneven_rows(file: str, number: int, row: list[str], width: int) -> Fault:
    """A row with more or fewer cells than the header: its cells may all be shifted, so none is read."""
    fix = "Quote cells that hold a comma, and give each column one cell"
    return Fault(file, number, "", ",".join(row)[:120], f"{len(row)} cells under {width} headings", fix)


def missing_rows(path: str, rows: int, bounds: list[int]) -> list[Fault]:
    """Fewer rows than the source declares is a fault: a truncated file must not build in silence."""
    low, high = bounds
    if low <= rows <= high:
        return []
    return [
        Fault(
            path,
            0,
            "",
            str(rows),
            f"expected {low} to {high} rows",
            "Check that the file is whole, or change [expected] in source.toml",
        )
    ]
