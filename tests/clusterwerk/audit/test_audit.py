"""The audit trail: what is kept, and what erasing a person leaves."""

import uuid
from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser

from clusterwerk.audit.actions import record
from clusterwerk.audit.queries import entries_about

pytestmark = pytest.mark.django_db


def test_an_entry_says_who_did_what_to_which_row() -> None:
    person = get_user_model().objects.create_user("does@example.org")
    other = get_user_model().objects.create_user("is.done.to@example.org")
    key = uuid.uuid4()
    entry = record("admit", by=person, subject=other, meetings=604, on=date(2017, 9, 21), key=key)
    entry.refresh_from_db()
    assert (entry.by, entry.by_key, entry.verb) == (person, person.public_id, "admit")
    assert (entry.subject_type, entry.subject_id) == ("accounts.user", str(other.public_id))
    assert entry.details == {"meetings": 604, "on": "2017-09-21", "key": str(key)}
    assert list(entries_about(other)) == [entry]


def test_erasing_the_person_leaves_a_key_to_nobody() -> None:
    person = get_user_model().objects.create_user("leaves@example.org")
    key = person.public_id
    entry = record("publish_plan", by=person)
    person.delete()
    entry.refresh_from_db()
    assert entry.by is None
    assert entry.by_key == key


def test_the_software_and_visitors_act_without_a_person() -> None:
    assert record("expire", by=None).by_key is None
    assert record("submit", by=AnonymousUser()).by is None
