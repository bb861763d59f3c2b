"""``check``: the sources, or the method for new routes on markets whose truth is known."""

from __future__ import annotations

import argparse
import sys

from app.builder import read_sources
from app.core import calibration
from app.imports import take
from app.settings import Settings


def arguments(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    parser.add_argument("--calibration", action="store_true", help="simulate markets: false alarms of each tier")
    parser.add_argument("--runs", type=int, default=200, help="simulated markets of each kind")


def carry_out(settings: Settings, asked: argparse.Namespace) -> int:
    """Print every fault of the sources, or what the simulations found."""
    if asked.calibration:
        print(calibration.in_words(max(1, asked.runs)))
        return 0
    found, facts = read_sources(settings, take.context(settings))
    for fault in found.faults:
        print(fault, file=sys.stderr)
    print(f"{len(facts)} sources, {len(found.faults)} faults")
    return 1 if found.faults else 0
