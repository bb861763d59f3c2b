"""The filter by an area of the map: tools to draw one, what an event has to do with it, and the sea areas."""

from __future__ import annotations

from dataclasses import replace

from app.core.area import RELATIONS, Area
from app.core.filters import Filters
from app.i18n import Translator
from app.page_context import PageContext
from app.queries import Queries
from app.ui import tags
from app.ui.controls import act, attrs
from app.wording.headings import area_notes

#: How an area can be drawn (see assets/js/61_area.js).
TOOLS = ("rectangle", "polygon", "lasso")
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


def sea_areas(queries: Queries, context: PageContext) -> dict[str, int]:
    """Sea areas by code with the events seized there under every other filter, the most first."""
    every, under = (queries.summary.roles(f, "country") for f in (Filters(), context.filters.cleared("area")))
    seized = under[under["role"] == "seizure"].set_index("node")["n"]
    codes = every.loc[(every["role"] == "seizure") & every["node"].str.startswith("XZ-"), "node"]
    counts = {code: int(seized.get(code, 0)) for code in codes}
    return dict(sorted(counts.items(), key=lambda item: (-item[1], context.t.country(item[0]))))
