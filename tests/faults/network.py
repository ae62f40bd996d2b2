"""The network between a jobs process and the database stands still: nothing comes through, nothing is closed. Then it goes on, or breaks."""

from __future__ import annotations

import random
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from data import embedded
from data.settings import read_settings
from tests.faults.instance import Instance, instance, scalar, until, wait_for_jobs_processes
from tests.faults.scenario import Given, Outcome

TIMES = 6
_CHUNK = 65536
_SEEN_SILENT = "SELECT count(*) FROM job_process WHERE pid = :pid AND beat_at < now() - interval '4 seconds'"
_FIRED = "SELECT count(*) FROM job_firing WHERE fired_at > now() - interval '3 seconds'"
_RUNNING = "SELECT count(*) FROM job_run WHERE state = 'running' AND worker LIKE :worker"


class Wire:
    """A line to the database's socket that can be held and cut."""

    def __init__(self, folder: Path, target: Path) -> None:
        self._target = target
        self._flows = threading.Event()
        self._flows.set()
        self._ends: list[socket.socket] = []
        self._door = socket.socket(socket.AF_UNIX)
        self._door.bind(str(folder / target.name))
        self._door.listen(64)
        threading.Thread(target=self._accept, daemon=True).start()

    def hold(self) -> None:
        self._flows.clear()

    def go_on(self) -> None:
        self._flows.set()

    def cut(self) -> None:
        """Everything that stood still is lost; new connections come through again."""
        ends, self._ends = self._ends, []
        for end in ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self._flows.set()

    def close(self) -> None:
        self.cut()
        self._door.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                here, _address = self._door.accept()
                there = socket.socket(socket.AF_UNIX)
                try:
                    there.connect(str(self._target))
                except OSError:
                    here.close()
                    continue
                self._ends += [here, there]
                for source, sink in ((here, there), (there, here)):
                    threading.Thread(target=self._carry, args=(source, sink), daemon=True).start()

    def _carry(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while chunk := source.recv(_CHUNK):
                self._flows.wait()
                sink.sendall(chunk)
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@contextmanager
def wire(kordon: Instance) -> Iterator[tuple[Wire, str]]:
    """A wire and the database's address behind it."""
    place, folder = embedded.place_of(read_settings()), kordon.records / "wire"
    folder.mkdir()
    made = Wire(folder, place.socket / ".s.PGSQL.5432")
    try:
        yield made, f"postgresql://kordon:{quote(place.password)}@/kordon?host={quote(str(folder))}"
    finally:
        made.close()


def run(outcome: Outcome, given: Given) -> None:
    dice = random.Random(given.seed)
    with instance({"FAULTS_PART_SECONDS": "0.2"}) as kordon:
        kordon.start_jobs("jobs-1")
        wait_for_jobs_processes(1)
        with wire(kordon) as (line, url):
            kordon.start_jobs("far", KORDON_DATABASE_URL=url)
            far = kordon.running["far"].pid
            wait_for_jobs_processes(2)
            kordon.start_drivers(3, through_web=0)
            for number in range(TIMES):
                until(lambda: scalar(_RUNNING, worker=f"%:{far}") > 0, "the far worker is at work")
                threading.Event().wait(dice.uniform(0, 0.5))
                line.hold()
                until(lambda: scalar(_SEEN_SILENT, pid=far) > 0, "the far worker is missed")
                until(lambda: scalar(_FIRED) > 0, "the timetable goes on without it")
                line.go_on() if number % 2 else line.cut()
                outcome.times += 1
                outcome.look(kordon, f"the network stood still {outcome.times}")
            kordon.stop_drivers()
            outcome.look_at_rest(kordon, "at rest after the network stood still", with_mail=False)
            kordon.stop("far")
        kordon.stop()
