"""Questions of analysts, answered by clicking alone: no address is typed, at most eight actions each."""

from __future__ import annotations

import csv
import io
import urllib.request
from collections import Counter

import pytest
from pypdf import PdfReader

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


def test_which_places_lost_or_gained(walk: Walk) -> None:
    """Places of seizure in the last twelve months beside the twelve before, as the page says them."""
    walk.click(".pages .page-link[href^='/compare']")
    walk.click("#compare-tools a[href*='level=place']")
    walk.click("#compare-tools a[href*='moved=seizure']")
    read = (
        "const rows = [...document.querySelectorAll('#compare .import-table tbody tr')].slice(-20);"
        "return location.search.includes('moved=seizure') && location.search.includes('level=place') && rows.length > 5"
        " && app.made === app.query()"
        " && rows.map((row) => [...row.cells].slice(0, 4).map((cell) => cell.innerText.trim()))"
    )
    shown = wait_until(lambda: walk.visitor.js(read), "places that moved")
    periods = walk.visitor.js("return [...document.querySelectorAll('#compare-tools input')].map((e) => e.value)")[:2]
    held = [row for row in rows() if row["record_type"] == "event" and len(row["date"]) > 4]
    compared = 0
    for name, before, after, change in shown:
        here = [row["date"][:7] for row in held if row["place"] == name.rpartition(", ")[0]]
        if not here:
            continue
        counts = [sum(a <= month <= b for month in here) for a, b in (period.split("/") for period in periods)]
        assert [int(before), int(after)] == counts, name
        assert int(change.replace("−", "-")) == counts[1] - counts[0]
        compared += 1
    assert compared > 5


def test_a_sheet_of_senegal_as_a_file(walk: Walk) -> None:
    walk.click(".pages .page-link[href^='/countries']")
    walk.click(".country-row[href*='at=SN']")
    wait_until(lambda: walk.visitor.js("return document.querySelector('#sheet-SN') !== null"), "the sheet")
    address = walk.visitor.js("return document.querySelector('#sheet-SN form').action")
    with urllib.request.urlopen(address) as answer:
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.read())).pages)
    named = [row for row in rows() if row["record_type"] == "event" and row["seizure_country"] == "SN"]
    assert "Senegal" in text and "TLP:CLEAR" in text and str(len(named)) in text and len(named) > 3


def test_how_much_hangs_on_one_seizure(walk: Walk) -> None:
    walk.click(".pages .page-link[href^='/ranks']")
    walk.click("a.segment[href*='less=1']")
    wait_until(lambda: walk.visitor.js("return app.made === app.query() && location.search.includes('less=1')"), "it")
    walk.click(".pages .page-link[href^='/']")
    walk.visitor.settle()
    weights = [float(row["quantity_kg"]) for row in rows() if row["record_type"] == "event" and row["quantity_kg"]]
    left = (sum(weights) - max(weights)) / 1000
    assert walk.visitor.figures()[1] == f"{left:,.0f} t"


def exported(walk: Walk, query: str) -> list[dict[str, str]]:
    """The events of a filter as the file has them."""
    with urllib.request.urlopen(f"{walk.visitor.site}/export/events.csv?{query}") as answer:
        lines = answer.read().decode("utf-8-sig").splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("event_id,"))
    return [row for row in csv.DictReader(lines[start:]) if row["event_id"].startswith("CSE-")]


def test_how_do_carriers_shift_off_iberia(walk: Walk) -> None:
    """The sheet of a sea area: its carriers by year, each panel as the file of the area has it."""
    walk.click("#facet-area > summary")
    walk.click("[id*='area-seas'] > summary")
    walk.click("[data-key='area:XZ-MAC']")
    walk.visitor.settle()
    walk.click("#facet-area a[href*='at=area']")
    drawn = wait_until(lambda: walk.visitor.js(BARS.replace("places", "carriers")), "the carriers over the years")
    t, held = translator("en"), exported(walk, "area=XZ-MAC")
    counted = Counter((t.code("submode", row["submode"]), row["date"][:4]) for row in held if row["submode"])
    for carrier, by_year in drawn.items():
        assert by_year == {year: n for (name, year), n in counted.items() if name == carrier}
    assert sum(sum(by_year.values()) for by_year in drawn.values()) > 15


def test_how_is_it_hidden_at_santos(walk: Walk) -> None:
    """The sheet of a port, found by its name: concealment of what was seized there."""
    walk.click(".pages .page-link[href^='/countries']")
    walk.actions += 1
    walk.visitor.waits("return document.querySelector('[data-narrows]')", "the search")
    walk.visitor.browser.find_element("css selector", "[data-narrows]").send_keys("santos")
    walk.click(".country-row[href*='BR%3Asantos'], .country-row[href*='BR:santos']")
    kinds = translator("en")("route.concealment")
    read = """const parts = [...document.querySelectorAll('.sheets section')];
    const part = parts.find((one) => one.querySelector('h2').textContent === arguments[0]);
    return part && [...part.querySelectorAll('tbody tr')].map((row) => [...row.cells].map((c) => c.innerText.trim()))"""
    shown = wait_until(lambda: walk.visitor.js(read, kinds), "the kinds")
    held = [row for row in rows() if row["seizure_country"] == "BR" and row["place"].startswith("Santos")]
    counted = Counter(kind for row in held for kind in recount.concealed(row["concealment"], row["other_goods"]))
    t = translator("en")
    named = {t.code("concealed", kind): str(n) for kind, n in counted.items()}
    listed = [(name, n) for name, n in shown if name in named]
    assert len(listed) > 1 and all(named[name] == n for name, n in listed)


def test_what_flies_out_of_bolivia(walk: Walk) -> None:
    for key in ("mode:air", "departure:BO"):
        walk.click(f"[data-key='{key}']")
        walk.visitor.settle()
    held = [
        row for row in rows()
        if row["record_type"] == "event" and "air" in row["mode"] and row["origin_country"] == "BO"
    ]  # fmt: skip
    assert walk.visitor.text("#sentence").startswith(f"{len(held)} ") and len(held) > 3
    assert walk.visitor.stats()["flows"] + walk.visitor.stats()["streams"] > 0, "lines that lead out"
