"""Named reads of people and roles. The roles of one person are read once per request."""

from typing import Any

from django.db.models import QuerySet

from .choices import Role, ScopeKind
from .models import RoleAssignment, User


def roles_of(person: Any) -> list[RoleAssignment]:
    """All roles of an active person; none for visitors. Kept on the person object."""
    if not getattr(person, "is_authenticated", False) or not person.is_active:
        return []
    if not hasattr(person, "_roles"):
        person._roles = list(RoleAssignment.objects.filter(person_id=person.pk))
    roles: list[RoleAssignment] = person._roles
    return roles


def has_role(
    person: Any, role: Role, scope_kind: ScopeKind | None = None, scope_key: str | None = None
) -> bool:
    """Whether the person holds the role.

    Without a scope: at all, whatever it is limited to. With a scope: for exactly this one, or
    without any limit.
    """
    return any(
        held.role == role
        and (
            scope_kind is None
            or held.scope_kind == ScopeKind.NONE
            or (held.scope_kind == scope_kind and held.scope_key == str(scope_key))
        )
        for held in roles_of(person)
    )


def scope_keys_of(person: Any, role: Role, scope_kind: ScopeKind) -> set[str]:
    """The codes or ids for which the person holds the role: `{"R03"}`."""
    return {
        held.scope_key
        for held in roles_of(person)
        if held.role == role and held.scope_kind == scope_kind
    }


def people_with_role(
    role: Role, scope_kind: ScopeKind = ScopeKind.NONE, scope_key: str = ""
) -> QuerySet[User]:
    """Active people who hold the role for exactly this scope, by name; whom a mail goes to."""
    return (
        User.objects.filter(
            is_active=True,
            role_assignments__role=role,
            role_assignments__scope_kind=scope_kind,
            role_assignments__scope_key=scope_key,
        )
        .order_by("name", "email")
        .distinct()
    )
