"""A whole conference played through the real actions, from the first text to the last mail.

Nothing is written past the actions: what people do here is checked, counted, mailed and audited as
if they sat at their browsers. People and what they do are made up; the organisations are real.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random

from clusterwerk.conference.actions.admissions import admit_delegation
from clusterwerk.conference.actions.availability import change_availability
from clusterwerk.conference.actions.delegates import set_consents
from clusterwerk.conference.actions.faults import RefusedError
from clusterwerk.conference.actions.plans import request_plan
from clusterwerk.conference.actions.registrations import register_delegation
from clusterwerk.conference.actions.setup import set_phases
from clusterwerk.conference.actions.suggestions import make_suggestions
from clusterwerk.conference.actions.wish_answers import answer_wish
from clusterwerk.conference.actions.wishes import make_wish
from clusterwerk.conference.choices import MatchStatus, WishKind, WishStatus
from clusterwerk.conference.models import (
    Conference,
    Match,
    Plan,
    Registration,
    Slot,
    Suggestion,
    Wish,
)
from clusterwerk.jobs.running import run_waiting_jobs

from .conference_people import MadePerson
from .conference_wishes import RANK, SHARES, Party, affinity
from .simulated_conference import phases_of, prepare_conference, team
from .simulated_people import Cast, cast_of

Say = Callable[[str], None]
WISHES_A_ROUND = 2
ROUNDS_MOST = 20


@dataclass(slots=True)
class Played:
    """What came of it."""

    conference: Conference
    plan: Plan | None = None
    refused: Counter[str] = field(default_factory=Counter)


def simulate(say: Say, *, seed: int, delegations: int, meetings: int) -> Played:
    """Plays a conference of so many delegations until about so many meetings are agreed, then
    plans and publishes it. Everything that is refused on the way is counted, not hidden."""
    cast = cast_of(seed=seed, delegations=delegations)
    conference = prepare_conference()
    played = Played(conference)
    say(f"conference {conference.slug}: set up")
    registrations = register(conference, cast)
    people = sum(len(one.people) for one in cast)
    say(f"{people} delegates of {len(registrations)} delegations registered and were admitted")
    make_suggestions(conference, by=None)
    agree_on_meetings(cast, registrations, played, seed=seed, meetings=meetings)
    wishes = Wish.objects.filter(wisher__conference=conference)
    agreed = Match.objects.filter(conference=conference, status=MatchStatus.AGREED).count()
    say(f"{wishes.count()} wishes, {agreed} agreed meetings")
    set_phases(conference, by=None, spans=phases_of(conference, wishes_over=True))
    request_plan(conference, by=None, publish_when_ready=True)
    run_waiting_jobs()  # plans, publishes, and writes the mails
    conference.refresh_from_db()
    played.plan = conference.published_plan
    if played.plan:
        say(f"plan {played.plan.version} published: {played.plan.placed} of {agreed} placed")
    return played


def register(conference: Conference, cast: Sequence[Cast]) -> list[Registration]:
    """Everybody registers; the team admits; people say what may be shown and when they are there.

    Returns the delegations in the order of the cast.
    """
    slots = list(
        Slot.objects.in_use()
        .filter(session__conference=conference)
        .order_by("starts_at")
        .values_list("pk", flat=True)
    )
    by = team()
    registrations = []
    for one in cast:
        registration = register_delegation(conference, by=None, draft=one.draft(conference))
        admit_delegation(registration, by=by)
        delegates = registration.delegates.order_by("number")
        for delegate, person, there in zip(delegates, one.people, one.party.available, strict=True):
            set_consents(delegate, by=None, given=_shown(person))
            absent = {slot for position, slot in enumerate(slots) if position not in there}
            change_availability(delegate, by=None, absent=absent)
        registration.refresh_from_db()
        registrations.append(registration)
    return registrations


def _shown(person: MadePerson) -> set[str]:
    given = {"name", "agenda"}
    if person.shows_function:
        given.add("function")
    if person.shows_languages:
        given.add("languages")
    return given


def agree_on_meetings(
    cast: Sequence[Cast],
    registrations: Sequence[Registration],
    played: Played,
    *,
    seed: int,
    meetings: int,
) -> None:
    """Rounds of wishing and answering until so many meetings are agreed.

    In each round every delegation wishes for the best two suggestions it has not asked yet, and
    then answers what it was asked: the better the two fit, the likelier the yes.
    """
    random = Random(seed)  # made-up behaviour, nothing secret  # noqa: S311
    party_of = {row.pk: one.party for row, one in zip(registrations, cast, strict=True)}
    conference = played.conference
    for _round in range(ROUNDS_MOST):
        for registration in random.sample(list(registrations), len(registrations)):
            if _agreed(conference) >= meetings:
                return
            _answer(registration, party_of, random, played)
            _wish(registration, random, played)
        make_suggestions(conference, by=None)


def _agreed(conference: Conference) -> int:
    return Match.objects.filter(conference=conference, status=MatchStatus.AGREED).count()


def _wish(registration: Registration, random: Random, played: Played) -> None:
    asked = set(registration.wishes.values_list("target", flat=True))
    suggested = [
        row.partner
        for row in Suggestion.objects.filter(registration=registration).select_related("partner")
        if row.partner_id not in asked
    ]
    for partner in suggested[:WISHES_A_ROUND]:
        kind = random.choices(RANK, SHARES)[0]
        try:
            make_wish(registration, partner, by=None, kind=kind)
        except RefusedError as refused:
            played.refused[str(refused)] += 1


def _answer(
    registration: Registration, party_of: dict[int, Party], random: Random, played: Played
) -> None:
    waiting = (
        Wish.objects.filter(target=registration, status=WishStatus.PENDING)
        .exclude(kind=WishKind.VETO)
        .select_related("wisher", "target")
    )
    for wish in waiting:
        fits = affinity(party_of[registration.pk], party_of[wish.wisher_id])
        accept = random.random() < min(0.85, 0.25 + fits / 12)
        kind = random.choices(RANK, SHARES)[0]
        try:
            answer_wish(wish, by=None, accept=accept, kind=kind)
        except RefusedError as refused:
            played.refused[str(refused)] += 1
