"""Registering a delegation on its page: one form that keeps what was typed."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.factories.conference import make_conference, make_delegation, open_registration
from tests.factories.directory import make_organisation

from clusterwerk.conference.choices import QuestionKind, RegistrationStatus
from clusterwerk.conference.models import (
    Conference,
    Delegate,
    ParticipantType,
    Question,
    Registration,
)
from clusterwerk.conference.web.acting import KEY
from clusterwerk.directory.models import Organisation
from clusterwerk.mail.models import Message

pytestmark = pytest.mark.django_db

EMAIL = "lena@example.org"


@pytest.fixture
def conference() -> Conference:
    return open_registration(make_conference(contact_email="team@example.org"))


def acting(client: Client, conference: Conference, email: str = EMAIL) -> Client:
    """A browser that proved to hold the address."""
    session = client.session
    session[KEY] = {str(conference.public_id): email}
    session.save()
    return client


def address(conference: Conference) -> str:
    return f"/en/conference/{conference.slug}/register/"


def rows(prefix: str, number: int, **cells: Any) -> dict[str, Any]:
    """A list of the form: `rows("offers", 1, **{"0-kind": "pilot"})`."""
    typed = {f"{prefix}-{name}": value for name, value in cells.items()}
    return typed | {f"{prefix}-TOTAL_FORMS": number, f"{prefix}-INITIAL_FORMS": 0}


def typed(organisation: Organisation | None = None, **more: Any) -> dict[str, Any]:
    """A whole form, as a browser sends it."""
    return (
        {
            "do": "register",
            "organisation": organisation.slug if organisation else "",
            "contact_name": "Lena Beispiel",
            "language": "en",
            "agreed": "on",
            "message": "We arrive late.",
        }
        | rows(
            "delegates",
            2,
            **{
                "0-name": "Lena Beispiel",
                "0-email": EMAIL,
                "0-languages": ["en", "de"],
                "0-takes_meetings": "on",
                "1-name": "Ole Beispiel",
                "1-email": "Ole@example.org",
                "1-takes_meetings": "on",
            },
        )
        | rows(
            "offers",
            1,
            **{
                "0-kind": "pilot",
                "0-stage": "pilot",
                "0-text_en": "Two pilot lines",
                "0-fields_of": ["pho", "mic"],
                "0-countries": ["FR"],
            },
        )
        | rows("needs", 1)
        | more
    )


def test_a_delegation_of_a_listed_cluster_is_registered_whole(
    client: Client, conference: Conference
) -> None:
    organisation = make_organisation("Beispielnetz Photonik")
    answer = acting(client, conference).post(address(conference), typed(organisation))
    assert answer.status_code == 302
    registration = Registration.objects.get(organisation=organisation)
    assert registration.status == RegistrationStatus.REQUESTED
    assert registration.contact_email == EMAIL
    assert registration.agreed_privacy_at is not None
    people = list(registration.delegates.order_by("number"))
    assert [(row.name, row.email) for row in people] == [
        ("Lena Beispiel", EMAIL),
        ("Ole Beispiel", "ole@example.org"),
    ]
    assert people[0].languages == ["en", "de"]
    assert people[1].number == people[0].number + 1
    assert all(row.name_public_since is None for row in people)
    offer = registration.offers.get()
    assert {field.pk for field in offer.fields.all()} == {"pho", "mic"}
    assert [country.pk for country in offer.countries.all()] == ["FR"]
    assert not registration.needs.exists()


def test_contact_delegates_and_team_get_their_mails(client: Client, conference: Conference) -> None:
    organisation = make_organisation("Beispielnetz Photonik")
    acting(client, conference).post(address(conference), typed(organisation))
    mails = {mail.to: mail for mail in Message.objects.all()}
    assert set(mails) == {EMAIL, "ole@example.org", "team@example.org"}
    assert "Two pilot lines" in mails[EMAIL].body
    ole = Delegate.objects.get(email="ole@example.org")
    assert f"/my/delegation/delegates/{ole.public_id}/" in mails["ole@example.org"].body
    assert "Lena Beispiel (lena@example.org) speaks for" in mails["ole@example.org"].body
    key = Registration.objects.get().public_id
    assert f"/de/conference/{conference.slug}/team/delegations/{key}/" in (
        mails["team@example.org"].body
    )


def test_the_search_shows_facts_of_the_register_before_anything_is_typed(
    client: Client, conference: Conference
) -> None:
    organisation = make_organisation(
        "Beispielnetz Photonik", city="Aalen", website="https://photonik.example.org"
    )
    browser = acting(client, conference)
    found = browser.get(address(conference), {"words": "photonik"}).content.decode()
    assert f'value="choose:{organisation.slug}"' in found
    page = browser.post(
        address(conference), {"do": f"choose:{organisation.slug}", "words": "photonik"}
    ).content.decode()
    assert "photonik.example.org" in page
    assert "Aalen" in page
    assert 'name="delegates-0-name"' in page


def test_what_is_found_can_be_asked_for_while_typing(
    client: Client, conference: Conference
) -> None:
    make_organisation("Beispielnetz Photonik")
    page = client.get(address(conference) + "found/", {"words": "phot"}).content.decode()
    assert "Beispielnetz Photonik" in page
    assert "<html" not in page


def test_one_more_row_keeps_what_was_typed_and_complains_of_nothing(
    client: Client, conference: Conference
) -> None:
    organisation = make_organisation()
    sent = typed(organisation, do="more_delegates") | {"delegates-1-email": "not an address"}
    answer = acting(client, conference).post(address(conference), sent)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="delegates-2-name"' in page
    assert 'value="Ole Beispiel"' in page
    assert 'value="not an address"' in page
    assert "cw-error" not in page
    assert not Registration.objects.exists()


def test_nothing_is_written_and_nothing_typed_is_lost_when_a_field_is_wrong(
    client: Client, conference: Conference
) -> None:
    organisation = make_organisation()
    sent = typed(organisation) | {"delegates-1-email": "ole", "message": "x" * 10_000}
    answer = acting(client, conference).post(address(conference), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "2 things must be mended" in page
    assert 'href="#id_delegates-1-email"' in page
    assert "Two pilot lines" in page
    assert not Registration.objects.exists()
    assert not Message.objects.exists()


def test_a_new_organisation_is_entered_to_be_confirmed(
    client: Client, conference: Conference
) -> None:
    sent = typed(organisation=None) | {
        "organisation": "new",
        "new-name": "Réseau Exemple",
        "new-country": "FR",
        "new-kind": "cluster_organisation",
        "new-city": "Lyon",
        "new-website": "exemple.example.org",
        "new-fields_of": ["med", "bio"],
    }
    assert acting(client, conference).post(address(conference), sent).status_code == 302
    organisation = Registration.objects.get().organisation
    assert (organisation.name, organisation.country_id) == ("Réseau Exemple", "FR")
    assert (organisation.status, organisation.source_url) == ("unknown", "registration")
    assert organisation.website == "https://exemple.example.org"
    assert [field.pk for field in organisation.fields_in_order] == ["med", "bio"]
    assert "city" in organisation.unverified_fields


def test_a_similar_name_is_shown_before_a_second_entry_is_made(
    client: Client, conference: Conference
) -> None:
    listed = make_organisation("Photonik-Beispielnetz Aalen")
    new = {
        "organisation": "new",
        "new-name": "Photonik Beispielnetz",
        "new-country": "DE",
        "new-kind": "cluster_initiative",
        "new-fields_of": ["pho"],
    }
    browser = acting(client, conference)
    answer = browser.post(address(conference), typed() | new)
    assert answer.status_code == 422
    assert f'value="choose:{listed.slug}"' in answer.content.decode()
    assert not Registration.objects.exists()
    answer = browser.post(address(conference), typed() | new | {"new-is_new": "on"})
    assert answer.status_code == 302


def test_a_second_delegation_of_an_organisation_learns_whom_to_ask_and_nothing_else(
    client: Client, conference: Conference
) -> None:
    first = make_delegation(conference)
    answer = acting(client, conference).post(address(conference), typed(first.organisation))
    page = answer.content.decode()
    assert "This organisation is registered already. Ask your colleague" in page
    assert first.delegates.get().email not in page
    assert first.delegates.get().name not in page
    assert Registration.objects.count() == 1


def test_a_delegate_of_another_delegation_is_refused_at_the_field(
    client: Client, conference: Conference
) -> None:
    taken = make_delegation(conference).delegates.get().email
    sent = typed(make_organisation()) | {"delegates-1-email": taken.upper()}
    page = acting(client, conference).post(address(conference), sent).content.decode()
    assert 'href="#id_delegates-1-email"' in page
    assert "is registered with another delegation" in page
    assert Registration.objects.count() == 1


def test_the_type_limits_the_number_of_delegates(client: Client, conference: Conference) -> None:
    kind = ParticipantType.objects.create(
        conference=conference, name_en="Clusters", name_de="Cluster", delegates_most=1
    )
    sent = typed(make_organisation(), kind=kind.pk)
    page = acting(client, conference).post(address(conference), sent).content.decode()
    assert "may have 1 delegate" in page
    assert "Clusters (1 delegate)" in page
    sent["delegates-1-DELETE"] = "on"
    assert client.post(address(conference), sent).status_code == 302
    assert Registration.objects.get().type == kind


def test_the_questions_of_the_team_are_asked_and_answered(
    client: Client, conference: Conference
) -> None:
    hotel = Question.objects.create(
        conference=conference, kind=QuestionKind.YES_NO, text_en="Hotel?", is_required=True
    )
    food = Question.objects.create(
        conference=conference,
        kind=QuestionKind.CHOICE,
        text_en="Food",
        choices=[{"de": "vegan", "en": "vegan"}, {"de": "alles", "en": "anything"}],
    )
    organisation = make_organisation()
    browser = acting(client, conference)
    answer = browser.post(address(conference), typed(organisation))
    assert f'href="#id_q-{hotel.public_id}"' in answer.content.decode()
    sent = typed(organisation) | {f"q-{hotel.public_id}": "False", f"q-{food.public_id}": "1"}
    assert browser.post(address(conference), sent).status_code == 302
    assert Registration.objects.get().answers == {
        str(hotel.public_id): False,
        str(food.public_id): {"de": "alles", "en": "anything"},
    }
    page = browser.get(f"/en/conference/{conference.slug}/my/delegation/").content.decode()
    assert "anything" in page


def test_when_all_places_are_taken_the_delegation_waits(client: Client) -> None:
    conference = open_registration(make_conference(capacity=2))
    make_delegation(conference)
    answer = acting(client, conference).post(address(conference), typed(make_organisation()))
    assert answer.status_code == 302
    assert Registration.objects.latest("pk").status == RegistrationStatus.WAITING
    assert "number 1 on the waiting list" in Message.objects.get(to=EMAIL).body


def test_before_and_after_the_phase_the_page_says_when(client: Client) -> None:
    closed = open_registration(make_conference(), days=0)
    assert "Registration is closed" in client.get(address(closed)).content.decode()
    unset = make_conference()
    assert "Registration has not begun" in client.get(address(unset)).content.decode()
    acting(client, closed)
    client.post(address(closed), typed(make_organisation()))
    assert not Registration.objects.exists()


def test_the_address_is_proven_first(client: Client, conference: Conference) -> None:
    answer = client.get(address(conference))
    assert answer.status_code == 302
    assert "/access/?next=" in answer["Location"]


def test_who_is_registered_is_led_to_the_own_page(client: Client, conference: Conference) -> None:
    email = make_delegation(conference).delegates.get().email
    answer = acting(client, conference, email).get(address(conference))
    assert answer["Location"].endswith("/my/delegation/")


def test_a_cancelled_delegation_can_register_again_with_other_people(
    client: Client, conference: Conference
) -> None:
    former = make_delegation(conference, status=RegistrationStatus.CANCELLED)
    answer = acting(client, conference).post(address(conference), typed(former.organisation))
    assert answer.status_code == 302
    former.refresh_from_db()
    assert former.status == RegistrationStatus.REQUESTED
    names = former.delegates.filter(cancelled_at__isnull=True).values_list("name", flat=True)
    assert set(names) == {"Lena Beispiel", "Ole Beispiel"}


def test_without_consent_to_the_data_nothing_is_kept(
    client: Client, conference: Conference
) -> None:
    sent = typed(make_organisation())
    del sent["agreed"]
    assert acting(client, conference).post(address(conference), sent).status_code == 422
    assert not Registration.objects.exists()


def test_a_form_with_nonsense_in_its_counters_is_no_accident(
    client: Client, conference: Conference
) -> None:
    sent = typed(make_organisation()) | {
        "delegates-TOTAL_FORMS": "a million",
        "organisation": "no-such-slug",
    }
    assert acting(client, conference).post(address(conference), sent).status_code == 422
    sent["do"] = "more_offers"
    sent["offers-TOTAL_FORMS"] = "99999999"
    assert client.post(address(conference), sent).status_code == 200
    assert not Registration.objects.exists()


def test_the_overview_leads_to_registration_while_it_is_open(
    client: Client, conference: Conference
) -> None:
    overview = f"/en/conference/{conference.slug}/"
    assert f'href="{address(conference)}"' in client.get(overview).content.decode()
    conference.phases.update(ends_at=timezone.now())
    assert f'href="{address(conference)}"' not in client.get(overview).content.decode()


def test_the_button_for_a_new_organisation_opens_its_fields_with_the_words_searched_for(
    client: Client, conference: Conference
) -> None:
    sent = {"organisation": "", "words": "Réseau Exemple", "do": "new"}
    page = acting(client, conference).post(address(conference), sent).content.decode()
    assert 'name="organisation" value="new"' in page
    assert 'name="new-name" value="Réseau Exemple"' in page
    assert 'name="delegates-TOTAL_FORMS"' in page
    assert "cw-error" not in page


def test_searching_for_nothing_says_what_to_do(client: Client, conference: Conference) -> None:
    sent = {"organisation": "", "words": " ", "do": "search"}
    page = acting(client, conference).post(address(conference), sent).content.decode()
    assert "Write a name, a short name or a place, then search." in page


def test_the_summary_leads_to_a_group_of_boxes_as_well(
    client: Client, conference: Conference
) -> None:
    new = {"organisation": "new", "new-name": "Réseau", "new-country": "FR"}
    page = acting(client, conference).post(address(conference), typed() | new).content.decode()
    assert 'href="#id_new-fields_of"' in page
    assert 'id="id_new-fields_of"' in page


def test_the_first_person_has_the_address_that_was_proven(
    client: Client, conference: Conference
) -> None:
    organisation = make_organisation("Beispielnetz Photonik")
    page = acting(client, conference).get(f"{address(conference)}?organisation={organisation.slug}")
    assert [row["email"].value() for row in page.context["page"].delegates.forms] == [EMAIL]


def test_one_more_row_leads_back_to_the_place_where_it_was_asked_for(
    client: Client, conference: Conference
) -> None:
    sent = typed(make_organisation("Beispielnetz Photonik"), do="more_offers")
    text = acting(client, conference).post(address(conference), sent).content.decode()
    assert 'id="offers-1"' in text
    assert 'formaction="#offers-2"' in text
    assert 'formaction="#delegates-2"' in text


def test_the_summary_names_the_row_and_keeps_the_order_of_the_page(
    client: Client, conference: Conference
) -> None:
    sent = typed(make_organisation("Beispielnetz Photonik"), contact_name="")
    del sent["agreed"]
    sent |= {"delegates-1-email": "ole", "offers-0-kind": ""}
    page = acting(client, conference).post(address(conference), sent)
    assert [fault.label for fault in page.context["page"].faults()] == [
        "Name of the contact person",
        "Delegate 2, E-mail address",
        "Offer 1, About",
        "I have read what happens with the data and agree for my delegation",
    ]


def test_a_search_without_a_find_says_what_to_do(client: Client, conference: Conference) -> None:
    page = acting(client, conference).get(f"{address(conference)}?words=Nowhere").content.decode()
    assert "Nothing found. Try another spelling or the place" in page


def test_the_overview_of_a_new_conference_shows_no_noughts_and_keeps_paragraphs(
    client: Client, conference: Conference
) -> None:
    conference.description_en = "Two days.\n\nFor clusters."
    conference.save()
    page = f"/en/conference/{conference.slug}/"
    text = client.get(page).content.decode()
    assert "cw-figures" not in text
    assert "<p>Two days.</p>" in text
    make_delegation(conference)
    assert "cw-figures" in client.get(page).content.decode()
