"""Ibis' compiler for an engine, without those of the other twenty.

Ibis reads the compilers of all databases that it knows as soon as one is asked for: 0.13 s of a start and 9 MB of every
server (measured). Their list is the code of a package, which Python carries out when it first meets the package; here
the package is there already, with nothing carried out, and only what an engine speaks is read.
"""

from __future__ import annotations

import importlib
import sys
from importlib.util import find_spec, module_from_spec

PACKAGE = "ibis.backends.sql.compilers"


def read(dialect: str) -> None:
    """See that Ibis can compile for a dialect, named as Ibis names it. ImportError where it knows none of that name."""
    spec = find_spec(PACKAGE)
    if spec is None:
        raise ImportError(f"{PACKAGE} is not there: another edition of Ibis than the lock names?")
    sys.modules.setdefault(PACKAGE, module_from_spec(spec))
    importlib.import_module(f"{PACKAGE}.{dialect}")
