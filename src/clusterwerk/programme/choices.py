"""The closed lists of the programme. The kinds of event are the event types of the taxonomy."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EventKind(models.TextChoices):
    """What sort of event it is; the codes are those of `taxonomy.csv`, kind `event_type`."""

    WORKSHOP = "workshop", _("Workshop")
    COMPANY_VISIT = "company_visit", _("Company visit")
    CONGRESS = "congress", _("Congress")
    TALK = "talk", _("Talk")
    OPEN_DAY = "open_day", _("Open day")
    NETWORKING = "networking", _("Networking meeting")
    TRAINING = "training", _("Training")
    MATCHMAKING = "matchmaking", _("Matchmaking")
    PUBLIC_EVENT = "public_event", _("Public event")
    ANNIVERSARY = "anniversary", _("Anniversary")
    ONLINE_MEETING = "online_meeting", _("Online meeting")
    ONLINE_CAMPAIGN = "online_campaign", _("Online campaign")
    FAIR_ACTIVITY = "trade_fair_action", _("Fair activity")
    UMBRELLA_PROGRAMME = "umbrella_programme", _("Umbrella programme")


class EventStatus(models.TextChoices):
    """Where an entry stands. Only what was approved once is public."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    APPROVED = "approved", _("Approved")
    CANCELLED = "cancelled", _("Cancelled")
    WITHDRAWN = "withdrawn", _("Withdrawn")


# Shown in lists and calendars: what takes place, and what visitors must know does not.
SHOWN_STATUSES = (EventStatus.APPROVED, EventStatus.CANCELLED)
# Its page answers, so that no link and no calendar entry leads nowhere.
PUBLIC_STATUSES = (*SHOWN_STATUSES, EventStatus.WITHDRAWN)


class CountedAs(models.TextChoices):
    """As what an entry counts; the rule is in docs/use/counting.md."""

    EVENT = "event", _("Event")
    FAIR_ACTIVITY = "fair_activity", _("Fair activity")
    NOTHING = "nothing", _("Not counted")


class DatePrecision(models.TextChoices):
    """How well the days are known."""

    DAY = "day", _("Days are known")
    WITHIN = "within", _("Some day or days within the period")


class Confidence(models.TextChoices):
    """How well the source supports the entry."""

    HIGH = "high", _("high")
    MEDIUM = "medium", _("medium")
    LOW = "low", _("low")


class Coverage(models.TextChoices):
    """Whether all entries of an edition are recorded here."""

    COMPLETE = "complete", _("All entries are recorded here")
    PARTIAL = "partial", _("Only some entries are recorded here")


class FigureSubject(models.TextChoices):
    """What a published figure says a number of."""

    EVENTS = "events", _("Events")
    FAIR_ACTIVITIES = "fair_activities", _("Fair activities")
    TOTAL = "total", _("Events and fair activities together")
    LAENDER = "laender", _("Länder taking part")
