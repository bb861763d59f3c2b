"""One module per page, found by its name; ``PATH`` is its address and ``layout(t)`` its skeleton."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType


def pages() -> dict[str, ModuleType]:
    """Every page in this folder: address -> module."""
    found = [importlib.import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__)]
    return {module.PATH: module for module in found}
