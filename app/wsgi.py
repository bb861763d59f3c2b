"""``gunicorn app.wsgi:server`` serves the store that stands in the build folder."""

from __future__ import annotations

from app import create_app
from app.dataset import open_dataset
from app.settings import Settings

_settings = Settings.from_env()
server = create_app(_settings, open_dataset(_settings.build, _settings.reference)).server
