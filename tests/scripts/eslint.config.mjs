/* Rules for the scripts of the page, which share one namespace, and for their tests. Words and spacing are no rule's matter. */
import js from "@eslint/js";
import globals from "globals";

const rules = {
  ...js.configs.recommended.rules,
  eqeqeq: ["error", "always"],
  "no-var": "error",
  "prefer-const": "error",
  "no-implicit-globals": "error",
  "no-eval": "error",
  "no-implied-eval": "error",
  "no-new-func": "error",
  "no-shadow": ["error", { builtinGlobals: false }],
  "no-unused-vars": ["error", { args: "after-used", caughtErrors: "none" }],
  "consistent-return": "off",
};
/** Markup is put in place by 12_parts.js alone, from what the server has escaped. */
const noMarkup = ["innerHTML", "outerHTML"].map((name) => ({
  selector: `AssignmentExpression[left.property.name='${name}']`,
  message: "Markup is put in place by app.place alone.",
}));
const noFetch = { selector: "AssignmentExpression[left.object.name='window'][left.property.name='fetch']", message: "The browser's fetch stays." };

export default [
  {
    files: ["**/assets/js/*.js", "**/assets/dev/*.js"],
    languageOptions: { ecmaVersion: 2022, sourceType: "script", globals: { ...globals.browser, app: "readonly", L: "readonly" } },
    rules: { ...rules, strict: ["error", "function"], "no-restricted-syntax": ["error", ...noMarkup, noFetch] },
  },
  { files: ["**/assets/js/12_parts.js"], rules: { "no-restricted-syntax": ["error", noFetch] } },
  {
    /* It has to run in old browsers, before any other script. */
    files: ["**/assets/inline/*.js"],
    languageOptions: { ecmaVersion: 5, sourceType: "script", globals: { ...globals.browser, app: "readonly", __KNOWN__: "readonly" } },
    rules: { ...js.configs.recommended.rules, "no-prototype-builtins": "off" },
  },
  { files: ["**/*.mjs"], languageOptions: { ecmaVersion: 2022, sourceType: "module", globals: globals.node }, rules },
];
