"""The team's pages of set-up: the checklist, forms that keep what was typed, marks, switches."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.factories.conference import make_conference, make_delegation, make_planned_conference
from tests.factories.people import person, person_with_role

from clusterwerk.accounts.choices import Role, ScopeKind
from clusterwerk.conference.actions.hosts import save_host
from clusterwerk.conference.actions.mailing import send
from clusterwerk.conference.actions.setup import set_test_mode
from clusterwerk.conference.actions.types import save_question, save_type
from clusterwerk.conference.choices import PhaseKind
from clusterwerk.conference.models import Conference
from clusterwerk.mail.models import Message

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


def at(conference: Conference, view: str, *arguments: Any) -> str:
    return reverse(f"conference:{view}", args=[conference.slug, *arguments])


@pytest.fixture
def everywhere(client: Client) -> Client:
    """Signed in as the team of all conferences."""
    client.force_login(person_with_role(Role.CONFERENCE_TEAM))
    return client


def test_only_who_holds_the_role_for_all_conferences_begins_one(client: Client) -> None:
    conference = make_conference()
    client.force_login(
        person_with_role(Role.CONFERENCE_TEAM, ScopeKind.CONFERENCE, str(conference.public_id))
    )
    assert client.get("/de/conference/new/").status_code == 403
    assert client.get(at(conference, "clone")).status_code == 403
    assert "Neue Konferenz" not in client.get("/de/conference/").content.decode()


def test_a_conference_is_begun_and_the_checklist_opens(everywhere: Client) -> None:
    assert "Neue Konferenz" in everywhere.get("/de/conference/").content.decode()
    sent = {
        "name_de": "Konferenz 2030",
        "starts_on": "2030-06-03",
        "ends_on": "2030-06-04",
        "city": "Ulm",
        "time_zone": "Europe/Vienna",
        "contact_email": "team@example.org",
    }
    answer = everywhere.post("/de/conference/new/", sent, follow=True)
    conference = Conference.objects.get()
    assert answer.redirect_chain == [(f"/de/conference/{conference.slug}/team/", 302)]
    assert (conference.is_hidden, conference.time_zone) == (True, "Europe/Vienna")
    text = answer.content.decode()
    assert "Was als Nächstes zu tun ist" in text
    assert "nur auf Deutsch" in text


def test_a_wrong_day_is_told_at_the_field_and_nothing_typed_is_lost(everywhere: Client) -> None:
    sent = {
        "name_en": "Long typed name",
        "starts_on": "2030-06-03",
        "ends_on": "2030-06-01",
        "city": "Ulm",
        "time_zone": "Europe/Berlin",
        "contact_email": "no address",
    }
    answer = everywhere.post("/de/conference/new/", sent)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Long typed name" in text
    assert "Der letzte Tag liegt vor dem ersten Tag." in text
    assert "no address" in text
    assert set(answer.context["form"].errors) == {"ends_on", "contact_email"}
    assert not Conference.objects.exists()


def test_a_copy_offers_the_next_year(everywhere: Client) -> None:
    conference = make_conference(name_de="Konferenz 2030", name_en="Conference 2030")
    page = everywhere.get(at(conference, "clone"))
    initial = page.context["form"].initial
    assert (initial["name_de"], initial["starts_on"]) == ("Konferenz 2031", date(2031, 6, 2))
    answer = everywhere.post(
        at(conference, "clone"), {"name_de": "Konferenz 2031", "starts_on": "2031-06-02"}
    )
    assert answer.status_code == 302
    assert Conference.objects.get(cloned_from=conference).name_de == "Konferenz 2031"


def test_basics_are_saved_with_a_new_series(team: Client, planned: Conference) -> None:
    sent = {
        "name_de": "Anders",
        "name_en": "Different",
        "new_series_de": "Neue Reihe",
        "edition": "3",
        "starts_on": "2030-06-03",
        "ends_on": "2030-06-04",
        "city": "Aalen",
        "country": "DE",
        "contact_email": "team@example.org",
        "capacity": "200",
    }
    answer = team.post(at(planned, "basics"), sent)
    assert answer.status_code == 302
    planned.refresh_from_db()
    assert (planned.name_en, planned.city, planned.capacity) == ("Different", "Aalen", 200)
    assert planned.series is not None
    assert (planned.series.name_de, planned.edition) == ("Neue Reihe", 3)
    other = make_conference(series=planned.series, edition=4)
    answer = team.post(
        at(planned, "basics"),
        sent | {"new_series_de": "", "series": planned.series_id, "edition": "4"},
    )
    assert answer.status_code == 422
    assert str(other) in answer.context["form"].errors["edition"][0]


def test_a_text_of_10_000_characters_is_refused_and_kept(team: Client, planned: Conference) -> None:
    answer = team.post(at(planned, "texts"), {"description_de": "ä" * 10_000})
    assert answer.status_code == 422
    assert "ä" * 10_000 in answer.content.decode()
    planned.refresh_from_db()
    assert planned.description_de == ""


def test_rules_are_saved_and_nonsense_is_refused(team: Client, planned: Conference) -> None:
    assert team.post(at(planned, "rules"), {"wish_days": "0"}).status_code == 422
    sent = {"wish_days": "10", "most_per_session": "4", "rest_after": "", "zone_buffer": "on"}
    assert team.post(at(planned, "rules"), sent).status_code == 302
    planned.refresh_from_db()
    assert (planned.wish_days, planned.most_per_session, planned.rest_after) == (10, 4, None)
    assert planned.zone_buffer


def test_phases_are_entered_on_the_clocks_of_the_conference(
    team: Client, planned: Conference
) -> None:
    planned.time_zone = "Europe/Athens"
    planned.save()
    sent = {
        "wishes_starts": "2030-03-01T08:00",
        "wishes_ends": "2030-04-01T18:00",
        "planning_starts": "2030-04-05T08:00",
        "planning_ends": "2030-04-20T08:00",
    }
    answer = team.post(at(planned, "phases"), sent, follow=True)
    phase = planned.phases.get(kind=PhaseKind.WISHES)
    assert phase.starts_at.isoformat() == "2030-03-01T06:00:00+00:00"
    text = answer.content.decode()
    assert 'value="2030-03-01T08:00"' in text
    assert "liegen Tage ohne Phase" in text


@pytest.mark.parametrize(
    ("sent", "field", "words"),
    [
        (
            {"wishes_starts": "2030-03-31T02:30", "wishes_ends": "2030-04-09T08:00"},
            "wishes_starts",
            "gibt es nicht",
        ),
        ({"wishes_starts": "2030-03-01T02:30"}, "wishes_ends", "Anfang und Ende"),
        (
            {"wishes_starts": "gestern", "wishes_ends": "2030-04-09T08:00"},
            "wishes_starts",
            "Tag und Uhrzeit",
        ),
        (
            {
                "wishes_starts": "2030-03-01T08:00",
                "wishes_ends": "2030-04-09T08:00",
                "planning_starts": "2030-04-01T08:00",
                "planning_ends": "2030-04-12T08:00",
            },
            "planning_starts",
            "nicht überschneiden",
        ),
    ],
)
def test_phases_that_cannot_be_are_told_at_their_field(
    team: Client, planned: Conference, sent: dict[str, str], field: str, words: str
) -> None:
    answer = team.post(at(planned, "phases"), sent)
    assert answer.status_code == 422
    assert words in answer.context["form"].errors[field][0]
    for value in sent.values():
        assert value in answer.content.decode()
    assert not planned.phases.exists()


def test_an_unchanged_phase_in_the_doubled_hour_stays_the_second_one(
    team: Client, planned: Conference
) -> None:
    from datetime import UTC, datetime

    second = datetime(2030, 10, 27, 1, 30, tzinfo=UTC)  # 2:30 in Berlin for the second time
    end = datetime(2030, 11, 5, 8, tzinfo=UTC)
    planned.phases.create(kind=PhaseKind.FOLLOW_UP, starts_at=second, ends_at=end)
    sent = {"follow_up_starts": "2030-10-27T02:30", "follow_up_ends": "2030-11-06T09:00"}
    assert team.post(at(planned, "phases"), sent).status_code == 302
    assert planned.phases.get().starts_at == second


def test_a_mark_is_uploaded_shown_and_not_sent_twice(team: Client, planned: Conference) -> None:
    sent = {"role": "host", "name_de": "Ministerium", "mark": SimpleUploadedFile("a.svg", PNG)}
    assert team.post(at(planned, "host_new"), sent).status_code == 302
    host = planned.hosts.get()
    answer = Client().get(at(planned, "mark", host.pk))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert answer["X-Content-Type-Options"] == "nosniff"
    again = Client().get(at(planned, "mark", host.pk), headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    overview = Client().get(f"/de/conference/{planned.slug}/").content.decode()
    assert 'alt="Ministerium"' in overview


def test_an_svg_is_refused_with_the_reason(team: Client, planned: Conference) -> None:
    mark = SimpleUploadedFile("a.png", b"<svg onload='alert(1)'/>", content_type="image/png")
    sent = {"role": "host", "name_de": "Ministerium", "mark": mark}
    answer = team.post(at(planned, "host_new"), sent)
    assert answer.status_code == 422
    assert "SVG" in answer.context["form"].errors["mark"][0]
    assert "Ministerium" in answer.content.decode()
    assert not planned.hosts.exists()


def test_hosts_are_moved_and_removed_after_a_question(team: Client, planned: Conference) -> None:
    first = save_host(planned, by=None, role="host", name_de="A")
    second = save_host(planned, by=None, role="host", name_de="B")
    team.post(at(planned, "host_move", second.pk), {"up": "1"})
    assert list(planned.hosts.all()) == [second, first]
    assert "B entfernen?" in team.get(at(planned, "host_remove", second.pk)).content.decode()
    assert planned.hosts.count() == 2
    team.post(at(planned, "host_remove", second.pk))
    assert planned.hosts.get() == first
    stranger = save_host(make_conference(), by=None, role="host", name_de="C")
    assert team.post(at(planned, "host_remove", stranger.pk)).status_code == 404


def test_types_and_the_matrix(team: Client, planned: Conference) -> None:
    for name in ("Cluster", "Forschung"):
        sent = {"name_de": name, "wishes_most": "10", "musts_most": "3"}
        assert team.post(at(planned, "type_new"), sent).status_code == 302
    one, two = planned.types.all()
    text = team.get(at(planned, "types")).content.decode()
    assert "Cluster darf sich Forschung wünschen" in text
    team.post(at(planned, "matrix"), {"pair": [f"{one.public_id}:{two.public_id}", "x:y", ""]})
    assert list(one.may_ask.all()) == [two]
    assert not two.may_ask.exists()
    registration = planned.registrations.earliest("pk")
    registration.type = one
    registration.save()
    answer = team.post(at(planned, "type_remove", one.public_id))
    assert answer.status_code == 422
    assert "Geben Sie ihr zuerst eine andere" in answer.content.decode()


def test_a_choice_needs_the_same_answers_in_both_languages(
    team: Client, planned: Conference
) -> None:
    sent = {
        "kind": "choice",
        "text_de": "Wer kommt?",
        "answers_de": "ich\nalle\n",
        "answers_en": "me",
        "is_required": "on",
    }
    answer = team.post(at(planned, "question_new"), sent)
    assert answer.status_code == 422
    assert "answers_en" in answer.context["form"].errors
    sent["answers_en"] = "me\neverybody"
    assert team.post(at(planned, "question_new"), sent).status_code == 302
    question = planned.questions.get()
    assert question.choices == [{"de": "ich", "en": "me"}, {"de": "alle", "en": "everybody"}]
    page = team.get(at(planned, "question_edit", question.public_id)).content.decode()
    assert "everybody" in page
    registration = planned.registrations.earliest("pk")
    registration.answers = {str(question.public_id): "ich"}
    registration.save()
    page = team.get(at(planned, "question_remove", question.public_id)).content.decode()
    assert "1 Delegation hat sie beantwortet" in page


def test_the_switches_say_what_they_do_and_are_thrown_by_a_post(
    team: Client, planned: Conference
) -> None:
    page = team.get(at(planned, "switch", "hidden")).content.decode()
    assert "Nichts wird gelöscht" in page
    planned.refresh_from_db()
    assert not planned.is_hidden
    team.post(at(planned, "switch", "hidden"))
    team.post(at(planned, "switch", "test"))
    planned.refresh_from_db()
    assert (planned.is_hidden, planned.test_mode) == (True, True)
    assert team.get(at(planned, "switch", "nonsense")).status_code == 404


def test_in_test_mode_all_mail_goes_to_the_team() -> None:
    conference = make_planned_conference(contact_email="team@example.org")
    set_test_mode(conference, by=None, on=True)
    Message.objects.all().delete()
    delegate = conference.registrations.earliest("pk").delegates.get()
    send(
        conference,
        "access_code",
        to=delegate.email,
        language="de",
        code="123456",
        minutes=10,
        delegate=delegate,
    )
    message = Message.objects.get()
    assert message.to == "team@example.org"
    assert delegate.email in message.body.splitlines()[0]


def test_the_home_delegation_presents_itself(team: Client, planned: Conference) -> None:
    home = planned.registrations.earliest("pk")
    assert Client().get(at(planned, "home")).status_code == 404, "nobody was chosen yet"
    sent = {"home_title_de": "Willkommen", "home_text_de": "Hier.\n\nDort.", "delegations": home.pk}
    assert team.post(at(planned, "home_setup"), sent).status_code == 302
    text = Client().get(at(planned, "home")).content.decode()
    assert "Willkommen" in text
    assert "<p>Dort.</p>" in text
    assert home.organisation.name in text
    assert "1 Gespräch" in text


@pytest.mark.parametrize("number", [1, 3])
def test_lists_ask_as_often_for_three_rows_as_for_one(
    everywhere: Client, django_assert_num_queries, number: int
) -> None:
    conference = make_planned_conference(pairs=number)
    for turn in range(number):
        save_host(conference, by=None, role="host", name_de=f"A{turn}", mark=PNG)
        save_type(conference, by=None, values={"name_de": f"T{turn}"})
        save_question(conference, by=None, values={"kind": "line", "text_de": f"F{turn}"})
    conference.registrations.update(is_home=True)
    make_delegation(conference)
    for view, queries in (
        ("hosts", 5),
        ("types", 6),
        ("questions", 5),
        ("home", 7),
        ("home_setup", 6),
        ("tables", 5),
        ("grid", 11),
    ):
        with django_assert_num_queries(queries, info=view):
            assert everywhere.get(at(conference, view)).status_code == 200


def test_others_are_refused(client: Client) -> None:
    conference = make_conference()
    assert client.get(at(conference, "team")).status_code == 302
    client.force_login(person())
    for view in ("team", "basics", "hosts", "grid", "tables", "types"):
        assert client.get(at(conference, view)).status_code == 403
        assert client.post(at(conference, view), {"name_de": "x"}).status_code == 403


def test_what_is_wrong_is_listed_above_the_form_with_links_to_the_fields(
    everywhere: Client,
) -> None:
    sent = {"name_en": "", "starts_on": "2030-06-03", "ends_on": "2030-06-01", "city": ""}
    text = everywhere.post("/en/conference/new/", sent).content.decode()
    assert 'id="faults"' in text
    assert '<a href="#id_name_de">Name (German)</a>' in text
    assert '<a href="#id_ends_on">Last day</a>: The last day is before the first day.' in text
    assert '<a href="#id_city">City</a>' in text


def test_fields_of_one_name_are_told_apart_in_the_list(team: Client, planned: Conference) -> None:
    sent = {"wishes_starts": "2030-04-01T09:00"}
    text = team.post(at(planned, "phases").replace("/de/", "/en/"), sent).content.decode()
    assert '<a href="#id_wishes_ends">Wishes, Ends</a>' in text


def test_a_file_that_was_sent_with_an_error_is_to_be_chosen_again(
    team: Client, planned: Conference
) -> None:
    page = at(planned, "host_new").replace("/de/", "/en/")
    sent = {"role": "host", "mark": SimpleUploadedFile("mark.png", PNG, "image/png")}
    text = team.post(page, sent).content.decode()
    assert "Please choose the file again" in text
    assert "Please choose the file again" not in team.post(page, {"role": "host"}).content.decode()


def test_all_that_is_wrong_with_the_basics_is_told_at_once(
    team: Client, planned: Conference
) -> None:
    sent = {"name_de": "K", "starts_on": "2030-06-03", "ends_on": "2030-06-01", "capacity": "-3"}
    answer = team.post(at(planned, "basics"), sent)
    assert {"ends_on", "capacity"} <= set(answer.context["form"].errors)


def test_dates_that_lack_are_suggested_and_saved_only_when_sent(
    team: Client, planned: Conference
) -> None:
    planned.starts_on, planned.ends_on = date(2099, 6, 3), date(2099, 6, 4)
    planned.save()
    page = at(planned, "phases")
    assert f'href="{page}?suggest=1"' in team.get(page).content.decode()
    planned.phases.create(
        kind=PhaseKind.WISHES,
        starts_at=datetime(2099, 4, 20, tzinfo=UTC),
        ends_at=datetime(2099, 5, 17, tzinfo=UTC),
    )
    answer = team.get(page, {"suggest": "1"})
    assert "Vorgeschlagen und noch nicht gespeichert" in answer.content.decode()
    form = answer.context["form"]
    assert form["wishes_starts"].value() == "2099-04-20T02:00"  # as it was entered
    assert planned.phases.count() == 1
    sent = {name: form[name].value() for name in form.fields}
    answer = team.post(page, sent)
    assert answer.url == at(planned, "team")
    assert planned.phases.count() == len(PhaseKind)


def test_a_conference_that_begins_soon_gets_no_suggested_dates(
    team: Client, planned: Conference
) -> None:
    planned.starts_on = planned.ends_on = timezone.localdate()
    planned.save()
    page = at(planned, "phases")
    assert "?suggest=1" not in team.get(page).content.decode()
    assert team.get(page, {"suggest": "1"}).context["form"]["wishes_starts"].value() is None


def test_the_list_of_what_is_wrong_follows_the_page(everywhere: Client) -> None:
    text = everywhere.post("/en/conference/new/", {"name_de": ""}).content.decode()
    assert text.index("#id_name_de") < text.index("#id_starts_on") < text.index("#id_city")


def test_suggested_dates_leave_no_gap_after_those_that_were_entered(
    team: Client, planned: Conference
) -> None:
    planned.starts_on, planned.ends_on = date(2099, 6, 3), date(2099, 6, 4)
    planned.save()
    wishes_end = datetime(2099, 5, 12, 16, tzinfo=UTC)
    planned.phases.create(
        kind=PhaseKind.WISHES, starts_at=datetime(2099, 4, 20, tzinfo=UTC), ends_at=wishes_end
    )
    form = team.get(at(planned, "phases"), {"suggest": "1"}).context["form"]
    assert form["planning_starts"].value() == form["wishes_ends"].value()
    assert form["running_ends"].value() == "2099-06-04T23:59"
