"""One route in evidence: what is counted, what else could explain it, the events, and what they say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from app.core.view import href
from app.i18n import Translator
from app.page_context import HOME, PageContext
from app.ui import tags
from app.ui.controls import nav
from app.ui.html_tables import plain_table

#: So many lines of a list are shown; the map's list has all of them.
SHOWN = 30


def counted(values: pd.Series, name: str, t: Translator, most: int = 10) -> tags.Element | tags.Element:
    """How often each value is stated; what is not stated comes last and is no value."""
    known = values.dropna()
    counts = known[known != ""].value_counts().head(most)
    rows: list[list[Any]] = [
        [t.code(name, str(v)) if t.has(f"{name}.{v}") else str(v), t.number(n)] for v, n in counts.items()
    ]
    blank = len(values) - int((known != "").sum())
    if blank:
        rows.append([tags.I(t("unstated")), t.number(blank)])
    head = t(f"column.{name}") if t.has(f"column.{name}") else t(f"field.{name}")
    return plain_table([head, t("column.events")], rows, numbers=(1,))


def events_table(events: pd.DataFrame, context: PageContext) -> list[Any]:
    """The events, the latest first, each with a link to its card."""
    t = context.t
    rows = []
    for e in events.sort_values(["date", "event_id"], ascending=False).head(SHOWN).to_dict("records"):
        link = nav(t.date(e["date"]), href(HOME, context.filters, replace(context.view, card=f"event:{e['event_id']}")))
        place = f"{e['place']}, {t.country(e['seizure'])}"
        rows.append(
            [link, place, t.kg(e["kg"]), t.code("confidence", e["confidence"]), e["publisher"] or t("unstated")]
        )
    names: Sequence[str] = ("date", "place", "kg", "confidence", "publisher")
    more = len(events) - len(rows)
    rest = tags.P(t("route.more", n=more), className="hint") if more > 0 else None
    return [tags.Div(plain_table([t(f"column.{n}") for n in names], rows, numbers=(2,)), className="scroll"), rest]
