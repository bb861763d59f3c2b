"""The tests. What several of them need stands in ``conftest`` and ``recount``."""
