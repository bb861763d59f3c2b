"""The same template for every country: roles, air and sea, partners, years, operations, routes, figures, quality."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
from dash import dcc

from app.charts.country_years import MOST
from app.core import country as core
from app.core import view as view_query
from app.core.filters import Filters
from app.core.view import MOST_BESIDE, href
from app.i18n import Translator
from app.page_context import HOME, PageContext
from app.queries import Queries
from app.ui import country_years, published, report_drawer, tags
from app.ui.controls import attrs, nav
from app.ui.file_rows import table
from app.ui.markup import anchor
from app.wording import moved_routes

#: So many lines of a list are shown in one country's column.
SHOWN = 6
#: Countries of a batch, until somebody names others: those that most events name.
BATCH = 13
#: The sections of a sheet, by the keys of their titles.
SECTIONS = (
    "country_page.roles", "country_page.situation", "country_page.to", "country_page.from", "country_page.places",
    "route.concealment", "country_page.new_routes", "country_page.operations", "country_page.figures",
    "country_page.quality",
)  # fmt: skip


def counted(n: float, context: PageContext, **narrowed: Any) -> Any:
    """A count that opens its events."""
    text = context.t.number(n)
    if not n:
        return text
    return anchor(text, href(HOME, replace(context.filters, **narrowed), context.unclicked))


def alike(n: float, field: str, text: str, context: PageContext, **narrowed: Any) -> Any:
    """A count that opens the events with the same text in a field; without a text those that do not state it."""
    target = replace(context.view, sel=f"same:{field}|{text}", card=None)
    return anchor(context.t.number(n), href(HOME, replace(context.filters, **narrowed), target))


def weight(kg: float, t: Translator) -> str:
    """Kilograms; a dash where none is stated."""
    return "–" if kg != kg else t.kg(kg)


def roles(events: pd.DataFrame, code: str, shared: core.SharedScales, context: PageContext) -> Any:
    """Number, kilograms and median by role, side by side. A role that no event states for anyone is not zero."""
    t = context.t
    stated = {role: role != "production" or events["production"].notna().any() for role in core.ROLES}
    rows = [
        [
            t(f"role.{r['role']}"),
            counted(r["n"], context, **{r["role"]: (code,)}) if stated[r["role"]] else t("unstated"),
            weight(r["kg"], t),
            weight(r["median"], t),
        ]
        for r in core.roles(events, code).to_dict("records")
    ]
    never = core.seized_before_leaving(events, code)
    if shared.stopped:
        row = [
            tags.Small(t("country_page.stopped")),
            alike(never["n"], "departure_basis", core.INTERDICTED, context, departure=(code,)) if never["n"] else "0",
            weight(never["kg"], t),
            weight(never["median"], t),
        ]
        rows.insert(core.ROLES.index("departure") + 1, row)
    return table(["", t("column.events"), t("panel.kg"), t("panel.median")], rows, (1, 2, 3), t)


def situation(events: pd.DataFrame, code: str, shared: core.SharedScales, context: PageContext) -> Any:
    """By air, by sea and by each other reported mode: out of, through, into, and seized in the country."""
    t = context.t
    found = {(r["mode"], r["way"]): r for r in core.situation(events, code).to_dict("records")}
    rows = []
    for mode in shared.modes:
        cells = []
        for way, role in core.WAYS.items():
            n, kg = found[mode, way]["n"], found[mode, way]["kg"]
            said = [counted(n, context, mode=(mode,), submode=(), **{role: (code,)})]
            cells.append(tags.Span([*said, tags.Small(weight(kg, t))] if n else said))
        rows.append([tags.Span([tags.Span(className=f"dot-{mode}"), t.code("mode", mode)]), *cells])
    return table(["", *(t(f"country_page.{way}") for way in core.WAYS)], rows, (1, 2, 3, 4), t)


def partners(events: pd.DataFrame, code: str, way: str, context: PageContext) -> Any:
    """The other ends, most frequent first; how many do not state any comes last."""
    t = context.t
    other, role = ("destination", "departure") if way == "out" else ("departure", "destination")
    found = core.partners(events, code, way)
    named = found[found.index != ""]
    rows = [
        [t.country(str(end)), counted(n, context, **{role: (code,), other: (str(end),)})]
        for end, n in named.head(SHOWN).items()
    ]
    if len(named) > SHOWN:
        rows.append([t("country_page.others", n=len(named) - SHOWN), t.number(named.iloc[SHOWN:].sum())])
    if "" in found.index:
        rows.append([tags.I(t("unstated")), t.number(found[""])])
    made = table([t(f"role.{other}"), t("column.events")], rows, (1,), t)
    chosen: dict[str, Any] = {role: (code,)}
    ranked = href("/ranks", replace(context.filters, **chosen), replace(context.view, of=other, level="country"))
    return tags.Div([made, nav(t("country_page.six_ways"), ranked, className="link")])


def places(events: pd.DataFrame, code: str, context: PageContext) -> Any:
    """Places of seizure in the country."""
    t = context.t
    found = core.places(events, code)
    rows = [
        [str(name) or tags.I(t("unstated")), alike(n, "place", str(name), context, seizure=(code,))]
        for name, n in found.head(SHOWN).items()
    ]
    if len(found) > SHOWN:
        rows.append([t("country_page.others", n=len(found) - SHOWN), t.number(found.iloc[SHOWN:].sum())])
    return table([t("column.place"), t("column.events")], rows, (1,), t)


def consignments(events: pd.DataFrame, code: str, context: PageContext) -> Any:
    """Median and largest consignment seized in the country."""
    t = context.t
    held = events[core.events_in_role(events, "seizure", code)]
    found = core.weight_summary(held["kg"])
    rows: list[list[Any]] = [[t("country_page.median"), weight(found["median"], t)]]
    if found["weighed"]:
        first = held.loc[held["kg"].idxmax()]
        link = nav(
            t.kg(first["kg"]),
            href(HOME, context.filters, replace(context.view, card=f"event:{first['event_id']}", sel=None)),
        )
        rows.append(
            [t("country_page.largest"), tags.Span([link, tags.Small(f"{first['place']}, {t.date(first['date'])}")])]
        )
        share = found["largest"] / found["kg"] if found["kg"] else 0
        rows.append([t("country_page.largest_share"), t.percent(share)])
    rows.append([t("country_page.unweighed"), t.number(found["n"] - found["weighed"])])
    return table(["", ""], rows, (1,), t)


def concealment(events: pd.DataFrame, code: str, context: PageContext) -> Any:
    """How it was hidden, in the words of the sources."""
    t = context.t
    held = events.loc[core.events_in_role(events, "seizure", code), "concealment"]
    found = held.dropna()[held.dropna() != ""].value_counts()
    rows: list[list[Any]] = [
        [str(name), alike(n, "concealment", str(name), context, seizure=(code,))]
        for name, n in found.head(SHOWN).items()
    ]
    if len(found) > SHOWN:
        rows.append([t("country_page.others", n=len(found) - SHOWN), t.number(found.iloc[SHOWN:].sum())])
    blank = len(held) - int(found.sum())
    if blank:
        rows.append([tags.I(t("unstated")), alike(blank, "concealment", "", context, seizure=(code,))])
    return table([t("route.concealment"), t("column.events")], rows, (1,), t)


def operations(events: pd.DataFrame, code: str, context: PageContext) -> Any:
    """Named operations with what the sources state of their results; a blank is not zero."""
    t = context.t
    rows = []
    for r in core.operations(events).head(SHOWN).to_dict("records"):
        arrests = t.number(r["arrests"]) if r["told"] else t("unstated")
        n = alike(r["n"], "operation", r["operation"], context, country=(code,))
        rows.append([r["operation"], n, weight(r["kg"], t), arrests])
    head = [t("country_page.operation"), t("column.events"), t("panel.kg"), t("country_page.arrests")]
    return tags.Div([table(head, rows, (1, 2, 3), t), tags.P(t("country_page.destruction"), className="hint")])


def quality(events: pd.DataFrame, context: PageContext) -> Any:
    """How much the events state, and how well."""
    t, found = context.t, core.quality(events)
    rows = [
        [t(f"country_page.q_{name}"), t.percent(found[name])]
        for name in ("departure", "destination", "kg", "day", "point", "confidence")
    ]
    rows.append([t("country_page.q_publishers"), t.number(found["publishers"])])
    return table(["", ""], rows, (1,), t)


def sheets(queries: Queries, context: PageContext) -> list[list[tuple[str, Any]]]:
    """The sheets of the countries of the address; those side by side share their axes and rows."""
    held = {code: queries.events.naming(context.filters, code) for code in context.view.at}
    shared = core.shared_scales(held, MOST)
    moved, stated = moved_routes.moved_routes(queries, context), published.stated_figures(queries, context)
    return [
        sheet(
            queries, context, code, events, shared,
            (published.routes(queries, context, code, moved), published.figures(context, stated.get(code, []))),
        )
        for code, events in held.items()
    ]  # fmt: skip


def sheet(
    queries: Queries,
    context: PageContext,
    code: str,
    events: pd.DataFrame,
    shared: core.SharedScales,
    asked: tuple[Any, Any],
) -> list[tuple[str, Any]]:
    """(title, body) of every section for one country, in the order of the template; ``asked`` are the bodies of
    its routes and its figures, which are asked for all countries at once."""
    t = context.t
    return [
        (t("country_page.roles"), roles(events, code, shared, context)),
        (t("country_page.situation"), situation(events, code, shared, context)),
        (t("country_page.to"), partners(events, code, "out", context)),
        (t("country_page.from"), partners(events, code, "into", context)),
        (t("country_page.years"), country_years.years(events, code, shared, queries, context)),
        (t("country_page.places"), places(events, code, context)),
        (t("country_page.consignment"), consignments(events, code, context)),
        (t("route.concealment"), concealment(events, code, context)),
        (t("country_page.operations"), operations(events, code, context)),
        (t("country_page.new_routes"), asked[0]),
        (t("country_page.figures"), asked[1]),
        (
            t("layer.corridors"),
            published.corridors(queries, context, code),
        ),
        (t("country_page.quality"), quality(events, context)),
    ]


def chooser(queries: Queries, context: PageContext) -> tags.Element:
    """Every country that an event names, most events first; a click puts it beside the others or takes it out."""
    t = context.t
    counts = queries.summary.named_countries(Filters() if not context.filters.active() else context.filters)
    links = []
    for code, n in counts.items():
        now = tuple(sorted(set(context.view.at) ^ {str(code)}))
        words: list[Any] = [t.country(str(code)), tags.B(t.number(n))]
        on = code in context.view.at
        full = tags.Span(words, className="tier zero")
        links.append(full if len(now) > MOST_BESIDE else nav(words, context.link(at=now), on=on, className="tier"))
    summary = tags.Summary(t("country_page.choose"), className="button")
    choose = tags.Details([summary, tags.Div(links, className="tiers")], id="country-choose", open=not context.view.at)
    return tags.Div([choose, batch(context, list(map(str, counts.index)))], className="row top")


def batch(context: PageContext, codes: list[str]) -> tags.Element:
    """Sheets of many countries in one file; the browser counts them while they come (assets/js/89_batch.js)."""
    t = context.t
    wanted = ",".join(context.view.at or codes[:BATCH])
    box = dcc.Input(type="text", value=wanted, autoComplete="off", className="entry")
    kept = view_query.to_query(context.filters, view_query.View(lang=context.view.lang))
    buttons = [
        tags.Button(
            f"{t('report.batch_make')} ({kind.upper()})", type="button", className="button main",
            **attrs(data_batch=kind, data_query=kept),
        )
        for kind in report_drawer.KINDS
    ]  # fmt: skip
    body = [
        tags.Label([tags.Span(t("report.batch_codes")), tags.Span(box, id="batch-codes")], className="import-field"),
        tags.Div(buttons, className="row"),
        tags.Progress(id="batch-bar", max="1", value="0", hidden=True),
        tags.P(id="batch-said", className="hint", role="status"),
    ]
    summary = tags.Summary(t("report.batch"), className="button")
    return tags.Details([summary, tags.Div(body, className="drawer-body report-form")], id="batch", className="drawer")
