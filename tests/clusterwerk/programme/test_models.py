"""The database refuses impossible entries."""

import csv
from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from tests.factories.directory import make_organisation
from tests.factories.programme import FIRST_DAY, make_edition, make_event, make_fair

from clusterwerk.places.taxonomy import DATA
from clusterwerk.programme.choices import EventKind
from clusterwerk.programme.models import EventOrganiser

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "values",
    [
        {"ends_on": date(2031, 1, 1)},
        {"ends_at": time(12)},
        {"title_de": "", "title_en": ""},
        {"hall": "4"},
        {"kind": "trade_fair_action", "stand": "A1"},
        {"is_example": True, "source_url": "https://example.org/x"},
    ],
)
def test_an_impossible_event_is_refused(values):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_event(**values)


def test_only_a_fair_activity_names_a_fair():
    with pytest.raises(IntegrityError), transaction.atomic():
        make_event(kind="talk", fair=make_fair())


@pytest.mark.parametrize(
    "values",
    [
        {"ends_on": date(2031, 1, 1)},
        {"slug": "events"},
        {"slug": "counting"},
    ],
)
def test_an_impossible_edition_is_refused(values):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_edition(**values)


def test_only_an_example_is_modelled_on_another_edition():
    real = make_edition()
    make_edition(is_example=True, modelled_on=real)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_edition(modelled_on=real)


def test_an_organisation_holds_an_event_once_and_free_names_may_repeat():
    host = make_organisation()
    event = make_event(organisers=[host, "Land", "Land"])
    with pytest.raises(IntegrityError), transaction.atomic():
        EventOrganiser.objects.create(
            event=event, organisation=host, name_as_given=host.name, order=7
        )


def test_a_decision_is_never_changed():
    decision = make_event().decisions.get()
    decision.decided_on = FIRST_DAY
    with pytest.raises(ValidationError):
        decision.save()


def test_the_kinds_of_event_are_those_of_the_taxonomy():
    with (DATA / "taxonomy.csv").open(encoding="utf-8", newline="") as file:
        codes = {row["code"] for row in csv.DictReader(file) if row["kind"] == "event_type"}
    assert set(EventKind.values) == codes
