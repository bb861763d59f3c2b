"""What docstrings and comments name is there: ``core.flows.ranked`` is a part of a module, a script is a file."""

from __future__ import annotations

import ast
import importlib
import io
import re
import tokenize
from pathlib import Path

import pytest

from app.settings import ROOT

PACKAGES = sorted(path.name for path in (ROOT / "app").iterdir() if (path / "__init__.py").exists())
NAMED = re.compile(rf"(?<![\w./\"'-])(?:app\.)?((?:{'|'.join(PACKAGES)})(?:\.\w+)+)(?![\w/(-])")
FILES = sorted((ROOT / "app").rglob("*.py"))
#: What looks like a name of ours and is none: parts of the language's texts, tables and files of the store.
NO_NAMES = {"pages", "exports"}


def texts(path: Path) -> str:
    """Docstrings and comments of a module."""
    source = path.read_text(encoding="utf-8")
    nodes = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Module | ast.ClassDef | ast.FunctionDef)]
    parts = [ast.get_docstring(node) or "" for node in nodes]
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return "\n".join([*parts, *(token.string for token in tokens if token.type == tokenize.COMMENT)])


def is_there(name: str) -> bool:
    """Whether a dotted name is a module of the program, or a part of one."""
    parts = name.split(".")
    for n in range(len(parts), 0, -1):
        try:
            found = importlib.import_module(".".join(["app", *parts[:n]]))
        except ImportError:
            continue
        for part in parts[n:]:
            if not hasattr(found, part):
                return part in getattr(found, "__annotations__", {}) or part in getattr(
                    found, "__dataclass_fields__", {}
                )
            found = getattr(found, part)
        return True
    return False


def names(path: Path) -> set[str]:
    return {found.rstrip(".") for found in NAMED.findall(texts(path)) if not found.endswith((".py", ".js", ".toml"))}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_what_a_text_names_is_there(path: Path) -> None:
    assert {name for name in names(path) if not is_there(name)} == set()
    scripts = re.findall(r"assets/[\w/.-]+\.(?:js|css)", texts(path))
    assert [script for script in scripts if not (ROOT / script).exists()] == []


def test_a_name_that_is_not_there_would_be_seen() -> None:
    assert sum(len(names(path)) for path in FILES) > 60
    assert is_there("core.strokes.arrow") and is_there("core.flows") and not is_there("core.strokes.nothing")
