"""What is known of one stretch of a sea lane, for its card."""

from __future__ import annotations

from typing import Any

from app.layers import Extra, LayerRequest

#: The stretch by its number, with a minus against its direction.
EXTRA: Extra = {"stretch": int}
#: Ends that are named, the most often named.
NAMED = 3


def body(ask: LayerRequest) -> dict[str, Any]:
    """The card of the stretch as lines of text, the first of them its title."""
    t, stretches = ask.t, [ask.extra.get("stretch", 0)]
    about = ask.queries.streams.along(ask.filters, ask.view.level, stretches)
    status = [t(f"streams.{line}", n=about.by_line[line]) for line in about.by_line if about.by_line[line]]
    ends = [
        t(f"streams.{role}", names=listed(getattr(about, role), about.events, ask))
        for role in ("departures", "destinations")
        if len(getattr(about, role))
    ]
    return {"lines": [t("streams.card", n=about.events), ", ".join(status), *ends, t("streams.not_observed")]}


def listed(counts: Any, events: int, ask: LayerRequest) -> str:
    """Countries with their counts, the most first; an ellipsis for the others; and how many events state none."""
    t, silent = ask.t, events - int(counts.sum())
    first = [f"{t.country(code)} {t.number(int(n))}" for code, n in counts.head(NAMED).items()]
    rest = [f"{t('unstated')} {t.number(silent)}"] if silent else []
    return ", ".join([*first, *(["…"] if len(counts) > NAMED else []), *rest])
