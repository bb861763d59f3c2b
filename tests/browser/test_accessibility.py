"""axe-core (its rules for WCAG 2.2 and good practice) finds nothing on any page in any theme."""

from __future__ import annotations

import json
import os
from typing import Any

import pytest

from app.core.view import THEMES
from tests.browser.conftest import ROOT, Visitor, wait_until

pytestmark = pytest.mark.browser
AXE = ROOT / "tests/scripts/node_modules/axe-core/axe.min.js"
#: Every page, and what opens on Explore; what is waited for on each.
PAGES = {
    "/?panel=flows&wide=1": ".grid",
    "/?card=event:CSE-2021-0032": "#card .kicker",
    "/?lang=es&area=-10,36|5,44&unfolded=": "#sentence",
    "/overview": ".alluvial",
    "/routes": ".board-table",
    "/compare": "h1",
    "/countries?at=BE,NL": ".sheets",
    "/ranks": "table",
    "/route?sel=route:EC>BE|maritime|chain": "h1",
    "/data": ".about section",
    "/import": "h1",
    "/briefing": "h1",
    "/status": "table",
}
RUN = (
    "const done = arguments[arguments.length - 1];"
    "axe.run(document, { resultTypes: ['violations'] }).then((r) => done(r.violations.map("
    "(v) => ({ id: v.id, n: v.nodes.length, at: v.nodes[0].html.slice(0, 200) }))), (e) => done([String(e)]));"
)


def violations(visitor: Visitor) -> list[Any]:
    visitor.browser.set_script_timeout(120)
    visitor.js(AXE.read_text(encoding="utf-8") + ";")
    found: list[Any] = visitor.browser.execute_async_script(RUN)
    return found


@pytest.fixture(autouse=True)
def axe() -> None:
    if not AXE.exists() and not os.environ.get("CI"):
        pytest.skip("axe-core is not here: make lint brings it")


@pytest.mark.parametrize("theme", THEMES)
def test_no_page_has_a_violation(visitor: Visitor, theme: str) -> None:
    for path, part in PAGES.items():
        visitor.browser.get(f"{visitor.site}{path}{'&' if '?' in path else '?'}theme={theme}")
        wait_until(lambda part=part: visitor.js("return document.querySelector(arguments[0])", part), path)
        wait_until(lambda: visitor.js("return !document.querySelector('.loading:not([hidden])')"), f"{path} to be laid")
        found = violations(visitor)
        assert found == [], f"{path} {json.dumps(found, indent=1)}"


def test_a_fault_would_be_found(visitor: Visitor) -> None:
    visitor.open("/")
    visitor.js("document.body.append(document.createElement('img'))")
    assert "image-alt" in {fault["id"] for fault in violations(visitor)}
