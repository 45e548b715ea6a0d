"""The page on which a delegation is registered: one form, kept whole from step to step.

Buttons beside "Register" (search, choose, one more row) send the same form and bring the page back
with everything typed, so that all of it works without JavaScript.
"""

from functools import cached_property

from django.http import HttpRequest, QueryDict
from django.utils.translation import get_language, gettext

from clusterwerk.directory.models import Organisation
from clusterwerk.directory.queries import organisations
from clusterwerk.directory.queries.names import Near, name_index, organisations_called

from ...actions.delegation_drafts import DelegationDraft
from ...actions.faults import RefusedError
from ...models import Conference, Registration
from ...queries.registrations import STANDING
from ..faults import PageFault, faults_of
from .details import RegistrationForm
from .forms import DelegateForm, NewOrganisationForm, Rows, interest_rows, leave_unchecked, rows_of

NEW = "new"
LISTS = ("delegates", "offers", "needs")
MOST_FOUND = 12
LONGEST_SEARCH = 100


class RegistrationPage:
    """What was sent, which button was pressed, and the forms of the page."""

    def __init__(
        self,
        conference: Conference,
        request: HttpRequest,
        *,
        email: str = "",
        by_team: bool = False,
    ) -> None:
        self.conference, self.email, self.by_team = conference, email, by_team
        self.data = request.POST.copy() if request.method == "POST" else None
        sent = request.POST if self.data is not None else request.GET
        self.words = sent.get("words", "")[:LONGEST_SEARCH].strip()
        self.chosen = sent.get("organisation", "")[:120]
        self.step = self._step(sent)
        if self.data is not None and self.step.startswith("more_"):
            self._add_row(self.data, self.step.removeprefix("more_"))
        # Before the organisation is chosen, the other sections are not there yet.
        has_rest = self.data is not None and "delegates-TOTAL_FORMS" in self.data
        self.rest = self.data if has_rest else None
        first = {"name": self.words} if self.chosen == NEW else {}
        self.new = NewOrganisationForm(self._typed_of_new(), initial=first, prefix="new")
        self.details = RegistrationForm(
            conference,
            self.rest,
            initial={"language": (get_language() or "de")[:2]},
            by_team=by_team,
        )
        # Who registers mostly comes: the address was typed once and is proven.
        self.delegates = rows_of(
            DelegateForm,
            self.rest,
            before=[{"email": email}],
            empty=0,
            prefix="delegates",
            form_kwargs={"label_suffix": ""},
        )
        self.offers, self.needs = interest_rows(self.rest)
        if self.step != "register":
            self._leave_unchecked()

    def _step(self, sent: QueryDict) -> str:
        """The button that was pressed; choosing an organisation is done here."""
        step = sent.get("do", "")
        if step.startswith("choose:"):
            self.chosen = step.removeprefix("choose:")[:120]
            return "choose"
        if step in ("reset", NEW):
            self.chosen = NEW if step == NEW else ""
        # Somebody who presses Enter in the search field wants to search.
        if step == "register" and not self.chosen:
            return "search"
        return step

    def _typed_of_new(self) -> QueryDict | None:
        """The fields of a new organisation are there only once "new" was chosen."""
        return self.data if self.data is not None and "new-name" in self.data else None

    @staticmethod
    def _add_row(data: QueryDict, name: str) -> None:
        if name in LISTS:
            key = f"{name}-TOTAL_FORMS"
            total = data.get(key, "")
            place = int(total) if total.isdecimal() and len(total) < 4 else 0
            data[key] = str(place + 1)
            if name == "delegates":
                data[f"{name}-{place}-takes_meetings"] = "on"

    def _leave_unchecked(self) -> None:
        for form in (self.new, self.details):
            if form.is_bound:
                leave_unchecked(form)
        for rows in self.lists:
            if rows.is_bound:
                rows.leave_unchecked()

    @property
    def lists(self) -> tuple[Rows, Rows, Rows]:
        """Delegates, offers, needs."""
        return self.delegates, self.offers, self.needs

    @cached_property
    def organisation(self) -> Organisation | None:
        """The chosen organisation of the register."""
        if not self.chosen or self.chosen == NEW:
            return None
        return organisations().filter(slug=self.chosen).first()

    @cached_property
    def is_taken(self) -> bool:
        """Whether the chosen organisation has a delegation at this conference already."""
        rows = Registration.objects.filter(
            conference=self.conference, organisation=self.organisation, status__in=STANDING
        )
        return self.organisation is not None and rows.exists()

    @property
    def is_new(self) -> bool:
        """Whether the organisation is to be entered."""
        return self.chosen == NEW

    @property
    def shows_rest(self) -> bool:
        """The other sections come once the organisation is chosen, and then stay."""
        chosen = self.organisation is not None and not self.is_taken
        return self.rest is not None or self.is_new or chosen

    @cached_property
    def found(self) -> list[Organisation]:
        """What the search finds, by name."""
        return list(organisations_called(self.words)[:MOST_FOUND]) if self.words else []

    @cached_property
    def near(self) -> list[Near]:
        """Organisations with a name like that of the new one, to be looked at first."""
        name = self.new.data.get("new-name", "") if self.new.is_bound else ""
        country = self.new.data.get("new-country", "") if self.new.is_bound else ""
        return name_index().near(name, country=country) if name.strip() else []

    @cached_property
    def near_organisations(self) -> list[Organisation]:
        """The same as rows of the register, the nearest first."""
        rows = organisations().in_bulk([row.key for row in self.near])
        return [rows[row.key] for row in self.near if row.key in rows]

    def is_valid(self) -> bool:
        """Whether everything can be registered as far as the forms can tell."""
        checked = [form.is_valid() for form in (self.details, *self.lists)]
        if self.is_new:
            checked.append(self._new_is_valid())
        return all(checked) and (self.is_new or self.organisation is not None)

    def _new_is_valid(self) -> bool:
        if not self.new.is_bound:
            return False
        if self.new.is_valid() and self.near and not self.new.cleaned_data["is_new"]:
            text = gettext("There are organisations with a similar name. Is yours among them?")
            self.new.add_error("is_new", text)
        return self.new.is_valid()

    def draft(self) -> DelegationDraft:
        """What was typed, when it is valid."""
        data = self.details.cleaned_data
        return DelegationDraft(
            organisation=self.organisation or self.new.draft(),
            contact_name=data["contact_name"],
            contact_email=data["contact_email"] if self.by_team else self.email,
            language=data["language"],
            type=data.get("kind"),
            message=data["message"],
            agreed_privacy=bool(data.get("agreed")),
            delegates=self.delegates.drafts(),
            offers=self.offers.drafts(),
            needs=self.needs.drafts(),
            answers=self.details.answers(),
        )

    def show(self, refused: RefusedError) -> None:
        """Puts each fault at its field."""
        for fault in refused.faults:
            if fault.row is not None:
                self.delegates.filled()[fault.row].add_error(fault.field, fault.message)
            elif fault.field == "delegates":
                self.delegates.non_form_errors().append(fault.message)
            elif fault.field == "name" and self.is_new:
                self.new.add_error("name", fault.message)
            elif fault.field == "type" and "kind" in self.details.fields:
                self.details.add_error("kind", fault.message)
            elif fault.field in self.details.fields:
                self.details.add_error(fault.field, fault.message)
            else:
                self.details.add_error(None, fault.message)

    def faults(self) -> list[PageFault]:
        """All that is wrong, for the summary above the form, in the order of the page."""
        if self.data is None or self.step != "register":
            return []
        last = {"message", "agreed", *(field.name for field in self.details.asked())}
        found = faults_of(self.new) if self.is_new else []
        found += faults_of(self.details, leave_out=last)
        words = (gettext("Delegate %(number)s"), gettext("Offer"), gettext("Need"))
        for rows, word in zip(self.lists, words, strict=True):
            found += [PageFault("", str(text), "") for text in rows.non_form_errors()]
            for place, form in enumerate(rows.forms, start=1):
                row = word % {"number": place} if "%" in word else f"{word} {place}"
                found += faults_of(form, row=row)
        return found + faults_of(self.details, leave_out=set(self.details.errors) - last)
