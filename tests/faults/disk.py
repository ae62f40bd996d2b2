"""The disk is full: first under the files, then under the database and everything else. A small file system in memory stands for the disk."""

from __future__ import annotations

import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.instance import Instance, execute, instance, scalar, until
from tests.faults.scenario import Given, NotPossibleHere, Outcome

HOME_MEGABYTES, FILES_MEGABYTES = 900, 64  # with less, the papers of all rounds alone fill it
_FULL_SECONDS = 6.0
_TIMES = 3


@contextmanager
def small_disk(path: Path, megabytes: int) -> Iterator[Path]:
    """A file system of this size at this folder. Raises `NotPossibleHere` where mounting is not allowed."""
    path.mkdir(parents=True, exist_ok=True)
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "kordon-faults", str(path)], capture_output=True, text=True, check=False)
    if made.returncode != 0:
        raise NotPossibleHere(f"a small disk cannot be mounted: {made.stderr.strip()}")
    try:
        yield path
    finally:
        subprocess.run(["umount", "--lazy", str(path)], check=True)


def run(outcome: Outcome, _given: Given) -> None:
    home = Path(tempfile.mkdtemp(prefix="kordon-disk-"))
    home.chmod(0o755)
    with small_disk(home, HOME_MEGABYTES), instance(home=home) as kordon, small_disk(home / "files", FILES_MEGABYTES):
        _bring_back_files(kordon)
        kordon.start_web()
        kordon.start_jobs("jobs-1")
        until(kordon.web_answers, "the web answers")
        for place in (home / "files", home):
            for _number in range(_TIMES):
                _fill(kordon, place, outcome)
        kordon.stop()
    home.rmdir()


def _bring_back_files(kordon: Instance) -> None:
    """The demo bank's files lie under the mount: this bank begins without any."""
    from data import embedded
    from data.settings import read_settings

    with embedded.running(read_settings()):
        execute("UPDATE answer SET attachment_id = NULL")
        execute("DELETE FROM attachment")


def _fill(kordon: Instance, place: Path, outcome: Outcome) -> None:
    kordon.start_drivers(3, through_web=1)
    threading.Event().wait(_FULL_SECONDS / 2)
    ballast = place / "ballast"
    with ballast.open("wb", buffering=0) as heap:
        try:
            while heap.write(b"\0" * 65536):
                pass
        except OSError:
            pass
        _keep_full(heap)
    ballast.unlink()
    outcome.times += 1
    until(lambda: scalar("SELECT 1") == 1, "the database answers again")
    until(kordon.web_answers, "the web answers again")
    threading.Event().wait(_FULL_SECONDS / 3)
    outcome.look(kordon, f"the disk under {place.name} was full")
    kordon.stop_drivers()
    outcome.look_at_rest(kordon, f"at rest after the disk under {place.name} was full", with_mail=False)


def _keep_full(heap: object) -> None:
    """For some seconds whatever becomes free is taken at once."""
    never = threading.Event()
    for _look in range(round(_FULL_SECONDS / 0.1)):
        never.wait(0.1)
        try:
            heap.write(b"\0" * 4096)  # type: ignore[attr-defined]
        except OSError:
            continue
