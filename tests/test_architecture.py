"""The packages and the one way in which they import each other, read from every file's syntax tree."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from dash import Dash
from flask.testing import FlaskClient

from app import create_app, pages
from app.data_version import DataVersion
from app.settings import ROOT, Settings
from tests.recount import EVENTS

#: Packages by level; a package imports from its own package or from a lower level, never from its own level or above.
#: ``intake`` is told apart by its steps. The root (``""``) is ``create_app``, which wires all of it.
LEVEL = {
    "atomic": 0,
    "cases": 2,
    "cells": 1,
    "core": 0,
    "i18n": 1,
    "memory_limit": 0,
    "settings": 0,
    "timing": 0,
    "static_build": 0,
    "versions": 1,
    "migrations": 2,
    "intake.formats": 1,
    "intake.values": 1,
    "intake.datasets": 2,
    "intake.rows": 2,
    "intake.reference": 2,
    "overlays": 2,
    "intake.overlays": 3,
    "storyboards": 2,
    "stores": 2,
    "intake.layouts": 3,
    "data_version": 3,
    "intake.builder": 4,
    "queries": 4,
    "page_context": 5,
    "exports": 5,
    "intake.plan": 6,
    "wording": 6,
    "intake.jobs": 7,
    "charts": 7,
    "layers": 7,
    "drawing": 8,
    "ui": 8,
    "web": 9,
    "pages": 10,
    "": 11,
    "wsgi": 12,
    "gunicorn_conf": 13,
    "gunicorn_worker": 13,
    "bench": 13,
    "commands": 14,
    "__main__": 15,
}
#: What a package may not import although it is on a lower level.
NOT = {
    "intake.formats": {"settings", "i18n"},
    "intake.values": {"settings", "i18n"},
    "intake.rows": {"settings", "i18n"},
    "intake.layouts": {"settings", "i18n", "intake.reference"},
    "intake.builder": {"i18n"},
    "stores": {"i18n"},
    "queries": {"i18n", "intake.builder", "intake.layouts"},
    "drawing": {"intake.plan"},
}
PURE = {
    "__future__",
    "base64",
    "calendar",
    "collections",
    "dataclasses",
    "errno",
    "datetime",
    "functools",
    "heapq",
    "itertools",
    "json",
    "math",
    "operator",
    "re",
    "typing",
    "unicodedata",
    "urllib.parse",
    "zlib",
    "ibis",
    "numpy",
    "pandas",
    "pyproj",
    "scipy",
    "networkx",
    "shapely",
    "geopandas",
    "app.core",
}
TREES = {
    path.relative_to(ROOT): ast.parse(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "app").rglob("*.py"))
}


def module_of(path: Path) -> str:
    parts = list(path.with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_of(path): tree for path, tree in TREES.items()}


def imports(module: str, tree: ast.AST, package: bool = False) -> set[str]:
    """Modules that a tree imports, wherever in it; ``from a import b`` is ``a.b`` where that is a module."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parts = module.split(".")
                kept = parts[: len(parts) - node.level + (1 if package else 0)]
                base = ".".join([*kept, *([base] if base else [])])
            inner = {f"{base}.{alias.name}" for alias in node.names}
            found |= {name if name in MODULES else base for name in inner}
    return found


def package_of(module: str) -> str:
    """The package that a module counts to: the first name below ``app``, the first two for a step of ``intake``."""
    parts = module.split(".")[1:]
    return ".".join(parts[: 2 if parts[0] == "intake" else 1]) if parts else ""


def own(module: str, tree: ast.AST) -> set[str]:
    """The modules of the application that a tree imports."""
    package = any(other.startswith(f"{module}.") for other in MODULES)
    return {name for name in imports(module, tree, package) if name.split(".")[0] == "app"}


def arrows_back(module: str, tree: ast.AST) -> list[str]:
    """Imports against the arrow."""
    here = package_of(module)
    imported = [(name, package_of(name)) for name in sorted(own(module, tree))]
    return [
        f"{module} -> {name}"
        for name, package in imported
        if package != here and (LEVEL[package] >= LEVEL[here] or package in NOT.get(here, set()))
    ]


def test_every_package_has_its_level() -> None:
    assert {package_of(module) for module in MODULES} - {"intake"} == set(LEVEL)
    assert len(MODULES) > 40 and sum(len(own(m, t)) for m, t in MODULES.items()) > 80


def test_packages_stand_in_no_circle() -> None:
    """Also where the steps of ``intake`` are one package, as a picture of the packages draws them."""
    packages: dict[str, set[str]] = {}
    for module, tree in MODULES.items():
        here, *there = (name.split(".")[1] if "." in name else "" for name in (module, *own(module, tree)))
        packages.setdefault(here, set()).update(set(there) - {here})
    order = list(TopologicalSorter(packages).static_order())
    assert order.index("core") < order.index("intake") < order.index("pages")


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_one_way(module: str) -> None:
    assert arrows_back(module, MODULES[module]) == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("app.core.flows", "from app.queries import Queries"),
        ("app.core.flows", "import app.settings"),
        ("app.core.flows", "def f():\n    from app import i18n"),
        ("app.intake.layouts.curated", "from app.data_version import DataVersion"),
        ("app.intake.layouts.curated", "from app.queries import Queries"),
        ("app.queries", "from app.layers import layers"),
        ("app.queries", "from app.i18n import translator"),
        ("app.layers.flows", "from app import web"),
        ("app.charts.timeline", "from app.ui import ids"),
        ("app.i18n", "from app.queries import Queries"),
        ("app.ui.card", "from app import create_app"),
        ("app.core.flows", "from ..ui import ids"),
        ("app.drawing.report", "from app.ui import board"),
        ("app.web.explore", "from app.pages import explore"),
        ("app.ui.board", "from app.drawing import report"),
        ("app.data_version", "if True:\n    import app.web as r"),
    ],
)
def test_an_arrow_that_points_back_would_be_seen(module: str, source: str) -> None:
    assert arrows_back(module, ast.parse(source))


def test_an_arrow_that_points_the_right_way_is_none() -> None:
    assert (
        arrows_back("app.ui.card", ast.parse("from app.core import modes\nfrom app.queries import Queries\nimport os"))
        == []
    )


def impure(module: str, tree: ast.AST) -> list[str]:
    """Imports of the core besides plain computing, and calls that open a file."""
    packages = {
        name
        for name in imports(module, tree)
        if not any(name == known or name.startswith(f"{known}.") for known in PURE)
    }
    calls = {call.func.id for call in ast.walk(tree) if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)}
    return sorted(packages) + sorted(calls & {"open", "exec", "eval", "__import__", "print", "input"})


@pytest.mark.parametrize("module", [m for m in MODULES if package_of(m) == "core"])
def test_the_core_is_pure(module: str) -> None:
    assert impure(module, MODULES[module]) == []


@pytest.mark.parametrize(
    "source",
    [
        "import dash",
        "from flask import request",
        "import duckdb",
        "import os",
        "from pathlib import Path",
        "import io",
        "import socket",
        "import requests",
        "import urllib.request",
        "from urllib import request",
        "x = open('a')",
        "def f():\n    import dash_leaflet",
    ],
)
def test_an_impure_core_would_be_seen(source: str) -> None:
    assert impure("app.core.flows", ast.parse(source))


def test_a_pure_core_is_not_accused() -> None:
    assert impure("app.core.flows", ast.parse("import math\nfrom urllib.parse import quote\nimport numpy as np")) == []


def circles(edges: dict[str, set[str]]) -> list[list[str]]:
    """Chains of imports that come back to their start."""
    found, done = [], set()

    def walk(module: str, way: list[str]) -> None:
        if module in way:
            found.append([*way[way.index(module) :], module])
        elif module not in done:
            for target in sorted(edges.get(module, ())):
                walk(target, [*way, module])
            done.add(module)

    for module in edges:
        walk(module, [])
    return found


def test_no_import_comes_back_to_its_start() -> None:
    assert circles({module: own(module, tree) - {module} for module, tree in MODULES.items()}) == []


def test_a_circle_would_be_seen() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [["a", "b", "c", "a"]]
    assert circles({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == []


def bound(tree: ast.AST) -> list[ast.expr]:
    """The first argument of every Input, Output and State."""
    return [
        call.args[0]
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and call.args
        and isinstance(call.func, ast.Name)
        and call.func.id in ("Input", "Output", "State")
    ]


def literal_ids(tree: ast.AST) -> list[str]:
    """Ids of callbacks that come neither from ``ids`` nor from a parameter that is a ``Page`` of ``ids``."""
    arguments = [node for node in ast.walk(tree) if isinstance(node, ast.arg) and node.annotation]
    pages = {node.arg for node in arguments if node.annotation and ast.unparse(node.annotation) == "Page"}
    named = {"ids", *pages}
    return [ast.unparse(first) for first in bound(tree) if ast.unparse(first).partition(".")[0] not in named]


def test_callbacks_take_their_ids_from_one_place() -> None:
    assert sum(len(bound(tree)) for tree in MODULES.values()) > 10
    assert {module: found for module, tree in MODULES.items() if (found := literal_ids(tree))} == {}
    told = "Input('map', 'data'); State(name, 'data'); Output(ids.MAP, 'x'); Output(ids.BOARD.head, 'html')"
    assert literal_ids(ast.parse(told)) == ["'map'", "name"]
    assert literal_ids(ast.parse("def bind(page: Page, other: str): Input(page.query, 'x'); Output(other.x, 'y')")) == [
        "other.x"
    ]


def test_ids_stand_once() -> None:
    names = [
        node.value.value
        for node in ast.walk(MODULES["app.ui.ids"])
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
    ]
    assert len(names) > 20 and len(set(names)) == len(names)


def outputs(app: Dash) -> set[str]:
    return set(app.callback_map)


def test_two_apps_in_one_process_both_have_every_callback(built: Settings, data: DataVersion, dash_app: Dash) -> None:
    other = create_app(built, data)
    assert other is not dash_app and other.server is not dash_app.server
    assert {"about.children", "opened.data"} < outputs(other) == outputs(dash_app)
    for app in (dash_app, other):
        client = app.server.test_client()
        assert client.get("/health").get_json()["events"] == EVENTS
        assert len(client.get("/_dash-dependencies").get_json()) == len(outputs(app))


def test_every_id_of_a_callback_stands_on_a_page(dash_app: Dash, client: FlaskClient) -> None:
    """Dash would check it in each reader's browser, for which each document would bear the layout of every page."""
    asked, shown = set(), set()
    for output, parts in dash_app.callback_map.items():
        asked |= set(re.findall(r"([\w-]+)\.\w+", output)) | {part["id"] for part in parts["inputs"] + parts["state"]}
    # Charts come with the answer to a callback; a real browser clicks on them (tests/browser/test_analysis.py).
    asked -= {name for name in asked if name.startswith("{")}
    for path in ["", *pages.pages()]:
        told = client.get("/_dash-layout", headers={"Referer": f"http://localhost{path}"} if path else {}).get_data(
            as_text=True
        )
        shown |= set(re.findall(r'"id":"([^"]+)"', told))
    assert len(asked) > 20 and asked - shown == set()


#: What no first answer needs: it is read by the first file, import or build.
LATE = (
    "ibis",
    "app.intake.builder",
    "app.drawing",
    "app.intake.jobs.work",
    "app.intake.formats",
    "app.intake.layouts",
    "app.intake.rows",
    "pyproj",
    "shapely",
    "typst",
    "xlsxwriter",
)


def test_a_server_starts_without_what_only_files_and_builds_need() -> None:
    told = "import json, sys, app.wsgi; print(json.dumps(sorted(sys.modules)))"
    read = json.loads(subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, check=True).stdout)
    assert "app.web.explore" in read
    assert [name for name in LATE if name in read] == []


#: What a page asks for when it opens, then a search: the one after which Ibis is there, and what of it no engine needs.
OPENED = """
import json, sys
from app.wsgi import create_app, opened
from app.settings import Settings
settings = Settings.from_env()
client = create_app(settings, opened(settings)).server.test_client()
asked = ["/", "/health", "/explore.json", "/explore/map.json", "/cube", "/layers/flows.json",
         "/layers/nodes.json?mode=air&from=2019", "/layers/seizures.json?departure=EC&min_kg=10",
         "/explore/rows.json?first=0&last=100&order=", "/explore/rows.json?first=0&last=100&order=&q=port"]
after = ("ibis", "ibis.backends.duckdb")
print(json.dumps([(client.get(path).status_code, [name for name in after if name in sys.modules]) for path in asked]))
"""


def test_a_page_that_opens_waits_for_no_compiler(built: Settings, tmp_path: Path) -> None:
    """It is half a second of a server that has just started (see core.lazy_ibis)."""
    places = {"BUILD_DIR": str(built.build), "CACHE_URL": f"file:{tmp_path}"}
    done = subprocess.run(
        [sys.executable, "-c", OPENED], cwd=ROOT, env={**os.environ, **places}, capture_output=True, check=True
    )
    *first, search = json.loads(done.stdout)
    assert len(first) == 9 and all(found == [200, []] for found in first)
    assert search == [200, ["ibis"]]
