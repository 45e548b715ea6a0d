"""A conference as a file for the planner in the shell."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from tests.factories.conference import make_conference, make_delegation, make_match

from clusterwerk.conference import planning
from clusterwerk.conference.models import Conference, Delegate
from matchmaking import InputError, score
from matchmaking.files import read_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference() -> Conference:
    """Four delegations who all want to meet, and too few slots for it."""
    made = make_conference(slots=(1, 1), tables=2)
    delegations = [make_delegation(made, fields=fields) for fields in (("pho", "med"), ("mic",))]
    delegations += [make_delegation(made, country_id="FR"), make_delegation(made, fields=())]
    for position, one in enumerate(delegations):
        for other in delegations[position + 1 :]:
            make_match(one, other)
    return made


def _export(conference: Conference, file: Path) -> str:
    said = StringIO()
    call_command("export_event", conference.slug, str(file), stdout=said)
    return said.getvalue()


@pytest.mark.parametrize("name", ["event.json", "event"])
def test_the_file_reads_as_the_same_event_and_plans_to_the_same_figures(
    conference: Conference, tmp_path: Path, name: str
) -> None:
    file = tmp_path / name
    assert str(file) in _export(conference, file)
    problem, read = planning.problem_of(conference), read_event(file)
    assert read.fields == problem.fields

    ours, theirs = (planning.solve(one, seed=0) for one in (problem, read))

    assert 0 < len(ours.unplaced) < len(problem.meetings)
    assert theirs.placements == ours.placements
    assert theirs.unplaced == ours.unplaced
    assert score(read, theirs) == score(problem, ours)


def test_a_field_code_mistyped_in_the_file_is_told(conference: Conference, tmp_path: Path) -> None:
    file = tmp_path / "event.json"
    _export(conference, file)
    event = json.loads(file.read_text())
    event["organisations"][0]["fields"] = ["pho", "medd"]
    file.write_text(json.dumps(event))
    with pytest.raises(InputError, match="medd"):
        read_event(file)


def test_the_file_names_no_person_and_no_organisation(
    conference: Conference, tmp_path: Path
) -> None:
    file = tmp_path / "event.json"
    _export(conference, file)
    text = file.read_text()
    for delegate in Delegate.objects.select_related("registration__organisation"):
        assert delegate.name not in text
        assert delegate.registration.organisation.name not in text
    assert "Beispiel" not in text


def test_an_unknown_conference_is_told_with_those_there_are(
    conference: Conference, tmp_path: Path
) -> None:
    file = tmp_path / "event.json"
    with pytest.raises(CommandError, match=f"no conference 'nowhere'.*{conference.slug}"):
        call_command("export_event", "nowhere", str(file))
    assert not file.exists()


def test_a_file_of_an_unknown_kind_is_told_without_a_traceback(
    conference: Conference, tmp_path: Path
) -> None:
    with pytest.raises(CommandError, match=r"\.xls"):
        _export(conference, tmp_path / "event.xls")


def test_a_conference_that_cannot_be_planned_is_told_without_a_traceback(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no tables"):
        _export(make_conference(tables=0), tmp_path / "event.json")
