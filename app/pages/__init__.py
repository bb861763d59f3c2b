"""One module per page, found by its name, and the router between them.

A page module has ``PATH`` (its address), ``layout(t, query)`` (its skeleton) and ``register(app)`` (its callbacks).
"""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

from dash import ClientsideFunction, Dash, Input, Output, State, no_update
from flask import has_request_context, redirect, request

from app.page_context import HOME, parse_context
from app.ui import ids, shell
from app.ui.plain_page import language_of, plain_page
from app.ui.tags import as_components


def pages() -> dict[str, ModuleType]:
    """Every page in this folder: address -> module."""
    modules = [importlib.import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__)]
    return {module.PATH: module for module in modules}


def page(path: str | None, query: str | None) -> Any:
    """The skeleton of a page; an unknown address shows Explore."""
    if path is None:
        return no_update
    known = pages()
    return as_components(known.get(path, known[HOME]).layout(parse_context(query)[0].t, query or ""))


def layout() -> Any:
    """The page of the address that asks for it (the header Referer names it, in full to this host alone), so that it
    stands in the first answer. Where none is named, as for the longest addresses, the router is asked for it."""
    asked = urlsplit(request.referrer or "") if has_request_context() else None
    if not asked or not asked.path:
        return shell.layout()
    return shell.layout(page(asked.path, asked.query), laid=f"{asked.path}?{asked.query}")


def unknown_page_404() -> Any:
    """An address without a page says so; Dash alone would show Explore under any address."""
    if request.url_rule is None or request.url_rule.rule != "/<path:path>" or request.path in pages():
        return None
    trimmed = request.path.rstrip("/")
    if trimmed in pages():
        query = request.query_string.decode("utf-8", "replace")
        return redirect(f"{trimmed}?{query}" if query else trimmed)
    t = language_of()
    return plain_page(t, t("nav.no_page"), home=t("nav.explore")), 404


def register(app: Dash) -> None:
    """Bind the router and every page's callbacks to one app; may be called for several apps in one process."""
    app.callback(Output(ids.PAGE, "children"), Input(ids.PATH, "data"), State(ids.LINK, "data"))(page)
    start = ClientsideFunction("address", "init")
    app.clientside_callback(start, Output(ids.PATH, "data"), Output(ids.LINK, "data"), Input(ids.LAID, "data"))
    clicked = ClientsideFunction("charts", "clicked")
    app.clientside_callback(clicked, Input(ids.CHARTS, "clickData"), prevent_initial_call=True)
    app.server.before_request(unknown_page_404)
    for module in pages().values():
        module.register(app)
