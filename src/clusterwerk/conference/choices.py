"""The fixed values of the conference's columns, with their words on screen."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PhaseKind(TextChoices):
    """What a conference is busy with, in the order of time."""

    REGISTRATION = "registration", _("Registration")
    WISHES = "wishes", _("Wishes")
    PLANNING = "planning", _("Planning")
    PUBLISHED = "published", _("Plan published")
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


class CooperationStage(TextChoices):
    """How far what is offered or sought has come."""

    IDEA = "idea", _("idea")
    DEVELOPMENT = "development", _("in development")
    PILOT = "pilot", _("ready for a pilot")
    MARKET = "market", _("on the market")


class QuestionKind(TextChoices):
    """How a question of the conference team is answered."""

    LINE = "line", _("one line")
    TEXT = "text", _("several lines")
    YES_NO = "yes_no", _("yes or no")
    CHOICE = "choice", _("one of several answers")


class LinkPurpose(TextChoices):
    """What a link in a mail lets its holder do, without signing in."""

    ANSWER = "answer", _("answer a wish")
    AGENDA = "agenda", _("see the own agenda")


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


class PlanMethod(TextChoices):
    """How a plan came about."""

    PLANNED = "planned", _("planned")
    REPAIRED = "repaired", _("fewest changes")
    BY_HAND = "by_hand", _("by hand")


class EditKind(TextChoices):
    """What was done to a draft by hand."""

    MOVE = "move", _("moved")
    SWAP = "swap", _("swapped")
    PLACE = "place", _("placed")
    REMOVE = "remove", _("taken off the board")
    LOCK = "lock", _("fixed")
    UNLOCK = "unlock", _("set free")
    REMEDY = "remedy", _("made room")


class PaperKind(TextChoices):
    """What can be printed for a conference."""

    AGENDAS = "agendas", _("Agendas of all delegates")
    DELEGATIONS = "delegations", _("Delegation sheets")
    TABLES = "tables", _("Table cards")
    DOORS = "doors", _("Door list")
    BADGES = "badges", _("Badges")


class UnplacedReason(TextChoices):
    """Why an agreed meeting has no place: the planner's codes, and a sentence with parameters."""

    NO_COMMON_TABLE = (
        "no_common_table",
        _("No table fits: those it may take are closed, or the booth of others."),
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
    REMOVED = (
        "removed",
        _("The conference team has taken this meeting off the board."),
    )
    PLACE_GONE = (
        "place_gone",
        _("Its time slot or table is no longer there. It waits for a new place."),
    )
    NO_DELEGATE = (
        "no_delegate",
        _("One of the two organisations has nobody left who could come."),
    )
    LATER = (
        "later",
        _("It was agreed after this plan was made. It waits for a place."),
    )
    EVENT_INFEASIBLE = (
        "event_infeasible",
        _("The required meetings clash, so nothing was planned."),
    )
