"""The base map is one canvas: it lies under the whole map at every zoom, also while a hand still drags."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Visitor

COVERS = """const box = document.getElementById("map").getBoundingClientRect();
const canvas = document.querySelector("#map .map-base"), at = canvas.getBoundingClientRect();
const reaches = at.left <= box.left && at.right >= box.right && at.top <= box.top && at.bottom >= box.bottom;
return reaches && Math.abs(at.width - canvas.offsetWidth) < 1;"""
#: Parts of the sea's and of the land's colour among the pixels of the base map.
COLOURS = """const canvas = document.querySelector("#map .map-base"), { width, height } = canvas;
const paper = Object.assign(document.createElement("canvas"), { width, height });
const copy = paper.getContext("2d", { willReadFrequently: true });
copy.drawImage(canvas, 0, 0);
const { data } = copy.getImageData(0, 0, width, height), { sea, land } = app.map.style.map;
const share = (colour) => {
  const [r, g, b] = [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16));
  let n = 0;
  for (let i = 0; i < data.length; i += 4) if (data[i] === r && data[i + 1] === g && data[i + 2] === b) n += 1;
  return n / (width * height);
};
return [share(sea), share(land)];"""
MOUSE = """const [name, x] = arguments, box = document.getElementById("map");
box.dispatchEvent(
  new MouseEvent(name, { clientX: x, clientY: 300, buttons: 1, bubbles: true, cancelable: true, view: window }));"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_land_and_sea_lie_under_the_map_at_a_zoom_between_two(visitor: Visitor, theme: str) -> None:
    visitor.open(f"/?theme={theme}")
    visitor.js("app.map.map.setZoom(3.5, { animate: false })")
    visitor.waits("return app.map.base.drawn", "the base map")
    visitor.waits(COVERS, "a base map that lies there unscaled")
    sea, land = visitor.js(COLOURS)
    assert sea > 0.3 and land > 0.2


def test_a_hand_that_drags_far_sees_land_before_it_lets_go(visitor: Visitor) -> None:
    visitor.open("/")
    visitor.waits("return app.map.base.drawn", "the base map")
    visitor.js(MOUSE, "mousedown", 900)
    for x in range(860, 200, -40):
        visitor.js(MOUSE, "mousemove", x)
        visitor.waits(COVERS, f"a base map at {x}")
    sea, land = visitor.js(COLOURS)
    visitor.js(MOUSE, "mouseup", 220)
    assert sea > 0.2 and land > 0.1


def test_from_zoom_6_on_the_coast_is_the_finer_one(visitor: Visitor) -> None:
    visitor.open("/#5/50.8/4.2")
    visitor.waits("return app.map.base.drawn", "the base map")
    visitor.js("app.map.map.setZoom(7, { animate: false })")
    fine = "return performance.getEntriesByType('resource').some((e) => e.name.includes('/basemap/fine.'))"
    visitor.waits(fine, "the finer coast")
    visitor.waits(COVERS, "a base map that lies there unscaled")
    sea, land = visitor.js(COLOURS)
    assert sea > 0.1 and land > 0.3
