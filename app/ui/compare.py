"""Two periods: presets, what each of them holds, and the flows that moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from app.charts import compare_pairs
from app.core.modes import LEVELS
from app.core.periods import MOVED, Period, last_year, periods_around
from app.core.selection import at_level, window_key
from app.core.view import DRAWN, href
from app.core.windows import index_of, month_of
from app.i18n import Translator
from app.page_context import HOME, PageContext
from app.queries import Queries
from app.ui import tags
from app.ui.chart import row_graph
from app.ui.controls import entry, nav, segmented
from app.ui.html_tables import table
from app.wording.comparison import flow_label, kg_or_dash, period_text, row_name
from app.wording.route_board import kg_text, ratio_texts

#: So many flows are listed; the file has all of them.
SHOWN = 60


def presets(context: PageContext, until: str, periods: tuple[Period, Period]) -> tags.Element:
    """This year against last, half a year, and before and after a month."""
    t = context.t
    year = last_year(until)
    half = periods_around(month_of(index_of(until) - 5), until, 6)
    calendar = (Period.parse(str(int(until[:4]) - 2)), Period.parse(str(int(until[:4]) - 1)))
    named_pairs = [("last_12", year), ("last_6", half), ("calendar", calendar)]
    links = []
    for name, pair in named_pairs:
        a, b = (p.text if p else None for p in pair)
        links.append(
            (t(f"compare.{name}"), context.link(a=a, b=b, split=None), (a, b) == tuple(p.text for p in periods))
        )
    return segmented(t("compare.presets"), links)


def controls(context: PageContext, until: str, periods: tuple[Period, Period]) -> tags.Element:
    """Presets, the two periods as text, and the level of the flows."""
    t = context.t
    boxes = []
    for name, period in zip("ab", periods, strict=True):
        # Beside a month that divides them only periods that were named themselves are written out.
        text = getattr(context.view, name) or "" if context.view.split else period.text
        boxes.append(entry(t(f"compare.{name}"), name, text, id=f"set-{name}", placeholder="2024-01/2024-12"))
    boxes.append(entry(t("compare.split"), "split", context.view.split or "", id="set-split", placeholder="2024-01"))
    levels = segmented(
        t("compare.level"),
        [(t(f"level.{n}"), context.link(level=n), n == context.view.level) for n in LEVELS],
    )
    words = {"flows": t("panel.flows"), **{role: t(f"role.{role}").capitalize() for role in MOVED[1:]}}
    kinds = segmented(t("compare.moved"), [(words[m], context.link(moved=m), m == context.view.moved) for m in MOVED])
    drawn = segmented(
        t("streams.draw"), [(t(f"streams.draw_{n}"), context.link(draw=n), n == context.view.draw) for n in DRAWN]
    )
    return tags.Div(
        [
            tags.Div([presets(context, until, periods), levels], className="row apart"),
            tags.Div([tags.Span(t("compare.moved"), className="bar-name"), kinds, drawn], className="row"),
            tags.Div(boxes, className="windows"),
        ],
        className="board-tools",
    )


def by_stretch(context: PageContext) -> list[str]:
    """What the maps draw where maritime flows are streams."""
    return [" ", context.t("compare.by_stretch")] if context.view.draw == "streams" else []


def totals_table(totals: tuple[pd.Series, pd.Series], periods: tuple[Period, Period], t: Translator) -> Any:
    """Number, kilograms and median of both periods, side by side."""
    rows = []
    for name, period, part in zip(("A", "B"), periods, totals, strict=True):
        rows.append(
            [
                tags.Span([tags.B(name), f" {period_text(period, t)}"]), t.number(period.months), t.number(part["n"]),
                kg_or_dash(part["kg"], t), kg_or_dash(part["median"], t), t.number(part["unweighed"]),
            ]
        )  # fmt: skip
    head = ["", t("compare.months"), t("column.events"), t("panel.kg"), t("panel.median"), t("country_page.unweighed")]
    return table(head, rows, (1, 2, 3, 4, 5), t)


def undated(queries: Queries, context: PageContext, periods: tuple[Period, Period]) -> str:
    """How many seizures known only by their year may belong to each period."""
    a, b = (queries.comparison.period_undated(context.filters, period) for period in periods)
    return context.t("compare.undated", a=context.t.number(a), b=context.t.number(b)) if a or b else ""


def movers(queries: Queries, context: PageContext, changes: pd.DataFrame, periods: tuple[Period, Period]) -> Any:
    """What is compared by the size of its change; where it is few that is said, and no ratio is given."""
    t = context.t
    rows = []
    for r in changes.head(SHOWN).to_dict("records"):
        cells = [counted(context, r, which, period) for which, period in zip("ab", periods, strict=True)]
        sign = "+" if r["change"] > 0 else "−" if r["change"] < 0 else ""
        turn = "up" if r["change"] > 0 else "down" if r["change"] < 0 else "same"
        moved = tags.Span(f"{sign}{t.number(abs(r['change']))}", className=f"moved change-{turn}")
        how = tags.Small(t("compare.few"), title=t("compare.few_means")) if r["few"] else ratio(r, t)
        weights = [kg_text(r[name], t) for name in ("kg_a", "kg_b", "median_a", "median_b")]
        rows.append([name_of(queries, context, r), *cells, moved, how, *weights])
    first = t("board.col_route") if context.view.moved == "flows" else t(f"role.{context.view.moved}").capitalize()
    medians = [f"{t('panel.median')} {side}" for side in "AB"]
    head = [first, "A", "B", t("compare.change"), t("board.col_ratio"), "kg A", "kg B", *medians]
    more = len(changes) - len(rows)
    rest = tags.P(t("compare.more", n=more), className="hint") if more > 0 else None
    return tags.Div([table(head, rows, (1, 2, 3, 4, 5, 6, 7, 8), t), rest])


def pairs(
    queries: Queries, context: PageContext, changes: pd.DataFrame, periods: tuple[Period, Period]
) -> tags.Element | None:
    """The flows or places that moved most as a picture; a click on a dot opens its events."""
    spans = dict(zip("ab", periods, strict=True))

    def link(r: Mapping[str, Any], which: str) -> str:
        return events_of(context, r, spans[which])

    chart = compare_pairs.describe(changes, lambda r: row_name(queries, context, r), link, context.t)
    return row_graph("compare-pairs", chart, context) if chart.rows else None


def name_of(queries: Queries, context: PageContext, r: dict[str, Any]) -> tags.Element:
    """What is compared, by its name, with the mark of its mode."""
    text, mode = flow_label(queries, context, r)
    if not mode:
        return tags.Span(text)
    return tags.Span([tags.Span(className=f"dot-{r['mode']}", title=mode), text, tags.Small(mode)])


def leg_key(row: Mapping[str, Any], level: str) -> str:
    """The legs of a row as a selection."""
    return "leg:" + at_level(f"{row['origin']}>{row['target']}|{row['mode']}", level)


def counted(context: PageContext, r: dict[str, Any], which: str, period: Period) -> Any:
    """A count that opens its events on the map."""
    n = int(r[f"events_{which}"])
    text, target = context.t.number(n), events_of(context, r, period)
    return nav(text, target, title=context.t("compare.to_events")) if n else text


def events_of(context: PageContext, r: Mapping[str, Any], period: Period) -> str:
    """The address of the events of a row in a period."""
    inner = f"as:{context.view.moved}|{r['node']}" if "node" in r else leg_key(r, context.view.level)
    return href(HOME, context.filters.cleared("from", "to"), replace(context.view, sel=window_key(period, None, inner)))


def ratio(r: dict[str, Any], t: Translator) -> tags.Element:
    """B over A by seizures a month, with its exact interval."""
    text, interval = ratio_texts(r, t)
    return tags.Span([text, tags.Small(interval)])
