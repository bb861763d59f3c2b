/* Streams: flows added up along the stretches of sea lanes that they share, as ribbons side by side. The same as
   app/core/streams.py, where it is explained; a test runs both on the same input. */
(function () {
  "use strict";
  const app = window.app;
  const LINES = ["travelled", "intended", "inferred"];

  /** The ribbons of some loads; `ends` are the two junctions of each stretch by its number, from 1 on; `hairline` is the
      value that is as wide as the thinnest line which can be seen.
      @param {Load[]} loads  @param {(stretch: number) => [number, number]} ends  @param {number} [hairline]  @returns {Ribbon[]} */
  function ribbons(loads, ends, hairline = 0) {
    const rows = new Map([...summed(loads)].map(([stretch, parts]) => [stretch, stacked(stretch, merged(parts, hairline))]));
    return connected(rows, ends);
  }

  /* What sails along each stretch, by part (a colour and a status); NaN where nothing does. */
  function summed(loads) {
    const parts = LINES.length * (1 + loads.reduce((most, load) => Math.max(most, load.group), 0));
    /** @type {Map<number, Float64Array>} */
    const sums = new Map();
    for (const { lane, line, group, value } of loads) {
      const part = group * LINES.length + LINES.indexOf(line);
      for (const stretch of lane) {
        let row = sums.get(stretch);
        if (!row) sums.set(stretch, (row = new Float64Array(parts).fill(NaN)));
        row[part] = (row[part] || 0) + value;
      }
    }
    return sums;
  }

  /* Neighbours thinner than a hairline are one part: [colour, status, value]. */
  function merged(parts, hairline) {
    const out = [];
    let most = 0;
    parts.forEach((value, part) => {
      if (Number.isNaN(value)) return;
      const group = Math.floor(part / LINES.length), line = part % LINES.length, last = out[out.length - 1];
      if (last && value < hairline && last[2] < hairline) {
        out[out.length - 1] = [value > most ? group : last[0], Math.min(last[1], line), last[2] + value];
        most = Math.max(most, value);
      } else {
        out.push([group, line, value]);
        most = value;
      }
    });
    return out;
  }

  function stacked(stretch, parts) {
    let inner = 0;
    return parts.map(([group, line, value]) => {
      const ribbon = { stretch, part: group * LINES.length + line, group, line: LINES[line], value, inner, start: inner, end: inner };
      inner += value;
      return ribbon;
    });
  }

  const total = (row) => row.reduce((sum, ribbon) => sum + ribbon.value, 0);

  function connected(rows, ends) {
    const leaving = new Map(), arriving = new Map();
    const put = (map, key, stretch) => (map.has(key) ? map.get(key).push(stretch) : map.set(key, [stretch]));
    const order = [...rows.keys()].sort((a, b) => a - b);
    order.forEach((stretch) => {
      const [a, b] = ends(Math.abs(stretch)), [first, last] = stretch > 0 ? [a, b] : [b, a];
      put(leaving, first, stretch);
      put(arriving, last, stretch);
    });
    attached(rows, arriving, leaving, "start");
    attached(rows, leaving, arriving, "end");
    return order.flatMap((stretch) => rows.get(stretch));
  }

  /* Where the ribbons of branches stand at each junction: inside that of their colour and status of the thickest trunk. */
  function attached(rows, trunks, branches, side) {
    branches.forEach((stretches, junction) => {
      const taken = new Map(), thick = widestFirst((trunks.get(junction) || []).flatMap((stretch) => rows.get(stretch)));
      [...stretches].sort((a, b) => total(rows.get(b)) - total(rows.get(a)) || a - b).forEach((stretch) => rows.get(stretch).forEach((ribbon) => {
        const trunk = (thick.get(ribbon.part) || []).find((other) => other.stretch !== -ribbon.stretch);
        if (!trunk || trunk.value < ribbon.value) return;
        if (!taken.has(ribbon.part)) taken.set(ribbon.part, trunk.inner);
        ribbon[side] = taken.get(ribbon.part);
        taken.set(ribbon.part, ribbon[side] + ribbon.value);
      }));
    });
  }
  /* Ribbons by their part, the widest first. */
  function widestFirst(ribbons_) {
    const parts = new Map();
    ribbons_.forEach((ribbon) => (parts.has(ribbon.part) ? parts.get(ribbon.part).push(ribbon) : parts.set(ribbon.part, [ribbon])));
    parts.forEach((same) => same.sort((a, b) => b.value - a.value || a.stretch - b.stretch));
    return parts;
  }

  app.streams = { ribbons };
})();
