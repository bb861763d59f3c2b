"""The imported datasets with their switches, and the record of what was done with them."""

from __future__ import annotations

from typing import Any

from app.core.coverage import STATES
from app.core.text import slug
from app.i18n import Translator
from app.intake import datasets
from app.overlays import Overlays
from app.settings import Settings
from app.ui import overlays, tags
from app.ui.controls import attrs


def side(settings: Settings, t: Translator) -> list[Any]:
    """The imported datasets with their switches, and the record of what was done."""
    all_metadata = datasets.datasets(settings)
    boxes: list[Any] = [dataset_box(metadata, t) for metadata in all_metadata] or [
        tags.P(t("import.no_dataset"), className="hint")
    ]
    return [
        tags.H2(t("import.datasets"), className="side-title"),
        *boxes,
        *overlays.side(Overlays(settings.overlays), t),
        record(settings, t),
    ]


def dataset_box(metadata: dict[str, Any], t: Translator) -> tags.Element:
    """One dataset: what it is, and what may be done with it."""
    on, name = metadata["enabled"], metadata["id"]
    switch = "off" if on else "on"
    figures = metadata["profile"].get("kind") == "aggregates"
    target = f"/data?lang={t.language}" if figures else f"/?source={name}&lang={t.language}"
    buttons = [
        tags.Button(
            t(f"import.switch_{action}"), type="button", className="button",
            **attrs(data_dataset=name, data_action=action, data_sure=t("import.sure", title=metadata["title"])),
        )
        for action in (switch, "remove")
    ]  # fmt: skip
    details = [
        metadata["publisher"] or None,
        metadata["marking"] or t("import.unmarked"),
        t.date(metadata["retrieved"]),
    ]
    title = tags.A(metadata["title"], href=target) if on else tags.Span(metadata["title"])
    return tags.Div(
        [
            tags.Div([tags.Strong(title), tags.Small(name)]),
            tags.Small(" · ".join(s for s in details if s)),
            tags.Div(buttons, className="row"),
            *([] if figures else [covering(metadata, t)]),
        ],
        className=f"dataset {'on' if on else 'off'}",
    )


def covering(metadata: dict[str, Any], t: Translator) -> tags.Element:
    """What a dataset declares to have reported, and the line to change it."""
    declared = metadata.get("coverage") or "unknown"
    box = tags.Input(value=declared, type="text", autoComplete="off", className="entry", maxLength=2000)
    line = tags.Label([tags.Span(t("import.coverage"), className="unseen"), box])
    button = tags.Button(
        t("import.cover"), type="button", className="button",
        **attrs(data_dataset=metadata["id"], data_action="cover"),
    )  # fmt: skip
    known = t(f"coverage.{declared}") if declared in STATES else declared
    return tags.Details(
        [
            tags.Summary(t("import.coverage_is", said=known)),
            tags.P(t("import.coverage_hint"), className="hint"),
            tags.Div([line, button], className="row"),
        ],
        id={"cover": metadata["id"]},
    )


def record(settings: Settings, t: Translator) -> tags.Element | None:
    """Who did what and when."""
    lines = datasets.log(settings)
    if not lines:
        return None
    items = []
    for line in lines[:100]:
        counts = ", ".join(f"{t.number(n)} {t('outcome.' + slug(k))}" for k, n in line.get("counts", {}).items() if n)
        when = f"{t.date(line['when'][:10])} {line['when'][11:16]} UTC"
        marked = f"{line['before']} → {line['after']}" if line["action"] == "lowered" else None
        more = [line.get("by"), marked, line.get("file"), line.get("hash"), counts]
        items.append(
            tags.Li(
                [
                    tags.Span(f"{when} · {t('import.did_' + line['action'])} · {line['dataset']}"),
                    tags.Small(" · ".join(str(m) for m in more if m)),
                ]
            )
        )
    return tags.Details([tags.Summary(t("import.record", n=len(lines))), tags.Ul(items)], className="record")
