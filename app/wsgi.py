"""``gunicorn app.wsgi:server`` serves the store that stands at its URL; one that does not answer yet is waited for."""

from __future__ import annotations

from app import create_app, warm
from app.dataset import Dataset, open_dataset
from app.settings import Settings
from app.stores import Gone


def opened(settings: Settings) -> Dataset | None:
    """The version that serves, or None while the store does not answer."""
    try:
        return open_dataset(settings.build, settings.reference, settings.store_url)
    except Gone:
        return None


_settings = Settings.from_env()
_dataset = opened(_settings)
server = create_app(_settings, _dataset).server
if _dataset:
    warm(server)
