/* Seizures that stand apart: no mark covers the number of another (as app/drawing/declutter.py in files). A group stands in the
   middle of its events and an indicative mark somewhere in its area: both may give way. A known place never moves. */
(function () {
  "use strict";
  const app = window.app;
  const measures = app.known.measures.mark;

  /** How far from its middle nothing may lie on a mark.
      @param {SeizureMark} mark */
  const core = (mark) => (mark.n === 1 ? mark.r : mark.big * (measures.beside + measures.digit * String(mark.n).length));

  /** Marks in the order in which they are drawn: the largest first, known places on top of all.
      @param {SeizureMark[]} marks  @returns {SeizureMark[]} */
  function apart(marks) {
    const known = marks.filter((mark) => mark.stays), placed = [...known];
    marks.filter((mark) => !mark.stays).sort((a, b) => b.r - a.r).forEach((mark) => placed.push(gaveWay(mark, placed)));
    return [...placed.slice(known.length), ...known];
  }
  /** How far from its middle a mark lies on others: a square (a region) has corners.
      @param {SeizureMark} mark */
  const reach = (mark) => mark.r * (mark.data.kind === "region" ? measures.corner : 1);
  /** How far a mark must stand from one that stands already.
      @param {SeizureMark} mark  @param {SeizureMark} other */
  const roomOf = (mark, other) => (other.stays ? other.r + core(mark) : reach(mark) + core(other));
  /** Whether a mark at a place covers no number, a rounding error aside.
      @param {SeizureMark} mark  @param {number} x  @param {number} y  @param {SeizureMark[]} placed */
  const isFree = (mark, x, y, placed) => placed.every((other) => Math.hypot(x - other.x, y - other.y) > roomOf(mark, other) - 1e-6);
  /** The nearest free place around that of a mark, ring by ring; null where there is none.
      @param {SeizureMark} mark  @param {SeizureMark[]} placed  @returns {Point | null} */
  function freeAround(mark, placed) {
    const [rings, step, places] = measures.rings;
    for (let ring = 1; ring <= rings; ring += 1) {
      for (let place = 0; place < places; place += 1) {
        const angle = (2 * Math.PI * (place + (ring % 2) / 2)) / places;
        const x = mark.x + ring * step * Math.cos(angle), y = mark.y + ring * step * Math.sin(angle);
        if (isFree(mark, x, y, placed)) return [x, y];
      }
    }
    return null;
  }
  /** A mark moved away from those that stand already, as little as will do; where pushing it from one to the next does not end,
      to the nearest free place around its own.
      @param {SeizureMark} mark  @param {SeizureMark[]} placed  @returns {SeizureMark} */
  function gaveWay(mark, placed) {
    let { x, y } = mark;
    for (let round = 0; round < measures.rounds; round += 1) {
      placed.forEach((other) => {
        const room = roomOf(mark, other);
        let right = x - other.x, down = y - other.y;
        if (Math.abs(right) >= room || Math.abs(down) >= room) return;
        let distance = Math.hypot(right, down);
        if (distance >= room) return;
        if (!distance) [right, down, distance] = [0, -1, 1];
        x = other.x + (right / distance) * room;
        y = other.y + (down / distance) * room;
      });
    }
    if (!isFree(mark, x, y, placed)) [x, y] = freeAround(mark, placed) || [x, y];
    return { ...mark, x, y };
  }

  app.apart = apart;
})();
