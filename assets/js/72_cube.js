/* The cube of time (app/core/cube.py): flows, nodes and figures of any window of months, without asking the server.
   Uses: 10_address. */
(function () {
  "use strict";
  const app = window.app;
  const IDLE = 500;
  const kept = { key: null, cube: null };
  let timer = null;

  class Cube {
    /** @param {ArrayBuffer} buffer see app/core/cube.py */
    constructor(buffer) {
      /* What the head of the cube holds (core.cube.packed). */
      /** @type {Flow[]} */
      this.lines = [];
      /** @type {string[]} */
      this.roles = [];
      /** @type {Record<string, MapNode>} */
      this.nodes = {};
      this.axis = { first: 0, months: 0, year: 0, years: 0 };
      /** @type {[number, number, number, number][]} */
      this.totals = [];
      /** @type {[number, number][]} */
      this.rest = [];
      /** @type {number[]} */
      this.folded = [];
      /** @type {Metric} */
      this.metric = "events";
      this.top = 0;
      const [size, gap] = new Uint32Array(buffer, 0, 2);
      Object.assign(this, JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, size))));
      let at = 8 + size + gap;
      const column = (Kind, n) => {
        const found = new Kind(buffer, at, n);
        at += Math.ceil(found.byteLength / 4) * 4;
        return found;
      };
      const group = (/** @type {number} */ series, /** @type {boolean} */ weighed) => {
        const starts = column(Uint32Array, series + 1), entries = starts[series];
        return { starts, ticks: column(Uint16Array, entries), n: column(Uint32Array, entries), kg: column(Float32Array, weighed ? entries : 0) };
      };
      this.byFlow = group(this.lines.length, true);
      this.byRole = group(this.roles.length, false);
      this.named = this.roles.map((key) => {
        const cut = key.lastIndexOf("|");
        return { node: this.nodes[key.slice(0, cut)], role: key.slice(cut + 1) };
      });
    }
    /* Whether each place on the axis lies in a window; a bare year is in when the window touches it, as in the filter. */
    inside(first, last) {
      const { axis } = this, within = new Uint8Array(axis.months + axis.years);
      within.fill(1, Math.max(0, first - axis.first), Math.max(0, Math.min(axis.months, last - axis.first + 1)));
      for (let i = 0; i < axis.years; i++)
        if (axis.year + i >= Math.floor(first / 12) && axis.year + i <= Math.floor(last / 12)) within[axis.months + i] = 1;
      return within;
    }
    /* Whether a tick of the head (a month, or a year below nothing) lies in a window. */
    static holds(tick, first, last) {
      return tick >= 0 ? tick >= first && tick <= last : -tick >= Math.floor(first / 12) && -tick <= Math.floor(last / 12);
    }
    sums(group, within, each) {
      const { starts, ticks, n, kg } = group, weighed = kg.length > 0;
      for (let s = 0; s + 1 < starts.length; s++) {
        let events = 0, weight = null;
        for (let e = starts[s]; e < starts[s + 1]; e++) {
          if (!within[ticks[e]]) continue;
          events += n[e];
          if (weighed && kg[e] === kg[e]) weight = (weight || 0) + kg[e];
        }
        if (events) each(s, events, weight);
      }
    }
    /* All of a window: lines in the map's order, nodes by role, totals; `known` is how many events state a weight. */
    at(first, last) {
      const within = this.inside(first, last), lines = [], nodes = new Map();
      this.sums(this.byFlow, within, (s, events, kg) => lines.push(Object.assign(this.lines[s], { events, kg, kg_known: null, median: null, lit: false, extra: false, live: true })));
      this.sums(this.byRole, within, (s, events) => {
        const { node, role } = this.named[s];
        if (!nodes.has(node.key)) nodes.set(node.key, { ...node, roles: { departure: 0, transit: 0, seizure: 0, destination: 0 } });
        nodes.get(node.key).roles[role] = events;
      });
      const totals = { n: 0, kg: 0, known: 0 };
      this.totals.forEach(([tick, n, kg, known]) => { if (Cube.holds(tick, first, last)) { totals.n += n; totals.kg += kg; totals.known += known; } });
      const rest = this.rest.reduce((sum, [tick, n]) => sum + (Cube.holds(tick, first, last) ? n : 0), 0);
      const largest = (some, most) => this.ranked([...some], most);
      return { total: lines.length, every: lines, largest, lines: largest(lines, this.top), nodes: this.sized([...nodes.values()]), totals, rest, folded: this.folded[0] };
    }
    /* The largest of them, in the order that the server has: by the measure, then by the other one, then by name. */
    ranked(lines, most) {
      const [one, other] = this.metric === "kg" ? ["kg", "events"] : ["events", "kg"];
      const value = (line, name) => (line[name] === null ? -1 : line[name]);
      const order = (a, b) => value(b, one) - value(a, one) || value(b, other) - value(a, other) || (a.key < b.key ? -1 : 1);
      const drawn = lines.sort(order).slice(0, most), seen = new Map();
      drawn.forEach((line) => {
        const pair = line.origin + ">" + line.target;
        line.slot = seen.get(pair) || 0;
        seen.set(pair, line.slot + 1);
      });
      return drawn;
    }
    sized(nodes) {
      const whole = (node) => Object.values(node.roles).reduce((a, b) => a + b, 0);
      return nodes.sort((a, b) => whole(b) - whole(a));
    }
  }

  function keyOf(query) {
    const parts = [...new URLSearchParams(query)].filter(([name]) => app.known.cube.includes(name));
    return new URLSearchParams(parts).toString();
  }

  /* The cube of a query, asked for once; nothing where there is none. */
  async function load(query) {
    const key = keyOf(query);
    if (kept.key === key) return kept.cube;
    Object.assign(kept, { key, cube: null });
    try {
      const answer = await fetch("/cube" + (key ? "?" + key : ""));
      const cube = answer.ok && answer.status !== 204 ? new Cube(await answer.arrayBuffer()) : null;
      if (kept.key === key) kept.cube = cube;
    } catch (error) {
      if (kept.key === key) kept.key = null;
    }
    return kept.cube;
  }

  /* The map is drawn first; its cube comes when nothing else is to be done. */
  function want(query) {
    window.clearTimeout(timer);
    if (document.getElementById("timeline")) timer = window.setTimeout(() => load(query), IDLE);
  }

  app.cube = { load, want, now: () => (kept.key === keyOf(app.query()) ? kept.cube : null), holds: Cube.holds };
})();
