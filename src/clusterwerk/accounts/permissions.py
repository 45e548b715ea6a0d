"""Predicates on roles, for the permissions of all higher apps."""

from typing import Any

from rules.permissions import set_perm
from rules.predicates import Predicate, predicate

from .choices import Role, ScopeKind
from .queries import has_role


def holds(role: Role, scope_kind: ScopeKind | None = None, scope_of: Any = None) -> Predicate:
    """A predicate "holds this role", for use with `|` and `&`.

    With a scope, `scope_of(row)` gives the key of the row's scope:
    `holds(Role.REGIONAL_CONTACT, ScopeKind.REGION, lambda organisation: organisation.region_code)`.
    """

    def test(user: Any, row: Any = None) -> bool:
        if scope_of is None:
            return has_role(user, role)
        return row is not None and has_role(user, role, scope_kind, scope_of(row))

    return Predicate(test, name=f"holds_{role.value}")


is_administrator = holds(Role.ADMINISTRATOR)
is_editor = holds(Role.EDITOR)
is_analyst = holds(Role.ANALYST)


@predicate
def is_the_person(user: Any, person: Any) -> bool:
    """The row is the person who asks."""
    return bool(person is not None and user.is_authenticated and user.pk == person.pk)


can_edit_person = is_the_person | is_administrator
can_assign_role = is_administrator

# What lower apps ask for by name, because they know no roles.
set_perm("jobs.view_any_job", is_administrator)  # type: ignore[no-untyped-call]
