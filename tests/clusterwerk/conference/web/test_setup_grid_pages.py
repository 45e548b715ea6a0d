"""Sessions, slots and tables on the team's pages: made, changed, and who is touched shown first."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories.conference import make_conference, make_delegation
from tests.factories.people import person_with_role

from clusterwerk.accounts.choices import Role
from clusterwerk.conference.choices import UnplacedReason
from clusterwerk.conference.models import Conference, PlannedMeeting, Session
from clusterwerk.conference.queries.clock import clock_of

pytestmark = pytest.mark.django_db


def at(conference: Conference, view: str, *arguments: Any) -> str:
    return reverse(f"conference:{view}", args=[conference.slug, *arguments])


@pytest.fixture
def empty(client: Client) -> Conference:
    """A conference without sessions and tables; the client is its team."""
    client.force_login(person_with_role(Role.CONFERENCE_TEAM))
    return make_conference(slots=(), tables=0)


def meeting_of(conference: Conference) -> PlannedMeeting:
    conference.refresh_from_db()
    assert conference.published_plan is not None
    return conference.published_plan.meetings.select_related("slot__session", "table").get()


def session_of(conference: Conference) -> Session:
    meeting = meeting_of(conference)
    assert meeting.slot is not None
    return meeting.slot.session


def slots_sent(session: Session) -> dict[str, str]:
    """The form of all slots as it stands on the page."""
    zone = session.conference.zone
    sent = {}
    for slot in session.slots.in_use():
        sent[f"starts_{slot.pk}"] = clock_of(slot.starts_at, zone).strftime("%H:%M")
        sent[f"ends_{slot.pk}"] = clock_of(slot.ends_at, zone).strftime("%H:%M")
    return sent


GENERATED = {
    "days": ["2030-06-03", "2030-06-04"],
    "first": "10:00",
    "slots": "9",
    "length": "20",
    "change": "0",
    "pause_1_after": "6",
    "pause_1_minutes": "60",
}


def test_days_are_cut_into_sessions_at_the_pauses(client: Client, empty: Conference) -> None:
    answer = client.post(at(empty, "grid_generate"), GENERATED, follow=True)
    rows = [
        (
            row.name_de,
            row.name_en,
            clock_of(row.starts_at, empty.zone).strftime("%d. %H:%M"),
            clock_of(row.ends_at, empty.zone).strftime("%H:%M"),
            row.slots.count(),
        )
        for row in empty.sessions.order_by("position")
    ]
    assert rows == [
        ("Montagvormittag", "Monday morning", "03. 10:00", "12:00", 6),
        ("Montagnachmittag", "Monday afternoon", "03. 13:00", "14:00", 3),
        ("Dienstagvormittag", "Tuesday morning", "04. 10:00", "12:00", 6),
        ("Dienstagnachmittag", "Tuesday afternoon", "04. 13:00", "14:00", 3),
    ]
    assert "4 Blöcke sind angelegt." in answer.content.decode()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"days": []}, "days"),
        ({"slots": "50"}, "slots"),
        ({"pause_1_minutes": ""}, "pause_1_minutes"),
        ({"pause_1_after": "9"}, "pause_1_after"),
        ({"length": "0"}, "length"),
        ({"first": "spät"}, "first"),
    ],
)
def test_what_cannot_be_cut_is_told_at_its_field(
    client: Client, empty: Conference, change: dict[str, Any], field: str
) -> None:
    answer = client.post(at(empty, "grid_generate"), GENERATED | change)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not empty.sessions.exists()


def test_days_are_written_as_the_language_writes_them(client: Client, empty: Conference) -> None:
    page = at(empty, "grid_generate")
    assert "Montag, 3. Juni 2030" in client.get(page).content.decode()
    assert "Monday, 3 June 2030" in client.get(page.replace("/de/", "/en/")).content.decode()


def test_sessions_of_one_part_of_the_day_are_told_apart_by_a_number(
    client: Client, empty: Conference
) -> None:
    sent = GENERATED | {"days": ["2030-06-03"], "pause_1_after": "2", "pause_1_minutes": "10"}
    client.post(at(empty, "grid_generate"), sent)
    assert list(empty.sessions.order_by("position").values_list("name_de", "name_en")) == [
        ("Montagvormittag 1", "Monday morning 1"),
        ("Montagvormittag 2", "Monday morning 2"),
    ]


def test_a_second_session_at_the_same_time_is_refused(client: Client, empty: Conference) -> None:
    client.post(at(empty, "grid_generate"), GENERATED)
    answer = client.post(at(empty, "grid_generate"), GENERATED | {"days": ["2030-06-04"]})
    assert answer.status_code == 422
    assert "Dienstagvormittag" in answer.context["form"].errors["first"][0]
    assert empty.sessions.count() == 4


def test_a_first_slot_in_the_skipped_hour_is_refused(client: Client, empty: Conference) -> None:
    empty.starts_on = empty.ends_on = empty.starts_on.replace(month=3, day=31)
    empty.save()
    sent = GENERATED | {"days": ["2030-03-31"], "first": "02:30"}
    answer = client.post(at(empty, "grid_generate"), sent)
    assert "gibt es nicht" in answer.context["form"].errors["first"][0]


def test_slots_on_the_night_of_the_doubled_hour_are_told_apart(
    client: Client, empty: Conference
) -> None:
    empty.starts_on = empty.ends_on = empty.starts_on.replace(month=10, day=27)
    empty.save()
    sent = GENERATED | {"days": ["2030-10-27"], "first": "01:40", "slots": "7"}
    sent |= {"pause_1_after": "", "pause_1_minutes": ""}
    assert client.post(at(empty, "grid_generate"), sent).status_code == 302
    text = client.get(at(empty, "grid")).content.decode()
    assert "02:00</time> <small>CEST</small>" in text
    assert "02:00</time> <small>CET</small>" in text
    session = empty.sessions.get()
    before = list(session.slots.values_list("starts_at", flat=True))
    # Saved without a change, each slot stays the moment it is.
    answer = client.post(at(empty, "session_slots", session.public_id), slots_sent(session))
    assert answer.status_code == 302
    assert list(session.slots.values_list("starts_at", flat=True)) == before


def test_a_slot_with_a_meeting_goes_only_after_the_page_that_says_so(
    team: Client, planned: Conference
) -> None:
    meeting = meeting_of(planned)
    session = session_of(planned)
    sent = slots_sent(session) | {f"goes_{meeting.slot_id}": "on"}
    page = team.post(at(planned, "session_slots", session.public_id), sent)
    text = page.content.decode()
    assert page.status_code == 200
    assert "Noch ist nichts geschehen" in text
    assert str(meeting.match.registration_a) in text
    assert meeting.delegate_a is not None
    assert meeting.delegate_a.name in text
    assert meeting_of(planned).is_placed
    hidden = dict(page.context["sent"]) | {"seen": page.context["effects"].fingerprint}
    assert hidden == sent | {"seen": hidden["seen"]}

    answer = team.post(at(planned, "session_slots", session.public_id), hidden, follow=True)

    assert "1 Gespräch hat seinen Platz verloren" in answer.content.decode()
    assert meeting_of(planned).reason == UnplacedReason.PLACE_GONE


def test_what_changed_meanwhile_is_shown_again(team: Client, planned: Conference) -> None:
    session = session_of(planned)
    sent = slots_sent(session) | {f"goes_{meeting_of(planned).slot_id}": "on", "seen": "older"}
    text = team.post(at(planned, "session_slots", session.public_id), sent).content.decode()
    assert "Inzwischen hat sich der Plan geändert" in text
    assert meeting_of(planned).is_placed


def test_a_session_is_moved_to_another_time_after_the_page_that_says_so(
    team: Client, planned: Conference
) -> None:
    session = session_of(planned)
    page = team.get(at(planned, "session_edit", session.public_id))
    initial = page.context["form"].initial
    sent = {
        "name_de": "Umbenannt",
        "name_en": "Renamed",
        "day": initial["day"].isoformat(),
        "first": "11:00",
        "slots": str(initial["slots"]),
        "length": "20",
        "change": "5",
    }
    page = team.post(at(planned, "session_edit", session.public_id), sent)
    assert len(page.context["effects"].moved) == 1
    sent["seen"] = page.context["effects"].fingerprint
    assert team.post(at(planned, "session_edit", session.public_id), sent).status_code == 302
    session.refresh_from_db()
    slots = list(session.slots.order_by("starts_at"))
    assert session.name_de == "Umbenannt"
    assert clock_of(slots[0].starts_at, planned.zone).strftime("%H:%M") == "11:00"
    assert slots[1].starts_at - slots[0].starts_at == timedelta(minutes=25)
    assert meeting_of(planned).is_placed


def test_a_new_name_alone_touches_nobody(team: Client, planned: Conference) -> None:
    session = session_of(planned)
    initial = team.get(at(planned, "session_edit", session.public_id)).context["form"].initial
    sent = {name: str(value) for name, value in initial.items()} | {"name_de": "Neu"}
    sent["first"] = initial["first"].strftime("%H:%M")
    assert team.post(at(planned, "session_edit", session.public_id), sent).status_code == 302
    session.refresh_from_db()
    assert session.name_de == "Neu"


def test_overlapping_slots_are_told_at_their_field(team: Client, planned: Conference) -> None:
    session = session_of(planned)
    first, second = list(session.slots.order_by("starts_at"))[:2]
    sent = slots_sent(session) | {f"starts_{second.pk}": "10:10"}
    answer = team.post(at(planned, "session_slots", session.public_id), sent)
    assert answer.status_code == 422
    assert f"starts_{second.pk}" in answer.context["slots_form"].errors
    sent = slots_sent(session) | {f"ends_{first.pk}": "09:00"}
    answer = team.post(at(planned, "session_slots", session.public_id), sent)
    assert f"ends_{first.pk}" in answer.context["slots_form"].errors


def test_a_session_is_removed_after_two_pages(team: Client, planned: Conference) -> None:
    session = session_of(planned)
    address = at(planned, "session_remove", session.public_id)
    assert "entfernen?" in team.get(address).content.decode()
    page = team.post(address)
    assert len(page.context["effects"].lost) == 1
    answer = team.post(address, {"seen": page.context["effects"].fingerprint})
    assert answer.status_code == 302
    assert team.get(address).status_code == 404
    for page_of_all in ("timetable/", "", "figures/", "plans/", "timetable/?plan=1"):
        assert team.get(f"/de/conference/{planned.slug}/{page_of_all}").status_code == 200
    assert meeting_of(planned).reason == UnplacedReason.PLACE_GONE


def test_tables_are_added_zoned_and_removed(client: Client, empty: Conference) -> None:
    client.post(at(empty, "tables"), {"add": "1", "number": "3", "zone": "Foyer"})
    keys = list(empty.tables.order_by("number").values_list("pk", flat=True))
    assert len(keys) == 3
    client.post(at(empty, "tables"), {"put": "1", "zone": "Halle", "table": keys[:2]})
    assert list(empty.tables.order_by("number").values_list("zone", flat=True)) == [
        "Halle",
        "Halle",
        "Foyer",
    ]
    client.post(at(empty, "tables"), {"remove": "1", "table": keys[2:]})
    assert empty.tables.count() == 2
    answer = client.post(at(empty, "tables"), {"remove": "1"}, follow=True)
    assert "Wählen Sie zuerst die Tische" in answer.content.decode()
    assert client.post(at(empty, "tables"), {"add": "1", "number": "0"}).status_code == 422
    assert client.post(at(empty, "tables"), {"add": "1", "number": "499"}).status_code == 422


def test_a_table_with_a_meeting_goes_only_after_the_page_that_says_so(
    team: Client, planned: Conference
) -> None:
    table = meeting_of(planned).table
    assert table is not None
    sent = {"remove": "1", "table": str(table.pk)}
    page = team.post(at(planned, "tables"), sent)
    assert "Noch ist nichts geschehen" in page.content.decode()
    sent["seen"] = page.context["effects"].fingerprint
    assert team.post(at(planned, "tables"), sent).status_code == 302
    assert meeting_of(planned).reason == UnplacedReason.PLACE_GONE
    table.refresh_from_db()
    assert table.withdrawn_at is not None


def test_a_table_becomes_a_booth_and_a_number_is_given_once(
    team: Client, planned: Conference
) -> None:
    free = planned.tables.exclude(pk=meeting_of(planned).table_id).get()
    owner = make_delegation(planned)
    sent = {"number": str(free.number), "name": "Bühne", "zone": "", "booth_of": str(owner.pk)}
    assert team.post(at(planned, "table_edit", free.public_id), sent).status_code == 302
    free.refresh_from_db()
    assert (free.booth_of, free.label) == (owner, "Bühne")
    taken = meeting_of(planned).table
    assert taken is not None
    answer = team.post(
        at(planned, "table_edit", free.public_id), sent | {"number": str(taken.number)}
    )
    assert answer.status_code == 422
    assert "number" in answer.context["form"].errors


def test_tables_are_closed_by_ticks(team: Client, planned: Conference) -> None:
    meeting = meeting_of(planned)
    session = session_of(planned)
    free = planned.tables.exclude(pk=meeting.table_id).get()
    address = at(planned, "session_closed", session.public_id)
    assert team.post(address, {"closed": [f"{free.pk}-{meeting.slot_id}", "x"]}).status_code == 302
    assert free.closed_slots.get().pk == meeting.slot_id
    text = team.get(address).content.decode()
    assert text.count(" checked") == 1
    page = team.post(address, {"closed": f"{meeting.table_id}-{meeting.slot_id}"})
    assert len(page.context["effects"].lost) == 1


def test_another_zone_is_shown_first(team: Client, planned: Conference) -> None:
    page = team.post(at(planned, "zone"), {"name": "Europe/Athens"})
    assert len(page.context["effects"].moved) == 1
    sent = {"name": "Europe/Athens", "seen": page.context["effects"].fingerprint}
    assert team.post(at(planned, "zone"), sent).status_code == 302
    planned.refresh_from_db()
    assert planned.time_zone == "Europe/Athens"
    assert team.post(at(planned, "zone"), {"name": "Mars/Base"}).status_code == 422


def test_a_session_that_is_gone_is_shown_with_the_plans_that_met_in_it_only(
    team: Client, planned: Conference
) -> None:
    session = session_of(planned)
    address = at(planned, "session_remove", session.public_id)
    seen = team.post(address).context["effects"].fingerprint
    team.post(address, {"seen": seen})
    base = f"/de/conference/{planned.slug}/"
    assert session.name_de not in team.get(base).content.decode()
    assert session.name_de not in team.get(base + "timetable/").content.decode()
    assert session.name_de in team.get(base + "timetable/?plan=1").content.decode()
