"""Reading a CSV file as plain text, row numbers kept."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from app.core.schema import Fault


def read_text(path: Path) -> tuple[pd.DataFrame, list[Fault]]:
    """Every cell as text, stripped, indexed by the row number that a person sees (header = 1)."""
    try:
        frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except FileNotFoundError:
        return pd.DataFrame(), [Fault(path.name, 0, "", "", "file missing", f"Put it into {path.parent.name}/")]
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        return pd.DataFrame(), [
            Fault(
                path.name,
                0,
                "",
                str(error)[:120],
                "file cannot be read as UTF-8 CSV",
                "Save it as comma-separated UTF-8 with one header row",
            )
        ]
    frame.index = pd.RangeIndex(2, len(frame) + 2)
    return frame.apply(lambda column: column.str.strip()), []


def outside(path: str, rows: int, bounds: list[int]) -> list[Fault]:
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
