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
    /** @type {Map<number, Map<number, number>>} */
    const values = new Map();
    loads.forEach(({ lane, line, group, value }) => {
      const part = group * LINES.length + LINES.indexOf(line);
      lane.forEach((stretch) => {
        if (!values.has(stretch)) values.set(stretch, new Map());
        const parts = values.get(stretch);
        parts.set(part, (parts.get(part) || 0) + value);
      });
    });
    const rows = new Map([...values].map(([stretch, parts]) => [stretch, stacked(stretch, merged(parts, hairline))]));
    return connected(rows, ends);
  }

  /* Neighbours thinner than a hairline are one part: [colour, status, value]. */
  function merged(parts, hairline) {
    const out = [];
    let most = 0;
    [...parts].sort((a, b) => a[0] - b[0]).forEach(([part, value]) => {
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
      const taken = new Map();
      [...stretches].sort((a, b) => total(rows.get(b)) - total(rows.get(a)) || a - b).forEach((stretch) => rows.get(stretch).forEach((ribbon) => {
        const trunk = thickest(rows, trunks.get(junction) || [], ribbon);
        if (!trunk || trunk.value < ribbon.value) return;
        if (!taken.has(ribbon.part)) taken.set(ribbon.part, trunk.inner);
        ribbon[side] = taken.get(ribbon.part);
        taken.set(ribbon.part, ribbon[side] + ribbon.value);
      }));
    });
  }
  function thickest(rows, stretches, like) {
    let best = null;
    stretches.filter((stretch) => stretch !== -like.stretch).forEach((stretch) => rows.get(stretch).forEach((ribbon) => {
      if (ribbon.part === like.part && (!best || ribbon.value > best.value || (ribbon.value === best.value && ribbon.stretch < best.stretch))) best = ribbon;
    }));
    return best;
  }

  app.streams = { ribbons };
})();
