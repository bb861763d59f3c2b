"""``report``: the sheets of many countries."""

from __future__ import annotations

import argparse
from pathlib import Path
from urllib.parse import quote

from app.commands.export_client import client_of, save_answer
from app.commands.progress import bar
from app.core.text import slug
from app.drawing.report import MIMETYPES
from app.i18n import translator
from app.settings import Settings


def arguments(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    parser.add_argument("--at", required=True, help="countries, such as BR,CO,EC")
    parser.add_argument("--out", required=True, help="the folder for the files")
    parser.add_argument("--kind", choices=list(MIMETYPES), default="pdf", help="what the files are")
    parser.add_argument("--query", default="", help="a filter and a language, such as lang=es&from=2022")


def carry_out(settings: Settings, asked: argparse.Namespace) -> int:
    """Draw them into a folder; one that fails is named, the others are made."""
    client = client_of(settings)
    if not client:
        return 1
    folder, codes = Path(asked.out), [code.strip().upper() for code in asked.at.split(",") if code.strip()]
    folder.mkdir(parents=True, exist_ok=True)
    rest, kind, wrong = asked.query.lstrip("?"), asked.kind, 0
    with bar(translator("en")) as progress:
        for i, code in enumerate(codes):
            progress("drawing", i / len(codes))
            wrong += save_answer(
                client, f"/export/country.{kind}?at={quote(code)}&{rest}", folder / f"{slug(code)}.{kind}"
            )
    return 1 if wrong or not codes else 0
