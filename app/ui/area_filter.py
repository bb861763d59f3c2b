"""The filter by an area of the map: tools to draw one, what an event has to do with it, the sea areas, and the polygons
of the overlays that are on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from markupsafe import Markup

from app.core.area import RELATIONS, Area
from app.core.filters import Filters
from app.core.overlay import Overlay, shape_key
from app.core.sheet import OF_FILTER
from app.core.view import href
from app.i18n import Translator
from app.page_context import PageContext
from app.queries import Queries
from app.ui import tags
from app.ui.controls import act, attrs, nav
from app.ui.facet_parts import Column, entries, option, section
from app.wording.headings import area_notes

#: How an area can be drawn (see assets/js/61_area.js).
TOOLS = ("rectangle", "polygon", "lasso")
#: Polygons of an overlay that are listed at most; a click on the map takes any.
MOST_SHAPES = 40
#: What the same hand measures.
DISTANCE = "distance"


def tools(t: Translator, *more: str) -> tags.Element:
    """Buttons that begin to draw an area, and ``more`` that the same hand does."""
    names = (*TOOLS, *more)
    buttons = [act(t(f"area.{name}"), "area", title=t(f"area.hint_{name}"), **attrs(data_tool=name)) for name in names]
    return tags.Div(buttons, className="area-tools", role="group", **attrs(aria_label=t("area.draw")))


def relations(queries: Queries, context: PageContext) -> dict[str, tuple[str, int]]:
    """What the events may have to do with the area that is chosen: each as an area, with how many events it has."""
    area = Area.parse(context.filters.area)
    texts = {relation: replace(area, relation=relation).text for relation in RELATIONS} if area else {}
    return {
        relation: (text, queries.summary.count(replace(context.filters, area=text))) for relation, text in texts.items()
    }


def left_out(queries: Queries, context: PageContext) -> list[tags.Element]:
    """How many events lie in the area by an indicative position, and how many may belong to it and are left out."""
    return [tags.P(note, className="hint") for note in area_notes(queries, context.filters, context.t)]


def link(context: PageContext, area: str) -> str:
    """The address that chooses an area, or leaves it where it is chosen."""
    return context.link(replace(context.filters, area="" if context.filters.area == area else area))


def profile(context: PageContext) -> tags.Element | None:
    """The way to the sheet of the area that is chosen (see core.sheet)."""
    if not context.filters.area:
        return None
    target = href("/countries", context.filters, replace(context.unclicked, at=(OF_FILTER,)))
    return tags.P(nav(context.t("profile.open_area"), target, className="link"))


def sea_areas(queries: Queries, context: PageContext) -> dict[str, int]:
    """Sea areas by code with the events seized there under every other filter, the most first."""
    every, under = (queries.summary.roles(f, "country") for f in (Filters(), context.filters.cleared("area")))
    seized = under[under["role"] == "seizure"].set_index("node")["n"]
    codes = every.loc[(every["role"] == "seizure") & every["node"].str.startswith("XZ-"), "node"]
    counts = {code: int(seized.get(code, 0)) for code in codes}
    return dict(sorted(counts.items(), key=lambda item: (-item[1], context.t.country(item[0]))))


def area_section(queries: Queries, column: Column) -> tags.Element:
    """An area of the map, drawn or one of the sea areas, and what the events have to do with it."""
    context, t, chosen = column.context, column.context.t, column.context.filters.area

    def areas(options: list[tuple[str, str, int]]) -> list[Markup]:
        most = max([1, *(n for _text, _area, n in options)])
        return [
            option(context, text, link(context, area), n, most, area == chosen, f"area:{area}")
            for text, area, n in options
        ]

    def rows() -> list[Any]:
        related, seas = relations(queries, context), sea_areas(queries, context)
        own = [(t(f"area.rel_{relation}"), area, n) for relation, (area, n) in related.items()]
        listed_seas = [(t.country(code), code, n) for code, n in seas.items()]
        folds = [column.fold("area-seas", "inner-facet", [t("area.seas")], chosen in seas, lambda: areas(listed_seas))]
        on = queries.data.overlays.named(context.view.overlays)
        folds += [shapes_of(overlay, queries, column, areas) for overlay in on if overlay.polygons]
        drawing = [tools(t), *entries(context, "area")]
        return [*drawing, *areas(own), *left_out(queries, context), profile(context), *folds]

    return section(column, "area", rows)


Areas = Callable[[list[tuple[str, str, int]]], list[Markup]]


def shapes_of(overlay: Overlay, queries: Queries, column: Column, areas: Areas) -> tags.Element:
    """The polygons of an overlay with the events seized there under every other filter, the most first; of many the
    first ``MOST_SHAPES``, and of those only some where events were."""
    t, chosen = column.context.t, Area.parse(column.context.filters.area)
    used = bool(chosen and chosen.overlay and chosen.overlay[0] == overlay.key)

    def body() -> list[Any]:
        names = queries.data.overlays.shapes(overlay.key)["name"]
        counts = queries.summary.in_polygons(column.context.filters.cleared("area"), overlay.key)
        order = sorted(range(len(counts)), key=lambda i: (-counts[i], names.iat[i]))
        shown = [i for i in order[:MOST_SHAPES] if counts[i] or len(order) <= MOST_SHAPES]
        labels = {i: names.iat[i] or t("overlay.number", n=i + 1) for i in shown}
        rows = areas([(labels[i], shape_key(overlay.key, i + 1), counts[i]) for i in shown])
        left = len(order) - len(shown)
        return [*rows, *([tags.P(t("overlay.more", n=left), className="hint")] if left else [])]

    head = [t("overlay.list", title=overlay.title)]
    return column.fold(f"area-{overlay.key}", "inner-facet", head, used, body)
