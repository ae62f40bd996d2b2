"""A worker is lost in the midst of a long job: killed, or frozen until it is taken for dead and then thawed. Every part is done once."""

from __future__ import annotations

import signal

from data.operations.jobs import enqueue
from data.session import transaction
from models.access.actor import SYSTEM
from tests.faults.effects import PARTS
from tests.faults.instance import Instance, instance, scalar, until, wait_for_jobs_processes
from tests.faults.scenario import Given, Outcome

KILLS, FREEZES = 8, 2  # a frozen worker may hold its part until the server has had enough of it: two minutes
_JOBS = 3
_NAMES = ("jobs-1", "jobs-2")
_PART_SECONDS = "0.4"
_IN_MID_WORK = """
    SELECT count(*) FROM job_run WHERE job = 'many_effects' AND state = 'running' AND worker LIKE :worker AND done BETWEEN 1 AND :most
"""
_OTHERS = "SELECT count(*) FROM job_run WHERE job = 'many_effects' AND (state = 'done' OR (state = 'running' AND worker NOT LIKE :worker))"
_LEFT = "SELECT count(*) FROM job_run WHERE job = 'many_effects' AND finished_at IS NULL"


def run(outcome: Outcome, _given: Given) -> None:
    with instance({"FAULTS_PART_SECONDS": _PART_SECONDS}) as kordon:
        for name in _NAMES:
            kordon.start_jobs(name)
        wait_for_jobs_processes(len(_NAMES))
        for number in range(KILLS + FREEZES):
            _ask(number)
            name = _NAMES[number % 2]
            worker = f"%:{kordon.running[name].pid}"
            until(lambda who=worker: scalar(_IN_MID_WORK, worker=who, most=PARTS - 2) > 0, "a long job is in its midst")
            if number < KILLS:
                kordon.kill(name)
                kordon.start_jobs(name)
            else:
                _freeze(kordon, name, worker)
            until(lambda: scalar(_LEFT) == 0, "the long jobs are done")
            outcome.times += 1
            outcome.look(kordon, f"worker lost {outcome.times}")
        outcome.look_at_rest(kordon, "at rest after lost workers", with_mail=False)
        taken = scalar("SELECT count(*) FROM job_run WHERE job = 'many_effects' AND attempt > 1")
        outcome.expect(taken >= KILLS + FREEZES, f"only {taken} jobs were really taken over")
        outcome.notes.append(f"{(KILLS + FREEZES) * _JOBS} long jobs of {PARTS} parts, {taken} of them taken over in their midst")
        kordon.stop()


def _ask(number: int) -> None:
    with transaction(SYSTEM) as session:
        for each in range(_JOBS):
            enqueue(session, "many_effects", arguments={"marker": f"long-{number}-{each}"})


def _freeze(kordon: Instance, name: str, worker: str) -> None:
    """Until all its long jobs are in other hands; then it wakes up in the midst of the same work."""
    frozen = kordon.running[name]
    frozen.send_signal(signal.SIGSTOP)
    try:
        until(lambda: scalar(_OTHERS, worker=worker) > 0 and scalar(_IN_MID_WORK, worker=worker, most=PARTS) == 0, "others have its long jobs", seconds=200)
    finally:
        frozen.send_signal(signal.SIGCONT)
