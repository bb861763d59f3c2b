"""The map as a file, in a real browser: its strokes are those of the canvas, and the dialog shows what it saves."""

from __future__ import annotations

import random

import pytest

from app.core import strokes
from app.core.modes import LINES, ROLES
from app.i18n import translator
from tests.browser.conftest import Visitor, wait_until

DRAW = """
const [points, wide, shift, head, tail] = arguments, { beside, arrow, width } = app.lines;
return arrow(beside(points, shift), wide, head, tail);
"""


def test_the_drawing_and_the_canvas_make_the_same_strokes(visitor: Visitor) -> None:
    visitor.open("/")
    chance, compared = random.Random(11), 0
    for _try in range(40):
        points = [(chance.uniform(0, 400), chance.uniform(0, 400)) for _n in range(chance.randrange(2, 9))]
        wide, shift = chance.uniform(1, 18), chance.choice([0.0, -6.5, 9.0])
        ends = (chance.choice([0, 7]), chance.choice([1, 8]))
        wanted = visitor.js(DRAW, [list(p) for p in points], wide, shift, *ends)
        found = strokes.arrow(strokes.parallel(points, shift), wide, *ends)
        if wanted is None:
            assert found is None
            continue
        assert found is not None
        for name, made in (("stroke", found.stroke), ("tip", found.tip)):
            assert [c for p in made for c in p] == pytest.approx([c for p in wanted[name] for c in p], abs=1e-6), name
        compared += 1
    assert compared > 30
    for value in (None, 0, 3, 7, 90):
        assert strokes.width(value, 7, 1.2, 12) == pytest.approx(
            visitor.js("return app.lines.width(arguments[0], 7, [1.2, 12])", value)
        )


LEGENDS = """
const done = arguments[arguments.length - 1], words = (each) => [...each].map((e) => e.textContent.trim());
const screen = words(document.querySelectorAll("#legend strong, #legend .legend-name, #legend .legend-item"));
fetch("/export/map.svg?" + app.query()).then((answer) => answer.text()).then((text) => {
  const file = new DOMParser().parseFromString(text, "image/svg+xml").querySelectorAll("g.legend text");
  done({ screen, file: words(file), lines: app.map.scene.lines.map((line) => line.line),
    roles: app.map.scene.nodes.flatMap((node) => Object.keys(node.roles).filter((role) => node.roles[role])) });
});
"""


@pytest.mark.parametrize(
    ("query", "least"),
    [("", 10), ("metric=kg&mode=air", 7), ("layers=flows,nodes,seizures,corridors&theme=dark", 16), ("lang=es", 10)],
)
def test_the_legend_of_the_file_is_that_of_the_screen(visitor: Visitor, query: str, least: int) -> None:
    visitor.open(f"/?{query}")
    found = visitor.browser.execute_async_script(LEGENDS)
    t = translator("es" if "es" in query else "en")
    assert len(found["file"]) >= least and len(set(found["file"])) == len(found["file"])
    assert [word for word in found["screen"] if word in found["file"]] == found["file"]
    # The screen keeps its rows while the time moves; it has headings, and its own widest line.
    absent = {t(f"line.{line}") for line in LINES if line not in found["lines"]}
    absent |= {t(f"role.{role}") for role in ROLES if role not in found["roles"]}
    headings = {t(f"map.{name}") for name in ("mode", "line", "role", "corridors")}
    rest = set(found["screen"]) - set(found["file"]) - absent - headings
    assert all(word.startswith(t("map.widest", value="|").partition("|")[0]) for word in rest), rest


def test_the_dialog_shows_what_it_saves_and_follows_its_fields(visitor: Visitor) -> None:
    visitor.open("/?departure=BR")
    visitor.js("document.getElementById('share').open = true")
    visitor.js("document.querySelector('[data-act=exportmap]').focus()")
    visitor.browser.switch_to.active_element.send_keys("\n")
    shown = "return document.getElementById('export-preview').dataset.state === 'shown'"
    visitor.waits(shown, "the preview")
    assert visitor.js("return document.getElementById('export-map').open")
    wide = "const p = document.getElementById('export-preview'); return [p.naturalWidth, p.naturalHeight]"
    visitor.waits("return document.getElementById('export-preview').naturalWidth > 0", "the picture")
    assert visitor.js(wide) == [1280, 720]
    choose = """
      const field = document.querySelector(`[data-export=${arguments[0]}]`);
      field.value = arguments[1];
      field.dispatchEvent(new Event("input", { bubbles: true }));
    """
    visitor.js(choose, "paper", "a4|1")
    visitor.js(choose, "region", "latin-america")
    visitor.js(choose, "times", "print")
    visitor.waits("return document.getElementById('export-preview').naturalWidth === 794", "an upright page")
    href = "return document.querySelector(`[data-kind=${arguments[0]}]`).getAttribute('href')"
    png, pdf = (visitor.js(href, kind) for kind in ("png", "pdf"))
    assert "dpi=300" in png and "departure=BR" in png and "region=latin-america" in pdf and "dpi" not in pdf
    visitor.browser.switch_to.active_element.send_keys("\ue00c")
    visitor.waits("return !document.getElementById('export-map').open", "Escape to close the dialog")
    assert visitor.js("return new URLSearchParams(location.search).get('paper')") is None


def test_a_saved_map_that_is_dropped_opens_its_view_again(visitor: Visitor) -> None:
    visitor.open("/?mode=air")
    drop = """
      const done = arguments[arguments.length - 1];
      fetch(arguments[0]).then((answer) => answer.blob()).then((body) => {
        const held = new DataTransfer();
        held.items.add(new File([body], arguments[1]));
        document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: held, bubbles: true, cancelable: true }));
        done();
      });
    """
    said = "return ((document.getElementById('reopened') || {}).textContent || '').includes(arguments[0])"
    param = "return new URLSearchParams(location.search).get(arguments[0])"
    for kind in ("png", "svg", "pdf"):
        saved = f"/export/map.{kind}?departure=BO&level=place&paper=a4"
        visitor.browser.execute_async_script(drop, saved, f"x.{kind}")
        wait_until(lambda: visitor.js(param, "departure") == "BO", f"the view of the {kind}")
        assert visitor.js(param, "mode") is None and visitor.js(param, "level") == "place"
        wait_until(lambda: visitor.js(said, "The data are the same"), "the word that the data are the same")
        visitor.js("document.getElementById('reopened').textContent = ''")
        visitor.js("app.set({ departure: null, level: null, mode: 'air' })")
        wait_until(lambda: visitor.js(param, "mode") == "air", "another view")
    visitor.browser.execute_async_script(drop, "/health", "notes.txt")
    wait_until(lambda: visitor.js(said, "notes.txt is no map"), "the refusal in words")
    assert visitor.js(param, "mode") == "air"
