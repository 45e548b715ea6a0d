"""People with roles, for tests of who may do what.

from tests.factories.people import person_with_role

def test_a_regional_contact_sees_drafts_of_the_own_region(client: Client) -> None:
    client.force_login(person_with_role(Role.REGIONAL_CONTACT, ScopeKind.REGION, "R03"))
"""

from itertools import count

from clusterwerk.accounts.choices import SCOPES_OF, Role, ScopeKind
from clusterwerk.accounts.models import RoleAssignment, User

_numbers = count(1)


def person(name: str = "", *, password: str | None = None) -> User:
    """A person without any role, with an address of their own; quick: no password unless given."""
    number = next(_numbers)
    return User.objects.create_user(
        f"person{number}@example.org", password, name=name or f"Person {number} Example"
    )


def person_with_role(role: Role, scope_kind: ScopeKind | None = None, scope_key: str = "") -> User:
    """A person who holds one role.

    Without a scope the role is held for everything where that is allowed; a role that needs a
    scope then gets the key "none-of-yours", so that it matches no row.
    """
    kind = SCOPES_OF[role][0] if scope_kind is None else scope_kind
    key = scope_key or ("none-of-yours" if kind is not ScopeKind.NONE else "")
    found = person()
    RoleAssignment.objects.create(person=found, role=role, scope_kind=kind, scope_key=key)
    return found
