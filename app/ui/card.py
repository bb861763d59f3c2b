"""The event card: everything the record says, what it does not say, and every source as a link."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
from flask import current_app

from app.core.modes import POINT_PRECISIONS
from app.i18n import Translator
from app.page_context import PageContext
from app.queries import Queries
from app.ui import corridor, ids, tags
from app.ui.controls import act, attrs, fact_row, nav
from app.ui.maps import bare_map
from app.wording.weights import given, quantity


def date(event: pd.Series, context: PageContext) -> str:
    """The date with just the precision it has."""
    date_text = context.t.date(event["date"])
    if event["date_precision"] == "month":
        return context.t("card.reported_in", date=date_text)
    return context.t("card.year_only", date=date_text) if event["date_precision"] == "year" else date_text


def place(event: pd.Series, context: PageContext) -> list[Any]:
    """Place, the authority's country, and how well the point is known."""
    t = context.t
    parts = [t("card.seized_by", country=t.country(event["seizure"])), t.code("precision", event["precision"])]
    if event["precision"] == "sea":
        parts.append(t("card.at_sea", area=t.country(event["node"])))
    elif event["precision"] not in POINT_PRECISIONS:
        parts.append(t("card.indicative"))
    return [tags.Span(event["place"]), tags.Small(" · ".join(parts))]


def arrests(event: pd.Series, context: PageContext) -> str:
    """None said by the source is not the same as not stated."""
    if not given(event["arrests"]):
        return context.t("card.arrests_unstated")
    return context.t.number(event["arrests"]) if event["arrests"] else context.t("card.arrests_none")


def leg_list(queries: Queries, event: pd.Series, context: PageContext) -> list[Any]:
    """The legs at place level with line, mode and basis; a small map above them."""
    t, places = context.t, queries.data.places
    legs = queries.events.chain(event["event_id"], "place")
    note = (
        tags.P(t("card.seized_departure"), className="hint")
        if event["departure_basis"] == "interdicted at departure"
        else None
    )
    if legs.empty:
        return [tags.P(t("card.no_route"), className="hint"), note]
    rows = [
        tags.Li(
            [
                tags.Span(f"{t.place(places[r['origin']])} → {t.place(places[r['target']])}"),
                tags.Small(
                    f"{t.code('line', r['line'])} · {t.code('mode', r['mode'])} · {t.code('basis', r['basis'])}"
                ),
            ],
            className=f"leg {r['line']}",
            style={"--tint": f"var(--mode-{r['mode']})"},
        )
        for r in legs.to_dict("records")
    ]
    return [tags.Ol(rows, className="legs"), note]


def small_map(event_id: str) -> tags.Element:
    """The chain drawn by the same code as the large map."""
    whole = {"height": "190px"}
    inner = bare_map(
        ids.CHAIN_MAP, whole, center=[10, -40], zoom=2, zoomSnap=0.25, scrollWheelZoom=False, keyboard=False
    )
    return tags.Div(inner, className="small-map", key=event_id, **attrs(data_event=event_id))


def sources(queries: Queries, event_id: str, context: PageContext) -> tags.Element:
    """Every report; links leave the app only when a person clicks."""
    t, rows = context.t, []
    for i, report in enumerate(queries.events.reports(event_id).to_dict("records")):
        name = report["title"] if given(report["title"]) else report["url"]
        details = [
            report["publisher"] if given(report["publisher"]) else None,
            t("card.source_dated", date=t.date(report["date"])) if given(report["date"]) else None,
            t("card.source_main")
            if report["main"]
            else t("card.source_supports", fields=supported(report["supports"], t)),
        ]
        away: Any = {"target": "_blank", "rel": "noopener noreferrer", "className": "source", "id": {"source": i}}
        link = tags.A(name, href=report["url"], **away) if given(report["url"]) else tags.Span(name)
        rows.append(tags.Li([link, tags.Small(" · ".join(s for s in details if s))]))
    return tags.Ol(rows, className="sources")


#: Columns of the curated reports, by the fields that the reader knows.
SUPPORTED = {
    "date_precision": "date",
    "quantity_kg": "quantity",
    "quantity_min": "kg_min",
    "quantity_max": "kg_max",
    "origin_country": "departure",
    "origin_basis": "departure",
    "destination_country": "destination",
    "transit_countries": "transit",
    "operation_name": "operation",
}


def supported(supports: Any, t: Translator) -> str:
    """The fields that a report supports, by the names that the reader knows them by."""
    names = [SUPPORTED.get(text.strip(), text.strip()) for text in str(supports or "").split(";") if text.strip()]
    known = [t(f"field.{name}") if t.has(f"field.{name}") else name for name in dict.fromkeys(names)]
    return ", ".join(known) or t("unstated")


def received(queries: Queries, event_id: str, context: PageContext) -> tags.Element | None:
    """An imported event as its file has it: file, sheet and row, and every cell that is not blank."""
    row = queries.records.received(event_id)
    if row is None:
        return None
    cells = [fact_row(name, text) for name, text in json.loads(row["cells"]).items() if text]
    place = row["file"] if row["sheet"] == row["file"] else f"{row['file']}, {row['sheet']}"
    where = context.t("card.received", file=place, row=context.t.number(row["row"]))
    return tags.Details([tags.Summary(where), tags.Dl(cells, className="facts")], className="received")


def route_facts(event: pd.Series, context: PageContext) -> list[tags.Element]:
    """Departure, transit and destination as the source names them, also where no leg could be drawn."""
    t = context.t
    departure = ends(event["departure_place"], event["departure"], context)
    basis = t.code("basis", event["departure_basis"]) if given(event["departure_basis"]) else None
    transits = [t.country(code) for code in event["transits"].split(";")] if given(event["transits"]) else []
    return [
        fact_row(t("card.departure"), departure, tags.Small(basis) if basis else None),
        fact_row(t("card.transit"), " → ".join(transits) or t("card.notstated")),
        fact_row(t("card.destination"), ends(event["destination_place"], event["destination"], context)),
    ]


def ends(place: Any, country: Any, context: PageContext) -> str:
    """A place as written with its country, whichever of the two is stated."""
    parts = [place if given(place) else None, context.t.country(country) if given(country) else None]
    return ", ".join(p for p in parts if p) or context.t("card.notstated")


def text_fact(event: pd.Series, name: str, context: PageContext) -> tags.Element:
    """A fact that is plain text; a blank one is said to be not stated."""
    return fact_row(context.t(f"card.{name}"), event[name] if given(event[name]) else context.t("card.notstated"))


def carrier(event: pd.Series, context: PageContext) -> str:
    """Mode, and the carrier where it is known."""
    parts = [("mode", event["mode"]), ("submode", event["submode"])]
    return " · ".join(context.t.code(kind, value) for kind, value in parts if given(value))


def facts(event: pd.Series, context: PageContext) -> list[Any]:
    """The facts in the order in which an analyst asks for them."""
    t = context.t
    why = tags.Small(event["confidence_note"]) if given(event["confidence_note"]) else None
    material = event["material_kg"] if given(event["kg"]) and given(event["material_kg"]) else None
    carried = tags.Small(t("card.material", kg=t.kg(material))) if material else None
    return [
        fact_row(t("card.quantity"), tags.Strong(quantity(event, context)), carried, tags.Small(t("card.gross"))),
        fact_row(t("card.date"), date(event, context)),
        fact_row(t("card.place"), *place(event, context)),
        *route_facts(event, context),
        fact_row(t("card.mode"), carrier(event, context)),
        fact_row(t("card.form"), t.code("form", event["form"])),
        text_fact(event, "concealment", context),
        text_fact(event, "coload", context),
        fact_row(t("card.arrests"), arrests(event, context)),
        text_fact(event, "agencies", context),
        text_fact(event, "operation", context),
        fact_row(t("card.confidence"), t.code("confidence", event["confidence"]), why),
        fact_row(t("card.id"), event["event_id"]),
    ]


def steps(queries: Queries, context: PageContext, event_id: str) -> tags.Element:
    """Back to the list, and the neighbours in it."""
    t, before_after = (
        context.t,
        queries.events.neighbours(context.filters, context.view.sel, context.view.order, event_id),
    )
    links = [nav(f"← {t('panel.back')}", context.link(card=None), className="button back")]
    for word, arrow, other in zip(("prev", "next"), ("‹", "›"), before_after, strict=True):
        if other:
            links.append(
                nav(
                    f"{arrow} {t(f'panel.{word}')}" if word == "prev" else f"{t(f'panel.{word}')} {arrow}",
                    context.link(card=f"event:{other}"),
                    className="button",
                    id={"step": word},
                )
            )
    return tags.Div(links, className="steps")


def event_card(queries: Queries, context: PageContext, event_id: str) -> list[Any]:
    """The whole card, or a plain word when there is no such event."""
    event = queries.events.event(event_id)
    if event is None:
        return [steps(queries, context, event_id), tags.P(context.t("card.missing", id=event_id), className="empty")]
    t = context.t
    heading = tags.Div(
        [
            tags.Span(f"{t.date(event['date'])} · {t.country(event['seizure'])}", className="kicker"),
            tags.H2(f"{event['place']} · {t.kg(event['kg'])}", className="side-title"),
        ]
    )
    total = tags.P(t("card.aggregate"), className="hint") if event["record_type"] == "aggregate" else None
    return [
        steps(queries, context, event_id),
        heading,
        pick(event, t),
        total,
        linked(queries, context, event),
        small_map(event_id),
        *leg_list(queries, event, context),
        tags.Dl(facts(event, context), className="facts"),
        tags.H3(t("card.sources")),
        sources(queries, event_id, context),
        received(queries, event_id, context),
    ]


def pick(event: pd.Series, t: Translator) -> tags.Element | None:
    """The button that picks an event for a case of one's own; none for what is no event, and where nothing is kept."""
    if event["record_type"] != "event" or not current_app.config["CHANGES_ALLOWED"]:
        return None
    data = attrs(data_event=event["event_id"], aria_pressed="false")
    return tags.Div(act(f"☑ {t('picks.pick')}", "pick", title=t("picks.column"), **data), className="picks")


def linked(queries: Queries, context: PageContext, event: pd.Series) -> tags.Element | None:
    """What a person decided about this record and others: which of them counts."""
    rows = queries.records.linked(event["event_id"]).to_dict("records")
    items = []
    for row in rows:
        counts = row["kept"] == event["event_id"] or row["kind"] == "distinct"
        other = row["other"] if row["kept"] == event["event_id"] else row["kept"]
        link = nav(other, context.link(card=f"event:{other}"))
        word = f"card.linked_{row['kind'] if row['kind'] == 'distinct' else 'kept' if counts else 'other'}"
        items.append(tags.Li([context.t(word), " ", link]))
    return tags.Ul(items, className="hint linked") if items else None


def card(queries: Queries, context: PageContext) -> list[Any]:
    """The card that is open; empty when the list is."""
    kind, _sep, key = (context.view.card or "").partition(":")
    if kind == "event":
        return event_card(queries, context, key)
    return corridor.card(queries, context, key) if kind == "corridor" else []
