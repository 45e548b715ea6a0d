"""`clusterwerk run` and its worker as real processes, on a database of their own."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
ENQUEUE = """
import django; django.setup()
from clusterwerk.jobs.actions import enqueue_after_commit
for number in range(20):
    enqueue_after_commit("tests.clusterwerk.jobs.tasks_for_tests.count_to", by=None, number=number)
"""


def environment(folder: Path, port: int) -> dict[str, str]:
    """Not a demonstration: quick, and its data is of no interest here."""
    return {
        **{name: text for name, text in os.environ.items() if name != "DATABASE_URL"},
        "CLUSTERWERK_VAR": str(folder),
        "CLUSTERWERK_DEMO": "0",
        "DJANGO_SETTINGS_MODULE": "clusterwerk.config.settings",
        "PORT": str(port),
        "WORKERS": "2",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


@contextmanager
def running(folder: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "clusterwerk", "run"],
        env=environment(folder, port),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def python(code: str, folder: Path) -> None:
    subprocess.run([sys.executable, "-c", code], env=environment(folder, 1), check=True)


def jobs_done_at_first_attempt(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "clusterwerk.sqlite3")) as database:
        found = database.execute(
            "SELECT count(*) FROM jobs_job WHERE state = 'done' AND attempts = 1"
        )
        count: int = found.fetchone()[0]
        return count


def health(port: int) -> dict[str, object]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=20) as answer:
        found: dict[str, object] = json.load(answer)
        return found


def children_of(pid: int) -> list[int]:
    """All descendants (Linux)."""
    direct = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [found for child in direct for found in (int(child), *children_of(int(child)))]


def is_alive(pid: int) -> bool:
    state = Path(f"/proc/{pid}/stat")
    return state.exists() and state.read_text().rsplit(")", 1)[1].split()[0] != "Z"


def wait_until(condition: object, seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_it_serves_works_survives_a_dead_worker_and_leaves_nobody_behind(tmp_path: Path) -> None:
    port = free_port()
    with running(tmp_path, port) as run:
        assert run.stdout is not None
        lines = []
        for line in run.stdout:
            lines.append(line)
            if line.startswith("Stop with"):
                break
        assert f"Clusterwerk is at http://127.0.0.1:{port}\n" in lines
        wait_until(lambda: health(port)["worker"] == "ok")
        python(ENQUEUE, tmp_path)
        wait_until(lambda: jobs_done_at_first_attempt(tmp_path) == 20)  # each once, by two workers
        family = children_of(run.pid)
        worker = next(
            pid for pid in family if b"work\0" in Path(f"/proc/{pid}/cmdline").read_bytes()
        )
        os.kill(worker, signal.SIGKILL)
        wait_until(lambda: len(set(children_of(run.pid)) - set(family)) > 0)
        family = children_of(run.pid)
        run.send_signal(signal.SIGTERM)
        assert run.wait(15) == 0
        assert not [pid for pid in family if is_alive(pid)]


def test_killed_without_mercy_it_leaves_nobody_behind_either(tmp_path: Path) -> None:
    port = free_port()
    with running(tmp_path, port) as run:
        wait_until(lambda: len(children_of(run.pid)) >= 5)  # two workers, server and its two
        family = children_of(run.pid)
        run.kill()
        run.wait()
        wait_until(lambda: not [pid for pid in family if is_alive(pid)])


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        ({"PORT": "web"}, "PORT='web': write a whole number of 1 or more.\n"),
        ({"PORT": "70000"}, "PORT=70000: write a number from 1 to 65535.\n"),
        ({"HOST": "192.0.2.1"}, "HOST=192.0.2.1 is no address of this machine.\n"),
        (
            {"DATABASE_URL": "mysql://x"},
            "DATABASE_URL: write postgres://user:password@host:port/name.\n",
        ),
    ],
)
def test_a_wrong_setting_is_one_line_and_exit_code_1(
    tmp_path: Path, settings: dict[str, str], line: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "clusterwerk", "run"],
        env={**environment(tmp_path, free_port()), **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, line)


def test_a_wrong_setting_is_one_line_in_other_commands_too(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "clusterwerk", "check"],
        env={**environment(tmp_path, 1), "LOG_FORMAT": "xml"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, "LOG_FORMAT='xml': write one of text, json.\n")


def test_a_taken_port_is_one_line_before_anything_else_is_done(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "clusterwerk", "run"],
            env=environment(folder, port),
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith(f"Port {port} on 127.0.0.1 is in use. Stop what uses it, or ")
    assert done.stderr.count("\n") == 1
    assert not folder.exists()
