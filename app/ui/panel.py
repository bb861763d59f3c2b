"""The right column: what is selected in numbers, tabs, and the list or a layer's table."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from app.core.area import Area
from app.core.filters import Filters
from app.core.groups import SEAS
from app.core.view import PANELS, href
from app.i18n import Translator
from app.page_context import PageContext
from app.queries import Queries
from app.ui import area_filter, tags
from app.ui.controls import attrs, nav
from app.ui.filterbar import largest_left_out
from app.wording.selection import selection_name

COUNTRY_OFFERS = (
    ("into", "destination"),
    ("out", "departure"),
    ("through", "transit"),
    ("any", "country"),
    ("seized", "seizure"),
)


def figure(value: str, label: str) -> tags.Element:
    """One number with its name."""
    return tags.Div([tags.Strong(value), tags.Span(label)], className="figure")


def figures(totals: pd.Series, every: int, context: PageContext) -> tags.Element:
    """Number, kilograms and median side by side; which share of all events that is, and what has no weight."""
    t, n, known = context.t, int(totals["events"]), int(totals["kg_known"])
    row = tags.Div(
        [
            figure(t.number(n), t("panel.n", n=n)),
            figure(weight(totals["kg"], known, t), t("panel.kg")),
            figure(weight(totals["median"], known, t), t("panel.median")),
        ],
        className="figures",
    )
    notes = [t("panel.of_all", share=t.percent(n / every), all=t.number(every))] if every > n else []
    notes += [t("panel.unweighed", n=n - known)] if n > known else []
    return tags.Div([row, tags.P(" · ".join(notes), className="hint") if notes else None])


def weight(kg: float, known: int, t: Translator) -> str:
    """A weight as a large figure; where none is stated a dash, and the line under the figures says why."""
    return t.kg(kg) if known else "–"


def offers(queries: Queries, context: PageContext, key: str) -> tags.Element | None:
    """For a country: into, out of, through, seized in; each a filter of its own with its count."""
    place = queries.data.places.get(key)
    if place is None:
        return None
    if place["level"] == "place" or at_sea_alone(key):
        return place_offers(queries, context, key)
    roles = [role for _word, role in COUNTRY_OFFERS]
    bare = context.filters.cleared(*roles)
    links, counts = [], {}
    for word, role in COUNTRY_OFFERS:
        chosen: dict[str, Any] = {role: (key,)}
        wanted = replace(bare, **chosen)
        counts[role] = int(queries.summary.totals(wanted)["events"])
        links.append(
            nav(
                [tags.Span(context.t(f"panel.{word}")), tags.Strong(context.t.number(counts[role]))],
                context.link(wanted),
                className="offer",
                on=wanted == context.filters,
            )
        )
    alone = any(getattr(context.filters, role) for role in roles)
    hint = context.t("panel.offers_alone") if alone else at_sea(queries, context, key, counts["country"])
    return tags.Div([tags.Div(links, className="offers"), tags.P(hint, className="hint") if hint else None])


def place_offers(queries: Queries, context: PageContext, key: str) -> tags.Element:
    """For a place or a sea area: its events by the role that they give it."""
    links = []
    for word, role in COUNTRY_OFFERS:
        sel = f"as:{role}|{key}" if role != "country" else f"node:{key}"
        n = context.t.number(int(queries.summary.totals(context.filters, sel)["events"]))
        # What was seized at sea, or in a port, was seized there: neither has authorities.
        label = context.t("panel.seized_here" if role == "seizure" else f"panel.{word}")
        words = [tags.Span(label), tags.Strong(n)]
        links.append(nav(words, context.link(sel=sel), className="offer", on=context.view.sel == sel))
    whole = at_sea_alone(key) and Area.parse(key)
    take = nav(context.t("area.take"), area_filter.link(context, key), className="button") if whole else None
    return tags.Div([tags.Div(links, className="offers"), take])


def at_sea_alone(key: str) -> bool:
    """Whether a node is at sea: a sea area, or a basin of several."""
    return key.startswith("XZ") or key in SEAS


def at_sea(queries: Queries, context: PageContext, key: str, anywhere: int) -> str:
    """Why a country's node holds fewer events than name it: its authorities' seizures at sea stand elsewhere."""
    more = anywhere - int(queries.summary.totals(context.filters, f"node:{key}")["events"])
    return context.t("panel.offers_sea", n=context.t.number(more)) if more > 0 else ""


def selected_box(queries: Queries, context: PageContext) -> list[Any]:
    """What was clicked, with a way out and, for a country, the four directions."""
    sel = context.view.sel
    if not sel:
        return [tags.H2(context.t("panel.all"), className="side-title")]
    kind, name = selection_name(queries, context, sel)
    clear = nav(
        "×",
        context.link(sel=None),
        className="close",
        title=context.t("panel.clear"),
        **attrs(aria_label=context.t("panel.clear")),
    )
    body = [
        tags.Div(
            [tags.Div([tags.Span(kind, className="kicker"), tags.H2(name, className="side-title")]), clear],
            className="selected-head",
        )
    ]
    kind, _sep, key = sel.partition(":")
    node = key if kind == "node" else key.partition("|")[2] if kind == "as" else ""
    if not node:
        return body
    return [*body, arrows(queries, context, node), offers(queries, context, node), profile(context, node)]


def profile(context: PageContext, key: str) -> tags.Element:
    """The way to the sheet of a node (see core.sheet)."""
    target = href("/countries", context.filters, replace(context.unclicked, at=(key,)))
    return tags.P(nav(context.t("profile.open"), target, className="link"))


def arrows(queries: Queries, context: PageContext, key: str) -> tags.Element | None:
    """A node in the words of the map: how many flows end and begin there, drawn or not."""
    numbers = queries.flows.sizes(context.filters, context.view.level)["flow"].to_numpy()
    names = queries.flows.names_of(numbers)
    into, out = (int((names[end] == key).sum()) for end in ("target", "origin"))
    if not into + out:
        return None
    t = context.t
    return tags.P(t("panel.arrows", into=t.number(into), out=t.number(out)), className="hint")


def tabs(context: PageContext) -> tags.Element:
    """Events, and one table per map layer that says the same as the layer."""
    links = [
        nav(context.t(f"panel.{name}"), context.link(panel=name), on=name == context.view.panel, className="tab")
        for name in PANELS
    ]
    wide = context.view.wide == "1"
    label = context.t("panel.narrow" if wide else "panel.wide")
    widen = nav(
        "⇥" if wide else "⇤",
        context.link(wide="0" if wide else "1"),
        className="tab widen",
        title=label,
        **attrs(aria_label=label),
    )
    return tags.Div([*links, widen], className="tabs", role="group")


def side_head(queries: Queries, context: PageContext) -> list[Any]:
    """Selection, numbers and tabs above the list."""
    totals = queries.summary.totals(context.filters, context.view.sel)
    every = int(queries.summary.totals(Filters())["events"])
    why = "panel.empty_bounds" if context.filters.contradicts_itself else "panel.empty"
    empty = tags.P(context.t(why), className="empty") if not totals["events"] else None
    return [
        *selected_box(queries, context),
        figures(totals, every, context),
        largest_left_out(context),
        repeats(queries, context),
        empty,
        tabs(context),
    ]


def repeats(queries: Queries, context: PageContext) -> tags.Element | None:
    """Records that a link took out of the counts, with the kg that would have counted twice."""
    t, totals = context.t, queries.records.repeats(context.filters)
    if not totals["n"]:
        return None
    text = t("panel.repeats", n=int(totals["n"]), kg=t.kg(float(totals["kg"])))
    return tags.P(nav(text, f"/same-load?lang={context.view.lang}"), className="hint")


def total_of(queries: Queries, filters: Filters, sel: str | None) -> int:
    """Rows of the list."""
    return int(queries.summary.totals(filters, sel)["events"])
