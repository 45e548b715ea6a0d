"""The demo accounts: made once, in a demonstration only, recognisable as made up."""

from typing import Any

import pytest
from django.test import Client
from tests.factories.conference import make_conference, make_delegation

from clusterwerk.accounts.choices import Role, ScopeKind
from clusterwerk.accounts.models import User
from clusterwerk.accounts.queries import has_role
from clusterwerk.demo import people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quick(settings: Any) -> None:
    settings.DEMO = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def load() -> list[str]:
    lines: list[str] = []
    people.load(lines.append)
    return lines


def test_accounts_are_made_once_and_never_changed_again() -> None:
    assert load() == ["people: 5 new demo accounts"]
    User.objects.filter(email="team@example.org").update(name="Changed Example")
    assert load() == ["people: all there"]
    assert User.objects.get(email="team@example.org").name == "Changed Example"


def test_outside_of_a_demonstration_there_are_none(settings: Any) -> None:
    settings.DEMO = False
    load()
    assert not User.objects.exists()


def test_everybody_is_recognisable_as_made_up_and_signs_in_with_the_password_that_is_shown() -> (
    None
):
    load()
    for person in User.objects.all():
        assert person.email.endswith("@example.org")
        assert "Example" in person.name
        assert person.check_password(people.PASSWORD)


def test_each_has_the_role_that_the_list_names() -> None:
    load()
    contact = User.objects.get(email="region@example.org")
    assert has_role(contact, Role.REGIONAL_CONTACT, ScopeKind.REGION, "R03")
    coordinator = User.objects.get(email="coordinator@example.org")
    assert has_role(coordinator, Role.STATE_COORDINATOR, ScopeKind.LAND, "DE-BW")
    assert has_role(User.objects.get(email="admin@example.org"), Role.ADMINISTRATOR)


def test_the_sign_in_page_names_them_in_a_demonstration_only(client: Client, settings: Any) -> None:
    page = client.get("/de/account/login/code/").content.decode()
    assert "region@example.org" in page
    assert "Regionale Ansprechperson" in page
    settings.DEMO = False
    assert "example.org" not in client.get("/de/account/login/code/").content.decode()


@pytest.mark.parametrize("demo", [True, False])
def test_a_demonstration_names_an_address_to_act_with(
    client: Client, settings: Any, demo: bool
) -> None:
    settings.DEMO = demo
    delegation = make_delegation(make_conference())
    address = delegation.delegates.get().email
    page = client.get(f"/en/conference/{delegation.conference.slug}/access/").content.decode()
    assert (address in page) is demo
