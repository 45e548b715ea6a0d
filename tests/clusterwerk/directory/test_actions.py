"""Renaming keeps every address working."""

import pytest
from tests.factories.directory import make_organisation

from clusterwerk.audit.models import Entry
from clusterwerk.directory.actions import rename_organisation
from clusterwerk.directory.models import OldSlug
from clusterwerk.directory.queries import organisation_of_slug
from clusterwerk.search.finding import find

pytestmark = pytest.mark.django_db


def test_former_addresses_lead_to_the_organisation_for_ever():
    row = make_organisation("Erster Name", slug="erster-name")
    rename_organisation(by=None, organisation=row, name="Zweiter Name")
    rename_organisation(by=None, organisation=row, name="Dritter Name")
    assert row.slug == "dritter-name"
    for slug in ("erster-name", "zweiter-name", "dritter-name"):
        assert organisation_of_slug(slug) == row
    assert [entry.verb for entry in Entry.objects.all()] == ["rename_organisation"] * 2


def test_going_back_to_a_former_name_takes_its_address_back():
    row = make_organisation("Erster Name", slug="erster-name")
    rename_organisation(by=None, organisation=row, name="Zweiter Name")
    rename_organisation(by=None, organisation=row, name="Erster Name")
    assert row.slug == "erster-name"
    assert [old.slug for old in OldSlug.objects.all()] == ["zweiter-name"]


def test_a_former_address_of_another_is_never_given_away():
    row = make_organisation("Holznetz", slug="holznetz")
    rename_organisation(by=None, organisation=row, name="Waldnetz")
    other = make_organisation("Anderes", slug="anderes")
    rename_organisation(by=None, organisation=other, name="Holznetz")
    assert other.slug == "holznetz-2"
    assert organisation_of_slug("holznetz") == row


def test_the_new_name_is_found_at_once():
    row = make_organisation("Erster Name")
    rename_organisation(by=None, organisation=row, name="Quantenbund")
    assert find("Quanten", kind="organisation") == [str(row.pk)]
