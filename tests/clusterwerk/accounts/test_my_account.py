"""The page of the own account."""

import pytest
from django.test import Client
from tests.factories.people import person, person_with_role

from clusterwerk.accounts.choices import Role, ScopeKind

pytestmark = pytest.mark.django_db


def test_it_shows_roles_with_their_scope(client: Client) -> None:
    client.force_login(person_with_role(Role.REGIONAL_CONTACT, ScopeKind.REGION, "R99"))
    page = client.get("/de/account/").content.decode()
    assert "Regionale Ansprechperson" in page
    assert "Region: R99" in page


def test_without_a_role_it_says_who_gives_them(client: Client) -> None:
    client.force_login(person())
    assert "Rollen vergibt die Verwaltung" in client.get("/de/account/").content.decode()


def test_the_name_can_be_changed(client: Client) -> None:
    someone = person()
    client.force_login(someone)
    page = client.post("/en/account/", {"name": "Grace Example"}, follow=True).content.decode()
    assert "Your name is saved." in page
    assert "Grace Example" in page


def test_a_name_that_is_too_long_is_refused_and_kept_in_the_form(client: Client) -> None:
    someone = person("Short Example")
    client.force_login(someone)
    page = client.post("/de/account/", {"name": "x" * 201}).content.decode()
    assert "200" in page
    assert "x" * 201 in page
    assert "Short Example" in page  # the header still shows the saved one


@pytest.mark.parametrize("roles", [1, 3])
def test_the_page_needs_the_same_few_queries(
    client: Client, django_assert_num_queries: object, roles: int
) -> None:
    someone = person_with_role(Role.REGIONAL_CONTACT, ScopeKind.REGION, "R01")
    for number in range(2, roles + 1):
        someone.role_assignments.create(
            role=Role.REGIONAL_CONTACT, scope_kind=ScopeKind.REGION, scope_key=f"R{number:02}"
        )
    client.force_login(someone)
    # session, person twice (the form has its own), roles, names of regions
    with django_assert_num_queries(5):  # type: ignore[operator]
        client.get("/de/account/")
