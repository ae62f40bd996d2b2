"""Two versions at once: processes of today's code and of a next version work on one database, which the next one has widened.

The next version is a copy of today's tree with one more migration of the kind an upgrade may bring while others still run: it only adds
(a column with a default, a table), and asks for jobs that today's workers do not know. Then a process of today's version dies and must start again on the newer database.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
from pathlib import Path

from alembic.script import ScriptDirectory

from data.migrations import configuration
from data.operations.jobs import enqueue
from data.session import transaction
from models.access.actor import SYSTEM
from tests.faults.instance import ROOT, Instance, free_port, instance, scalar, until, wait_for_jobs_processes
from tests.faults.scenario import Given, Outcome

_FLOORS = ("callbacks", "data", "jobs", "models", "pages", "assets", "tests")
_WORK_SECONDS = 6.0
_JOBS = 20
_ADDED = "SELECT count(*) FROM information_schema.columns WHERE table_name = 'cases' AND column_name = 'added_by_next_version'"
_MIGRATION = '''"""The next version: a column and a table more."""

from alembic import op

revision = "next"
down_revision = "{head}"


def upgrade() -> None:
    op.execute("ALTER TABLE cases ADD COLUMN added_by_next_version text NOT NULL DEFAULT ''")
    op.execute("CREATE TABLE next_version (what text NOT NULL)")
'''


def run(outcome: Outcome, _given: Given) -> None:
    folder = Path(tempfile.mkdtemp(prefix="kordon-next-"))
    try:
        _make_next_version(folder)
        with instance() as kordon:
            _overlap(kordon, folder, outcome)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _overlap(kordon: Instance, folder: Path, outcome: Outcome) -> None:
    kordon.start_web()
    kordon.start_jobs("jobs-1")
    until(kordon.web_answers, "today's web answers")
    kordon.start_drivers(3, through_web=1)
    port = str(free_port())
    kordon.start_web("web-next", tree=folder, KORDON_PORT=port)
    kordon.start_jobs("jobs-next", tree=folder, FAULTS_NEXT_VERSION="1")
    until(lambda: scalar(_ADDED) == 1, "the next version has widened the database under load")
    outcome.times += 1
    outcome.look(kordon, "the database was widened")
    wait_for_jobs_processes(2)
    _ask_for_tasks_of_next_version()
    threading.Event().wait(_WORK_SECONDS)
    for name, start in (("web", kordon.start_web), ("jobs-1", kordon.start_jobs)):
        kordon.kill(name)
        start(name)
        outcome.times += 1
    until(kordon.web_answers, "today's web starts again on the newer database")
    until(lambda: scalar("SELECT count(*) FROM job_process WHERE pid = :pid", pid=kordon.running["jobs-1"].pid) == 1, "today's jobs process starts again")
    outcome.look(kordon, "today's version started again on the newer database")
    kordon.stop_drivers()
    kordon.stop("web", "jobs-1")
    outcome.look_at_rest(kordon, "at rest with the next version alone", with_mail=False)
    kordon.stop()


def _ask_for_tasks_of_next_version() -> None:
    """Today's workers take them too, do not know them, and must leave them to those who do."""
    with transaction(SYSTEM) as session:
        for number in range(_JOBS):
            enqueue(session, "effect_of_next_version", arguments={"marker": f"next-{number}"})


def _make_next_version(folder: Path) -> None:
    for floor in _FLOORS:
        shutil.copytree(ROOT / floor, folder / floor, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "app.py", folder)
    head = ScriptDirectory.from_config(configuration(None)).get_current_head()
    (folder / "data" / "migrations" / "versions" / "next.py").write_text(_MIGRATION.format(head=head))
