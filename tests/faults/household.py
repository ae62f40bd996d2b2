"""`make run` itself: its web and jobs processes and its database are killed, one after another, and it brings them back by itself."""

from __future__ import annotations

import os
import signal

import psutil

from tests.faults.instance import Instance, instance, scalar, until
from tests.faults.scenario import Given, Outcome

_LIVES = "SELECT count(*) FROM job_process WHERE pid = :pid AND beat_at > now() - interval '7 seconds'"


def run(outcome: Outcome, _given: Given) -> None:
    with instance({"FAULTS_WITHOUT": "job"}) as kordon:  # Kordon's own jobs process knows Kordon's own tasks only
        kordon.start("household", ["app.py"])
        until(kordon.web_answers, "the web answers")
        until(lambda: _jobs_live(kordon, -1), "the jobs process lives")
        kordon.start_drivers(2, through_web=1)
        for kind in ("web", "jobs", "database", "jobs", "web", "database"):
            _kill(kordon, kind)
            outcome.times += 1
            outcome.look(kordon, f"{kind} was killed")
        kordon.stop_drivers()
        outcome.look_at_rest(kordon, "at rest after kills in the household", with_mail=False)
        children = [process.pid for process in psutil.Process(kordon.running["household"].pid).children(recursive=True)]
        kordon.kill("household")
        until(lambda: not any(psutil.pid_exists(pid) for pid in children), "its processes go with it")
        outcome.times += 1


def _kill(kordon: Instance, kind: str) -> None:
    if kind == "database":
        server = kordon.postmaster()
        os.kill(server, signal.SIGKILL)
        until(lambda: kordon.postmaster() != server and scalar("SELECT 1") == 1, "the database answers again")
        return
    pid = _child(kordon, kind)
    os.kill(pid, signal.SIGKILL)
    if kind == "web":
        until(lambda: _child(kordon, kind) not in {0, pid} and kordon.web_answers(), "the web answers again")
    else:
        until(lambda: _jobs_live(kordon, pid), "another jobs process lives")


def _child(kordon: Instance, kind: str) -> int:
    """The process of this kind; 0 while there is none."""
    living = [child for child in psutil.Process(kordon.running["household"].pid).children() if child.status() != psutil.STATUS_ZOMBIE]
    return next((child.pid for child in living if kind in child.cmdline()), 0)


def _jobs_live(kordon: Instance, before: int) -> bool:
    pid = _child(kordon, "jobs")
    return pid not in {0, before} and scalar(_LIVES, pid=pid) == 1
