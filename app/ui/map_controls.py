"""Controls of the map and of the time axis."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from app.charts.timeline import span_of
from app.core import modes
from app.core.view import COLOURED_BY, DRAWN, LAYERS
from app.page_context import PageContext
from app.ui import overlays, tags
from app.ui.controls import act, attrs, nav, segmented

TOPS = (20, 60, 200, 1000)
PRESETS = (("last", 12), ("five", 60))


def mapbar(context: PageContext) -> list[Any]:
    """Layers and level, and what the colour of a stream says."""
    t, view = context.t, context.view
    layers = [
        nav(
            [tags.Span(className="box"), t(f"layer.{name}")],
            context.link(layers=view.toggled_layer(name).layers),
            className="layer",
            role="checkbox",
            id={"layer": name},
            **attrs(aria_checked="true" if view.shows(name) else "false"),
        )
        for name in LAYERS
    ]
    levels = segmented(
        t("level.title"),
        [
            (t(f"level.{name}"), context.link(level=name, sel=None, card=None), name == view.level)
            for name in modes.LEVELS
        ],
    )
    colours = segmented(
        t("streams.coloured"),
        [(t(f"streams.coloured_{name}"), context.link(coloured=name), name == view.coloured) for name in COLOURED_BY],
    )
    coloured = tags.Div([tags.Span(t("streams.coloured"), className="bar-name"), colours], className="labelled")
    group = tags.Div(layers, className="layers", role="group", **attrs(aria_label=t("layer.title")))
    mine = overlays.switches(context)
    parts = [group, mine, levels, coloured if view.shows("flows") and view.draw == "streams" else None]
    return [part for part in parts if part]


def metric_bar(context: PageContext) -> list[Any]:
    """How flows are drawn, and what a width means."""
    t, view = context.t, context.view
    if not view.shows("flows"):
        return []
    metrics = segmented(
        t("metric.title"),
        [(t(f"metric.{name}"), context.link(metric=name), name == view.metric) for name in modes.METRICS],
    )
    drawn = segmented(
        t("streams.draw"), [(t(f"streams.draw_{name}"), context.link(draw=name), name == view.draw) for name in DRAWN]
    )
    return [drawn, metrics, scale_lock(context)]


def scale_lock(context: PageContext) -> tags.Element:
    """The padlock: the width scale of the unfiltered data, or one that follows the filter."""
    locked = context.view.scale == "locked"
    now, then = ("locked", "unlock") if locked else ("free", "lock")
    return nav(
        context.t(f"scale.{now}"),
        context.link(scale="free" if locked else "locked"),
        className="legend-lock" if locked else "legend-lock open",
        title=context.t(f"scale.{then}"),
    )


def flow_limit_bar(context: PageContext) -> list[Any]:
    """How many flows are drawn at most; of streams all are."""
    t, view = context.t, context.view
    if not view.shows("flows") or view.draw == "streams":
        return []
    tops = segmented(t("mapbar.top"), [(t.number(n), context.link(top=n), n == view.top) for n in TOPS])
    return [tags.Span(t("mapbar.top"), className="bar-name"), tops]


def months_back(month: str, count: int) -> str:
    """The month that lies ``count`` months before, inclusive: 12 back from 2026-03 is 2025-04."""
    index = int(month[:4]) * 12 + int(month[5:]) - 1 - (count - 1)
    return f"{index // 12}-{index % 12 + 1:02d}"


def presets(context: PageContext, span: tuple[str, str] | None) -> list[tuple[str, str, bool]]:
    """The whole span, and the last months that the data hold (not counted from today)."""
    f, out = context.filters, [(context.t("time.all"), context.link(context.filters.cleared("from", "to")), True)]
    out[0] = (*out[0][:2], not (f.since or f.until))
    for name, count in PRESETS if span else ():
        start = months_back(span[1], count) if span else ""
        wanted = replace(f, since=start, until=span[1] if span else None)
        out.append(
            (context.t(f"time.{name}"), context.link(wanted), (f.since, f.until) == (wanted.since, wanted.until))
        )
    return out


def playback_select(name: str, options: list[tuple[str, str]], label: str, chosen: str) -> tags.Element:
    """A small native list for how the play button steps; it is no part of the address."""
    option_tags = [tags.Option(text, value=value, selected=value == chosen) for value, text in options]
    return tags.Label([tags.Span(label), tags.Select(option_tags, **attrs(data_play=name))], className="choice")


def timebar(context: PageContext, months: pd.DataFrame) -> tags.Element:
    """Name, measure, presets, play, and what the bars do not show."""
    t, span, view = context.t, span_of(months), context.view
    bare = int(months["n"].to_numpy()[months["tick"].to_numpy() < 0].sum())
    title = tags.Strong(t("time.title" if view.time == "events" else "time.title_kg"))
    measure = segmented(
        t("metric.title"),
        [(t(f"time.{name}"), context.link(time=name), name == view.time) for name in ("events", "kg")],
    )
    play = tags.Div(
        [
            act(
                f"▶ {t('time.play')}",
                "play",
                **attrs(data_play_text=f"▶ {t('time.play')}", data_pause_text=f"❚❚ {t('time.pause')}"),
            ),
            playback_select(
                "step",
                [(str(n), t(f"time.step_{n}")) for n in (1, 3, 12)] + [("-3", t("time.adding_up"))],
                t("time.step"),
                "3",
            ),
            playback_select(
                "speed",
                [("1800", t("time.slow")), ("1000", t("time.normal")), ("500", t("time.fast"))],
                t("time.speed"),
                "1000",
            ),
        ],
        className="play",
    )
    notes = [t("time.undated", n=bare)] if bare else []
    note = tags.P(" · ".join(notes or [t("time.hint")]), className="hint", title=t("time.hint"))
    data = attrs(data_first=span[0] if span else "", data_last=span[1] if span else "")
    return tags.Div(
        [
            tags.Div([title, measure], className="time-head"),
            segmented(t("facet.time"), presets(context, span)),
            play,
            note,
        ],
        className="timebar",
        **data,
    )
