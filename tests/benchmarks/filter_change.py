"""``python -m tests.benchmarks.filter_change``: a filter change, from the click until its last part is painted.

Machines differ and move by a third from run to run, so what counts are the ratios within one run:

* change / reload: what the page gains over loading the link anew;
* again / first: the same changes a second time, so the server's share of a change is 1 minus this.

A change is painted when map, filter column, head and time axis all show it and one more frame has passed.
"""

from __future__ import annotations

import shutil
import statistics
from typing import Any

from tests.browser.conftest import Visitor, serving

CHANGES = (
    "mode=maritime",
    "destination=BE",
    "departure=EC",
    "min_kg=1000",
    "from=2019&to=2021",
    "country=PY",
    "seizure=FR",
    "mode=maritime&submode=container",
    "form=liquid",
    "confidence=high",
    "precision=sea",
    "q=bananas",
)
CHANGE = """
const [target, done] = arguments, start = performance.now(), seen = {};
const part = (id) => document.getElementById(id).shownHtml;
const before = { facets: part('facets'), head: part('head'), time: app.axis.stats() };
const link = Object.assign(document.createElement('a'), { href: target });
link.dataset.nav = '1'; document.body.append(link); link.click(); link.remove();
(function look() {
  const now = performance.now() - start;
  const is = { map: app.map.query === app.query(), facets: part('facets') !== before.facets,
               head: part('head') !== before.head, time: app.axis.stats() !== before.time };
  Object.keys(is).forEach((name) => { if (is[name] && !seen[name]) seen[name] = now; });
  if (Object.keys(seen).length < 4 && now < 20000) return requestAnimationFrame(look);
  return requestAnimationFrame(() => done({ ...seen, all: performance.now() - start }));
})();
"""
LOADED = "return performance.now()"


def changes(visitor: Visitor) -> list[dict[str, float]]:
    """Milliseconds of every change, for each part and for all of them."""
    visitor.open("/")
    visitor.browser.set_script_timeout(30)
    measured: list[dict[str, Any]] = []
    for query in CHANGES:
        measured.append(visitor.browser.execute_async_script(CHANGE, f"/?{query}"))
        visitor.settle()
    return measured


def loads(visitor: Visitor) -> list[float]:
    """Milliseconds of opening each link in a page of its own, scripts already in the browser's cache."""
    found = []
    for query in CHANGES:
        visitor.open(f"/?{query}")
        found.append(visitor.js(LOADED))
    return found


def median(rows: list[dict[str, float]], part: str) -> float:
    """The middle of one part's times."""
    return statistics.median(row[part] for row in rows)


def main() -> None:
    """Measure and print."""
    driver = shutil.which("chromedriver")
    if driver is None:
        raise SystemExit("chromedriver is missing: sh tests/install.sh installs it on Debian")
    with serving() as site:
        visitor = Visitor(driver, site)
        first, again, opened = changes(visitor), changes(visitor), statistics.median(loads(visitor))
        visitor.close()
    for part in ("map", "facets", "head", "time", "all"):
        print(f"{part:<7} first {median(first, part):5.0f} ms   again {median(again, part):5.0f} ms")
    print(f"change / reload  {median(first, 'all') / opened:.2f}   (reload {opened:.0f} ms)")
    print(f"again / first    {median(again, 'all') / median(first, 'all'):.2f}")


if __name__ == "__main__":
    main()
