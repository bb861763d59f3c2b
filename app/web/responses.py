"""How an endpoint reads its query, strictly, and how it answers: JSON, files with an ETag, refusals."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import Response, abort, jsonify, request

from app.core import view as view_query
from app.core.filters import Filters
from app.core.query import Problem
from app.core.view import View
from app.layers import BadExtra, Extra, as_json
from app.queries import current as queries


def refused(problems: list[Problem]) -> Response:
    """400 with every fault of the query."""
    faults = [{"name": p.name, "value": p.value, "problem": p.reason} for p in problems]
    answer = jsonify({"error": "the query was not understood", "faults": faults})
    answer.status_code = 400
    return answer


def strict_query(extra: Extra | None = None) -> tuple[Filters, View, dict[str, Any]]:
    """Filter, view and own arguments of this request; aborts with 400 and every problem."""
    readers = extra or {}
    parts = [p for p in request.query_string.decode("utf-8", "replace").split("&") if p]
    rest = "&".join(p for p in parts if p.split("=")[0] not in readers)
    filters, view, problems = view_query.parse(rest, queries().data.vocabulary)
    own: dict[str, Any] = {}
    for name, reader in readers.items():
        given = request.args.getlist(name)
        problems += [Problem(name, again, "repeated") for again in given[1:]]
        try:
            own |= {name: reader(given[0])} if given else {}
        except BadExtra as error:
            problems.append(Problem(name, given[0], str(error)))
    if problems:
        abort(refused(problems))
    return filters, view, own


def with_etag(body: bytes, kind: str) -> Response:
    """An answer with an ETag that a browser may keep and must ask about again."""
    answer = Response(body, mimetype=kind)
    tag = hashlib.sha256(body).hexdigest()[:20]
    # Compression marks the tag with its own name; the browser sends it back so.
    if any(request.if_none_match.contains(name) for name in (tag, f"{tag}:gzip")):
        answer = Response(status=304)
    answer.set_etag(tag)
    answer.cache_control.max_age = 0
    answer.cache_control.no_cache = True
    return answer


def json_answer(value: Any) -> Response:
    """JSON, tagged."""
    return with_etag(as_json(value), "application/json")
