"""Streams or lines, by zoom and while the time moves; and when the map goes where the events are."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser


def test_nearer_the_streams_give_way_to_lines_and_come_back(visitor: Visitor) -> None:
    visitor.open("/")
    title = visitor.js("return app.map.words.say('streams.title')")
    says = "return document.getElementById('legend').textContent.includes(arguments[0])"
    assert visitor.stats()["streams"] > 300 and visitor.js(says, title)
    lines = visitor.js("return app.map.scene.lines.map((line) => line.key)")
    visitor.js("app.map.map.setView([52, 4], 7, { animate: false })")
    visitor.waits("const s = app.map.stats(); return s.streams === 0 && s.flows > 0", "lines")
    assert not visitor.js(says, title)
    visitor.js("app.map.map.setView([10, -20], 3, { animate: false })")
    visitor.waits("return app.map.stats().streams > 300", "streams")
    assert visitor.js(says, title) and visitor.js("return app.map.scene.lines.map((line) => line.key)") == lines


def test_a_link_to_a_near_view_has_its_lines(visitor: Visitor) -> None:
    """Lines are asked for where each flow has one: when the first page stands, and with the next filter."""
    visitor.open("/#2,50,7,53")
    visitor.waits("const s = app.map.stats(); return s.streams === 0 && s.flows > 0", "lines")
    asked = "return performance.getEntriesByType('resource').map((e) => e.name).filter((n) => n.includes('near=1'))"
    assert not visitor.js(asked)
    visitor.js("app.set({ departure: 'EC' })")
    visitor.waits("return app.map.query.includes('EC')", "the filter")
    stats = visitor.stats()
    assert stats["streams"] == 0 and stats["flows"] > 0 and len(visitor.js(asked)) == 1


def test_what_no_stream_shows_is_a_line_while_the_time_moves_too(visitor: Visitor) -> None:
    """By sea those whose lane is not known, in the order of the server; both of all months."""
    visitor.open("/?mode=maritime")
    visitor.waits("return app.cube.now()", "the cube")
    rested, moving, after = visitor.js(
        "const map = app.map, { first, months } = app.cube.now().axis, keys = () => map.scene.lines.map((l) => l.key);"
        "const rested = keys(); map.move(app.cube.now().at(first, first + months)); const moving = keys();"
        "map.rest(); return [rested, moving, keys()];"
    )
    assert any("|maritime|" in key for key in rested)
    assert moving == rested == after


def test_a_link_to_a_view_stays_there_until_the_filter_changes(visitor: Visitor) -> None:
    middle = "const c = app.map.map.getCenter(); return [Math.round(c.lat), Math.round(c.lng)]"
    visitor.open("/?seizure=PF#4/45/5")
    visitor.waits("return document.querySelector('.edge')", "what lies beyond the edges")
    assert visitor.js(middle) == [45, 5]
    visitor.js("app.set({ metric: 'kg' })")
    visitor.waits("return app.map.query.includes('metric=kg') && !app.map.stats().moving", "the weights")
    assert visitor.js(middle) == [45, 5], "no other events are shown"
    visitor.js("app.set({ seizure: 'AU' })")
    visitor.waits("return !app.map.stats().moving && Boolean(app.edges.bySide(app.map).in)", "the map to go there")
