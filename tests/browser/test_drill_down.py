"""From a mark on the map to the single event and its source, and back; by pointer and by keyboard."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from selenium.webdriver import ActionChains, Keys

from tests.browser.conftest import Visitor, rows, wait_until

MIDDLE_OF_FLOW = """
const map = app.map, stroke = map.strokes.find((s) => s.data.key === arguments[0]);
const box = map.map.getContainer().getBoundingClientRect(), pad = map.frame.pad;
const seen = stroke.stroke.map((p) => [p[0] - pad.x, p[1] - pad.y]).filter((p) => {
  if (p[0] < 20 || p[1] < 60 || p[0] > box.width - 60 || p[1] > box.height - 20) return false;
  const hit = map.pointer.under({ containerPoint: { x: p[0], y: p[1] }, latlng: map.map.containerPointToLatLng(p) });
  return hit && hit.kind === "flow" && hit.data.key === arguments[0];
});
const p = seen[Math.floor(seen.length / 2)];
return p ? [Math.round(box.left + p[0]), Math.round(box.top + p[1])] : null;
"""

BELGIUM = sum(r["destination_country"] == "BE" for r in rows())
RIVER = sum(r["mode"] == "river" for r in rows())


def point_at(visitor: Visitor, x: int, y: int, click: bool) -> None:
    actions = ActionChains(visitor.browser)
    actions.w3c_actions.pointer_action.move_to_location(x, y)
    if click:
        actions.w3c_actions.pointer_action.click()
    actions.perform()


def test_hover_and_click_on_a_flow_lead_to_a_source(visitor: Visitor) -> None:
    visitor.open("/?departure=SR&destination=FR")
    keys = visitor.stats()["lines"]
    assert keys, "the filter leaves a flow"
    visitor.js("app.map.fit()")
    visitor.settle()
    place = wait_until(lambda: visitor.js(MIDDLE_OF_FLOW, keys[0]), "the flow to be in sight")
    point_at(visitor, *place, click=False)
    wait_until(lambda: "→" in visitor.text(".map-tip"), "the tip to name both ends")
    wait_until(lambda: re.search(r"stated, median [\d,.]+ (kg|t)", visitor.text(".map-tip")), "the median to be told")
    place = wait_until(lambda: visitor.js(MIDDLE_OF_FLOW, keys[0]), "the flow to be in sight still")
    point_at(visitor, *place, click=True)
    selected = visitor.waits("return app.param('sel')", "something to be selected")
    assert selected == f"flow:{keys[0]}"
    visitor.settle()
    n = int(wait_until(visitor.figures, "the numbers")[0])
    wait_until(lambda: visitor.listed() == n, "the list of the flow")
    visitor.waits("const r = app.gridApi('events').getDisplayedRowAtIndex(0); return r && r.data", "the first row")
    visitor.click("#events .ag-row[row-index='0'] .ag-cell[col-id='place']")
    wait_until(lambda: (visitor.js("return app.param('card')") or "").startswith("event:"), "the event")
    visitor.waits("return document.querySelector('.facts') !== null", "the card")
    links = visitor.js("return [...document.querySelectorAll('.source')].map((a) => [a.href, a.target, a.rel])")
    assert links
    assert all(href.startswith("http") and "noopener" in rel for href, _target, rel in links)
    visitor.waits("return document.querySelector('#chain-map').dataset.legs > 0", "the chain on the small map")
    visitor.browser.back()
    wait_until(lambda: visitor.js("return app.param('sel')") == f"flow:{keys[0]}", "back to the flow")
    wait_until(lambda: visitor.listed() == n, "the same list as before")


def test_the_card_says_what_is_not_stated(visitor: Visitor) -> None:
    visitor.open("/?card=event:CSE-2023-0042")
    card = visitor.text("#card")
    assert "weight not stated" in card
    assert "none, says the source" in card
    visitor.open("/?card=event:CSE-2025-0025")
    assert "not stated" in visitor.text("#card .facts")


def test_previous_and_next_walk_through_the_list(visitor: Visitor) -> None:
    visitor.open("/?destination=BE&card=event:CSE-2017-0007")
    first = visitor.text("#card .side-title")
    visitor.click("#card .steps .button:nth-child(2)")
    wait_until(lambda: visitor.text("#card .side-title") not in ("", first), "the neighbour")
    visitor.click("#card .back")
    wait_until(lambda: visitor.query() == "destination=BE", "the list again")
    wait_until(lambda: visitor.listed() == BELGIUM, "all of the list")


def test_a_country_offers_its_four_directions(visitor: Visitor) -> None:
    visitor.open("/?sel=node:BE")
    offers = visitor.waits(
        "const o = [...document.querySelectorAll('.offer')]; return o.length === 5 && o.map((e) => e.innerText)",
        "the offers",
    )
    assert any(text.replace("\n", " ").startswith("Into") and text.endswith(str(BELGIUM)) for text in offers)
    visitor.click(".offer")
    wait_until(lambda: visitor.query() == "destination=BE", "into Belgium as a filter")


def test_seizures_cluster_apart_by_precision_and_open(visitor: Visitor) -> None:
    visitor.open("/?layers=seizures")
    wait_until(lambda: visitor.stats()["marks"] > 10, "clusters")
    groups = visitor.stats()["groups"]
    assert sum(g["n"] for g in groups if g["n"]) > 200
    assert {"point", "sea", "region", "country"} <= {g["kind"] for g in groups}
    visitor.open("/?layers=seizures&seizure=BR#7/-25.500/-48.500")
    wait_until(lambda: visitor.stats()["marks"] > 0, "marks of the viewport")
    group = next(g for g in visitor.js("return app.map.marks.map((m) => m.data)") if g["fans"])
    visitor.js("app.map.open(arguments[0])", group)
    wait_until(lambda: visitor.stats()["marks"] > group["n"], "the cluster to fan out")
    # Each of its events once, beside the group itself; and what is in the list stays the same.
    fan = visitor.js("return app.map.marks.map((m) => m.data).filter((g) => g.cell === arguments[0])", group["cell"])
    told = [event["event"] for event in fan if event["n"] == 1]
    listed = visitor.js("return app.json('/explore/rows.json?' + arguments[0])", f"{visitor.query()}&first=0&last=100")
    assert sorted(told) == sorted(row["event_id"] for row in listed["rows"]) and len(told) == group["n"]
    visitor.js("app.set({ min_kg: 500 })")
    wait_until(lambda: "min_kg=500" in visitor.stats()["query"], "another filter")
    wait_until(lambda: visitor.js("return app.map.opened.events.length") < group["n"], "the fan to follow the filter")


def test_corridors_are_drawn_apart_and_listed_in_full(visitor: Visitor) -> None:
    visitor.open("/?layers=corridors&panel=corridors")
    assert visitor.stats()["corridors"] == 34, "36 corridors, of which two are never drawn as a line"
    wait_until(
        lambda: visitor.js("const g = app.gridApi('table'); return g && g.getDisplayedRowCount()") == 36, "all listed"
    )
    visitor.open("/?card=corridor:COR-01")
    assert "Crimesite" in visitor.text("#card")


@pytest.mark.parametrize(("panel", "layer"), [("flows", "lines"), ("nodes", "nodes")])
def test_each_layer_has_a_table_that_says_the_same(visitor: Visitor, panel: str, layer: str) -> None:
    visitor.open(f"/?destination=BE&draw=lines&panel={panel}&top=1000")
    stats = visitor.stats()[layer]
    expected = len(stats) if isinstance(stats, list) else stats
    wait_until(
        lambda: visitor.js("const g = app.gridApi('table'); return g ? g.getDisplayedRowCount() : 0") == expected,
        "the table",
    )


def test_keyboard_alone_reaches_a_filter_and_an_event(visitor: Visitor) -> None:
    visitor.open("/")
    visitor.js("document.querySelector('[data-key=\"mode:river\"]').focus()")
    outline = visitor.js("return getComputedStyle(document.activeElement).outlineStyle")
    ActionChains(visitor.browser).send_keys(Keys.TAB).perform()
    outline = visitor.js("return getComputedStyle(document.activeElement).outlineStyle") or outline
    assert outline != "none", "the focus is visible"
    visitor.js("document.querySelector('[data-key=\"mode:river\"]').focus()")
    ActionChains(visitor.browser).send_keys(Keys.ENTER).perform()
    wait_until(lambda: visitor.query() == "mode=river", "Enter to choose")
    visitor.settle()
    wait_until(lambda: visitor.listed() == RIVER, "the river events")
    visitor.waits("return document.querySelector('#events .ag-row[row-index=\"0\"] .ag-cell') !== null", "rows")
    visitor.js("app.gridApi('events').setFocusedCell(0, 'place')")
    ActionChains(visitor.browser).send_keys(Keys.ENTER).perform()
    wait_until(lambda: "card=event:" in visitor.query(), "Enter to open the event")
    ActionChains(visitor.browser).send_keys(Keys.ESCAPE).perform()
    wait_until(lambda: visitor.query() == "mode=river", "Escape to close it")


def test_lines_across_the_date_line_are_whole(visitor: Visitor) -> None:
    visitor.open("/?country=AU,NZ,TO,PF&level=place&top=200#3/-15.000/-180.000")
    strokes = visitor.js("return app.map.strokes.map((s) => s.stroke)")
    assert strokes, "flows of the South Pacific are in sight"
    width = visitor.js("return 256 * 2 ** app.map.map.getZoom()")
    for stroke in strokes:
        assert all(abs(b[0] - a[0]) < width / 4 for a, b in pairwise(stroke))


def test_a_card_leads_along_the_list_it_was_opened_from_and_back_to_it(
    visitor: Visitor, event_rows: list[dict[str, str]]
) -> None:
    visitor.open("/?destination=BE&sel=node:EC&sort=kg")
    named = [
        r
        for r in event_rows
        if r["destination_country"] == "BE"
        and "EC" in (r["origin_country"], r["seizure_country"], *r["transit_countries"].split(";"))
    ]
    rows = [r["event_id"] for r in sorted(named, key=lambda r: (float(r["quantity_kg"]), r["event_id"]))][:3]
    first = "const r = app.gridApi('events').getDisplayedRowAtIndex(0); return r && r.data && r.data.event_id"
    wait_until(lambda: visitor.js(first) == rows[0], "the lightest first")
    visitor.click(".ag-row[row-index='0'] [col-id='place']")
    wait_until(lambda: f"card=event:{rows[0]}" in visitor.query(), "the first row's card")
    for event in rows[1:]:
        visitor.settle()
        visitor.click("#card .steps .button:last-child")
        wait_until(lambda event=event: f"card=event:{event}" in visitor.query(), "the next row's card")
    visitor.settle()
    visitor.click("#card .back")
    wait_until(lambda: visitor.query() == "destination=BE&sort=kg&sel=node:EC", "the list that was open")
    visitor.settle()
    assert "Ecuador" in visitor.text(".side-title")


def test_a_row_opened_by_keyboard_gets_the_focus_back(visitor: Visitor) -> None:
    visitor.open("/?destination=BE")
    visitor.waits("return document.querySelector(\".ag-row[row-index='1'] [col-id='place']\")", "the second row")
    visitor.js("app.gridApi('events').setFocusedCell(1, 'place')")
    ActionChains(visitor.browser).send_keys(Keys.ENTER).perform()
    visitor.waits("return document.activeElement.classList.contains('back')", "the focus in the card")
    ActionChains(visitor.browser).send_keys(Keys.ESCAPE).perform()
    visitor.waits(
        "const row = document.activeElement.closest('.ag-row'); return row && row.getAttribute('row-index') === '1'",
        "the focus back on the row",
    )
