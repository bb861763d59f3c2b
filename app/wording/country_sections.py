"""The sections of a sheet (core.sheet), described once: the page paints them with links (ui.country), the PDF and the
Word document as plain tables (drawing.country_sheet); ``of_sheet`` gives all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from app.core import country as core
from app.core.coverage import runs
from app.core.modes import JOURNEY_ROLES
from app.core.published import part_code
from app.core.query import UNSTATED
from app.core.sheet import AREA, COUNTRY, PLACE, Sheet, Subject
from app.i18n import Translator
from app.page_context import PageContext
from app.queries import Queries
from app.wording import route_board
from app.wording.published_figures import area_label, indicator_label, value_text
from app.wording.section import Cell, Link, Section, count, kg_text, listed

#: The sections of a sheet as a file, by the keys of their titles, in their order; the page has further ones.
IN_A_FILE = (
    "country_page.roles", "country_page.situation", "country_page.to", "country_page.from", "country_page.places",
    "route.concealment", "country_page.new_routes", "country_page.operations", "country_page.figures",
    "country_page.quality",
)  # fmt: skip
#: Periods of coverage that are named, the latest.
RUNS = 4

#: Routes of the board that moved, with the countries that each touches (see wording.moved_routes).
Moved = list[tuple[frozenset[str], dict[str, Any]]]


@dataclass(frozen=True)
class Lengths:
    """How many lines the lists of a sheet have; ``figures`` None: all."""

    lists: int
    routes: int
    figures: int | None = None


def of_sheet(queries: Queries, context: PageContext, sheet: Sheet, moved: Moved, most: Lengths) -> list[Section]:
    """The sections of a sheet, in the order of the page. ``moved`` are asked for once for all that stand side by side.
    Routes, corridors and what sources declare to cover are known by country alone."""
    t, kind = context.t, sheet.subject.kind
    section_list = [
        roles(sheet, t),
        situation(sheet, t),
        partners(sheet, "out", most.lists, t),
        partners(sheet, "into", most.lists, t),
        *([] if kind == PLACE else [places(sheet, most.lists, t)]),
        consignments(sheet, t),
        concealment(sheet, most.lists, t),
        operations(sheet, most.lists, t),
    ]
    if kind == COUNTRY:
        annual = queries.records.annual(context.filters)
        section_list += [
            routes(moved, sheet.key, most.routes, queries, t),
            figures(annual, sheet.key, most.figures, t),
            corridors(queries, sheet.key, most.routes, t),
        ]
    return [*section_list, quality(queries, context, sheet)]


def in_a_file(subject: Subject) -> tuple[str, ...]:
    """The keys of the sections that the sheet of a subject has as a file."""
    countries_only = ("country_page.new_routes", "country_page.figures")
    left_out = {AREA: countries_only, PLACE: (*countries_only, "country_page.places")}.get(subject.kind, ())
    return tuple(key for key in IN_A_FILE if key not in left_out)


def behind(subject: Subject, role: str, same: tuple[str, str] | None = None, **more: Any) -> Link | None:
    """The events that give a subject a role, further narrowed; None where no address says them: of a place a selection
    says the role, and there is one selection; an area cannot be both ends."""
    narrowed, selected = subject.narrowed(role), subject.selected(role)
    other_end = subject.kind != COUNTRY and (subject.key,) in more.values()
    return None if other_end or (same and selected) else Link({**narrowed, **more}, selected, same)


def role_name(subject: Subject, role: str, t: Translator) -> str:
    """A role; of an area the legs that are drawn through it stand for the transits."""
    return t("profile.drawn_through" if role == "transit" and subject.kind == AREA else f"role.{role}")


def roles(sheet: Sheet, t: Translator) -> Section:
    """Number, kilograms, median and largest by role. Production, which is stated of countries, is "not stated" where no
    event states it for anyone; other roles without an event are 0. Where a sheet beside it has some, under the
    departures stand those seized before they left."""
    events, code, subject = sheet.events, sheet.key, sheet.subject
    stated = {role: role != "production" or bool(events["production"].notna().any()) for role in core.ROLES}

    def weights(r: Mapping[str, Any]) -> tuple[Cell, ...]:
        return tuple(Cell(kg_text(r[name], t)) for name in ("kg", "median", "largest"))

    rows = []
    for r in core.roles(events, code).to_dict("records"):
        role = str(r["role"])
        if role not in JOURNEY_ROLES and subject.kind != COUNTRY:
            continue
        n = count(r["n"], behind(subject, role), t) if stated[role] else Cell(t("unstated"))
        rows.append((Cell(role_name(subject, role, t)), n, *weights(r)))
    if sheet.shared.stopped:
        never = core.seized_before_leaving(events, code)
        n = count(never["n"], behind(subject, "departure", ("departure_basis", core.INTERDICTED)), t)
        name, place = Cell(t("country_page.stopped"), kind="part"), 1 + (subject.kind == COUNTRY)
        rows.insert(place, (name, n, *weights(never)))
    head = ("", t("column.events"), t("panel.kg"), t("panel.median"), t("country_page.largest"))
    n_sea = core.seized_at_sea(events, code) if subject.kind == COUNTRY else 0
    note = t("country_page.by_sea", n=n_sea) if n_sea else t("profile.drawn_note") if subject.kind == AREA else ""
    return Section("country_page.roles", head, tuple(rows), (1, 2, 3, 4), note)


def situation(sheet: Sheet, t: Translator) -> Section:
    """By air, by sea and by each other mode: out of, through, into, and seized by the country or there."""
    counts = {(r["mode"], r["way"]): r for r in core.situation(sheet.events, sheet.key).to_dict("records")}
    rows = []
    for mode in sheet.shared.modes:
        cells = []
        for way, role in core.WAYS.items():
            r = counts[mode, way]
            n = count(r["n"], behind(sheet.subject, role, mode=(mode,), submode=()), t)
            cells.append(replace(n, below=kg_text(r["kg"], t) if r["n"] else ""))
        rows.append((Cell(t.code("mode", mode), kind=f"mode:{mode}"), *cells))
    through = "profile.drawn_through" if sheet.subject.kind == AREA else "country_page.through"
    heads = (t("country_page.out"), t(through), t("country_page.into"), t(sheet.text("seized")))
    return Section("country_page.situation", ("", *heads), tuple(rows), (1, 2, 3, 4))


def partners(sheet: Sheet, way: str, most: int, t: Translator) -> Section:
    """The other ends of what left (``out``) or was bound for it (``into``), most frequent first; how many do not state
    any comes last."""
    other, role = ("destination", "departure") if way == "out" else ("departure", "destination")

    def name(end: str) -> str:
        return sheet.name if end == sheet.key else t.country(end)

    def cell(end: str, n: int) -> Cell:
        at_other_end: dict[str, Any] = {other: (end,)}
        return count(n, behind(sheet.subject, role, **at_other_end), t)

    rows = listed(core.partners(sheet.events, sheet.key, way), most, t, name, cell)
    key = "country_page.to" if way == "out" else "country_page.from"
    return Section(key, (t(f"role.{other}"), t("column.events")), rows, (1,))


def places(sheet: Sheet, most: int, t: Translator) -> Section:
    """Places of seizure in the country or the area."""

    def cell(name: str, n: int) -> Cell:
        return count(n, behind(sheet.subject, "seizure", ("place", name)), t)

    rows = listed(core.places(sheet.events, sheet.key), most, t, str, cell)
    return Section("country_page.places", (t("column.place"), t("column.events")), rows, (1,))


def concealment(sheet: Sheet, most: int, t: Translator) -> Section:
    """How what was seized by the country, or there, was hidden and what it lay among, by the kinds that the words of
    the sources name; an event counts for each, and one that names none for none."""
    seized = sheet.events.loc[core.events_in_role(sheet.events, "seizure", sheet.key), "concealed"]
    kinds, none = core.kinds(seized.dropna()), int(seized.isna().sum())
    named = [(Cell(t.code("concealed", kind)), kind, n) for kind, n in kinds.head(most).items()]
    named += [(Cell(t("facet.concealed_none"), kind="unstated"), UNSTATED, none)] if none else []
    rows = tuple((name, count(n, behind(sheet.subject, "seizure", concealed=(kind,)), t)) for name, kind, n in named)
    # Kinds beyond the list are not added up: an event may name several of them.
    note = t("country_page.concealed", n=t.number(max(0, len(kinds) - most)))
    return Section("route.concealment", (t("route.concealment"), t("column.events")), rows, (1,), note)


def consignments(sheet: Sheet, t: Translator) -> Section:
    """Median and largest consignment seized by the country, or there."""
    seized = sheet.events[core.events_in_role(sheet.events, "seizure", sheet.key)]
    weights = core.weight_summary(seized["kg"])
    rows = [(Cell(t("country_page.median")), Cell(kg_text(weights["median"], t)))]
    if weights["weighed"]:
        first = seized.loc[seized["kg"].idxmax()]
        where = f"{first['place']}, {t.date(first['date'])}"
        largest = Cell(t.kg(first["kg"]), where, Link(card=f"event:{first['event_id']}"))
        share = weights["largest"] / weights["kg"] if weights["kg"] else 0
        rows += [
            (Cell(t("country_page.largest")), largest),
            (Cell(t("country_page.largest_share")), Cell(t.percent(share))),
        ]
    rows.append((Cell(t("country_page.unweighed")), Cell(t.number(weights["n"] - weights["weighed"]))))
    return Section(sheet.text("consignment"), ("", ""), tuple(rows), (1,))


def operations(sheet: Sheet, most: int, t: Translator) -> Section:
    """Named operations with what the sources state of their results; a blank is not zero."""
    subject = sheet.subject

    def link(operation: str) -> Link | None:
        return None if subject.kind == PLACE else Link(subject.named(), None, ("operation", operation))

    rows = tuple(
        (
            Cell(r["operation"]),
            count(r["n"], link(r["operation"]), t),
            Cell(kg_text(r["kg"], t)),
            Cell(t.number(r["arrests"]) if r["told"] else t("unstated")),
        )
        for r in core.operations(sheet.events).head(most).to_dict("records")
    )
    head = (t("country_page.operation"), t("column.events"), t("panel.kg"), t("country_page.arrests"))
    return Section("country_page.operations", head, rows, (1, 2, 3), t("country_page.destruction"))


def routes(moved: Moved, code: str, most: int, queries: Queries, t: Translator) -> Section:
    """Routes of the board that moved and touch the country (see wording.moved_routes)."""
    rows = tuple(
        (
            Cell(route_board.route_label(r["route"], queries, t), link=Link(route=r["route"])),
            Cell(route_board.tier_name(r["tier"], r["dormant"], t), kind=f"tier:{r['tier']}"),
            Cell(f"{t.number(r['recent'])} / {t.number(r['baseline'])}"),
        )
        for r in [r for countries, r in moved if code in countries][:most]
    )
    head = (t("board.col_route"), t("board.col_tier"), t("country_page.recent_baseline"))
    return Section("country_page.new_routes", head, rows, (2,))


def figures(annual: pd.DataFrame, code: str, most: int | None, t: Translator) -> Section:
    """Published annual figures of the country and of its ports and agencies, the latest first, each with estimator and
    source; none is added up or set against another. ``annual`` are annual figures (core.published)."""
    order = ["area_level", "figure", "area", "year"]
    mine = annual[annual["iso2"] == code].sort_values(order, ascending=[True, True, True, False])
    rows = []
    for r in (mine if most is None else mine.head(most)).to_dict("records"):
        part, own = part_code(r), r["area_level"] == "country"
        below = " · ".join(text for text in ("" if own else area_label(r, t), r["estimator"]) if text)
        source = r["source_publisher"] if isinstance(r["source_publisher"], str) else t("unstated")
        url = r["source_url"] if isinstance(r["source_url"], str) else ""
        rows.append(
            (
                Cell(indicator_label(r["indicator"], r["form"], r["unit"], t), below),
                Cell(t.period(r["period"]), t(f"figures.{part}") if part else ""),
                Cell(value_text(r["value"], t)),
                Cell(source, link=Link(url=url) if url else None),
            )
        )
    head = (t("country_page.figure"), t("column.period"), t("column.value"), t("column.publisher"))
    return Section("country_page.figures", head, tuple(rows), (2,), t("figures.note"))


def corridors(queries: Queries, code: str, most: int, t: Translator) -> Section:
    """Published corridors that name the country."""
    records = queries.store.answers.table("corridor").to_dict("records")
    rows = tuple(
        (
            Cell(r["name"], link=Link(card=f"corridor:{r['corridor_id']}")),
            Cell(str(r["period"] or t("unstated"))),
            Cell(r["source_publisher"]),
        )
        for r in [r for r in records if code in str(r["countries"]).split(";")][:most]
    )
    return Section("layer.corridors", (t("column.name"), t("column.period"), t("column.publisher")), rows, ())


def quality(queries: Queries, context: PageContext, sheet: Sheet) -> Section:
    """How much the events state, how well, and what the sources declare to have covered of a country."""
    t, indicators = context.t, core.quality(sheet.events)
    names = ("departure", "destination", "kg", "day", "point", "confidence")
    rows = [(Cell(t(f"country_page.q_{name}")), Cell(t.percent(indicators[name]))) for name in names]
    rows.append((Cell(t("country_page.q_publishers")), Cell(t.number(indicators["publishers"]))))
    if sheet.subject.kind == COUNTRY:
        rows.append((Cell(t("coverage.section")), Cell(covered(queries, context, sheet.key))))
    return Section("country_page.quality", ("", ""), tuple(rows), (1,))


def covered(queries: Queries, context: PageContext, code: str) -> str:
    """What the sources declare of a country over the months of all seizures in it, whatever the period, in words."""
    t = context.t
    months = queries.summary.months(replace(context.filters, seizure=(code,)))["month"].dropna()
    if months.empty:
        return t("coverage.unknown")
    states = queries.reporting.reported(context.filters, str(months.min()), str(months.max()))
    state_runs = runs(states.loc[code]) if code in states.index else []
    if len(state_runs) < 2:
        return t(f"coverage.{state_runs[0].state}") if state_runs else t("coverage.unknown")
    texts = [
        f"{t('sentence.span', first=t.date(run.first), last=t.date(run.last))}: {t(f'coverage.{run.state}')}"
        for run in state_runs[-RUNS:]
    ]
    return "; ".join(texts)
