"""The account of an import, in words for a person and as a table for a machine."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pandas as pd

from app import atomic
from app.cells import csv_file
from app.core.text import slug
from app.i18n import Translator
from app.intake.plan.planner import ACCOUNT, Plan
from app.intake.rows.doubts import Doubt


def in_words(plan: Plan, t: Translator) -> str:
    """Counts by outcome, what decided them, how the file was read, and what to look at."""
    counts = plan.counts()
    lines = [f"{plan.name} -> {plan.dataset} ({plan.metadata['title']})"]
    lines += [f"  {t.note_text(note)}" for note in plan.notes]
    for read in plan.reads if len(plan.reads) < 4 else []:
        lines += [f"  {read.table.sheet}: {t.note_text(note)}" for note in read.found.notes]
    lines.append(
        "  " + ", ".join(f"{t('field.' + name)} = {heading}" for name, heading in plan.profile.columns.items())
    )
    outcomes = ", ".join(f"{t.number(n)} {t('outcome.' + slug(name))}" for name, n in counts.items())
    if plan.reads:
        lines.append(f"  {t('import.rows', n=sum(counts.values()))}: {outcomes}")
    lines += [f"    {t.number(n)} {t('outcome.' + slug(o))}: {t('rule.' + slug(rule))}" for o, rule, n in plan.rules()]
    lines += [f"  {t('import.look')}: {in_rows(doubt, t)}" for r in plan.reads for doubt in r.found.doubts]
    if plan.hint:
        lines.append(f"  {t('import.look')}: {t.note_text(plan.hint)}")
    if plan.diff:
        lines.append("  " + in_numbers(plan.diff.counts(), t))
    return "\n".join(lines)


def in_numbers(change: dict[str, int], t: Translator) -> str:
    """What a new edition changes, in numbers."""
    return ", ".join(f"{t.number(n)} {t('change.' + name)}" for name, n in change.items())


def in_rows(doubt: Doubt, t: Translator) -> str:
    """A doubt with the first of the rows behind it."""
    first = ", ".join(map(str, doubt.rows[:5])) + ("…" if len(doubt.rows) > 5 else "")
    return f"{t.note_text(doubt.note)} ({t('import.in_rows', rows=first)})" if doubt.rows else t.note_text(doubt.note)


def rows(plan: Plan) -> pd.DataFrame:
    """One line for each row of the file: sheet, row, outcome, rule, detail, event_id."""
    return plan.account[ACCOUNT]


def as_json(plan: Plan) -> dict[str, Any]:
    """The whole account for a machine: metadata, counts, what was told, doubts with their rows, and each row."""
    return {
        "file": plan.name,
        "facts": plan.metadata,
        "counts": plan.counts(),
        "told": [{"code": n.code, **n.values} for r in plan.reads for n in r.found.notes],
        "doubts": [
            {"kind": d.kind, "values": d.note.values, "rows": list(d.rows)} for r in plan.reads for d in r.found.doubts
        ],
        "change": plan.diff.counts() if plan.diff else None,
        "rows": json.loads(rows(plan).to_json(orient="records", force_ascii=False)),
    }


def as_csv(account: pd.DataFrame, note: str = "") -> str:
    """The account of each row; ``note`` says what it belongs to (see ``cells.csv_file``)."""
    out = io.BytesIO()
    csv_file(out, list(account.columns), [account], note)
    return out.getvalue().decode("utf-8")


def write(plan: Plan, path: Path) -> None:
    """The account as CSV, or as JSON when the name ends so."""
    text = json.dumps(as_json(plan), ensure_ascii=False) if path.suffix == ".json" else as_csv(rows(plan))
    atomic.write(path, text)
