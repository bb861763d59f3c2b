"""Two periods: presets, what each of them holds, and the flows that moved."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from app.core import change
from app.core.change import MOVED, Period
from app.core.selecting import window_key
from app.core.view import href
from app.core.windows import index_of, month_of
from app.i18n import Translator
from app.queries import Queries
from app.ui import tags as html
from app.ui.board import weight
from app.ui.controls import entry, nav, segmented
from app.ui.here import HOME, Here
from app.ui.rows import table

#: So many flows are listed; the file has all of them.
SHOWN = 60


def span(period: Period, t: Translator) -> str:
    """A period in words."""
    if period.first == period.last:
        return t.date(period.first)
    return t("sentence.span", first=t.date(period.first), last=t.date(period.last))


def title(totals: tuple[pd.Series, pd.Series], periods: tuple[Period, Period], t: Translator) -> str:
    """How many seizures both periods hold: a finding that claims no trend."""
    a, b = (int(part["n"]) for part in totals)
    return t("compare.title", a=t.number(a), b=t.number(b), first=span(periods[0], t), second=span(periods[1], t))


def presets(here: Here, until: str, periods: tuple[Period, Period]) -> html.Div:
    """This year against last, half a year, and before and after a month."""
    t = here.t
    year = change.last_year(until)
    half = change.around(month_of(index_of(until) - 5), until, 6)
    calendar = (Period.parse(str(int(until[:4]) - 2)), Period.parse(str(int(until[:4]) - 1)))
    made = [("last_12", year), ("last_6", half), ("calendar", calendar)]
    links = []
    for name, pair in made:
        a, b = (p.text if p else None for p in pair)
        links.append((t(f"compare.{name}"), here.link(a=a, b=b, split=None), (a, b) == tuple(p.text for p in periods)))
    return segmented(t("compare.presets"), links)


def controls(here: Here, until: str, periods: tuple[Period, Period]) -> html.Div:
    """Presets, the two periods as text, and the level of the flows."""
    t = here.t
    boxes = []
    for name, period in zip("ab", periods, strict=True):
        # Beside a month that divides them only periods that were named themselves are written out.
        text = getattr(here.view, name) or "" if here.view.split else period.text
        boxes.append(entry(t(f"compare.{name}"), name, text, id=f"set-{name}", placeholder="2024-01/2024-12"))
    boxes.append(entry(t("compare.split"), "split", here.view.split or "", id="set-split", placeholder="2024-01"))
    levels = segmented(
        t("compare.level"), [(t(f"level.{n}"), here.link(level=n), n == here.view.level) for n in ("country", "place")]
    )
    words = {"flows": t("panel.flows"), **{role: t(f"role.{role}").capitalize() for role in MOVED[1:]}}
    kinds = segmented(t("compare.moved"), [(words[m], here.link(moved=m), m == here.view.moved) for m in MOVED])
    return html.Div(
        [
            html.Div([presets(here, until, periods), levels], className="row apart"),
            html.Div([html.Span(t("compare.moved"), className="bar-name"), kinds], className="row"),
            html.Div(boxes, className="windows"),
        ],
        className="board-tools",
    )


def totals_table(totals: tuple[pd.Series, pd.Series], periods: tuple[Period, Period], t: Translator) -> Any:
    """Number, kilograms and median of both periods, side by side."""
    rows = []
    for name, period, part in zip(("A", "B"), periods, totals, strict=True):
        rows.append(
            [
                html.Span([html.B(name), f" {span(period, t)}"]), t.number(period.months), t.number(part["n"]),
                said(part["kg"], t), said(part["median"], t), t.number(part["unweighed"]),
            ]
        )  # fmt: skip
    head = ["", t("compare.months"), t("column.events"), t("panel.kg"), t("panel.median"), t("country_page.unweighed")]
    return table(head, rows, (1, 2, 3, 4, 5), t)


def undated(queries: Queries, here: Here, periods: tuple[Period, Period]) -> str:
    """How many seizures known only by their year may belong to each period."""
    a, b = (queries.period_undated(here.filters, period) for period in periods)
    return here.t("compare.undated", a=here.t.number(a), b=here.t.number(b)) if a or b else ""


def said(kg: float, t: Translator) -> str:
    """A weight, or a dash where none is stated."""
    return "–" if kg != kg else t.kg(kg)


def movers(queries: Queries, here: Here, found: pd.DataFrame, periods: tuple[Period, Period]) -> Any:
    """What is compared by the size of its change; where it is few that is said, and no ratio is given."""
    t = here.t
    rows = []
    for r in found.head(SHOWN).to_dict("records"):
        cells = [counted(here, r, which, period) for which, period in zip("ab", periods, strict=True)]
        sign = "+" if r["change"] > 0 else "−" if r["change"] < 0 else ""
        turn = "up" if r["change"] > 0 else "down" if r["change"] < 0 else "same"
        moved = html.Span(f"{sign}{t.number(abs(r['change']))}", className=f"moved change-{turn}")
        how = html.Small(t("compare.few"), title=t("compare.few_means")) if r["few"] else ratio(r, t)
        weights = [weight(r[name], t) for name in ("kg_a", "kg_b", "median_a", "median_b")]
        rows.append([name_of(queries, here, r), *cells, moved, how, *weights])
    first = t("board.col_route") if here.view.moved == "flows" else t(f"role.{here.view.moved}").capitalize()
    medians = [f"{t('panel.median')} {side}" for side in "AB"]
    head = [first, "A", "B", t("compare.change"), t("board.col_ratio"), "kg A", "kg B", *medians]
    more = len(found) - len(rows)
    rest = html.P(t("compare.more", n=more), className="hint") if more > 0 else None
    return html.Div([table(head, rows, (1, 2, 3, 4, 5, 6, 7, 8), t), rest])


def spelled(queries: Queries, here: Here, r: dict[str, Any]) -> tuple[str, str]:
    """A flow by its ends, and its mode; or a node by name."""
    t, places = here.t, queries.data.places
    ends = [r[end] for end in (("node",) if "node" in r else ("origin", "target"))]
    text = " → ".join(t.place(places[end]) if end in places else end for end in ends)
    return text, "" if "node" in r else t.code("mode", r["mode"])


def name_of(queries: Queries, here: Here, r: dict[str, Any]) -> html.Span:
    """What is compared, as ``spelled``, with the mark of its mode."""
    text, mode = spelled(queries, here, r)
    if not mode:
        return html.Span(text)
    return html.Span([html.Span(className=f"dot-{r['mode']}", title=mode), text, html.Small(mode)])


def counted(here: Here, r: dict[str, Any], which: str, period: Period) -> Any:
    """A count that opens its events on the map."""
    n = int(r[f"events_{which}"])
    text = here.t.number(n)
    inner = f"as:{here.view.moved}|{r['node']}" if "node" in r else f"leg:{r['origin']}>{r['target']}|{r['mode']}"
    target = href(HOME, here.filters.cleared("from", "to"), replace(here.view, sel=window_key(period, None, inner)))
    return nav(text, target, title=here.t("compare.to_events")) if n else text


def ratio(r: dict[str, Any], t: Translator) -> html.Span:
    """B over A by seizures a month, with its exact interval."""
    ends = [("∞" if v == float("inf") else t.number(v, 1 if v >= 1 else 2)) for v in (r["ratio"], r["low"], r["high"])]
    return html.Span([ends[0], html.Small(f"{ends[1]} – {ends[2]}")])
