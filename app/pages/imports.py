"""Import: drop a file, see what becomes of each row, settle what is open, take it in."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output
from flask import current_app

from app.i18n import Translator
from app.page_context import PageContext, parse_context
from app.ui import datasets, ids, tags
from app.ui.controls import attrs, paper
from app.ui.head import masthead
from app.web.imports import EXTENSION

PATH = "/import"


def layout(_t: Translator, query: str) -> tags.Element:
    """The skeleton, with the query that it opens on."""
    return paper(ids.IMPORT_QUERY, ids.IMPORT, query)


def body(context: PageContext) -> list[Any]:
    """The page for a reader's language: a place to drop a file on, and the datasets beside it."""
    t, settings = context.t, current_app.extensions[EXTENSION].settings
    closed = "import.closed" if not settings.page_imports else "import.beyond"
    lead = t("import.lead" if settings.imports_allowed else closed)
    head = tags.Header(
        [tags.Div([tags.H1(t("import.page")), tags.P(lead)], className="head-words"), masthead(context)],
        className="head",
    )
    if not settings.imports_allowed:
        return [head]
    most = t("import.formats", mb=t.number(settings.upload_mb))
    drop = tags.Label(
        [
            tags.Strong(t("import.drop")),
            tags.Span(t("import.or_choose"), className="button main"),
            tags.Small(most),
        ],
        className="drop",
        tabIndex="0",
        htmlFor="import-file",
        id="drop",
    )
    templates = [
        tags.A(
            t(f"import.template_{kind}"),
            href=f"/import/template.{kind}?lang={t.language}",
            className="button",
            download="",
        )
        for kind in ("xlsx", "csv")
    ]
    start = tags.Div(
        [drop, tags.Div([tags.Span(t("import.template")), *templates], className="row templates"), steps(t)],
        id="import-start",
    )
    main = tags.Main(
        [
            tags.Div(id="import-progress", role="status"),
            tags.Div(id="overlay-taken", role="status"),
            start,
            tags.Div(id="review"),
        ],
        className="import-main",
    )
    side = tags.Aside(datasets.side(settings, t), id="import-side", className="import-side")
    return [head, tags.Div([main, side], className="import-frame", **attrs(data_import="1"))]


def steps(t: Translator) -> tags.Element:
    """What will happen, before it does."""
    return tags.Ol(
        [tags.Li([tags.Strong(t(f"import.step_{n}")), tags.Span(t(f"import.step_{n}_text"))]) for n in (1, 2, 3)],
        className="import-steps",
    )


def update_import(query: str | None) -> list[Any]:
    """The page for the address's language."""
    return body(parse_context(query, PATH)[0])


def register(app: Dash) -> None:
    """Bind the callback of this page."""
    app.callback(Output(ids.IMPORT, "children"), Input(ids.IMPORT_QUERY, "data"))(update_import)
