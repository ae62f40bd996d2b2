"""kill -9 under load, at random points: web, jobs, the database server, one connection of it."""

from __future__ import annotations

import os
import random
import signal
import statistics
import threading
import time
from collections import Counter
from pathlib import Path

from sqlalchemy import text

from data import connection
from tests.faults.instance import Instance, free_port, instance, scalar, until, wait_for_jobs_processes
from tests.faults.journal import ACKNOWLEDGED, deeds
from tests.faults.mailbox import Mailbox, mailbox
from tests.faults.scenario import Given, Outcome

SHARES = {"web": 35, "jobs": 35, "database": 18, "connection": 12}
THREADS, VISITORS = 3, 2
ROUND = 20  # so many kills, then everything comes to rest and everything is asked
_LONGEST_WAIT = 1.2
_LIVES = "SELECT count(*) FROM job_process WHERE pid = :pid"
_BACKENDS = text("SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() AND state <> 'idle'")


class Kills:
    """Seeded: the same seed kills in the same order (the load does not repeat itself)."""

    def __init__(self, outcome: Outcome, kordon: Instance, box: Mailbox, *, seed: int) -> None:
        self.outcome, self.kordon, self.box = outcome, kordon, box
        self.dice = random.Random(seed)
        self.killed: Counter[str] = Counter()
        self.recoveries: dict[str, list[float]] = {kind: [] for kind in SHARES}

    def run(self, times: int) -> None:
        kordon = self.kordon
        for name in ("jobs-1", "jobs-2"):
            kordon.start_jobs(name)
        kordon.start_web()
        until(kordon.web_answers, "the web answers")
        wait_for_jobs_processes(2)
        while self.outcome.times < times:
            self._round(min(ROUND, times - self.outcome.times))
        kordon.stop()
        self._sum_up()

    def _round(self, times: int) -> None:
        self.kordon.start_drivers(THREADS, through_web=VISITORS)
        for _number in range(times):
            victim = self.dice.choices(list(SHARES), list(SHARES.values()))[0]
            self._wait_for_work()
            threading.Event().wait(self.dice.uniform(0, _LONGEST_WAIT))
            self._kill(victim)
            self.outcome.times += 1
            self.outcome.look(self.kordon, f"kill {self.outcome.times} ({victim})")
            print(f"\r  {self.outcome.times} kills, {len(self.outcome.findings)} findings", end="", flush=True)
        self.kordon.stop_drivers()
        self.outcome.look_at_rest(self.kordon, f"at rest after kill {self.outcome.times}")
        print()

    def _wait_for_work(self) -> None:
        """Until both doors have been answered again since the last kill."""
        by_web, inside = _acknowledged(self.kordon)
        until(lambda: all(now > before for now, before in zip(_acknowledged(self.kordon), (by_web, inside), strict=True)), "load goes on through both doors")

    def _kill(self, victim: str) -> None:
        self.killed[victim] += 1
        begun = time.monotonic()
        getattr(self, f"_kill_{victim}")()
        self.recoveries[victim].append(time.monotonic() - begun)

    def _kill_web(self) -> None:
        self.kordon.kill("web")
        self.kordon.start_web()
        until(self.kordon.web_answers, "the web answers again")

    def _kill_jobs(self) -> None:
        name = self.dice.choice(("jobs-1", "jobs-2"))
        self.kordon.kill(name)
        self.kordon.start_jobs(name)
        until(lambda: scalar(_LIVES, pid=self.kordon.running[name].pid) == 1, "the new jobs process lives")

    def _kill_database(self) -> None:
        """Nobody of the harness starts it again: those who use it must."""
        server = self.kordon.postmaster()
        os.kill(server, signal.SIGKILL)
        until(lambda: self.kordon.postmaster() != server and _answers(), "the database answers again")

    def _kill_connection(self) -> None:
        """One server process in the midst of a statement: PostgreSQL throws out everybody and recovers."""
        with connection.engine().connect() as direct:
            busy = [row.pid for row in direct.execute(_BACKENDS)]
            own = int(direct.execute(text("SELECT pg_backend_pid()")).scalar_one())
        os.kill(self.dice.choice(busy or [own]), signal.SIGKILL)
        until(lambda: not Path(f"/proc/{own}").exists(), "everybody is thrown out")
        until(_answers, "the database answers again")

    def _sum_up(self) -> None:
        for kind, seconds in self.recoveries.items():
            if seconds:
                told = f"median {statistics.median(seconds):.1f} s, longest {max(seconds):.1f} s"
                self.outcome.notes.append(f"{kind}: {self.killed[kind]} killed, works again after {told}")
        lost = [key for key, subjects in self.box.subjects.items() if len(subjects) != 1]
        self.outcome.expect(not lost, f"Message-IDs with more than one letter: {lost[:3]}")
        again = sum(1 for times in self.box.deliveries.values() if times > 1)
        self.outcome.notes.append(f"letters: {len(self.box.subjects)} arrived, {again} addresses got one again under its Message-ID")


def run(outcome: Outcome, given: Given) -> None:
    port = free_port()
    with mailbox(port) as box, instance({"KORDON_SMTP_HOST": "127.0.0.1", "KORDON_SMTP_PORT": str(port)}) as kordon:
        Kills(outcome, kordon, box, seed=given.seed).run(given.kills)


def _acknowledged(kordon: Instance) -> tuple[int, int]:
    done = [deed for deed in deeds(kordon.journals).values() if deed.state == ACKNOWLEDGED]
    by_web = sum(1 for deed in done if deed.kind.startswith("web "))
    return by_web, len(done) - by_web


def _answers() -> bool:
    with connection.engine().connect() as direct:
        return direct.execute(text("SELECT 1")).scalar() == 1
