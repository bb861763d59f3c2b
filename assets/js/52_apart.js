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
  /** A mark moved away from those that stand already, as little as will do.
      @param {SeizureMark} mark  @param {SeizureMark[]} placed  @returns {SeizureMark} */
  function gaveWay(mark, placed) {
    let { x, y } = mark;
    const own = core(mark);
    for (let round = 0; round < measures.rounds; round += 1) {
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
