"""Loads the shipped facts and the made-up examples, each part once. Never changes what is there."""

from collections.abc import Callable
from importlib import import_module

# In this order: a later part refers to rows of the earlier ones. Each names a function
# `load(say: Callable[[str], None]) -> None` that does nothing when its part is already loaded.
PARTS = (
    "clusterwerk.demo.people",
    "clusterwerk.demo.register",
    "clusterwerk.demo.managers",
    "clusterwerk.demo.weeks",
    "clusterwerk.demo.conferences",
    "clusterwerk.demo.conference_open",
)


def load_all(say: Callable[[str], None]) -> None:
    """Loads every part; `say` gets one line of progress per part."""
    for part in PARTS:
        import_module(part).load(say)
