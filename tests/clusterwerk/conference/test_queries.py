"""Named reads: figures, timetable, agendas, delegates, panels."""

import pytest
from django.contrib.auth.models import AnonymousUser
from tests.factories.conference import (
    make_conference,
    make_delegation,
    make_match,
    make_planned_conference,
    make_ready_plan,
)

from clusterwerk.conference.choices import RegistrationStatus
from clusterwerk.conference.models import Conference, Delegate, PlannedMeeting, Table
from clusterwerk.conference.queries.agendas import agenda_of
from clusterwerk.conference.queries.conferences import (
    conferences_with_figures,
    featured_conference,
    names_of_conferences,
    registrations_of_organisation,
)
from clusterwerk.conference.queries.delegates import (
    DelegateFilter,
    delegates_matching,
    with_number_of_meetings,
)
from clusterwerk.conference.queries.figures import (
    countries_of,
    field_pairs_of,
    fields_of,
    least_served_of,
    meetings_per_delegate,
)
from clusterwerk.conference.queries.timetable import (
    meetings_found,
    meetings_of,
    parties_of,
    sessions_of,
    slot_use_of,
    timetable_of,
)
from clusterwerk.conference.web.panels import participation

pytestmark = pytest.mark.django_db


def test_figures_count_admitted_delegations_only(planned: Conference) -> None:
    make_delegation(planned, delegates=3, country_id="DE")
    make_delegation(planned, status=RegistrationStatus.WAITING, country_id="PL")
    row = conferences_with_figures().get()
    assert (row.organisations, row.delegates, row.countries, row.agreed) == (3, 5, 2, 1)


def test_a_conference_without_anybody_counts_zero() -> None:
    make_conference()
    row = conferences_with_figures().get()
    assert (row.organisations, row.delegates, row.countries, row.agreed) == (0, 0, 0, 0)


def test_the_featured_conference_is_the_latest_with_a_published_plan() -> None:
    assert featured_conference() is None
    older = make_planned_conference()
    make_conference()
    assert featured_conference() == older


def test_conferences_are_named_by_public_id_in_the_language_of_the_page() -> None:
    conference = make_conference(name_de="Beispieltreffen", name_en="Example meeting")
    key = str(conference.public_id)
    assert names_of_conferences([key, "none-of-yours"]) == {key: "Beispieltreffen"}


def test_the_timetable_has_a_cell_for_every_table_and_slot(planned: Conference) -> None:
    session = sessions_of(planned)[0]
    closed = Table.objects.get(conference=planned, number=2)
    closed.closed_slots.add(session.slots.all()[2])
    plan = planned.published_plan
    assert plan is not None

    grid = timetable_of(plan, session, parties_of(planned))

    assert [len(row.cells) for row in grid.rows] == [3, 3]
    assert [column.open_tables for column in grid.columns] == [2, 2, 1]
    assert grid.rows[1].cells[2].is_closed
    assert grid.meetings == sum(cell.meeting is not None for row in grid.rows for cell in row.cells)


def test_a_meeting_says_what_it_crosses() -> None:
    conference = make_conference(slots=(4,))
    home = make_delegation(conference, country_id="DE", fields=("pho",))
    for values in (
        {"country_id": "FR", "fields": ("med",)},
        {"country_id": "FR", "fields": ("pho", "med")},
        {"country_id": "DE", "fields": ("med",)},
        {"country_id": "DE", "fields": ("pho",)},
    ):
        make_match(home, make_delegation(conference, **values))
    plan = make_ready_plan(conference)
    found = meetings_of(plan, parties_of(conference))
    assert sorted(meeting.crossing for meeting in found) == ["both", "country", "field", "none"]
    assert (plan.across_countries, plan.across_fields) == (2, 2)


def test_a_search_finds_meetings_by_name_and_short_name_of_either_side() -> None:
    conference = make_conference()
    one = make_delegation(conference, name="Beispielnetz Licht", short_name="BLi")
    make_match(one, make_delegation(conference))
    plan = make_ready_plan(conference)
    parties = parties_of(conference)
    assert len(meetings_found(plan, "licht beispiel", parties)) == 1
    assert len(meetings_found(plan, "BLI", parties)) == 1
    assert meetings_found(plan, "Licht Wasser", parties) == []


def test_slot_use_counts_this_plan_only(planned: Conference) -> None:
    draft = make_ready_plan(planned, seed=1)
    use = slot_use_of(draft)
    assert len(use) == 5
    assert sum(row.taken for row in use) == 1
    assert {row.open_tables for row in use} == {2}


def test_an_agenda_shows_all_sessions_and_marks_breaks() -> None:
    conference = make_conference(slots=(3, 2))
    one = make_delegation(conference)
    others = [make_delegation(conference) for _ in range(2)]
    delegate = one.delegates.get()
    first, second = sessions_of(conference)
    slots = list(first.slots.order_by("starts_at"))
    for other, absent in zip(others, ((0, 1), (1, 2)), strict=True):
        other.delegates.get().unavailable_slots.add(*(slots[position] for position in absent))
        make_match(one, other, session=first)
    delegate.unavailable_slots.add(*second.slots.all())
    plan = make_ready_plan(conference)

    agenda = agenda_of(plan, delegate)

    assert [len(part.entries) for part in agenda] == [2, 0]
    assert [part.absent for part in agenda] == [False, True]
    assert [entry.break_before for entry in agenda[0].entries] == [False, True]
    assert plan.breaks == plan.breaks_bound == 1


def test_a_slot_the_delegate_is_away_in_is_no_break() -> None:
    conference = make_conference(slots=(3,))
    one = make_delegation(conference)
    slots = list(sessions_of(conference)[0].slots.order_by("starts_at"))
    one.delegates.get().unavailable_slots.add(slots[1])
    for _ in range(2):
        make_match(one, make_delegation(conference))
    plan = make_ready_plan(conference)
    agenda = agenda_of(plan, one.delegates.get())
    assert [entry.break_before for entry in agenda[0].entries] == [False, False]


def test_an_agenda_hides_the_partner_who_did_not_agree_to_be_shown() -> None:
    conference = make_conference()
    one = make_delegation(conference)
    other = make_delegation(conference, is_public=False)
    make_match(one, other)
    plan = make_ready_plan(conference)
    entry = next(part.entries[0] for part in agenda_of(plan, one.delegates.get()) if part.entries)
    assert entry.partner == other.organisation
    assert entry.partner_name == ""
    assert entry.partner_function is None


def test_a_search_never_tells_what_the_list_hides() -> None:
    conference = make_conference()
    hidden = make_delegation(conference, is_public=False).delegates.get()
    shown = make_delegation(conference).delegates.get()
    found = delegates_matching(conference, DelegateFilter(words="Mira Beispiel"))
    assert hidden not in found
    assert shown in found
    by_function = delegates_matching(conference, DelegateFilter(words="Clustermanagement"))
    assert list(by_function) == [shown]
    assert set(delegates_matching(conference, DelegateFilter())) == {hidden, shown}


def test_delegates_are_filtered_by_country_field_and_organisation(planned: Conference) -> None:
    french = Delegate.objects.get(registration__organisation__country="FR")
    slug = french.registration.organisation.slug
    for chosen in (
        DelegateFilter(country="FR"),
        DelegateFilter(field="med"),
        DelegateFilter(organisation=slug),
        DelegateFilter(words=french.registration.organisation.name),
    ):
        assert list(delegates_matching(planned, chosen)) == [french]


def test_the_number_of_meetings_is_that_of_the_plan(planned: Conference) -> None:
    everybody = delegates_matching(planned, DelegateFilter())
    with_plan = with_number_of_meetings(everybody, planned.published_plan)
    assert [row.meetings for row in with_plan] == [1, 1]
    assert [row.meetings for row in with_number_of_meetings(everybody, None)] == [0, 0]


def test_groups_count_a_meeting_once_on_each_side_that_differs() -> None:
    conference = make_conference(slots=(3,), tables=3)
    one, other, french = (
        make_delegation(conference, country_id=code, fields=("pho",)) for code in ("DE", "DE", "FR")
    )
    make_match(one, other)
    make_match(one, french)
    plan = make_ready_plan(conference)
    meetings = meetings_of(plan, parties_of(conference))
    by_code = {row.code: row for row in countries_of(conference, meetings)}
    assert (by_code["DE"].organisations, by_code["DE"].meetings) == (2, 2)
    assert (by_code["DE"].crossing, by_code["DE"].within) == (1, 1)
    assert (by_code["FR"].meetings, by_code["FR"].crossing) == (1, 1)
    fields = fields_of(conference, meetings)
    assert [(row.code, row.meetings, row.crossing) for row in fields] == [("pho", 2, 0)]
    assert field_pairs_of(meetings) == []


def test_people_are_counted_by_their_meetings_also_those_without_any(planned: Conference) -> None:
    make_delegation(planned)
    plan = planned.published_plan
    assert plan is not None
    counted = {row.meetings: row.delegates for row in meetings_per_delegate(planned, plan)}
    assert counted == {0: 1, 1: 2}


def test_the_least_served_are_named_with_what_they_got() -> None:
    conference = make_conference(slots=(1,), tables=1)
    one, other, third = (make_delegation(conference) for _ in range(3))
    make_match(one, other, priority="must")
    make_match(one, third)
    plan = make_ready_plan(conference)
    assert least_served_of(plan) == [
        (third.organisation_id, 0, 1),
        (one.organisation_id, 1, 2),
    ]
    assert PlannedMeeting.objects.filter(plan=plan, slot=None).count() == 1


def test_a_profile_shows_where_the_organisation_takes_part(planned: Conference, rf) -> None:
    organisation = planned.registrations.all()[0].organisation
    registration = registrations_of_organisation(organisation.pk).get()
    assert registration.number_of_delegates == 1
    request = rf.get("/")
    request.user = AnonymousUser()
    panel = participation(request, organisation)
    assert panel is not None
    assert panel["registrations"] == [registration]
    bystander = make_delegation(make_conference(), status=RegistrationStatus.DECLINED)
    assert participation(request, bystander.organisation) is None
