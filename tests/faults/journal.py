"""What a driver was promised, on the disk before and after it asks: so "lost" and "twice" are decided exactly and not by impression.

Each deed has a marker of its own that it carries into the database. One line when it begins, one when it was acknowledged or refused; without
the second line it is in doubt: it may be there once or not at all.
"""

from __future__ import annotations

import itertools
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

BEGUN, ACKNOWLEDGED, REFUSED = "begun", "acknowledged", "refused"


class Journal:
    """The journal of one driver process; its threads write in turns."""

    def __init__(self, folder: Path, name: str) -> None:
        self._name = name
        self._numbers = itertools.count(1)
        self._turn = threading.Lock()
        self._file = os.open(folder / f"{name}.jsonl", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def begin(self, kind: str) -> str:
        """A fresh marker for a deed of this kind."""
        marker = f"{self._name}-{next(self._numbers)}"
        self._write(marker, BEGUN, kind=kind)
        return marker

    def acknowledge(self, marker: str) -> None:
        """Kordon has said: done."""
        self._write(marker, ACKNOWLEDGED)

    def refuse(self, marker: str, why: str) -> None:
        """Kordon has said: no. Nothing of it may be there."""
        self._write(marker, REFUSED, why=why)

    def _write(self, marker: str, state: str, **facts: Any) -> None:
        line = orjson.dumps({"marker": marker, "state": state, **facts}, option=orjson.OPT_APPEND_NEWLINE)
        with self._turn:
            os.write(self._file, line)
            os.fsync(self._file)


@dataclass(slots=True)
class Deed:
    """One line of the reckoning."""

    marker: str
    kind: str
    state: str = BEGUN


def deeds(folder: Path) -> dict[str, Deed]:
    """All deeds of all drivers, by marker; a line torn off by a fault is no line."""
    found: dict[str, Deed] = {}
    for line in _lines(folder):
        if line["state"] == BEGUN:
            found[line["marker"]] = Deed(line["marker"], line["kind"])
        else:
            found[line["marker"]].state = line["state"]
    return found


def _lines(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.glob("*.jsonl")):
        content = path.read_bytes()
        for line in content[: content.rfind(b"\n") + 1].splitlines():
            yield orjson.loads(line)
