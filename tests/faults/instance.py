"""A Kordon of its own to be broken: a home under the temporary folder, a demo bank, and processes that can be killed one by one.

The database is the embedded one with its real settings: what was acknowledged is on the disk.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import psutil
import psycopg
import requests
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from data import connection, embedded
from data.settings import read_settings
from tests.faults.effects import TABLE

ROOT = Path(__file__).resolve().parents[2]
CASES, MONTHS = "300", "3"
PATIENCE_SECONDS = 90.0
Answer = TypeVar("Answer")
_LIVING = "SELECT count(DISTINCT pid) FROM job_process WHERE beat_at > now() - interval '2 seconds'"


class NotInTime(AssertionError):
    """A condition did not come true; the message says which."""


def until(condition: Callable[[], bool], what: str, *, seconds: float = PATIENCE_SECONDS) -> float:
    """Wait for a condition; how many seconds it took. A database that does not answer makes it false."""
    begun, never, trouble = time.monotonic(), threading.Event(), ""
    while True:
        try:
            if condition():
                return time.monotonic() - begun
            trouble = ""
        except (psycopg.Error, psutil.Error, DBAPIError, OSError) as error:
            trouble = f" ({type(error).__name__}: {str(error).partition(chr(10))[0]})"
        if time.monotonic() - begun > seconds:
            raise NotInTime(f"{what}: not within {seconds:.0f} s{trouble}")
        never.wait(0.05)


def answer_of(question: Callable[[], Answer]) -> Answer:
    """The answer to a question to the database, asked again while it recovers."""
    answers: list[Answer] = []

    def ask() -> bool:
        answers.append(question())
        return True

    until(ask, "the database answers")
    return answers[0]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Instance:
    """Where it lives and what runs of it. Journals and logs lie elsewhere: no fault of the home may reach them."""

    home: Path
    records: Path
    environment: dict[str, str]
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.environment['KORDON_PORT']}"

    @property
    def journals(self) -> Path:
        return self.records / "journals"

    def start(self, name: str, command: Sequence[str], *, tree: Path = ROOT, **environment: str) -> subprocess.Popen[bytes]:
        """Start a process of ours under a name, from this tree of sources; what it says goes to a log of that name."""
        with (self.records / f"{name}.log").open("ab") as output:
            process = subprocess.Popen(
                [sys.executable, *command], cwd=tree, env=self.environment | environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output
            )
        self.running[name] = process
        return process

    def start_web(self, name: str = "web", *, tree: Path = ROOT, **environment: str) -> None:
        self.start(name, ["app.py", "web"], tree=tree, **environment)

    def start_jobs(self, name: str, *, tree: Path = ROOT, **environment: str) -> None:
        self.start(name, ["-m", "tests.faults.effects"], tree=tree, **environment)

    def start_drivers(self, threads: int, *, through_web: int, url: str = "") -> None:
        """Load: people through the operations, and through the web."""
        turn = f"turn-{time.monotonic_ns()}"
        self.start("driver", ["-m", "tests.faults.driver", turn, str(threads), str(self.journals)])
        if through_web:
            self.start("driver-web", ["-m", "tests.faults.driver", f"{turn}-web", str(through_web), str(self.journals), url or self.url])

    def stop_drivers(self) -> None:
        """No more load: everybody ends the deed he is at."""
        self.stop(*(name for name in ("driver", "driver-web") if name in self.running))

    def kill(self, name: str) -> None:
        """kill -9, now."""
        process = self.running.pop(name)
        process.send_signal(signal.SIGKILL)
        process.wait()

    def stop(self, *names: str) -> None:
        """SIGTERM to these and wait; who does not go is killed and told."""
        chosen = {name: self.running.pop(name) for name in names or tuple(self.running) if name in self.running}
        for process in chosen.values():
            process.terminate()
        for name, process in chosen.items():
            try:
                process.wait(PATIENCE_SECONDS)
            except subprocess.TimeoutExpired:
                self.running[name] = process
                if name.startswith("driver"):
                    process.send_signal(signal.SIGUSR1)
                raise NotInTime(f"{name} did not stop when asked") from None

    def postmaster(self) -> int:
        """The process number of the database server."""
        place = embedded.place_of(read_settings())
        return int((place.cluster / "postmaster.pid").read_text().splitlines()[0])

    def web_answers(self) -> bool:
        try:
            return requests.get(f"{self.url}/health", timeout=2).ok
        except requests.RequestException:
            return False

    def tail(self, name: str, lines: int = 60) -> str:
        path = self.records / f"{name}.log"
        return "\n".join(path.read_text(errors="replace").splitlines()[-lines:]) if path.exists() else ""


def scalar(statement: str, **values: object) -> int:
    """One number from the instance's database."""
    with connection.engine().connect() as direct:
        return int(direct.execute(text(statement), values).scalar() or 0)


def wait_for_jobs_processes(many: int) -> None:
    """Until so many jobs processes (and with them the database) live."""
    until(lambda: scalar(_LIVING) >= many, f"{many} jobs processes live")


def execute(statement: str, **values: object) -> None:
    with connection.engine().begin() as direct:
        direct.execute(text(statement), values)


@contextmanager
def instance(settings: Mapping[str, str] | None = None, *, home: Path | None = None) -> Iterator[Instance]:
    """A bank of its own, empty of processes; at the end everything of it is stopped and removed. `home`: a folder that is there already."""
    home = home or Path(tempfile.mkdtemp(prefix="kordon-faults-"))
    home.chmod(0o755)  # PostgreSQL runs as another user when we are root
    records = Path(tempfile.mkdtemp(prefix="kordon-records-"))
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KORDON_", "FAULTS_"))}
    ours = {"KORDON_HOME": str(home), "KORDON_PORT": str(free_port()), "KORDON_DEMO": "0", "KORDON_LANG": "ru", **(settings or {})}
    made = Instance(home, records, kept | ours)
    made.journals.mkdir()
    before = {name: os.environ.get(name) for name in ours}
    os.environ.update(ours)
    try:
        _prepare(made)
        yield made
    except NotInTime as error:
        error.add_note("\n".join(f"--- {path.stem}\n{made.tail(path.stem)}" for path in sorted(made.records.glob("*.log"))))
        raise
    finally:
        _leave(made)
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _prepare(made: Instance) -> None:
    with (made.records / "demo.log").open("wb") as output:
        command = [sys.executable, "app.py", "demo", "--cases", CASES, "--months", MONTHS, "--seed", "7"]
        subprocess.run(command, cwd=ROOT, env=made.environment, stdout=output, stderr=output, check=True)
    with embedded.running(read_settings()):
        execute(TABLE)
        connection.engine().dispose()


def _leave(made: Instance) -> None:
    for process in made.running.values():
        process.send_signal(signal.SIGCONT)  # one that was frozen must hear it too
        process.kill()
        process.wait()
    connection.engine().dispose()
    with embedded.running(read_settings()):
        pass  # the last one out stops the server that killed processes have left behind
    for folder in (made.home, made.records):
        shutil.rmtree(folder, ignore_errors=True)
