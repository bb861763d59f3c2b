"""``python -m app bench``: what a store of so many synthetic events costs, measured in one run.

Each size is built and measured in a process of its own, so that its memory is its own; the figures of one run are set
against each other and against the same question written by hand on the raw engine, for machines are noisy and ratios
are not. ``--json`` keeps a run, ``--compare`` sets two beside each other.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

Run = dict[str, dict[str, float]]


def sizes_of(text: str) -> list[int]:
    """Numbers of events: ``100k,1m``.

    >>> sizes_of("100k, 1m")
    [100000, 1000000]
    """
    units = {"k": 1_000, "m": 1_000_000}
    sizes = []
    for part in text.lower().split(","):
        number, unit = part.strip().rstrip("km"), part.strip()[-1:]
        if not number.isdecimal() or not 0 < int(number) * units.get(unit, 1) <= 50_000_000:
            raise ValueError(f"{part.strip()!r} is no number of events; write such as 100k,1m")
        sizes.append(int(number) * units.get(unit, 1))
    return sizes


def run(asked: argparse.Namespace) -> int:
    """Measure every size, print the table, keep it; or compare two runs."""
    if asked.compare:
        try:
            old, new = (json.loads(Path(path).read_text(encoding="utf-8")) for path in asked.compare)
        except (OSError, ValueError) as error:
            print(f"--compare takes two files that --json has written: {error}", file=sys.stderr)
            return 2
        print(compared(old["runs"], new["runs"]))
        return 0
    try:
        sizes = sizes_of(asked.rows)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    runs: dict[str, Run] = {}
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        for rows in sizes:
            print(f"{rows:,} synthetic events: building and measuring …", file=sys.stderr, flush=True)
            runs[str(rows)] = measured(rows, Path(folder), asked.users, asked.seconds)
    print(table(runs))
    if asked.json:
        report = {"machine": machine(), "runs": runs}
        Path(asked.json).write_text(json.dumps(report, indent=1), encoding="utf-8")
    return 0


def measured(rows: int, folder: Path, users: int, seconds: int) -> Run:
    """One size in a process of its own; the lanes found at sea are kept in the folder for the next."""
    command = [sys.executable, "-m", "app.bench.one", str(rows), str(folder), str(users), str(seconds)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, env={**os.environ, "PROFILE": "0"})
    figures: Run = json.loads(done.stdout.splitlines()[-1])
    return figures


def machine() -> dict[str, Any]:
    """What it ran on, without any name of it."""
    return {"system": platform.system(), "processors": os.cpu_count(), "python": platform.python_version()}


def table(runs: dict[str, Run]) -> str:
    """A column for each size, a line for each figure; beside the first size every other says its ratio to it."""
    sizes = list(runs)
    wide = max(len(name) for group in runs[sizes[0]].values() for name in group)
    lines = [" " * (wide + 2) + "".join(f"{int(size):>18,}" for size in sizes)]
    for group in runs[sizes[0]]:
        lines.append(group)
        for name, first in runs[sizes[0]][group].items():
            cells = [f"{first:>18.1f}"]
            for size in sizes[1:]:
                value = runs[size][group].get(name, float("nan"))
                cells.append(f"{value:>10.1f} {'x' + format(value / first, '.1f') if first else '':>7}")
            lines.append(f"  {name:{wide}}" + "".join(cells))
    return "\n".join(lines)


def compared(old: dict[str, Run], new: dict[str, Run]) -> str:
    """Two runs: each figure before and after, with the ratio."""
    lines = []
    for size in (size for size in old if size in new):
        lines.append(f"{int(size):,} events")
        for group in old[size]:
            for name, before in old[size][group].items():
                after = new[size].get(group, {}).get(name)
                if after is not None:
                    ratio = f"x{after / before:.2f}" if before else ""
                    lines.append(f"  {group + ': ' + name:52}{before:>12.1f}{after:>12.1f}  {ratio}")
    return "\n".join(lines)
