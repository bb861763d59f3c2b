"""Endpoint of sets of events that were picked by hand: keep one, and the key by which an address names it."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from app.cases import MOST
from app.core.message import Message, Refused, disk_error
from app.core.modes import FORMS
from app.queries import current as queries
from app.web.change_requests import json_body, refusal, refuse_change

blueprint = Blueprint("cases", __name__)
blueprint.before_request(refuse_change)
blueprint.errorhandler(Refused)(refusal)


@blueprint.post("/cases")
def keep() -> Response:
    """``{"ids": [...]}`` -> ``{"key": ..., "n": ..., "form": ...}``: how many of them are events of the data, and the
    forms that must be asked for to have all of them."""
    asked = json_body().get("ids")
    if not isinstance(asked, list) or not all(isinstance(one, str) for one in asked):
        raise Refused(Message("refused.answers", names=["ids"]))
    if len(asked) > MOST:
        raise Refused(Message("refused.too_many", most=MOST))
    data = queries().data
    rows = data.look_up("event", "event_id", *dict.fromkeys(asked))
    events = rows[rows["record_type"] == "event"]
    if events.empty:
        raise Refused(Message("refused.no_events"))
    # Coca leaf is counted only where its form is asked for.
    form = ",".join(FORMS) if (events["form"] == "leaf").any() else None
    try:
        return jsonify({"key": data.cases.keep(events["event_id"]), "n": len(events), "form": form})
    except OSError as error:
        raise Refused(disk_error(error)) from None
