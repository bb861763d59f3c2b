"""The first rows of a file that is being reviewed: as they would land, and as they stand."""

from __future__ import annotations

from typing import Any

from app.core.text import slug
from app.i18n import Translator
from app.ui import tags
from app.ui.controls import attrs


def outcome_tables(file_review: dict[str, Any], t: Translator) -> list[Any]:
    """The first rows of the file as they would land, and the first of each outcome behind a switch."""
    rows_by_outcome = {name: rows for name, rows in file_review["preview"].items() if rows}
    if not rows_by_outcome:
        return [tags.P(t("import.no_preview"), className="empty")]
    names = [("all", t("import.all_rows"))] + [
        (o, t(f"outcome.{slug(o)}")) for o in file_review["counts"] if o in rows_by_outcome
    ]
    chips = [
        tags.Button(
            f"{text} {t.number(file_review['counts'][name])}" if name != "all" else text,
            type="button",
            className="chip",
            **attrs(data_show=slug(name), aria_pressed="true" if name == "all" else "false"),
        )
        for name, text in names
    ]
    kind = file_review["profile"]["kind"]
    tables = [
        tags.Div(
            landed(rows_by_outcome[name], kind, t),
            className="scroll",
            hidden=name != "all",
            **attrs(data_rows=slug(name)),
        )
        for name, _text in names
    ]
    lead = tags.P(t("import.preview_lead"), className="hint")
    return [tags.Div([*chips, lead], className="row"), *tables]


def landed(rows: list[dict[str, Any]], kind: str, t: Translator) -> tags.Element:
    """Rows with their outcome and what they would say in the store."""
    names = COLUMNS[kind]
    head = [t("import.row"), t("import.outcome"), *(t(f"column.{name}") for name in names)]
    body = []
    for row in rows:
        stored = row["outcome"] in ("accepted", "repaired") or row["rule"] == "aggregate"
        outcome_parts: list[Any] = [
            tags.Span(t(f"outcome_row.{slug(row['outcome'])}"), className=f"mark outcome-{slug(row['outcome'])}")
        ]
        if row["rule"]:
            figure = row["rule"] == "aggregate"
            outcome_parts.append(tags.Small(t("import.as_figure") if figure else t(f"rule.{slug(row['rule'])}")))
        cells = [tags.Td(t.number(row["row"]), className="number"), tags.Td(outcome_parts)]
        if stored:
            cells += [tags.Td(shown(name, row.get(name), t), className=CELL_CLASS.get(name, "")) for name in names]
        else:
            cells.append(tags.Td(row["detail"], colSpan=len(names)))
        body.append(tags.Tr(cells, className="" if stored else "out"))
    kinds = ["number", "", *(CELL_CLASS.get(name, "") for name in names)]
    headings = [tags.Th(text, scope="col", className=kind) for text, kind in zip(head, kinds, strict=True)]
    return tags.Table([tags.Thead(tags.Tr(headings)), tags.Tbody(body)], className="import-table landed")


COLUMNS = {
    "events": ("date", "seizure", "place", "form", "kg", "mode", "departure", "transits", "destination"),
    "aggregates": ("period", "area", "form", "value", "unit", "events"),
}
CELL_CLASS = {"kg": "number", "value": "number", "events": "number"}


def shown(name: str, value: Any, t: Translator) -> str:
    """A value as the page would say it; what is not stated is blank here, as it is in the file."""
    if value is None or value == "":
        return "" if name != "kg" else t("kg.unstated")
    if name in ("date", "period"):
        return t.date(value)
    if name in ("seizure", "departure", "destination"):
        return t.country(value)
    if name == "transits":
        return " → ".join(map(t.country, value.split(";")))
    if name in ("kg", "value", "events"):
        return t.number(value, 6 if 0 < value < 0.01 else 3) if value == 0 or value >= 1e-6 else "< 0.000001"
    if name == "form" and value == "unspecified":
        return t("import.form_unspecified")
    return t.code(name, value) if name in ("form", "mode") and t.has(f"{name}.{value}") else str(value)
