"""Changes to people and their roles."""

from typing import Any

from django.db import transaction

from clusterwerk.audit.actions import record

from .choices import SCOPES_OF, Role, ScopeKind
from .models import RoleAssignment, User


@transaction.atomic
def assign_role(
    *,
    by: Any,
    person: User,
    role: Role,
    scope_kind: ScopeKind = ScopeKind.NONE,
    scope_key: str = "",
) -> RoleAssignment:
    """Gives a role; a second time changes nothing.

    Raises ValueError for a scope that the role cannot have.
    """
    if scope_kind not in SCOPES_OF[role]:
        wanted = ", ".join(kind.value or "none" for kind in SCOPES_OF[role])
        raise ValueError(f"{role.value}: the scope is {scope_kind.value or 'none'}, not {wanted}.")
    assignment, is_new = RoleAssignment.objects.get_or_create(
        person=person, role=role, scope_kind=scope_kind, scope_key=scope_key
    )
    if is_new:
        _forget_roles(person)
        record(
            "assign_role", by=by, subject=person, role=role, scope=scope_kind, scope_key=scope_key
        )
    return assignment


@transaction.atomic
def withdraw_role(*, by: Any, assignment: RoleAssignment) -> None:
    """Takes a role away."""
    record(
        "withdraw_role",
        by=by,
        subject=assignment.person,
        role=assignment.role,
        scope=assignment.scope_kind,
        scope_key=assignment.scope_key,
    )
    _forget_roles(assignment.person)
    assignment.delete()


@transaction.atomic
def rename_person(*, by: Any, person: User, name: str) -> None:
    """Changes the name that others see. The audit entry keeps neither the old nor the new one."""
    person.name = " ".join(name.split())
    person.save(update_fields=["name"])
    record("rename_person", by=by, subject=person)


def _forget_roles(person: User) -> None:
    """The next question reads the roles again."""
    person.__dict__.pop("_roles", None)
