"""Which records are one load: what a person decided about two events, kept apart from both and taken back at any time.

Nothing is dropped or merged. Of two linked events the one that is kept counts; the other stays in its dataset, on its
card and in the exports of the record, and counts no more. ``distinct`` says that two candidates are different loads.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

from app import atomic
from app.core.message import Message, Refused
from app.intake.datasets import lock, rollback_on_error
from app.settings import Settings
from app.versions import LINKS

#: The other event is the same load, a part of the kept one, an earlier figure of it, or another load altogether.
KINDS = ("same", "part", "revision", "distinct")


def read(settings: Settings) -> list[dict[str, Any]]:
    """Every decision: kept, other, kind, by, when."""
    path = settings.imports / LINKS
    decisions: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    return decisions


def add_link(settings: Settings, build: Callable[[], str], kept: str, other: str, kind: str, by: str = "") -> str:
    """Decide about two events and build the store with it; returns its version. An earlier decision about the two is
    replaced; a build that fails leaves it as it was. Raises ``Refused`` for what is no decision."""
    if kind not in KINDS or not kept or not other or kept == other:
        raise Refused(Message("refused.answers", names=[kind, kept, other]))
    with lock(settings):
        before = read(settings)
        remaining = [link for link in before if {link["kept"], link["other"]} != {kept, other}]
        if kind != "distinct" and _leads(remaining, kept, other):
            raise Refused(Message("refused.link_circle", kept=kept, other=other))
        when = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        decisions = [*remaining, {"kept": kept, "other": other, "kind": kind, "by": by[:80], "when": when}]
        return rollback_on_error(build, lambda: _write(settings, decisions), lambda: _write(settings, before))


def remove_link(settings: Settings, build: Callable[[], str], kept: str, other: str) -> str:
    """Take a decision back and build the store without it; returns its version."""
    with lock(settings):
        before = read(settings)
        left = [link for link in before if {link["kept"], link["other"]} != {kept, other}]
        return rollback_on_error(build, lambda: _write(settings, left), lambda: _write(settings, before))


def _leads(decisions: list[dict[str, Any]], start: str, end: str) -> bool:
    """Whether ``start`` gives way to ``end`` already: then neither of the two would count."""
    into = {link["other"]: link["kept"] for link in decisions if link["kind"] != "distinct"}
    seen: set[str] = set()
    while start in into and start not in seen:
        seen.add(start)
        start = into[start]
    return start == end


def _write(settings: Settings, decisions: list[dict[str, Any]]) -> None:
    atomic.write(settings.imports / LINKS, json.dumps(decisions, ensure_ascii=False, indent=1))
