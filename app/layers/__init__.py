"""One module per map layer, found by its name: ``/layers/<name>.json?<query>``.

A layer module has ``EXTRA`` (its own arguments besides filter and view, each with its reader) and
``body(ask) -> dict``: plain values for the canvas, labels in the reader's language. One that follows from more than the
data says so (``IS_KEPT = False``).
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import orjson

from app.core import view as view_query
from app.core.filters import Filters
from app.core.view import View
from app.i18n import Translator
from app.queries import Queries


@dataclass(frozen=True)
class LayerRequest:
    """One request for a layer."""

    queries: Queries
    filters: Filters
    view: View
    t: Translator
    extra: dict[str, Any] = field(default_factory=dict)


class BadExtra(ValueError):
    """An argument of the layer itself that cannot be used; the message says why."""


Body = Callable[[LayerRequest], dict[str, Any]]
Extra = dict[str, Callable[[str], Any]]


@functools.cache
def layers() -> dict[str, ModuleType]:
    """Every layer in this folder: name -> module."""
    names = [m.name for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_")]
    return {name: importlib.import_module(f"{__name__}.{name}") for name in names}


def as_json(value: Any) -> bytes:
    """Plain values, numbers of numpy among them, as JSON."""
    return orjson.dumps(value, option=orjson.OPT_SERIALIZE_NUMPY)


def layer_json(name: str, ask: LayerRequest) -> bytes:
    """A layer as JSON, kept by its address and its own arguments. Raises BadExtra where those cannot be used."""

    def make() -> bytes:
        return as_json(layers()[name].body(ask))

    if not getattr(layers()[name], "IS_KEPT", True):
        return make()
    canonical = view_query.to_query(ask.filters, ask.view)
    return ask.queries.store.answers.cached_bytes(name, make, canonical, sorted(ask.extra.items()))
