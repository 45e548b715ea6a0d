"""Which column of another tool's spreadsheet holds what: guessed from usual headers."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

# What can be imported, with its words on screen.
COLUMNS = {
    "organisation": _("Organisation"),
    "country": _("Country"),
    "city": _("Seat"),
    "website": _("Website"),
    "fields": _("Fields"),
    "type": _("Type of participant"),
    "name": _("Name (first and last)"),
    "first_name": _("First name"),
    "last_name": _("Last name"),
    "email": _("E-mail address"),
    "function": _("Function"),
    "languages": _("Languages"),
    "offer": _("Offer"),
    "need": _("Need"),
}

# German and English headers of registration and event tools; only letters and digits count.
HEADERS = {
    "organisation": (
        "organisation organization organisationname organizationname company companyname firma "
        "firmenname unternehmen institution cluster clustername einrichtung nameofcompany "
        "nameoforganisation nameoforganization nameofcluster nameofthecluster delegation"
    ),
    "country": "country land countryname staat herkunftsland countryoforigin nation",
    "city": "city town ort stadt sitz seat location place wohnort",
    "website": "website webseite web url homepage internet internetadresse link",
    "fields": (
        "field fields sector sectors branche branchen industry industries topic topics themen "
        "technologiefeld technologiefelder technology technologies fieldsofactivity schwerpunkt"
    ),
    "type": (
        "type participanttype typ teilnehmertyp kategorie category role rolle ticket tickettype "
        "tickettyp teilnehmerart typeofparticipant participationtype"
    ),
    "name": (
        "name fullname participant participantname teilnehmer teilnehmername teilnehmende person "
        "contact contactperson kontakt ansprechpartner ansprechperson delegate attendee "
        "vorundnachname vornamename vornamenachname firstandlastname"
    ),
    "first_name": "firstname vorname givenname forename first",
    "last_name": "lastname nachname surname familyname familienname last",
    "email": (
        "email mail emailaddress emailadresse mailadresse mailaddress e-mail emailparticipant "
        "emailcontact emailkontakt"
    ),
    "function": "function funktion position jobtitle job title titel stelle jobposition",
    "languages": "language languages sprache sprachen spokenlanguages sprachkenntnisse",
    "offer": (
        "offer offers angebot angebote offering weoffer wasbietensie wirbieten biete "
        "whatdoyouoffer cooperationoffer kooperationsangebot"
    ),
    "need": (
        "need needs request requests gesuch gesuche weseek wirsuchen suche seeking lookingfor "
        "wassuchensie whatareyoulookingfor cooperationrequest kooperationswunsch bedarf"
    ),
}


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


_KNOWN = {
    _plain(header): column for column, headers in HEADERS.items() for header in headers.split()
}


def _on_screen() -> dict[str, str]:
    """The words of the columns as the pages say them, in both languages."""
    found: dict[str, str] = {}
    for language in ("en", "de"):
        with override(language):
            found |= {_plain(str(label)): column for column, label in COLUMNS.items()}
    return found


def guessed_columns(header: Sequence[str]) -> list[str]:
    """For each column of the file what it holds, "" where that is unknown; each only once."""
    known = _on_screen() | _KNOWN
    found: list[str] = []
    for text in header:
        plain = _plain(text)
        column = known.get(plain, "") or known.get(plain.removesuffix("en"), "")
        found.append("" if column in found else column)
    if "name" in found and "last_name" not in found and "first_name" in found:
        found[found.index("name")] = "last_name"  # "Vorname; Name"
    return found
