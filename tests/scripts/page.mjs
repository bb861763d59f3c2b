/* The scripts of the page without a browser: run in their order in one place, with as little of a document as they read. */
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import vm from "node:vm";

const ROOT = new URL("../../", import.meta.url);
/* What the document tells the scripts of the program's own tables. */
const TOLD = "import json; from app.core.measures import MEASURES; print(json.dumps(MEASURES))";
const measures = JSON.parse(execFileSync(process.env.PYTHON || fileURLToPath(new URL(".venv/bin/python", ROOT)), ["-c", TOLD], { cwd: fileURLToPath(ROOT), encoding: "utf8" }));
const FOLDER = new URL("../../assets/js/", import.meta.url);

/** The namespace after these scripts (by the beginnings of their names) have run. */
export function load(...wanted) {
  const window = { app: { known: { cube: [], files: {}, measures }, early: {} } };
  const document = { fonts: { load: async () => [], addEventListener() {} }, documentElement: { lang: "en" } };
  const L = { Layer: { extend: (members) => members } };
  const place = vm.createContext({ window, document, L, console, URLSearchParams, Intl, TextDecoder, queueMicrotask });
  const names = readdirSync(FOLDER).filter((name) => wanted.some((begin) => name.startsWith(begin))).sort();
  if (names.length !== wanted.length) throw new Error(`of ${wanted} there are only ${names}`);
  /* In a page `window.app` is `app` as well. */
  Object.defineProperty(place, "app", { get: () => window.app });
  names.forEach((name) => vm.runInContext(readFileSync(new URL(name, FOLDER), "utf8"), place, { filename: name }));
  return window.app;
}

/** Numbers between 0 and 1, the same in each run (Lehmer; S. K. Park and K. W. Miller, 1988). */
export function numbers(seed) {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

/** A path of so many points, that turns as it will. */
export function wandering(next, n) {
  let [x, y] = [next() * 800, next() * 600];
  return Array.from({ length: n }, () => [(x += (next() - 0.4) * 120), (y += (next() - 0.5) * 120)]);
}

/** What a script gave, as a value of the tests' own place: arrays of two places are never alike. */
export const plain = (value) => JSON.parse(JSON.stringify(value));
