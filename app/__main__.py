"""``python -m app run | build | check | import | datasets | overlays | snapshot | report | …``: the commands."""

from __future__ import annotations

import argparse
import importlib
import sys

from app import migrations
from app.commands import COMMANDS
from app.settings import Settings

#: The exit code of a program that Ctrl-C has ended.
STOPPED = 130


def parser(given: str) -> argparse.ArgumentParser:
    """The command line, with the options of the command that is given: only its module is read."""
    main_parser = argparse.ArgumentParser(prog="python -m app", description=__doc__)
    listed = main_parser.add_subparsers(dest="command", required=True)
    for name, (module, summary) in COMMANDS.items():
        one = listed.add_parser(name, help=summary)
        if name == given:
            command = importlib.import_module(f"app.commands.{module}")
            command.arguments(one)
            one.set_defaults(carry_out=command.carry_out)
    return main_parser


def main(arguments: list[str] | None = None) -> int:
    """Read the command line."""
    given = sys.argv[1:] if arguments is None else arguments
    asked = parser(given[0] if given else "").parse_args(given)
    try:
        settings = Settings.from_env()
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    migrations.move(settings)
    try:
        code: int = asked.carry_out(settings, asked)
    except KeyboardInterrupt:
        # What is written is written aside and put in its place at the end: there is nothing to be said of it.
        return STOPPED
    return code


if __name__ == "__main__":
    sys.exit(main())
