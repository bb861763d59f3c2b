/* Calls functions of the scripts with what comes in (JSON: [[name, argument, …], …]) and writes what they give. For tests
   that compare them with their twins in Python (tests/test_twins.py). */
import { readFileSync } from "node:fs";
import { load, plain } from "./page.mjs";

const app = load("20_", "30_", "35_", "45_", "50_", "51_", "52_", "55_", "57_", "73_");

/* Every letter is as wide: what text is measured with is not compared. */
const LETTER = 7;
function paper() {
  const told = [], seen = (name) => (...given) => told.push([name, ...given]);
  const context = { told, measureText: (text) => ({ width: LETTER * text.length }), setLineDash: seen("dash") };
  ["beginPath", "closePath", "fill", "stroke"].forEach((name) => { context[name] = () => null; });
  ["moveTo", "lineTo", "arc", "roundRect", "fillText"].forEach((name) => { context[name] = seen(name); });
  return context;
}

const STYLE = { map: { halo: "#fff", ink: "#000" } };
function slide(mark, big, [width, height]) {
  const context = paper(), frame = { width, height, pad: { x: 0, y: 0 } };
  /* Points come in px of a globe of 1,000 px, and go back to degrees. */
  const degrees = ([x, y]) => [(x / 1000) * 360 - 180, (Math.atan(Math.sinh(Math.PI * (1 - y / 500))) * 180) / Math.PI];
  const projection = { k: 1000, x: 0, y: 0, of: ([x, y]) => [x * 1000, y * 1000] };
  const placed = { ...mark, points: mark.points.map(degrees) };
  app.annotations.drawAnnotations(context, [placed], { style: STYLE, projector: big }, projection, { ...frame, width: Math.min(frame.width, 999) });
  return context.told;
}

function named(marks, [width, height], size) {
  const room = new app.names.Room({ width, height, pad: { x: 0, y: 0 } }, []), context = paper();
  return marks.map(([x, y, r, text]) => app.names.beside(context, room, { x, y, r }, text, size) ?? null);
}

const functions = {
  beside: app.lines.beside,
  arrow: app.lines.arrow,
  width: app.lines.width,
  simple: app.lines.simple,
  ribbons: (loads, pairs, hairline) => app.streams.ribbons(loads, (stretch) => pairs[stretch - 1], hairline),
  ribbonShapes: (line, row, unit, turnings) => app.ribbons.shapes(line, row, unit, turnings),
  ribbonHead: app.ribbons.head,
  ribbonSeats: app.ribbons.seats,
  ribbonPorts: (stretches, pairs) => [...app.ribbons.ports(stretches, (n) => (n > 0 ? pairs[n - 1] : [...pairs[-n - 1]].reverse()))],
  apart: (marks) => app.apart(marks.map((mark) => ({ ...mark, r: app.shapes.radius(mark.n, mark.big) }))),
  fanned: (lines) => app.canvas.fanned(lines).map((line) => line.fan),
  nodeRadius: (roles, largest, big) => app.canvas.nodeRadius({ roles }, largest, big),
  radius: app.shapes.radius,
  slide,
  named,
  columns: app.columns.of,
  said: async (language, texts, method, ...given) => {
    app.once = async () => ({ texts, countries: {} });
    return (await app.words(language))[method](...given);
  },
};

const asked = JSON.parse(readFileSync(0, "utf8"));
const given = [];
for (const [name, ...values] of asked) given.push(plain((await functions[name](...values)) ?? null));
console.log(JSON.stringify(given));
