"""A new user takes a file in: dropped, settled, seen on the map, linked, removed; by mouse and by keyboard."""

from __future__ import annotations

from pathlib import Path

from selenium.webdriver.common.keys import Keys

from tests.browser.conftest import Visitor, wait_until

AMBIGUOUS = """Fecha;Organismo;Ciudad;Droga;Cantidad;Unidad
03/04/2021;PF;Santos;Cocaína;1.250;kg
05/06/2021;PF;<b onmouseover=alert(1)>Belém</b>;Cocaína;2.500;kg
07/07/2021;PF;Santos;Maconha;3.500;kg
;PF;Santos;Cocaína;3.500;kg
"""
PLAIN = """Date,Country,City,Drug,kg,Destination
2021-02-25,Germany,Hamburg,Cocaine,16000,Netherlands
2021-03-26,Peru,Paita,Cocaine,3,
"""


def opened(person: Visitor, path: str = "/import") -> None:
    person.browser.get(person.site + path)
    person.waits("return document.querySelector('#drop, #pairs-list') !== null", f"the page {path}")


def dropped(person: Visitor, tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    person.browser.find_element("css selector", "#import-file").send_keys(str(tmp_path / name))
    person.waits("return document.querySelector('.confirm, #import-progress.notes') !== null", "the review")


def figures(person: Visitor) -> list[str]:
    return person.js("return [...document.querySelectorAll('.review-head .figure strong')].map((e) => e.innerText)")


def ready(person: Visitor) -> bool:
    return bool(person.js("const b = document.querySelector('#take'); return b && !b.disabled"))


def test_a_file_that_leaves_things_open_is_settled_on_the_page(person: Visitor, tmp_path: Path) -> None:
    opened(person)
    dropped(person, tmp_path, "pf.csv", AMBIGUOUS)
    assert "No column holds the country" in person.text("#review .notes") and not ready(person)
    person.js(
        "const s = document.querySelector('[data-constant=seizure]'); s.value = 'BR';"
        "s.dispatchEvent(new Event('change', {bubbles: true}))"
    )
    person.waits("return document.querySelector('[data-answer=decimal]') !== null", "the questions")
    assert figures(person) == ["2", "0", "1", "1"]
    person.click(".notes [data-answer=decimal][data-value=',']")
    person.waits("return document.querySelector('.notes [data-answer=decimal]') === null", "the answer to be taken")
    person.click(".notes [data-answer=day_first][data-value=false]")
    person.waits("return document.querySelector('.settled [data-answer=day_first]') !== null", "the answer")
    person.click(".settled [data-answer=day_first][data-value=true]")
    person.waits(
        "const b = document.querySelector('.settled [data-answer=day_first][data-value=true]');"
        "return b && b.getAttribute('aria-pressed') === 'true'",
        "a wrong answer to be changed",
    )
    person.waits("const b = document.querySelector('#take'); return b && !b.disabled", "the button")
    person.click("[data-tab=preview]")
    rows = person.text("[data-rows=all]")
    assert "3 Apr 2021" in rows and "1,250" in rows and "<b onmouseover=alert(1)>Belém</b>" in rows
    person.click("#take")
    person.waits("return document.querySelector('.taken') !== null", "the file to be taken in")
    wait_until(lambda: "pf.csv" in person.text("#import-side"), "the dataset beside it")
    person.click(".taken .button.main")
    person.waits("return window.app && app.map && app.map.stats().ready", "the map")
    person.settle()
    assert person.figures()[:2] == ["2", "3,750 kg"] and "not marked" in person.text(".marking")


def test_a_review_outlives_the_language_and_the_page(person: Visitor, tmp_path: Path) -> None:
    opened(person)
    dropped(person, tmp_path, "kept.csv", AMBIGUOUS)
    person.js(
        "const s = document.querySelector('[data-constant=seizure]'); s.value = 'BR';"
        "s.dispatchEvent(new Event('change', {bubbles: true}))"
    )
    person.waits("return document.querySelector('.notes [data-answer=decimal]') !== null", "the questions")
    person.click("a[lang=es]")
    person.waits("return document.querySelector('.confirm') !== null", "the review in Spanish")
    assert "antes de incorporar" in person.text("#review .notes").lower()
    assert person.js("return document.querySelector('[data-constant=seizure]').value") == "BR"
    person.click("[data-leave]")
    person.waits("return !document.querySelector('#import-start').hidden", "the start again")


def test_a_file_dropped_while_an_earlier_review_is_put_back_is_not_lost(person: Visitor, tmp_path: Path) -> None:
    opened(person)
    dropped(person, tmp_path, "earlier.csv", PLAIN)
    (tmp_path / "later.csv").write_text(PLAIN, encoding="utf-8")
    person.js("const box = document.querySelector('#review'); box.replaceWith(box.cloneNode(false));")
    person.browser.find_element("css selector", "#import-file").send_keys(str(tmp_path / "later.csv"))
    person.waits("return document.querySelector('.review-head h2')?.innerText === 'later.csv'", "the later file")
    person.click("[data-leave]")
    person.waits("return !document.querySelector('#import-start').hidden", "the start again")


def test_the_same_name_again_is_another_file(person: Visitor, tmp_path: Path) -> None:
    opened(person)
    dropped(person, tmp_path, "again.csv", "")
    assert "empty" in person.text("#import-progress.notes")
    dropped(person, tmp_path, "again.csv", PLAIN)
    person.waits("return document.querySelector('.confirm') !== null", "the mended file")


def test_the_whole_way_by_keyboard(person: Visitor, tmp_path: Path) -> None:
    opened(person, "/import?lang=es")
    dropped(person, tmp_path, "teclado.csv", PLAIN)
    active = person.browser.switch_to.active_element
    for _step in range(60):
        active.send_keys(Keys.TAB)
        active = person.browser.switch_to.active_element
        if active.get_attribute("data-tab") == "account":
            active.send_keys(Keys.ENTER)
            assert person.js("return !document.querySelector('[data-panel=account]').hidden")
            active = person.browser.switch_to.active_element
        if active.get_attribute("id") == "take":
            break
    assert active.get_attribute("id") == "take" and "Incorporar 2 eventos" in active.text
    active.send_keys(Keys.ENTER)
    person.waits("return document.querySelector('.taken') !== null", "the file to be taken in")
    assert "está incorporado" in person.text(".taken")


def test_what_is_no_table_is_refused_and_the_page_stays_usable(person: Visitor, tmp_path: Path) -> None:
    opened(person)
    dropped(person, tmp_path, "picture.csv", "\x89PNG\0\0\0" * 40)
    assert "no table" in person.text("#import-progress.notes")
    dropped(person, tmp_path, "plain.csv", PLAIN)
    person.waits("return document.querySelector('.confirm') !== null", "the next file")
    assert figures(person) == ["2", "0", "0", "0"] and person.text("#import-progress") == ""


def test_the_same_load_is_linked_and_taken_back(person: Visitor, tmp_path: Path) -> None:
    opened(person)
    dropped(person, tmp_path, "loads.csv", PLAIN)
    person.click("#take")
    person.waits("return document.querySelector('.taken') !== null", "the file to be taken in")
    opened(person, "/same-load")
    person.waits("return document.querySelector('.pair-box') !== null", "a pair")
    pairs = person.js("return document.querySelectorAll('.pair-box').length")
    kept = person.js("return document.querySelector('[data-link=same]').dataset.kept")
    person.click("[data-turn]")
    assert person.js("return document.querySelector('[data-link=same]').dataset.other") == kept
    person.click("[data-link=same]")
    person.waits(f"return document.querySelectorAll('.pair-box').length === {pairs - 1}", "the pair to be decided")
    assert "would have counted twice" in person.text(".record summary")
    person.click("[data-unlink]")
    person.waits(f"return document.querySelectorAll('.pair-box').length === {pairs}", "the pair to be open again")


def test_a_dataset_is_switched_off_and_removed(person: Visitor, tmp_path: Path) -> None:
    opened(person)
    dropped(person, tmp_path, "gone.csv", PLAIN)
    person.click("#take")
    person.waits("return document.querySelector('[data-dataset=gone]') !== null", "the dataset")
    person.click("[data-dataset=gone][data-action=off]")
    person.waits("return document.querySelector('[data-dataset=gone][data-action=on]') !== null", "it to be off")
    person.click("[data-dataset=gone][data-action=remove]")
    person.browser.switch_to.alert.accept()
    person.waits("return document.querySelector('[data-dataset=gone]') === null", "it to be gone")
    assert "removed · gone" in person.js("return document.querySelector('#import-side .record').textContent")


def test_a_browser_without_cookies_and_storage_takes_a_file_in(chromium: str, own_site: str, tmp_path: Path) -> None:
    person = Visitor(chromium, own_site, storage=False)
    try:
        opened(person)
        blocked = (
            "try { return window.sessionStorage === null; } catch (error) { return error.name === 'SecurityError'; }"
        )
        assert person.js(blocked), "storage is not forbidden: this proves nothing"
        dropped(person, tmp_path, "blocked.csv", PLAIN)
        assert ready(person) and figures(person)[0] == "2"
        person.click("#take")
        person.waits("return document.querySelector('.taken') !== null", "the file to be in")
        assert person.text(".taken h2") and not person.js("return document.querySelector('#import-progress progress')")
    finally:
        person.close()
