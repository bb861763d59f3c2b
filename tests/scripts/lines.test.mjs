/* Geometry of flows (assets/js/30_lines.js): what holds for every path. */
import assert from "node:assert/strict";
import test from "node:test";
import { load, numbers, wandering } from "./page.mjs";

const { lines } = load("30_");
const next = numbers(7);
const paths = Array.from({ length: 200 }, (_, i) => wandering(next, 2 + (i % 40)));
const long = (path) => lines.lengths(path).at(-1);
const near = (a, b, least = 1e-6) => assert.ok(Math.abs(a - b) <= least, `${a} is not ${b}`);

test("Mercator keeps the equator in the middle and the poles out of reach", () => {
  assert.deepEqual([...lines.world(0, 0)], [0.5, 0.5]);
  assert.deepEqual([...lines.world(180, 0)], [1, 0.5]);
  near(lines.world(0, 85.05)[1], lines.world(0, 90)[1]);
  near(lines.world(10, 40)[1], 1 - lines.world(10, -40)[1]);
});

test("a simpler path stays near all of the path, and keeps its ends", () => {
  paths.forEach((path) => {
    const simple = lines.simple(path, 3);
    assert.ok(simple.length <= path.length);
    assert.deepEqual([simple[0], simple.at(-1)], [path[0], path.at(-1)]);
    path.forEach((point) => assert.ok(lines.distance(point, simple) <= 3 + 1e-9));
  });
  assert.ok(lines.simple([[0, 0], [5, 0.1], [10, 0]], 1).length === 2);
});

test("a shifted path keeps its ends and parts to its right", () => {
  paths.forEach((path) => {
    const moved = lines.beside(path, 9);
    [0, -1].forEach((end) => path.at(end).forEach((value, axis) => near(moved.at(end)[axis], value)));
    assert.equal(lines.beside(path, 0), path);
  });
  const middle = lines.beside([[0, 0], [50, 0], [100, 0]], 4)[1];
  assert.deepEqual([...middle], [50, 4]);
});

test("a trimmed path is as much shorter as was asked, or nothing", () => {
  paths.forEach((path) => {
    const part = lines.trimmed(path, 12, 20);
    if (long(path) <= 33) return assert.equal(part, null);
    assert.ok(long(part) <= long(path) - 32 + 1e-6);
    return assert.ok(lines.distance(part[0], path) < 1e-6 && lines.distance(part.at(-1), path) < 1e-6);
  });
});

test("nothing is left of a path that is no longer than what is taken off its ends", () => {
  assert.equal(lines.trimmed([[0, 0], [32, 0]], 12, 20), null);
  assert.ok(long(lines.trimmed([[0, 0], [40, 0]], 12, 20)) <= 8 + 1e-9);
});

test("an arrow ends where its line does, its head beside it on both sides", () => {
  const { stroke, tip } = lines.arrow([[0, 0], [200, 0]], 4, 10, 20);
  near(stroke[0][0], 10);
  near(tip[0][0], 180);
  near(tip[1][1], -tip[2][1]);
  assert.ok(stroke.at(-1)[0] < tip[0][0]);
  assert.equal(lines.arrow([[5, 5], [5, 5]], 4, 0, 0), null);
});

test("runs are the parts of a path in a box, and know how far along they begin", () => {
  const box = [100, 100, 500, 400];
  const inside = ([x, y]) => x >= box[0] - 1e-6 && x <= box[2] + 1e-6 && y >= box[1] - 1e-6 && y <= box[3] + 1e-6;
  paths.forEach((path) => {
    const runs = lines.runs(path, box), along = lines.lengths(path);
    runs.forEach((run) => {
      assert.ok(run.points.every(inside));
      const start = lines.at(path, along, run.along);
      run.points[0].forEach((value, axis) => near(value, start[axis], 1e-6));
    });
    path.filter(inside).forEach((point) => assert.ok(runs.some((run) => lines.distance(point, run.points) < 1e-6)));
  });
});

test("a width is between the narrowest and the widest, and grows with its value", () => {
  const width = (value) => lines.width(value, 40, [1.2, 12]);
  assert.deepEqual([width(0), width(40), width(400), width(null), width(undefined)], [1.2, 12, 12, 1.2, 1.2]);
  near(width(20), 6.6);
});
