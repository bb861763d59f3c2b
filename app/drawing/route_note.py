"""A note on one route as PDF: the judgement that the figures allow, the evidence with its grades, what else could
explain it, and what is not known. The same figures as the page of the route (ui.evidence)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from app.core.filters import Filters
from app.core.study import Study
from app.core.view import View
from app.drawing import report
from app.drawing.report import part, tabled
from app.i18n import Translator, translator
from app.queries import Queries
from app.ui import board, evidence

#: Seizures of the evidence table; the data have all of them.
LINES = 14
MAP = (1000.0, 330.0)


def made(queries: Queries, filters: Filters, view: View, key: str) -> bytes | None:
    """The note on a route as PDF; None where the board of this filter does not have the route."""
    t, study = translator(view.lang), queries.study(filters, view)
    found = queries.board(filters, study) if study else pd.DataFrame({"route": []})
    row = found[found["route"] == key]
    if study is None or row.empty:
        return None
    r, dated = row.iloc[0].to_dict(), filters.cleared("from", "to")
    events = queries.export(dated, f"route:{key}")
    note = report.Report(
        board.in_words(key, queries, t), judged(r, study, t), parts(queries, filters, r, events, study, t)
    )
    seen = replace(view, sel=f"route:{key}")
    return report.made(queries, dated, seen, note, report.small_map(queries, dated, seen, "world", MAP))


def judged(r: dict[str, Any], study: Study, t: Translator) -> list[str]:
    """The tier, what it means, and what it does not."""
    lines = [f"{t('tier.' + r['tier'])}. {t('tier.' + r['tier'] + '_means')}"]
    lines += [t("board.with_reporting_means")] if r["with_reporting"] else []
    return [*lines, t("route.note_first_seen", span=board.span(study, "recent", t))]


def parts(
    queries: Queries, filters: Filters, r: dict[str, Any], events: pd.DataFrame, study: Study, t: Translator
) -> list[dict[str, Any]]:
    """Indicators, evidence, other readings, gaps."""
    told = queries.told(filters, study)
    gaps = [[t("board.finding_gap"), board.stated(told, t)], [t("coverage.section"), t("coverage.text")]]
    facts = [[name, text] for name, text in evidence.figures(r, study, t)]
    other = [[name, text] for name, text in evidence.readings(r, events, study, t)]
    more = t("route.more", n=len(events) - LINES) if len(events) > LINES else ""
    return [
        texts(t("route.judgement"), facts, "", t),
        part(t("route.events"), evidence_table(events, t), more, t),
        texts(t("route.readings"), other, t("route.readings_lead"), t),
        texts(t("route.gaps"), gaps, "", t),
    ]


def texts(title: str, rows: list[list[str]], note: str, t: Translator) -> dict[str, Any]:
    """A section of names with a text each, across the page."""
    return {**part(title, tabled(["", ""], rows, (), 1), note, t), "half": False}


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
    return tabled(head, rows, (2,), 4)
