"""The left column: every filter with a live count for each value; zero is shown as zero."""

from __future__ import annotations

import functools
from collections.abc import Container, Sequence
from dataclasses import replace
from typing import Any

from markupsafe import Markup

from app.core import modes
from app.core.filters import Filters
from app.core.groups import GROUPS
from app.core.query import UNSTATED
from app.core.summaries import BANDS, SEVERAL_FACETS
from app.page_context import PageContext
from app.queries import Queries
from app.ui import tags
from app.ui.area_filter import area_section
from app.ui.controls import attrs, entry, nav
from app.ui.facet_counts import Counts
from app.ui.facet_parts import Column, entries, option, section
from app.wording.headings import phrases

#: Country facets in the order of the chain, with the shape that stands for the role on the map.
COUNTRY_FACETS = ("departure", "transit", "seizure", "destination", "country", "production")
FIXED = {
    "mode": modes.MODES,
    "form": modes.FORMS,
    "confidence": modes.CONFIDENCE,
    "precision": modes.PRECISIONS,
    "date_precision": modes.DATE_PRECISIONS,
}
SHORT = 6


def listed(column: Column, facet: str, values: Sequence[str], kind: str, most: int | None = None) -> list[Markup]:
    """The options of a code facet, each toggling its own value; bars are shares of the largest one, or of ``most``."""
    context, counts = column.context, column.counts
    most, chosen, link = most or counts.most(facet, values), getattr(context.filters, facet), context.toggling(facet)
    blank = f"facet.{facet}_none" if facet in SEVERAL_FACETS else "unstated"
    named = {UNSTATED: context.t(blank)} if UNSTATED in values else {}
    return [
        option(
            context, named.get(v) or context.t.code(kind, v), link(v), counts.count(facet, v), most, v in chosen,
            key=f"{facet}:{v}",
        )
        for v in values
    ]  # fmt: skip


def mode_section(column: Column) -> tags.Element:
    """Modes with their sub-modes folded under them."""

    def rows() -> list[Any]:
        most, options = column.counts.most("mode", list(modes.MODES)), list[Any]()
        for mode in modes.MODES:
            options += listed(column, "mode", [mode], "mode", most)
            inner = [s for s, parent in modes.SUBMODES.items() if parent == mode]
            options += [submodes(column, mode, inner)] if inner else []
        return options

    return section(column, "mode", rows)


def submodes(column: Column, mode: str, inner: list[str]) -> tags.Element:
    """Carriers of one mode."""
    context = column.context
    used = any(s in inner for s in context.filters.submode)
    head = context.t("facet.carriers", n=len(inner))
    return column.fold(f"{mode}-carriers", "inner-facet", [head], used, lambda: carriers(column, mode, inner))


def carriers(column: Column, mode: str, inner: list[str]) -> list[Markup]:
    """Options of carriers; choosing one also chooses its mode, so that the link reads right."""
    context, counts = column.context, column.counts
    most, rows = counts.most("submode", inner), []
    for code in inner:
        filters = context.filters.toggled("submode", code)
        if code in filters.submode and mode not in filters.mode:
            filters = replace(filters, mode=tuple(sorted({*filters.mode, mode})))
        n, chosen = counts.count("submode", code), code in context.filters.submode
        text, key = context.t.code("submode", code), f"submode:{code}"
        rows.append(option(context, text, context.link(filters), n, most, chosen, key, inner=True))
    return rows


def country_section(column: Column, role: str) -> tags.Element:
    """Countries of one role, most frequent first; the tail is folded but never left out."""
    t = column.context.t

    def rows() -> list[Any]:
        hint = [tags.P(t("facet.note_seizure"), className="hint")] if role == "seizure" else []
        values = ranked(column, role)
        if not values:
            return [*hint, tags.P(t("facet.none_stated"), className="hint")]
        return [*hint, *folded(column, role, values, "country"), groups(column, role)]

    return section(column, role, rows, glyph=role)


def groups(column: Column, role: str) -> tags.Element:
    """Regions and bodies of countries, folded: those that any event gives the role, by their counts."""
    t, chosen, link = column.context.t, getattr(column.context.filters, role), column.context.toggling(role)

    def rows() -> list[Markup]:
        n = {g: column.counts.of_group(role, g) for g in GROUPS}
        most, present = max(1, *n.values()), sorted((g for g in n if n[g] or g in chosen), key=n.__getitem__)[::-1]
        return [
            option(column.context, t.code("country", g), link(g), n[g], most, g in chosen, f"{role}:{g}")
            for g in present
        ]

    return column.fold(f"{role}-groups", "inner-facet", [t("facet.groups")], bool({*GROUPS} & {*chosen}), rows)


def folded(column: Column, facet: str, values: Sequence[str], kind: str) -> list[Any]:
    """The options of ranked values; those beyond the first are folded but never left out."""
    most = column.counts.most(facet, [v for v in values if v != UNSTATED])
    shown, rest = values[: SHORT + 1], values[SHORT + 1 :]
    used = not {*rest}.isdisjoint(getattr(column.context.filters, facet))
    head = [column.context.t("facet.more", n=len(rest))]
    more = functools.partial(listed, column, facet, rest, kind, most)
    tail = [column.fold(f"{facet}-more", "inner-facet", head, used, more)] if rest else []
    return [*listed(column, facet, shown, kind, most), *tail]


def ranked(column: Column, role: str, kind: str = "country") -> list[str]:
    """Values that any event has in a role or a facet: the chosen first, then by count and name; the unstated after a
    few."""
    counts, t, chosen = column.counts, column.context.t, getattr(column.context.filters, role)
    everywhere = column.everything.values(role)
    values = sorted(everywhere, key=lambda c: (c not in chosen, -counts.count(role, c), t.code(kind, c)))
    blank = [UNSTATED] if role != "country" and values else []
    return [*values[:SHORT], *blank, *values[SHORT:]]


def concealed_section(column: Column) -> tags.Element:
    """How loads were hidden and what they lay among, most frequent first; an event counts for each kind it names."""
    t, name = column.context.t, "concealed"

    def rows() -> list[Any]:
        values = ranked(column, name, name)
        if not values:
            return [tags.P(t("facet.none_stated"), className="hint")]
        return [tags.P(t("facet.note_concealed"), className="hint"), *folded(column, name, values, name)]

    return section(column, name, rows)


def band_section(column: Column) -> tags.Element:
    """Size bands as shortcuts, and the two bounds."""
    context, counts, f = column.context, column.counts, column.context.filters

    def rows() -> list[Any]:
        keys = [str(i) for i in range(len(BANDS))]
        most, options = counts.most("band", keys), list[Any]()
        for key, (low, high) in zip(keys, BANDS, strict=True):
            on = (f.min_kg, f.max_kg) == (low, high)
            wanted = f.cleared("min_kg", "max_kg") if on else replace(f, min_kg=low, max_kg=high)
            text, n = context.t(f"band.{key}"), counts.count("band", key)
            options.append(option(context, text, context.link(wanted), n, most, on, key=f"band:{key}"))
        pair = tags.Div(entries(context, "band"), className="pair")
        return [*options, pair, tags.P(context.t("facet.range"), className="hint")]

    return section(column, "band", rows)


#: How the entry of a filter is typed, by its comparison; numbers as the reader's language writes them.
def words_section(column: Column) -> tags.Element:
    """What has no options: words in concealment, other goods and agency, and further bounds."""
    context = column.context
    used = any(f.section == "words" for f in context.filters.active())
    return column.fold("words", "facet", [context.t("facet.words")], used, lambda: entries(context, "words"))


def time_section(context: PageContext) -> tags.Element:
    """Two bounds in ISO form; the brush under the map sets the same two."""
    return tags.Div(entries(context, "time"), className="pair")


def chips(context: PageContext, idle: tuple[str, ...] = ()) -> tags.Element:
    """One chip per active field, without those that a page does not apply; a click takes it out."""
    chip_links = [
        nav(
            [tags.Span(phrase), tags.Span("×", className="cross", **attrs(aria_hidden="true"))],
            context.link(context.filters.cleared(name)),
            className="chip",
            id={"chip": name},
            **attrs(aria_label=context.t("sentence.remove", phrase=phrase)),
        )
        for name, phrase in phrases(context.filters, context.t)
        if name not in idle
    ]
    return tags.Div(chip_links, className="chips")


def facets(queries: Queries, context: PageContext, unfolded: Container[str] | None = None) -> list[Any]:
    """The whole column. Values come from the unfiltered data, counts from the filtered. What is folded is left out
    where the page names what its reader has ``unfolded`` (see ``Column``): most of three hundred values."""
    column = Column(context, Counts(queries, context.filters), Counts(queries, Filters()), unfolded)
    search = entry(
        context.t("facet.search"), "q", context.filters.text, type="search", placeholder=context.t("facet.search_in")
    )
    roles = [country_section(column, role) for role in COUNTRY_FACETS]
    fixed = [
        section(column, name, functools.partial(listed, column, name, list(FIXED[name]), name))
        for name in ("form", "confidence", "precision", "date_precision")
    ]
    return [
        tags.Div([search, time_section(context)], className="facet-top"),
        mode_section(column),
        *roles[:4],
        area_section(queries, column),
        band_section(column),
        concealed_section(column),
        *roles[4:],
        *fixed,
        *source_section(queries, column),
        words_section(column),
    ]


def source_section(queries: Queries, column: Column) -> list[tags.Element]:
    """Datasets by their titles, where there is more than one."""
    context, titles = column.context, queries.records.titles(column.context.t.language)

    def rows() -> list[Any]:
        most, chosen, link = (
            column.counts.most("source", list(titles)),
            context.filters.source,
            context.toggling("source"),
        )
        return [
            option(
                context, title, link(code), column.counts.count("source", code), most, code in chosen, f"source:{code}"
            )
            for code, title in titles.items()
        ]

    return [section(column, "source", rows)] if len(titles) > 1 else []
