/* How the time axis is drawn: a column for each month, modes stacked, over the grey of all events; bare years apart at the
   right, the chosen period left clear between two veils. Where one month towers over the others, heights are square roots,
   and the axis says so. One canvas: a chart library kept a path for each of a thousand bars, which took 160 ms of every
   change of the filter (measured). */
(function () {
  "use strict";
  const app = window.app;
  const FOLDED = 50, LEAST = 1.5, TOP = 6, ROOM = 1.06, QUARTERS_UP_TO = 36, OUTSIDE = 0.22, YEARS = 0.8, VEIL = 0.72;
  const TYPE = 'Inter, "DejaVu Sans", "Segoe UI", system-ui, sans-serif';
  const hatches = {};

  const yearOf = (tick) => (tick < 0 ? -tick : Math.floor(tick / 12));

  /* Ticks with their parts by mode, from below in the order of the table. */
  function columns(data) {
    const found = new Map();
    data.modes.forEach(({ mode, ticks, n, kg }) => ticks.forEach((tick, i) => {
      if (!found.has(tick)) found.set(tick, { tick, n: 0, kg: null, value: 0, parts: [] });
      const column = found.get(tick), value = data.value === "n" ? n[i] : kg[i] || 0;
      column.parts.push({ mode, n: n[i], kg: kg[i], value });
      column.n += n[i];
      column.value += value;
      if (kg[i] !== null) column.kg = (column.kg || 0) + kg[i];
    }));
    return [...found.values()];
  }

  /* Where all of it stands on a canvas of a size in px. */
  class Layout {
    constructor(data, every, width, height) {
      const { axis } = data, { ticks, values } = data.ground || { ticks: [], values: [] };
      this.ground = ticks.map((tick, i) => ({ tick, value: values[i] }));
      const undated = [...every, ...this.ground].filter((column) => column.tick < 0).map((column) => -column.tick);
      const room = width - data.left - data.right;
      this.data = data;
      this.every = every;
      this.width = width;
      this.height = height;
      this.axis = axis;
      this.months = axis ? axis.last - axis.first + 1 : 0;
      this.most = ROOM * Math.max(1e-9, ...[...every, ...this.ground].map((column) => column.value));
      this.floor = height - Math.round(data.type * 1.3) - 9;
      this.left = data.left;
      this.step = axis ? (room * axis.part) / this.months : 0;
      this.end = this.left + this.step * this.months;
      this.year = Math.min(...undated);
      this.years = undated.length ? Math.max(...undated) - this.year + 1 : 0;
      this.start = data.left + room * data.split;
      this.wide = this.years ? (room * (1 - data.split)) / this.years : 0;
    }
    of(tick) { return tick < 0 ? this.start + (-tick - this.year) * this.wide : this.left + (tick - this.axis.first) * this.step; }
    span(tick) { return tick < 0 ? this.wide : this.step; }
    /* What is there is never too low to be seen. */
    high(value) {
      const share = value / this.most, tall = (this.floor - TOP) * (this.data.root ? Math.sqrt(share) : share);
      return value > 0 ? Math.max(LEAST, tall) : 0;
    }
    /* The column under a point, and the place in months. */
    under(x) { return this.every.find(({ tick }) => x >= this.of(tick) && x < this.of(tick) + this.span(tick)) || null; }
    month(x) { return this.axis.first + Math.max(0, Math.min(this.months, (x - this.left) / this.step)); }
  }

  /* `state`: words, style, inks, the period [since, until] in months and parts of one (null where open), the column under
     the pointer, and the tick that is chosen. */
  function paint(c, at, state) {
    c.clearRect(0, 0, at.width, at.height);
    c.font = `${at.data.type}px ${TYPE}`;
    if (!at.every.length && !at.ground.length) return;
    if (state.over) band(c, at, state);
    ground(c, at, state);
    at.every.filter((column) => column.tick < 0).forEach((column) => bar(c, at, column, state));
    if (at.axis) veils(c, at, state);
    chosen(c, at, state);
  }
  /* What no period changes is drawn once, on a sheet of its own: while the time moves each frame lays it down whole. */
  let sheet = null;
  function ground(c, at, state) {
    const { width, height } = c.canvas, of = [at.data, state.style, state.inks, width, height];
    if (!sheet || of.some((part, i) => part !== sheet.of[i])) {
      const made = Object.assign(document.createElement("canvas"), { width, height }), g = made.getContext("2d");
      g.setTransform(c.getTransform());
      g.font = c.font;
      heights(g, at, state);
      behind(g, at, state);
      at.every.filter((column) => column.tick >= 0).forEach((column) => bar(g, at, column, state));
      if (at.axis) years(g, at, state);
      if (at.years) bare(g, at, state);
      sheet = { made, of };
    }
    c.save();
    c.resetTransform();
    c.drawImage(sheet.made, 0, 0);
    c.restore();
  }
  /* Round values from nought to the highest; of square roots those whose lines stand about a quarter of the height apart. */
  function marks(at) {
    const least = at.data.value === "n" ? 1 : 0;
    if (at.data.root) return [0, ...new Set([16, 4, 1].map((part) => Math.max(least, round(at.most / part))))];
    const raw = at.most / (at.floor > 96 ? 4 : 2.6), power = 10 ** Math.floor(Math.log10(raw));
    const step = Math.max(least, [1, 2, 5, 10].find((k) => k * power >= raw) * power);
    return Array.from({ length: Math.floor(at.most / step) + 1 }, (_, i) => i * step);
  }
  function round(value) {
    const power = 10 ** Math.floor(Math.log10(value));
    return [8, 6, 5, 4, 3, 2, 1].find((k) => k * power <= value) * power;
  }
  /* Lines at round values, named at the left. */
  function heights(c, at, { words, inks }) {
    if (at.height <= FOLDED) return;
    const { value: measure } = at.data;
    Object.assign(c, { strokeStyle: inks.line, fillStyle: inks.muted, textAlign: "right", textBaseline: "middle", lineWidth: 1 });
    marks(at).forEach((value) => {
      const y = Math.round(at.floor - at.high(value)) + 0.5;
      c.beginPath();
      if (at.axis) { c.moveTo(at.left, y); c.lineTo(at.end, y); }
      if (at.years) { c.moveTo(at.start, y); c.lineTo(at.start + at.wide * at.years, y); }
      c.stroke();
      c.fillText(measure === "kg" && at.most >= 1e4 ? words.kgOfScale(value, at.most) : words.number(value), at.left - 6, Math.max(y, TOP + at.data.type / 2));
    });
  }
  /* All events in grey behind the selected ones, and what is to be known of the scale. */
  function behind(c, at, { words, inks }) {
    c.fillStyle = inks.line;
    at.ground.forEach(({ tick, value }) => {
      const wide = at.span(tick), gap = wide > 3 ? 0.08 * wide : 0, tall = at.high(value);
      c.fillRect(at.of(tick) + gap, at.floor - tall, Math.max(1, wide - 2 * gap), tall);
    });
    const notes = [at.ground.length ? words.say("time.ground") : "", at.data.root ? words.say("time.root") : ""].filter(Boolean);
    Object.assign(c, { fillStyle: inks.muted, textAlign: "left", textBaseline: "top" });
    /* A strip that is folded has no room for words. */
    if (at.axis && at.height > FOLDED) c.fillText(notes.join(" · "), at.left + 6, TOP - 4);
  }
  function band(c, at, { over, inks }) {
    c.fillStyle = inks.soft;
    c.fillRect(at.of(over.tick), TOP, Math.max(2, at.span(over.tick)), at.floor - TOP);
  }
  /* A bare year outside the period is pale; a month that is still filling up is hatched. */
  function bar(c, at, { tick, parts }, { style, period: [since, until] }) {
    const wide = at.span(tick), gap = wide > 3 ? 0.08 * wide : 0, late = tick >= 0 && at.data.filling !== null && tick >= at.data.filling;
    const outside = (since !== null && yearOf(tick) < Math.floor(since / 12)) || (until !== null && yearOf(tick) > Math.floor((until - 0.01) / 12));
    const sum = parts.reduce((all, part) => all + part.value, 0), unit = sum ? at.high(sum) / sum : 0;
    let y = at.floor;
    c.globalAlpha = tick >= 0 ? 1 : outside ? OUTSIDE : YEARS;
    parts.forEach(({ mode, value }) => {
      const tall = value * unit, ink = style.modes[mode].colour;
      y -= tall;
      c.fillStyle = late ? hatch(c, ink) : ink;
      c.fillRect(at.of(tick) + gap, y, Math.max(1, wide - 2 * gap), tall);
    });
    c.globalAlpha = 1;
  }
  function hatch(c, ink) {
    if (hatches[ink]) return hatches[ink];
    const tile = Object.assign(document.createElement("canvas"), { width: 6, height: 6 }), t = tile.getContext("2d");
    Object.assign(t, { strokeStyle: ink, lineWidth: 1.6 });
    [[-1, 1, 1, -1], [0, 6, 6, 0], [5, 7, 7, 5]].forEach(([a, b, e, f]) => { t.beginPath(); t.moveTo(a, b); t.lineTo(e, f); t.stroke(); });
    return (hatches[ink] = c.createPattern(tile, "repeat"));
  }
  function veils(c, at, { inks, period: [since, until] }) {
    const x = (month) => Math.max(at.left, Math.min(at.end, at.left + (month - at.axis.first) * at.step)), tall = at.floor - TOP;
    const veil = (from, to, line) => {
      c.globalAlpha = VEIL;
      c.fillStyle = inks.panel;
      c.fillRect(from, TOP, to - from, tall);
      c.globalAlpha = 1;
      c.fillStyle = inks.accent;
      c.fillRect(line - 1, TOP, 2, tall);
    };
    if (since !== null && since > at.axis.first) veil(at.left, x(since), x(since));
    if (until !== null && until < at.axis.last + 1) veil(x(until), at.end, x(until));
  }
  /* A tick at each January: a label in the middle of its year is read as the month that it stands under. */
  function years(c, at, { inks }) {
    const quarters = at.months <= QUARTERS_UP_TO, name = (tick) => (quarters ? `${String((tick % 12) + 1).padStart(2, "0")}/${yearOf(tick)}` : String(yearOf(tick)));
    const width = c.measureText(quarters ? "00/0000" : "0000").width + at.data.type;
    const every = (quarters ? [3, 6, 12] : [12, 24, 60, 120]).find((months) => months * at.step >= width) || 240;
    Object.assign(c, { fillStyle: inks.muted, strokeStyle: inks.muted, textAlign: "center", textBaseline: "top" });
    for (let tick = Math.ceil(at.axis.first / 12) * 12; tick <= at.axis.last; tick += quarters ? 3 : 12) {
      const x = Math.round(at.of(tick)) + 0.5;
      c.beginPath();
      c.moveTo(x, at.floor); c.lineTo(x, at.floor + 5);
      c.stroke();
      if (tick % every === 0 && (!at.years || x + width / 2 < at.start)) c.fillText(name(tick), x, at.floor + 7);
    }
  }
  /* Bare years: as many names as have room, the last one always. */
  function bare(c, at, { words, inks }) {
    const every = Math.max(1, Math.ceil((c.measureText("0000").width + at.data.type) / at.wide));
    Object.assign(c, { fillStyle: inks.muted, textAlign: "center", textBaseline: "top" });
    const half = c.measureText("0000").width / 2;
    for (let i = at.years - 1; i >= 0; i -= every) c.fillText(String(at.year + i), Math.min(at.start + (i + 0.5) * at.wide, at.width - half - 8), at.floor + 7);
    const said = words.say("time.undated_axis"), end = at.start + at.wide * at.years;
    c.textAlign = "right";
    /* It would lie over the months where the years have little room. */
    if (at.height > FOLDED && end - c.measureText(said).width > at.end) c.fillText(said, end, TOP - 4);
  }
  function chosen(c, at, { tick, inks }) {
    const column = at.every.find((one) => one.tick === tick);
    if (!column) return;
    Object.assign(c, { strokeStyle: inks.ink, lineWidth: 1.5 });
    c.strokeRect(at.of(tick), at.floor - at.high(column.value) - 1, Math.max(2, at.span(tick)), at.high(column.value) + 1);
  }

  app.columns = { of: columns, Layout, paint };
})();
