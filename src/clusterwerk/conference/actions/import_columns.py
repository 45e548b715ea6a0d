"""Which column of another tool's spreadsheet holds what: guessed from usual headers."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

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

_KNOWN = {
    "".join(letter for letter in header if letter.isalnum()): column
    for column, headers in HEADERS.items()
    for header in headers.split()
}


def guessed_columns(header: Sequence[str]) -> list[str]:
    """For each column of the file what it holds, "" where that is unknown; each only once."""
    found: list[str] = []
    for text in header:
        plain = "".join(letter for letter in text.casefold() if letter.isalnum())
        column = _KNOWN.get(plain, "") or _KNOWN.get(plain.removesuffix("en"), "")
        found.append("" if column in found else column)
    if "name" in found and "last_name" not in found and "first_name" in found:
        found[found.index("name")] = "last_name"  # "Vorname; Name"
    return found
