"""What the web server does when it is ready, and after each answer."""

import gc
import os
from collections.abc import Iterator

import pytest
from gunicorn.config import Config

from clusterwerk.config import gunicorn_config


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


def test_the_server_waits_at_the_gate_and_keeps_what_is_loaded_out_of_the_collection(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reading, writing = os.pipe()
    os.close(writing)  # the other side is ready, or gone
    monkeypatch.setenv(gunicorn_config.GATE, str(reading))
    gunicorn_config.when_ready(None)
    assert gc.get_freeze_count() > 1000
    assert gc.get_threshold() == gunicorn_config.SELDOM
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.close(reading)


def test_gunicorn_takes_the_settings() -> None:
    settings = Config()
    for name in ("when_ready", "post_request"):
        settings.set(name, getattr(gunicorn_config, name))
        assert settings.settings[name].get() is getattr(gunicorn_config, name)


def test_what_an_answer_leaves_behind_is_freed_when_it_is_out() -> None:
    gunicorn_config.collect_between_answers()

    class Circle:
        freed = 0

        def __init__(self) -> None:
            self.own = self

        def __del__(self) -> None:
            Circle.freed += 1

    Circle()
    assert Circle.freed == 0
    gunicorn_config.post_request(None, None, None, None)
    assert Circle.freed == 1


def test_what_other_threads_used_while_an_answer_went_out_is_freed_a_little_later() -> None:
    gunicorn_config.collect_between_answers()
    freed = []

    class Circle:
        def __init__(self) -> None:
            self.own = self

        def __del__(self) -> None:
            freed.append(True)

    in_use = Circle()
    for _ in range(3):  # answers of other threads go out
        gunicorn_config.post_request(None, None, None, None)
    del in_use
    for _ in range(gunicorn_config.SELDOM[2] + 1):
        gunicorn_config.post_request(None, None, None, None)
    assert freed == [True]
