"""A process of its own for everything that is printed, with limits, and killed when it does not come back.

Typesetting takes memory and time that depend on the input, and a chart may be a pathological one. So nothing is printed inside
a web process or a worker: a fresh Python is started, gets the job on its input, gives PDF on its output and is gone.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from models.errors import KordonError

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost. The memory is address space, of which little is ever touched."""

    seconds: float = 60
    cpu_seconds: int = 60
    memory_bytes: int = 3 * 1024**3


@dataclass(frozen=True, slots=True)
class PrintJob:
    """A template's name and plain data for it. `formed_at` (seconds since 1970) is the only time the document knows."""

    template: str
    data: Mapping[str, Any]
    charts: tuple[Mapping[str, Any], ...]
    lang: str
    zone: str
    formed_at: int


class PrintingFailed(KordonError):
    """The document could not be printed; the detail is for the log."""

    code = "printing_failed"
    http_status = 500


class PrintingTooHeavy(PrintingFailed):
    """The document took more time or memory than a document may: a shorter period or fewer rows help."""

    code = "printing_too_heavy"
    http_status = 422


def print_document(job: PrintJob, *, limits: Limits | None = None) -> bytes:
    """Print in a process of its own. Raises `PrintingTooHeavy` beyond the limits and `PrintingFailed` for a faulty document."""
    limits = limits or Limits()
    message = json.dumps({"job": asdict(job), "limits": asdict(limits)}, ensure_ascii=False, default=_plain).encode()
    with tempfile.TemporaryDirectory(prefix="kordon-paper-") as folder:
        process = subprocess.Popen(
            [sys.executable, "-X", "utf8", "-m", "pages.paper.worker", folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=ROOT,
            env=_environment(folder),
            start_new_session=True,
        )
        try:
            content, complaint = process.communicate(message, timeout=limits.seconds)
        except subprocess.TimeoutExpired:
            raise PrintingTooHeavy(f"more than {limits.seconds:g} s") from None
        finally:
            _end(process)
    if process.returncode == 0 and content.startswith((b"%PDF-", b"PK\x03\x04")):
        return content
    detail = complaint.decode(errors="replace")[-4000:]
    if process.returncode in (-signal.SIGKILL, -signal.SIGXCPU) or "MemoryError" in detail or "memory allocation" in detail:
        raise PrintingTooHeavy(detail or f"ended by signal {-process.returncode}")
    raise PrintingFailed(detail or f"ended with {process.returncode}")


def _end(process: subprocess.Popen[bytes]) -> None:
    """Nothing of it may stay, whatever happened to us."""
    if process.poll() is None:
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe and not pipe.closed:
            pipe.close()


def _environment(folder: str) -> dict[str, str]:
    """No secrets of the server, no configuration of the machine: the same input must give the same bytes everywhere."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "PYTHONPATH", "VIRTUAL_ENV") if name in os.environ}
    return kept | {
        "HOME": folder, "TMPDIR": folder, "TEMP": folder, "TMP": folder, "MPLCONFIGDIR": folder, "PATH": "", "LANG": "C.UTF-8",
        "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1",
        "RAYON_NUM_THREADS": "1",
    }  # fmt: skip


def _plain(value: Any) -> Any:
    """Figures come from frames: dates, decimals and numbers of numpy become what JSON knows."""
    if isinstance(value, date):  # a datetime is one, too
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, Mapping):
        return dict(value)
    if hasattr(value, "tolist"):
        return value.tolist()
    raise TypeError(f"{type(value).__name__} cannot be printed")
