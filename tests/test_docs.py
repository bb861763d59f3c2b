"""The README cannot drift: it names every room, every filter and every word of the Makefile."""

from __future__ import annotations

import re

import pytest

from app.core.filters import FIELDS
from app.settings import ROOT

ROOMS = sorted(
    path.name
    for path in (ROOT / "app").iterdir()
    if path.suffix == ".py" or (path.is_dir() and (path / "__init__.py").exists())
)
TARGETS = re.findall(r"^([a-z][\w-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.fixture(scope="module")
def readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def code(readme: str) -> str:
    """Everything that the README sets as code, in blocks or in a line."""
    blocks = re.findall(r"```.*?```", readme, re.DOTALL)
    spans = re.findall(r"`[^`\n]+`", re.sub(r"```.*?```", "", readme, flags=re.DOTALL))
    return "\n".join([*blocks, *spans])


def test_there_is_something_to_name() -> None:
    assert {"core", "layers", "queries", "i18n", "__init__.py"} <= set(ROOMS)
    assert {"run", "test"} <= set(TARGETS)
    assert len(FIELDS) == 22


@pytest.mark.parametrize("room", ROOMS)
def test_the_readme_names_the_room(code: str, room: str) -> None:
    name = "`__init__`" if room == "__init__.py" else rf"\bapp/{re.escape(room)}(?![\w.])"
    assert re.search(name, code)


@pytest.mark.parametrize("name", [field.name for field in FIELDS])
def test_the_readme_names_the_filter(code: str, name: str) -> None:
    assert re.search(rf"(?<![\w-]){name}(?![\w-])", code)


@pytest.mark.parametrize("target", TARGETS)
def test_the_readme_names_the_word_of_the_makefile(code: str, target: str) -> None:
    assert re.search(rf"\bmake {target}\b", code)


def test_the_changelog_has_a_heading_for_what_comes_or_what_came() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(r"^## \[?(Unreleased|\d+\.\d+\.\d+)\]?", changelog, re.MULTILINE)
