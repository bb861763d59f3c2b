"""What a person sees of it, in a real Chromium without a GPU: from the click to the painted page, frames a second while
the map or the time moves, bytes, and the time until the page can be used."""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

from app.bench.server import Served, settled, ticks

#: Views that nobody has asked before, as clicks one after another.
SPANS = zip(("ES", "NL", "BE", "IT", "FR"), range(2012, 2017), strict=True)
CHANGES = [
    *(f"departure={code}" for code in ("EC", "BR", "CO", "PE", "BO", "DO", "VE", "PA", "CR", "AR")),
    *(f"from={year}&destination={code}" for code, year in SPANS),
    *(f"mode={mode}" for mode in ("maritime", "air", "land", "post")),
    *(f"seizure={code}&min_kg={kg}" for code, kg in (("ES", 10), ("BR", 100), ("US", 1), ("EC", 500))),
    "form=base", "confidence=ungraded", "precision=port", "from=2018&to=2020", "from=2021", "to=2015", "max_kg=5",
]  # fmt: skip
#: Others, for a hand that holds the button so long.
HELD = [
    *(f"destination={code}" for code in ("ES", "NL", "BE", "IT", "FR", "DE", "GB", "PT")),
    *(f"country={code}&from={year}" for year in (2013, 2019) for code in ("EC", "BR", "CO", "ES")),
]  # fmt: skip
HOLDS_MS = 80
#: Above the Channel and above Brazil: latitude, longitude, zoom.
VIEWS = [(*centre, zoom) for centre in ((48, 2), (-8, -38)) for zoom in (3, 4, 5, 6, 7, 8, 9, 10, 4.5, 5.5, 6.5, 7.5)]
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--window-size=1280,863",
)  # fmt: skip
#: Lists and numbers, flows, and the land under them.
USABLE = "return Boolean(window.app && app.map && app.map.scene && app.made !== undefined && app.map.base.drawn)"
STILL = """const last = performance.getEntriesByType("resource").slice(-1)[0];
return performance.now() - last.responseEnd > 700;"""
#: From a click to the frame in which map and time axis, and then the whole page, show it.
CHANGED = """const [query, held, done] = arguments;
const parts = (text) => [...new URLSearchParams(text)].sort().join();
const same = (text) => text !== undefined && parts(text) === parts(query);
const link = Object.assign(document.createElement("a"), { href: "/?" + query });
let start = 0, map = 0;
/* A message that is sent while a frame begins arrives when it has been painted. */
const painted = new MessageChannel();
painted.port1.onmessage = ({ data }) => {
  if (data === "map") map = performance.now();
  else done([map - start, performance.now() - start]);
};
const look = () => {
  if (!map && same(app.map.query)) painted.port2.postMessage("map");
  if (map && same(app.made)) painted.port2.postMessage("page");
  else requestAnimationFrame(look);
};
const click = () => {
  start = performance.now();
  link.click();
  link.remove();
  requestAnimationFrame(look);
};
link.dataset.nav = "";
document.body.append(link);
if (!held) return click();
link.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }));
setTimeout(click, held);"""
FRAMES = """const [kind, done] = arguments, start = performance.now();
let n = 0;
const cube = app.cube.now(), box = document.getElementById("map");
/* The mouse as a hand moves it: the map hears of nothing else. */
const mouse = (name, x) => (name === "mousedown" ? box : document).dispatchEvent(
  new MouseEvent(name, { clientX: x, clientY: 300, buttons: 1, bubbles: true, cancelable: true, view: window }));
const moves = {
  time: () => {
    const at = cube.axis.first + (n % Math.max(1, cube.axis.months - 24));
    app.time.move(at, at + 23);
  },
  pan: () => {
    if (n === 1) mouse("mousedown", 600);
    mouse("mousemove", 600 + 4 * (n % 100 < 50 ? n % 100 : 100 - (n % 100)));
  },
};
const step = () => {
  n += 1;
  moves[kind]();
  const spent = performance.now() - start;
  if (spent < 3000) return requestAnimationFrame(step);
  app.time.still();
  if (kind === "pan") mouse("mouseup", 600);
  return done((1000 * n) / spent);
};
requestAnimationFrame(step);"""
ZOOM = """const [lat, lng, zoom, done] = arguments, start = performance.now(), map = app.map.map;
const before = app.map.data.seizures;
const look = () => {
  if (app.map.data.seizures === before) return requestAnimationFrame(look);
  return requestAnimationFrame(() => done(performance.now() - start));
};
map.setView([lat, lng], zoom, { animate: false });
requestAnimationFrame(look);"""
SENT = """return ["resource", "navigation"].flatMap((kind) => performance.getEntriesByType(kind))
  .filter((entry) => !entry.name.endsWith("/cube")).reduce((n, entry) => n + entry.transferSize, 0) / 1e6"""


def seen(server: Served, seconds: int) -> dict[str, float]:
    """The figures of the browser, which clicks for so long at most; none where there is no chromedriver."""
    if shutil.which("chromedriver") is None:
        return {}
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        for flag in (*FLAGS, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        browser = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
        try:
            browser.set_script_timeout(120)
            # With a new profile a browser's own first pages keep a processor busy for a second or two.
            settled(lambda: spent(profile))
            return looked_at(browser, server.address, seconds)
        finally:
            browser.quit()


def spent(profile: str) -> int:
    """Ticks of processor that all processes of a profile have used, by what the system tells; 0 where it does not."""
    total = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if profile in (process / "cmdline").read_text():
                total += ticks(process)
        except OSError:
            continue
    return total


def looked_at(browser: Any, address: str, seconds: int) -> dict[str, float]:
    """One visit: open cold and warm, click through filters, zoom, pan, and move the time."""
    cold = opened(browser, f"{address}/")
    figures = {"first use, cold, ms": cold, "transfer, cold, MB": float(browser.execute_script(SENT))}
    figures["first use, warm, ms"] = opened(browser, f"{address}/")
    for after, queries, hold_ms in (("filter", CHANGES, 0), (f"held {HOLDS_MS} ms, filter", HELD, HOLDS_MS)):
        changes = clicked(browser, queries, hold_ms, seconds)
        figures[f"{after} clicked"] = float(len(changes))
        for which, name in enumerate(("map and axis", "whole page")):
            figures |= spread(f"{after} to {name}", [change[which] for change in changes])
    opened(browser, f"{address}/")
    wait(browser, "return Boolean(app.cube.now())")
    wait(browser, STILL)
    figures["time moves, frames a second"] = float(browser.execute_async_script(FRAMES, "time"))
    figures["pan, frames a second"] = float(browser.execute_async_script(FRAMES, "pan"))
    opened(browser, f"{address}/?layers=flows,nodes,seizures")
    wait(browser, "return Boolean(app.map.data.seizures)")
    wait(browser, STILL)
    return figures | spread("zoom to new clusters", [browser.execute_async_script(ZOOM, *view) for view in VIEWS])


def clicked(browser: Any, queries: list[str], hold_ms: int, seconds: int) -> list[list[float]]:
    """Ms from each click until it is painted, of a button that was held down so many ms before; for so long at most."""
    end = time.monotonic() + seconds
    changes: list[list[float]] = []
    for query in queries:
        if changes and time.monotonic() > end:
            break
        changes.append(browser.execute_async_script(CHANGED, query, hold_ms))
        # A person looks before the next click; the list and the cube have come meanwhile.
        wait(browser, STILL)
    return changes


def spread(name: str, times: list[float]) -> dict[str, float]:
    """Median and p95 of some times in ms."""
    ordered = sorted(times)
    return {
        f"{name}, median ms": ordered[len(ordered) // 2],
        f"{name}, p95 ms": ordered[int(0.95 * (len(ordered) - 1))],
    }


def opened(browser: Any, address: str) -> float:
    """Ms from asking for a page until it can be used."""
    start = time.monotonic()
    browser.get(address)
    wait(browser, USABLE)
    return 1000 * (time.monotonic() - start)


def wait(browser: Any, script: str) -> None:
    """Until a script says so."""
    end = time.monotonic() + 120
    while not browser.execute_script(script):
        if time.monotonic() > end:
            raise TimeoutError(script)
        time.sleep(0.01)
