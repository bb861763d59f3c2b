"""Titles of pages, the filter as a sentence, and the marking of what is shown."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from app.core.area import Area
from app.core.filters import Filters
from app.core.marking import highest
from app.core.overlay import Overlay
from app.core.view import View
from app.i18n import Translator
from app.page_context import PageContext
from app.queries import Queries, current
from app.wording import selection as selected


def overview_title(queries: Queries, context: PageContext) -> str:
    """What the page shows; with a selection, what its part of the chain is."""
    sel = context.view.sel
    return selected.title(queries, context, sel) if sel else context.t("overview.title")


TITLE_NAMES = 3


def heading(queries: Queries, context: PageContext) -> str:
    """What is selected, else what the map shows."""
    return (
        selected.title(queries, context, context.view.sel)
        if context.view.sel
        else map_title(queries, context.filters, context.t)
    )


def most_named(roles: pd.DataFrame, role: str, chosen: tuple[str, ...], t: Translator) -> list[str]:
    """Names of the countries that most events give a role; a filter on that role narrows to its own."""
    every = zip(*(roles[name].tolist() for name in ("node", "role", "n")), strict=True)
    candidates = [(-n, node) for node, named, n in every if named == role and (not chosen or node in chosen)]
    return [t.country(code) for _n, code in sorted(candidates)[:TITLE_NAMES]]


def stated(roles: pd.DataFrame, role: str, t: Translator) -> str:
    """How many events state a role: those that do not say are no part of "most often"."""
    return t.number(int(roles.loc[roles["role"] == role, "n"].sum()))


def map_title(queries: Queries, filters: Filters, t: Translator) -> str:
    """What the map shows, from the counts themselves: the most frequent departures and destinations."""
    roles = queries.summary.roles(filters, "country")
    departures = most_named(roles, "departure", filters.departure, t)
    destinations = most_named(roles, "destination", filters.destination, t)
    places = most_named(roles, "seizure", (), t)
    if not places:
        return t("title.none")
    first, last = t.all_of(departures), t.all_of(destinations)
    from_n, to_n = stated(roles, "departure", t), stated(roles, "destination", t)
    if departures and destinations:
        return t("title.both", departures=first, destinations=last)
    if departures:
        return t("title.departures", departures=first, from_n=from_n)
    if destinations:
        return t("title.destinations", destinations=last, to_n=to_n)
    return t("title.seizures", places=t.all_of(places))


def area_notes(queries: Queries, filters: Filters, t: Translator, selection: str | None = None) -> list[str]:
    """What is to be known of the events of a drawn area: how many lie there by an indicative position, and how many
    may belong to it and are left out."""
    counts = {name: getattr(queries.summary, name)(filters, selection) for name in ("indicative", "undecided")}
    return [t(f"area.{name}", n=n) for name, n in counts.items() if n]


def under_heading(queries: Queries, context: PageContext, selection: str | None = None) -> str:
    """The sentence under ``heading``: where that names departures and destinations, it says of how many events."""
    filters, t = context.filters, context.t
    roles = queries.summary.roles(filters, "country")
    if context.view.sel or not {"departure", "destination"} <= set(roles["role"]):
        return sentence(queries, filters, t, selection)
    said = t("sentence.named", from_n=stated(roles, "departure", t), to_n=stated(roles, "destination", t))
    return sentence(queries, filters, t, selection, said)


def sentence(
    queries: Queries, filters: Filters, t: Translator, selection: str | None = None, last_part: str = ""
) -> str:
    """The filter in plain language, with the number of events and the span of their dates; those of a ``selection``
    where a file speaks of it alone. Where there is no other ``last_part`` it ends by saying that these are documented
    cases, which the foot of every page and file says in any case."""
    totals = queries.summary.totals(filters, selection)
    parts = [t("sentence.events", n=int(totals["events"]))]
    if totals["events"] and not (filters.since or filters.until):
        # ISO dates sort as text, and one known only by year stays a year: no month is claimed that nobody stated.
        first, last = (t.date(str(totals[end])[:7]) for end in ("first", "last"))
        parts.append(first if first == last else t("sentence.span", first=first, last=last))
    parts += [phrase for _name, phrase in phrases(filters, t)] or [t("sentence.all_modes"), t("sentence.all_countries")]
    parts += area_notes(queries, filters, t, selection)
    return " · ".join([*parts, last_part or t("sentence.documented")])


def phrases(filters: Filters, t: Translator) -> list[tuple[str, str]]:
    """Each active field with what it asks for, in words; a polygon of an overlay by its name."""
    area = Area.parse(filters.area) if filters.area else None
    said = filters.describe(t)
    if area is None or area.overlay is None:
        return said
    where = shape_name(*area.overlay, t)
    return [(name, t(f"area.{area.relation}", where=where) if name == "area" else phrase) for name, phrase in said]


def shape_name(key: str, number: int, t: Translator) -> str:
    """A polygon of an overlay by its name, or its number, and the title of the overlay."""
    overlay = current().data.overlays.get(key)
    name = str(current().data.overlays.shapes(key)["name"].at[number]) if overlay else ""
    title = overlay.title if overlay else key
    return t("overlay.shape", name=name or t("overlay.number", n=number), title=title)


def overlays_used(filters: Filters, view: View | None = None) -> list[Overlay]:
    """The overlays that a page or a file shows, and the one whose polygon is the area of its filter."""
    area = Area.parse(filters.area) if filters.area else None
    own = (area.overlay[0],) if area and area.overlay else ()
    return current().data.overlays.named(tuple(dict.fromkeys((*own, *(view.overlays if view else ())))))


def marking_text(chosen: tuple[str, ...], t: Translator, overlays: Sequence[Overlay] = ()) -> str:
    """The marking of some datasets (of all, when none is chosen) and of what lies on the map, in words."""
    sources = [s for s in current().data.about["sources"] if not chosen or s["id"] in chosen]
    marking, open_ = highest([*(s["marking"] for s in sources), *(overlay.marking for overlay in overlays)])
    if not open_:
        return marking
    return f"{marking} · {t('app.part_unmarked')}" if marking else t("app.unmarked")


def sources_text(queries: Queries, filters: Filters, t: Translator, overlays: Sequence[Overlay] = ()) -> str:
    """The datasets that a page stands on, with who published them; then what lies on its map."""
    titles, used = queries.records.titles(t.language), queries.records.used(filters)
    named = [
        f"{titles[s['id']]} ({s.get(t.language, s).get('publisher', s['publisher']) or t('unstated')})" for s in used
    ]
    laid = [f"{overlay.title} ({overlay.source or t('unstated')})" for overlay in overlays]
    said = t("export.sources", names="; ".join(named))
    return f"{said} {t('overlay.sources', names='; '.join(laid))}" if laid else said
