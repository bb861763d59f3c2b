"""Status: what this server serves, and where its time has gone since it began. For who runs it; no page links to it."""

from __future__ import annotations

import os
import socket
import time
from typing import Any

from dash import Dash, Input, Output
from flask import current_app

from app import timing
from app.i18n import Translator
from app.page_context import PageContext, parse_context
from app.queries import ANSWERS, current
from app.queries._worker_stats import WORKERS
from app.queries.store_watch import STORE_WATCH
from app.ui import ids, tags
from app.ui.head import masthead
from app.ui.html_part import Html
from app.ui.html_tables import table
from app.ui.markup import render
from app.ui.page_parts import address_of, follow_address, frame

PATH = "/status"
ENGINES = {"duckdb": "DuckDB", "postgres": "PostgreSQL"}


def layout(_t: Translator, query: str) -> tags.Element:
    """The skeleton, with the query that it opens on."""
    return frame(ids.STATUS, query, Html(id=ids.STATUS.body, tag="main", className="countries"), kind="paper")


def update_status(query: str | None) -> tuple[str, str, dict[str, str]]:
    """Head, body and address: the data, the workers, and the answers of this one by the time that they took."""
    context, _problems = parse_context(query, PATH)
    t = context.t
    words = tags.Div([tags.H1(t("status.title")), tags.P(t("status.lead"))], className="head-words")
    body = [
        tags.Section([tags.H2(t("status.data")), facts(context)]),
        tags.Section([tags.H2(t("status.workers")), workers(t)]),
        tags.Section([tags.H2(t("status.answers")), answers(t)]),
    ]
    return render([words, masthead(context)]), render(body), address_of(context)


def facts(context: PageContext) -> Any:
    """Version, rows, cache."""
    t, data = context.t, current().data
    rows: list[list[Any]] = [
        [t("export.about_version"), data.version],
        [t("status.engine"), ENGINES[data.engine.dialect]],
    ]
    refused = current_app.extensions[STORE_WATCH].refused
    rows += [[t("status.refused"), refused[0]]] if refused else []
    rows += [[t("status.rows", table=name), t.number(rows_of(name))] for name in ("event", "leg", "role", "place")]
    kind = current_app.extensions[ANSWERS].kind
    rows += [[t("status.cache"), t(f"status.cache_{kind}") if t.has(f"status.cache_{kind}") else kind]]
    return table(["", ""], rows, (1,), t)


def workers(t: Translator) -> Any:
    """Every worker that was heard of within the hour; this one is the one that made the page."""
    now, rows = time.time(), []
    for worker in current_app.extensions[WORKERS].every():
        context = worker.process == os.getpid() and worker.machine == socket.gethostname()
        name = f"{worker.machine} · {worker.process}" + (f" ({t('status.here')})" if context else "")
        hits_text = f"{t.number(worker.hits)} / {t.number(worker.hits + worker.misses)}"
        asked = f"{t.number(worker.asked)} · {t.number(worker.asked_s, 2)} s"
        seen = t("status.ago", seconds=t.number(round(now - worker.at)))
        rows.append([name, t.number(worker.requests), hits_text, asked, t.number(worker.failed), seen])
    head = [t(f"status.{name}") for name in ("worker", "requests", "hits", "asked", "failed", "heard")]
    return table(head, rows, (1, 2, 3, 4, 5), t)


def rows_of(name: str) -> int:
    """How many rows a table of the store has."""
    return int(current().data.run(f"SELECT count(*) AS n FROM {name}")["n"][0])


def answers(t: Translator) -> Any:
    """Answers that were not kept, the costliest first: how often, mean and longest time."""
    totals = timing.TOTALS
    names = sorted((n for n in totals.spent if n.startswith("answer:")), key=lambda n: -totals.spent[n])
    rows = []
    for name in names:
        n, seconds, longest = totals.counts[name], totals.spent[name], totals.longest[name]
        rows.append([name.partition(":")[2], t.number(n), t.number(1000 * seconds / n, 1), t.number(1000 * longest, 1)])
    return table([t("status.answer"), t("status.times"), t("status.mean"), t("status.longest")], rows, (1, 2, 3), t)


def register(app: Dash) -> None:
    """Bind the callbacks of this page."""
    app.callback(
        Output(ids.STATUS.head, "html"),
        Output(ids.STATUS.body, "html"),
        Output(ids.STATUS.address, "data"),
        Input(ids.STATUS.query, "data"),
    )(update_status)
    follow_address(app, ids.STATUS)
