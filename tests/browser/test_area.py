"""An area is drawn on the map with the mouse and becomes a part of the filter."""

from __future__ import annotations

import pytest
from selenium.webdriver import ActionChains, Keys

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser
PIXEL = "const p = app.map.map.latLngToContainerPoint([arguments[1], arguments[0]]); return [p.x, p.y]"


def pen(visitor: Visitor, tool: str) -> ActionChains:
    visitor.click(f".map-buttons [data-tool={tool}]")
    visitor.waits("return app.area.busy() && / /.test(document.querySelector('.area-hint').textContent)", "the tool")
    return ActionChains(visitor.browser, duration=20)


def to(visitor: Visitor, actions: ActionChains, lon: float, lat: float) -> ActionChains:
    x, y = visitor.js(PIXEL, lon, lat)
    box = visitor.js("const b = document.getElementById('map').getBoundingClientRect(); return [b.left, b.top]")
    actions.w3c_actions.pointer_action.move_to_location(round(box[0] + x), round(box[1] + y))
    return actions


def settled(visitor: Visitor) -> str:
    visitor.waits("return app.query().includes('area=') && !app.area.busy()", "the area in the address")
    visitor.settle()
    return str(visitor.js("return app.param('area')"))


def test_a_rectangle_is_dragged_and_taken_out_again(visitor: Visitor) -> None:
    visitor.open("/")
    every = visitor.figures()
    actions = to(visitor, pen(visitor, "rectangle"), -40, 0)
    actions.w3c_actions.pointer_action.pointer_down()
    to(visitor, actions, -20, 25).w3c_actions.pointer_action.pointer_up()
    actions.perform()
    text = settled(visitor)
    (west, north), (east, south) = (map(float, corner.split(",")) for corner in text.split("|"))
    lons, lats = sorted((west, east)), sorted((north, south))
    assert lons == pytest.approx([-40, -20], abs=0.5) and lats == pytest.approx([0, 25], abs=0.5)
    assert visitor.figures() != every and visitor.stats()["drawn"] == 1
    assert "drawn area" in visitor.text("#sentence")
    visitor.click('.chip[id*=area], [id*=\'"chip":"area"\']')
    visitor.waits("return !app.query().includes('area=')", "no area")


def test_a_polygon_is_closed_by_enter_and_a_lasso_by_letting_go(visitor: Visitor) -> None:
    visitor.open("/?area=arrives:XZ-CAR")
    actions = pen(visitor, "polygon")
    for lon, lat in ((-40, 5), (-15, 5), (-25, 30)):
        to(visitor, actions, lon, lat).w3c_actions.pointer_action.click()
    actions.perform()
    ActionChains(visitor.browser).send_keys(Keys.ENTER).perform()
    visitor.waits("return app.param('area') !== 'arrives:XZ-CAR'", "the polygon")
    text = settled(visitor)
    assert text.startswith("arrives:") and len(text.split("|")) == 3, "what the events have to do with it stays"
    actions = to(visitor, pen(visitor, "lasso"), -40, 5)
    actions.w3c_actions.pointer_action.pointer_down()
    for lon, lat in ((-30, 0), (-15, 5), (-12, 20), (-20, 28), (-35, 25), (-40, 5)):
        to(visitor, actions, lon, lat)
    actions.w3c_actions.pointer_action.pointer_up()
    actions.perform()
    visitor.waits("return app.param('area') !== arguments[0]".replace("arguments[0]", f"'{text}'"), "the lasso")
    assert 4 <= len(settled(visitor).split("|")) <= 60


def test_escape_stops_the_hand_and_keeps_what_was_selected(visitor: Visitor) -> None:
    visitor.open("/?sel=node:BE")
    actions = to(visitor, pen(visitor, "polygon"), -30, 5)
    actions.w3c_actions.pointer_action.click()
    to(visitor, actions, -20, 10).perform()
    assert visitor.js("return app.area.outlines(app.map).length") == 1, "the first side follows the pointer"
    ActionChains(visitor.browser).send_keys(Keys.ESCAPE).perform()
    visitor.waits("return !app.area.busy()", "the hand to stop")
    assert visitor.query() == "sel=node:BE"
    assert visitor.js("return app.map.map.dragging.enabled() && app.map.map.doubleClickZoom.enabled()")
    assert visitor.text(".area-hint") == ""


def test_a_distance_is_measured_and_goes_with_escape(visitor: Visitor) -> None:
    visitor.open("/")
    actions = to(visitor, pen(visitor, "distance"), -79.9, -2.2)
    actions.w3c_actions.pointer_action.click()
    to(visitor, actions, 4.3, 51.3).w3c_actions.pointer_action.click()
    actions.perform()
    said = visitor.waits("const t = document.querySelector('.area-hint').textContent; return /nmi/.test(t) && t", "km")
    assert "by sea lane 10," in said and "as the crow flies 9," in said and "not an observed track" in said
    assert visitor.stats()["drawn"] == 2 and "area=" not in visitor.query()
    ActionChains(visitor.browser).send_keys(Keys.ESCAPE).perform()
    visitor.waits("return app.map.stats().drawn === 0 && !document.querySelector('.area-hint').textContent", "it to go")


def test_the_pointer_says_where_it_is_in_three_forms(visitor: Visitor) -> None:
    visitor.open("/?layers=nodes,graticule#5/51/4")
    to(visitor, ActionChains(visitor.browser), 4.4, 51.22).perform()
    shown = "return document.querySelector('.map-position').textContent"
    visitor.waits(f"{shown}", "the position")
    forms = ("decimal", "dms", "mgrs")
    say = "return app.position.written(arguments[0], arguments[1], arguments[2], app.map.words)"
    assert [visitor.js(say, form, 51.22, 4.4) for form in forms] == [
        "51.2200° N 4.4000° E", "51°13′12″ N 4°24′00″ E", "31U ES 9777 7522",
    ]  # fmt: skip
    assert [visitor.js(say, form, -0.99999, 361.5) for form in forms[:2]] == [
        "1.0000° S 1.5000° E",
        "1°00′00″ S 1°30′00″ E",
    ]
    assert visitor.js(say, "mgrs", 85, 0) == "–"
    visitor.click(".map-position")
    assert "′" in visitor.js(shown)
    visitor.click(".map-position")
    assert visitor.js(f"{shown}.split(' ').length") == 4, (
        "zone, square, easting, northing; the pointer is on the button"
    )


def test_the_drawer_on_the_map_is_opened_and_the_page_goes_on(visitor: Visitor) -> None:
    """A part that folds and has no name must not stop the parts that come after it."""
    visitor.open("/")
    visitor.js("document.querySelector('#area-drawer > summary').click()")
    visitor.click('[data-key="mode:air"]')
    visitor.settle()
    assert "mode: air" in visitor.text("#sentence")


def test_enter_is_the_page_s_but_for_a_polygon_that_can_be_closed(visitor: Visitor) -> None:
    visitor.open("/")
    pen(visitor, "rectangle")
    visitor.js("document.querySelector('[data-key=\"mode:air\"]').focus()")
    ActionChains(visitor.browser).send_keys(Keys.ENTER).perform()
    visitor.waits("return app.query() === 'mode=air'", "the link that was entered")
