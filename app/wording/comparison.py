"""Two periods in words: their spans, their title, weights and flows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from app.core.periods import Period
from app.i18n import Translator
from app.page_context import PageContext
from app.queries import Queries


def period_text(period: Period, t: Translator) -> str:
    """A period in words."""
    if period.first == period.last:
        return t.date(period.first)
    return t("sentence.span", first=t.date(period.first), last=t.date(period.last))


def comparison_title(totals: tuple[pd.Series, pd.Series], periods: tuple[Period, Period], t: Translator) -> str:
    """How many seizures both periods hold: a finding that claims no trend."""
    a, b = (int(part["n"]) for part in totals)
    return t(
        "compare.title",
        a=t.number(a),
        b=t.number(b),
        first=period_text(periods[0], t),
        second=period_text(periods[1], t),
    )


def kg_or_dash(kg: float, t: Translator) -> str:
    """A weight, or a dash where none is stated."""
    return "–" if kg != kg else t.kg(kg)


def row_name(queries: Queries, context: PageContext, r: Mapping[str, Any]) -> str:
    """A flow with its mode, or a node, in one text."""
    return ", ".join(text for text in flow_label(queries, context, r) if text)


def flow_label(queries: Queries, context: PageContext, r: Mapping[str, Any]) -> tuple[str, str]:
    """A flow by its ends, and its mode; or a node by name."""
    t, places = context.t, queries.data.places
    ends = [r[end] for end in (("node",) if "node" in r else ("origin", "target"))]
    text = " → ".join(t.place(places[end]) if end in places else end for end in ends)
    return text, "" if "node" in r else t.code("mode", r["mode"])
