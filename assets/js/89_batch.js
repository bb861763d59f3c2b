/* Sheets of many countries: one archive, its files counted while they arrive.
   Uses: 20_translator. */
(function () {
  "use strict";
  const app = window.app;
  const NAMED = /country-([A-Z]{2})\.(?:pdf|docx)/g;

  async function make(button) {
    const words = await app.words(document.documentElement.lang || "en");
    const bar = document.getElementById("batch-bar"), said = document.getElementById("batch-said");
    const codes = document.querySelector("#batch-codes input").value.toUpperCase().split(",").map((c) => c.trim()).filter(Boolean);
    const wanted = [...new Set(codes)], parts = new URLSearchParams(button.dataset.query);
    parts.set("codes", wanted.join(","));
    parts.set("kind", button.dataset.batch);
    document.querySelectorAll("[data-batch]").forEach((one) => { one.disabled = true; });
    bar.hidden = false;
    bar.value = 0;
    said.textContent = "";
    try {
      const answer = await fetch(`/export/countries.zip?${parts}`);
      if (!answer.ok) throw new Error(await why(answer));
      const body = await counted(answer, (seen) => {
        bar.value = seen.length / wanted.length;
        const code = seen[seen.length - 1], name = (words.countries[code] || { name: code }).name;
        said.textContent = words.say("report.batch_progress", { at: seen.length, n: wanted.length, name });
      });
      save(body);
      said.textContent = words.plural("report.batch_done", wanted.length);
    } catch (error) {
      said.textContent = words.say("report.batch_fault", { why: error.message });
    }
    bar.hidden = true;
    document.querySelectorAll("[data-batch]").forEach((one) => { one.disabled = false; });
  }
  async function why(answer) {
    const body = await answer.json().catch(() => null);
    return body && body.faults ? body.faults.map((f) => `${f.value || f.name}: ${f.problem}`).join(" · ") : app.known.faults[document.documentElement.lang];
  }
  /* The archive names each file before its bytes; the list at its end repeats names that are counted already. */
  async function counted(answer, tell) {
    const reader = answer.body.getReader(), pieces = [], seen = [];
    let tail = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return new Blob(pieces, { type: "application/zip" });
      pieces.push(value);
      const text = tail + new TextDecoder("latin1").decode(value);
      for (const found of text.matchAll(NAMED)) if (!seen.includes(found[1])) { seen.push(found[1]); tell(seen); }
      tail = text.slice(-24);
    }
  }
  function save(body) {
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(body), download: "countries.zip" });
    document.body.append(link);
    link.click();
    link.remove();
    window.setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("[data-batch]");
    if (button) make(button);
  });
})();
