"""`make faults`: break Kordon in every way we know and look what is lost. Prints counts; exit status 1 if anything was found.

python -m tests.faults.run [KILLS] [--seed N] [--only SCENARIO …]
"""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections.abc import Callable, Mapping
from types import MappingProxyType

from tests.faults import clock, disk, household, kills, leader, long_job, mail, network, restarts, upgrade
from tests.faults.instance import NotInTime
from tests.faults.scenario import Given, NotPossibleHere, Outcome

Scenario = Callable[[Outcome, Given], None]

SCENARIOS: Mapping[str, tuple[str, Scenario]] = MappingProxyType(
    {
        "kills": ("kill -9 under load", kills.run),
        "household": ("everything started by one command", household.run),
        "restarts": ("database restarted", restarts.run),
        "disk": ("disk full", disk.run),
        "mail": ("mail away, refusing, hanging up", mail.run),
        "clock": ("clock moved", clock.run),
        "leader": ("leader lost", leader.run),
        "long-job": ("worker lost with a long job", long_job.run),
        "network": ("network stalled", network.run),
        "upgrade": ("two versions at once", upgrade.run),
    }
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.run", description=__doc__)
    parser.add_argument("kills", type=int, nargs="?", default=100, help="how many processes are killed (default 100)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed kills in the same order (default 1)")
    parser.add_argument("--only", choices=tuple(SCENARIOS), nargs="+", help="these scenarios alone")
    asked = parser.parse_args()
    for sign in (signal.SIGINT, signal.SIGTERM):  # either way everything that was started is ended
        signal.signal(sign, signal.default_int_handler)
    begun, found, left_out = time.monotonic(), 0, 0
    for name, (words, scenario) in SCENARIOS.items():
        if asked.only and name not in asked.only:
            continue
        outcome = Outcome(words)
        try:
            scenario(outcome, Given(asked.kills, asked.seed))
        except NotInTime as error:
            outcome.findings.append("\n".join((str(error), *getattr(error, "__notes__", ()))))
        except NotPossibleHere as error:
            left_out += 1
            outcome.notes.append(f"NOT DONE: {error}")
        print(outcome.line(), flush=True)
        found += len(outcome.findings)
    print(f"{time.monotonic() - begun:.0f} s, {found} findings, {left_out} scenarios not possible here")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
