"""What is kept from a wish: after its phase, from whom one excluded, and what nobody types."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.factories.conference import make_planned_conference
from tests.factories.people import person
from tests.factories.wishes import make_guest, make_wish_phase

from clusterwerk.conference.actions.absences import cancel_meeting
from clusterwerk.conference.actions.faults import RefusedError
from clusterwerk.conference.actions.matches import cancel_match
from clusterwerk.conference.actions.partner_messages import send_partner_message
from clusterwerk.conference.actions.wish_answers import answer_wish, report_wish, settle_report
from clusterwerk.conference.actions.wish_notices import expire_wishes, remind_of_wishes, tell_wishes
from clusterwerk.conference.actions.wishes import (
    change_wish,
    exclude_delegation,
    make_wish,
    move_wish,
    rank_wishes,
    withdraw_wish,
)
from clusterwerk.conference.choices import MatchStatus, WishKind, WishStatus
from clusterwerk.conference.models import (
    ConferencePhase,
    Match,
    PartnerMessage,
    PlannedMeeting,
    Registration,
    Wish,
)
from clusterwerk.conference.queries.participants import standings_of
from clusterwerk.conference.queries.wishes import asked_of
from clusterwerk.mail.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def alpha() -> Registration:
    return make_guest(make_wish_phase(), "Alpha")


@pytest.fixture
def beta(alpha: Registration) -> Registration:
    return make_guest(alpha.conference, "Beta", country_id="FR")


def end_phase() -> None:
    ConferencePhase.objects.update(ends_at=timezone.now() - timedelta(hours=1))


def anew(registration: Registration) -> Registration:
    """Read again, as the next request does."""
    return Registration.objects.get(pk=registration.pk)


def test_after_their_phase_wishes_are_withdrawn_only_but_the_team_may_change_them(
    alpha: Registration, beta: Registration
) -> None:
    made = make_wish(alpha, beta, by=None, kind="would", message="Fibres")
    answer_wish(made, by=None, accept=True, kind="would")
    end_phase()
    made = Wish.objects.get(pk=made.pk)
    for step in (
        lambda: change_wish(made, by=None, kind="must", message="Everything else"),
        lambda: rank_wishes(anew(alpha), [str(made.public_id)], by=None),
        lambda: move_wish(made, by=None, up=True),
    ):
        with pytest.raises(RefusedError, match="in the wish phase only"):
            step()
    assert Match.objects.get().priority == "would"
    change_wish(made, by=person(), kind="must", message="Fibres", as_team=True)
    assert Match.objects.get().priority == "must"
    withdraw_wish(made, by=None)
    assert Match.objects.get().status == MatchStatus.CANCELLED


def test_who_was_excluded_wishes_in_vain_and_cannot_tell_why(
    alpha: Registration, beta: Registration
) -> None:
    exclude_delegation(beta, alpha, by=None)
    made = make_wish(alpha, beta, by=None, kind="want", message="Please")
    assert made.status == WishStatus.PENDING
    assert standings_of(alpha, [beta])[beta.pk].wish == made

    assert not asked_of(beta).exists()
    assert standings_of(beta, [alpha])[alpha.pk].asked is None
    assert tell_wishes() == 0
    Wish.objects.filter(pk=made.pk).update(
        told_at=timezone.now() - timedelta(days=20),
        created_at=timezone.now() - timedelta(days=20),
        expires_at=timezone.now() + timedelta(hours=1),
    )
    assert remind_of_wishes() == 0
    assert not Message.objects.exists()

    Wish.objects.filter(pk=made.pk).update(expires_at=timezone.now())
    assert expire_wishes() == 1
    assert Message.objects.get().to == "alpha@example.org"


def test_a_lifted_exclusion_lets_the_waiting_wish_through(
    alpha: Registration, beta: Registration
) -> None:
    veto = exclude_delegation(beta, alpha, by=None)
    made = make_wish(alpha, beta, by=None, kind="want")
    withdraw_wish(veto, by=None)
    assert list(asked_of(beta)) == [made]
    assert tell_wishes() == 1
    answer_wish(made, by=None, accept=True)
    assert Match.objects.get().status == MatchStatus.AGREED


def test_a_reported_message_is_not_written_over_before_the_team_has_seen_it(
    alpha: Registration, beta: Registration
) -> None:
    made = make_wish(alpha, beta, by=None, kind="want", message="Something rude")
    report_wish(made, by=None, reason="It is rude.")
    withdraw_wish(made, by=None)
    with pytest.raises(RefusedError, match="was reported"):
        make_wish(alpha, beta, by=None, kind="want", message="Something polite")
    settle_report(made, by=person())
    again = make_wish(alpha, beta, by=None, kind="want", message="Something polite")
    assert again.pk == made.pk
    assert (again.reported_at, again.report_reason, again.report_settled_at) == (None, "", None)


def test_the_character_nul_is_left_out_of_every_text(
    alpha: Registration, beta: Registration
) -> None:
    made = make_wish(alpha, beta, by=None, kind="want", message="Fi\0bres")
    assert made.message == "Fibres"
    assert report_wish(made, by=None, reason="Ru\0de").report_reason == "Rude"
    row = PlannedMeeting.objects.select_related("match", "delegate_a").get(
        plan=make_planned_conference().published_plan
    )
    assert row.delegate_a is not None
    send_partner_message(row.match, by=None, sender=row.delegate_a, text="See\0 you")
    cancel_meeting(row.match, by=None, delegate=row.delegate_a, reason="I\0ll")
    assert list(PartnerMessage.objects.values_list("text", flat=True)) == ["See you", "Ill"]


def test_after_the_last_day_a_delegation_cancels_nothing_but_the_team_may(
    alpha: Registration, beta: Registration
) -> None:
    make_wish(alpha, beta, by=None, kind=WishKind.WANT)
    make_wish(beta, alpha, by=None, kind=WishKind.WANT)
    yesterday = timezone.localdate() - timedelta(days=2)
    alpha.conference.starts_on = alpha.conference.ends_on = yesterday
    alpha.conference.save()
    Message.objects.all().delete()
    match = Match.objects.get()
    with pytest.raises(RefusedError, match="The conference is over"):
        cancel_match(match, by=None, registration=anew(alpha))
    with pytest.raises(RefusedError, match="The conference is over"):
        withdraw_wish(Wish.objects.filter(wisher=alpha).get(), by=None)
    assert not Message.objects.exists()
    assert not Wish.objects.exclude(status=WishStatus.ACCEPTED).exists()
    cancel_match(match, by=person())
    assert Match.objects.get().status == MatchStatus.CANCELLED
