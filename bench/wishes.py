"""How many wishes a minute: 1,000 delegates who make 5 wishes each, through the real action.

    DATABASE_URL=postgres://... python -m bench.wishes [--delegates 1000] [--each 5] [--people 4]

`people` processes act at the same moment, each for a share of the delegates. Whom somebody wishes
for is drawn by popularity, so that many act on the same few, and a part of the wishes is mutual
and becomes a match. The database is one of its own, which is dropped at the end. The exit code is
1 if anything was lost or doubled, or if it took longer than a minute.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clusterwerk.config.settings")

GOAL_SECONDS = 60.0
KINDS = ("must", "want", "would")
SEED = 2017

Pair = tuple[int, int]


class Share(NamedTuple):
    """What one process did: seconds of each wish, and what was refused."""

    seconds: list[float]
    refused: list[str]


def main(arguments: Sequence[str] | None = None) -> int:
    """Builds the database, lets everybody wish, checks what stands there, prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--delegates", type=int, default=1000)
    parser.add_argument("--each", type=int, default=5, help="wishes of each delegate")
    parser.add_argument("--people", type=int, default=4, help="processes at the same moment")
    chosen = parser.parse_args(arguments)
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import setup_test_environment, teardown_test_environment

    if connection.vendor != "postgresql":
        parser.error("set DATABASE_URL to a PostgreSQL server")
    setup_test_environment(debug=False)
    connection.creation.create_test_db(verbosity=0)
    try:
        keys = build(chosen.delegates)
        wishes = draw(keys, chosen.each)
        begin = time.perf_counter()
        shares = run(wishes, chosen.people)
        took = time.perf_counter() - begin
        faults = faults_in(wishes, shares)
        show(wishes, shares, took, chosen.people)
    finally:
        connection.creation.destroy_test_db("", verbosity=0)
        teardown_test_environment()
    for fault in faults:
        print("FAULT", fault)
    return 1 if faults or took > GOAL_SECONDS else 0


def build(delegates: int) -> list[int]:
    """A conference in its wish phase with as many delegations of one delegate each, who offer and
    seek something; returns their keys."""
    from django.utils import timezone

    from clusterwerk.conference.choices import CooperationKind, PhaseKind
    from clusterwerk.conference.models import (
        Conference,
        ConferencePhase,
        Delegate,
        Need,
        Offer,
        ParticipantType,
        Registration,
    )
    from clusterwerk.directory.models import Organisation, OrganisationField
    from clusterwerk.places.models import Country, Field

    draws = random.Random(SEED)
    now = timezone.now()
    conference = Conference.objects.create(
        slug="bench", name_en="Bench", starts_on=now.date(), ends_on=now.date()
    )
    ConferencePhase.objects.create(
        conference=conference,
        kind=PhaseKind.WISHES,
        starts_at=now - timedelta(days=1),
        ends_at=now + timedelta(days=30),
    )
    kind = ParticipantType.objects.create(
        conference=conference, name_en="Guests", wishes_most=20, musts_most=5
    )
    kind.may_ask.add(kind)
    countries = list(Country.objects.values_list("pk", flat=True))
    fields = list(Field.objects.values_list("pk", flat=True))
    organisations = Organisation.objects.bulk_create(
        Organisation(
            slug=f"bench-{number}",
            name=f"Bench {number}",
            kind_id="cluster_initiative",
            country_id=draws.choice(countries),
            source_url="https://example.org/",
        )
        for number in range(delegates)
    )
    OrganisationField.objects.bulk_create(
        OrganisationField(organisation=row, field_id=draws.choice(fields), position=0)
        for row in organisations
    )
    rows = Registration.objects.bulk_create(
        Registration(
            conference=conference,
            organisation=row,
            type=kind,
            status="admitted",
            contact_email=f"bench-{number}@example.org",
        )
        for number, row in enumerate(organisations)
    )
    Delegate.objects.bulk_create(
        Delegate(registration=row, number=number, name=f"Example {number}", languages=["en"])
        for number, row in enumerate(rows)
    )
    for model in (Offer, Need):
        model.objects.bulk_create(
            model(registration=row, kind=draws.choice(CooperationKind.values), text_en="sensors")
            for row in rows
            for _ in range(2)
        )
    return [row.pk for row in rows]


def draw(keys: Sequence[int], each: int) -> list[Pair]:
    """Who wishes for whom, in the order of time: the popular are drawn more often."""
    draws = random.Random(SEED)
    weights = [1 / (rank + 3) ** 0.55 for rank in range(len(keys))]
    wishes = []
    for wisher in keys:
        targets: set[int] = set()
        while len(targets) < each:
            target = draws.choices(keys, weights)[0]
            if target != wisher:
                targets.add(target)
        wishes += [(wisher, target) for target in sorted(targets)]
    draws.shuffle(wishes)
    return wishes


def run(wishes: list[Pair], people: int) -> list[Share]:
    """All wishes, by so many processes at the same moment; each takes every so manieth one."""
    from django.db import connections

    connections.close_all()  # a forked process must not share it
    shares = [wishes[number::people] for number in range(people)]
    with multiprocessing.get_context("fork").Pool(people) as pool:
        return pool.map(wish_all, shares, chunksize=1)


def wish_all(share: list[Pair]) -> Share:
    """The wishes of one process, as a request makes them: both delegations are read first."""
    from clusterwerk.conference.actions.faults import RefusedError
    from clusterwerk.conference.actions.wishes import make_wish
    from clusterwerk.conference.models import Registration

    done = Share([], [])
    draws = random.Random(SEED)
    for wisher, target in share:
        begin = time.perf_counter()
        rows = Registration.objects.in_bulk((wisher, target))
        try:
            make_wish(
                rows[wisher],
                rows[target],
                by=None,
                kind=draws.choices(KINDS, (5, 55, 40))[0],
                message="We build sensors.",
            )
        except RefusedError as error:
            done.refused.append(str(error))
        done.seconds.append(time.perf_counter() - begin)
    return done


def faults_in(wishes: list[Pair], shares: list[Share]) -> list[str]:
    """What was lost or doubled. A wish for somebody who wished first and agreed is still a row."""
    from clusterwerk.conference.models import Match, Wish

    kept = Counter(Wish.objects.values_list("wisher", "target"))
    matches = Counter(Match.objects.values_list("registration_a", "registration_b"))
    mutual = mutual_pairs(wishes)
    refused = sum(len(share.refused) for share in shares)
    faults = [f"{pair} stands there {number} times" for pair, number in kept.items() if number > 1]
    if sum(kept.values()) + refused != len(wishes):
        faults.append(f"{len(wishes)} wishes, {sum(kept.values())} kept, {refused} refused")
    if refused:
        faults.append(f"refused: {Counter(text for one in shares for text in one.refused)}")
    if set(matches) != mutual:
        faults.append(f"{len(mutual)} mutual pairs, {len(matches)} matches")
    places: dict[int, list[int]] = {}
    for wisher, rank in Wish.objects.values_list("wisher", "rank"):
        places.setdefault(wisher, []).append(rank)
    faults += [
        f"the order of {wisher} has gaps: {sorted(ranks)}"
        for wisher, ranks in places.items()
        if sorted(ranks) != list(range(1, len(ranks) + 1))
    ]
    return faults


def mutual_pairs(wishes: list[Pair]) -> set[Pair]:
    """Pairs that wish for each other, in order."""
    drawn = set(wishes)
    return {(min(pair), max(pair)) for pair in wishes if pair[::-1] in drawn}


def show(wishes: list[Pair], shares: list[Share], took: float, people: int) -> None:
    """One line of figures."""
    seconds = sorted(one for share in shares for one in share.seconds)
    middle, late = seconds[len(seconds) // 2], seconds[int(len(seconds) * 0.95)]
    print(
        f"{len(wishes)} wishes ({len(mutual_pairs(wishes))} mutual pairs) by {people} processes on "
        f"{os.cpu_count()} cores: {took:.1f} s, {len(wishes) / took:.0f} a second; one wish "
        f"{1000 * middle:.0f} ms, 95 % within {1000 * late:.0f} ms"
    )


if __name__ == "__main__":
    sys.exit(main())
