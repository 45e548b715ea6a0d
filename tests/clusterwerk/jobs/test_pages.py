"""The page of a job: who sees it, what it shows, stopping."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from clusterwerk.jobs.actions import claim_next_job, end_job, enqueue_after_commit
from clusterwerk.jobs.choices import State
from clusterwerk.jobs.context import JobContext
from clusterwerk.jobs.models import Job

TASK = "tests.clusterwerk.jobs.tasks_for_tests.count_to"
pytestmark = pytest.mark.django_db


@pytest.fixture
def requester(client: Client) -> object:
    """Signed in."""
    person = get_user_model().objects.create_user("asks@example.org")
    client.force_login(person)
    return person


def running_job(requester: object) -> Job:
    enqueue_after_commit(TASK, by=requester, title="Job", shown_at="/de/conference/", number=5)
    job = claim_next_job()
    assert job is not None
    JobContext(job).report(phase="Counting", done=2, total=5, placed=1604)
    return job


def test_the_requester_sees_phase_count_and_figures(client: Client, requester: object) -> None:
    job = running_job(requester)
    page = client.get(f"/en/jobs/{job.public_id}/").content.decode()
    assert "running" in page
    assert "Counting" in page
    assert "2 of 5" in page
    assert 'max="5" value="2"' in page
    assert "1,604" in page
    assert f'hx-get="/en/jobs/{job.public_id}/progress/"' in page


def test_the_page_is_german_in_german(client: Client, requester: object) -> None:
    page = client.get(f"/de/jobs/{running_job(requester).public_id}/").content.decode()
    assert "läuft" in page
    assert "2 von 5" in page
    assert "Anhalten" in page


def test_nobody_else_learns_of_the_job(client: Client, requester: object) -> None:
    job = running_job(requester)
    client.force_login(get_user_model().objects.create_user("other@example.org"))
    assert client.get(f"/de/jobs/{job.public_id}/").status_code == 404
    assert client.post(f"/de/jobs/{job.public_id}/stop/").status_code == 404
    client.logout()
    assert client.get(f"/de/jobs/{job.public_id}/").status_code == 302


def test_the_renewing_piece_ends_the_polling_and_reloads_at_the_end(
    client: Client, requester: object
) -> None:
    job = running_job(requester)
    address = f"/de/jobs/{job.public_id}/progress/"
    assert client.get(address).status_code == 200
    end_job(job, State.DONE)
    answer = client.get(address)
    assert answer.status_code == 286
    assert answer["HX-Refresh"] == "true"


def test_a_finished_job_leads_to_its_outcome_in_the_readers_language(
    client: Client, requester: object
) -> None:
    job = running_job(requester)
    end_job(job, State.DONE)
    assert 'href="/en/conference/"' in client.get(f"/en/jobs/{job.public_id}/").content.decode()


def test_stopping_returns_to_the_page_of_the_button_and_nowhere_else(
    client: Client, requester: object
) -> None:
    job = running_job(requester)
    address = f"/de/jobs/{job.public_id}/stop/"
    assert client.get(address).status_code == 405
    assert client.post(address, {"next": "/de/conference/"})["Location"] == "/de/conference/"
    away = client.post(address, {"next": "https://elsewhere.example/"})
    assert away["Location"] == f"/de/jobs/{job.public_id}/"
    job.refresh_from_db()
    assert job.stop_requested


def test_the_page_needs_few_queries(
    client: Client, requester: object, django_assert_num_queries: object
) -> None:
    job = running_job(requester)
    with django_assert_num_queries(3):  # type: ignore[operator]  # session, person, job
        client.get(f"/de/jobs/{job.public_id}/")
