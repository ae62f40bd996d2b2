"""A bank of so many cases in a database of its own, with the durability a bank runs with."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from data import embedded
from data.connection import engine
from data.migrations import upgrade_database
from data.operations.analytics import refresh_rollups
from data.operations.processes import sweep_deadlines
from data.session import transaction
from data.settings import read_settings
from models.access.actor import SYSTEM

ROOT = Path(__file__).resolve().parents[2]
APP = ROOT / "app.py"


@dataclass(frozen=True, slots=True)
class Bank:
    """A loaded database that runs. `loaded`: seconds of its making."""

    home: Path
    cases: int
    loaded: float


@contextmanager
def loaded_bank(cases: int, *, home: Path | None = None) -> Iterator[Bank]:
    """Make the bank, or take the one that lies in `home`; the database runs until the end of the block."""
    with tempfile.TemporaryDirectory(prefix="kordon-bench-") as place:
        folder = home or Path(place)
        folder.chmod(0o755)  # PostgreSQL runs as another user when this runs as root
        os.environ |= {"KORDON_HOME": str(folder), "KORDON_DEMO": "0"}
        os.environ.pop("KORDON_DATABASE_URL", None)
        with embedded.running(read_settings()):
            begun = time.perf_counter()
            if not home:
                subprocess.run([sys.executable, str(APP), "demo", "--cases", str(cases), "--months", "18", "--seed", "1"], check=True)
            loaded = time.perf_counter() - begun
            upgrade_database()
            with transaction(SYSTEM) as session:
                refresh_rollups(session, wait=True)
            with transaction(SYSTEM) as session:
                sweep_deadlines(session)
            try:
                yield Bank(folder, cases, loaded)
            finally:
                engine().dispose()
