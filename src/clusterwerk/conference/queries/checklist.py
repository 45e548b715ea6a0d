"""What a conference still lacks, step by step, and where to mend it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..choices import HostRole, MatchStatus, PhaseKind, PlanState, RegistrationStatus, WishStatus
from ..models import Conference, Match, Registration, Wish
from .grid import places_of, sessions_in_use, tables_in_use
from .phases import Deadline, Span, gaps_in, next_deadline, spans_of

# Delegations wait there for a decision.
WAITING_VIEW = "registrations"


class State(StrEnum):
    """How far a line is."""

    DONE = "done"
    CHECK = "check"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing a conference needs; `view` is the page of the conference that mends it."""

    title: str
    state: State
    note: str
    view: str
    arguments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """What has to be there before something may begin."""

    key: str
    title: str
    lines: tuple[Line, ...]

    @property
    def missing(self) -> int:
        """How many lines are missing."""
        return sum(line.state == State.MISSING for line in self.lines)

    @property
    def to_check(self) -> int:
        """How many lines somebody should look at."""
        return sum(line.state == State.CHECK for line in self.lines)


@dataclass(frozen=True, slots=True)
class Now:
    """Figures of this moment."""

    registrations: dict[str, int]
    wishes: int
    pending: int
    matches: int
    drafts: int
    failed: int

    @property
    def total(self) -> int:
        """All delegations, whatever their status."""
        return sum(self.registrations.values())

    @property
    def requested(self) -> int:
        """Delegations the team has to decide on."""
        return self.registrations.get(RegistrationStatus.REQUESTED, 0)

    @property
    def admitted(self) -> int:
        """Delegations that take part."""
        return self.registrations.get(RegistrationStatus.ADMITTED, 0)


@dataclass(frozen=True, slots=True)
class Checklist:
    """All steps, the figures of now and what is due next."""

    steps: tuple[Step, ...]
    now: Now
    deadline: Deadline | None
    running: tuple[PhaseKind, ...] = field(default=())

    @property
    def next_line(self) -> Line | None:
        """What to do next: the first line that is missing, or on which people wait; else the
        first one to check."""
        lines = [line for step in self.steps for line in step.lines]
        for line in lines:
            waits = line.state == State.CHECK and line.view == WAITING_VIEW
            if line.state == State.MISSING or waits:
                return line
        return next((line for line in lines if line.state == State.CHECK), None)


def checklist_of(conference: Conference, at: datetime | None = None) -> Checklist:
    """The checklist of a conference as of now (or `at`)."""
    moment = at or timezone.now()
    spans, now = spans_of(conference), figures_of_now(conference)
    return Checklist(
        steps=(
            Step(
                "registration",
                _("Before registration opens"),
                tuple(_for_registration(conference, spans)),
            ),
            Step("wishes", _("Before wishes are made"), tuple(_for_wishes(conference, spans, now))),
            Step("planning", _("Before planning"), tuple(_for_planning(conference, spans, now))),
            Step(
                "published",
                _("Before the plan is published"),
                tuple(_for_publishing(conference, spans, now)),
            ),
        ),
        now=now,
        deadline=next_deadline(spans, moment),
        running=tuple(span.kind for span in spans if span.starts_at <= moment < span.ends_at),
    )


def figures_of_now(conference: Conference) -> Now:
    """Delegations by status, wishes, matches and plans."""
    statuses = (
        Registration.objects.filter(conference=conference)
        .order_by()
        .values_list("status")
        .annotate(Count("pk"))
    )
    wishes = (
        Wish.objects.filter(wisher__conference=conference)
        .exclude(kind="veto")
        .aggregate(
            made=Count("pk", filter=~Q(status=WishStatus.WITHDRAWN)),
            pending=Count("pk", filter=Q(status=WishStatus.PENDING)),
        )
    )
    matches = Match.objects.filter(conference=conference, status=MatchStatus.AGREED)
    plans = conference.plans.aggregate(
        ready=Count("pk", filter=Q(state=PlanState.READY)),
        failed=Count("pk", filter=Q(state=PlanState.FAILED)),
    )
    return Now(
        registrations=dict(statuses),
        wishes=wishes["made"],
        pending=wishes["pending"],
        matches=matches.count(),
        drafts=plans["ready"],
        failed=plans["failed"],
    )


def _both(conference: Conference, column: str) -> tuple[State, str]:
    """Whether a text is there in both languages."""
    german, english = getattr(conference, f"{column}_de"), getattr(conference, f"{column}_en")
    if german and english:
        return State.DONE, ""
    if german or english:
        return State.CHECK, _("only in German") if german else _("only in English")
    return State.MISSING, _("nothing entered yet")


def _text(conference: Conference, title: str, column: str, view: str, *, needed: bool) -> Line:
    state, note = _both(conference, column)
    if state == State.MISSING and not needed:
        state = State.CHECK
    return Line(title, state, note, view)


def _for_registration(conference: Conference, spans: list[Span]) -> Iterator[Line]:
    yield _text(conference, _("Name"), "name", "basics", needed=True)
    yield _place(conference)
    yield Line(
        _("Contact address"),
        State.DONE if conference.contact_email else State.MISSING,
        conference.contact_email or _("replies and mails of the test mode need an address"),
        "basics",
    )
    yield _hosts(conference)
    yield _text(conference, _("Description"), "description", "texts", needed=False)
    yield _text(conference, _("Text on registration"), "registration_text", "texts", needed=False)
    privacy = _("What happens with personal data")
    yield _text(conference, privacy, "privacy_text", "texts", needed=True)
    yield _phase(spans, PhaseKind.REGISTRATION, _("Dates of registration"))
    yield _types(conference)
    questions = conference.questions.count()
    asked = ngettext("%(number)d question", "%(number)d questions", questions)
    yield Line(
        _("Questions of your own"),
        State.DONE,
        asked % {"number": questions} if questions else _("none; that is fine"),
        "questions",
    )
    yield _home(conference)
    if conference.test_mode:
        note = _("all mail goes to the team")
        yield Line(_("Test mode"), State.MISSING, note, "switch", ("live",))
    else:
        note = _("off: mail goes to the delegates")
        yield Line(_("Test mode"), State.DONE, note, "switch", ("test",))
    if conference.is_hidden:
        note = _("only the team sees the conference")
        yield Line(_("Visible to all"), State.MISSING, note, "switch", ("visible",))
    else:
        yield Line(_("Visible to all"), State.DONE, "", "switch", ("hidden",))


def _place(conference: Conference) -> Line:
    lacking = [
        name
        for name, value in (
            (_("city"), conference.city),
            (_("country"), conference.country_id),
            (_("venue"), conference.venue_de or conference.venue_en),
        )
        if not value
    ]
    if lacking:
        state = State.CHECK if conference.city else State.MISSING
        note = _("still open: %(what)s") % {"what": ", ".join(lacking)}
    else:
        state, note = State.DONE, conference.city
    return Line(_("Place"), state, note, "basics")


def _hosts(conference: Conference) -> Line:
    rows = list(conference.hosts.values_list("role", "mark_type"))
    title = _("Hosts, co-hosts, initiator")
    if not rows:
        return Line(title, State.MISSING, _("nothing entered yet"), "hosts")
    marks = sum(bool(mark) for _role, mark in rows)
    note = _("%(number)d entered, %(marks)d with a mark") % {"number": len(rows), "marks": marks}
    if not any(role == HostRole.HOST for role, _mark in rows):
        return Line(title, State.CHECK, _("nobody is the host"), "hosts")
    return Line(title, State.DONE, note, "hosts")


def _phase(spans: list[Span], kind: PhaseKind, title: str) -> Line:
    if any(span.kind == kind for span in spans):
        return Line(title, State.DONE, "", "phases")
    return Line(title, State.MISSING, _("no dates yet"), "phases")


def _types(conference: Conference) -> Line:
    number = conference.types.count()
    if not number:
        note = _("none: everybody may wish for everybody, without quotas")
        return Line(_("Types of participants"), State.CHECK, note, "types")
    found = ngettext("%(number)d type", "%(number)d types", number) % {"number": number}
    return Line(_("Types of participants"), State.DONE, found, "types")


def _home(conference: Conference) -> Line:
    state, note = _both(conference, "home_text")
    if state == State.MISSING:
        return Line(_("Home delegation"), State.CHECK, _("has no page yet"), "home_setup")
    return Line(_("Home delegation"), state, note, "home_setup")


def _for_wishes(conference: Conference, spans: list[Span], now: Now) -> Iterator[Line]:
    yield _phase(spans, PhaseKind.WISHES, _("Dates of the wishes"))
    types = list(conference.types.annotate(asks=Count("may_ask")))
    lonely = [str(row) for row in types if not row.asks]
    if lonely:
        note = _("may wish for nobody: %(types)s") % {"types": ", ".join(lonely)}
        yield Line(_("Who may wish for whom"), State.CHECK, note, "types")
    else:
        yield Line(_("Who may wish for whom"), State.DONE, "", "types")
    yield Line(_("Days to answer a wish"), State.DONE, str(conference.wish_days), "rules")
    admitted = ngettext("%(number)d admitted", "%(number)d admitted", now.admitted)
    title, note = _("Delegations"), admitted % {"number": now.admitted}
    if now.requested:
        waits = ngettext(
            "%(number)d waits for your decision",
            "%(number)d wait for your decision",
            now.requested,
        )
        note = f"{note}, {waits % {'number': now.requested}}"
        yield Line(title, State.CHECK, note, "registrations")
    else:
        state = State.DONE if now.admitted else State.MISSING
        yield Line(title, state, note, "registrations")


def _for_planning(conference: Conference, spans: list[Span], now: Now) -> Iterator[Line]:
    yield _phase(spans, PhaseKind.PLANNING, _("Dates of planning"))
    yield _sessions(conference)
    tables = tables_in_use(conference).count()
    if not tables:
        yield Line(_("Tables"), State.MISSING, _("nothing entered yet"), "tables")
    else:
        places = places_of(conference)
        note = _("%(tables)d tables, %(places)d places for meetings") % {
            "tables": tables,
            "places": places,
        }
        state = State.DONE
        if places < now.matches:
            state = State.CHECK
            note += ", " + _("%(matches)d are agreed") % {"matches": now.matches}
        yield Line(_("Tables"), state, note, "tables")
    yield Line(_("Rules of the house"), State.DONE, _rules(conference), "rules")


def _sessions(conference: Conference) -> Line:
    sessions = list(sessions_in_use(conference))
    if not sessions:
        return Line(_("Sessions and slots"), State.MISSING, _("nothing entered yet"), "grid")
    outside = [
        str(row)
        for row in sessions
        if not conference.takes_place_on(row.starts_at.astimezone(conference.zone).date())
    ]
    if outside:
        note = _("not on a day of the conference: %(sessions)s")
        return Line(
            _("Sessions and slots"), State.CHECK, note % {"sessions": ", ".join(outside)}, "grid"
        )
    slots = sum(len(row.slots.all()) for row in sessions)
    note = _("%(slots)d slots in %(sessions)d sessions")
    return Line(
        _("Sessions and slots"),
        State.DONE,
        note % {"slots": slots, "sessions": len(sessions)},
        "grid",
    )


def _rules(conference: Conference) -> str:
    rules = []
    if conference.most_per_session:
        rules.append(
            _("at most %(number)d meetings in a session") % {"number": conference.most_per_session}
        )
    if conference.rest_after:
        rules.append(_("a pause after %(number)d meetings") % {"number": conference.rest_after})
    if conference.zone_buffer:
        rules.append(_("a free slot when changing the zone"))
    return "; ".join(rules) or _("none; that is fine")


def _for_publishing(conference: Conference, spans: list[Span], now: Now) -> Iterator[Line]:
    yield _phase(spans, PhaseKind.PUBLISHED, _("Dates of publication"))
    yield _phase(spans, PhaseKind.RUNNING, _("Dates of the conference"))
    yield _phase(spans, PhaseKind.FOLLOW_UP, _("Dates of the follow-up"))
    gaps = gaps_in(spans)
    if gaps:
        earlier, later = gaps[0]
        note = _("gap between “%(earlier)s” and “%(later)s”")
        labels = {"earlier": earlier.label, "later": later.label}
        yield Line(_("Phases follow each other"), State.CHECK, note % labels, "phases")
    yield _text(conference, _("Text on agendas"), "agenda_text", "texts", needed=False)
    if conference.published_plan_id:
        yield Line(_("Plan"), State.DONE, _("published"), "plans")
    elif now.drafts:
        drafts = ngettext("%(number)d draft", "%(number)d drafts", now.drafts)
        yield Line(_("Plan"), State.CHECK, drafts % {"number": now.drafts}, "plans")
    else:
        yield Line(_("Plan"), State.MISSING, _("no draft yet"), "plans")
