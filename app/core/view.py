"""How the selected events are shown: language, theme, layers, level, metric, selection.

The view shares the URL query with the filter but never enters a data key. The viewport lives in the hash.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from app.core import dates, modes, newness, query, robust, routes
from app.core import selection as selecting
from app.core.filters import FIELDS as FILTER_FIELDS
from app.core.filters import Filters
from app.core.overlay import MOST_ON
from app.core.periods import MOVED, Period
from app.core.query import Field, Problem, Read, Vocabulary
from app.core.storyboard import MOST_SLIDES, is_id
from app.core.study import EVIDENCE, Study

LAYERS: tuple[str, ...] = ("flows", "nodes", "seizures", "corridors", "graticule")
THEMES: tuple[str, ...] = ("light", "dark", "projector")
PANELS: tuple[str, ...] = ("events", "flows", "nodes", "corridors")
#: The coverage strip: countries that are covered alike together, or each.
STRIPS: tuple[str, ...] = ("groups", "countries")
CARDS: tuple[str, ...] = ("event", "corridor")
SORTABLE: tuple[str, ...] = ("date", "place", "kg", "mode", "submode", "departure", "destination", "seizure", "form")
SORTABLE += ("confidence", "title", "publisher", "event_id", "concealment", "agencies", "arrests", "operation")
DEFAULT_LAYERS = ("flows", "nodes")
MAX_TOP = 1000


def one(allowed: tuple[str, ...]) -> Read:
    """One code out of a list."""

    def read(text: str, _: Vocabulary) -> tuple[Any, list[str]]:
        return (text, []) if text in allowed else (None, [text])

    return read


def language(text: str, vocabulary: Vocabulary) -> tuple[Any, list[str]]:
    """The code of a language."""
    return (text, []) if text in vocabulary.languages else (None, [text])


def layer_list(text: str, _: Vocabulary) -> tuple[Any, list[str]]:
    """Layers that are on, or ``none``."""
    parts = [p for p in text.split(",") if p]
    if parts == ["none"]:
        return ("none",), []
    known = tuple(sorted(p for p in set(parts) if p in LAYERS))
    return known or None, [p for p in parts if p not in LAYERS]


def overlay_list(text: str, vocabulary: Vocabulary) -> tuple[Any, list[str]]:
    """Keys of overlays that are on, at most ``MOST_ON``."""
    parts = sorted({p for p in text.split(",") if p})
    known = [p for p in parts if "." not in p and p in vocabulary.overlays][:MOST_ON]
    return tuple(known) or None, [p for p in parts if p not in known]


def selection(text: str, vocabulary: Vocabulary) -> tuple[Any, list[str]]:
    """What was clicked (see core.selection)."""
    return (text, []) if selecting.known(text, vocabulary.nodes) else (None, [text])


def opened(text: str, _: Vocabulary) -> tuple[Any, list[str]]:
    """``event:ID`` or ``corridor:ID`` whose card is open; the selection that it was opened from stays."""
    kind, _sep, key = text.partition(":")
    return (text, []) if kind in CARDS and re.fullmatch(r"[\w.-]{1,80}", key) else (None, [text])


def ordering(text: str, _: Vocabulary) -> tuple[Any, list[str]]:
    """A column of the list, with a hyphen before it for the greatest first."""
    return (text, []) if text.removeprefix("-") in SORTABLE else (None, [text])


def share(text: str, _: Vocabulary) -> tuple[Any, list[str]]:
    """A level between 0 and 1, both left out."""
    value, bad = query.number(text, _)
    return (value, []) if value is not None and 0 < value < 1 else (None, bad or [text])


def month(text: str, _: Vocabulary) -> tuple[Any, list[str]]:
    """An ISO month."""
    return (text, []) if dates.precision_of(text) == "month" and dates.is_date(text) else (None, [text])


def word(text: str, _: Vocabulary) -> tuple[Any, list[str]]:
    """A name that the data give (an indicator, an estimator)."""
    return (text, []) if re.fullmatch(r"[\w.-]{1,80}", text) else (None, [text])


def whole_year(text: str, _: Vocabulary) -> tuple[Any, list[str]]:
    """An ISO year."""
    return (text, []) if dates.precision_of(text) == "year" and dates.is_date(text) else (None, [text])


def picked(text: str, vocabulary: Vocabulary) -> tuple[Any, list[str]]:
    """Names of routes (see core.routes), at most ``MAX_PICKED``."""
    parts = sorted({p for p in text.split(",") if p})
    known = [p for p in parts if selecting.is_route(p, vocabulary.nodes)]
    return tuple(known[:MAX_PICKED]) or None, [p for p in parts if p not in known[:MAX_PICKED]]


def side_by_side(text: str, vocabulary: Vocabulary) -> tuple[Any, list[str]]:
    """Subjects of sheets that stand side by side (see core.sheet), at most ``MOST_BESIDE``."""
    parts = list(dict.fromkeys(p for p in text.split(",") if p))
    known = [p for p in parts if p == "area" or p in vocabulary.nodes or p in query.named("countries", vocabulary)]
    known = sorted(p for p in known if p != query.UNSTATED)
    return tuple(known[:MOST_BESIDE]) or None, [p for p in parts if p not in known[:MOST_BESIDE]]


def period(text: str, _: Vocabulary) -> tuple[Any, list[str]]:
    """A period by its first and last month (see core.periods.Period)."""
    parsed = Period.parse(text)
    return (parsed.text, []) if parsed else (None, [text])


def story(text: str, _: Vocabulary) -> tuple[Any, list[str]]:
    """The id of a storyboard (see core.storyboard)."""
    return (text, []) if is_id(text) else (None, [text])


MAX_PICKED = 40
MOST_BESIDE = 4
#: How flows are drawn: added up along sea lanes, or one line each; and what the colour of a stream says.
DRAWN = ("streams", "lines")
COLOURED_BY = ("departure", "mode", "none")
#: How the board may be ordered: by attention, or by one figure, the greatest first.
RANKS = ("tier", "recent", "kg", "ratio", "q", "last")

FIELDS: tuple[Field, ...] = (
    Field("lang", language, default="en"),
    Field("theme", one(THEMES), default="light"),
    Field("layers", layer_list, default=DEFAULT_LAYERS),
    Field("overlays", overlay_list),
    Field("level", one(modes.LEVELS), default="country"),
    Field("metric", one(modes.METRICS), default="events"),
    Field("draw", one(DRAWN), default="streams"),
    Field("coloured", one(COLOURED_BY), default="departure"),
    Field("top", query.parse_whole_number(1, MAX_TOP), "bad_number", default=60),
    Field("scale", one(("locked", "free")), default="locked"),
    Field("time", one(("events", "kg")), default="events"),
    Field("strip", one(STRIPS), default="groups"),
    Field("panel", one(PANELS), default="events"),
    Field("wide", one(("0", "1")), default="0"),
    Field("sort", ordering, default="-date"),
    Field("sel", selection, default=None),
    Field("card", opened, default=None),
    Field("unit", one(routes.UNITS), default=Study.unit),
    Field("asof", month, "bad_date", default=None),
    Field("recent", query.parse_whole_number(1, 60), "bad_number", default=Study.recent),
    Field("baseline", query.parse_whole_number(1, 240), "bad_number", default=Study.baseline),
    Field("gap", query.parse_whole_number(0, 12), "bad_number", default=Study.gap),
    Field("dormant", query.parse_whole_number(1, 240), "bad_number", default=Study.dormant),
    Field("floor_kg", query.number, "bad_number", default=Study.floor_kg),
    Field("alpha", share, "bad_number", default=Study.alpha),
    Field("fdr", share, "bad_number", default=Study.fdr),
    Field("evidence", one(EVIDENCE), default=Study.evidence),
    Field("tier", query.codes(newness.TIERS)),
    Field("rank", one(RANKS), default="tier"),
    Field("routes", picked),
    Field("at", side_by_side),
    Field("of", one(modes.JOURNEY_ROLES), default="destination"),
    Field("by", one(robust.MEASURES), default="events"),
    Field("figure", word, default="coca_cultivation"),
    Field("estimator", word, default=None),
    Field("year", whole_year, "bad_date", default=None),
    Field("a", period, "bad_date", default=None),
    Field("b", period, "bad_date", default=None),
    Field("moved", one(MOVED), default="flows"),
    Field("split", month, "bad_date", default=None),
    Field("story", story, default=None),
    Field("slide", query.parse_whole_number(1, MOST_SLIDES), "bad_number", default=None),
)


@dataclass(frozen=True)
class View:
    """One way of looking; every attribute is a query field."""

    lang: str = "en"
    theme: str = "light"
    layers: tuple[str, ...] = DEFAULT_LAYERS
    overlays: tuple[str, ...] = ()
    level: str = "country"
    metric: str = "events"
    draw: str = "streams"
    coloured: str = "departure"
    top: int = 60
    scale: str = "locked"
    time: str = "events"
    strip: str = "groups"
    panel: str = "events"
    wide: str = "0"
    sort: str = "-date"
    sel: str | None = None
    card: str | None = None
    unit: str = Study.unit
    asof: str | None = None
    recent: int = Study.recent
    baseline: int = Study.baseline
    gap: int = Study.gap
    dormant: int = Study.dormant
    floor_kg: float = Study.floor_kg
    alpha: float = Study.alpha
    fdr: float = Study.fdr
    evidence: str = Study.evidence
    tier: tuple[str, ...] = ()
    rank: str = "tier"
    routes: tuple[str, ...] = ()
    at: tuple[str, ...] = ()
    of: str = "destination"
    by: str = "events"
    figure: str = "coca_cultivation"
    estimator: str | None = None
    year: str | None = None
    a: str | None = None
    b: str | None = None
    moved: str = "flows"
    split: str | None = None
    story: str | None = None
    slide: int | None = None

    @property
    def order(self) -> list[tuple[str, bool]]:
        """The list's order as (column, descending)."""
        return [(self.sort.removeprefix("-"), self.sort.startswith("-"))]

    @property
    def by_authority(self) -> bool:
        """Whether a ranking is of the countries whose authorities seized."""
        return self.of == "seizure" and self.level == "country"

    def shows(self, layer: str) -> bool:
        """Whether a layer is on."""
        return layer in self.layers

    def toggled_layer(self, layer: str) -> View:
        """The same view with one layer switched; no layer at all is written ``none``."""
        now = tuple(sorted((set(self.layers) ^ {layer}) - {"none"}))
        return replace(self, layers=now or ("none",))


def toggled_overlay(view: View, key: str) -> tuple[str, ...]:
    """The overlays that are on once one of them is switched."""
    return tuple(sorted(set(view.overlays) ^ {key}))


def parse(text: str, vocabulary: Vocabulary) -> tuple[Filters, View, list[Problem]]:
    """A page's query as filter and view, with every problem; what is not understood is left out."""
    values, problems = query.parse(text, (*FILTER_FIELDS, *FIELDS), vocabulary)
    view_keys = {f.key for f in FIELDS}
    view = View(**{k: v for k, v in values.items() if k in view_keys})
    return Filters(**{k: v for k, v in values.items() if k not in view_keys}), view, problems


def to_query(filters: Filters, view: View) -> str:
    """The one canonical query of a page."""
    return "&".join(part for part in (filters.to_query(), _view_query(view)) if part)


@functools.lru_cache(maxsize=2000)
def _view_query(view: View) -> str:
    """The view's part of a query; kept, for a page writes hundreds of links that differ in their filter alone."""
    return query.write(vars(view), FIELDS)


def href(path: str, filters: Filters, view: View) -> str:
    """A link to a page that shows this filter in this view."""
    text = to_query(filters, view)
    return f"{path}?{text}" if text else path


def toggle_links(path: str, filters: Filters, view: View, name: str) -> Callable[[str], str]:
    """What ``href(path, filters.toggled(name, value), view)`` is for any value of a list field: a column of filters has
    hundreds of such links, which differ in one part, so the others are written once (40 ms of a page, measured)."""
    index = [f.name for f in FILTER_FIELDS].index(name)
    before, after = (
        query.write(vars(filters), fields) for fields in (FILTER_FIELDS[:index], FILTER_FIELDS[index + 1 :])
    )
    now, rest = set(getattr(filters, name)), _view_query(view)

    def link(value: str) -> str:
        own = query.write({name: tuple(now ^ {value})}, (FILTER_FIELDS[index],))
        text = "&".join(part for part in (before, own, after, rest) if part)
        return f"{path}?{text}" if text else path

    return link


def address(path: str, **values: str) -> str:
    """A path with a query of its own, safely quoted."""
    return f"{path}?{urlencode(values)}"
