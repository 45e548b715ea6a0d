"""How quickly the conference's pages answer: 250 delegates, 2,000 wishes, a published plan.

    python -m bench.pages                          on SQLite
    DATABASE_URL=postgres://... python -m bench.pages

Loads the demonstration and one more conference into a database of its own, which is dropped at the
end. Every page that links lead to from the conference's overview is asked for as a visitor, as a
delegate and as the team, in German; one table shows the slowest first. What is measured is the
whole answer inside one process: routing, permissions, queries, template; not the network.
"""

from __future__ import annotations

import argparse
import html
import math
import os
import re
import time
from collections import defaultdict
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

os.environ.setdefault("LOG_LEVEL", "warning")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clusterwerk.config.settings")

if TYPE_CHECKING:
    from django.test import Client

MATCHES, WISHES = 604, 2000
MOST_OF_A_KIND = 3
GOAL = 100.0


def main() -> None:
    """Builds the database, walks the pages, prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=20, help="how often each page is asked for")
    parser.add_argument("--only", default="", help="only views with this in their name")
    chosen = parser.parse_args()
    times = chosen.times
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection

    from clusterwerk.config.gunicorn_config import collect_between_answers

    # Not Django's environment for tests: that keeps a copy of what every template was given.
    settings.DEBUG = False
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.DEMO = True
    connection.creation.create_test_db(verbosity=0)
    try:
        slug, clients = build()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as a running database does by itself
        collect_between_answers()
        rows = [
            row
            for name, client in clients.items()
            for row in measured(name, client, slug, times, chosen.only)
        ]
        show(rows, connection.vendor)
    finally:
        connection.creation.destroy_test_db("", verbosity=0)


def build() -> tuple[str, dict[str, Client]]:
    """The conference, and a browser for each kind of user."""
    from dataclasses import replace

    from django.test import Client
    from django.utils import timezone

    from clusterwerk.accounts.models import User
    from clusterwerk.conference.actions.plans import request_plan
    from clusterwerk.conference.models import Wish
    from clusterwerk.conference.web.acting import KEY
    from clusterwerk.demo.conference_examples import OPEN
    from clusterwerk.demo.conference_open import first_day_from, load_open
    from clusterwerk.demo.loading import load_all
    from clusterwerk.jobs.running import run_waiting_jobs

    load_all(lambda _line: None)
    example = replace(
        OPEN, slug="bench", edition=99, first_day=first_day_from(timezone.localdate())
    )
    pending = 0
    conference, market = load_open(example, matches=MATCHES, pending=pending)
    pending = WISHES - len(market.wishes)
    if pending > 0:
        conference.delete()
        conference, market = load_open(example, matches=MATCHES, pending=pending)
    request_plan(conference, by=None, publish_when_ready=True)
    run_waiting_jobs()
    delegates = [row for one in conference.registrations.all() for row in one.delegates.all()]
    wishes = Wish.objects.filter(wisher__conference=conference).count()
    print(f"{len(delegates)} delegates, {wishes} wishes, {len(market.matches)} agreed meetings")
    visitor, delegate, team = Client(), Client(), Client()
    session = delegate.session
    session[KEY] = {str(conference.public_id): delegates[0].email}
    session.save()
    team.force_login(User.objects.get(email="team@example.org"))
    return conference.slug, {"visitor": visitor, "delegate": delegate, "team": team}


def measured(
    who: str, client: Client, slug: str, times: int, only: str = ""
) -> list[tuple[str, str, float, float]]:
    """(who, view, median, p95) in milliseconds for each view that links lead to."""
    from django.urls import Resolver404, resolve
    from django.utils import translation

    from clusterwerk.config.gunicorn_config import post_request

    start = f"/de/conference/{slug}/"
    seen, waiting = {start}, [start]
    taken: dict[str, list[float]] = defaultdict(list)
    pages: dict[str, int] = defaultdict(int)
    while waiting:
        path = waiting.pop(0)
        try:
            with translation.override("de"):
                view = resolve(urlsplit(path).path).view_name
        except Resolver404:
            continue
        if pages[view] >= MOST_OF_A_KIND:
            continue
        answer = client.get(path)
        if answer.status_code != 200:
            continue
        pages[view] += 1
        for _ in range(times if only in view else 0):
            begun = time.perf_counter()
            client.get(path)
            taken[view].append((time.perf_counter() - begun) * 1000)
            post_request(None, None, None, None)  # as the web server does when the answer is out
        if "text/html" in answer["Content-Type"]:
            for link in links_in(answer.content.decode()):
                target = urljoin(path, link).split("#")[0]
                if target.startswith(start) and target not in seen:
                    seen.add(target)
                    waiting.append(target)
    return [(who, view, quantile(row, 0.5), quantile(row, 0.95)) for view, row in taken.items()]


def links_in(page: str) -> list[str]:
    """The addresses that links of a page lead to."""
    return [html.unescape(found) for found in re.findall(r'<a\s[^>]*?href="([^"]*)"', page)]


def quantile(values: list[float], share: float) -> float:
    """The smallest value that at least `share` of the values do not exceed."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def show(rows: list[tuple[str, str, Any, Any]], vendor: str) -> None:
    """The table, the slowest page first, and how many keep the goal."""
    print(f"\n{vendor}: answers in milliseconds, slowest first\n")
    print(f"{'who':<10} {'page':<34} {'median':>8} {'p95':>8}")
    for who, view, middle, high in sorted(rows, key=lambda row: -row[3]):
        print(f"{who:<10} {view:<34} {middle:>8.1f} {high:>8.1f}")
    kept = sum(high < GOAL for *_, high in rows)
    print(f"\n{kept} of {len(rows)} pages have a p95 under {GOAL:.0f} ms")


if __name__ == "__main__":
    main()
