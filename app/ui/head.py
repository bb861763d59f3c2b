"""The head of the page: what is seen as a title, the filter as a sentence, and the tools."""

from __future__ import annotations

import pandas as pd

from app.core import view as view_room
from app.core.filters import Filters
from app.core.marking import highest
from app.core.query import Problem
from app.core.view import View, href
from app.i18n import Translator, translator
from app.queries import Queries, current
from app.ui import selected
from app.ui import tags as html
from app.ui.add_slide import drawer
from app.ui.controls import act, attrs, nav, segmented
from app.ui.formats import formats
from app.ui.here import Here

PAGES = (
    ("/", "explore"),
    ("/overview", "overview"),
    ("/routes", "routes"),
    ("/compare", "compare"),
    ("/countries", "countries"),
    ("/ranks", "ranks"),
    ("/import", "import"),
    ("/same-load", "pairs"),
    ("/data", "data"),
    ("/briefing", "briefing"),
)
TITLE_NAMES = 3
MOST_NOTES = 6


def heading(queries: Queries, here: Here) -> str:
    """What is selected, else what the map shows."""
    return selected.title(queries, here, here.view.sel) if here.view.sel else title(queries, here.filters, here.t)


def leaders(roles: pd.DataFrame, role: str, chosen: tuple[str, ...], t: Translator) -> list[str]:
    """Names of the countries that most events give a role; a filter on that role narrows to its own."""
    every = zip(*(roles[name].tolist() for name in ("node", "role", "n")), strict=True)
    held = [(-n, node) for node, named, n in every if named == role and (not chosen or node in chosen)]
    return [t.country(code) for _n, code in sorted(held)[:TITLE_NAMES]]


def title(queries: Queries, filters: Filters, t: Translator) -> str:
    """What the map shows, from the counts themselves: the most frequent departures and destinations."""
    roles = queries.roles(filters, "country")
    departures = leaders(roles, "departure", filters.departure, t)
    destinations = leaders(roles, "destination", filters.destination, t)
    places = leaders(roles, "seizure", (), t)
    if not places:
        return t("title.none")
    if departures and destinations:
        return t("title.both", departures=t.all_of(departures), destinations=t.all_of(destinations))
    if departures:
        return t("title.departures", departures=t.all_of(departures))
    if destinations:
        return t("title.destinations", destinations=t.all_of(destinations))
    return t("title.seizures", places=t.all_of(places))


def sentence(queries: Queries, filters: Filters, t: Translator, selection: str | None = None) -> str:
    """The filter in plain language, with the number of events and the span of their dates; those of a ``selection``
    where a file speaks of it alone."""
    totals = queries.totals(filters, selection)
    parts = [t("sentence.events", n=int(totals["events"]))]
    if totals["events"] and not (filters.since or filters.until):
        # ISO dates sort as text, and one known only by year stays a year: no month is claimed that nobody stated.
        first, last = (t.date(str(totals[end])[:7]) for end in ("first", "last"))
        parts.append(first if first == last else t("sentence.span", first=first, last=last))
    phrases = [phrase for _name, phrase in filters.describe(t)]
    parts += phrases or [t("sentence.all_modes"), t("sentence.all_countries")]
    return " · ".join([*parts, t("sentence.documented")])


def notes(problems: list[Problem], t: Translator) -> html.Div | None:
    """What the link asked for and the page left out."""
    if not problems:
        return None
    said = list(dict.fromkeys(t(f"problem.{p.reason}", name=p.name, value=shortened(p.value)) for p in problems))
    items = [html.Li(text) for text in said[:MOST_NOTES]]
    if len(said) > MOST_NOTES:
        items.append(html.Li(t("problem.more", n=t.number(len(said) - MOST_NOTES))))
    return html.Div([html.Strong(t("problem.lead")), html.Ul(items)], className="notes", role="alert")


def shortened(text: str) -> str:
    """The beginning of a long value: a note is read, not scrolled."""
    return text if len(text) <= 40 else f"{text[:40]}…"


def page_links(here: Here) -> html.Nav:
    """Links between pages; the filter goes along."""
    kept = view_room.to_query(here.filters, here.view)
    links = [
        nav(
            here.t(f"nav.{name}"),
            f"{path}?{kept}" if kept else path,
            on=here.path in (path, path.removesuffix("s")),
            className="page-link",
        )
        for path, name in PAGES
    ]
    return html.Nav(links, className="pages")


def language_links(here: Here) -> html.Div:
    """Languages by their own names; the page is loaded anew in the other one."""
    links = [
        html.A(
            code.upper(),
            href=here.link(lang=code),
            className="segment",
            lang=code,
            title=translator(code)("language"),
            **attrs(aria_current="true" if code == here.view.lang else "false"),
        )
        for code in view_room.LANGUAGES
    ]
    return html.Div(links, className="segments", role="group", **attrs(aria_label=here.t("nav.language")))


def theme_links(here: Here) -> html.Div:
    """Light, dark, projector."""
    return segmented(
        here.t("nav.theme"),
        [(here.t(f"theme.{name}"), here.link(theme=name), name == here.view.theme) for name in view_room.THEMES],
    )


def tools(here: Here) -> html.Div:
    """Undo, redo, reset, link and export."""
    t = here.t
    kept = view_room.to_query(here.filters, View(lang=here.view.lang, sel=here.view.sel))
    export = html.A(
        t("nav.export"),
        href=f"/export/events.csv?{kept}" if kept else "/export/events.csv",
        className="button",
        download="",
        id="export",
    )
    reset = nav(
        t("nav.reset"),
        href(here.path, Filters(), View(lang=here.view.lang, theme=here.view.theme)),
        className="button",
        id="reset",
    )
    return html.Div(
        [
            act("↶", "undo", title=t("nav.undo"), **attrs(aria_label=t("nav.undo"))),
            act("↷", "redo", title=t("nav.redo"), **attrs(aria_label=t("nav.redo"))),
            reset,
            act(t("nav.copy"), "copy"),
            act(t("export.map"), "exportmap"),
            export,
            formats(here, kept),
            drawer(here),
        ],
        className="tools",
    )


def told_of(here: Here) -> str | None:
    """On the projector no list stands beside the map: the sentence speaks of what is selected, as the title does."""
    return here.view.sel if here.view.theme == "projector" else None


def head(queries: Queries, here: Here, problems: list[Problem]) -> list[html.Div]:
    """The whole head of the Explore page."""
    t = here.t
    words = html.Div(
        [
            html.H1(heading(queries, here), id="title"),
            html.P(sentence(queries, here.filters, t, told_of(here)), id="sentence"),
            notes(problems, t),
        ],
        className="head-words",
    )
    return [words, masthead(here, tools(here))]


def marking_of(here: Here) -> html.Span:
    """The highest marking of the datasets on screen; one that is not marked is said, for it may be restricted."""
    said = marking_text(here.filters.source, here.t)
    return html.Span(said, className="marking", title=here.t("app.marking_means"))


def marking_text(chosen: tuple[str, ...], t: Translator) -> str:
    """The marking of some datasets (of all, when none is chosen) in words."""
    sources = [s for s in current().data.about["sources"] if not chosen or s["id"] in chosen]
    marking, open_ = highest(s["marking"] for s in sources)
    if not open_:
        return marking
    return f"{marking} · {t('app.part_unmarked')}" if marking else t("app.unmarked")


def masthead(here: Here, extra: html.Div | None = None) -> html.Div:
    """Pages, language, theme and marking: the same on every page."""
    marking = marking_of(here)
    top = html.Div([page_links(here), language_links(here), theme_links(here), marking], className="head-row")
    return html.Div([top, extra], className="head-tools")
