"""`clusterwerk run`: sets everything up and serves the portal with its worker.

Safe to repeat: what is there stays as it is. Nothing of Django is imported before the port is ours.
"""

import errno
import ipaddress
import os
import socket
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable

from . import environment
from .catalogues import compile_catalogues
from .children import Child, ChildKeepsDyingError, Children
from .gunicorn_config import GATE

SECONDS_TO_ANSWER = 60.0


class Steps:
    """Prints what is being done, with the seconds since the start."""

    def __init__(self) -> None:
        self._begin = time.monotonic()

    def say(self, line: str) -> None:
        """One line, at once."""
        seconds = time.monotonic() - self._begin
        sys.stdout.write(f"{seconds:6.1f} s  {line}\n")
        sys.stdout.flush()


def main() -> int:
    """The command; returns the exit code (1: a setting or the port is wrong, or a child died)."""
    steps = Steps()
    try:
        host, port = environment.text("HOST", "127.0.0.1"), environment.number("PORT", 8000)
        listening = _listen(host, port)
    except (environment.SettingError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    os.environ.setdefault("CLUSTERWERK_DEMO", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clusterwerk.config.settings")
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    children = Children(os.environ, steps.say)
    gate, opening = os.pipe()
    try:
        with os.fdopen(opening, "wb"):  # at its end, whatever happens, the web server goes on
            _read_settings()
            children.start(_web_server(listening, gate))
            # Compiles the planner's kernels beside all else, where that was not done before.
            children.begin([sys.executable, "-m", "matchmaking.planning.warming"])
            _set_up(steps.say)
            children.stop_on_signals()
            _start_workers(children, steps.say)
            _load_demo(steps.say)
            children.wait_for_begun()
        _wait_until_ready(children, _address(host, port), steps.say)
        if not children.is_stopping:
            steps.say("Ready")
            _say_how_to_use(_address(host, port))
        children.watch()
    except (ChildKeepsDyingError, environment.SettingError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:  # while setting up
        return 130
    finally:
        children.end()
        listening.close()
    steps.say("Stopped")
    return 0


def _listen(host: str, port: int) -> socket.socket:
    """The socket that the server inherits, so that nobody takes the port while we set up.

    Raises OSError with a sentence for the person at the keyboard.
    """
    if port > 65535:
        raise OSError(f"PORT={port}: write a number from 1 to 65535.")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=128)
    except OSError as error:
        taken = f"Port {port} on {host} is in use. Stop what uses it, or choose another: "
        why = {
            errno.EADDRINUSE: taken + f"PORT={port + 1000 if port < 64535 else 8080} make run",
            errno.EADDRNOTAVAIL: f"HOST={host} is no address of this machine.",
            errno.EACCES: f"Port {port} is for administrators; choose one above 1023.",
        }
        raise OSError(why.get(error.errno or 0, f"HOST={host} PORT={port}: {error}")) from error


def _read_settings() -> None:
    """Before any child does, so that a wrong one is one line.

    Raises SettingError.
    """
    from django.conf import settings

    environment.number("WORKERS", 1)
    _ = settings.INSTALLED_APPS  # reads them all


def _set_up(say: Callable[[str], None]) -> None:
    """German texts and database."""
    compiled = compile_catalogues()
    say(f"German texts compiled: {', '.join(compiled)}" if compiled else "German texts are there")
    # Django is imported as late as this, because it takes a second and needs the settings above.
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import OperationalError, connection

    say(f"Database: {connection.vendor}, {connection.settings_dict['NAME']}")
    try:
        call_command("migrate", verbosity=0, interactive=False)
    except OperationalError as error:
        raise environment.SettingError(f"The database does not answer: {error}") from error


def _load_demo(say: Callable[[str], None]) -> None:
    """In a demonstration, its facts and examples; the worker plans while the rest is loaded."""
    from django.conf import settings

    if not settings.DEMO:
        return
    say("Facts and examples")
    from clusterwerk.demo.loading import load_all

    load_all(lambda line: say(f"  {line}"))


def _start_workers(children: Children, say: Callable[[str], None]) -> None:
    """As many as WORKERS says; each does one job at a time."""
    count = environment.number("WORKERS", 1)
    say("Starting the worker" if count == 1 else f"Starting {count} workers")
    for number in range(1, count + 1):
        children.start(Child(f"Worker {number}", [sys.executable, "-m", "clusterwerk", "work"]))


def _web_server(listening: socket.socket, gate: int) -> Child:
    """Gunicorn on the socket that we hold since the beginning, waiting at the gate."""
    command = [sys.executable, "-m", "gunicorn", "clusterwerk.config.wsgi"]
    command += ["--config", "python:clusterwerk.config.gunicorn_config"]
    command += ["--bind", f"fd://{listening.fileno()}", "--preload", "--no-control-socket"]
    command += ["--workers", str(environment.number("WEB_PROCESSES", 2))]
    command += ["--threads", str(environment.number("WEB_THREADS", 4))]
    command += ["--log-level", "warning", "--worker-tmp-dir", _quick_folder()]
    return Child("Web server", command, (listening.fileno(), gate), {GATE: str(gate)})


def _wait_until_ready(children: Children, address: str, say: Callable[[str], None]) -> None:
    """Until the server answers and the jobs of the demonstration are done."""
    deadline = time.monotonic() + SECONDS_TO_ANSWER
    while not children.is_stopping and not _answers(f"{address}/healthz"):
        children.check()
        if time.monotonic() > deadline:
            raise ChildKeepsDyingError("The web server does not answer; the reason stands above.")
        time.sleep(0.1)
    from .job_progress import ProgressLines  # needs Django, which is set up by now

    progress = ProgressLines(say)
    while not children.is_stopping and progress.say_news():
        children.check()
        time.sleep(0.5)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5):  # noqa: S310  # nosec B310
            return True
    except urllib.error.HTTPError:
        return True  # it speaks; what is wrong is in the log
    except OSError:
        return False


def _address(host: str, port: int) -> str:
    shown = f"[{host}]" if ":" in host else host
    try:
        if ipaddress.ip_address(host).is_unspecified:  # all addresses of this machine: show one
            shown = "[::1]" if ":" in host else "127.0.0.1"
    except ValueError:
        pass  # a name
    return f"http://{shown}:{port}"


def _quick_folder() -> str:
    """Where gunicorn's processes give signs of life: in memory where there is such a place."""
    memory = "/dev/shm"  # noqa: S108  # nosec B108
    return memory if os.access(memory, os.W_OK) else tempfile.gettempdir()


def _say_how_to_use(address: str) -> None:
    """The last lines: where to go, as whom, and how to stop."""
    from django.conf import settings

    lines = ["", f"Clusterwerk is at {address}", ""]
    if settings.DEMO:
        from clusterwerk.demo.people import ACCOUNTS, PASSWORD

        width = max(len(account.email) for account in ACCOUNTS)
        lines.append(f"Demo accounts, password {PASSWORD} (or a code, shown in the outbox):")
        lines += [f"  {account.email:<{width}}  {account.role.value}" for account in ACCOUNTS]
        lines += [f"Outbox: {address}/demo/mail/"]
    else:
        lines.append("The first administrator: clusterwerk create_admin ADDRESS")
    sys.stdout.write("\n".join([*lines, "Stop with Ctrl+C.", ""]))
    sys.stdout.flush()
