"""``snapshot``: the map of a query, or a chart of it."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.commands.export_client import client_of, kind_of, save_answer
from app.drawing import file_formats
from app.drawing.charts import CHARTS
from app.settings import Settings


def arguments(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    parser.add_argument("--query", default="", help="the query of a page, with paper, region, title and the like")
    parser.add_argument("--chart", choices=list(CHARTS), help="a chart in the place of the map")
    parser.add_argument("--out", required=True, help="the file: .svg, .png or .pdf")


def carry_out(settings: Settings, asked: argparse.Namespace) -> int:
    """Draw it into the file."""
    kind = kind_of(asked.out, file_formats.KINDS)
    if not kind:
        return 2
    client = client_of(settings)
    if not client:
        return 1
    query = asked.query.lstrip("?")
    url = f"/export/chart.{kind}?chart={asked.chart}&{query}" if asked.chart else f"/export/map.{kind}?{query}"
    return save_answer(client, url, Path(asked.out))
