"""Compiles the kernels before they are needed: `python -m matchmaking.suggesting.warming`.

Numba compiles a kernel at its first call and keeps it on disk; on a fresh machine that takes some
ten seconds, as long as the suggestions for ten thousand parties.
"""

from __future__ import annotations

from matchmaking.suggesting import Interest, Market, Party, suggest


def compile_kernels() -> None:
    """Suggest two parties to each other: that needs every kernel."""
    need = (Interest("any"),)
    suggest(Market((Party("one", "one", needs=need), Party("other", "other", offers=need))))


if __name__ == "__main__":
    compile_kernels()
