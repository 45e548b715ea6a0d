"""Making, changing and showing a conference; its phases, hosts, types and questions."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.factories.conference import make_conference, make_delegation
from tests.factories.directory import make_organisation
from tests.factories.people import person, person_with_role

from clusterwerk.accounts.choices import Role, ScopeKind
from clusterwerk.audit.queries import entries_about
from clusterwerk.conference.actions.faults import RefusedError
from clusterwerk.conference.actions.hosts import (
    MARK_BYTES_MOST,
    mark_type_of,
    move_host,
    remove_host,
    save_host,
)
from clusterwerk.conference.actions.setup import (
    change_conference,
    create_conference,
    series_named,
    set_hidden,
    set_home,
    set_phases,
    set_test_mode,
)
from clusterwerk.conference.actions.types import (
    move_question,
    remove_question,
    remove_type,
    save_question,
    save_type,
    set_matrix,
)
from clusterwerk.conference.choices import HostRole, PhaseKind
from clusterwerk.conference.models import Conference
from clusterwerk.conference.queries.conferences import conferences_visible_to
from clusterwerk.conference.queries.phases import Span, gaps_in, is_open, next_deadline, spans_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
START = datetime(2030, 3, 1, 8, tzinfo=UTC)


def new_conference(**values: object) -> Conference:
    return create_conference(
        **{
            "by": person(),
            "name_de": "Konferenz 2030",
            "name_en": "Conference 2030",
            "starts_on": date(2030, 6, 3),
            "ends_on": date(2030, 6, 4),
            "city": "Ulm",
            "contact_email": "team@example.org",
            **values,
        }  # type: ignore[arg-type]
    )


def span(kind: PhaseKind, first: int, last: int) -> Span:
    return Span(kind, START + first * DAY, START + last * DAY)


def test_a_new_conference_is_hidden_and_in_test_mode() -> None:
    conference = new_conference()
    assert (conference.slug, conference.is_hidden, conference.test_mode) == (
        "conference-2030",
        True,
        True,
    )
    assert new_conference().slug == "conference-2030-2"
    assert new_conference(name_en="New", name_de="").slug == "new-2", "new/ is another page"


def test_only_the_team_sees_a_hidden_conference() -> None:
    conference, open_one = new_conference(), make_conference()
    key = str(conference.public_id)
    seen_by = {
        None: False,
        person(): False,
        person_with_role(Role.CONFERENCE_TEAM, ScopeKind.CONFERENCE, key): True,
        person_with_role(
            Role.CONFERENCE_TEAM, ScopeKind.CONFERENCE, str(open_one.public_id)
        ): False,
        person_with_role(Role.CONFERENCE_TEAM, ScopeKind.CONFERENCE, "no-id"): False,
        person_with_role(Role.CONFERENCE_TEAM): True,
        person_with_role(Role.ADMINISTRATOR): True,
    }
    for who, sees in seen_by.items():
        found = set(conferences_visible_to(who))
        assert open_one in found
        assert (conference in found) is sees, who


def test_switches_are_kept_and_written_down() -> None:
    conference, team = new_conference(), person()
    set_hidden(conference, by=team, hidden=False)
    set_test_mode(conference, by=team, on=False)
    set_test_mode(conference, by=team, on=False)
    conference.refresh_from_db()
    assert (conference.is_hidden, conference.test_mode) == (False, False)
    verbs = [entry.verb for entry in entries_about(conference)]
    assert verbs.count("switch_conference") == 2


def test_an_edition_is_in_its_series_once() -> None:
    series = series_named(by=None, name_de="Reihe", name_en="Series")
    assert series_named(by=None, name_de="", name_en="series") == series
    first, second = new_conference(), new_conference()
    change_conference(first, by=None, values={"series": series, "edition": 4})
    with pytest.raises(RefusedError) as caught:
        change_conference(second, by=None, values={"series": series, "edition": 4})
    assert caught.value.faults[0].field == "edition"
    second.refresh_from_db()
    assert second.series is None


def test_days_come_in_order() -> None:
    with pytest.raises(RefusedError) as caught:
        change_conference(new_conference(), by=None, values={"ends_on": date(2030, 6, 1)})
    assert caught.value.faults[0].field == "ends_on"


def test_the_audit_names_columns_and_not_what_stands_in_them() -> None:
    conference = new_conference()
    change_conference(conference, by=person(), values={"city": "Aalen", "name_de": "Konferenz"})
    entry = entries_about(conference)[0]
    assert entry.details == {"columns": ["city", "name_de"]}


def test_phases_are_kept_and_one_that_has_no_dates_any_more_goes() -> None:
    conference = new_conference()
    set_phases(
        conference,
        by=None,
        spans=[span(PhaseKind.WISHES, 20, 50), span(PhaseKind.REGISTRATION, 0, 30)],
    )
    assert [row.kind for row in spans_of(conference)] == [PhaseKind.REGISTRATION, PhaseKind.WISHES]
    assert is_open(conference, PhaseKind.WISHES, START + 20 * DAY)
    assert not is_open(conference, PhaseKind.WISHES, START + 50 * DAY), "the end is outside"
    set_phases(conference, by=None, spans=[span(PhaseKind.REGISTRATION, 0, 10)])
    assert conference.phases.get().ends_at == START + 10 * DAY


@pytest.mark.parametrize(
    ("spans", "fault"),
    [
        ([span(PhaseKind.WISHES, 20, 50), span(PhaseKind.PLANNING, 40, 60)], "planning"),
        ([span(PhaseKind.REGISTRATION, 20, 50), span(PhaseKind.WISHES, 10, 60)], "wishes"),
        ([span(PhaseKind.WISHES, 20, 20)], "wishes"),
        ([span(PhaseKind.RUNNING, 20, 22), span(PhaseKind.FOLLOW_UP, 21, 90)], "follow_up"),
    ],
)
def test_phases_that_cannot_be_are_refused_at_the_phase(spans: list[Span], fault: str) -> None:
    conference = new_conference()
    with pytest.raises(RefusedError) as caught:
        set_phases(conference, by=None, spans=spans)
    assert [one.field for one in caught.value.faults] == [fault]
    assert not conference.phases.exists()


def test_the_plan_stays_published_during_the_conference_and_gaps_are_named() -> None:
    conference = new_conference()
    spans = [
        span(PhaseKind.REGISTRATION, 0, 30),
        span(PhaseKind.WISHES, 33, 50),
        span(PhaseKind.PUBLISHED, 50, 90),
        span(PhaseKind.RUNNING, 88, 90),
    ]
    set_phases(conference, by=None, spans=spans)
    assert gaps_in(spans) == [(PhaseKind.REGISTRATION, PhaseKind.WISHES)]
    due = next_deadline(spans, START + 34 * DAY)
    assert due is not None
    assert (due.kind, due.is_end) == (PhaseKind.WISHES, True)
    assert next_deadline(spans, START + 99 * DAY) is None


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"\xff\xd8\xff\xe0....", "image/jpeg"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "image/webp"),
    ],
)
def test_a_mark_is_known_by_its_first_bytes(content: bytes, kind: str) -> None:
    assert mark_type_of(content) == kind


@pytest.mark.parametrize(
    "content",
    [
        b"<svg onload='alert(1)'>",
        b"\xef\xbb\xbf<?xml version='1.0'?><svg/>",
        b"<!-- x --><svg/>",
        b"GIF89a",
        b"%PDF-1.7",
        b"RIFF\x10\x00\x00\x00WAVE",
        b"\x89PNG\r\n\x1a\n" + b"x" * MARK_BYTES_MOST,
    ],
)
def test_what_is_no_mark_is_refused_with_the_reason(content: bytes) -> None:
    conference = new_conference()
    with pytest.raises(RefusedError) as caught:
        save_host(conference, by=None, role=HostRole.HOST, name_de="Gastgeber", mark=content)
    assert caught.value.faults[0].field == "mark"
    assert not conference.hosts.exists()


def test_hosts_have_a_name_an_order_and_keep_their_mark() -> None:
    conference = new_conference()
    with pytest.raises(RefusedError):
        save_host(conference, by=None, role=HostRole.HOST)
    first = save_host(
        conference, by=None, role=HostRole.HOST, name_de="A", mark=b"\x89PNG\r\n\x1a\n"
    )
    second = save_host(conference, by=None, role=HostRole.CO_HOST, organisation=make_organisation())
    move_host(second, by=None, up=True)
    assert list(conference.hosts.all()) == [second, first]
    move_host(second, by=None, up=True)
    assert list(conference.hosts.all()) == [second, first], "the first stays the first"
    save_host(conference, by=None, role=HostRole.HOST, host=first, name_de="Anders")
    first.refresh_from_db()
    assert first.mark_type == "image/png"
    save_host(
        conference, by=None, role=HostRole.HOST, host=first, name_de="Anders", remove_mark=True
    )
    first.refresh_from_db()
    assert (first.mark, first.mark_type) == (None, "")
    remove_host(second, by=person())
    assert conference.hosts.get() == first


def test_types_may_wish_for_all_until_the_matrix_says_otherwise() -> None:
    conference = new_conference()
    one = save_type(conference, by=None, values={"name_de": "Cluster"})
    two = save_type(conference, by=None, values={"name_de": "Forschung"})
    assert set(one.may_ask.all()) == set(two.may_ask.all()) == {one, two}
    set_matrix(conference, by=None, pairs=[(one, two)])
    assert list(one.may_ask.all()) == [two]
    assert not two.may_ask.exists()


def test_a_type_has_a_name_of_its_own_and_sound_quotas() -> None:
    conference = new_conference()
    save_type(conference, by=None, values={"name_de": "Cluster"})
    for values, field in (
        ({"name_de": "cluster"}, "name_de"),
        ({}, "name_de"),
        ({"name_en": "X", "wishes_most": 3, "musts_most": 4}, "musts_most"),
    ):
        with pytest.raises(RefusedError) as caught:
            save_type(conference, by=None, values=values)
        assert caught.value.faults[0].field == field
    assert conference.types.count() == 1


def test_a_type_that_delegations_have_stays() -> None:
    conference = make_conference()
    kind = save_type(conference, by=None, values={"name_de": "Cluster"})
    registration = make_delegation(conference)
    registration.type = kind
    registration.save()
    with pytest.raises(RefusedError, match="1"):
        remove_type(kind, by=None)
    registration.type = None
    registration.save()
    remove_type(kind, by=None)
    assert not conference.types.exists()


def test_questions_have_a_text_and_a_choice_has_answers_in_both_languages() -> None:
    conference = new_conference()
    both = [{"de": "ja", "en": "yes"}, {"de": "nein", "en": "no"}]
    for values, field in (
        ({"kind": "line"}, "text_de"),
        ({"kind": "choice", "text_de": "Wer?", "choices": both[:1]}, "answers_de"),
        (
            {"kind": "choice", "text_de": "Wer?", "choices": [both[0], {"de": "x", "en": ""}]},
            "answers_en",
        ),
    ):
        with pytest.raises(RefusedError) as caught:
            save_question(conference, by=None, values=values)
        assert caught.value.faults[0].field == field
    first = save_question(
        conference, by=None, values={"kind": "choice", "text_de": "Wer?", "choices": both}
    )
    second = save_question(
        conference, by=None, values={"kind": "line", "text_de": "Was?", "choices": both}
    )
    assert second.choices == [], "only a choice has answers"
    move_question(second, by=None, up=True)
    assert list(conference.questions.all()) == [second, first]
    remove_question(first, by=None)
    assert conference.questions.get() == second


def test_the_home_delegation_is_chosen_from_the_delegations_of_the_conference() -> None:
    conference = make_conference()
    one, two = make_delegation(conference), make_delegation(conference)
    set_home(conference, by=None, texts={"home_title_de": "Zu Hause"}, delegations=[one])
    set_home(conference, by=None, texts={"home_title_de": "Zu Hause"}, delegations=[two])
    assert conference.registrations.get(is_home=True) == two
    stranger = make_delegation(make_conference())
    with pytest.raises(RefusedError):
        set_home(conference, by=None, texts={}, delegations=[stranger])
