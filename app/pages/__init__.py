"""One module per page, found by its name, and the router between them.

A page module has ``PATH`` (its address), ``layout(t, query)`` (its skeleton) and ``register(app)`` (its callbacks).
"""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, html, no_update

from app.i18n import translator
from app.ui import ids, shell
from app.ui.here import HOME, parse


def pages() -> dict[str, ModuleType]:
    """Every page in this folder: address -> module."""
    found = [importlib.import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__)]
    return {module.PATH: module for module in found}


def page(path: str | None, query: str | None) -> Any:
    """The skeleton of a page; an unknown address shows Explore."""
    if path is None:
        return no_update
    known = pages()
    return known.get(path, known[HOME]).layout(parse(query)[0].t, query or "")


def whole_layout() -> html.Div:
    """Every page at once, so that Dash can check each id of each callback."""
    t = translator("en")
    return html.Div([shell.layout(), *(module.layout(t, "") for module in pages().values())])


def register(app: Dash) -> None:
    """Bind the router and every page's callbacks to one app; may be called for several apps in one process."""
    app.callback(Output(ids.PAGE, "children"), Input(ids.PATH, "data"), State(ids.LINK, "data"))(page)
    start = ClientsideFunction("address", "init")
    app.clientside_callback(start, Output(ids.PATH, "data"), Output(ids.LINK, "data"), Input(ids.PAGE, "id"))
    for module in pages().values():
        module.register(app)
