/* Overlays on the Import page: a file goes up with what its form says, and what is said of one is changed.
   Uses: 12_parts, 80_import. */
(function () {
  "use strict";
  const app = window.app;
  let form = null;

  const input = Object.assign(document.createElement("input"), { type: "file", id: "overlay-file", className: "unseen", tabIndex: -1 });
  input.setAttribute("aria-hidden", "true");
  input.addEventListener("change", () => input.files.length && taken(input.files[0]));
  document.addEventListener("DOMContentLoaded", () => document.body.append(input));

  const said = (box) => Object.fromEntries([...box.querySelectorAll("[data-says]")].map((entry) => [entry.dataset.says, entry.querySelector("input, select").value.trim()]));

  async function taken(file) {
    const asked = said(form);
    input.value = "";
    const state = await app.imports.work(async () => {
      const ticket = await app.imports.upload(file);
      return (await app.imports.send(`/import/${ticket}/overlay`, asked)).ticket;
    });
    if (!state) return;
    app.place(document.getElementById("overlay-taken"), state.html);
    await app.imports.refresh();
  }
  async function changed(button) {
    const { overlay, action, sure } = button.dataset;
    if (sure && !window.confirm(sure)) return;
    const body = action === "change" ? said(button.closest("details")) : {};
    await app.imports.send(`/overlays/${overlay}/${action}`, body).then(app.imports.refresh).catch(app.imports.fail);
  }

  /** @param {HTMLElement} button */
  function pressed(button) {
    if (button.dataset.overlay) return changed(button);
    form = button.closest("details");
    input.accept = button.dataset.overlayFile;
    return input.click();
  }

  app.overlayForms = { pressed };
})();
