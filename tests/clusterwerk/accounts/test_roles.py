"""Roles: what the database refuses, what they permit, and who learns of a change."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import translation
from tests.factories.people import person, person_with_role

from clusterwerk.accounts import scopes
from clusterwerk.accounts.actions import assign_role, rename_person, withdraw_role
from clusterwerk.accounts.choices import SCOPES_OF, Role, ScopeKind
from clusterwerk.accounts.models import RoleAssignment
from clusterwerk.accounts.permissions import can_assign_role, can_edit_person, holds
from clusterwerk.accounts.queries import has_role, people_with_role, scope_keys_of
from clusterwerk.accounts.scopes import register_scope_names, scope_names
from clusterwerk.audit.queries import entries_about
from clusterwerk.jobs.actions import enqueue_after_commit

pytestmark = pytest.mark.django_db


def test_a_role_with_a_scope_counts_there_and_nowhere_else() -> None:
    contact = person_with_role(Role.REGIONAL_CONTACT, ScopeKind.REGION, "R03")
    assert has_role(contact, Role.REGIONAL_CONTACT)
    assert has_role(contact, Role.REGIONAL_CONTACT, ScopeKind.REGION, "R03")
    assert not has_role(contact, Role.REGIONAL_CONTACT, ScopeKind.REGION, "R04")
    assert not has_role(contact, Role.STATE_COORDINATOR)
    assert scope_keys_of(contact, Role.REGIONAL_CONTACT, ScopeKind.REGION) == {"R03"}


def test_a_role_without_a_scope_counts_everywhere() -> None:
    team = person_with_role(Role.CONFERENCE_TEAM)
    assert has_role(team, Role.CONFERENCE_TEAM, ScopeKind.CONFERENCE, "any")


def test_a_closed_account_has_no_roles() -> None:
    admin = person_with_role(Role.ADMINISTRATOR)
    admin.is_active = False
    assert not has_role(admin, Role.ADMINISTRATOR)


def test_roles_are_read_once_per_person(django_assert_num_queries: object) -> None:
    someone = person_with_role(Role.EDITOR)
    with django_assert_num_queries(1):  # type: ignore[operator]
        for role in Role:
            has_role(someone, role)


@pytest.mark.parametrize("role", list(Role))
def test_the_database_takes_each_role_with_its_scopes_only(role: Role) -> None:
    someone = person()
    for kind in ScopeKind:
        key = "x" if kind is not ScopeKind.NONE else ""
        row = RoleAssignment(person=someone, role=role, scope_kind=kind, scope_key=key)
        if kind in SCOPES_OF[role]:
            row.save()
        else:
            with pytest.raises(IntegrityError), transaction.atomic():
                row.save()


def test_the_database_refuses_half_a_scope_and_the_same_role_twice() -> None:
    someone = person()
    kind = ScopeKind.REGION
    for role in (Role.REGIONAL_CONTACT, Role.ANALYST):
        with pytest.raises(IntegrityError), transaction.atomic():
            RoleAssignment.objects.create(person=someone, role=role, scope_kind=kind)
    RoleAssignment.objects.create(person=someone, role=Role.EDITOR)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleAssignment.objects.create(person=someone, role=Role.EDITOR)


def test_assigning_and_withdrawing_leave_entries_and_take_effect_at_once() -> None:
    admin, someone = person_with_role(Role.ADMINISTRATOR), person()
    assert not has_role(someone, Role.EDITOR)
    assignment = assign_role(by=admin, person=someone, role=Role.EDITOR)
    assign_role(by=admin, person=someone, role=Role.EDITOR)
    assert has_role(someone, Role.EDITOR)
    withdraw_role(by=admin, assignment=assignment)
    assert not has_role(someone, Role.EDITOR)
    assert [entry.verb for entry in entries_about(someone)] == ["withdraw_role", "assign_role"]
    assert entries_about(someone)[0].by == admin


def test_a_scope_that_the_role_cannot_have_is_refused_with_the_right_one() -> None:
    with pytest.raises(ValueError, match="state_coordinator: the scope is region, not land"):
        assign_role(
            by=None,
            person=person(),
            role=Role.STATE_COORDINATOR,
            scope_kind=ScopeKind.REGION,
            scope_key="R03",
        )


def test_people_are_found_by_role_and_scope() -> None:
    contact = person_with_role(Role.REGIONAL_CONTACT, ScopeKind.REGION, "R03")
    person_with_role(Role.REGIONAL_CONTACT, ScopeKind.REGION, "R04")
    assert list(people_with_role(Role.REGIONAL_CONTACT, ScopeKind.REGION, "R03")) == [contact]


def test_a_predicate_compares_the_scope_of_the_row() -> None:
    may = holds(Role.REGIONAL_CONTACT, ScopeKind.REGION, lambda row: row["region"])
    contact = person_with_role(Role.REGIONAL_CONTACT, ScopeKind.REGION, "R03")
    assert may(contact, {"region": "R03"})
    assert not may(contact, {"region": "R04"})
    assert not may(contact, None)


def test_administrators_edit_people_and_everybody_oneself() -> None:
    admin, someone, other = person_with_role(Role.ADMINISTRATOR), person(), person()
    assert can_edit_person(someone, someone)
    assert can_edit_person(admin, someone)
    assert not can_edit_person(other, someone)
    assert can_assign_role(admin)
    assert not can_assign_role(someone)


def test_administrators_see_the_jobs_of_others(client: Client) -> None:
    job = enqueue_after_commit("a.b.c", by=person())
    client.force_login(person_with_role(Role.CONFERENCE_TEAM))
    assert client.get(f"/de/jobs/{job.public_id}/").status_code == 404
    client.force_login(person_with_role(Role.ADMINISTRATOR))
    assert client.get(f"/de/jobs/{job.public_id}/").status_code == 200


def test_a_new_name_is_kept_but_not_in_the_audit_trail() -> None:
    someone = person("Old Example")
    rename_person(by=someone, person=someone, name="  New   Example ")
    someone.refresh_from_db()
    assert someone.name == "New Example"
    assert entries_about(someone)[0].details == {}


def test_scopes_are_named_by_whoever_knows_them(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: object
) -> None:
    monkeypatch.setattr(scopes, "_names", dict(scopes._names))
    register_scope_names(ScopeKind.CONFERENCE, lambda _keys: {"a": "Example conference"})
    asked = [("region", "R03"), ("region", "R99"), ("conference", "a"), ("", "")]
    with translation.override("de"), django_assert_num_queries(1):  # type: ignore[operator]
        names = scope_names(asked)
    assert list(names.values()) == ["Ostwürttemberg", "R99", "Example conference", ""]
