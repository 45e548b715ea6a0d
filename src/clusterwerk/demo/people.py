"""Demo part: made-up people, one for each thing that a signed-in person can do."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings

from clusterwerk.accounts.actions import assign_role
from clusterwerk.accounts.choices import Role, ScopeKind
from clusterwerk.accounts.models import User

# Only accounts of a demonstration have it; addresses below example.org belong to nobody.
PASSWORD = "cluster-demo"  # noqa: S105  # nosec B105


@dataclass(frozen=True, slots=True)
class Account:
    """A demo account: who, and in which role."""

    email: str
    name: str
    role: Role
    scope_kind: ScopeKind = ScopeKind.NONE
    scope_key: str = ""


ACCOUNTS = (
    Account("admin@example.org", "Admin Example", Role.ADMINISTRATOR),
    Account("team@example.org", "Team Example", Role.CONFERENCE_TEAM),
    Account(
        "coordinator@example.org",
        "Coordinator Example",
        Role.STATE_COORDINATOR,
        ScopeKind.LAND,
        "DE-BW",
    ),
    Account("region@example.org", "Region Example", Role.REGIONAL_CONTACT, ScopeKind.REGION, "R03"),
    # The organisation that this person manages is given by `demo.managers`, after the register.
    Account("manager@example.org", "Manager Example", Role.CLUSTER_MANAGER),
)


def load(say: Callable[[str], None]) -> None:
    """Makes the accounts that are missing, in a demonstration only; changes none that is there."""
    if not settings.DEMO:
        say("people: not a demonstration, no demo accounts")
        return
    there = set(
        User.objects.filter(email__in=[account.email for account in ACCOUNTS]).values_list(
            "email", flat=True
        )
    )
    missing = [account for account in ACCOUNTS if account.email not in there]
    for account in missing:
        person = User.objects.create_user(account.email, PASSWORD, name=account.name)
        if account.role is not Role.CLUSTER_MANAGER:
            assign_role(
                by=None,
                person=person,
                role=account.role,
                scope_kind=account.scope_kind,
                scope_key=account.scope_key,
            )
    say(f"people: {len(missing)} new demo accounts" if missing else "people: all there")
