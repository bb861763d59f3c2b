"""The map is the page: how much of the window it has, that nothing is cut, and that panels fold and are remembered."""

from __future__ import annotations

import base64
import io
import re

import pytest
from pypdf import PdfReader

from app.i18n import languages
from tests.browser.conftest import Visitor, wait_until

pytestmark = pytest.mark.browser

#: Share of a grid of points of the window under which the map lies bare.
BARE = """
const inside = (e) => e && e.closest('#map');
let bare = 0, all = 0;
for (let x = 8; x < innerWidth; x += innerWidth / 80) for (let y = 8; y < innerHeight; y += innerHeight / 60) {
  all += 1;
  if (inside(document.elementFromPoint(x, y))) bare += 1;
}
return bare / all;
"""
SMALL = """
const seen = (e) => {
  const b = e.getBoundingClientRect(), s = getComputedStyle(e);
  return b.width > 2 && b.height > 2 && s.visibility === 'visible' && s.opacity > 0;
};
const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), out = new Set();
while (texts.nextNode()) {
  const e = texts.currentNode.parentElement, said = texts.currentNode.data.trim();
  if (!said || /^(SCRIPT|STYLE|OPTION)$/.test(e.tagName) || !seen(e)) continue;
  const svg = e.ownerSVGElement, wide = svg && svg.viewBox.baseVal.width;
  /* Letters of a drawing are as large as it is drawn. */
  const size = parseFloat(getComputedStyle(e).fontSize) * (wide ? svg.getBoundingClientRect().width / wide : 1);
  if (size < 10.99) out.add(`${e.className} ${size} ${said.slice(0, 20)}`);
}
return [...out];
"""
PANELS = ("facets", "side", "legend", "time")


def sized(visitor: Visitor, width: int, height: int, zoom: float = 1.0) -> None:
    """A window of a size, at a browser zoom: the page has so many px fewer."""
    visitor.browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": int(width / zoom), "height": int(height / zoom), "deviceScaleFactor": zoom, "mobile": False},
    )


def unfold(visitor: Visitor, *names: str) -> None:
    """Just these panels are open."""
    visitor.open("/")
    visitor.js("localStorage.setItem('panels', JSON.stringify(arguments[0]))", {p: p in names for p in PANELS})
    visitor.open("/")
    wait_until(
        lambda: set(visitor.js("return document.querySelector('.explore').dataset.open").split()) == set(names),
        "panels",
    )


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1440, 900), (1920, 1080), (2560, 1440)])
def test_the_map_has_the_window(visitor: Visitor, width: int, height: int) -> None:
    sized(visitor, width, height)
    visitor.open("/")
    box = visitor.js("const b = document.querySelector('#map').getBoundingClientRect(); return b.width * b.height")
    assert box >= 0.8 * width * height
    for names, least in ((PANELS, 0.35), (("facets", "legend", "time"), 0.45), (("side",), 0.5), ((), 0.78)):
        unfold(visitor, *names)
        assert visitor.js(BARE) >= least, names


@pytest.mark.parametrize(
    ("width", "height", "zoom"),
    [
        (320, 640, 1),
        (390, 844, 1),
        (720, 900, 1),
        (960, 640, 1),
        (1024, 768, 1),
        (1280, 720, 1.5),
        (1280, 720, 2),
        (1280, 720, 4),
    ],
)
def test_a_narrow_window_is_usable(visitor: Visitor, width: int, height: int, zoom: float) -> None:
    """No scrolling sideways, a map to look at, filters and events within reach, and no text under 11 px."""
    sized(visitor, width, height, zoom)
    visitor.open("/")
    assert visitor.js("return document.documentElement.scrollWidth <= innerWidth")
    box = visitor.js(
        "const b = document.querySelector('#map').getBoundingClientRect(); return [b.width, b.height, b.top]"
    )
    assert box[0] >= 0.95 * width / zoom and box[1] >= 150 and box[2] <= 60, (
        "the map comes first, as wide as the window"
    )
    assert visitor.js(SMALL) == []
    visitor.click(".fold-facets")
    visitor.waits("return document.querySelector('#facets .option').getBoundingClientRect().width > 100", "the filters")


@pytest.mark.parametrize(
    ("width", "height", "zoom"), [(1280, 720, 1.5), (1024, 768, 1), (1280, 720, 1.25), (960, 640, 1)]
)
def test_a_selection_keeps_its_list_in_sight(visitor: Visitor, width: int, height: int, zoom: float) -> None:
    """In a low window too: what is said of a country leaves rows of its list that a pointer reaches."""
    sized(visitor, width, height, zoom)
    visitor.open("/?departure=EC&sel=node:BE")
    visitor.waits("return document.querySelector('#events .ag-row')", "the list")
    reached = """
    const side = document.querySelector('#side').getBoundingClientRect();
    return [...document.querySelectorAll('#events .ag-row')].filter((row) => {
      const b = row.getBoundingClientRect(), middle = b.top + b.height / 2;
      const hit = document.elementFromPoint(b.left + 60, middle);
      return middle < side.bottom && hit && row.contains(hit);
    }).length"""
    visitor.waits(f"{reached} >= 1", "a row of the list under the pointer")
    spilt = "const s = document.querySelector('#side').getBoundingClientRect(), "
    spilt += "h = document.querySelector('#side-head').getBoundingClientRect(); return h.bottom > s.bottom + 1"
    assert not visitor.js(spilt), "what is said of the country stands within the sheet"


def test_panels_fold_and_stay_so(visitor: Visitor) -> None:
    visitor.open("/")
    visitor.click(".fold-legend")
    wait_until(lambda: "legend" not in visitor.js("return document.querySelector('.explore').dataset.open"), "the fold")
    assert visitor.js("return document.querySelector('.fold-legend').getAttribute('aria-expanded')") == "false"
    visitor.open("/?mode=air")
    assert "legend" not in visitor.js("return document.querySelector('.explore').dataset.open")


def test_what_is_selected_opens_the_list_that_was_folded(visitor: Visitor) -> None:
    sized(visitor, 1280, 720)
    visitor.open("/")
    assert "side" not in visitor.js("return document.querySelector('.explore').dataset.open")
    visitor.js("app.set({ sel: 'node:EC', card: null })")
    wait_until(lambda: "side" in visitor.js("return document.querySelector('.explore').dataset.open"), "the list")
    wait_until(lambda: "Ecuador" in visitor.text(".side-title"), "what is selected")


def test_skip_links_lead_to_map_list_and_time(visitor: Visitor) -> None:
    visitor.open("/")
    for name in ("map", "events", "timeline"):
        visitor.js("app.act('skip', document.querySelector(`[data-to='${arguments[0]}']`))", name)
        assert visitor.js("return document.activeElement.id") == name


def test_a_stretch_lights_up_end_to_end_and_its_click_lists_its_events(visitor: Visitor) -> None:
    """The widest stretch: the rest fades, the card comes from the server, a click narrows the list to its events."""
    unfold(visitor)
    assert visitor.stats()["streams"] > 300
    spot = visitor.js(
        "const row = app.map.streamRows[app.map.streamRows.length - 1], { pad } = app.map.frame;"
        "const points = row.shapes[0].points, p = points[Math.floor(points.length / 2)];"
        "return [p[0] - pad.x, p[1] - pad.y, row.stretch]"
    )
    ink = (
        "const c = document.querySelector('#map .map-overlay'), { width, height } = c;"
        "const copy = Object.assign(document.createElement('canvas'), { width, height });"
        "const paper = copy.getContext('2d', { willReadFrequently: true });"
        "paper.drawImage(c, 0, 0);"
        "const d = paper.getImageData(0, 0, width, height).data;"
        "let n = 0; for (let i = 3; i < d.length; i += 4) n += d[i]; return n"
    )
    before = visitor.js(ink)
    visitor.js("app.map.light(arguments[0])", spot[2])
    visitor.waits("return app.map.scene.streams.lit !== null", "the light")
    wait_until(lambda: visitor.js(ink) < 0.9 * before, "the rest to fade")
    card = visitor.js(
        "return fetch(`/layers/stretch.json?stretch=${arguments[0]}`).then((answer) => answer.json())", spot[2]
    )
    n = int(card["lines"][0].split("sea route of ")[1].split(" ")[0])
    to = next(line for line in card["lines"] if line.startswith("To "))
    assert "not stated" in to and (", …" in to or sum(map(int, re.findall(r" (\d+)(?:,|$)", to))) == n)
    visitor.js("app.set({ sel: app.streamScene.wayOf(app.map, arguments[0]), card: null })", spot[2])
    visitor.settle()
    wait_until(lambda: visitor.figures()[:1] == [str(n)] and n > 50, "the list of exactly those events")


def test_results_elsewhere_are_gone_to_once_and_told_at_the_edges(visitor: Visitor) -> None:
    """Tahiti is beyond the start view. What lies beyond an edge is counted, and a pill leads to it."""
    visitor.open("/?seizure=PF,NZ,AU")
    visitor.waits("return !app.map.stats().moving && Boolean(app.edges.bySide(app.map).in)", "the map to go there")
    visitor.open("/?mode=maritime#4/45/5")
    told = visitor.waits(
        "const e = [...document.querySelectorAll('.edge')]; return e.length && e.map((p) => p.textContent)", "pills"
    )
    n = visitor.js("return Object.values(app.edges.bySide(app.map)).reduce((sum, side) => sum + side.n, 0)")
    assert n == int(visitor.text("#sentence").split(" ")[0]) and any(f"of {n} events west of here" in t for t in told)
    visitor.click(".edge.west")
    visitor.waits("return !app.map.stats().moving && app.map.map.getCenter().lng < -20", "the west")
    assert visitor.query() == "mode=maritime", "no filter changes"


def test_a_line_under_the_pointer_is_lit_and_the_others_fade(visitor: Visitor) -> None:
    visitor.open("/?draw=lines")
    alphas = """
      const seen = [], paint = app.lines.paint;
      app.lines.paint = (context, stroke) => seen.push([stroke.data.key, Math.round(context.globalAlpha * 100)]);
      app.map.canvas._draw();
      app.lines.paint = paint;
      return seen;
    """
    resting = visitor.js(alphas)
    assert [alpha for _key, alpha in resting].count(80) == 12 and {alpha for _key, alpha in resting} == {80, 42}
    key = resting[3][0]
    visitor.js("app.map.light(arguments[0])", key)
    lit = visitor.js(alphas)
    assert {alpha for name, alpha in lit if name == key} == {100} and {a for k, a in lit if k != key} == {15}


def test_a_scale_stands_on_a_part_of_the_world_alone(visitor: Visitor) -> None:
    for hash_, shown in (("#2.5/14/-38", False), ("#6/51/4", True)):
        visitor.open(f"/{hash_}")
        assert visitor.js("return !document.querySelector('.leaflet-control-scale').hidden") is shown
    assert visitor.text(".leaflet-control-scale").endswith("km")


def test_the_map_is_copied_as_a_picture(visitor: Visitor) -> None:
    """What goes to the clipboard is the file of what is seen; a browser without permission is given its promise."""
    visitor.open("/?mode=air#4/45/5")
    visitor.js(
        "window.copied = null; navigator.clipboard.write = (items) => items[0].getType('image/png').then((blob) => {"
        " window.copied = [blob.type, blob.size]; });"
        "app.actions.copymap()"
    )
    kind, size = visitor.waits("return window.copied", "the picture")
    assert kind == "image/png" and size > 50_000


#: What runs out of the window to the right (closed parts and what scrolls on its own aside), and open menus that do.
BEYOND = """
const wide = document.documentElement.clientWidth, out = [];
const own = '.scroll, .alluvial-frame, .ag-root, table, .leaflet-container, #board';
const closed = (e) => e.closest('details:not([open]) > :not(summary)'), flow = (e) => getComputedStyle(e).overflowX;
const held = (e) => e.parentElement !== document.body && (flow(e.parentElement) !== 'visible' || held(e.parentElement));
document.querySelectorAll('body *').forEach((e) => {
  const { width, right } = e.getBoundingClientRect();
  if (!width || closed(e) || e.closest(own)) return;
  if (right > wide + 1 && !held(e)) out.push(`${e.className} to ${right}`);
  if (/auto|scroll/.test(flow(e)) && e.scrollWidth > e.clientWidth + 1) out.push(`${e.className} scrolls`);
});
document.querySelectorAll('details.drawer').forEach((menu) => {
  const was = menu.open, body = menu.querySelector('.drawer-body');
  menu.open = true;
  const { left, right, width } = body.getBoundingClientRect();
  if (width && (left < -1 || right > wide + 1)) out.push(`${body.className} ${left} to ${right}`);
  menu.open = was;
});
return out;
"""
READ = """const main = document.querySelector('main, .about');
return main !== null && main.innerText.length > 150 && document.querySelector('.marking') !== null"""


@pytest.mark.parametrize("path", ["/overview", "/routes", "/compare", "/countries?at=BR,EC,BE", "/ranks", "/briefing",
                                  "/data", "/import", "/status"])  # fmt: skip
def test_every_page_reflows(visitor: Visitor, path: str) -> None:
    for width, height, zoom, language in ((320, 640, 1, "es"), (1280, 720, 1.5, "en")):
        sized(visitor, width, height, zoom)
        visitor.browser.get(f"{visitor.site}{path}{'&' if '?' in path else '?'}lang={language}")
        wait_until(lambda: visitor.js(READ), "the page")
        assert visitor.js(BEYOND) == [], (width, language)
        assert visitor.js(SMALL) == [], (width, language)
        assert visitor.js("return document.documentElement.scrollWidth <= innerWidth")


#: Pairs of what is pressed in the header that lie on each other.
CLASHES = """const boxes = [...document.querySelectorAll('.head-row a, .head-row button, .head-row summary')]
  .filter((e) => e.offsetParent && !e.closest('.drawer-body'))
  .map((e) => [e.textContent.trim(), e.getBoundingClientRect()]);
const out = [];
boxes.forEach(([name, a], i) => boxes.slice(i + 1).forEach(([other, b]) => {
  const across = a.left < b.right - 1 && b.left < a.right - 1;
  if (across && a.top < b.bottom && b.top < a.bottom) out.push(`${name} on ${other}`);
}));
return boxes.length > 2 ? out : ['no header'];"""


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("path", ["/", "/countries?at=BR,EC"])
def test_nothing_of_the_header_lies_on_another(visitor: Visitor, path: str, language: str) -> None:
    visitor.browser.get(f"{visitor.site}{path}{'&' if '?' in path else '?'}lang={language}")
    visitor.waits("return document.querySelectorAll('.head-row summary').length > 1", "the header")
    for width in (1440, 1366, 1280, 1279, 1180, 1101, 1100, 900):
        sized(visitor, width, 720)
        assert visitor.js(CLASHES) == [], width


@pytest.mark.parametrize("language", ["en", "es"])
def test_menus_of_the_map_stay_in_the_window(visitor: Visitor, language: str) -> None:
    sized(visitor, 1280, 720)
    visitor.open(f"?lang={language}")
    assert visitor.js("return document.querySelectorAll('details.drawer').length") >= 4 and visitor.js(BEYOND) == []


def test_the_widened_list_lies_under_no_title(visitor: Visitor) -> None:
    sized(visitor, 1280, 720)
    visitor.open("?panel=events&wide=1")
    visitor.js(
        "const fold = document.querySelector('.fold-side'); if (!fold.closest('[data-open~=side]')) fold.click()"
    )
    over = """const { left, top } = document.querySelector('.side').getBoundingClientRect();
    return document.querySelector('.side').contains(document.elementFromPoint(left + 30, top + 30))"""
    wait_until(lambda: visitor.js(over), "the list on top")
    shown = "return getComputedStyle(document.querySelector('.head-words')).opacity"
    assert visitor.js(shown) == "0"
    sized(visitor, 390, 844)
    wait_until(lambda: visitor.js(shown) == "1", "the title where nothing lies on it")


def printed(visitor: Visitor) -> list[str]:
    """The texts of the pages that the browser prints."""
    paper = {"paperWidth": 8.27, "paperHeight": 11.69, "printBackground": True, "preferCSSPageSize": True}
    answer = visitor.browser.execute_cdp_cmd("Page.printToPDF", paper)
    return [page.extract_text() for page in PdfReader(io.BytesIO(base64.b64decode(answer["data"]))).pages]


def test_explore_is_printed_on_one_page(visitor: Visitor) -> None:
    for language, words in (("en", ("Sources:", "travelled", "Seizures depend")), ("es", ("Fuentes:", "TLP:CLEAR"))):
        sized(visitor, 1440, 900)
        visitor.open(f"/?lang={language}&departure=BR,EC")
        size = "const b = document.getElementById('map').getBoundingClientRect(); return [b.width, b.height]"
        box, pages = visitor.js(size), printed(visitor)
        text = " ".join(" ".join(pages).split())
        assert len(pages) == 1, [page[:80] for page in pages]
        for said in (*words, visitor.text("#title"), visitor.text("#sentence"), "TLP:CLEAR"):
            assert " ".join(said.split()) in text, said
        assert not [word for word in ("Export", "Median kg", "YYYY-MM") if word in text], "what is pressed is no print"
        after = visitor.js(
            "const b = document.getElementById('map').getBoundingClientRect(); return [b.width, b.height]"
        )
        assert after == box and not visitor.js("return document.documentElement.classList.contains('printing')")


@pytest.mark.parametrize("path", ["/compare", "/routes", "/countries?at=BR", "/overview"])
def test_pages_of_analysis_are_printed_whole(visitor: Visitor, path: str) -> None:
    sized(visitor, 1440, 900)
    visitor.browser.get(visitor.site + path)
    wait_until(lambda: visitor.js(READ), "the page")
    said = "return [...document.querySelectorAll('main h2, main td')].map((e) => e.innerText.trim()).filter(Boolean)"
    last = wait_until(lambda: visitor.js(said), "its parts")[-1]
    pages = printed(visitor)
    text = " ".join(" ".join(pages).split())
    assert "TLP:CLEAR" in text and "Sources:" in text and last.split("\n")[0] in text
    assert len(pages) > 1, "what scrolls on screen goes on over pages"
