"""The docs cannot drift: they name every package, filter, command, variable and target of make; links are there."""

from __future__ import annotations

import re

import pytest

from app.commands import COMMANDS
from app.core.filters import FIELDS
from app.core.view import FIELDS as VIEW_FIELDS
from app.drawing.charts import CHARTS
from app.settings import ROOT

PACKAGES = sorted(
    path.name
    for path in (ROOT / "app").iterdir()
    if path.suffix == ".py" or (path.is_dir() and (path / "__init__.py").exists())
)
TARGETS = re.findall(r"^([a-z][\w-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
SETTINGS = (ROOT / "app" / "settings.py").read_text(encoding="utf-8")
#: Set for the allocators of a server; nobody else needs to.
OWN = {"ARROW_DEFAULT_MEMORY_POOL", "MALLOC_ARENA_MAX"}
VARIABLES = sorted(set(re.findall(r'"([A-Z]+(?:_[A-Z]+)*)"', SETTINGS)) - OWN)
TEXTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def code(name: str) -> str:
    """Everything that a document sets as code, in blocks or in a line."""
    text = (ROOT / name).read_text(encoding="utf-8")
    blocks = re.findall(r"```.*?```", text, re.DOTALL)
    spans = re.findall(r"`[^`\n]+`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    return "\n".join([*blocks, *spans])


def test_there_is_something_to_name() -> None:
    assert {"core", "layers", "queries", "i18n", "__init__.py"} <= set(PACKAGES)
    assert {"run", "test"} <= set(TARGETS) and {"PORT", "STORE_URL"} <= set(VARIABLES)
    assert len(FIELDS) > 20 and len(VIEW_FIELDS) > 20 and len(TEXTS) > 40


@pytest.mark.parametrize("name", PACKAGES)
def test_a_package_is_named(name: str) -> None:
    assert re.search(rf"\bapp/{re.escape(name)}(?![\w.])", code("docs/architecture.md"))


@pytest.mark.parametrize("name", [field.name for field in (*FIELDS, *VIEW_FIELDS)])
def test_a_part_of_the_address_is_named(name: str) -> None:
    assert re.search(rf"(?<![\w-]){name}(?![\w-])", code("docs/using.md"))


@pytest.mark.parametrize("target", TARGETS)
def test_a_word_of_the_makefile_is_named(target: str) -> None:
    assert re.search(rf"\bmake {target}\b", code("docs/using.md"))


@pytest.mark.parametrize("chart", CHARTS)
def test_a_chart_is_named(chart: str) -> None:
    assert f"`{chart}`" in (ROOT / "docs" / "using.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_is_named(command: str) -> None:
    assert re.search(rf"`{command}\b|python -m app {command}\b", code("docs/using.md"))


@pytest.mark.parametrize("variable", VARIABLES)
def test_a_variable_is_named(variable: str) -> None:
    assert f"`{variable}`" in (ROOT / "docs" / "using.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_links_and_named_files_are_there(path: object) -> None:
    text = path.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    links = [link.partition("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link]
    assert [link for link in links if link and not (path.parent / link).exists()] == []  # type: ignore[attr-defined]
    files = re.findall(r"`((?:app|assets|tests|docs|data)/[\w./-]+\.\w+)`", text)
    example = ("app/i18n/pt.toml", "data/imports/log.jsonl")
    assert [name for name in files if name not in example and not (ROOT / name).exists()] == []


def test_every_decision_is_listed() -> None:
    listed = (ROOT / "docs" / "decisions" / "README.md").read_text(encoding="utf-8")
    pages = [path.name for path in (ROOT / "docs" / "decisions").glob("[0-9]*.md")]
    assert len(pages) > 40 and [name for name in pages if f"]({name})" not in listed] == []


def test_the_readme_is_short_and_shows_three_pictures() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    pictures = re.findall(r"!\[[^]]+\]\(([^)]+)\)", text)
    assert len(text.splitlines()) < 150 and len(pictures) == 3
    assert all((ROOT / name).stat().st_size < 300_000 for name in pictures)


def test_the_changelog_has_a_heading_for_what_comes_and_one_for_each_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(r"^## \[Unreleased\]$", changelog, re.MULTILINE)
    assert re.search(r"^## \[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d$", changelog, re.MULTILINE)
