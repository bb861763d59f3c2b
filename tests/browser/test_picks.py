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


#: A mark on bare map, of one seizure or of several: where it is in the window, and of how many.
MARK = """const { marks, frame } = app.map, at = document.getElementById('map').getBoundingClientRect();
const place = (m) => [m.x - frame.pad.x + at.left, m.y - frame.pad.y + at.top].map(Math.round);
const bare = (m) => { const e = document.elementFromPoint(...place(m)); return e && e.closest('#map'); };
const found = marks.find((m) => (m.data.n === 1) === arguments[0] && m.data.n < 20 && bare(m));
return [...place(found), found.data.n]"""


def test_seizures_are_picked_on_the_map(another: Visitor) -> None:
    another.open("/?layers=seizures#-30,30,20,55")
    wait_until(lambda: another.stats()["marks"] > 5, "the marks")
    for single in (True, False):
        before = another.js("return app.picks.all().length")
        x, y, n = another.js(MARK, single)
        assert (n == 1) == single
        pressed = ActionChains(another.browser, duration=20)
        pressed.w3c_actions.pointer_action.move_to_location(x, y)
        if single:
            pressed.key_down(Keys.SHIFT).click().key_up(Keys.SHIFT).perform()
        else:
            pressed.context_click().perform()
        wait_until(lambda n=n, before=before: another.js("return app.picks.all().length") == before + n, "the picks")
        assert "sel=" not in another.query() and "card=" not in another.query(), "nothing opens"
