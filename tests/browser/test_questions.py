"""Questions of analysts, answered by clicking alone: no address is typed, at most eight actions each."""

from __future__ import annotations

from collections import Counter

import pytest

from app.i18n import translator
from tests import recount
from tests.browser.conftest import Visitor, rows, wait_until

MOST_ACTIONS = 8
#: The bars of the panel of a place: year -> seizures, as the chart on the page has them.
BARS = """const graph = document.querySelector('[id*="country-places"] .js-plotly-plot');
if (!graph || !graph.layout) return null;
const axis = {}, out = {};
graph.layout.annotations.filter((one) => String(one.xref).endsWith('domain')).forEach((one) => {
  axis[one.xref.split(' ')[0]] = one.hovertext;
});
graph.data.forEach((trace) => trace.x.forEach((year, at) => {
  const place = axis[trace.xaxis || 'x'];
  out[place] = out[place] || {};
  out[place][year] = (out[place][year] || 0) + trace.y[at];
}));
return out;"""


class Walk:
    """A person's way through the pages, who counts what he does."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.actions = visitor, 0
        visitor.open("/")

    def click(self, selector: str) -> None:
        self.actions += 1
        assert self.actions <= MOST_ACTIONS
        self.visitor.click(selector)


@pytest.fixture
def walk(visitor: Visitor) -> Walk:
    return Walk(visitor)


def test_is_the_flow_to_the_netherlands_moving_to_vlissingen(walk: Walk) -> None:
    walk.click(".pages .page-link[href^='/countries']")
    walk.click(".country-row[href*='at=NL']")
    drawn = wait_until(lambda: walk.visitor.js(BARS), "the places over the years")
    held = [row for row in rows() if row["record_type"] == "event" and row["seizure_country"] == "NL"]
    for place in ("Rotterdam", "Vlissingen"):
        counted = Counter(row["date"][:4] for row in held if row["place"] == place)
        assert drawn[place] == dict(counted) and len(counted) > 2


def test_what_was_bound_for_belgium_and_seized_upstream(walk: Walk) -> None:
    """Beside what its own authorities seized, and never added to it."""
    walk.click(".pages .page-link[href^='/countries']")
    walk.click(".country-row[href*='at=BE']")
    title = translator("en")("country_page.inbound_elsewhere")
    drawn = wait_until(lambda: walk.visitor.js(BARS.replace("places", "upstream")), "the chart")
    held = [row for row in rows() if row["record_type"] == "event" and row["destination_country"] == "BE"]
    counted = Counter(row["date"][:4] for row in held if row["seizure_country"] != "BE")
    assert drawn[title] == dict(counted) and sum(counted.values()) > 20


def test_how_is_it_hidden_in_what_departs_from_ecuador(walk: Walk) -> None:
    walk.click("[data-key='departure:EC']")
    walk.visitor.settle()
    walk.click("#facet-concealed > summary")
    key = "[data-key='concealed:bananas']"
    wait_until(lambda: walk.visitor.text(key), "the kinds")
    held = [row for row in rows() if row["record_type"] == "event" and row["origin_country"] == "EC"]
    found = [row for row in held if "bananas" in recount.concealed(row["concealment"], row["other_goods"])]
    assert int(walk.visitor.text(f"{key} .option-n")) == len(found) > 20
    walk.click(key)
    walk.visitor.settle()
    assert walk.visitor.text("#sentence").startswith(f"{len(found)} ")


def test_what_is_left_of_the_picture_when_the_day_is_known(walk: Walk) -> None:
    walk.click("#facet-date_precision > summary")
    key = "[data-key='date_precision:day']"
    wait_until(lambda: walk.visitor.text(key), "the precisions of the date")
    walk.click(key)
    walk.visitor.settle()
    counted = sum(row["record_type"] == "event" and row["date_precision"] == "day" for row in rows())
    assert walk.visitor.text("#sentence").startswith(f"{counted} ") and counted < recount.EVENTS
