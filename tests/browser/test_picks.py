"""Events are picked in the list and on a card, and become a filter of their own."""

from __future__ import annotations

import pytest
from selenium.webdriver import ActionChains, Keys

from tests.browser.conftest import Visitor, wait_until

pytestmark = pytest.mark.browser
ROW = '#events [row-index="{}"] [col-id="{}"]'


def test_events_are_picked_in_the_list_and_on_a_card(another: Visitor) -> None:
    another.open("/?mode=air")
    another.click(ROW.format(0, "pick"))
    another.click(ROW.format(2, "pick"))
    another.waits("return app.picks.all().length === 2", "two picks")
    assert "card=" not in another.query(), "a pick opens no card"
    assert another.text(ROW.format(0, "pick")) == "☑" and another.text(ROW.format(1, "pick")) == "☐"
    another.click(ROW.format(1, "place"))
    another.waits("return app.query().includes('card=')", "the card")
    another.click("#card [data-act=pick]")
    another.waits("return app.picks.all().length === 3", "a third pick")
    assert another.js("return document.querySelector('#card [data-act=pick]').getAttribute('aria-pressed')") == "true"
    assert "3 events picked" in another.text("#picks")
    another.js("document.querySelectorAll('#picks button')[0].click()")
    another.waits("return app.query().includes('case=') && !app.query().includes('card=')", "the case in the address")
    another.settle()
    assert another.figures()[0] == "3" and "picked by hand" in another.text("#sentence")
    another.js("document.querySelectorAll('#picks button')[1].click()")
    wait_until(lambda: another.text("#picks") == "", "the tray to go")


def test_space_picks_the_row_of_the_keyboard(another: Visitor) -> None:
    another.open("/?mode=air")
    another.click(ROW.format(0, "pick"))
    another.click(ROW.format(0, "pick"))
    another.waits("return app.picks.all().length === 0", "none")
    ActionChains(another.browser).send_keys(Keys.ARROW_DOWN, Keys.SPACE).perform()
    another.waits("return app.picks.all().length === 1", "the next row picked")
