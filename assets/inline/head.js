/* Runs in the head of the document, before any other script; app/ui/document.py puts it there, with what the server knows
   (themes, languages, addresses of files) in place of __KNOWN__. It has to run in old browsers, too.

   Language, theme and tab title of a query: set here so that a dark page is never white first, and again by 10_address.js
   whenever the query changes. The query is a reader's text, so only listed values are taken. What stands already is not set
   again: any value that is set makes the browser style the whole page anew. */
window.app = /** @type {App} */ ({
  known: __KNOWN__,
  dress: function (query) {
    var known = app.known, parts = new URLSearchParams(query), root = document.documentElement;
    var theme = parts.get("theme"), language = parts.get("lang");
    theme = known.themes.indexOf(theme) < 0 ? "light" : theme;
    language = known.titles.hasOwnProperty(language) ? language : "en";
    if (root.dataset.theme !== theme) root.dataset.theme = theme;
    if (root.lang !== language) root.lang = language;
    if (document.title !== known.titles[language]) document.title = known.titles[language];
  }
});
app.dress(window.location.search);

/* What Explore draws first is asked for before any script is read; `app.json` (20_translator.js) takes the answers. What is
   drawn of a link is taken where its query is canonical, as that of every link which the page writes. */
app.early = {};
app.fetched = function (url) {
  return fetch(url).then(function (answer) {
    if (!answer.ok) throw new Error(url + ": " + answer.status);
    return answer.json();
  });
};
app.ahead = function (url) {
  app.early[url] = app.fetched(url);
  app.early[url].catch(function () {});
};
if (window.location.pathname === "/") (function (root, query) {
  ["/explore.json?unfolded=" + (query && "&" + query), "/explore/map.json?" + query, "/i18n/" + root.lang + ".json",
    "/style/" + root.dataset.theme + ".json", app.known.files["basemap/coarse.json"]].forEach(app.ahead);
  app.early["/explore/map.json?" + query].then(function (drawn) {
    if (drawn.streams) app.ahead(drawn.streams.network);
  }, function () {});
})(document.documentElement, window.location.search.slice(1));
