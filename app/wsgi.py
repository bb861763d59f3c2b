"""``gunicorn app.wsgi:server`` serves the store that stands in the build folder."""

from __future__ import annotations

from app import create_app, warm
from app.dataset import open_dataset
from app.settings import Settings

_settings = Settings.from_env()
_dataset = open_dataset(_settings.build, _settings.reference)
server = create_app(_settings, _dataset).server
warm(server)
