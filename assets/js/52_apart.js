/* Seizures that stand apart: no mark covers the number of another (as app/drawing/declutter.py in files). A group stands in the
   middle of its events and an indicative mark somewhere in its area: both may give way. A known place never moves. */
(function () {
  "use strict";
  const app = window.app;
  /* Half of what a digit takes, and what is left beside a number; and how often a mark gives way, at most. */
  const DIGIT = 3.4, BESIDE = 4, ROUNDS = 4;

  /** How far from its middle nothing may lie on a mark.
      @param {SeizureMark} mark */
  const core = (mark) => (mark.n === 1 ? mark.r : mark.big * (BESIDE + DIGIT * String(mark.n).length));

  /** Marks in the order in which they are drawn: the largest first, known places on top of all.
      @param {SeizureMark[]} marks  @returns {SeizureMark[]} */
  function apart(marks) {
    const known = marks.filter((mark) => mark.stays), placed = [...known];
    marks.filter((mark) => !mark.stays).sort((a, b) => b.r - a.r).forEach((mark) => placed.push(gaveWay(mark, placed)));
    return [...placed.slice(known.length), ...known];
  }
  /** A mark moved away from those that stand already, as little as will do.
      @param {SeizureMark} mark  @param {SeizureMark[]} placed  @returns {SeizureMark} */
  function gaveWay(mark, placed) {
    let { x, y } = mark;
    const own = core(mark);
    for (let round = 0; round < ROUNDS; round += 1) {
      placed.forEach((other) => {
        const room = other.stays ? other.r + own : mark.r + core(other);
        let right = x - other.x, down = y - other.y;
        if (Math.abs(right) >= room || Math.abs(down) >= room) return;
        let distance = Math.hypot(right, down);
        if (distance >= room) return;
        if (!distance) [right, down, distance] = [0, -1, 1];
        x = other.x + (right / distance) * room;
        y = other.y + (down / distance) * room;
      });
    }
    return { ...mark, x, y };
  }

  app.apart = apart;
})();
