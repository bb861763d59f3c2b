"""Ibis, in which the questions to a store are written; its code is read when the first of them is asked.

What counts events needs none of it (see ``core.counts``), and it was a fifth of what a server does before it answers.
The price: each worker reads a copy of its own. To import it in every function that writes a question was turned down:
some fifty would.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    import ibis
    from ibis import _
else:

    class Later:
        """Something of a package that is read when it is first used. Threads may share it: Python lets one of them
        read a package while the others wait."""

        def __init__(self, read: Callable[[], Any]) -> None:
            self._read = read

        def __getattr__(self, name: str) -> Any:
            return getattr(self._read(), name)

        def __getitem__(self, key: Any) -> Any:
            return self._read()[key]

    def _package() -> Any:
        import ibis as package

        return package

    ibis, _ = Later(_package), Later(lambda: _package()._)

__all__ = ["_", "ibis"]
