"""`/healthz`, and the id that ties a request to its log lines."""

from datetime import timedelta
from typing import Any

import pytest
import structlog
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from clusterwerk.jobs.models import Worker


@pytest.mark.django_db
def test_health_tells_how_long_ago_a_worker_gave_a_sign(client: Client) -> None:
    assert client.get("/healthz").json() == {
        "database": "ok",
        "worker": "silent",
        "worker_seconds": None,
    }
    Worker.objects.create(name="a", heartbeat_at=timezone.now() - timedelta(seconds=3))
    found = client.get("/healthz").json()
    assert found["worker"] == "ok"
    assert 3 <= found["worker_seconds"] < 20


def test_without_database_health_is_503(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr("clusterwerk.config.health.last_sign_of_any_worker", fail)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["database"] == "unreachable"


@pytest.mark.django_db
def test_health_is_not_redirected_to_tls(client: Client, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/healthz").status_code == 200


def test_a_request_is_logged_with_its_id_and_without_what_was_searched(client: Client) -> None:
    with structlog.testing.capture_logs(
        processors=[structlog.contextvars.merge_contextvars]
    ) as lines:
        answer = client.get("/de/imprint/?q=secret", headers={"X-Request-ID": "abc-12345"})
    assert answer["X-Request-ID"] == "abc-12345"
    line = next(line for line in lines if line["event"] == "request")
    assert (line["request_id"], line["path"], line["status"]) == (
        "abc-12345",
        "/de/imprint/",
        200,
    )
    assert "secret" not in str(line)


def test_an_id_that_could_forge_a_log_line_is_replaced(client: Client) -> None:
    answer = client.get("/de/imprint/", headers={"X-Request-ID": "a b\tc\x1b[31mred"})
    assert answer["X-Request-ID"].isalnum()
