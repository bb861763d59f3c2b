"""The time moves: what is drawn comes from the cube, without a request, and is what the server then answers."""

from __future__ import annotations

from typing import Any

import pytest
from selenium.webdriver.common.action_chains import ActionChains

from tests.browser.conftest import Visitor, rows, wait_until

READY = "return Boolean(app.cube.now())"
#: Flows and nodes of a window by the cube, and by the server for the same period.
BOTH = """const [from, to, query, done] = arguments;
const month = (i) => `${Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, "0")}`;
const found = app.cube.now().at(from, to);
const rest = `?from=${month(from)}&to=${month(to)}&${query}`;
const ask = (layer) => app.json(`/layers/${layer}.json` + rest);
Promise.all([ask("flows"), ask("nodes")]).then(([flows, nodes]) => {
  const round = (kg) => (kg === null ? null : Number(kg.toPrecision(4)));
  const line = (l) => [l.key, l.events, round(l.kg), l.slot];
  const node = (n) => [n.key, JSON.stringify(n.roles)];
  done({
    cube: [found.lines.map(line), found.total, found.totals.n, found.nodes.map(node).sort()],
    server: [flows.lines.map(line), flows.total, flows.selected, nodes.nodes.map(node).sort()],
  });
});"""
#: Requests for data since a mark.
ASKED = (
    "return performance.getEntriesByType('resource').filter((e) => /_dash-update|layers|explore/.test(e.name)).length"
)


def both(visitor: Visitor, first: int, last: int, query: str) -> dict[str, Any]:
    visitor.browser.set_script_timeout(30)
    found: dict[str, Any] = visitor.browser.execute_async_script(BOTH, first, last, query)
    return found


@pytest.mark.parametrize("query", ["metric=kg&mode=maritime", "level=place&top=20&min_kg=100"])
def test_any_window_is_drawn_as_the_server_would(visitor: Visitor, query: str) -> None:
    visitor.open(f"/?{query}")
    visitor.waits(READY, "the cube")
    for first, last in (
        (2010 * 12, 2026 * 12),
        (2019 * 12 + 3, 2020 * 12 + 1),
        (2021 * 12, 2021 * 12),
        (2030 * 12, 2031 * 12),
    ):
        found = both(visitor, first, last, query)
        assert found["cube"] == found["server"], (first, last)
    assert found["cube"] == [[], 0, 0, []], "a period without events has none"


PACED = """const [ms, n] = arguments, map = app.map, lines = [];
Object.assign(map, { pace: 16, stepped: 0, hasty: false });
for (let i = 1; i <= n; i++) map.paced(i * ms);
const hasty = map.hasty, paint = app.lines.paint, first = app.cube.now().axis.first;
app.lines.paint = (context, line, style, casing) => lines.push(casing);
Object.assign(map, { paced: () => null });
map.move(app.cube.now().at(first, first + 300)); map.canvas._draw();
const moving = new Set(lines.splice(0));
map.rest(); map.canvas._draw();
app.lines.paint = paint; delete map.paced;
return [hasty, [...moving], [...new Set(lines)]];"""


@pytest.mark.parametrize(("ms", "hasty"), [(17, False), (25, True), (200, False)])
def test_lines_go_without_their_casing_only_while_time_moves_too_slowly(visitor: Visitor, ms: int, hasty: bool) -> None:
    visitor.open("/")
    visitor.waits(READY, "the cube")
    assert visitor.js(PACED, ms, 40) == [hasty, [0 if hasty else 1], [1]]


NAMED = """const map = app.map, cube = app.cube.now(), { first, months } = cube.axis, laid = [];
const show = (from, to, age) => {
  map.move(cube.at(from, to));
  map.namedAt = performance.now() - age;
  map.canvas._draw();
  return map.names;
};
const context = map.canvas._canvas.getContext("2d"), draw = context.drawImage;
const early = show(first, first + months, 1000);
context.drawImage = function (...made) { laid.push(made[0]); return draw.apply(this, made); };
const kept = show(first, first + 11, 0), drawn = new Set(map.nodeMarks.map((m) => "node:" + m.data.key));
const given = laid.splice(0), shown = kept.filter((name) => given.includes(name.made));
const owners = shown.map((name) => name.of).filter(Boolean);
const fresh = show(first, first + 11, 1000);
delete context.drawImage;
map.rest();
return {
  same: early === kept, gone: early.filter((name) => name.of && !drawn.has(name.of)).length,
  wrong: owners.filter((of) => !drawn.has(of)), given: given.length, held: early.length,
  anew: fresh !== kept && fresh.filter((name) => name.of).every((name) => drawn.has(name.of)),
};"""


def test_names_stand_still_for_a_moment_while_time_moves_and_none_stays_without_its_node(visitor: Visitor) -> None:
    visitor.open("/")
    visitor.waits(READY, "the cube")
    found = visitor.js(NAMED)
    assert found["same"] and found["gone"] > 5 and found["wrong"] == []
    assert found["given"] == found["held"] - found["gone"] and found["anew"]


SHAPED = """const map = app.map, cube = app.cube.now(), { first, months } = cube.axis;
const said = () => JSON.stringify(map.strokes.map((s) => [s.data.key, s.width, s.stroke, s.tip, s.runs]));
const at = (from) => { map.move(cube.at(from, from + 23)); map.canvas._draw(); return said(); };
const once = [0, 12, 24, 0, 12, 24].map((i) => at(first + months - 60 + i));
const drawn = map.still.data.flows || map.still.data.streams;
const forget = () => drawn.lines.concat(cube.lines).forEach((line) => { line.view = null; });
const again = [0, 12, 24].map((i) => { forget(); return at(first + months - 60 + i); });
map.rest();
return [new Set(once).size, once.slice(0, 3).every((text, i) => text === once[3 + i] && text === again[i])];"""


def test_a_line_that_was_shaped_before_is_drawn_as_one_that_is_shaped_anew(visitor: Visitor) -> None:
    visitor.open("/")
    visitor.waits(READY, "the cube")
    assert visitor.js(SHAPED) == [3, True]
    visitor.js("app.map.map.setView([10, -40], 5, { animate: false })")
    assert visitor.js(SHAPED) == [3, True], "another view has shapes of its own"


def axis_of(visitor: Visitor) -> list[float]:
    found: list[float] = visitor.waits(
        "const d = document.querySelector('#timeline canvas'), s = app.axis.stats();"
        "if (!d || !s) return null;"
        "const r = d.getBoundingClientRect(); return [r.left + s.left, r.top, s.end - s.left, r.height]",
        "the time axis",
    )
    return found


def pointer(visitor: Visitor, x: float, y: float) -> ActionChains:
    chain = ActionChains(visitor.browser)
    chain.w3c_actions.pointer_action.move_to_location(round(x), round(y))
    return chain


def test_a_column_says_what_it_holds_and_a_click_opens_its_events(visitor: Visitor) -> None:
    visitor.open("/?lang=es")
    left, top, _width, height = axis_of(visitor)
    step, first = visitor.js("const s = app.axis.stats(); return [s.step, s.axis.first]")
    found = [row for row in rows() if row["date"][:7] == "2020-03" and row["date_precision"] != "year"]
    assert len(found) > 0
    pointer(visitor, left + (2020 * 12 + 2 - first + 0.5) * step, top + height / 2).perform()
    said = visitor.waits("const t = document.querySelector('.time-tip.on'); return t && t.innerText", "the tip")
    assert said.startswith("marzo de 2020") and f"{len(found)} " in said and "Marítima" in said
    pointer(visitor, left + (2020 * 12 + 2 - first + 0.5) * step, top + height / 2).click().perform()
    wait_until(lambda: visitor.query() == "lang=es&sel=month:2020-03", "the month to be selected")
    wait_until(lambda: visitor.listed() == len(found), "its events in the list")
    visitor.js("app.set({sel: null, from: '2020-03-16', to: '2021'})")
    wait_until(
        lambda: visitor.js("return app.axis.stats().period") == [2020 * 12 + 2 + 15 / 31, 2022 * 12], "the period"
    )


def test_a_brush_redraws_while_it_moves_and_settles_on_release(visitor: Visitor) -> None:
    visitor.open("/")
    visitor.waits(READY, "the cube")
    box = axis_of(visitor)
    y = round(box[1] + box[3] / 2)

    def drag(*shares: float) -> None:
        chain = ActionChains(visitor.browser)
        for share in shares:
            chain.w3c_actions.pointer_action.move_to_location(round(box[0] + box[2] * share), y)
        chain.perform()

    drag(0.6)
    before = visitor.js(ASKED)
    down = ActionChains(visitor.browser)
    down.w3c_actions.pointer_action.pointer_down()
    down.perform()
    drag(0.65, 0.7)
    first = visitor.waits("return document.querySelector('.explore.moving') && app.time.moving()", "the map to move")
    drag(0.75, 0.8)
    wait_until(lambda: visitor.js("return app.time.moving()")[1] > first[1], "the window to follow the brush")
    said = visitor.js("return document.getElementById('moving').textContent")
    assert "reported seizure" in said
    assert visitor.js(ASKED) == before and visitor.query() == "", "nothing is asked while the brush moves"
    up = ActionChains(visitor.browser)
    up.w3c_actions.pointer_action.pointer_up()
    up.perform()
    wait_until(lambda: "from=20" in visitor.query() and "to=20" in visitor.query(), "the brush to filter")
    visitor.settle()
    wait_until(lambda: visitor.js("return !document.querySelector('.explore.moving')"), "the time to stand still")
    assert visitor.stats()["query"] == visitor.query() and visitor.js("return app.map.still") is None


def test_play_moves_without_asking_and_the_address_says_where_it_ends(visitor: Visitor) -> None:
    visitor.open("/?from=2018-01&to=2019-12")
    visitor.waits(READY, "the cube")
    visitor.js("document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'p', bubbles: true}))")
    visitor.waits(
        "return document.querySelector('.explore.moving') && app.time.moving()[0] > 2018 * 12", "play to move"
    )
    assert "❚❚" in visitor.text('[data-act="play"]') and visitor.query() == "from=2018-01&to=2019-12"
    before = visitor.js(ASKED)
    at = visitor.js("return app.time.moving()[0]")
    wait_until(lambda: visitor.js("return app.time.moving()[0]") > at, "play to go on")
    assert visitor.js(ASKED) == before
    visitor.click('[data-act="play"]')
    wait_until(lambda: visitor.query() > "from=2018-01&to=2019-12", "the address to say where it ended")
    visitor.settle()
    wait_until(lambda: visitor.js("return !document.querySelector('.explore.moving')"), "the time to stand still")
    months = [visitor.js(f"return app.param('{name}')") for name in ("from", "to")]
    length = [int(month[:4]) * 12 + int(month[5:]) for month in months]
    assert length[1] - length[0] == 23 and (length[0] - 2018 * 12 - 1) % 3 == 0, "whole steps, and the same length"


def test_play_to_the_end_leaves_the_period_that_was_chosen(visitor: Visitor) -> None:
    visitor.open("/?departure=EC")
    visitor.waits(READY, "the cube")
    visitor.js(
        "document.querySelector('select[data-play=\"speed\"]').value = '1';"
        "const { first, months } = app.cube.now().axis, last = first + months - 1;"
        "app.actions.play(); app.time.move(last - 12, last - 1);"
    )
    visitor.waits("return !app.time.playing() && !document.querySelector('.explore.moving')", "the end")
    visitor.settle()
    assert visitor.query() == "departure=EC" and visitor.js("return app.map.still") is None


def test_on_the_projector_the_moving_figures_name_the_filter(visitor: Visitor) -> None:
    visitor.open("/?departure=EC&theme=projector")
    visitor.waits(READY, "the cube")
    visitor.js("app.time.move(2018 * 12, 2019 * 12)")
    lines = visitor.waits(
        "const found = [...document.querySelectorAll('#moving span')].filter((e) => e.offsetHeight);"
        "return found.length === 2 && found.map((e) => e.innerText)",
        "both lines",
    )
    assert "reported seizure" in lines[0] and "Ecuador" in lines[1]


def test_without_a_cube_play_asks_for_each_step(visitor: Visitor) -> None:
    visitor.open("/?less=1&from=2018-01&to=2019-12")
    visitor.click('[data-act="play"]')
    wait_until(lambda: visitor.js("return app.param('from')") > "2018-01", "play to move the window")
    assert visitor.js("return app.time.moving()") is None
    visitor.click('[data-act="play"]')


def test_the_frames_of_a_moving_window_cost_little(visitor: Visitor) -> None:
    """No time is judged here: as many frames are drawn as windows are shown, and each draws its own flows."""
    visitor.open("/")
    visitor.waits(READY, "the cube")
    drawn = visitor.browser.execute_async_script(
        """const done = arguments[0], seen = []; let i = 0;
        const step = () => {
          if (i) seen.push(app.map.strokes.length);
          if (i === 40) return done(seen);
          app.time.move(2010 * 12 + 3 * i, 2011 * 12 + 3 * i);
          i += 1;
          requestAnimationFrame(() => requestAnimationFrame(step));
        };
        step();"""
    )
    assert len(drawn) == 40 and len(set(drawn)) > 5


def test_play_keeps_its_step_speed_and_period_and_can_be_undone(visitor: Visitor) -> None:
    visitor.open("/?from=2019&to=2020&mode=maritime")
    choose = (
        "const s = document.querySelector(`select[data-play=${arguments[0]}]`); s.value = arguments[1];"
        "s.dispatchEvent(new Event('change', { bubbles: true }))"
    )
    visitor.js(choose, "step", "12")
    visitor.js(choose, "speed", "500")
    visitor.click('[data-act="play"]')
    moved = "const m = app.time.moving(); return m ? m[0] : app.param('from').slice(0, 4) * 12"
    wait_until(lambda: visitor.js(moved) >= 2021 * 12, "two steps of a year")
    assert "❚❚" in visitor.text('[data-act="play"]')
    visitor.click('[data-act="play"]')
    visitor.settle()
    ends = visitor.js("return [app.param('from'), app.param('to')]")
    assert [ends[0][4:], ends[1][4:]] == ["-01", "-12"] and int(ends[1][:4]) - int(ends[0][:4]) == 1
    kept = "return ['step', 'speed'].map((n) => document.querySelector(`select[data-play=${n}]`).value)"
    assert visitor.js(kept) == ["12", "500"] and "▶" in visitor.text('[data-act="play"]')
    visitor.js("app.act('undo')")
    wait_until(lambda: visitor.query() == "from=2019&to=2020&mode=maritime", "the period before play")


def test_play_adds_up_from_the_first_month_on(visitor: Visitor) -> None:
    visitor.open("/?from=2018-01&to=2018-12")
    visitor.waits(READY, "the cube")
    visitor.js(
        "const s = document.querySelector('select[data-play=step]'); s.value = '-3';"
        "s.dispatchEvent(new Event('change', { bubbles: true }))"
    )
    visitor.click('[data-act="play"]')
    window = visitor.waits("const m = app.time.moving(); return m && m[1] > 2018 * 12 + 12 && m", "play to move")
    assert window[0] == 2018 * 12, "it begins where it began"
    visitor.click('[data-act="play"]')
    wait_until(lambda: visitor.js("return app.param('to')") > "2018-12", "the address to say where it ended")
    assert visitor.js("return app.param('from')") == "2018-01"
