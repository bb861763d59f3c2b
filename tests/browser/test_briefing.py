"""A briefing from the first view to the room, and the file that is taken away, in a real browser."""

from __future__ import annotations

import json
import urllib.request
from pathlib import Path

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from tests.browser.conftest import Visitor, wait_until

#: Where a point of the globe is on the screen.
PLACE = """
  const box = document.getElementById("map").getBoundingClientRect();
  const point = app.map.map.latLngToContainerPoint([arguments[1], arguments[0]]);
  return [box.left + point.x, box.top + point.y];
"""


#: Remembers what a batch says while it goes on.
LISTEN = """
  const said = document.getElementById("batch-said");
  window.told = [];
  new MutationObserver(() => window.told.push(said.textContent)).observe(said, { childList: true });
"""


def pressed(visitor: Visitor, *keys: str) -> None:
    ActionChains(visitor.browser).send_keys(*keys).perform()


def on_slide(visitor: Visitor, at: int, away: bool = False) -> None:
    """The stage stands on a slide, and its page shows it."""
    script = f"const s = app.stage.stats(); return s && s.at === {at} && s.away === {json.dumps(away)}"
    visitor.waits(script, f"slide {at}")


def add(visitor: Visitor, name: str = "", title: str = "") -> None:
    """By keyboard: open the drawer, name the storyboard and the slide, and add it."""
    visitor.waits("return document.querySelector('#add-slide summary') !== null", "the drawer")
    visitor.js("document.querySelector('#add-slide summary').focus()")
    pressed(visitor, Keys.ENTER)
    visitor.waits("return document.getElementById('add-slide').open", "the drawer to open")
    if name:
        visitor.js("document.querySelector('#add-slide [data-add=name] input').focus()")
        pressed(visitor, name)
    if title:
        visitor.js("document.querySelector('#add-slide [data-add=title] input').focus()")
        pressed(visitor, title)
    visitor.js("document.querySelector('[data-story=add]').focus()")
    pressed(visitor, Keys.ENTER)
    visitor.waits("return document.querySelector('[data-add=said]').textContent !== ''", "the slide to be added")


def requested(visitor: Visitor) -> list[str]:
    """Every address that the browser has asked for since the last time."""
    messages = [json.loads(entry["message"])["message"] for entry in visitor.browser.get_log("performance")]
    return [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]


def story_of(site: str, title: str, slides: list[dict[str, object]]) -> str:
    body = json.dumps({"format": "storyboard", "form": 1, "title": title, "slides": slides}).encode()
    headers = {"X-Requested-With": "1", "Content-Type": "application/json"}
    request = urllib.request.Request(f"{site}/briefings", body, headers, method="POST")
    with urllib.request.urlopen(request) as answer:
        return str(json.loads(answer.read())["id"])


def test_views_become_slides_and_are_walked_by_keyboard(visitor: Visitor) -> None:
    visitor.open("/?departure=EC")
    add(visitor, name="By keyboard", title="Ecuador comes first")
    visitor.open("/?mode=air")
    add(visitor)
    visitor.browser.get(visitor.site + "/ranks?of=departure")
    add(visitor)
    visitor.browser.get(visitor.site + "/briefing")
    visitor.click(".story-list a")
    visitor.waits("return document.querySelectorAll('.slides > li').length === 3", "three slides")
    visitor.waits(
        "return [...document.querySelectorAll('.slides img')].every((i) => i.naturalWidth === 480)", "pictures"
    )
    visitor.js("document.querySelectorAll('[data-story=down]')[1].focus()")
    pressed(visitor, Keys.ENTER)
    visitor.waits(
        "return document.querySelectorAll('[data-at] .hint')[1].textContent.includes('Rankings')", "the order"
    )
    notes = "[data-at='1'] textarea"
    visitor.js(f'document.querySelector("{notes}").focus()')
    pressed(visitor, "Say this", Keys.TAB)
    visitor.waits("return document.getElementById('story-said').textContent === 'Saved.'", "the notes to be saved")
    visitor.click("#present")
    on_slide(visitor, 1)
    assert visitor.text(".stage-title") == "Ecuador comes first" and "departure=EC" in visitor.query()
    visitor.settle()
    pressed(visitor, "n")
    assert visitor.text(".stage-notes") == "Say this"
    pressed(visitor, Keys.ARROW_RIGHT)
    on_slide(visitor, 2)
    visitor.waits("return document.querySelector('#ranks table') !== null", "the ranking")
    pressed(visitor, Keys.PAGE_DOWN)
    on_slide(visitor, 3)
    visitor.settle()
    assert visitor.js("return document.documentElement.dataset.theme") == "projector" and "mode=air" in visitor.query()
    pressed(visitor, Keys.ARROW_RIGHT)
    on_slide(visitor, 3)
    pressed(visitor, "b")
    assert visitor.js("return document.querySelector('.stage-blank').offsetHeight") > 500
    pressed(visitor, "b", "1", Keys.ENTER)
    on_slide(visitor, 1)
    assert visitor.js("return document.querySelector('.stage-blank').hidden")
    pressed(visitor, Keys.ESCAPE)
    visitor.waits("return location.pathname === '/briefing' && app.stage.stats() === null", "the end")


def test_a_slide_is_live_and_leads_back(visitor: Visitor) -> None:
    slide = {"page": "/", "query": "departure=EC", "viewport": "2.6/15/-40", "title": "Live"}
    story = story_of(visitor.site, "Live", [slide, {"page": "/", "query": "", "title": "All"}])
    visitor.open(f"/?departure=EC&theme=projector&story={story}&slide=1")
    on_slide(visitor, 1)
    visitor.js("app.set({ sel: 'node:EC' })")
    on_slide(visitor, 1, away=True)
    visitor.waits(
        "const s = document.getElementById('side'); return getComputedStyle(s).display !== 'none'", "the list"
    )
    assert visitor.listed() > 0
    visitor.browser.refresh()
    on_slide(visitor, 1, away=True)
    pressed(visitor, Keys.ESCAPE)
    on_slide(visitor, 1)
    visitor.settle()
    assert "sel=" not in visitor.query()
    pressed(visitor, "f")
    shown = "return getComputedStyle(document.getElementById('facets')).display !== 'none'"
    visitor.waits(shown, "the filters")
    visitor.click("#facets [data-key='mode:air']")
    on_slide(visitor, 1, away=True)
    visitor.click("[data-stage=keep]")
    on_slide(visitor, 1)
    pressed(visitor, Keys.ARROW_RIGHT, Keys.ARROW_LEFT)
    on_slide(visitor, 1)
    assert "mode=air" in visitor.query()


def test_marks_are_drawn_by_hand_and_stay_on_their_slide(visitor: Visitor) -> None:
    slides = [
        {"page": "/", "query": "", "viewport": "2.4/20/-40", "title": "Marked"},
        {"page": "/", "query": "mode=air"},
    ]
    story = story_of(visitor.site, "Marked", slides)
    visitor.open(f"/?theme=projector&story={story}&slide=1")
    on_slide(visitor, 1)
    for kind, clicks in (
        ("arrow", [(-60, 10), (-30, 35)]),
        ("note", [(0, 10)]),
        ("area", [(-50, 0), (-20, 0), (-30, 25)]),
    ):
        visitor.click(f"[data-stage={kind}]")
        for lon, lat in clicks:
            at = visitor.js(PLACE, lon, lat)
            chain = ActionChains(visitor.browser)
            chain.w3c_actions.pointer_action.move_to_location(round(at[0]), round(at[1])).click()
            chain.perform()
        if kind == "area":
            pressed(visitor, Keys.ENTER)
        visitor.waits("return document.querySelector('dialog.stage-words[open]') !== null", "the question for words")
        pressed(visitor, f"<b>{kind}</b>", Keys.ENTER)
        visitor.waits("return document.querySelector('dialog.stage-words') === null", "the dialog to close")
        n = {"arrow": 1, "note": 2, "area": 3}[kind]
        visitor.waits(f"return app.stage.marks().length === {n} && app.map.stats().drawn >= {n}", f"the {kind}")
    kept = json.loads(urllib.request.urlopen(f"{visitor.site}/briefings/{story}.json").read())
    assert [m["kind"] for m in kept["slides"][0]["marks"]] == ["arrow", "note", "area"]
    assert kept["slides"][0]["marks"][1]["text"] == "<b>note</b>"
    lon, lat = kept["slides"][0]["marks"][1]["points"][0]
    assert abs(lon) < 1.5 and abs(lat - 10) < 1.5
    pressed(visitor, Keys.ARROW_RIGHT)
    on_slide(visitor, 2)
    visitor.waits("return app.map.stats().drawn === 0", "no marks on another slide")


def test_the_file_to_take_away_opens_from_disk_with_no_network(visitor: Visitor, tmp_path: Path) -> None:
    slides = [
        {"page": "/", "query": "departure=EC", "title": "First", "notes": "Say one"},
        {"page": "/overview", "title": "Second <i>"},
        {"page": "/routes", "title": "Third"},
    ]
    story = story_of(visitor.site, "To take away", slides)
    path = tmp_path / "deck.html"
    path.write_bytes(urllib.request.urlopen(f"{visitor.site}/export/briefing.html?story={story}").read())
    visitor.open("/")
    visitor.asked += requested(visitor)
    visitor.browser.get(path.as_uri())
    shown = "return [...document.querySelectorAll('section')].findIndex((s) => !s.hidden)"
    assert visitor.js(shown) == 0
    assert visitor.js("return document.querySelector('section svg').getBoundingClientRect().width") > 1000
    pressed(visitor, "n")
    assert visitor.js("return document.querySelector('section:not([hidden]) aside').innerText") == "Say one"
    for keys, wanted in (
        ((Keys.ARROW_RIGHT,), 1),
        ((Keys.PAGE_DOWN,), 2),
        ((Keys.ARROW_RIGHT,), 2),
        (("1", Keys.ENTER), 0),
    ):
        pressed(visitor, *keys)
        assert visitor.js(shown) == wanted
    pressed(visitor, "b")
    assert visitor.js("return document.getElementById('blank').offsetHeight") > 500
    pressed(visitor, "b")
    font = "return document.fonts.size > 0 && [...document.fonts].some((f) => f.status === 'loaded')"
    wait_until(lambda: visitor.js(font), "the type of the file")
    asked = requested(visitor)
    assert asked and {url.split(":")[0] for url in asked} <= {"file", "data"}


def test_sheets_of_many_countries_are_counted_while_they_come(visitor: Visitor) -> None:
    visitor.browser.get(visitor.site + "/countries?lang=es")
    visitor.waits("return document.querySelector('#batch summary') !== null", "the page")
    visitor.js("document.getElementById('batch').open = true")
    visitor.js("document.querySelector('#batch-codes input').value = 'br, sn'")
    visitor.js(LISTEN)
    visitor.js("document.querySelector('[data-batch=pdf]').focus()")
    pressed(visitor, Keys.ENTER)
    visitor.waits("return document.getElementById('batch-said').textContent.includes('countries.zip')", "both sheets")
    told = visitor.js("return window.told.filter(Boolean)")
    assert told[0] == "1 de 2: Brasil" and "2 fichas" in told[-1]
    assert visitor.js("return document.getElementById('batch-bar').hidden")
    visitor.js("document.querySelector('#batch-codes input').value = 'br, xx'")
    visitor.click("[data-batch=docx]")
    visitor.waits(
        "return document.getElementById('batch-said').textContent.includes('XX')", "the wrong code to be named"
    )
    visitor.browser.get_log("browser")  # the refusal (400) is what was asked for


def test_a_text_block_goes_into_the_sheet(visitor: Visitor) -> None:
    visitor.browser.get(visitor.site + "/countries?at=EC")
    visitor.waits("return document.querySelector('#sheet-EC form') !== null", "the page")
    visitor.js("document.getElementById('sheet-EC').open = true")
    visitor.js("document.querySelector('#sheet-EC [name=lead]').focus()")
    pressed(visitor, "We judge so")
    script = """
      const done = arguments[arguments.length - 1], form = document.querySelector("#sheet-EC form");
      const button = form.querySelector("[formaction*=docx]");
      fetch(button.getAttribute("formaction"), { method: form.method, body: new URLSearchParams(new FormData(form)) })
        .then(async (answer) => {
          done([answer.status, answer.headers.get("Content-Disposition"), (await answer.blob()).size]);
        });
    """
    status, name, size = visitor.browser.execute_async_script(script)
    assert status == 200 and "country-EC.docx" in name and size > 50_000


def test_quick_steps_end_on_the_map_of_the_slide_that_is_named(visitor: Visitor) -> None:
    slides = [
        {"page": "/", "query": "departure=EC", "title": "One", "viewport": "2.3/15/-30"},
        {"page": "/", "query": "departure=BR&layers=flows,nodes,seizures", "title": "Two", "viewport": "2.5/5/-30"},
        {"page": "/overview", "title": "Three"},
        {"page": "/", "query": "mode=air", "title": "Four", "viewport": "2.2/20/-20"},
    ]
    story = story_of(visitor.site, "Quick", slides)
    visitor.open(f"/?departure=EC&theme=projector&lang=es&story={story}&slide=1")
    wanted = "return app.map && app.map.stats().ready && (app.map.stats().query || '').includes(arguments[0])"
    for _round in range(3):
        pressed(visitor, *[Keys.ARROW_RIGHT] * 3)
        on_slide(visitor, 4)
        wait_until(lambda: visitor.js(wanted, "mode=air"), "the map of the fourth slide")
        visitor.settle()
        assert visitor.text(".stage-title") == "Four" and "lang=es" in visitor.query()
        assert visitor.stats()["groups"] == []
        pressed(visitor, "2", Keys.ENTER, "4", Keys.ENTER)
        on_slide(visitor, 4)
        visitor.settle()
        assert visitor.stats()["groups"] == [], "seizures of the second slide must not stay"
        pressed(visitor, "1", Keys.ENTER)
        on_slide(visitor, 1)
        visitor.settle()
    pressed(visitor, Keys.END, Keys.ARROW_RIGHT)
    last = "return document.querySelector('#stage [role=status]').textContent.includes('última')"
    visitor.waits(last, "a word at the end")
    visitor.browser.get(f"{visitor.site}/?story={story}&slide=99")
    on_slide(visitor, 4)
