"""Names that a reader finds: words that say nothing of what a public function gives or does are left out."""

from __future__ import annotations

import ast

import pytest

from tests.test_architecture import MODULES

#: Each word, and why it is no name: it could stand on any function, or means something else to a web or data developer.
BANNED = {
    "made": "of everything that is returned: say what it is",
    "said": "a text: say which",
    "told": "a text or a list of notes: say which",
    "whole": "say what is complete",
    "kept": "cached, stored or filtered?",
    "held": "say what is in it",
    "of": "a constructor says from what: from_rows, from_json",
    "doors": "blueprint, endpoints",
    "gone": "unavailable",
    "squeezed": "compressed",
    "joined": "bundle",
    "stands": "is_built, is_current",
    "beside": "parallel, side_by_side",
}


def public(tree: ast.Module) -> list[str]:
    """Functions, classes and methods that others call."""
    found = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    for node in list(found):
        if isinstance(node, ast.ClassDef):
            found += [inner for inner in node.body if isinstance(inner, ast.FunctionDef)]
    return [node.name for node in found if not node.name.startswith("_")]


@pytest.mark.parametrize("module", MODULES)
def test_public_names_say_what_they_give(module: str) -> None:
    tree = MODULES[module]
    assert isinstance(tree, ast.Module)
    assert {name: BANNED[name.lower()] for name in public(tree) if name.lower() in BANNED} == {}
    assert module.rpartition(".")[2] not in BANNED


def test_a_banned_name_would_be_seen() -> None:
    tree = ast.parse("def made(): pass\nclass X:\n    def of(self): pass\ndef _told(): pass")
    assert {name for name in public(tree) if name.lower() in BANNED} == {"made", "of"}
    assert sum(len(public(tree)) for tree in MODULES.values() if isinstance(tree, ast.Module)) > 500
