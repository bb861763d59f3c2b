"""What a person sees and does on the Explore page."""

from __future__ import annotations

import json
import math
import re
import urllib.request
from typing import Any
from urllib.parse import urlsplit

import pytest
from selenium.webdriver import ActionChains, Keys

from tests.browser.conftest import Visitor, rows, wait_until
from tests.recount import EVENTS


def any_role(row: dict[str, str]) -> set[str]:
    return {
        row["seizure_country"],
        row["origin_country"],
        row["destination_country"],
        *row["transit_countries"].split(";"),
    }


#: query -> the same choice over the plain rows of the file
FILTERS: dict[str, Any] = {
    "from=2019&to=2021": lambda r: "2019" <= r["date"][:4] <= "2021",
    "mode=air": lambda r: r["mode"] in ("private aircraft", "air cargo", "air commercial courier"),
    "mode=maritime&submode=container": lambda r: r["mode"] == "maritime container",
    "mode=land": lambda r: r["mode"] in ("road", "rail"),
    "departure=EC": lambda r: r["origin_country"] == "EC",
    "transit=BE": lambda r: "BE" in r["transit_countries"].split(";"),
    "seizure=ES": lambda r: r["seizure_country"] == "ES",
    "destination=BE": lambda r: r["destination_country"] == "BE",
    "country=PY": lambda r: "PY" in any_role(r),
    "form=hydrochloride": lambda r: r["drug_form"] == "cocaine hydrochloride",
    "min_kg=1000": lambda r: r["quantity_kg"] and float(r["quantity_kg"]) >= 1000,
    "confidence=low": lambda r: r["confidence"] == "low",
    "precision=sea": lambda r: r["location_precision"] == "sea",
}


def count(query: str) -> int:
    """Events of one of ``FILTERS``, counted over the rows of the file."""
    return sum(1 for r in rows() if FILTERS[query](r))


AIR, LAND, BELGIUM = count("mode=air"), count("mode=land"), count("destination=BE")


def test_start_page_draws_streams_and_the_largest_flows_as_lines(visitor: Visitor) -> None:
    visitor.open("/")
    assert visitor.stats()["streams"] > 300 and "name both ends of a voyage" in visitor.text("#map-note")
    visitor.open("/?draw=lines")
    stats = visitor.stats()
    answer = json.load(urllib.request.urlopen(f"{visitor.site}/layers/flows.json"))
    assert stats["lines"] == [line["key"] for line in answer["lines"]]
    assert len(stats["lines"]) == 60
    assert stats["flows"] > 45, "most of the sixty can be seen in the start view"
    assert stats["nodes"] > 50
    inked = visitor.js(
        "const c = document.querySelector('#map .map-overlay');"
        "const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; let n = 0;"
        "for (let i = 0; i < d.length; i += 4) if (d[i + 3] > 120 && d[i + 2] > d[i] + 40) n += 1; return n"
    )
    assert inked > 5000, "blue strokes are on the canvas"
    assert f"{EVENTS} reported seizures" in visitor.text("#sentence")
    assert "60 of" in visitor.text("#map-note")


@pytest.mark.parametrize("query", FILTERS)
def test_a_filter_changes_map_timeline_list_and_sentence_alike(visitor: Visitor, query: str) -> None:
    expected = sum(1 for r in rows() if FILTERS[query](r))
    assert 0 < expected < EVENTS
    visitor.open("/?" + query)
    noun = "seizure" if expected == 1 else "seizures"
    assert f"{expected} reported {noun}" in visitor.text("#sentence")
    wait_until(lambda: visitor.figures()[:1] == [str(expected)], "the number above the list")
    wait_until(lambda: visitor.listed() == expected, "the list to hold the selected events")
    if not query.startswith("from"):
        wait_until(lambda: visitor.bars() == expected, "the timeline to sum to the selected events")
    parts = json.load(urllib.request.urlopen(f"{visitor.site}/explore/map.json?{query}"))
    answer = parts.get("streams") or parts["flows"]
    assert answer["selected"] == expected
    assert visitor.stats()["lines"] == [line["key"] for line in answer["lines"]]


SLOW_LANES = """const once = app.once;
const later = (url) => new Promise((done) => setTimeout(() => done(once(url)), 700));
app.once = (url) => (url.includes("network.json") ? later(url) : once(url));"""


def test_the_list_follows_while_the_lanes_are_on_their_way(visitor: Visitor) -> None:
    """From a filter without streams to all events: the page's own answer comes before the lanes."""
    visitor.open("/?departure=PY,UY&seizure=DE")
    wait_until(lambda: 0 < visitor.listed() < 10, "a short list")
    visitor.js(SLOW_LANES)
    visitor.click("#reset")
    wait_until(lambda: visitor.listed() == EVENTS, "the list of all events")
    visitor.waits("return app.map.stats().streams > 300", "the streams")


def test_clicking_a_facet_a_chip_undo_redo_and_reset(visitor: Visitor) -> None:
    visitor.open("/")
    visitor.click('[data-key="mode:air"]')
    wait_until(lambda: visitor.query() == "mode=air", "the address to hold the filter")
    visitor.settle()
    wait_until(lambda: f"{AIR} reported seizures" in visitor.text("#sentence"), "the sentence")
    visitor.click('[data-key="destination:ES"]')
    wait_until(lambda: visitor.query() == "mode=air&destination=ES", "a second filter")
    visitor.settle()
    wait_until(lambda: len(visitor.browser.find_elements("css selector", ".chip")) == 2, "two chips")
    visitor.click(".chip")
    wait_until(lambda: visitor.query() == "destination=ES", "the first chip to go")
    visitor.click('[data-act="undo"]')
    wait_until(lambda: visitor.query() == "mode=air&destination=ES", "undo")
    visitor.click('[data-act="redo"]')
    wait_until(lambda: visitor.query() == "destination=ES", "redo")
    visitor.settle()
    visitor.click("#reset")
    wait_until(lambda: visitor.query() == "", "reset")
    wait_until(lambda: f"{EVENTS} reported seizures" in visitor.text("#sentence"), "everything again")


def test_what_was_folded_is_asked_for_when_it_is_unfolded_and_stays_so(visitor: Visitor) -> None:
    visitor.open("/")
    values = "return [...document.querySelectorAll('#facet-transit .option')].filter((e) => e.checkVisibility()).length"
    parts = "return document.querySelectorAll('#facet-transit *').length"
    assert visitor.js(parts) < 5 and visitor.js(values) == 0
    visitor.click("#facet-transit > summary")
    wait_until(lambda: visitor.js(values) == 7, "the first countries of transit and those without any")
    visitor.click("#facet-transit-more > summary")
    wait_until(lambda: visitor.js(values) > 20, "all of them")
    held = visitor.js(values)
    visitor.click('[data-key="mode:maritime"]')
    wait_until(lambda: visitor.query() == "mode=maritime", "another filter")
    visitor.settle()
    assert visitor.js(values) == held
    visitor.click("#facet-transit > summary")
    wait_until(lambda: visitor.js(values) == 0, "them to be folded again")
    visitor.click('[data-key="mode:maritime"]')
    visitor.settle()
    assert visitor.js("return document.querySelectorAll('#facet-transit *').length") < 5, (
        "what is folded is not asked for"
    )


def test_the_map_keeps_its_size_while_filters_change(visitor: Visitor) -> None:
    """What stands above and below it has other lines with each of these: fewer modes, other coverage, a long title."""
    visitor.open("/")
    size = "const box = document.getElementById('map'); return [box.clientWidth, box.clientHeight]"
    before, shown = visitor.js(size), set()
    for query in (
        "mode=air",
        "destination=BE&min_kg=1000",
        "mode=land",
        "from=2019&to=2020&departure=BR",
        "mode=post",
        "",
    ):
        visitor.js("app.go('/' + (arguments[0] && '?' + arguments[0]))", query)
        wait_until(lambda query=query: visitor.js("return app.made") == query, "the page to follow")
        visitor.settle()
        assert visitor.js(size) == before, query
        shown.add(visitor.js("return document.querySelectorAll('#legend .legend-item').length"))
    assert len(shown) > 1, "the legend has changed"
    visitor.click('.segment[href*="projector"]')
    wait_until(lambda: visitor.js("return document.documentElement.dataset.theme") == "projector", "the projector")
    visitor.settle()
    visitor.click('.segment[href="/"]')
    wait_until(lambda: visitor.js(size) == before, "no part to keep the height that it had on the projector")


def test_back_and_forward_walk_through_the_filters(visitor: Visitor) -> None:
    visitor.open("/")
    visitor.click('[data-key="mode:land"]')
    wait_until(lambda: f"{LAND} reported" in visitor.text("#sentence"), "the filter")
    visitor.browser.back()
    wait_until(lambda: f"{EVENTS} reported" in visitor.text("#sentence"), "back")
    visitor.settle()
    visitor.browser.forward()
    wait_until(lambda: f"{LAND} reported" in visitor.text("#sentence"), "forward")
    visitor.settle()


def test_a_value_that_is_not_known_is_dropped_with_a_note(visitor: Visitor) -> None:
    visitor.open("/?destination=BE,ZZ&colour=red&min_kg=many")
    wait_until(lambda: visitor.query() == "destination=BE", "the canonical address")
    note = visitor.text(".notes")
    assert "ZZ" in note
    assert "colour" in note
    assert "many" in note
    assert f"{BELGIUM} reported seizures" in visitor.text("#sentence")


def test_a_shared_link_shows_the_same_page_to_another_person(visitor: Visitor, another: Visitor) -> None:
    visitor.open("/?mode=maritime&departure=EC&metric=kg&sel=flow:EC>BE|maritime|travelled#4/30.000/-40.000")
    another.open(visitor.browser.current_url.removeprefix(visitor.site))
    for what in ("#title", "#sentence", ".side-title", ".figures"):
        wait_until(lambda what=what: another.text(what) == visitor.text(what) != "", what)
    assert another.stats()["lines"] == visitor.stats()["lines"]
    centre = "const c = app.map.map.getCenter(); return [app.map.map.getZoom(), Math.round(c.lat), Math.round(c.lng)]"
    assert visitor.js(centre) == another.js(centre) == [4, 30, -40]


def test_two_people_with_different_filters_do_not_mix(visitor: Visitor, another: Visitor) -> None:
    visitor.open("/?mode=air")
    another.open("/?mode=land")
    for person, value in ((visitor, "low"), (another, "high")):
        person.click("#facet-confidence > summary")
        person.click(f'[data-key="confidence:{value}"]')
    air = sum(1 for r in rows() if FILTERS["mode=air"](r) and r["confidence"] == "low")
    land = sum(1 for r in rows() if r["mode"] in ("road", "rail") and r["confidence"] == "high")
    wait_until(lambda: visitor.text("#sentence").startswith(f"{air} reported") or air == 0, "the first person's count")
    wait_until(lambda: another.text("#sentence").startswith(f"{land} reported"), "the second person's count")


def test_an_empty_selection_says_so_in_words_everywhere(visitor: Visitor) -> None:
    visitor.open("/?q=zzzz&lang=es")
    assert visitor.figures() == ["0", "–", "–"]
    assert "Ningún caso" in visitor.text("#side-head") and "Ningún caso" in visitor.text("#timeline")
    assert visitor.stats()["flows"] == visitor.stats()["nodes"] == 0
    assert "Rows" not in visitor.text("#side")


def test_names_on_the_map_keep_clear_of_its_edge_and_controls(visitor: Visitor) -> None:
    visitor.open("/?layers=flows,nodes&level=place")
    outside = """
      const { map, frame } = app.map, box = map.getContainer(), { x, y } = frame.pad;
      const at = box.getBoundingClientRect(), of = (part) => document.querySelector(part).getBoundingClientRect();
      const room = new app.names.Room(frame, app.names.controls(box));
      const free = (left, top) => room.free([left, top, left + 40, top + 15]);
      const under = (bar) => free(x + bar.left - at.left + 4, y + bar.top - at.top + 20);
      const size = map.getSize(), middle = y + size.y / 2;
      const panels = ['.map-buttons', '.filters', '.legend', '.head-words'].map((part) => under(of(part)));
      const inside = [x - 10, x + size.x - 30, x + 300].map((left) => free(left, middle));
      return [...panels, under(of('.mapbar')), ...inside];
    """
    folded = True
    assert visitor.js(outside) == [False, False, False, False, folded, False, False, True]


def test_a_line_keeps_its_shape_with_fewer_points(visitor: Visitor) -> None:
    visitor.open("/?layers=none")
    simple = "return app.lines.simple(arguments[0], 0.3)"
    assert visitor.js(simple, [[0, 0], [1, 0.2], [2, 0], [3, -0.2], [4, 0]]) == [[0, 0], [4, 0]]
    assert visitor.js(simple, [[0, 0], [2, 0.5], [4, 0], [4, 4]]) == [[0, 0], [2, 0.5], [4, 0], [4, 4]]
    there_and_back = [[0, 0], [10, 0], [5, 0]]
    assert visitor.js(simple, there_and_back) == there_and_back, "what lies beyond an end is not on the way to it"
    loop = [[0, 0], [5, 0], [5, 5], [0, 0]]
    assert visitor.js(simple, loop) == loop and visitor.js(simple, [[1, 2]]) == [[1, 2]]
    visitor.open("/")
    both = "return app.map.strokes.map((s) => [s.stroke.length, s.data.points.length])"
    drawn, held = (sum(n) for n in zip(*visitor.js(both), strict=True))
    assert 100 < drawn < 0.7 * held


def test_of_a_line_is_drawn_what_lies_in_sight_and_its_dashes_go_on(visitor: Visitor) -> None:
    visitor.open("/?layers=none")
    runs = "return app.lines.runs(arguments[0], [0, 0, 100, 50])"
    there_and_back = [[-300, 10], [50, 10], [50, 500], [80, 500], [80, 20]]
    assert visitor.js(runs, there_and_back) == [
        {"points": [[0, 10], [50, 10], [50, 50]], "along": 300},
        {"points": [[80, 50], [80, 20]], "along": 350 + 490 + 30 + 450},
    ]
    assert visitor.js(runs, [[-5, 60], [200, 60]]) == visitor.js(runs, [[-5, 10], [-5, 40]]) == []
    assert visitor.js(runs, [[10, 10], [90, 40]]) == [{"points": [[10, 10], [90, 40]], "along": 0}]
    visitor.open("/#8/9.000/-79.500")
    wait_until(lambda: visitor.stats()["flows"] > 0, "lines that pass Panama")
    longest = (
        "return Math.max(...app.map.strokes.flatMap((s) => s.runs.map((r) => app.lines.lengths(r.points).at(-1))))"
    )
    assert visitor.js(longest) < 3 * (1280 + 720), "an ocean is not drawn at the scale of a port"
    assert visitor.js("return Math.max(...app.map.strokes.map((s) => app.lines.lengths(s.stroke).at(-1)))") > 20_000


def test_language_and_themes(visitor: Visitor) -> None:
    visitor.open("/?lang=es&mode=air")
    assert visitor.text("#sentence").startswith(f"{AIR} incautaciones")
    wait_until(
        lambda: "vuelo" in visitor.text("#legend") or "Aérea" in visitor.text("#legend"), "the legend in Spanish"
    )
    visitor.open("/?theme=projector")
    size = "return parseFloat(getComputedStyle(document.querySelector(arguments[0])).fontSize)"
    assert visitor.js(size, "#title") >= 26
    assert not visitor.js("return document.querySelector('#side').offsetWidth")
    assert visitor.js("return app.map.strokes.every((s) => s.width >= 0.7)")
    visitor.open("/?theme=dark")
    assert visitor.js("return app.map.style.map.land") == "#1E262E"


def test_clicks_faster_than_the_answers_add_up(visitor: Visitor) -> None:
    visitor.open("/?theme=dark")
    visitor.click("#facet-confidence > summary")
    visitor.waits("return document.querySelector('[data-key=\"confidence:high\"]')", "the values that were folded")
    keys = ["mode:air", "departure:BR", "departure:EC", "mode:maritime", "confidence:high"]
    visitor.js("arguments[0].forEach((k) => document.querySelector(`[data-key='${k}']`).click())", keys)
    wanted = "mode=air,maritime&departure=BR,EC&confidence=high&theme=dark"
    wait_until(lambda: visitor.query() == wanted, "all five clicks")
    visitor.settle()
    expected = sum(
        r["mode"].startswith(("maritime", "air", "private aircraft"))
        and r["origin_country"] in ("BR", "EC")
        and r["confidence"] == "high"
        for r in rows()
    )
    wait_until(lambda: visitor.figures()[0] == str(expected), "the count of all five clicks")


def focused(visitor: Visitor, selector: str) -> None:
    """Put the focus on an element, and wait until it is there: keys go to what has it."""
    visitor.waits(
        f"const e = document.querySelector({selector!r}); e.focus(); return document.activeElement === e",
        f"the focus on {selector}",
    )


def test_space_switches_a_filter_and_typing_keeps_its_place(visitor: Visitor) -> None:
    visitor.open("/")
    focused(visitor, '[data-key="mode:air"]')
    ActionChains(visitor.browser).send_keys(Keys.SPACE).perform()
    wait_until(lambda: visitor.query() == "mode=air", "the filter by the space key")
    visitor.settle()
    focused(visitor, "[data-set=q] input")
    ActionChains(visitor.browser).send_keys("lisbon" + Keys.ENTER).perform()
    wait_until(lambda: visitor.query() == "mode=air&q=lisbon", "the words")
    visitor.settle()
    assert visitor.js("return document.activeElement.closest('[data-set]').dataset.set") == "q"


def test_an_answer_that_arrives_while_somebody_types_takes_no_letter_away(visitor: Visitor) -> None:
    visitor.open("/")
    visitor.js(
        "const i = document.querySelector('[data-set=q] input'); i.focus(); i.value = 'lis';"
        "i.dispatchEvent(new Event('input', { bubbles: true })); app.go('/?mode=air', { canonical: true })"
    )
    visitor.settle()
    assert visitor.js("return document.querySelector('[data-set=q] input').value") == "lis"
    ActionChains(visitor.browser).send_keys("bon" + Keys.ENTER).perform()
    wait_until(lambda: visitor.query() == "mode=air&q=lisbon", "the whole word")


def test_a_typed_number_is_read_in_the_reader_s_language(visitor: Visitor) -> None:
    visitor.open("/?lang=es")
    write = (
        "const i = document.querySelector('[data-set=min_kg] input'); i.value = arguments[0];"
        "i.dispatchEvent(new Event('change', { bubbles: true }))"
    )
    visitor.js(write, "1.000,5")
    wait_until(lambda: visitor.query() == "min_kg=1000.5&lang=es", "a thousand and a half")
    visitor.settle()
    assert visitor.js("return document.querySelector('[data-set=min_kg] input').value") == "1.000,5"
    visitor.js(write, "mucho")
    wait_until(lambda: "mucho" in visitor.text(".notes"), "the note")
    assert visitor.query() == "lang=es"


def test_back_returns_the_map_to_where_it_was(visitor: Visitor) -> None:
    visitor.open("/?layers=nodes#5.00/-8.000/-55.000")
    visitor.click('[data-key="mode:air"]')
    wait_until(lambda: "mode=air" in visitor.query(), "the filter")
    visitor.js("app.map.map.setView([50, 5], 7, { animate: false })")
    wait_until(lambda: visitor.js("return /^#-?[\\d.]+,4\\d/.test(location.hash)"), "the new view in the address")
    visitor.browser.back()
    place = "const c = app.map.map.getCenter(); return [app.map.map.getZoom(), Math.round(c.lat), Math.round(c.lng)]"
    wait_until(lambda: visitor.js(place) == [5, -8, -55], "the first view")
    assert visitor.query() == "layers=nodes"


@pytest.mark.parametrize("zoom", [2.5, 4, 9])
def test_a_link_keeps_what_is_seen_whatever_the_window(visitor: Visitor, another: Visitor, zoom: float) -> None:
    """The same window shows the very same; another one all of it, and not much more."""
    visitor.open("/?layers=nodes")
    visitor.js("app.map.map.setView([-8, 178], arguments[0], { animate: false })", zoom)
    wait_until(lambda: visitor.js("return location.hash").count(",") == 3, "the view in the address")
    link = visitor.js("return location.search + location.hash")
    where = (
        "const m = app.map.map, c = m.getCenter(), s = m.getSize(), { first, last } = app.viewport.covered(m);"
        "const a = m.containerPointToLatLng(first), b = m.containerPointToLatLng([s.x - last[0], s.y - last[1]]);"
        "return { zoom: m.getZoom(), at: [c.lat, c.lng], sides: [a.lng, b.lng] };"
    )
    before = visitor.js(where)
    visitor.open("/data")
    visitor.open("/" + link)
    after = visitor.js(where)
    assert after["zoom"] == before["zoom"] == zoom
    assert after["at"][0] == pytest.approx(-8, abs=0.6) and (after["at"][1] - 178 + 180) % 360 == pytest.approx(
        180, abs=0.6
    )
    another.open("/" + link)
    wider = another.js(where)
    west, _south, east, _north = map(float, link.partition("#")[2].split(","))
    assert wider["sides"][0] <= west and east <= wider["sides"][1] and wider["zoom"] >= zoom


@pytest.mark.parametrize("hash_", ["#//", "#4/0/1e308", "#x", "#3/0/-1e9", "#99999999/0/0x", "#1,2,3", "#5,5,4,6"])
def test_a_broken_viewport_opens_the_start_view(visitor: Visitor, hash_: str) -> None:
    visitor.open("/" + hash_)
    assert visitor.stats()["streams"] > 300
    assert visitor.js("return Math.abs(app.map.map.getCenter().lng) < 60 && app.map.map.getZoom() < 4")


def test_the_data_page_has_the_language_and_theme_of_its_address(visitor: Visitor) -> None:
    dressed = "const r = document.documentElement; return [r.dataset.theme, r.lang, document.title]"
    paper = "return getComputedStyle(document.querySelector('.about section')).backgroundColor"
    spanish = "Rutas e incautaciones de cocaína"
    visitor.open("/data?lang=es&theme=dark")
    assert visitor.js(dressed) == ["dark", "es", spanish]
    dark = visitor.js(paper)
    visitor.click('a.segment[href="/data?lang=es"]')
    wait_until(lambda: visitor.js(dressed) == ["light", "es", spanish] and visitor.js(paper) != dark, "the light page")
    visitor.open("/data?lang=xx&theme=<b>")
    assert visitor.js(dressed) == ["light", "en", "Cocaine routes and seizures"]


def test_from_a_page_to_another_and_back(visitor: Visitor) -> None:
    visitor.open("/")
    visitor.click(".data-pages .page-link[href^='/data']")
    visitor.waits("return document.querySelectorAll('.about section').length > 5", "the data page")
    assert f"{EVENTS} events count" in visitor.text(".about")
    visitor.browser.back()
    visitor.waits("return app.map && app.map.stats().ready && document.querySelector('#map')", "Explore again")


LINKS = ("/", "/?from=2019-01&mode=air&layers=flows,nodes,seizures&sel=month:2019-03")
#: What a page of Explore needs once, and asks for before any script is read.
AHEAD = ("/_dash-layout", "/explore.json", "/explore/map.json", "/assets/basemap/coarse.json")
ASKED = "return performance.getEntriesByType('resource').map((e) => e.name)"


def asked_paths(visitor: Visitor) -> list[str]:
    """What was asked for; a file that is named by its content by its own name."""
    return [re.sub(r"\.[0-9a-f]{12}(?=\.\w+$)", "", urlsplit(url).path) for url in visitor.js(ASKED)]


@pytest.mark.parametrize("link", LINKS)
def test_a_page_comes_with_the_layout_and_asks_for_nothing_twice(visitor: Visitor, link: str) -> None:
    visitor.open(link)
    paths = asked_paths(visitor)
    assert "/_dash-update-component" not in paths
    assert {path: paths.count(path) for path in AHEAD} == dict.fromkeys(AHEAD, 1)


@pytest.mark.parametrize("link", LINKS)
def test_what_a_page_needs_is_asked_for_without_its_script(visitor: Visitor, link: str) -> None:
    """Which of them is there first is the machine's matter: so the script does not come at all."""
    visitor.browser.execute_cdp_cmd("Network.enable", {})
    visitor.browser.execute_cdp_cmd("Network.setBlockedURLs", {"urls": ["*/assets/app.*.js"]})
    visitor.browser.get(visitor.site + link)
    asked = wait_until(lambda: set(AHEAD) <= set(asked_paths(visitor)), "what is asked ahead")
    assert asked and visitor.js("return app.map === undefined"), "the script was not there"
    visitor.browser.get_log("browser")


OFFLINE = {"offline": True, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}


@pytest.mark.parametrize("page", ["/", "/ranks"])
def test_a_server_that_does_not_answer_is_said_and_taken_back(visitor: Visitor, page: str) -> None:
    """Explore asks an endpoint of its own, every other page is a callback of Dash."""
    alarm = "return [...document.querySelectorAll('#alarm')].filter((box) => !box.hidden).length"
    visitor.browser.get(visitor.site + page)
    visitor.waits("return app.made === ''", "the page")
    visitor.browser.execute_cdp_cmd("Network.enable", {})
    visitor.browser.execute_cdp_cmd("Network.emulateNetworkConditions", OFFLINE)
    visitor.js("app.set({ mode: 'air' })")
    wait_until(lambda: visitor.js(alarm) == 1, "the alarm")
    visitor.browser.execute_cdp_cmd("Network.emulateNetworkConditions", {**OFFLINE, "offline": False})
    visitor.js("app.set({ mode: 'land' })")
    wait_until(lambda: visitor.js(alarm) == 0, "the alarm to end")
    visitor.browser.get_log("browser")


def data_asked(visitor: Visitor) -> list[str]:
    """Endpoints of Explore and of layers that were asked since the last look, with their queries."""
    told = "return performance.getEntriesByType('resource').map((e) => e.name)"
    urls = [urlsplit(url) for url in visitor.js(told)]
    visitor.js("performance.clearResourceTimings()")
    return [f"{u.path}?{u.query}" for u in urls if u.path.startswith(("/explore", "/layers/"))]


def test_clusters_and_the_time_axis_come_with_the_flows(visitor: Visitor) -> None:
    def drawn() -> int:
        return sum(group["n"] for group in visitor.stats()["groups"])

    visitor.open("/?layers=flows,nodes,seizures")
    wait_until(lambda: drawn() > 200, "clusters")
    data_asked(visitor)
    visitor.click('[data-key="mode:air"]')
    visitor.waits("return app.query().includes('mode=air')", "the filter")
    visitor.settle()
    # What is drawn may stand on the map twice, in two copies of the world.
    held = visitor.js("return app.map.data.seizures.groups.reduce((sum, group) => sum + group.n, 0)")
    assert 0 < held <= visitor.bars() == AIR and drawn() > 0
    asked = [door.split("?")[0] for door in data_asked(visitor)]
    assert asked[:2] == ["/explore/map.json", "/explore.json"] and len(asked) == len(set(asked))
    assert "/layers/seizures.json" not in asked


def test_no_mark_covers_the_number_of_a_group(visitor: Visitor) -> None:
    visitor.open("/?layers=nodes,seizures&departure=CO,EC")
    visitor.waits("return app.map.stats().groups.some((group) => group.n > 9)", "groups")
    marks = visitor.js(
        "return app.map.marks.map((mark) => [mark.x, mark.y, app.shapes.radius(mark.data.n), mark.data.n])"
    )
    groups = [(i, mark) for i, mark in enumerate(marks) if mark[3] > 1]
    covers = [
        (group, mark)
        for i, group in groups
        for mark in marks[i + 1 :]
        if math.dist(group[:2], mark[:2]) < mark[2] + 2 + 3.4 * len(str(group[3])) - 0.01
    ]
    assert len(groups) > 3 and covers == []


def test_groups_of_seizures_are_larger_on_a_projector(visitor: Visitor) -> None:
    sizes = []
    for theme in ("light", "projector"):
        visitor.open(f"/?layers=seizures&theme={theme}")
        visitor.waits("return app.map.marks.some((mark) => mark.data.n > 1)", "groups")
        told = "const m = app.map.marks.find((mark) => mark.data.n > 1); return [m.r, app.shapes.radius(m.data.n)]"
        sizes.append(visitor.js(told))
    assert sizes[0][0] == sizes[0][1] and sizes[1][0] == pytest.approx(1.4 * sizes[1][1])


def test_a_press_asks_ahead_and_its_click_asks_for_nothing_twice(visitor: Visitor) -> None:
    visitor.open("/")
    data_asked(visitor)
    option = visitor.browser.find_element("css selector", '[data-key="mode:air"]')
    hand = ActionChains(visitor.browser, duration=0)
    hand.click_and_hold(option).perform()
    here = "return performance.getEntriesByType('resource').some((e) => e.name.includes('explore.json'))"
    visitor.waits(here, "the page's answer while the button is down")
    assert visitor.query() == "" and f"{EVENTS} reported seizures" in visitor.text("#sentence")
    hand.release().perform()
    visitor.waits("return app.query() === 'mode=air'", "the filter")
    visitor.settle()
    assert f"{AIR} reported seizures" in visitor.text("#sentence") and visitor.bars() == AIR
    asked = [door for door in data_asked(visitor) if "rows" not in door]
    assert asked == ["/explore/map.json?mode=air", "/explore.json?unfolded=&mode=air"]
    hand.click_and_hold(visitor.browser.find_element("css selector", '[data-key="destination:ES"]')).perform()
    visitor.waits("return Object.keys(app.early).length > 0", "an answer that waits for the click")
    hand.move_to_element(visitor.browser.find_element("id", "map")).release().perform()
    visitor.waits("return Object.keys(app.early).length === 0", "no click came: the answer is let go")
    assert visitor.query() == "mode=air"
    finger = "arguments[0].dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, pointerType: 'touch' }))"
    visitor.js(finger, visitor.browser.find_element("css selector", '[data-key="destination:ES"]'))
    assert visitor.js("return Object.keys(app.early)") == [], "a finger may only scroll"


def test_a_list_whose_code_does_not_come_says_so(visitor: Visitor) -> None:
    visitor.browser.execute_cdp_cmd("Network.enable", {})
    visitor.browser.execute_cdp_cmd("Network.setBlockedURLs", {"urls": ["*dash_ag_grid*"]})
    visitor.browser.get(visitor.site + "/")
    visitor.waits("return window.app && app.map && app.map.stats().ready", "the map")
    visitor.waits("return document.querySelector('#events-place').innerText === app.known.faults.en", "the fault")
    visitor.browser.get_log("browser")


def test_an_answer_that_failed_before_the_page_could_say_so_is_asked_again(visitor: Visitor) -> None:
    visitor.open("/")
    again = (
        "app.early['/health'] = Promise.reject(new Error('gone'));"
        "app.json('/health').then((found) => arguments[0](found.status), () => arguments[0]('lost'));"
    )
    assert visitor.browser.execute_async_script(again) == "ok"
