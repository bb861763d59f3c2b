"""How far a long command is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import rich.console
import rich.progress

from app.core.progress import Progress
from app.i18n import Translator


@contextmanager
def bar(t: Translator) -> Iterator[Progress]:
    """A progress bar on the error stream; nothing where that is no terminal."""
    with rich.progress.Progress(console=rich.console.Console(stderr=True), transient=True) as shown:
        task = shown.add_task("", total=1.0)
        yield lambda step, share: shown.update(task, description=t(f"step.{step}"), completed=share)
