"""The analysis pages in a real browser: they open, speak two languages, follow the keyboard and lead to the events."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from tests.browser.conftest import Visitor

#: page -> (what stands on it once it has settled, the maps that must have drawn something)
PAGES = {
    "/routes": (".board-table", ("board-map",)),
    "/compare": ("#compare table", ("map-a", "map-b", "map-change")),
    "/countries?at=EC,BE": (".sheets.of-2 .js-plotly-plot .bars", ()),
    "/ranks": (".range-bar", ()),
    "/overview": (".figures-charts .js-plotly-plot .points", ("overview-map", "figures-map")),
}


def arrive(visitor: Visitor, path: str, mark: str, maps: tuple[str, ...] = ()) -> None:
    visitor.browser.get(visitor.site + path)
    visitor.waits(f"return document.querySelector({mark!r}) !== null", f"{mark} on {path}")
    for name in maps:
        visitor.waits(f"return Number(document.getElementById({name!r}).dataset.lines) > 0", f"lines of {name}")


@pytest.mark.parametrize("path", sorted(PAGES))
def test_a_page_opens_in_both_languages_without_scrolling_sideways(visitor: Visitor, path: str) -> None:
    mark, maps = PAGES[path]
    for more in ("lang=en", "lang=es&theme=dark", "theme=projector&lang=es"):
        arrive(visitor, f"{path}{'&' if '?' in path else '?'}{more}", mark, maps)
        wide = visitor.js("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, more
        assert visitor.text("h1") and "undefined" not in visitor.text("body")


def test_a_click_on_the_small_map_lights_the_chain_and_a_second_one_clears_it(visitor: Visitor) -> None:
    arrive(visitor, "/overview", ".alluvial", ("overview-map",))
    spot = visitor.js(
        "const box = document.getElementById('overview-map').getBoundingClientRect();"
        "const every = app.board.maps['overview-map'].spots();"
        "const held = every.find((s) => s.node === 'EC' && s.x > 0 && s.x < box.width);"
        "return [held.x, held.y, box.width, box.height];"
    )
    at = (round(spot[0] - spot[2] / 2), round(spot[1] - spot[3] / 2))
    small = visitor.browser.find_element("id", "overview-map")
    ActionChains(visitor.browser).move_to_element_with_offset(small, *at).click().perform()
    visitor.waits("return document.querySelector('.ribbon.lit') !== null", "the chain of Ecuador to be lit")
    assert visitor.js("return new URLSearchParams(location.search).get('sel')") == "node:EC"
    visitor.waits(
        "return document.getElementById('overview-map').dataset.query.includes('sel=node')", "the map to follow"
    )
    ActionChains(visitor.browser).move_to_element_with_offset(small, *at).click().perform()
    visitor.waits("return document.querySelector('.ribbon.lit') === null", "the light to go out")


def test_a_click_on_a_bar_opens_its_events(visitor: Visitor) -> None:
    arrive(visitor, "/countries?at=ES&theme=dark", ".js-plotly-plot .bars .point")
    rows = (
        "[...document.querySelectorAll('.chart-table tbody tr')].map((row) => [...row.cells].map((c) => c.textContent))"
    )
    totals = {row[0]: row[1] for row in visitor.js(f"return {rows}")}
    bar = visitor.browser.find_element("css selector", ".js-plotly-plot .bars .point")
    visitor.js("arguments[0].scrollIntoView({ block: 'center' })", bar)
    ActionChains(visitor.browser).move_to_element(bar).click().perform()
    visitor.waits("return location.pathname === '/' && app.map && app.map.stats().ready", "Explore")
    asked = visitor.js("return Object.fromEntries(new URLSearchParams(location.search))")
    assert asked == {"seizure": "ES", "from": asked["from"], "to": asked["from"], "theme": "dark", "at": "ES"}
    assert f"{totals[asked['from']]} reported" in visitor.text("#sentence")


def test_a_click_on_a_figure_shows_its_year_on_the_map(visitor: Visitor) -> None:
    arrive(visitor, "/overview?figure=coca_cultivation", ".figures-charts .js-plotly-plot .points", ("figures-map",))
    dot = visitor.browser.find_element("css selector", ".figures-charts .js-plotly-plot .points path")
    visitor.js("arguments[0].scrollIntoView({ block: 'center' })", dot)
    ActionChains(visitor.browser).move_to_element(dot).click().perform()
    visitor.waits("return document.getElementById('figures-map').dataset.query.includes('year=')", "the map of a year")
    year = visitor.js("return new URLSearchParams(location.search).get('year')")
    assert year in visitor.text("#figures-note")


def test_panels_stand_beside_each_other_as_the_window_has_room(visitor: Visitor) -> None:
    arrive(visitor, "/overview?figure=quantity_seized_cocaine", ".figures-charts .js-plotly-plot .points")
    high = "document.querySelector('.figures-charts .js-plotly-plot').clientHeight"
    wide = visitor.js(f"return {high}")
    visitor.browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": False}
    )
    visitor.waits(f"return {high} > {2 * wide}", "two panels beside each other")
    visitor.browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_a_selected_route_is_lit_on_the_map(visitor: Visitor) -> None:
    visitor.browser.get(visitor.site + "/?draw=lines&sel=route:EC%3EBE%7Cmaritime%7Cpair")
    visitor.waits("return !!(app.map && app.map.stats().ready && app.map.scene.lit)", "lit flows")
    lit = visitor.js("return app.map.scene.lines.filter(app.map.scene.lit).map((l) => l.origin + '>' + l.target)")
    assert "EC>BE" in lit and len(lit) < visitor.js("return app.map.scene.lines.length")


def test_a_route_is_picked_by_keyboard_drawn_and_opened(visitor: Visitor) -> None:
    arrive(visitor, "/routes", ".board-table", ("board-map",))
    visitor.js("document.querySelector('.pick').focus()")
    visitor.browser.switch_to.active_element.send_keys(" ")
    visitor.waits("return document.querySelector('tr.picked') !== null", "the row to be picked")
    visitor.waits("return document.activeElement.classList.contains('pick')", "the focus to stay on the box")
    key = visitor.js("return new URLSearchParams(location.search).get('routes')")
    legs = key.split("|")[0].count(">")
    visitor.waits(
        f"return Number(document.getElementById('board-map').dataset.lines) === {legs}", "the picked route alone"
    )
    recent = visitor.js("return document.querySelector('tr.picked .number a').innerText")
    visitor.click("tr.picked .number a")
    visitor.waits("return app.map && app.map.stats().ready", "the map of the events")
    visitor.waits("return document.querySelector('.side-title') !== null", "the name of the route")
    assert "→" in visitor.text("#side-head .side-title")
    assert int(visitor.figures()[0]) >= int(recent)


def test_a_tier_narrows_the_board_and_settings_move_the_windows(visitor: Visitor) -> None:
    arrive(visitor, "/routes", ".board-table")
    n = visitor.js("return Number(document.querySelector('[data-key=tier-first_sighting] b').innerText)")
    visitor.click("[data-key='tier-first_sighting']")
    visitor.waits(f"return document.querySelectorAll('.route-name').length === {n}", "the first sightings alone")
    visitor.click("#board-windows summary")
    visitor.js("document.querySelector('#set-recent').value = '12'")
    visitor.js("document.querySelector('#set-recent').dispatchEvent(new Event('change', {bubbles: true}))")
    visitor.waits("return location.search.includes('recent=12')", "the window in the address")
    visitor.waits("return document.querySelector('#board-windows').open", "the settings to stay open")


def test_a_route_name_leads_to_its_page_and_back(visitor: Visitor) -> None:
    arrive(visitor, "/routes", ".board-table")
    visitor.click(".route-name")
    visitor.waits("return document.querySelector('.month-bars') !== null", "the page of the route")
    assert "→" in visitor.text("h1")
    visitor.click(".tools a[data-nav]")
    visitor.waits("return document.querySelector('.board-table') !== null", "the board again")


def test_a_band_of_the_chain_narrows_chain_and_map(visitor: Visitor) -> None:
    arrive(visitor, "/overview", ".alluvial", ("overview-map",))
    lines = visitor.js("return Number(document.getElementById('overview-map').dataset.lines)")
    click = "new MouseEvent('click', {bubbles: true, cancelable: true})"
    visitor.js(f"[...document.querySelectorAll('.alluvial a[href*=departure]')].pop().dispatchEvent({click})")
    visitor.waits("return location.search.includes('departure=')", "the country in the address")
    visitor.waits(
        f"return Number(document.getElementById('overview-map').dataset.lines) < {lines}", "fewer lines on the map"
    )


def test_a_fifth_country_cannot_be_put_beside(visitor: Visitor) -> None:
    arrive(visitor, "/countries?at=BE,BR,CO,EC", ".sheets.of-4")
    visitor.click("#country-choose > summary")
    assert visitor.js("return document.querySelectorAll('#country-choose a.country-row').length") == 4
    visitor.click(".sheet-name .close")
    visitor.waits("return document.querySelector('.sheets.of-3') !== null", "three countries")


def test_a_country_is_chosen_on_the_map_and_by_its_name(visitor: Visitor) -> None:
    arrive(visitor, "/countries", "#countries-map", ("countries-map",))
    spot = visitor.js(
        "const { map } = app.board.maps['countries-map'], { x, y } = map.latLngToContainerPoint([-10, -53]);"
        "const box = map.getContainer().getBoundingClientRect(); return [box.left + x, box.top + y]"
    )
    ActionChains(visitor.browser).move_by_offset(*map(int, spot)).click().perform()
    visitor.waits(
        "return document.querySelector('.sheets.of-1') !== null && app.param('at') === 'BR'", "Brazil's sheet"
    )
    visitor.waits("return Number(document.getElementById('sheet-map-0').dataset.lines) > 3", "its map")
    visitor.click("#country-choose > summary")
    box = visitor.browser.find_element("css selector", "[data-narrows]")
    box.send_keys("curacao")
    first = "document.querySelector('#country-list > li:not([hidden])').innerText.startsWith('Curaçao')"
    visitor.waits(f"return {first}", "the country that fits, before the seas that do")
    assert visitor.js("return document.querySelectorAll('#country-list > li:not([hidden])').length") < 6
    box.send_keys(Keys.ENTER)
    visitor.waits(
        "return document.querySelector('.sheets.of-2') !== null && app.param('at') === 'BR,CW'", "both sheets"
    )
