"""What ``python -m app`` can do: a module for each command, with ``arguments(parser)`` and ``carry_out(settings,
asked)`` (which gives the exit code), read only when that command is given; and what several of them say alike."""

from __future__ import annotations

#: Each command: its module in this folder, and what it does.
COMMANDS = {
    "run": ("run", "build the store if needed and serve the page"),
    "dev": ("dev", "serve unbundled, and reload the page when the program changes"),
    "build": ("build", "read, check and write the store"),
    "check": ("check", "read and check every source; nothing is written"),
    "import": ("import_file", "take a file of seizures in as a dataset of its own"),
    "datasets": ("datasets", "list the imported datasets; switch or remove one"),
    "overlays": ("overlays", "list the overlays of the map; take in, change or remove one"),
    "snapshot": ("snapshot", "draw the map of a query into a file, or a chart of it"),
    "report": ("report", "make the sheets of many countries as PDF or DOCX"),
    "briefing": ("briefing", "draw a storyboard into a file"),
    "bench": ("bench", "build synthetic stores and measure them"),
}
#: What a dataset may say of its coverage.
COVERAGE = "what it reports: 'reported', 'partly', or statements such as 'BR,PT 2016/2019 reported; BR 2016-01 not'"


def ready(version: str, place: str) -> None:
    """Say which version of the store is ready, and where."""
    print(f"Store {version} is ready in {place}", flush=True)
