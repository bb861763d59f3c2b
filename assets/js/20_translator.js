/* Texts, numbers and the style table for the canvas: fetched once per language and theme. */
(function () {
  "use strict";
  const app = window.app;
  const kept = {};

  /* What was asked for ahead is taken once: a page that is opened again asks again. What failed then, before the alarm
     was there to say so (12_parts.js), is asked once more. */
  function json(url) {
    const early = app.early[url];
    delete app.early[url];
    return early ? early.catch(() => app.fetched(url)) : app.fetched(url);
  }
  app.json = json;
  app.once = (url) => (kept[url] = kept[url] || json(url).catch((error) => { delete kept[url]; throw error; }));

  /* Asks an endpoint that may change something; a refusal is thrown as its lines, in the reader's language. */
  async function call(path, options) {
    const language = document.documentElement.lang || "en";
    const headers = { "X-Requested-With": "1", ...(options && options.body ? { "Content-Type": "application/json" } : {}) };
    const sign = path.includes("?") ? "&" : "?";
    const answer = await fetch(`${path}${sign}lang=${language}`, { ...options, headers });
    const found = await answer.json().catch(() => ({}));
    if (!answer.ok) throw found.error || [app.known.faults[language]];
    return found;
  }
  app.call = call;

  /* A number as a language writes it. Making a format takes longer than some hundred uses of it. */
  const formats = {};
  const written = (value, language, digits) => {
    const name = `${language} ${digits}`;
    formats[name] = formats[name] || new Intl.NumberFormat(language, { maximumFractionDigits: digits, useGrouping: "always" });
    return formats[name].format(value);
  };
  /* Digits behind the point that a weight or a count is read with. */
  const digits = (value) => (value >= 100 ? 0 : value >= 1 ? 1 : value >= 0.01 ? 3 : 6);
  app.number = (value, language) => written(value, language, digits(value));

  class Translator {
    constructor(language, body) {
      this.language = language;
      this.texts = body.texts;
      this.countries = body.countries;
    }
    say(key, values) {
      const text = this.texts[key] || key;
      return text.replace(/\{(\w+)\}/g, (_, name) => (values && name in values ? values[name] : ""));
    }
    number(value, behind) { return written(value, this.language, behind || 0); }
    kg(value) {
      if (value === null || value === undefined) return this.say("kg.unstated");
      if (value >= 10000) return this.say("kg.tonnes", { value: this.number(value / 1000, value < 1e5 ? 1 : 0) });
      return value > 0 && value < 1 ? this.say("kg.grams", { value: app.number(value * 1000, this.language) }) : this.kilograms(value);
    }
    kilograms(value) { return this.say("kg.kg", { value: app.number(value, this.language) }); }
    /* A weight of a legend: those up to the greatest share one unit (i18n.Translator.kg_of_scale). */
    kgOfScale(value, greatest) {
      if (greatest < 1e4) return greatest >= 1 ? this.kilograms(value) : this.kg(value);
      return this.say("kg.tonnes", { value: this.number(value / 1000, value >= 1000 ? 1 : 3) });
    }
    /* The form of a plural that the language has for a number (CLDR), as app/i18n does. */
    plural(key, n, values) {
      const form = `${key}.${new Intl.PluralRules(this.language).select(n)}`;
      return this.say(form in this.texts ? form : `${key}.other`, { ...values, n: this.number(n) });
    }
    count(n) { return this.plural("map.events", n); }
  }

  app.words = async (language) => new Translator(language, await app.once(`/i18n/${language}.json`));
  app.style = (theme) => app.once(`/style/${theme}.json`);
})();
