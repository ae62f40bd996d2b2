"""The leader of the timetable is lost: killed, and frozen until somebody else leads, then thawed. No slot is lost for good, none fires twice."""

from __future__ import annotations

import signal
import statistics

from tests.faults.instance import Instance, instance, scalar, until, wait_for_jobs_processes
from tests.faults.scenario import Given, Outcome

KILLS, FREEZES = 6, 3
_NAMES = ("jobs-1", "jobs-2")
_LEADING = "SELECT pid FROM job_process WHERE is_leader AND beat_at > now() - interval '3 seconds' ORDER BY beat_at DESC LIMIT 1"
_LIVES = "SELECT count(*) FROM job_process WHERE pid = :pid"
_FIRED_SINCE = "SELECT count(*) FROM job_firing WHERE fired_at > now() - interval '5 seconds'"


def run(outcome: Outcome, _given: Given) -> None:
    takeovers = []
    with instance() as kordon:
        for name in _NAMES:
            kordon.start_jobs(name)
        wait_for_jobs_processes(len(_NAMES))
        kordon.start_drivers(2, through_web=0)
        for _number in range(KILLS):
            name = _leading(kordon)
            kordon.kill(name)
            takeovers.append(until(lambda lost=name: _leading_now(kordon) not in {"", lost}, "another process leads"))
            kordon.start_jobs(name)
            _after(kordon, outcome, "the leader was killed")
        for _number in range(FREEZES):
            name = _leading(kordon)
            frozen = kordon.running[name]
            frozen.send_signal(signal.SIGSTOP)
            took = until(lambda lost=name: _leading_now(kordon) not in {"", lost}, "another process leads while the leader is frozen")
            frozen.send_signal(signal.SIGCONT)
            _after(kordon, outcome, "the leader was frozen and woke up")
            outcome.notes.append(f"frozen leader: another one leads after {took:.1f} s")
        kordon.stop_drivers()
        outcome.look_at_rest(kordon, "at rest after the leader was lost", with_mail=False)
        kordon.stop()
    outcome.notes.append(f"killed leader: another one leads after {statistics.median(takeovers):.1f} s (median), {max(takeovers):.1f} s at most")


def _after(kordon: Instance, outcome: Outcome, what: str) -> None:
    until(lambda: scalar(_FIRED_SINCE) > 0, "the timetable fires again")
    outcome.times += 1
    outcome.look(kordon, what)


def _leading(kordon: Instance) -> str:
    ready = [kordon.running[name].pid for name in _NAMES]
    until(lambda: all(scalar(_LIVES, pid=pid) for pid in ready) and bool(_leading_now(kordon)), "one leads and the other one could")
    return _leading_now(kordon)


def _leading_now(kordon: Instance) -> str:
    pid = scalar(_LEADING)
    return next((name for name in _NAMES if name in kordon.running and kordon.running[name].pid == pid), "")
