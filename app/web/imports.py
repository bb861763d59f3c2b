"""Endpoints of the Import page: upload, plan, take in, datasets, links, template."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from flask import Blueprint, Response, abort, current_app, jsonify, request, send_file
from werkzeug.exceptions import RequestEntityTooLarge

from app.core.message import Message, Refused, messages_from_json
from app.intake.jobs.queue import Jobs, safe_name
from app.queries import current as queries
from app.ui import datasets, importing, same_load
from app.ui import overlays as ui_overlays
from app.ui.markup import render
from app.web.change_requests import json_body, refusal, refuse_change, request_language
from app.web.request_checks import IMPORTS
from app.web.workqueue import heavy
from app.wording.headings import marking_text

blueprint = Blueprint("imports", __name__)
EXTENSION = "import-jobs"
ACTIONS = ("on", "off", "remove", "cover")


def jobs() -> Jobs:
    """The queue of the app that serves this request."""
    registered: Jobs = current_app.extensions[EXTENSION]
    return registered


@blueprint.errorhandler(Refused)
def _refused(refused: Refused) -> Response:
    return refusal(refused)


@blueprint.before_request
def only_this_page() -> Response | None:
    """Nothing is changed on the word of another site, or where the page may not import."""
    if not jobs().settings.page_imports:
        abort(404)
    if not current_app.config[IMPORTS] and request.method != "GET":
        return refusal(Refused(Message("refused.closed")), 403)
    return refuse_change()


@blueprint.post("/import/files")
def upload() -> Response:
    """The body of the request is the file; ``name`` says how it is called."""
    most = jobs().settings.upload_mb * 1_000_000
    if (request.content_length or 0) > most:
        raise RequestEntityTooLarge
    ticket = jobs().stage(cast(BinaryIO, request.stream), request.args.get("name", "file"), most)
    return jsonify({"ticket": ticket})


@blueprint.post("/import/<ticket>/<any(plan, take, overlay):kind>")
def ask(ticket: str, kind: str) -> Response:
    """Queue the plan of a file, or take it in as it was planned, or as an overlay."""
    jobs().submit(ticket, kind, json_body())
    return jsonify({"ticket": ticket})


@blueprint.get("/import/<ticket>")
def state(ticket: str) -> Response:
    """How far the work is; the review as HTML once it is done."""
    t, job = request_language(), jobs().state(ticket)
    body: dict[str, Any] = {"state": job["state"], "kind": job["kind"]}
    if job["state"] == "working":
        body |= {"step": t(f"step.{job.get('step', 'waiting')}"), "share": job.get("share", 0)}
    if job["state"] == "failed":
        body["error"] = [t.note_text(note) for note in messages_from_json(job["notes"])]
    if job["state"] == "done" and job["kind"] == "plan":
        body["html"] = render(importing.review(jobs().result(ticket, "review"), ticket, t))
    if job["state"] == "done" and job["kind"] == "take":
        body["html"] = render(importing.taken(jobs().result(ticket, "taken"), t))
    if job["state"] == "done" and job["kind"] == "overlay":
        body["html"] = render(ui_overlays.taken(jobs().result(ticket, "overlay"), t))
    return jsonify(body)


@blueprint.get("/import/<ticket>/account.<any(csv, json):kind>")
def account(ticket: str, kind: str) -> Response:
    """The account of every row, before it is taken in."""
    path = jobs().folder_of(ticket) / f"account.{kind}"
    if not path.exists():
        raise Refused(Message("refused.no_upload"))
    return send_file(path.resolve(), as_attachment=True, download_name=f"account-{safe_name(ticket)}.{kind}")


@blueprint.get("/datasets/<dataset>/account.csv")
@heavy
def account_of(dataset: str) -> Response:
    """What became of every row of a dataset that was taken in, with its cells as they were received."""
    if dataset not in {str(s["id"]) for s in queries().data.about["sources"]}:
        abort(404)
    from app.intake.plan import report

    csv_text = report.as_csv(
        queries().records.account(dataset), request_language()("export.version", version=queries().data.version)
    )
    answer = Response(csv_text, mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="account-{dataset}.csv"'
    return answer


@blueprint.post("/datasets/<dataset>/<action>")
def change(dataset: str, action: str) -> Response:
    """Switch a dataset on or off, remove it, or declare what it covers (JSON: ``coverage``)."""
    if action not in ACTIONS:
        abort(404)
    refusal = {"coverage": json_body().get("coverage", "")} if action == "cover" else {}
    return jsonify({"ticket": jobs().start("change", {**refusal, "action": action, "dataset": dataset})})


@blueprint.post("/links")
def link() -> Response:
    """Decide that two events are one load (or are not), or take that back: action, kept, other, kind, by."""
    asked = json_body()
    if asked.get("action") not in ("link", "unlink"):
        raise Refused(Message("refused.answers", names=["action"]))
    texts = {name: str(asked.get(name, ""))[:100] for name in ("action", "kept", "other", "kind", "by")}
    return jsonify({"ticket": jobs().start("change", texts)})


@blueprint.get("/import/parts/<any(side, pairs):name>")
def part(name: str) -> Response:
    """The datasets with their record, or the pairs that may be one load, as they stand now."""
    t = request_language()
    if name == "side":
        return jsonify({"html": render(datasets.side(jobs().settings, t)), "marking": marking_text((), t)})
    return jsonify({"html": render(same_load.pairs(queries(), t, request.args.get("from", "0")))})


@blueprint.get("/import/template.<any(csv, xlsx):kind>")
def blank(kind: str) -> Response:
    """The template, with headings in the reader's language."""
    from app.intake.plan import template

    t = request_language()
    template_file = {"csv": template.as_csv, "xlsx": template.as_xlsx}[kind](t)
    mime = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}[kind]
    answer = Response(template_file, mimetype=mime)
    answer.headers["Content-Disposition"] = f'attachment; filename="template-{t.language}.{kind}"'
    return answer
