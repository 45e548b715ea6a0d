"""The demonstration has a conference in the middle of its wish phase, whenever it is loaded."""

from django.db.models import Q
from django.utils import timezone

from clusterwerk.conference.choices import PhaseKind, RegistrationStatus, WishStatus
from clusterwerk.conference.models import Conference, Delegate, Match, Wish
from clusterwerk.demo.conference_examples import OPEN


def _conference() -> Conference:
    return Conference.objects.get(slug=OPEN.slug)


def test_registration_and_wishes_are_open_now() -> None:
    conference = _conference()
    now = timezone.now()
    open_now = set(
        conference.phases.filter(starts_at__lte=now, ends_at__gt=now).values_list("kind", flat=True)
    )
    assert open_now == {PhaseKind.REGISTRATION, PhaseKind.WISHES}
    assert conference.starts_on > timezone.localdate()
    assert conference.starts_on.weekday() == 3  # as the names of its sessions say


def test_wishes_wait_for_an_answer_and_nothing_is_planned() -> None:
    conference = _conference()
    wishes = Wish.objects.filter(wisher__conference=conference)
    assert wishes.filter(status=WishStatus.PENDING, expires_at__gt=timezone.now()).count() > 20
    assert wishes.filter(created_at__gt=timezone.now()).count() == 0
    assert Match.objects.filter(conference=conference).count() == 200
    assert conference.published_plan is None


def test_some_delegations_wait_to_be_admitted_and_none_of_those_has_wishes() -> None:
    conference = _conference()
    not_yet = conference.registrations.exclude(status=RegistrationStatus.ADMITTED)
    assert {row.status for row in not_yet} == {
        RegistrationStatus.REQUESTED,
        RegistrationStatus.WAITING,
    }
    assert not Wish.objects.filter(Q(wisher__in=not_yet) | Q(target__in=not_yet)).exists()


def test_every_invented_delegate_has_an_address_that_belongs_to_nobody() -> None:
    addresses = Delegate.objects.values_list("email", flat=True)
    assert all(address.endswith("@example.org") for address in addresses)
