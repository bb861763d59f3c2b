"""The document that a browser gets first: style tokens, the one script and style of our own, what is asked ahead."""

from __future__ import annotations

import functools
import json
import re

from dash import Dash
from flask import has_request_context, request

from app.core.filters import FIELDS as FILTER_FIELDS
from app.core.measures import MEASURES
from app.core.style import MAP_STYLE, MODE_STYLE, ROLE_STYLE, scheme_index
from app.core.view import THEMES
from app.i18n import languages, translator
from app.settings import ROOT
from app.static_build import StaticFiles

INDEX = """<!DOCTYPE html>
<html lang="en" data-theme="light" data-changes="__CHANGES__">
<head>
<meta name="referrer" content="same-origin">
<link rel="preload" as="fetch" crossorigin href="/_dash-layout">
<script>__FIRST__</script>
{%metas%}
<meta name="viewport" content="width=device-width, initial-scale=1">
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

#: The script that runs in the head of the document, before any other.
HEAD_SCRIPT = ROOT / "assets" / "inline" / "head.js"

#: What of the view shapes the cube of time, besides the filter without its period.
CUBE_VIEW = ("lang", "level", "metric", "top")

#: Scripts that nothing needs before the map stands: the grids are half of all code. The page asks for them itself.
LATE = "/dash_ag_grid/"
#: Scripts of Dash's own that no page needs: another kind of table, and what old browsers lack. Those could not read our
#: own scripts either, and of Dash only parts that no page has (its drop-down, its slider …) lean on it.
UNUSED = ("/dash_table/", "/deps/polyfill")
SCRIPT = re.compile(r'<script src="([^"]+)"></script>')


class Document(Dash):
    """Dash with a document of its own: our scripts and styles are one file each, and some of Dash's scripts are only
    fetched by it, and run when the page says so."""

    #: Our scripts and styles; ``create_app`` sets them.
    files: StaticFiles

    def interpolate_index(self, *args: str, **parts: str) -> str:
        """See ``Dash.interpolate_index``."""
        style = "".join(f'<link rel="stylesheet" href="{url}">' for url in self.files.styles)
        script = "".join(f'<script src="{url}"></script>' for url in self.files.scripts)
        parts |= {"css": parts["css"] + style, "scripts": SCRIPT.sub(_timed, parts["scripts"]) + script}
        page_html: str = super().interpolate_index(*args, **parts)
        asked = request.args.get("lang") if has_request_context() else None
        return page_html.replace('<html lang="en"', f'<html lang="{asked}"', 1) if asked in languages() else page_html


def _timed(tag: re.Match[str]) -> str:
    """A script as it stands, or one that may wait as a link that the browser follows in its own time."""
    if any(name in tag[1] for name in UNUSED):
        return ""
    return f'<link rel="prefetch" as="script" href="{tag[1]}" data-late="1">' if LATE in tag[1] else tag[0]


def tokens() -> str:
    """The style table as CSS variables, one block per theme: the page and the map share their colours."""
    blocks = []
    for theme in THEMES:
        side = scheme_index(theme)
        names = {
            **{f"mode-{m}": row[side] for m, row in MODE_STYLE.items()},
            **{f"role-{r}": row[side] for r, row in ROLE_STYLE.items()},
            **{f"map-{k}": v for k, v in MAP_STYLE[theme].items()},
        }
        body = ";".join(f"--{k}:{v}" for k, v in names.items())
        blocks.append(f'html[data-theme="{theme}"]{{{body}}}')
    blocks += [f".dot-{m}::before,.fill-{m}{{background-color:var(--mode-{m})}}" for m in MODE_STYLE]
    return "\n".join(blocks)


def index(changes: bool, files: StaticFiles) -> str:
    """The document with the tokens and the first script put in; ``changes`` says whether the page may change anything
    (where it may not, a style hides what would)."""
    replacements = {"__TOKENS__": tokens(), "__FIRST__": first_script(files), "__CHANGES__": "yes" if changes else "no"}
    return functools.reduce(lambda text, name: text.replace(name, replacements[name]), replacements, INDEX)


def first_script(files: StaticFiles) -> str:
    """The script that runs before anything else, with the known themes and languages, and the addresses of files."""
    texts = {key: {code: translator(code)(f"app.{key}") for code in languages()} for key in ("name", "fault")}
    lists = [f.name for f in FILTER_FIELDS if f.default == ()]
    filters = [f.name for f in FILTER_FIELDS]
    cube = [*(name for name in filters if name not in ("from", "to")), *CUBE_VIEW]
    known = {
        "themes": THEMES,
        "titles": texts["name"],
        "faults": texts["fault"],
        "lists": lists,
        "filters": filters,
        "cube": cube,
        "files": dict(files.urls),
        "measures": MEASURES,
    }
    return HEAD_SCRIPT.read_text(encoding="utf-8").replace(": __KNOWN__", f": {json.dumps(known)}")
