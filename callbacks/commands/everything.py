"""everything: the database, the demo bank if asked for, web and jobs; each in its own process, all together"""

from __future__ import annotations

import argparse
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from callbacks.commands import OK, PORT_TAKEN, SUPERVISED, commands, open_database
from callbacks.commands.demo import found_demo_bank
from data.operations.founding import make_first_administrator
from data.settings import Settings
from pages.translations import _

_APP = Path(__file__).resolve().parents[2] / "app.py"
KINDS = ("web", "jobs")
_PATIENCE_SECONDS = 12  # from asking a process to stop to ending it
_CALM_SECONDS = 20  # a process that lived this long has earned an immediate restart
_LONGEST_PAUSE_SECONDS = 30.0


class Household:
    """The processes of one Kordon. A dying one is started again, ever more slowly if it keeps dying; all stop together."""

    def __init__(self) -> None:
        self._events: queue.Queue[tuple[str, int]] = queue.Queue()
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._born: dict[str, float] = {}
        self._pauses: dict[str, float] = {}

    def keep_running(self, kinds: list[str]) -> int:
        """Start them and stay until asked to stop; the exit code of a process that cannot run at all, otherwise 0."""
        for sign in (signal.SIGINT, signal.SIGTERM):
            signal.signal(sign, lambda *_: self._events.put(("", OK)))
        for kind in kinds:
            self._start(kind)
        try:
            while True:
                kind, code = self._events.get()
                if not kind:
                    return OK
                if code == PORT_TAKEN:
                    return code
                self._restart(kind, code)
        finally:
            self._stop_all()

    def _start(self, kind: str) -> None:
        # An own session: Ctrl+C reaches this process alone, which then stops the others in order.
        child = subprocess.Popen(
            [sys.executable, str(_APP), kind], stdin=subprocess.PIPE, start_new_session=True, env=os.environ | {SUPERVISED: "1"}
        )
        self._children[kind], self._born[kind] = child, time.monotonic()
        threading.Thread(target=lambda: self._events.put((kind, child.wait())), name=f"watch-{kind}", daemon=True).start()

    def _restart(self, kind: str, code: int) -> None:
        lived = time.monotonic() - self._born[kind]
        pause = 0.0 if lived > _CALM_SECONDS else min(max(1.0, self._pauses.get(kind, 0.0) * 2), _LONGEST_PAUSE_SECONDS)
        self._pauses[kind] = pause
        print(f"Kordon: {kind} ended with {code} after {lived:.0f} s, starting it again", file=sys.stderr, flush=True)
        threading.Timer(pause, self._start, (kind,)).start() if pause else self._start(kind)

    def _stop_all(self) -> None:
        for child in self._children.values():
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + _PATIENCE_SECONDS
        for child in self._children.values():
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()


def run(arguments: list[str]) -> int:
    argparse.ArgumentParser(prog="app.py", description=__doc__).parse_args(arguments)
    with open_database() as settings:
        _seed(settings)
        return Household().keep_running([kind for kind in KINDS if kind in commands()])


def _seed(settings: Settings) -> None:
    """Into a database without people: the demo bank if the settings say so, otherwise one administrator."""
    if settings.demo:
        found_demo_bank()
        return
    made = make_first_administrator()
    if made is not None:
        print(_("The first sign-in, shown once: login {login}, password {password}", login=made[0], password=made[1]), flush=True)
