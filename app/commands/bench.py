"""``bench``: what a store of so many events costs (see app.bench)."""

from __future__ import annotations

import argparse

from app import bench
from app.settings import Settings


def arguments(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    parser.add_argument("--rows", default="100k,1m", help="sizes, such as 100k,1m,10m")
    parser.add_argument("--users", type=int, default=50, help="so many click at once (0: nobody)")
    parser.add_argument("--seconds", type=int, default=60, help="for so long")
    parser.add_argument("--json", help="keep the figures in this file")
    parser.add_argument("--compare", nargs=2, metavar=("OLD", "NEW"), help="set two kept runs beside each other")


def carry_out(_settings: Settings, asked: argparse.Namespace) -> int:
    """Measure, in folders of its own."""
    return bench.run(asked)
