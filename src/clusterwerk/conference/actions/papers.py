"""Print files: asked for by the team, made by a job."""

import re
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_noop

from clusterwerk.audit.actions import record
from clusterwerk.jobs.actions import enqueue_after_commit

from ..choices import PaperKind
from ..models import Conference, Paper
from ..papers.agendas import PersonAgenda, agendas_data
from ..papers.sheets import badges_data, delegations_data, doors_data, tables_data
from ..papers.typesetting import Typesetter
from ..queries.agendas import country_names
from ..queries.links import token_of
from ..queries.notices import agendas_as_of_now, public_partner_names
from ..queries.papers import Printed, printed_of
from .agenda_links import ensure_agenda_links
from .mailing import address_of

PAPER_TASK = "clusterwerk.conference.publication_tasks.make_paper"
WITHOUT_PLAN = frozenset({PaperKind.BADGES})
PAGES = re.compile(rb"/Type\s*/Pages\b[^>]*?/Count\s+(\d+)")


class NothingToPrintError(Exception):
    """There is no published plan to print."""


def request_paper(conference: Conference, *, by: Any, kind: str, language: str) -> Paper:
    """Asks for a print file of the published plan; the work is a job, so this returns at once.

    Raises NothingToPrintError where the kind needs a published plan and there is none.
    """
    with transaction.atomic():
        plan = Conference.objects.select_related("published_plan").get(pk=conference.pk)
        if plan.published_plan is None and kind not in WITHOUT_PLAN:
            raise NothingToPrintError
        paper = Paper.objects.create(
            conference=conference,
            plan=plan.published_plan,
            kind=PaperKind(kind),
            language=language,
        )
        paper.job = enqueue_after_commit(
            PAPER_TASK,
            by=by,
            subject=paper,
            title=gettext_noop("Print file"),
            shown_at=reverse("conference:papers", args=[conference.slug]),
            paper_id=paper.pk,
        )
        paper.save(update_fields=["job"])
        record("request_paper", by=by, subject=paper, kind=kind, language=language)
    return paper


def make_paper(paper: Paper) -> Paper:
    """Makes and keeps the file; one that is there already stays. Raises TypesettingError."""
    if paper.content:
        return paper
    with translation.override(paper.language):
        data = _data_of(paper, printed_of(paper.conference, paper.plan))
        content = Typesetter(paper.kind).pdf(data, language=paper.language)
    found = PAGES.findall(content)
    paper.content = content
    paper.pages = max(map(int, found), default=0)
    paper.failure = ""
    paper.save(update_fields=["content", "pages", "failure"])
    return paper


def fail_paper(paper: Paper, reason: str) -> None:
    """No file came of it; says why."""
    Paper.objects.filter(pk=paper.pk).update(failure=reason)


def _data_of(paper: Paper, printed: Printed) -> dict[str, Any]:
    conference = paper.conference
    if paper.kind == PaperKind.TABLES:
        return tables_data(conference, printed)
    if paper.kind == PaperKind.DELEGATIONS:
        return delegations_data(conference, printed)
    if paper.kind == PaperKind.DOORS:
        return doors_data(conference, printed)
    if paper.kind == PaperKind.BADGES:
        # Everybody sees a badge: its code names the person and lets nobody in. Who may see the
        # agenda, such as the team at the door, gets it by signing in.
        addresses = {
            key: address_of("agenda", conference.slug, person.public_id)
            for key, person in printed.people.items()
        }
        return badges_data(conference, printed, addresses)
    return _agendas(paper, printed)


def _agendas(paper: Paper, printed: Printed) -> dict[str, Any]:
    conference, plan = paper.conference, paper.plan
    assert plan is not None  # asked for with a published plan
    now = agendas_as_of_now(plan)
    names = public_partner_names(plan, printed.people)
    links = ensure_agenda_links(conference, printed.people)
    countries = country_names()
    people = [
        PersonAgenda(
            person,
            now.get(key, []),
            names[key],
            countries,
            address_of("agenda_link", conference.slug, token_of(links[key])),
        )
        for key, person in printed.people.items()
    ]
    return agendas_data(conference, people)
