"""The account of an import, in words for a person and as a table for a machine."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from app.intake.doubts import Doubt
from app.library import Plan


def in_words(wanted: Plan) -> str:
    """Counts by outcome, what decided them, and how the file was read."""
    counts = wanted.counts()
    lines = [f"{wanted.file.name} -> dataset {wanted.dataset} ({wanted.facts['title']})"]
    for table, found in wanted.sheets:
        lines += [f"  {table.sheet}: {told}" for told in found.told]
    columns = wanted.facts["profile"].get("columns", {})
    lines.append("  columns: " + ", ".join(f"{field} = {heading}" for field, heading in columns.items()))
    lines.append(f"  {sum(counts.values()):,} rows: " + ", ".join(f"{n:,} {name}" for name, n in counts.items()))
    lines += [f"    {n:,} {outcome}: {rule}" for outcome, rule, n in wanted.rules()]
    lines += [f"  look at: {in_rows(doubt)}" for _table, found in wanted.sheets for doubt in found.doubts]
    return "\n".join(lines)


def in_rows(doubt: Doubt) -> str:
    """A doubt with the first of the rows behind it."""
    first = ", ".join(map(str, doubt.rows[:5])) + ("…" if len(doubt.rows) > 5 else "")
    return f"{doubt.what} (rows {first})" if doubt.rows else doubt.what


def rows(wanted: Plan) -> pd.DataFrame:
    """One line for each row of the file: sheet, row, outcome, rule, detail, event_id."""
    return pd.concat([found.account.assign(sheet=table.sheet) for table, found in wanted.sheets], ignore_index=True)


def write(wanted: Plan, path: Path) -> None:
    """The account as CSV, or as JSON when the name ends so."""
    if path.suffix == ".json":
        path.write_text(rows(wanted).to_json(orient="records", force_ascii=False), encoding="utf-8")
    else:
        path.write_text(rows(wanted).to_csv(index=False, lineterminator="\r\n"), encoding="utf-8")
