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

    NO_COMMON_TABLE = (
        "no_common_table",
        _("No table fits: the two delegates stay at different tables, or their zone has none."),
    )
    NO_COMMON_SLOT = (
        "no_common_slot",
        _("The two delegates are never there at the same time."),
    )
    ORGANISATIONS_MEET_ALREADY = (
        "organisations_meet_already",
        _("These two organisations meet already, and no second meeting was asked for."),
    )
    DELEGATE_OVERBOOKED = (
        "delegate_overbooked",
        _("%(delegate)s has %(meetings)s agreed meetings and only %(slots)s time slots for them."),
    )
    DAY_FULL = (
        "day_full",
        _("%(delegate)s has another meeting in every time slot in which this one could be."),
    )
    TABLES_FULL = (
        "tables_full",
        _("Whenever both delegates are free, all tables are taken."),
    )
    BLOCKED_BY_LOCK = (
        "blocked_by_lock",
        _("In every time slot that is left, a meeting with a fixed time or table is in the way."),
    )
    OUTWEIGHED = (
        "outweighed",
        _("Room for it could only be made by leaving out meetings that count at least as much."),
    )
    DELEGATES_BUSY = (
        "delegates_busy",
        _("In every time slot both delegates share, one of them has another meeting."),
    )
    BLOCKED = (
        "blocked",
        _(
            "Whenever both are free, a table, the order of meetings or a rule for the day is in "
            "the way."
        ),
    )
    SPREAD_LIMIT = (
        "spread_limit",
        _("With this meeting, one delegate would have more breaks than the others may have."),
    )
    ON_STANDBY = (
        "on_standby",
        _("It had no place in the published plan either, and it waits for one."),
    )
    ROOM_LEFT = (
        "room_left",
        _("There is room for this meeting, but planning ended before it was used. Plan again."),
    )
    EVENT_INFEASIBLE = (
        "event_infeasible",
        _("The required meetings clash, so nothing was planned."),
    )
