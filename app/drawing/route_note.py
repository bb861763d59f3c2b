"""A note on one route as PDF: the judgement that the figures allow, the evidence with its grades, what else could
explain it, and what is not known. The same figures as the page of the route (ui.evidence)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from app.core.filters import Filters
from app.core.study import Study
from app.core.view import View
from app.drawing import report
from app.drawing.report import part, table_block
from app.i18n import Translator, translator
from app.queries import Queries
from app.wording import route_board, route_evidence

#: Seizures of the evidence table; the data have all of them.
LINES = 14
MAP = (680.0, 224.0)


def render(
    queries: Queries, filters: Filters, view: View, key: str, kind: str = "pdf", edits: Mapping[str, str] | None = None
) -> bytes | None:
    """The note on a route as PDF or DOCX; None where the board of this filter does not have the route."""
    t, dated = translator(view.lang), filters.cleared("from", "to")
    draft = note(queries, filters, view, key, t)
    if draft is None:
        return None
    seen = replace(view, sel=f"route:{key}")
    drawn = report.small_map(queries, dated, seen, "world", MAP)
    return report.render(queries, dated, seen, draft, drawn, kind, edits)


def note(queries: Queries, filters: Filters, view: View, key: str, t: Translator) -> report.Report | None:
    """What the note says, before a person writes to it."""
    study = queries.routes.study(filters, view)
    board = queries.routes.board(filters, study) if study else pd.DataFrame({"route": []})
    row = board[board["route"] == key]
    if study is None or row.empty:
        return None
    r, events = row.iloc[0].to_dict(), queries.events.export(filters.cleared("from", "to"), f"route:{key}")
    sections = parts(queries, filters, r, events, study, t)
    return report.Report(route_board.route_label(key, queries, t), route_evidence.judgement(r, study, t), sections)


def parts(
    queries: Queries, filters: Filters, r: dict[str, Any], events: pd.DataFrame, study: Study, t: Translator
) -> list[dict[str, Any]]:
    """Indicators, evidence, other readings, gaps."""
    coverage = queries.routes.coverage_of_windows(filters, study)
    gaps = [
        [t("board.finding_gap"), route_board.routed_shares(coverage, t)],
        [t("coverage.section"), t("coverage.text")],
    ]
    facts = [[name, text] for name, text in route_evidence.figures(r, study, t)]
    other = [[name, text] for name, text in route_evidence.other_explanations(r, events, study, t)]
    more = t("route.more", n=len(events) - LINES) if len(events) > LINES else ""
    return [
        texts("route.judgement", facts, "", t),
        part("route.events", evidence_table(events, t), more, t),
        texts("route.readings", other, t("route.readings_lead"), t),
        texts("route.gaps", gaps, "", t),
    ]


def texts(key: str, rows: list[list[str]], note: str, t: Translator) -> dict[str, Any]:
    """A section of names with a text each, across the page."""
    return {**part(key, table_block(["", ""], rows, (), 1), note, t), "half": False}


def evidence_table(events: pd.DataFrame, t: Translator) -> dict[str, Any]:
    """The seizures, the latest first, each with its grade and its publisher."""
    rows = [
        [
            t.date(e["date"]), f"{e['place']}, {t.country(e['seizure'])}", t.kg(e["kg"]),
            t.code("confidence", e["confidence"]), e["publisher"] or t("unstated"),
        ]
        for e in events.sort_values(["date", "event_id"], ascending=False).head(LINES).to_dict("records")
    ]  # fmt: skip
    head = [t(f"column.{name}") for name in ("date", "place", "kg", "confidence", "publisher")]
    return table_block(head, rows, (2,), 4)
