from datetime import UTC, datetime

import pytest
from tests.matchmaking.builders import event

from matchmaking import (
    Delegate,
    Field,
    InputError,
    Meeting,
    Organisation,
    Problem,
    Session,
    Slot,
    Table,
)


def parts(**changes):
    whole = {
        "name": "Example",
        "sessions": (Session("am"), Session("pm")),
        "slots": (Slot("s1", "am"), Slot("s2", "am"), Slot("s3", "pm")),
        "tables": (Table("t1"),),
        "organisations": (Organisation("o1", "One"), Organisation("o2", "Two")),
        "delegates": (Delegate("a", "o1"), Delegate("b", "o2")),
        "meetings": (Meeting("m1", ("a", "b")),),
    }
    return whole | changes


def faults(**changes):
    with pytest.raises(InputError) as caught:
        Problem(**parts(**changes))
    return [(fault.code, fault.path) for fault in caught.value.problems]


def at(hour, minute=0, zone=None):
    return datetime(2017, 9, 21, hour, minute, tzinfo=zone)


def test_a_consistent_event_is_accepted():
    problem = Problem(**parts())
    assert problem.delegate("a").organisation == "o1"
    assert problem.meeting("m1").delegates == ("a", "b")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"tables": ()}, ("no_tables", "tables")),
        ({"slots": ()}, ("no_slots", "slots")),
        ({"sessions": (), "slots": ()}, ("no_sessions", "sessions")),
        ({"tables": (Table("t1"), Table("t1"))}, ("duplicate_id", "tables[1].id")),
        ({"tables": (Table(""),)}, ("missing_id", "tables[0].id")),
        ({"tables": (Table("a;b"),)}, ("bad_id", "tables[0].id")),
        ({"tables": (Table("a", "x\ny"),)}, ("bad_text", "tables[0].name")),
        (
            {"tables": (Table("t1", closed_slots=frozenset({"s9"})),)},
            ("unknown_slot", "tables[0].closed_slots"),
        ),
        (
            {"organisations": (Organisation("o1", "One"), Organisation("o2", " ONE"))},
            ("duplicate_name", "organisations[1].name"),
        ),
        (
            {"organisations": (Organisation("o1", country="Germany"), Organisation("o2"))},
            ("bad_country", "organisations[0].country"),
        ),
        (
            {
                "fields": (Field("F1"),),
                "organisations": (Organisation("o1", fields=("F1", "F9")), Organisation("o2")),
            },
            ("unknown_field", "organisations[0].fields"),
        ),
        (
            {"delegates": (Delegate("a", "o9"), Delegate("b", "o2"))},
            ("unknown_organisation", "delegates[0].organisation"),
        ),
        (
            {"delegates": (Delegate("a", "o1"), Delegate("b", "o2"), Delegate("a", "o2"))},
            ("delegate_in_two_organisations", "delegates[2].organisation"),
        ),
        (
            {"delegates": (Delegate("a", "o1", "Ada"), Delegate("b", "o1", "ada"))},
            ("duplicate_name", "delegates[1].name"),
        ),
        (
            {
                "delegates": (
                    Delegate("a", "o1", unavailable_slots=frozenset({"x"})),
                    Delegate("b", "o2"),
                )
            },
            ("unknown_slot", "delegates[0].unavailable_slots"),
        ),
        ({"slots": (Slot("s1", "night"),)}, ("unknown_session", "slots[0].session")),
        (
            {"slots": (Slot("s1", "am"), Slot("s2", "pm"), Slot("s3", "am"))},
            ("slot_outside_session", "slots[2].session"),
        ),
        (
            {
                "sessions": (Session("am", "", at(9), at(12)),),
                "slots": (Slot("s1", "am", at(11, 50), at(12, 10)),),
            },
            ("slot_outside_session", "slots[0].session"),
        ),
        (
            {
                "slots": (
                    Slot("s1", "am", at(10), at(10, 20)),
                    Slot("s2", "am", at(10, 10), at(10, 30)),
                )
            },
            ("slots_out_of_order", "slots[1].starts_at"),
        ),
        ({"slots": (Slot("s1", "am", at(10), at(9)),)}, ("ends_before_start", "slots[0].ends_at")),
        (
            {"slots": (Slot("s1", "am", at(9)), Slot("s2", "am", at(10, zone=UTC)))},
            ("mixed_time_zones", "slots[1].starts_at"),
        ),
    ],
)
def test_a_fault_in_the_frame_of_an_event_is_named_with_its_place(changes, expected):
    assert expected in faults(**changes)


@pytest.mark.parametrize(
    ("meeting", "expected"),
    [
        (Meeting("m", ("a", "a")), ("meets_itself", "meetings[0].delegates")),
        (Meeting("m", ("a", "z")), ("unknown_delegate", "meetings[0].delegates[1]")),
        (Meeting("m", ("a",)), ("too_few_parties", "meetings[0].delegates")),
        (Meeting("m", ("a", "b"), weight=0), ("bad_weight", "meetings[0].weight")),
        (Meeting("m", ("a", "b"), weight=float("nan")), ("bad_weight", "meetings[0].weight")),
        (Meeting("m", ("a", "b"), priority="soon"), ("bad_priority", "meetings[0].priority")),
        (Meeting("m", ("a", "b"), session="x"), ("unknown_session", "meetings[0].session")),
        (Meeting("m", ("a", "b"), slot="x"), ("unknown_slot", "meetings[0].slot")),
        (Meeting("m", ("a", "b"), table="x"), ("unknown_table", "meetings[0].table")),
        (Meeting("m", ("a", "b"), after=("x",)), ("unknown_meeting", "meetings[0].after")),
        (Meeting("m", ("a", "b"), after=("m",)), ("precedence_cycle", "meetings[0].after")),
        (
            Meeting("m", ("a", "b"), session="am", slot="s3"),
            ("slot_outside_session", "meetings[0].slot"),
        ),
    ],
)
def test_a_fault_in_a_meeting_is_named_with_its_place(meeting, expected):
    assert expected in faults(meetings=(meeting,))


def test_all_faults_are_named_at_once_each_with_a_remedy():
    with pytest.raises(InputError) as caught:
        Problem(**parts(tables=(), meetings=(Meeting("m", ("a", "a")), Meeting("m", ("b", "z")))))
    assert [fault.code for fault in caught.value.problems] == [
        "no_tables",
        "duplicate_id",
        "meets_itself",
        "unknown_delegate",
    ]
    assert all(fault.remedy for fault in caught.value.problems)
    assert "Name two different delegates" in str(caught.value)


def test_a_longer_circle_of_precedence_is_found():
    ring = (
        Meeting("m1", ("a", "b"), after=("m3",)),
        Meeting("m2", ("a", "b"), after=("m1",)),
        Meeting("m3", ("a", "b"), after=("m2",)),
        Meeting("m4", ("a", "b")),
    )
    assert [path for code, path in faults(meetings=ring) if code == "precedence_cycle"] == [
        "meetings[0].after",
        "meetings[1].after",
        "meetings[2].after",
    ]


def test_more_meetings_than_slots_is_a_warning_and_no_error():
    problem = event(["ab", "ac", "ad"], sessions=(3,), away={"a": [0]})
    (warning,) = problem.warnings()
    assert (warning.code, warning.path, warning.severity) == (
        "more_meetings_than_slots",
        "delegates[0]",
        "warning",
    )
    assert warning.message == "Delegate a has 3 meetings and 2 slots."


def test_worth_is_a_whole_number_of_thousandths_and_priorities_multiply_it():
    assert Meeting("m", ("a", "b"), weight=0.5).worth == 500
    assert Meeting("m", ("a", "b"), weight=2, priority="must").worth == 18000
    assert Meeting("m", ("a", "b"), priority="would").worth == 1000


def test_a_locked_meeting_is_required():
    assert Meeting("m", ("a", "b"), slot="s1").required
    assert Meeting("m", ("a", "b"), mandatory=True).required
    assert not Meeting("m", ("a", "b"), table="t1").required
