"""Rows of another tool's spreadsheet, checked: people below their organisations. Nothing is
written."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256

from babel import Locale
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _

from clusterwerk.directory.models import Organisation
from clusterwerk.directory.queries.names import ALMOST_SAME, NameIndex, Near
from clusterwerk.directory.slugs import sort_name_of
from clusterwerk.places.models import Country, Field

from ..choices import RegistrationStatus
from ..models import Conference, Delegate, ParticipantType, Registration
from ..queries.registrations import STANDING, has_held
from .import_columns import COLUMNS

LONGEST = {
    "organisation": 200,
    "name": 200,
    "city": 120,
    "function": 200,
    "offer": 300,
    "need": 300,
}
# Codes that are written for countries beside ISO 3166-1.
OTHER_CODES = {"UK": "GB", "EL": "GR", "D": "DE", "A": "AT", "F": "FR", "I": "IT", "USA": "US"}
_SEPARATORS = re.compile(r"[;,/|\n]+")


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong in a row, in which column, and what to do; `column` as the file calls it."""

    column: str
    text: str


@dataclass(slots=True)
class PersonRow:
    """One row: a person. `is_there` says that the conference has the person in this delegation,
    `again` names the row of the sheet that brings the person already."""

    number: int
    organisation: str
    country: str
    name: str
    email: str
    cells: Mapping[str, str]
    languages: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    type: ParticipantType | None = None
    faults: list[RowFault] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    is_there: bool = False
    again: int | None = None


@dataclass(slots=True)
class OrganisationRows:
    """The rows of one organisation. `known` is its key in the register, None for a new one; `near`
    are those the team can choose instead, `key` names that choice."""

    key: str
    name: str
    country: str
    rows: list[PersonRow] = field(default_factory=list)
    known: int | None = None
    known_name: str = ""
    near: list[Near] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        """Whether it will be entered into the register."""
        return self.known is None


class Sheet:
    """The rows of a table as people of organisations, checked against register and conference."""

    def __init__(
        self,
        conference: Conference,
        header: Sequence[str],
        rows: Sequence[tuple[int, Sequence[str]]],
        columns: Sequence[str],
        chosen: Mapping[str, str],
    ) -> None:
        self.conference, self._header, self._chosen = conference, header, chosen
        self._places = {name: place for place, name in enumerate(columns) if name}
        self._known = list(
            Organisation.objects.order_by("pk").values_list("pk", "name", "short_name", "country")
        )
        self._names = {key: name for key, name, _short, _country in self._known}
        self.organisations: list[OrganisationRows] = []
        self._groups: dict[str, OrganisationRows] = {}
        self.rows = [self._person(number, cells) for number, cells in rows]
        self._check_conference()

    @property
    def faulty(self) -> list[PersonRow]:
        """Rows that cannot be imported."""
        return [row for row in self.rows if row.faults]

    @cached_property
    def missing(self) -> list[str]:
        """Columns that are needed and that no column of the file holds."""
        needed = ["organisation", "email"]
        if "name" not in self._places and "last_name" not in self._places:
            needed.append("name")
        return [str(COLUMNS[name]) for name in needed if name not in self._places]

    def column(self, name: str) -> str:
        """What the file calls a column."""
        place = self._places.get(name)
        return self._header[place] if place is not None else str(COLUMNS[name])

    def _person(self, number: int, cells: Sequence[str]) -> PersonRow:
        values = {name: cells[place].strip() for name, place in self._places.items()}
        full = values.get("name", "") or " ".join(
            part for part in (values.get("first_name", ""), values.get("last_name", "")) if part
        )
        row = PersonRow(
            number=number,
            organisation=values.get("organisation", ""),
            country="",
            name=full,
            email=values.get("email", "").removeprefix("mailto:").lower(),
            cells=values,
        )
        self._check_texts(row)
        row.country = self._country(row)
        row.fields = self._codes(row, "fields", self._field_codes)
        row.languages = self._codes(row, "languages", self._language_codes)
        row.type = self._type(row)
        if row.organisation:
            self._group(row)
        return row

    def _check_texts(self, row: PersonRow) -> None:
        needed = (("organisation", row.organisation), ("name", row.name), ("email", row.email))
        for name, text in needed:
            if not text:
                self._fault(row, name, _("This cell is empty. Fill it, or leave the row out."))
        for name, most in LONGEST.items():
            text = row.name if name == "name" else row.cells.get(name, "")
            if len(text) > most:
                words = {"number": len(text), "most": most}
                message = _("%(number)d letters, at most %(most)d are kept. Shorten the text.")
                self._fault(row, name, message % words)
        if row.email:
            try:
                validate_email(row.email)
            except ValidationError:
                message = _("“%(text)s” is no e-mail address. Mend it.") % {"text": row.email[:80]}
                self._fault(row, "email", message)
        website = row.cells.get("website", "")
        if website and not _is_address(with_scheme(website)):
            message = _("“%(text)s” is no address of a website. Mend or clear it.")
            self._fault(row, "website", message % {"text": website[:80]})

    def _country(self, row: PersonRow) -> str:
        text = row.cells.get("country", "")
        if not text:
            return ""
        code = self._country_codes.get(_plain(text), "")
        if not code:
            message = _("The country “%(text)s” is unknown. Write its name or two letters, as DE.")
            self._fault(row, "country", message % {"text": text[:80]})
        return code

    def _codes(self, row: PersonRow, name: str, known: Mapping[str, str]) -> tuple[str, ...]:
        found: list[str] = []
        for word in _SEPARATORS.split(row.cells.get(name, "")):
            code = known.get(_plain(word), "")
            if code and code not in found:
                found.append(code)
            elif word.strip() and not code:
                words = {"column": self.column(name), "text": word.strip()[:60]}
                row.hints.append(_("%(column)s: “%(text)s” is unknown and left out.") % words)
        return tuple(found)

    def _type(self, row: PersonRow) -> ParticipantType | None:
        text = row.cells.get("type", "")
        if not text:
            return None
        kind = self._types.get(_plain(text))
        if kind is None:
            names = ", ".join(sorted({str(one) for one in self._types.values()})) or "–"
            message = _("The conference has no type “%(text)s”. It has: %(names)s.")
            self._fault(row, "type", message % {"text": text[:80], "names": names})
        return kind

    def _group(self, row: PersonRow) -> None:
        """Rows of one organisation belong together, however often its country is told."""
        plain = sort_name_of(row.organisation)
        group = self._groups.get(f"{plain}|{row.country}")
        if group is None and not row.country:
            group = next((one for one in self.organisations if _same(one, plain)), None)
        if group is None:
            group = self._new_group(row.organisation, row.country, plain)
            self._groups[f"{plain}|{row.country}"] = group
            self.organisations.append(group)
        group.rows.append(row)
        if group.is_new and not group.country and not row.faults:
            message = _("For a new organisation a country is needed. Fill it in.")
            self._fault(row, "country", message)

    def _new_group(self, name: str, country: str, plain: str) -> OrganisationRows:
        key = sha256(f"{plain}|{country}".encode()).hexdigest()[:12]
        group = OrganisationRows(key, name, country)
        same = [pk for pk, of_country in self._exact.get(plain, []) if country in ("", of_country)]
        if len(same) == 1:
            group.known = same[0]
        else:
            group.near = self._index.near(name, country=country)
            choice = self._chosen.get(key)
            keys = {str(near.key): near.key for near in group.near}
            if choice in keys:
                group.known = keys[choice]
            elif choice is None and group.near and group.near[0].likeness >= ALMOST_SAME:
                group.known = group.near[0].key
        if group.known is not None:
            group.known_name = self._names[group.known]
        return group

    def _check_conference(self) -> None:
        """Who is registered already, here or elsewhere; two queries."""
        registrations = {
            row.organisation_id: row
            for row in Registration.objects.filter(conference=self.conference)
        }
        holders = self._holders()
        seen: dict[str, tuple[OrganisationRows, PersonRow]] = {}
        for group in self.organisations:
            there = registrations.get(group.known) if group.known is not None else None
            for row in group.rows:
                if there is not None and not self._may_come(there, group):
                    status = RegistrationStatus(there.status).label
                    message = _("This delegation is %(status)s. Leave the row out.")
                    self._fault(row, "organisation", message % {"status": status})
                elif row.email in holders and holders[row.email] != (there.pk if there else None):
                    message = _("This person belongs to another delegation of the conference.")
                    self._fault(row, "email", message)
                elif row.email in seen and seen[row.email][0].key != group.key:
                    words = {"row": seen[row.email][1].number}
                    message = _("Row %(row)d has this address with another organisation.")
                    self._fault(row, "email", message % words)
                elif row.email in seen:
                    row.again = seen[row.email][1].number
                row.is_there = row.email in holders
                if row.email:
                    seen.setdefault(row.email, (group, row))

    def _may_come(self, there: Registration, group: OrganisationRows) -> bool:
        """A delegation that stands; or one that was declined, with other people."""
        is_declined = there.status == RegistrationStatus.DECLINED
        others = is_declined and not any(has_held(there, row.email) for row in group.rows)
        return others or there.status in STANDING

    def _holders(self) -> dict[str, int]:
        """Address of everybody of a standing delegation -> the delegation."""
        people = Delegate.objects.filter(
            registration__conference=self.conference,
            registration__status__in=STANDING,
            cancelled_at__isnull=True,
        ).values_list("email", "registration")
        return {email.lower(): key for email, key in people if email}

    def _fault(self, row: PersonRow, name: str, text: str) -> None:
        row.faults.append(RowFault(self.column(name), text))

    @cached_property
    def _index(self) -> NameIndex:
        return NameIndex(self._known)

    @cached_property
    def _exact(self) -> dict[str, list[tuple[int, str]]]:
        found: dict[str, list[tuple[int, str]]] = {}
        for key, name, _short, country in self._known:
            found.setdefault(sort_name_of(name), []).append((key, country))
        return found

    @cached_property
    def _country_codes(self) -> dict[str, str]:
        codes = set(Country.objects.values_list("pk", flat=True))
        found = {_plain(code): code for code in codes}
        found |= {_plain(other): code for other, code in OTHER_CODES.items() if code in codes}
        for row in Country.objects.all():
            found |= {_plain(row.name_de): row.pk, _plain(row.name_en): row.pk}
        for language in ("de", "en", "fr"):
            names = Locale.parse(language).territories
            found |= {_plain(names[code]): code for code in codes if code in names}
        return found

    @cached_property
    def _field_codes(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for row in Field.objects.all():
            found |= {_plain(text): row.pk for text in (row.pk, row.name_de, row.name_en)}
        return found

    @cached_property
    def _language_codes(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for language in ("en", "de"):
            for code, name in Locale.parse(language).languages.items():
                if len(str(code)) == 2:
                    found |= {_plain(str(code)): str(code), _plain(str(name)): str(code)}
        return found

    @cached_property
    def _types(self) -> dict[str, ParticipantType]:
        found: dict[str, ParticipantType] = {}
        for kind in self.conference.types.all():
            found |= {_plain(text): kind for text in (kind.name_de, kind.name_en) if text}
        return found


def with_scheme(website: str) -> str:
    """A website as people write it, with https:// where nothing is said; nothing stays nothing."""
    return website if "://" in website or not website else f"https://{website}"


def _is_address(text: str) -> bool:
    try:
        URLValidator(schemes=["http", "https"])(text)
    except ValidationError:
        return False
    return len(text) <= 200


def _plain(text: str) -> str:
    return sort_name_of(text)


def _same(group: OrganisationRows, plain: str) -> bool:
    return sort_name_of(group.name) == plain
