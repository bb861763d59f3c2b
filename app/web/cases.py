"""Endpoint of sets of events that were picked by hand: keep one, and the key by which an address names it."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from app.cases import MOST
from app.core.message import Message, Refused, disk_error
from app.queries import current as queries
from app.web.change_requests import json_body, refusal, refuse_change

blueprint = Blueprint("cases", __name__)
blueprint.before_request(refuse_change)
blueprint.errorhandler(Refused)(refusal)


@blueprint.post("/cases")
def keep() -> Response:
    """``{"ids": [...]}`` -> ``{"key": ..., "n": ...}``: how many of them the data hold."""
    asked = json_body().get("ids")
    if not isinstance(asked, list) or not all(isinstance(one, str) for one in asked):
        raise Refused(Message("refused.answers", names=["ids"]))
    if len(asked) > MOST:
        raise Refused(Message("refused.too_many", most=MOST))
    data = queries().data
    found = data.look_up("event", "event_id", *dict.fromkeys(asked))["event_id"].tolist() if asked else []
    if not found:
        raise Refused(Message("refused.no_events"))
    try:
        return jsonify({"key": data.cases.keep(found), "n": len(found)})
    except OSError as error:
        raise Refused(disk_error(error)) from None
