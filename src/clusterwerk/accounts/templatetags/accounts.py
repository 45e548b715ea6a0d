"""Names of scopes in templates."""

from django import template

from clusterwerk.accounts.models import RoleAssignment
from clusterwerk.accounts.scopes import scope_name

register = template.Library()


@register.filter
def scope(assignment: RoleAssignment) -> str:
    """What a role is limited to, by name."""
    return scope_name(assignment.scope_kind, assignment.scope_key)
