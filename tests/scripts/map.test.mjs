/* What the canvas makes of a scene (50_canvas, 52_apart, 55_names): marks that stand apart, fans of lanes, places of names. */
import assert from "node:assert/strict";
import test from "node:test";
import { load, numbers, plain } from "./page.mjs";

const { apart, names, canvas, shapes } = load("30_", "35_", "50_", "52_", "55_");
const FRAME = { width: 800, height: 600, pad: { x: 50, y: 40 }, ratio: 1, box: [0, 0, 800, 600] };

function marks(next, n) {
  return Array.from({ length: n }, (_, i) => {
    const many = i % 3 ? 1 + Math.floor(next() * 40) : 1, stays = many === 1 && i % 2 === 0;
    return { x: next() * 300, y: next() * 300, r: shapes.radius(many), n: many, big: 1, stays, data: {} };
  });
}

test("known places never move, and lie on top of all", () => {
  const given = marks(numbers(3), 60), placed = apart(given);
  const known = given.filter((mark) => mark.stays);
  assert.equal(placed.length, given.length);
  assert.deepEqual(plain(placed.slice(-known.length)), known);
});

test("of two marks at one place one gives way until its number can be read", () => {
  const [one, two] = apart([8, 5].map((n) => ({ x: 100, y: 100, r: shapes.radius(n), n, big: 1, stays: false, data: {} })));
  assert.ok(Math.hypot(one.x - two.x, one.y - two.y) >= 12, "they stand apart");
  assert.deepEqual([one.x, one.y], [100, 100], "the larger one stays");
});

test("a group grows with its number, and a seizure alone is smaller than any", () => {
  const sizes = [1, 2, 5, 20, 400].map((n) => shapes.radius(n));
  assert.deepEqual(sizes, [...sizes].sort((a, b) => a - b));
  assert.equal(shapes.radius(3, 1.4), shapes.radius(3) * 1.4);
});

const lane = (origin, target, east, more) => ({ origin, target, mode: "maritime", points: [[0, 0], [east, 10]], ...more });

test("lanes that leave one port part by their bearing, clockwise", () => {
  const [west, middle, east] = canvas.fanned([lane("A", "W", -10), lane("A", "M", 0.001), lane("A", "E", 10)]);
  const fans = [middle, east, west].map((line) => line.fan);
  assert.deepEqual(fans, [-1, 0, 1]);
});

test("what is no lane, and what goes both ways, keeps its place", () => {
  const [there, back, road] = canvas.fanned([lane("A", "B", 5), lane("B", "A", 5), lane("A", "C", 9, { mode: "land" })]);
  assert.deepEqual([there.fan, back.fan, road.fan], [0, 0, 0]);
});

test("a copy of the world is drawn for each turn that is seen", () => {
  const projection = { k: 256, x: -300, y: 0, of: (p) => p };
  assert.deepEqual(plain(canvas.turns(projection, FRAME, 0.4, 0.6)), [-1, 0, 1]);
  assert.deepEqual(plain(canvas.turns({ ...projection, k: 4096, x: 0 }, FRAME, 0.05, 0.1)), [0]);
});

test("a name takes its place once, within what is seen, and not under the map's controls", () => {
  const room = new names.Room(FRAME, [[0, 0, 100, 30]]);
  assert.ok(!room.free([0, 100, 60, 120]), "beside what is seen");
  assert.ok(!room.free([60, 50, 120, 65]), "under a control");
  const box = [300, 300, 360, 316];
  assert.ok(room.free(box));
  room.take(box);
  assert.ok(!room.free([350, 310, 400, 330]) && room.free([361, 300, 400, 316]));
});
