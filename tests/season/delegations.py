"""What the contact of a delegation does at a browser of its own."""

import re
from collections.abc import Iterable

from tests.season.forms import Visitor

from clusterwerk.conference.models import Registration
from clusterwerk.demo.simulated_people import Cast
from clusterwerk.mail.models import Message


class Contact(Visitor):
    """Somebody who acts for one delegation, known by the mail address only."""

    def __init__(self, base: str, cast: Cast) -> None:
        super().__init__()
        self.base = base
        self.cast = cast
        self.email = f"contact-{cast.people[0].number}@example.org"

    def visit(self, path: str) -> str:
        """A page of the conference."""
        return self.open(f"{self.base}{path}")

    def register(self) -> None:
        """Proves the address by the code in the mail, finds the organisation, fills in the page."""
        self.visit("register/")
        self.send("email", email=self.email)
        mail = Message.objects.filter(to=self.email).latest("pk")
        code = re.search(r"\b\d{6}\b", mail.body)
        assert code
        self.send("code", code=code.group())
        self.send("words", words=self.cast.organisation.name)
        self.send("words", f"choose:{self.cast.organisation.slug}")
        for _ in self.cast.people[1:]:
            self.send("contact_name", "more_delegates")
        self.send("contact_name", "register", **self._told())

    def _told(self) -> dict[str, object]:
        kinds = re.search(r'<select[^>]*name="kind".*?</select>', self.page, re.DOTALL)
        assert kinds
        told: dict[str, object] = {
            "contact_name": self.cast.people[0].name,
            "agreed": "on",
            "kind": re.findall(r'value="([^"]+)"', kinds.group())[0],
        }
        for row, person in enumerate(self.cast.people):
            told |= {
                f"delegates-{row}-name": person.name,
                f"delegates-{row}-email": f"delegate-{person.number}@example.org",
                f"delegates-{row}-function_en": person.function_en,
                f"delegates-{row}-languages": person.languages[:1],
            }
        for name, draft in (("offers", self.cast.offer), ("needs", self.cast.need)):
            told |= {
                f"{name}-0-kind": draft.kind,
                f"{name}-0-text_en": draft.text_en,
                f"{name}-0-fields_of": list(draft.fields),
            }
        return told

    @property
    def registration(self) -> Registration:
        """The delegation as it is kept."""
        return Registration.objects.get(contact_email=self.email)

    def wish_for(self, partners: Iterable[Registration], kinds: Iterable[str]) -> None:
        """Opens the pages of partners and wishes to meet them."""
        for partner, kind in zip(partners, kinds, strict=False):
            address = f"participants/{partner.public_id}/"
            self.visit(address)
            self.send(f"{address}wish/", kind=kind)

    def stay_away(self, what: str) -> None:
        """Says that the first person cannot come, such as to "session-1"."""
        self.visit(f"my/agenda/absent/?what={what}")
        self.send("reason", reason="Example: the train does not go.")


def answer_from_mail(mail: Message, *, decline_every: int) -> int:
    """Follows each link of a mail about wishes in a fresh browser, without signing in; accepts but
    for every so many, and returns how many were accepted."""
    accepted = 0
    for turn, link in enumerate(re.findall(r"https?://[^/]+(/\S+/answer/\S+)", mail.body), start=1):
        visitor = Visitor()
        visitor.open(link)
        if turn % decline_every == 0:
            visitor.send("decline", "decline")
        else:
            visitor.send("accept", "accept")
            accepted += 1
    return accepted
