"""The fixed values of the conference's columns, with their words on screen."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PhaseKind(TextChoices):
    """What a conference is busy with, in the order of time."""

    REGISTRATION = "registration", _("Registration")
    WISHES = "wishes", _("Wishes")
    PLANNING = "planning", _("Planning")
    RUNNING = "running", _("Conference")
    FOLLOW_UP = "follow_up", _("Follow-up")


class HostRole(TextChoices):
    """What an organisation does for the conference beside taking part."""

    HOST = "host", _("Host")
    CO_HOST = "co_host", _("Co-host")
    INITIATOR = "initiator", _("Initiator")


class RegistrationStatus(TextChoices):
    """Where a delegation stands. Only admitted ones are planned."""

    REQUESTED = "requested", _("requested")
    ADMITTED = "admitted", _("admitted")
    WAITING = "waiting", _("on the waiting list")
    DECLINED = "declined", _("declined")
    CANCELLED = "cancelled", _("cancelled")


class CooperationKind(TextChoices):
    """What an offer or a need is about."""

    RESEARCH = "research", _("joint research")
    TECHNOLOGY = "technology", _("technology transfer")
    PILOT = "pilot", _("pilot or test site")
    SUPPLY = "supply", _("supply and manufacturing")
    MARKET = "market", _("market access")
    TRAINING = "training", _("training and exchange")


class Priority(TextChoices):
    """How much a meeting matters to who wishes for it."""

    MUST = "must", _("must")
    WANT = "want", _("want")
    WOULD = "would", _("would")


class WishKind(TextChoices):
    """A ranked wish, or the wish never to meet."""

    MUST = "must", _("must")
    WANT = "want", _("want")
    WOULD = "would", _("would")
    VETO = "veto", _("veto")


class WishStatus(TextChoices):
    """Where a wish stands. A pending one blocks nothing."""

    PENDING = "pending", _("pending")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    EXPIRED = "expired", _("expired")
    WITHDRAWN = "withdrawn", _("withdrawn")


class MatchStatus(TextChoices):
    """An agreed meeting stays agreed until somebody cancels it."""

    AGREED = "agreed", _("agreed")
    CANCELLED = "cancelled", _("cancelled")


class PlanState(TextChoices):
    """How far the making of a plan is; whether it is published says the conference."""

    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("being planned")
    READY = "ready", _("draft")
    FAILED = "failed", _("failed")


class UnplacedReason(TextChoices):
    """Why an agreed meeting has no place: the planner's codes, and a sentence with parameters."""

    NO_COMMON_SLOT = (
        "no_common_slot",
        _("The two delegates are never there at the same time."),
    )
    DELEGATE_OVERBOOKED = (
        "delegate_overbooked",
        _("%(delegate)s has %(meetings)s agreed meetings and only %(slots)s time slots for them."),
    )
    TABLES_FULL = (
        "tables_full",
        _("Whenever both delegates are free, all tables are taken."),
    )
    DELEGATES_BUSY = (
        "delegates_busy",
        _("In every time slot both delegates share, one of them has another meeting."),
    )
    BLOCKED = (
        "blocked",
        _("Whenever both are free, a fixed table or the order of meetings is in the way."),
    )
    SPREAD_LIMIT = (
        "spread_limit",
        _("With this meeting, one delegate would have more breaks than the others may have."),
    )
    EVENT_INFEASIBLE = (
        "event_infeasible",
        _("The required meetings clash, so nothing was planned."),
    )
