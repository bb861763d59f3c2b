"""One module per page, found by its name, and the router between them.

A page module has ``PATH`` (its address), ``layout(t, query)`` (its skeleton) and ``register(app)`` (its callbacks).
"""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, no_update
from flask import has_request_context, redirect, request

from app.page_context import HOME, parse_context
from app.ui import ids, shell
from app.ui.plain_page import language_of, plain_page
from app.ui.tags import as_components


def pages() -> dict[str, ModuleType]:
    """Every page in this folder: address -> module."""
    found = [importlib.import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__)]
    return {module.PATH: module for module in found}


def page(path: str | None, query: str | None) -> Any:
    """The skeleton of a page; an unknown address shows Explore."""
    if path is None:
        return no_update
    known = pages()
    return as_components(known.get(path, known[HOME]).layout(parse_context(query)[0].t, query or ""))


def layout() -> Any:
    """The page of the address ``at`` (path and query), which the document names; without one the router is asked for it
    afterwards."""
    at = request.args.get("at") if has_request_context() else None
    return shell.layout(page(*at.partition("?")[::2]) if at else None)


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
    app.clientside_callback(start, Output(ids.PATH, "data"), Output(ids.LINK, "data"), Input(ids.PAGE, "id"))
    app.server.before_request(unknown_page_404)
    for module in pages().values():
        module.register(app)
