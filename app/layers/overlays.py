"""The overlays that are on: what is known of each. Their shapes (``/overlays/<key>/outlines.json``) and tiles come by
themselves, for they stay as they are whatever the filter."""

from __future__ import annotations

from typing import Any

from app.layers import Extra, LayerRequest

EXTRA: Extra = {}
#: Title, source, marking and style may be changed at any time.
IS_KEPT = False


def body(ask: LayerRequest) -> dict[str, Any]:
    """What is known of each, in the order of their keys: later ones lie on earlier ones."""
    names = ("key", "title", "source", "marking", "style", "kind", "bounds", "zooms")
    return {
        "overlays": [
            {name: getattr(overlay, name) for name in names}
            for overlay in ask.queries.data.overlays.named(ask.view.overlays)
        ]
    }
