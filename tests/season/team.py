"""What the conference team does at its browser."""

import re
from datetime import datetime, timedelta

from django.utils import timezone
from tests.season.forms import Visitor

from clusterwerk.accounts.models import User
from clusterwerk.conference.models import Conference, Plan
from clusterwerk.jobs.running import run_waiting_jobs

PHASES = ("registration", "wishes", "planning", "published", "running", "follow_up")


class Team(Visitor):
    """The team of one conference, signed in."""

    def __init__(self) -> None:
        super().__init__()
        self.client.force_login(User.objects.get(email="team@example.org"))
        self.base = ""

    def visit(self, path: str = "") -> str:
        """A page of the conference."""
        return self.open(f"{self.base}{path}")

    def set_up(self, *, tables: int) -> Conference:
        """A conference of two days in eight weeks, ready to be registered for."""
        first = timezone.localdate() + timedelta(days=56)
        last = first + timedelta(days=1)
        self.open("/en/conference/new/")
        self.send(
            "name_de",
            name_de="Beispielsaison",
            name_en="Example season",
            starts_on=first,
            ends_on=last,
            city="Stuttgart",
            contact_email="team@example.org",
        )
        conference = Conference.objects.get(name_en="Example season")
        self.base = f"/en/conference/{conference.slug}/"
        self.visit("team/texts/")
        self.send(
            "privacy_text_de",
            privacy_text_de="Nur für diese Konferenz.",
            privacy_text_en="For this conference only.",
            agenda_text_en="Doors open at eight.",
        )
        self.set_phases(wishes_over=False)
        self.visit("team/grid/generate/")
        self.send(
            "first",
            days=[first, last],
            first="09:20",
            slots=9,
            length=20,
            change=0,
            pause_1_after=5,
            pause_1_minutes=80,
        )
        self.visit("team/tables/")
        self.send("add", "add", number=tables, zone="A")
        self.visit("team/types/new/")
        self.send(
            "wishes_most",
            name_de="Gäste",
            name_en="Guests",
            delegates_most=3,
            wishes_most=20,
            musts_most=4,
        )
        for switch in ("live", "visible"):
            self.visit(f"team/switch/{switch}/")
            self.send(f"team/switch/{switch}/")
        conference.refresh_from_db()
        return conference

    def set_phases(self, *, wishes_over: bool) -> None:
        """Wishing goes on, or has just ended."""
        now = datetime.now(tz=timezone.get_default_timezone())
        over = now - timedelta(minutes=2) if wishes_over else now + timedelta(days=20)
        starts = [now - timedelta(days=30), now - timedelta(days=29), over]
        starts += [over + timedelta(days=7), now + timedelta(days=56), now + timedelta(days=58)]
        ends = [over, over, *starts[3:], starts[-1] + timedelta(days=300)]
        self.visit("team/phases/")
        changes = {
            f"{phase}_{end}": f"{moment:%Y-%m-%dT%H:%M}"
            for phase, start, stop in zip(PHASES, starts, ends, strict=True)
            for end, moment in (("starts", start), ("ends", stop))
        }
        self.send("registration_starts", **changes)

    def admit_everybody(self) -> None:
        """Ticks all that asked to come, page by page, and admits them."""
        while True:
            self.visit("team/delegations/?status=requested")
            keys = re.findall(r'name="chosen"[^>]*value="([^"]+)"', self.page)
            if not keys:
                return
            self.send("chosen", "admit", chosen=keys)

    def plan(self) -> Plan:
        """Plans again, and waits for the job."""
        self.visit("plans/")
        self.send("plans/again/")
        run_waiting_jobs()
        return Plan.objects.filter(conference__slug=self.slug).latest("version")

    def publish(self, plan: Plan) -> None:
        """Confirms what the page says, and waits for the mails."""
        self.visit(f"plans/{plan.version}/publish/")
        self.send("publish/")
        run_waiting_jobs()

    @property
    def slug(self) -> str:
        """The conference's name in addresses."""
        return self.base.rstrip("/").rsplit("/", 1)[-1]
