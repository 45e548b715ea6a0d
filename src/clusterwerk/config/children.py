"""A small process runner: starts children, starts dead ones again, and leaves none behind."""

import ctypes
import signal
import subprocess  # nosec B404
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

SECONDS_TO_STOP = 10.0
SECONDS_BEFORE_RESTART = 1.0
# A child that dies this often within this time will not recover by itself.
DEATHS, WITHIN_SECONDS = 5, 60.0
PR_SET_PDEATHSIG = 1


class ChildKeepsDyingError(Exception):
    """A child was started again several times and died each time."""


@dataclass
class Child:
    """A command that shall always run; `pass_fds` are open files it inherits."""

    name: str
    command: Sequence[str]
    pass_fds: tuple[int, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    deaths: list[float] = field(default_factory=list)


class Children:
    """Runs children until `stop`, which a signal handler may call."""

    def __init__(self, environment: Mapping[str, str], say: Callable[[str], None]) -> None:
        self._environment = dict(environment)
        self._say = say
        self._children: list[Child] = []
        self._begun: list[subprocess.Popen[bytes]] = []
        self.is_stopping = False

    def start(self, child: Child) -> None:
        """Adds a child and starts it."""
        self._children.append(child)
        self._spawn(child)

    def begin(self, command: Sequence[str]) -> None:
        """Starts a command that runs once and ends by itself."""
        self._begun.append(self._open(command))

    def wait_for_begun(self) -> None:
        """Returns when every command of `begin` has ended, however it ended."""
        for process in self._begun:
            process.wait()

    def stop(self, *_signal: object) -> None:
        """Asks for the end of `watch`; the children are ended there."""
        self.is_stopping = True

    def stop_on_signals(self) -> None:
        """Ctrl+C, SIGTERM and a closed terminal end all children with us."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) is not signal.SIG_IGN:  # as nohup wishes
                signal.signal(number, self.stop)

    def check(self) -> None:
        """Starts dead children again.

        Raises ChildKeepsDyingError when one died too often.
        """
        for child in self._children:
            if child.process is None or child.process.poll() is None or self.is_stopping:
                continue
            now = time.monotonic()
            child.deaths = [at for at in child.deaths if now - at < WITHIN_SECONDS] + [now]
            code = child.process.returncode
            if len(child.deaths) >= DEATHS:
                raise ChildKeepsDyingError(f"{child.name} ended {DEATHS} times (code {code}).")
            self._say(f"{child.name} ended (code {code}) and is started again")
            time.sleep(SECONDS_BEFORE_RESTART)
            self._spawn(child)

    def watch(self) -> None:
        """Keeps all children alive until `stop`."""
        while not self.is_stopping:
            self.check()
            time.sleep(0.2)

    def end(self) -> None:
        """Ends all children: gently, after ten seconds by force."""
        running = [child.process for child in self._children if child.process is not None]
        running += self._begun
        for process in running:
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + SECONDS_TO_STOP
        for process in running:
            try:
                process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _spawn(self, child: Child) -> None:
        child.process = self._open(child.command, child.pass_fds, child.environment)

    def _open(
        self,
        command: Sequence[str],
        pass_fds: tuple[int, ...] = (),
        environment: Mapping[str, str] | None = None,
    ) -> subprocess.Popen[bytes]:
        # A session of its own: Ctrl+C reaches only us, and we end the children in good order.
        return subprocess.Popen(  # noqa: S603  # nosec B603 - our own commands
            command,
            env={**self._environment, **(environment or {})},
            pass_fds=pass_fds,
            start_new_session=True,
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,
        )


def _end_with_parent() -> None:
    """Linux sends SIGTERM to the child when we are killed without a chance to end it."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
