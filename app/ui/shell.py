"""The document around the pages: stores, style tokens, and headers that keep the page to this host."""

from __future__ import annotations

import json

from dash import dcc, html
from flask import Response

from app.core.filters import FIELDS as FILTER_FIELDS
from app.core.style import MAP_STYLE, MODE_STYLE, ROLE_STYLE, scheme
from app.core.view import THEMES
from app.i18n import languages, translator
from app.ui import ids

INDEX = """<!DOCTYPE html>
<html lang="en" data-theme="light">
<head>
<script>__DRESS__</script>
{%metas%}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{%title%}</title>
{%favicon%}
{%css%}
<style>__TOKENS__</style>
</head>
<body>
{%app_entry%}
<footer>{%config%}{%scripts%}{%renderer%}</footer>
</body>
</html>"""

#: Language, theme and tab title of a query: written here so that a dark page is never white first, and asked again by
#: the address script whenever the query changes. The query is a reader's text, so only listed values are taken. What
#: stands already is not set again: any value that is set makes the browser style the whole page anew.
DRESS = """window.Atlas = {
  known: __KNOWN__,
  dress: function (query) {
    var known = Atlas.known, parts = new URLSearchParams(query), root = document.documentElement;
    var theme = parts.get("theme"), language = parts.get("lang");
    theme = known.themes.indexOf(theme) < 0 ? "light" : theme;
    language = known.titles.hasOwnProperty(language) ? language : "en";
    if (root.dataset.theme !== theme) root.dataset.theme = theme;
    if (root.lang !== language) root.lang = language;
    if (document.title !== known.titles[language]) document.title = known.titles[language];
  }
};
Atlas.dress(window.location.search);"""

#: What of the view shapes the cube of time, besides the filter without its period.
CUBE_VIEW = ("lang", "level", "metric", "top")

#: Nothing may be fetched from, or sent to, another host; links open only when a person clicks them.
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; "
    "script-src 'self' 'unsafe-inline' 'unsafe-eval'; connect-src 'self'; font-src 'self' data:; "
    "frame-ancestors 'none'; base-uri 'self'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
}


def tokens() -> str:
    """The style table as CSS variables, one block per theme: the page and the map share their colours."""
    blocks = []
    for theme in THEMES:
        side = scheme(theme)
        names = {
            **{f"mode-{m}": row[side] for m, row in MODE_STYLE.items()},
            **{f"role-{r}": row[side] for r, row in ROLE_STYLE.items()},
            **{f"map-{k}": v for k, v in MAP_STYLE[theme].items()},
        }
        body = ";".join(f"--{k}:{v}" for k, v in names.items())
        blocks.append(f'html[data-theme="{theme}"]{{{body}}}')
    blocks += [f".dot-{m}::before,.fill-{m}{{background-color:var(--mode-{m})}}" for m in MODE_STYLE]
    return "\n".join(blocks)


def index() -> str:
    """The document with the tokens and the known themes and languages put in."""
    said = {key: {code: translator(code)(f"app.{key}") for code in languages()} for key in ("name", "fault")}
    lists = [f.name for f in FILTER_FIELDS if f.default == ()]
    cube = [*(f.name for f in FILTER_FIELDS if f.name not in ("from", "to")), *CUBE_VIEW]
    told = {"themes": THEMES, "titles": said["name"], "faults": said["fault"], "lists": lists, "cube": cube}
    known = json.dumps(told)
    return INDEX.replace("__TOKENS__", tokens()).replace("__DRESS__", DRESS.replace("__KNOWN__", known))


def layout() -> html.Div:
    """Stores and the place where a page stands."""
    stores = [dcc.Store(id=name) for name in (ids.PATH, ids.LINK)]
    stage = html.Section(id=ids.STAGE, className="stage", hidden=True)
    return html.Div([*stores, stage, html.Div(html.Div(className="loading"), id=ids.PAGE)], id="root")


def harden(response: Response) -> Response:
    """Add the headers to every answer."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response
