"""The database is restarted under load: asked politely, and thrown out at once, by its own tool as an administrator would do it."""

from __future__ import annotations

import random
import threading

from data import embedded
from data.settings import read_settings
from tests.faults.instance import Instance, instance, scalar, until
from tests.faults.scenario import Given, Outcome

TIMES = 8
_LONGEST_WAIT = 1.5


def run(outcome: Outcome, given: Given) -> None:
    dice = random.Random(given.seed)
    with instance() as kordon:
        kordon.start_web()
        kordon.start_jobs("jobs-1")
        until(kordon.web_answers, "the web answers")
        kordon.start_drivers(3, through_web=1)
        for number in range(TIMES):
            threading.Event().wait(dice.uniform(0.3, _LONGEST_WAIT))
            _restart(kordon, how=("fast", "immediate")[number % 2])
            outcome.times += 1
            outcome.look(kordon, f"restart {outcome.times}")
        kordon.stop_drivers()
        outcome.look_at_rest(kordon, "at rest after restarts", with_mail=False)
        kordon.stop()


def _restart(kordon: Instance, *, how: str) -> None:
    """Stop it in this manner and start it again; if a process of Kordon is quicker with the start, that is as good."""
    server, place = kordon.postmaster(), embedded.place_of(read_settings())
    embedded._control(place, "restart", "-m", how, "-l", str(place.log))
    until(lambda: kordon.postmaster() != server and scalar("SELECT 1") == 1, "the database answers again")
