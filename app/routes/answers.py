"""Answers that a browser may keep and asks about again."""

from __future__ import annotations

import hashlib
from typing import Any

import orjson
from flask import Response, request


def tagged(body: bytes, kind: str) -> Response:
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
    return tagged(orjson.dumps(value, option=orjson.OPT_SERIALIZE_NUMPY), "application/json")
