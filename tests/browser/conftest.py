"""A real server and a real Chromium; every test ends with an empty console and no request to another host."""

from __future__ import annotations

import csv
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from selenium import webdriver
from selenium.common.exceptions import (
    ElementClickInterceptedException,
    NoSuchElementException,
    StaleElementReferenceException,
)
from selenium.webdriver.chrome.service import Service

from app.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)
#: Seconds after which what is waited for does not come any more, on a machine that has much else to do as well.
PATIENCE = 120.0


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(item.fspath).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> str:
    driver = shutil.which("chromedriver")
    if driver is None and os.environ.get("CI"):
        pytest.fail("CI must have chromedriver: see tests/install.sh")
    return driver or pytest.skip("no chromedriver on this machine")


@pytest.fixture(scope="session")
def site(chromium: str, built: Settings) -> Iterator[str]:
    with serving(built) as address:
        yield address


@contextmanager
def serving(built: Settings | None = None) -> Iterator[str]:
    """Address of a gunicorn on a free port, with a copy of a store that is built, or one that it builds itself."""
    with socket.socket() as free, tempfile.TemporaryDirectory() as folder, (Path(folder) / "log").open("w+") as log:
        if built:
            shutil.copytree(built.build, folder, dirs_exist_ok=True)
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        environment = {**os.environ, "PORT": str(port), "BUILD_DIR": folder, "IMPORTS_DIR": f"{folder}/imports"}
        environment["BRIEFINGS_DIR"] = f"{folder}/briefings"
        server = subprocess.Popen(
            [sys.executable, "-m", "app", "run"], cwd=ROOT, env=environment, stdout=log, stderr=log
        )
        try:
            wait_until(lambda: answers(f"http://127.0.0.1:{port}/health"), "the server to answer")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(40)
        log.seek(0)
        assert "Traceback" not in log.read()


def answers(url: str) -> bool:
    try:
        return urllib.request.urlopen(url, timeout=2).status == 200
    except OSError:
        return False


def wait_until(condition: Callable[[], Any], what: str) -> Any:
    """The first truthy answer; fails by naming what was waited for."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"waited {PATIENCE:.0f} s for {what}")


class Visitor:
    """One person with a browser of their own."""

    def __init__(self, driver_path: str, site: str, width: int = 1440, height: int = 900, storage: bool = True) -> None:
        options = webdriver.ChromeOptions()
        if not storage:
            options.add_experimental_option("prefs", {"profile.default_content_setting_values.cookies": 2})
        self.profile = tempfile.mkdtemp(prefix="visitor-")
        for flag in (*FLAGS, f"--window-size={width},{height}", f"--user-data-dir={self.profile}"):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.site = site
        self.browser = webdriver.Chrome(options=options, service=Service(driver_path))
        self.browser.set_script_timeout(PATIENCE)
        self.asked: list[str] = []

    def open(self, path: str = "/") -> None:
        """Load a page and wait until map, list and head have settled on it."""
        self.browser.get(self.site + path)
        if path.startswith("/data"):
            wait_until(lambda: self.js("return document.querySelectorAll('.about section').length"), "the data page")
            return
        wait_until(lambda: self.js("return window.app && app.map && app.map.stats().ready"), f"the map of {path}")
        self.settle()

    def js(self, script: str, *arguments: Any) -> Any:
        return self.browser.execute_script(script, *arguments)

    def settle(self) -> None:
        """The map, the filters, the side with its list and the head all show the query that stands in the address."""
        self.frame()
        wait_until(
            lambda: self.js(
                "const s = app.map && app.map.stats();"
                "return s && s.ready && !s.moving && s.query === app.query() && app.made === app.query()"
                " && document.querySelector('#facets .option') !== null"
                " && document.querySelector('#sentence') !== null && document.title.indexOf('Updating') < 0"
                " && (() => { const place = document.querySelector('#events-place'), grid = app.gridApi('events');"
                "   return !place || place.offsetParent === null || (grid && grid.isLastRowIndexKnown()); })()"
            ),
            f"the page to settle on {self.browser.current_url}",
        )

    def frame(self) -> None:
        """A frame has been drawn: what was asked to move (Leaflet begins a zoom in the next frame) has begun to."""
        self.browser.execute_async_script(
            "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done(true)))"
        )

    def stats(self) -> dict[str, Any]:
        return self.js("return app.map.stats()")

    def query(self) -> str:
        return self.js("return app.query()")

    def text(self, selector: str) -> str:
        return self.js("const e = document.querySelector(arguments[0]); return e ? e.innerText : ''", selector)

    def click(self, selector: str) -> None:
        """Click as soon as the element stands still: a part that is being put in anew is tried again."""

        def tried() -> bool:
            try:
                element = self.browser.find_element("css selector", selector)
                # What stands in a menu is reached by opening it.
                self.js(
                    "for (let p = arguments[0].closest('.drawer-body'); p; p = null) p.parentElement.open = true",
                    element,
                )
                self.js("arguments[0].scrollIntoView({block: 'center'})", element)
                element.click()
            except (NoSuchElementException, StaleElementReferenceException, ElementClickInterceptedException):
                return False
            return True

        wait_until(tried, f"a click on {selector}")

    def waits(self, script: str, what: str) -> Any:
        return wait_until(lambda: self.js(script), what)

    def figures(self) -> list[str]:
        """The numbers above the list."""
        return self.js("return [...document.querySelectorAll('.figure strong')].map((e) => e.innerText)")

    def bars(self) -> int:
        """Events in all bars of the timeline."""
        return self.js("return app.axis.stats().n")

    def listed(self) -> int:
        """Rows that the list knows of."""
        return self.js("const g = app.gridApi('events'); return g ? g.getDisplayedRowCount() : -1")

    def close(self) -> None:
        """End the browser; its console must be empty and all its requests must have gone to the site."""
        try:
            console = [entry["message"] for entry in self.browser.get_log("browser")]
            for entry in self.browser.get_log("performance"):
                message = json.loads(entry["message"])["message"]
                if message["method"] == "Network.requestWillBeSent":
                    self.asked.append(message["params"]["request"]["url"])
        finally:
            self.browser.quit()
            shutil.rmtree(self.profile, ignore_errors=True)
        hosts = {urlsplit(url).netloc for url in self.asked if urlsplit(url).scheme in ("http", "https", "ws", "wss")}
        assert self.asked, "the network log is empty, so it proves nothing"
        assert hosts == {urlsplit(self.site).netloc}
        assert console == []


def rows() -> list[dict[str, str]]:
    """The curated events as their file has them."""
    with (ROOT / "data" / "sources" / "curated" / "events.csv").open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["record_type"] == "event"]


@pytest.fixture
def visitor(chromium: str, site: str) -> Iterator[Visitor]:
    person = Visitor(chromium, site)
    yield person
    person.close()


@pytest.fixture
def another(chromium: str, site: str) -> Iterator[Visitor]:
    person = Visitor(chromium, site, 1920, 1080)
    yield person
    person.close()


@pytest.fixture(scope="module")
def own_site(chromium: str, built: Settings) -> Iterator[str]:
    """A server whose datasets and overlays the tests of a file may change."""
    with serving(built) as address:
        yield address


@pytest.fixture
def person(chromium: str, own_site: str) -> Iterator[Visitor]:
    someone = Visitor(chromium, own_site)
    yield someone
    someone.close()
