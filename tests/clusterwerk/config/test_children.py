"""The process runner: restarts, gives up, and leaves nobody behind."""

import os
import sys
import time
from pathlib import Path

import pytest

from clusterwerk.config import children as module
from clusterwerk.config.children import Child, ChildKeepsDyingError, Children

STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(); time.sleep(60)"
)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SECONDS_BEFORE_RESTART", 0.0)
    monkeypatch.setattr(module, "SECONDS_TO_STOP", 1.0)


def python(name: str, code: str) -> Child:
    return Child(name, [sys.executable, "-S", "-c", code])


def wait_for_end(child: Child) -> None:
    assert child.process is not None
    child.process.wait(10)


def test_a_dead_child_is_started_again_and_that_is_said() -> None:
    lines: list[str] = []
    children = Children(os.environ, lines.append)
    child = python("Sleeper", "import time; time.sleep(60)")
    children.start(child)
    assert child.process is not None
    first = child.process.pid
    child.process.kill()
    wait_for_end(child)
    children.check()
    assert child.process.pid != first
    assert lines == ["Sleeper ended (code -9) and is started again"]
    children.end()
    assert child.process.poll() is not None


def test_a_child_that_keeps_dying_ends_the_run() -> None:
    children = Children(os.environ, lambda _line: None)
    child = python("Broken", "raise SystemExit(3)")
    children.start(child)
    for _ in range(module.DEATHS - 1):
        wait_for_end(child)
        children.check()
    wait_for_end(child)
    with pytest.raises(ChildKeepsDyingError, match=r"Broken ended 5 times \(code 3\)"):
        children.check()


def test_a_child_that_does_not_listen_is_ended_by_force(tmp_path: Path) -> None:
    children = Children(os.environ, lambda _line: None)
    ready = tmp_path / "ready"
    child = python("Stubborn", STUBBORN.format(ready=str(ready)))
    children.start(child)
    for _ in range(100):
        if ready.exists():
            break
        time.sleep(0.05)
    children.end()
    assert child.process is not None
    assert child.process.returncode == -9


def test_nothing_is_started_again_while_stopping() -> None:
    children = Children(os.environ, lambda _line: None)
    child = python("Quick", "pass")
    children.start(child)
    wait_for_end(child)
    children.stop()
    children.watch()
    assert child.process is not None
    assert child.process.returncode == 0
