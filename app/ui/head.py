"""The head of the page: what is seen as a title, the filter as a sentence, and the tools."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.core import view as view_query
from app.core.filters import Filters
from app.core.query import Problem
from app.core.view import View, href
from app.i18n import Translator, languages, translator
from app.page_context import PageContext
from app.queries import Queries, current
from app.ui import tags
from app.ui.add_slide import drawer
from app.ui.controls import act, attrs, nav, segmented
from app.ui.formats import file_rows
from app.wording.headings import heading, marking_text, overlays_used, sources_text, under_heading

PAGES = (
    ("/", "explore"),
    ("/overview", "overview"),
    ("/routes", "routes"),
    ("/compare", "compare"),
    ("/countries", "countries"),
    ("/ranks", "ranks"),
    ("/briefing", "briefing"),
)
#: Pages about the data themselves, under one name.
DATA_PAGES = (("/data", "data"), ("/import", "import"), ("/same-load", "pairs"))
MOST_NOTES = 6


def notes(problems: list[Problem], t: Translator) -> tags.Element | None:
    """What the link asked for and the page left out."""
    if not problems:
        return None
    messages = list(dict.fromkeys(t(f"problem.{p.reason}", name=p.name, value=shortened(p.value)) for p in problems))
    items = [tags.Li(text) for text in messages[:MOST_NOTES]]
    if len(messages) > MOST_NOTES:
        items.append(tags.Li(t("problem.more", n=t.number(len(messages) - MOST_NOTES))))
    return tags.Div([tags.Strong(t("problem.lead")), tags.Ul(items)], className="notes", role="alert")


def shortened(text: str) -> str:
    """The beginning of a long value: a note is read, not scrolled."""
    return text if len(text) <= 40 else f"{text[:40]}…"


def page_links(context: PageContext) -> tags.Element:
    """Links between pages; the filter goes along. On a narrow page they are a menu."""
    data = menu("data-pages", context.t("nav.data_pages"), links_to(DATA_PAGES, context))
    pages = tags.Nav([*links_to(PAGES, context), data], className="pages")
    small = menu("pages-menu", "☰", links_to((*PAGES, *DATA_PAGES), context), label=context.t("nav.pages"))
    return tags.Div([small, pages], className="page-menus")


def menu(name: str, text: str, body: Sequence[Any], label: str = "") -> tags.Element:
    """A menu of the header: it closes by Escape and by a click beside it (assets/js/12_parts.js)."""
    summary = tags.Summary(text, className="menu-name", **(attrs(aria_label=label) if label else {}))
    return tags.Details([summary, tags.Div(list(body), className="drawer-body")], id=name, className=f"drawer {name}")


def links_to(pages: Sequence[tuple[str, str]], context: PageContext) -> list[tags.Element]:
    """Links to some pages."""
    query = view_query.to_query(context.filters, context.view)
    return [
        nav(
            context.t(f"nav.{name}"),
            f"{path}?{query}" if query else path,
            on=context.path in (path, path.removesuffix("s")),
            className="page-link",
        )
        for path, name in pages
    ]


def language_links(context: PageContext) -> tags.Element:
    """Languages by their own names; the page is loaded anew in the other one."""
    links = [
        tags.A(
            code.upper(),
            href=context.link(lang=code),
            className="segment",
            lang=code,
            title=translator(code)("language"),
            **attrs(aria_current="true" if code == context.view.lang else "false"),
        )
        for code in languages()
    ]
    return tags.Div(links, className="segments", role="group", **attrs(aria_label=context.t("nav.language")))


def theme_links(context: PageContext) -> tags.Element:
    """Light, dark, projector."""
    return segmented(
        context.t("nav.theme"),
        [
            (context.t(f"theme.{name}"), context.link(theme=name), name == context.view.theme)
            for name in view_query.THEMES
        ],
    )


def tools(context: PageContext) -> tags.Element:
    """Undo, redo, reset, link and export."""
    t = context.t
    query = view_query.to_query(context.filters, View(lang=context.view.lang, sel=context.view.sel))
    export = tags.A(
        t("nav.export"),
        href=f"/export/events.csv?{query}" if query else "/export/events.csv",
        className="button",
        download="",
        id="export",
    )
    reset = nav(
        t("nav.reset"),
        href(context.path, Filters(), View(lang=context.view.lang, theme=context.view.theme)),
        className="button",
        id="reset",
    )
    share = [
        tags.Div(
            [act(t("nav.copy"), "copy"), act(t("export.map"), "exportmap"), act(t("nav.copy_map"), "copymap")],
            className="row",
        ),
        tags.Div([export], className="row"),
        *file_rows(context, query),
    ]
    return tags.Div(
        [
            act("↶", "undo", title=t("nav.undo"), **attrs(aria_label=t("nav.undo"))),
            act("↷", "redo", title=t("nav.redo"), **attrs(aria_label=t("nav.redo"))),
            reset,
            menu("share", t("nav.share"), [tags.Div(share, className="formats")]),
            drawer(context),
        ],
        className="tools",
    )


def projector_selection(context: PageContext) -> str | None:
    """On the projector no list stands beside the map: the sentence speaks of what is selected, as the title does."""
    return context.view.sel if context.view.theme == "projector" else None


def head(queries: Queries, context: PageContext, problems: list[Problem]) -> list[tags.Element]:
    """The whole head of the Explore page."""
    t = context.t
    words = tags.Div(
        [
            tags.H1(heading(queries, context), id="title"),
            tags.P(under_heading(queries, context, projector_selection(context)), id="sentence"),
            notes(problems, t),
        ],
        className="head-words",
    )
    return [words, masthead(context, tools(context), inside=True)]


def marking_of(context: PageContext) -> tags.Element:
    """The highest marking of the datasets on screen; one that is not marked is said, for it may be restricted."""
    marking = marking_text(context.filters.source, context.t, overlays_used(context.filters, context.view))
    return tags.Span(marking, className="marking", title=context.t("app.marking_means"))


def masthead(context: PageContext, extra: tags.Element | None = None, inside: bool = False) -> tags.Element:
    """Pages, language, theme and marking: the same on every page. What a page adds stands ``inside`` its row, or under
    it."""
    marking = marking_of(context)
    t = context.t
    brand = nav(t("app.short"), "/", className="brand")
    looks = [language_links(context), theme_links(context)]
    name = f"{context.view.lang.upper()} · {t(f'theme.{context.view.theme}')}"
    choices = menu("looks", name, looks, label=f"{t('nav.looks')}: {name}")
    row = [brand, page_links(context), *([extra] if inside else []), choices, marking]
    shown = [tags.Div(row, className="head-row"), None if inside else extra, printed(context)]
    return tags.Div(shown, className="head-tools")


def printed(context: PageContext) -> tags.Element:
    """What a printed page says besides what is on screen: its sources, the version of the data, and the address."""
    t, data, overlays = context.t, current().data, overlays_used(context.filters, context.view)
    made = t("export.made", version=data.version, date=t.date(data.about["built"]))
    return tags.P(f"{sources_text(current(), context.filters, t, overlays)} {made}", className="print-only")
