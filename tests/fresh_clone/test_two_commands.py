"""The README's two commands, in a fresh clone, an empty folder and an empty home."""

import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.fresh_clone

ROOT = Path(__file__).resolve().parents[2]
LONGEST_FIRST_START = 600  # with downloads
LONGEST_SECOND_START = (
    30  # measured and reported; the promise of 5 s is not asserted on a busy machine
)


def clean_environment(home: Path) -> dict[str, str]:
    """What a newcomer has: no activated environment, nothing of ours; proxies and mirrors stay."""
    ours = (
        "VIRTUAL_ENV",
        "PYTHON",
        "DJANGO",
        "CLUSTERWERK",
        "DATABASE_URL",
        "PYTEST",
        "MAKE",
        "MFLAGS",
    )
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    path = [part for part in kept["PATH"].split(":") if "/.venv/" not in part + "/"]
    return kept | {"HOME": str(home), "PATH": ":".join(path)}


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fresh") / "clusterwerk"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder)], check=True)
    return folder


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return clean_environment(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


class Portal:
    """A running `make run`."""

    def __init__(self, clone: Path, environment: dict[str, str], port: int) -> None:
        self.lines: list[str] = []
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            ["make", "run"],
            cwd=clone,
            env=environment | {"PORT": str(port)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def wait_for(self, words: str, seconds: int) -> float:
        """Reads what is printed until a line holds the words; the seconds it took."""
        assert self.process.stdout
        for line in self.process.stdout:
            print("   ", line, end="", flush=True)
            self.lines.append(line)
            if words in line:
                return time.monotonic() - self.started
            assert time.monotonic() - self.started < seconds, "".join(self.lines)
        raise AssertionError("make run ended early:\n" + "".join(self.lines))

    def stop(self) -> None:
        os.killpg(self.process.pid, signal.SIGINT)
        self.process.wait(timeout=30)
        assert self.process.stdout
        self.process.stdout.close()


def read(address: str) -> str:
    with urllib.request.urlopen(address, timeout=20) as answer:
        return str(answer.read().decode())


@pytest.fixture(scope="module")
def portal(clone: Path, environment: dict[str, str], port: int) -> Iterator[Portal]:
    running = Portal(clone, environment, port)
    seconds = running.wait_for(f"http://127.0.0.1:{port}/", LONGEST_FIRST_START)
    print(f"make run, first time: {seconds:.1f} s with downloads")
    yield running
    if running.process.poll() is None:
        running.stop()


def test_make_run_serves_the_register_the_week_and_the_planned_conference(
    portal: Portal, port: int
) -> None:
    base = f"http://127.0.0.1:{port}"
    assert "<h1" in read(f"{base}/de/")
    assert "Composites United" in read(f"{base}/de/cluster/?q=Faserverbund")
    assert "127" in read(f"{base}/en/programme/clusterwoche-2017-beispiel/?as_of=2017-04-19")
    conferences = read(f"{base}/en/conference/")
    for slug, told in (("example-next-conference", "200"), ("example-stuttgart-2017", "604")):
        assert f'href="/en/conference/{slug}/"' in conferences
        assert f">{told}<" in read(f"{base}/en/conference/{slug}/")


def test_a_taken_port_is_one_clear_message(
    portal: Portal, clone: Path, environment: dict[str, str], port: int
) -> None:
    second = subprocess.run(
        ["make", "run"],
        cwd=clone,
        env=environment | {"PORT": str(port)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert second.returncode != 0
    assert str(port) in second.stdout + second.stderr
    assert "Traceback" not in second.stdout + second.stderr


def test_the_second_start_is_quick_and_keeps_the_data(
    portal: Portal, clone: Path, environment: dict[str, str], port: int
) -> None:
    portal.stop()
    again = Portal(clone, environment, port)
    try:
        seconds = again.wait_for(f"http://127.0.0.1:{port}/", LONGEST_SECOND_START)
        print(f"make run, second time: {seconds:.1f} s")
        assert "Composites United" in read(f"http://127.0.0.1:{port}/de/cluster/?q=Faserverbund")
    finally:
        again.stop()


def test_make_test_passes(portal: Portal, clone: Path, environment: dict[str, str]) -> None:
    started = time.monotonic()
    done = subprocess.run(["make", "test"], cwd=clone, env=environment, check=False)
    print(f"make test: {time.monotonic() - started:.0f} s")
    assert done.returncode == 0
