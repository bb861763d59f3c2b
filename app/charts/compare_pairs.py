"""What moved between two periods: for each flow or place its number in A and in B, and the line between them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from app.charts.rows import Mark, Row, RowChart, Span
from app.i18n import Translator

#: So many rows are shown, those with the greatest change.
MOST = 15
BEFORE, BETWEEN = "map.label", "map.border"
#: What B is, by whether it is more or fewer than A.
AFTER = {True: "changes.up", False: "changes.down"}


def describe(
    changes: pd.DataFrame,
    name: Callable[[Mapping[str, Any]], str],
    link: Callable[[Mapping[str, Any], str], str],
    t: Translator,
) -> RowChart:
    """``changes`` as queries._comparison gives them. ``name`` gives the name of a row, ``link`` the address of its
    events of a period (``a`` or ``b``). What did not change is left out."""
    moved = changes[changes["change"] != 0]
    rows = [_row(r, name(r), link, t) for r in moved.head(MOST).to_dict("records")]
    top = max((mark.value for row in rows for mark in row.marks), default=1.0)
    title, used = t("compare.chart"), {mark.look for row in rows for mark in row.marks}
    after = [(look, t(f"compare.chart_{look.rpartition('.')[2]}")) for look in AFTER.values() if look in used]
    looks = ((BETWEEN, t("compare.change")), (BEFORE, t("compare.map_a")), *after)
    summary = f"{title}. {t('compare.chart_shown', n=t.number(len(rows)), all=t.number(len(moved)))}"
    return RowChart(title, t("column.events"), tuple(rows), 0.0, top, looks, summary)


def _row(r: Mapping[str, Any], name: str, link: Callable[[Mapping[str, Any], str], str], t: Translator) -> Row:
    a, b = float(r["events_a"]), float(r["events_b"])
    few = f" ({t('compare.few')})" if r["few"] else ""
    text = f"{name}: A {t.number(a)}, B {t.number(b)}{few}"
    marks = (Mark(a, BEFORE, text, link(r, "a") if a else ""), Mark(b, AFTER[b > a], text, link(r, "b") if b else ""))
    return Row(name, marks, (Span(min(a, b), max(a, b), BETWEEN, 4),))
