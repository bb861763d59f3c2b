/* What is written above a list leaves of its rows those that hold it, whatever the accents: Peru finds Perú. Some rows
   stand there only when they are sought. */
(function () {
  "use strict";
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const rows = (box) => [...document.querySelectorAll(`#${box.dataset.narrows} > li`)];
  document.addEventListener("input", ({ target }) => {
    if (!target.dataset || !target.dataset.narrows) return;
    const wanted = plain(target.value.trim());
    rows(target).forEach((row) => {
      const held = plain(row.firstElementChild.firstElementChild.textContent).includes(wanted);
      row.hidden = wanted ? !held : row.classList.contains("when-sought");
    });
  });
  /* Enter takes the first that is left. */
  document.addEventListener("keydown", ({ key, target }) => {
    if (key !== "Enter" || !target.dataset || !target.dataset.narrows || !target.value.trim()) return;
    const first = rows(target).find((row) => !row.hidden), link = first && first.querySelector("a");
    if (link) link.click();
  });
})();
