"""How the key of a scope is called on a page: "Ostwürttemberg" for R03.

Higher apps register, in their `AppConfig.ready`, a function that names the keys of one kind.
"""

from collections.abc import Callable, Iterable, Mapping

from .choices import ScopeKind

NamesOf = Callable[[Iterable[str]], Mapping[str, str]]

_names: dict[str, NamesOf] = {}


def register_scope_names(kind: ScopeKind, names_of: NamesOf) -> None:
    """`names_of(keys)` returns the names, in the active language, of those keys it knows."""
    _names[kind.value] = names_of


def scope_name(kind: str, key: str) -> str:
    """The name of one scope, or its key where nobody knows a name."""
    names_of = _names.get(kind)
    return names_of([key]).get(key, key) if names_of else key
