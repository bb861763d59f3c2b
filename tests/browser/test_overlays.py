"""Overlays in a real browser: a file goes up, its shapes lie on the map, a click filters by one, tiles are pictures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from selenium.webdriver import ActionChains

from tests import overlay_files as files
from tests.browser.conftest import Visitor, wait_until

pytestmark = pytest.mark.browser
NOWHERE_ELSE = "&layers=none#-110,-30,-50,30"
#: Pixels of Leaflet's canvas of shapes that are painted at all.
INK = """const c = document.querySelector('.leaflet-own-shapes-pane canvas');
if (!c) return 0;
const copy = new OffscreenCanvas(c.width, c.height).getContext('2d', { willReadFrequently: true });
copy.drawImage(c, 0, 0);
return copy.getImageData(0, 0, c.width, c.height).data.filter((v, i) => i % 4 === 3 && v).length"""


def form(person: Visitor) -> None:
    """The form for a new overlay, as if its button had been pressed: that opens the system's own window, which no test
    can answer, so the file is given to the input."""
    person.browser.get(f"{person.site}/import")
    person.waits("return document.querySelector('.overlay-form') !== null", "the form")
    person.js("document.querySelector('.overlay-form').open = true; HTMLInputElement.prototype.click = () => {};")
    person.js("document.querySelector('[data-overlay-file]').click()")


def taken(person: Visitor, made: Callable[[Path], Path], folder: Path, title: str) -> str:
    """A file is given a title and goes up by the form; its key."""
    form(person)
    person.browser.find_element("css selector", ".overlay-form [data-says=title] input").send_keys(title)
    person.browser.find_element("css selector", "#overlay-file").send_keys(str(made(folder)))
    person.waits("return document.querySelector('#overlay-taken .notes') !== null", "the overlay")
    link = person.js("return document.querySelector('#overlay-taken a').getAttribute('href')")
    return str(link).partition("overlays=")[2].partition("&")[0]


def at(person: Visitor, lon: float, lat: float) -> ActionChains:
    pixel = "const p = app.map.map.latLngToContainerPoint([arguments[1], arguments[0]]); return [p.x, p.y]"
    x, y = person.js(pixel, lon, lat)
    box = person.js("const b = document.getElementById('map').getBoundingClientRect(); return [b.left, b.top]")
    actions = ActionChains(person.browser, duration=20)
    actions.w3c_actions.pointer_action.move_to_location(round(box[0] + x), round(box[1] + y))
    return actions


def test_shapes_lie_on_the_map_and_a_click_filters_by_one(person: Visitor, tmp_path: Path) -> None:
    key = taken(person, files.gpkg, tmp_path, "Zonas <i>")
    assert "Zonas <i>" in person.text("#import-side")
    person.open(f"/?overlays={key}{NOWHERE_ELSE}")
    wait_until(lambda: person.js(INK) > 200, "the shapes")
    assert "Zonas <i>" in person.text("#legend"), "the legend names it, and runs nothing"
    every = person.figures()
    hover = at(person, -84, 0)
    hover.perform()
    wait_until(lambda: files.NAMES[0] in person.text(".map-tip"), "its name")
    clicked = at(person, -84, 0)
    clicked.w3c_actions.pointer_action.click()
    clicked.perform()
    person.waits(f"return app.param('area') === 'overlay.{key}.1'", "the area in the address")
    person.settle()
    assert person.figures() != every and "Zonas <i>" in person.text("#sentence")
    assert person.stats()["drawn"] == 1, "its outline"
    # In the hole there is no zone.
    at(person, -80, 0).perform()
    wait_until(lambda: files.NAMES[0] not in person.text(".map-tip"), "no name in the hole")
    again = at(person, -84, 0)
    again.w3c_actions.pointer_action.click()
    again.perform()
    person.waits("return app.param('area') === null", "the area given up")
    person.settle()
    assert person.figures() == every


def test_it_is_switched_in_the_list_of_layers(person: Visitor, tmp_path: Path) -> None:
    key = taken(person, files.geojson, tmp_path, "Distritos")
    person.open(f"/?x={NOWHERE_ELSE}")
    switch = f"[id='overlay-{key}']"
    assert person.js(INK) == 0
    for shown in (True, False):
        person.js("document.querySelector(arguments[0]).click()", switch)
        person.waits(f"return app.query().includes('overlays={key}') === {str(shown).lower()}", "the switch")
        person.settle()
        wait_until(lambda shown=shown: (person.js(INK) > 200) == shown, "the shapes on or off")


def test_tiles_are_pictures_of_this_server(person: Visitor, tmp_path: Path) -> None:
    key = taken(person, files.mbtiles, tmp_path, "Carta")
    person.open(f"/?overlays={key}{NOWHERE_ELSE}")
    loaded = (
        "return [...document.querySelectorAll('.leaflet-own-tiles-pane img.leaflet-tile-loaded')].map((i) => i.src)"
    )
    sources = wait_until(lambda: person.js(loaded), "tiles")
    assert all(source.startswith(f"{person.site}/overlays/{key}/tiles/") for source in sources)


def test_what_is_refused_is_said_and_what_is_said_can_be_changed(person: Visitor, tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("date,kg\n")
    form(person)
    person.browser.find_element("css selector", "#overlay-file").send_keys(str(tmp_path / "table.csv"))
    wait_until(lambda: "no map that can be read" in person.text("#import-progress"), "the refusal")
    key = taken(person, files.kml, tmp_path, "Costa")
    box = f"const box = document.querySelector('[data-overlay=\"{key}\"]').closest('details'); box.open = true;"
    person.js(f"{box} box.querySelector('[data-says=style] select').value = 'dotted'")
    person.js(f"{box} box.querySelector('[data-action=change]').click()")
    record = "return document.querySelector('.record').textContent"
    wait_until(lambda: "overlay changed" in person.js(record), "the record")
    assert person.js(f"{box} return box.querySelector('[data-says=style] select').value") == "dotted"
    person.js(f"window.confirm = () => true; {box} box.querySelector('[data-action=remove]').click()")
    titles = "return [...document.querySelectorAll('.dataset strong')].map((e) => e.textContent)"
    wait_until(lambda: "Costa" not in person.js(titles), "it to be gone")
