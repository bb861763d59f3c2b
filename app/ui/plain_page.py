"""A page of a few words that needs neither data nor scripts: no page at an address, or no answer of the store."""

from __future__ import annotations

from flask import current_app, render_template_string, request

from app.i18n import Translator, languages, translator
from app.static_build import EXTENSION

FONT = "fonts/inter-latin-wght-normal.woff2"

PAGE = """<!doctype html>
<html lang="{{ t.language }}"><head><meta charset="utf-8">
{% if again %}<meta http-equiv="refresh" content="{{ again }}">{% endif %}
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{{ t("app.name") }}</title>
<style>@font-face{font-family:Inter;src:url({{ font }});font-weight:100 900}
html{font:16px/1.5 Inter,"Segoe UI",system-ui,sans-serif;background:#f5f5f2;color:#1b242c}
main{max-width:34rem;margin:18vh auto 0;padding:0 1.5rem}h1{font-size:1.6rem;line-height:1.25;margin:0 0 .75rem}
p{margin:0 0 .75rem}small{color:#5a6570}a{color:#143d8c;font-weight:600}
@media(prefers-color-scheme:dark){html{background:#10161c;color:#e6ebef}small{color:#a9b6c2}a{color:#7fb2ff}}</style></head>
<body><main><div role="alert"><h1>{{ title }}</h1>{% if text %}<p>{{ text }}</p>{% endif %}
{% if again %}<p><small>{{ t("gone.again", seconds=again) }}</small></p>{% endif %}
{% if home %}<p><a href="/?lang={{ t.language }}">{{ home }}</a></p>{% endif %}</div></main></body></html>"""


def plain_page(t: Translator, title: str, text: str = "", again: int = 0, home: str = "") -> str:
    """The page as HTML. ``again`` are the seconds after which it asks again by itself; ``home`` is what the link to
    the start page says."""
    font = current_app.extensions[EXTENSION].urls[FONT]
    return render_template_string(PAGE, t=t, title=title, text=text, again=again, home=home, font=font)


def language_of() -> Translator:
    """The language of the address, else the browser's, else English."""
    asked = request.args.get("lang")
    return translator(asked if asked in languages() else request.accept_languages.best_match(languages()) or "en")
