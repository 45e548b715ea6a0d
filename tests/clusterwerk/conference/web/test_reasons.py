"""Every reason that the planner may give is told in both languages, with names for its ids."""

from string import Formatter

import pytest
from django.utils import translation
from tests.factories.conference import make_conference, make_delegation, make_match, make_ready_plan

from clusterwerk.conference.choices import UnplacedReason
from clusterwerk.conference.models import PlannedMeeting
from clusterwerk.conference.web.reasons import told_meetings
from matchmaking.solution import REASONS


def test_the_portal_knows_every_reason_of_the_planner() -> None:
    ours = {
        UnplacedReason.REMOVED,
        UnplacedReason.PLACE_GONE,
        UnplacedReason.NO_DELEGATE,
        UnplacedReason.LATER,
    }
    assert set(UnplacedReason.values) == set(REASONS) | ours


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("reason", REASONS)
def test_a_reason_is_a_sentence_without_ids(reason: str, language: str) -> None:
    conference = make_conference(slots=(1,))
    one, other = make_delegation(conference), make_delegation(conference)
    make_match(one, other)
    meeting = PlannedMeeting.objects.get(plan=make_ready_plan(conference))
    wanted = {name for _, name, _, _ in Formatter().parse(REASONS[reason]) if name}
    ids = {"meeting": "4711", "other": "4712", "delegate": str(meeting.match.delegate_a_id)}
    meeting.reason = reason
    meeting.reason_params = {name: ids.get(name, "3") for name in wanted}
    with translation.override(language):
        (told,) = told_meetings([meeting])
    sentence = told.sentence
    assert sentence[0].isupper()
    assert sentence.endswith(".")
    assert not set("%{}") & set(sentence)
    assert "471" not in sentence
    if "delegate" in wanted:
        assert meeting.match.registration_a.organisation.name in sentence or (
            meeting.match.delegate_a.name in sentence
        )
