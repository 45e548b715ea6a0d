"""How the key of a scope is called on a page: "Ostwürttemberg" for R03.

Regions and Länder are known here; higher apps register, in their `AppConfig.ready`, a function that
names the keys of their kind.
"""

from collections.abc import Callable, Iterable, Mapping

from clusterwerk.places.models import Coded, Land, Region

from .choices import ScopeKind

NamesOf = Callable[[Iterable[str]], Mapping[str, str]]


def _names_in(model: type[Coded]) -> NamesOf:
    return lambda keys: {
        row.code: row.name for row in model._default_manager.filter(code__in=list(keys))
    }


_names: dict[str, NamesOf] = {
    ScopeKind.LAND.value: _names_in(Land),
    ScopeKind.REGION.value: _names_in(Region),
}


def register_scope_names(kind: ScopeKind, names_of: NamesOf) -> None:
    """`names_of(keys)` returns the names, in the active language, of those keys it knows."""
    _names[kind.value] = names_of


def scope_names(scopes: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """The name of each scope (kind, key), or its key where nobody knows a name.

    One query for each kind, however many scopes there are.
    """
    keys: dict[str, list[str]] = {}
    for kind, key in scopes:
        keys.setdefault(kind, []).append(key)
    names = {kind: _names[kind](found) if kind in _names else {} for kind, found in keys.items()}
    return {(kind, key): names[kind].get(key, key) for kind, found in keys.items() for key in found}
