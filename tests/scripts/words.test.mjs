/* Texts and numbers in the page's language (20_translator). */
import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./page.mjs";

const texts = {
  "map.events.one": "{n} seizure", "map.events.other": "{n} seizures", "kg.kg": "{value} kg", "kg.tonnes": "{value} t", "kg.grams": "{value} g",
  "kg.unstated": "no weight stated", "map.places.one": "{n} місце", "map.places.few": "{n} місця", "map.places.other": "{n} місць",
};

function words(language) {
  const app = load("20_");
  app.early[`/i18n/${language}.json`] = Promise.resolve({ texts, countries: {} });
  return app.words(language);
}

test("a number picks the form of the plural that the language has for it", async () => {
  const [english, ukrainian] = await Promise.all([words("en"), words("uk")]);
  assert.deepEqual([1, 2, 1200].map((n) => english.count(n)), ["1 seizure", "2 seizures", "1,200 seizures"]);
  assert.deepEqual([1, 3, 5].map((n) => ukrainian.plural("map.places", n)), ["1 місце", "3 місця", "5 місць"]);
});

test("a weight has the unit and the digits that it is read with", async () => {
  const { kg } = await words("en").then((held) => ({ kg: (value) => held.kg(value) }));
  assert.deepEqual([null, 0.004, 2.25, 45.25, 551, 12_345, 250_000].map(kg),
    ["no weight stated", "4 g", "2.3 kg", "45.3 kg", "551 kg", "12.3 t", "250 t"]);
});

test("a text without a key is its key, and what is not given is left out", async () => {
  const held = await words("en");
  assert.equal(held.say("nothing.there"), "nothing.there");
  assert.equal(held.say("kg.kg"), " kg");
});
