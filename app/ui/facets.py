"""The left column: every filter with a live count for each value; zero is shown as zero."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from markupsafe import Markup

from app.core import modes
from app.core.filters import Filters
from app.core.query import UNSTATED
from app.core.summaries import BANDS
from app.queries import Facets, Queries
from app.ui import tags as html
from app.ui.controls import attrs, entry, nav
from app.ui.here import Here
from app.ui.markup import option_row

#: Country facets in the order of the chain, with the shape that stands for the role on the map.
COUNTRY_FACETS = ("departure", "transit", "seizure", "destination", "country", "production")
FIXED = {"mode": modes.MODES, "form": modes.FORMS, "confidence": modes.CONFIDENCE, "precision": modes.PRECISIONS}
OPEN = frozenset(["mode", "departure", "destination", "band", "seizure"])
SHORT = 6


class Counts:
    """Counts by facet and value; a value that no event has counts zero."""

    def __init__(self, found: Facets) -> None:
        self._by: dict[str, dict[str, int]] = {}
        for (facet, value), n in found.items():
            self._by.setdefault(facet, {})[UNSTATED if value is None else value] = n

    def of(self, facet: str, value: str) -> int:
        """Events with this value under all other filters."""
        return self._by.get(facet, {}).get(value, 0)

    def values(self, facet: str) -> list[str]:
        """Values of a facet that are stated somewhere."""
        return [value for value in self._by.get(facet, {}) if value != UNSTATED]

    def most(self, facet: str, values: list[str]) -> int:
        """The largest count among some values, at least 1."""
        return max([1, *(self.of(facet, v) for v in values)])


def option(
    here: Here, text: str, target: str, n: int, most: int, chosen: bool, key: str, inner: bool = False
) -> Markup:
    """One value: box, name, bar, count."""
    kind = f"{' inner' if inner else ''}{'' if n else ' zero'}"
    return option_row(text, target, key, here.t.number(n), 100 * n / most, chosen, kind)


def listed(here: Here, counts: Counts, facet: str, values: list[str], kind: str) -> list[Markup]:
    """The options of a code facet, each toggling its own value."""
    most, chosen, link = counts.most(facet, values), getattr(here.filters, facet), here.toggling(facet)
    return [
        option(here, here.t.code(kind, v), link(v), counts.of(facet, v), most, v in chosen, key=f"{facet}:{v}")
        for v in values
    ]


def section(here: Here, facet: str, body: list[Any], glyph: str = "") -> html.Details:
    """One foldable group; open when it is a main one or in use."""
    used = any(f.name == facet for f in here.filters.active())
    mark = html.Span(className=f"glyph {glyph}") if glyph else None
    return html.Details(
        [html.Summary([html.Span(here.t(f"facet.{facet}")), mark]), *body],
        className="facet",
        open=facet in OPEN or used,
        id={"facet": facet},
    )


def mode_section(here: Here, counts: Counts) -> html.Details:
    """Modes with their sub-modes folded under them."""
    most = counts.most("mode", list(modes.MODES))
    rows: list[Any] = []
    for mode in modes.MODES:
        rows.append(
            option(
                here,
                here.t.code("mode", mode),
                here.link(here.filters.toggled("mode", mode)),
                counts.of("mode", mode),
                most,
                mode in here.filters.mode,
                key=f"mode:{mode}",
            )
        )
        inner = [s for s, parent in modes.SUBMODES.items() if parent == mode]
        if inner:
            rows.append(submodes(here, counts, mode, inner))
    return section(here, "mode", rows)


def submodes(here: Here, counts: Counts, mode: str, inner: list[str]) -> html.Details:
    """Carriers of one mode; choosing one also chooses its mode, so that the link reads right."""
    most, rows = counts.most("submode", inner), []
    for code in inner:
        filters = here.filters.toggled("submode", code)
        if code in filters.submode and mode not in filters.mode:
            filters = replace(filters, mode=tuple(sorted({*filters.mode, mode})))
        rows.append(
            option(
                here,
                here.t.code("submode", code),
                here.link(filters),
                counts.of("submode", code),
                most,
                code in here.filters.submode,
                key=f"submode:{code}",
                inner=True,
            )
        )
    used = any(s in inner for s in here.filters.submode)
    return html.Details(
        [html.Summary(here.t("facet.carriers", n=len(inner))), *rows],
        className="inner-facet",
        open=used,
        id={"facet": f"{mode}-carriers"},
    )


def country_section(here: Here, counts: Counts, role: str, everywhere: list[str]) -> html.Details:
    """Countries of one role, most frequent first; the tail is folded but never left out."""
    chosen = getattr(here.filters, role)
    t = here.t
    values = sorted(everywhere, key=lambda c: (c not in chosen, -counts.of(role, c), t.country(c)))
    rows: list[Any] = listed(here, counts, role, values, "country")
    if role != "country" and values:
        rows.insert(
            min(SHORT, len(rows)),
            option(
                here,
                t("unstated"),
                here.link(here.filters.toggled(role, UNSTATED)),
                counts.of(role, UNSTATED),
                counts.most(role, [*values, UNSTATED]),
                UNSTATED in chosen,
                key=f"{role}:{UNSTATED}",
            ),
        )
    if not values:
        rows = [html.P(t("facet.none_stated"), className="hint")]
    shown, rest = rows[: SHORT + 1], rows[SHORT + 1 :]
    tail = (
        [
            html.Details(
                [html.Summary(t("facet.more", n=len(rest))), *rest],
                className="inner-facet",
                id={"facet": f"{role}-more"},
            )
        ]
        if rest
        else []
    )
    hint = [html.P(t("facet.note_seizure"), className="hint")] if role == "seizure" else []
    return section(here, role, [*hint, *shown, *tail], glyph=role)


def band_section(here: Here, counts: Counts) -> html.Details:
    """Size bands as shortcuts, and the two bounds."""
    keys = [str(i) for i in range(len(BANDS))]
    most, f = counts.most("band", keys), here.filters
    rows = []
    for key, (low, high) in zip(keys, BANDS, strict=True):
        on = (f.min_kg, f.max_kg) == (low, high)
        wanted = f.cleared("min_kg", "max_kg") if on else replace(f, min_kg=low, max_kg=high)
        rows.append(
            option(
                here,
                here.t(f"band.{key}"),
                here.link(wanted),
                counts.of("band", key),
                most,
                on,
                key=f"band:{key}",
            )
        )
    bounds = html.Div(
        [
            entry(here.t("facet.min_kg"), "min_kg", bound(f.min_kg, here), type="text", inputMode="decimal"),
            entry(here.t("facet.max_kg"), "max_kg", bound(f.max_kg, here), type="text", inputMode="decimal"),
        ],
        className="pair",
    )
    return section(here, "band", [*rows, bounds, html.P(here.t("facet.range"), className="hint")])


def bound(value: float | None, here: Here) -> str | None:
    """A bound as the reader's language writes it; the page reads it back the same way."""
    return None if value is None else here.t.number(value, 3)


def words_section(here: Here) -> html.Details:
    """Words in concealment, other goods and agency."""
    f, t = here.filters, here.t
    fields = (("concealment", f.concealment), ("coload", f.coload), ("agency", f.agency))
    used = any(value for _name, value in fields)
    return html.Details(
        [
            html.Summary(t("facet.words")),
            *(entry(t(f"facet.{name}"), name, value, type="text") for name, value in fields),
        ],
        className="facet",
        open=used,
        id={"facet": "words"},
    )


def time_section(here: Here) -> html.Div:
    """Two bounds in ISO form; the brush under the map sets the same two."""
    f, t = here.filters, here.t
    form = {"type": "text", "placeholder": t("facet.date_form"), "pattern": r"\d{4}(-\d\d){0,2}"}
    bounds = [entry(t("facet.since"), "from", f.since, **form), entry(t("facet.until"), "to", f.until, **form)]
    return html.Div(bounds, className="pair")


def chips(here: Here, idle: tuple[str, ...] = ()) -> html.Div:
    """One chip per active field, without those that a page does not apply; a click takes it out."""
    made = [
        nav(
            [html.Span(phrase), html.Span("×", className="cross", **attrs(aria_hidden="true"))],
            here.link(here.filters.cleared(name)),
            className="chip",
            id={"chip": name},
            **attrs(aria_label=here.t("sentence.remove", phrase=phrase)),
        )
        for name, phrase in here.filters.describe(here.t)
        if name not in idle
    ]
    return html.Div(made, className="chips")


def facets(queries: Queries, here: Here) -> list[Any]:
    """The whole column. Values come from the unfiltered data, counts from the filtered."""
    counts, everything = Counts(queries.facets(here.filters)), Counts(queries.facets(Filters()))
    search = entry(here.t("facet.search"), "q", here.filters.text, type="search", placeholder=here.t("facet.search_in"))
    roles = [country_section(here, counts, role, everything.values(role)) for role in COUNTRY_FACETS]
    fixed = [
        section(here, name, listed(here, counts, name, list(FIXED[name]), name))
        for name in ("form", "confidence", "precision")
    ]
    return [
        html.Div([search, time_section(here)], className="facet-top"),
        mode_section(here, counts),
        *roles[:4],
        band_section(here, counts),
        *roles[4:],
        *fixed,
        *source_section(queries, here, counts),
        words_section(here),
    ]


def source_section(queries: Queries, here: Here, counts: Counts) -> list[html.Details]:
    """Datasets by their titles, where there is more than one."""
    titles = queries.titles(here.t.language)
    if len(titles) < 2:
        return []
    most, chosen = counts.most("source", list(titles)), here.filters.source
    rows = [
        option(
            here,
            title,
            here.link(here.filters.toggled("source", code)),
            counts.of("source", code),
            most,
            code in chosen,
            key=f"source:{code}",
        )
        for code, title in titles.items()
    ]
    return [section(here, "source", rows)]
