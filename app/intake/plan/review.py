"""A plan as plain values: all that the page shows of a file before it is taken in."""

from __future__ import annotations

from typing import Any

import pandas as pd

from app.core.message import plain
from app.intake.plan.planner import Plan
from app.intake.rows import files
from app.intake.rows import profile as profiles
from app.intake.rows.choices import Choices
from app.intake.rows.editions import SHOWN, EditionDiff
from app.intake.rows.profile import FIELDS, Profile
from app.intake.rows.tables import Table
from app.intake.rows.understand import OUTCOMES
from app.intake.values import headings
from app.settings import Settings

#: Rows of a preview, sample values of a column, rows behind a doubt, doubts.
PREVIEW, SAMPLES, BEHIND, MOST_DOUBTS = 50, 3, 12, 60
LANDED = {
    "events": ("date", "seizure", "place", "form", "kg", "mode", "submode", "departure", "transits", "destination"),
    "aggregates": ("period", "area", "form", "value", "unit", "events"),
}
EDITION = ("event_id", "date", "seizure", "place", "kg")


def review(plan: Plan, choices: Choices, settings: Settings) -> dict[str, Any]:
    """Everything of a plan, JSON-able."""
    return {
        "file": plan.name,
        "dataset": plan.dataset,
        "metadata": {k: plan.metadata[k] for k in ("title", "publisher", "licence", "marking")},
        "profile": {"name": plan.profile.name, "kind": plan.profile.kind, "title": plan.profile.title},
        "profiles": [[p.name, p.title or p.name] for p in fitting(plan, settings)],
        "own": [p.name for p in profiles.all_of(settings.own_profiles)],
        "replaces": plan.diff is not None,
        "constants": plan.profile.constants,
        "fields": list(FIELDS[plan.profile.kind]),
        "columns": columns(plan),
        "sheets": [[t.sheet, len(t.rows)] for t in plan.tables] if len(plan.tables) > 1 else [],
        "taken_sheets": [r.table.sheet for r in plan.reads if r.taken],
        "counts": plan.counts(),
        "rules": plan.rules(),
        "told": plain(dict.fromkeys([*plan.notes, *(n for r in plan.reads for n in r.found.notes)])),
        "questions": plain(plan.questions),
        "obstacles": plain(plan.obstacles),
        "doubts": doubts(plan),
        "hint": plain([plan.hint])[0] if plan.hint else None,
        "settled": {"day_first": plan.profile.day_first, "decimal": plan.profile.decimal, "lower_marking": False},
        "figures": len(files.statistics_of(list(plan.reads))),
        "preview": preview(plan),
        "diff": diff_rows(plan.diff) if plan.diff else None,
        "answers": choices.to_json(),
    }


def fitting(plan: Plan, settings: Settings) -> list[Profile]:
    """The layouts that this file could have."""
    keys = {headings.key(str(name)) for table in plan.tables for name in table.rows}
    every = profiles.all_of(settings.profiles, settings.own_profiles)
    return [p for p in every if p.signature and all(headings.key(s) in keys for s in p.signature)]


def main_table(plan: Plan) -> Table:
    """The table whose columns are mapped: the first one taken, else the one with most headings."""
    taken = [r.table for r in plan.reads if r.taken]
    return taken[0] if taken else max(plan.tables, key=lambda t: len(set(t.rows.columns)))


def columns(plan: Plan) -> list[dict[str, Any]]:
    """Each column of the file with its field, and what stands in it most often."""
    table = main_table(plan)
    field_of = {heading: field for field, heading in plan.profile.columns.items()}
    entries = []
    for heading in table.rows:
        cells = table.rows[heading]
        filled = cells[cells != ""]
        samples = [str(v)[:60] for v in filled.value_counts().index[:SAMPLES]]
        entries.append(
            {"heading": heading, "field": field_of.get(heading, ""), "samples": samples, "filled": len(filled)}
        )
    return entries


def doubts(plan: Plan) -> list[dict[str, Any]]:
    """What to look at with the first rows behind it, as they stand in the file."""
    out = []
    for r in plan.reads:
        for doubt in r.found.doubts[:MOST_DOUBTS]:
            rows = r.table.rows.reindex(list(doubt.rows[:BEHIND]))
            cells = [[row, *map(str, values)] for row, values in zip(rows.index, rows.to_numpy().tolist(), strict=True)]
            note = [doubt.note.code, doubt.note.values]
            out.append({"note": note, "n": len(doubt.rows), "head": list(rows.columns), "rows": cells})
    return out


def preview(plan: Plan) -> dict[str, list[dict[str, Any]]]:
    """The first rows of each outcome, and of the file as it stands, as they would land."""
    landed = [_landed(r, plan.profile.kind) for r in plan.reads if r.taken]
    if not landed:
        return {}
    whole = pd.concat(landed, ignore_index=True)
    parts = {"all": whole.head(PREVIEW), **{o: whole[whole["outcome"] == o].head(PREVIEW) for o in OUTCOMES}}
    return {name: part.astype(object).where(part.notna(), None).to_dict("records") for name, part in parts.items()}


def _landed(read: Any, kind: str) -> pd.DataFrame:
    account = read.found.account
    ends = [group.head(PREVIEW) for _outcome, group in account.groupby("outcome")]
    shown = pd.concat([account.head(PREVIEW), *ends]).drop_duplicates("row").sort_values("row")
    received = read.table.rows.reindex(shown["row"]).fillna("").apply(_received, axis=1)
    shown = shown.assign(detail=received.to_numpy())
    source = read.found.events if kind == "events" else read.found.statistics
    names = [name for name in LANDED[kind] if name in source]
    if source.empty:
        return shown.drop(columns="event_id")
    landed = source.drop_duplicates("row").set_index("row")[names]
    return shown.drop(columns="event_id").join(landed, on="row")


def _received(cells: pd.Series) -> str:
    """A row that is left out, as it stands in the file."""
    return " · ".join(str(cell) for cell in cells if cell)[:200]


def diff_rows(diff: EditionDiff) -> dict[str, Any]:
    """What a new edition changes: counts, and the first of each kind."""
    out: dict[str, Any] = {"counts": diff.counts()}
    for name, extra in (("added", ()), ("changed", ("kg_before", "what")), ("withdrawn", ())):
        frame = getattr(diff, name)
        first_rows = frame.reindex(columns=[*EDITION, *extra]).head(SHOWN).astype(object)
        out[name] = first_rows.where(first_rows.notna(), None).to_dict("records")
    return out
