"""What a reader is told while the store does not answer: a page in words, or JSON for a program; never a trace."""

from __future__ import annotations

from flask import Flask, Response, current_app, jsonify, make_response, render_template_string, request

from app.i18n import Translator, languages, translator
from app.queries.serving import SERVING, Serving
from app.stores import Gone

#: What needs no data: it is answered also then.
STILL = ("/assets/", "/_dash-component-suites/", "/_favicon")
#: Seconds after which a page asks again by itself.
AGAIN = 5

PAGE = """<!doctype html>
<html lang="{{ t.language }}"><head><meta charset="utf-8"><meta http-equiv="refresh" content="{{ again }}">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{{ t("app.name") }}</title>
<style>@font-face{font-family:Inter;src:url(/assets/fonts/inter-latin-wght-normal.woff2);font-weight:100 900}
html{font:16px/1.5 Inter,"Segoe UI",system-ui,sans-serif;background:#f5f5f2;color:#1b242c}
main{max-width:34rem;margin:18vh auto 0;padding:0 1.5rem}h1{font-size:1.6rem;line-height:1.25;margin:0 0 .75rem}
p{margin:0 0 .75rem}small{color:#5a6570}@media(prefers-color-scheme:dark){html{background:#10161c;color:#e6ebef}
small{color:#a9b6c2}}</style></head>
<body><main role="alert"><h1>{{ t("gone.title") }}</h1><p>{{ t("gone.text") }}</p>
<p><small>{{ t("gone.again", seconds=again) }}</small></p></main></body></html>"""


def watch(server: Flask, serving: Serving) -> None:
    """Follow the store before each request that needs it, and say so in words when it does not answer."""

    def follow() -> None:
        if not request.path.startswith(STILL):
            serving.follow()

    server.before_request(follow)
    server.register_error_handler(Gone, said)


def said(error: Gone) -> Response:
    """503: in a page that asks again by itself, or as JSON."""
    current_app.logger.warning("the store does not answer: %s", error)
    current_app.extensions[SERVING].forget()
    t = language_of()
    # A browser that opens a page names it; a script takes anything.
    if "text/html" in list(request.accept_mimetypes.values()):
        answer = make_response(render_template_string(PAGE, t=t, again=AGAIN))
    else:
        answer = jsonify({"status": "gone", "error": t("gone.title")})
    answer.status_code = 503
    answer.headers["Retry-After"] = str(AGAIN)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def language_of() -> Translator:
    """The language of the address, else the browser's, else English."""
    asked = request.args.get("lang")
    return translator(asked if asked in languages() else request.accept_languages.best_match(languages()) or "en")
