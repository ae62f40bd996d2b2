"""A process of demo people: `python -m tests.faults.driver NAME THREADS FOLDER [URL]`. With an address they come in by the web, otherwise
through the operations. SIGTERM: each ends the deed it is at. Whatever fails without a clear no is in doubt, and nobody tries it again."""

from __future__ import annotations

import faulthandler
import logging
import os
import random
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from models.errors import KordonError
from tests.faults.deeds import ACTS, NothingToDo
from tests.faults.journal import Journal
from tests.faults.web_door import NotAnswered, Refused, Visitor

log = logging.getLogger("faults.driver")
_PAUSE_AFTER_FAULT = 0.2
_BREATH = 0.02
_LOOK_SECONDS = 0.5
_WITHOUT = os.environ.get("FAULTS_WITHOUT", "")  # a kind of deed that has no sense here


def _act(journal: Journal) -> None:
    """One deed through the operations."""
    possible = [act for act in ACTS if act.kind != _WITHOUT]
    act = random.choices(possible, [act.weight for act in possible])[0]
    try:
        chosen = act.choose()
    except NothingToDo:
        return
    marker = journal.begin(act.kind)
    try:
        act.do(chosen, marker)
    except KordonError as error:
        journal.refuse(marker, error.code)
    else:
        journal.acknowledge(marker)


def _visit(visitor: Visitor, journal: Journal) -> None:
    """One deed through the web."""
    kind = random.choices(("order", "message", "upload"), (4, 4, 2))[0]
    visitor.come_in()
    marker = journal.begin(f"web {kind}")
    try:
        visitor.do(kind, marker)
    except Refused as error:
        journal.refuse(marker, str(error))
    else:
        journal.acknowledge(marker)


def _keep_at(deed: Callable[[], None], stopping: threading.Event) -> None:
    while not stopping.wait(_BREATH):
        try:
            deed()
        except NotAnswered as error:
            log.info("%s", error)
            stopping.wait(_PAUSE_AFTER_FAULT)
        except Exception as error:  # noqa: BLE001 - in doubt: that is what this process is for
            log.info("%s: %s", type(error).__name__, str(error).partition("\n")[0])
            stopping.wait(_PAUSE_AFTER_FAULT)


def main(name: str, threads: int, folder: Path, url: str = "") -> None:
    stopping = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    faulthandler.register(signal.SIGUSR1)  # whoever hangs is asked where
    journal = Journal(folder, name)
    people = []
    for number in range(threads):
        visitor = Visitor(url, number) if url else None
        deed = (lambda visitor=visitor: _visit(visitor, journal)) if visitor else (lambda: _act(journal))
        people.append(threading.Thread(target=_keep_at, args=(deed, stopping)))
    for one in people:
        one.start()
    while not stopping.wait(_LOOK_SECONDS):
        pass  # a thread that joins others may sleep through a signal that another thread was given
    for one in people:
        one.join()


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr)
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]), *sys.argv[4:])
