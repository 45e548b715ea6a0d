"""Demo part: the made-up cluster manager gets an organisation of the register to manage."""

from collections.abc import Callable

from clusterwerk.accounts.actions import assign_role
from clusterwerk.accounts.choices import Role, ScopeKind
from clusterwerk.accounts.models import User
from clusterwerk.directory.models import Organisation

# In the region of the made-up regional contact, so that both can show their parts of one workflow.
ORGANISATION = "photonic-valley-ostwuerttemberg"


def load(say: Callable[[str], None]) -> None:
    """Gives the role once; nothing where people or the organisation are not loaded."""
    person = User.objects.filter(email="manager@example.org").first()
    organisation = Organisation.objects.filter(slug=ORGANISATION).first()
    if person is None or organisation is None:
        return
    if person.role_assignments.filter(role=Role.CLUSTER_MANAGER).exists():
        return
    assign_role(
        by=None,
        person=person,
        role=Role.CLUSTER_MANAGER,
        scope_kind=ScopeKind.ORGANISATION,
        scope_key=str(organisation.public_id),
    )
    say(f"managers: {person.name} manages {organisation.name}")
