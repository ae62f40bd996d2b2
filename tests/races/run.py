"""`make races N=10000`: the long form. So many rounds of every kind (or of those whose name contains a word given after the number),
the same scenarios as in `make test`. Ends with 1 if anything but what is allowed has happened."""

from __future__ import annotations

import signal
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from tests.conftest import empty_database, make_template, own_server
from tests.races.kinds import KINDS
from tests.races.services import set_ground

ROUNDS = 10_000
_SHOWN = 5


def main(arguments: list[str]) -> int:
    rounds = int(arguments[0]) if arguments else ROUNDS
    chosen = [kind for kind in KINDS if not arguments[1:] or any(word in kind.name for word in arguments[1:])]
    is_whole = True
    signal.signal(signal.SIGTERM, lambda *_told: sys.exit(143))  # a run that is ended leaves no database server behind
    with ExitStack() as held:
        home = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="kordon-races-")))
        server = held.enter_context(own_server())
        held.enter_context(empty_database(server, make_template(server), home))
        ground = held.enter_context(set_ground())
        for kind in chosen:
            begun = time.monotonic()
            tally = ground.run(kind, rounds)
            print(f"{tally}   {time.monotonic() - begun:.0f} s", flush=True)
            for fault in tally.broken[:_SHOWN]:
                print(f"    {fault}")
            is_whole = is_whole and not tally.broken
    return 0 if is_whole else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
