"""jobs: a jobs process alone: timetable and workers (any number of them may run on one database)"""

from __future__ import annotations

import argparse
from importlib import import_module

from callbacks.commands import OK, open_database


def run(arguments: list[str]) -> int:
    argparse.ArgumentParser(prog="app.py jobs", description=__doc__).parse_args(arguments)
    with open_database() as settings:
        print(f"Kordon: jobs, {settings.workers} at a time", flush=True)
        # By name, as `everything` starts processes: jobs and callbacks are neighbours and know nothing of each other.
        import_module("jobs.run").run_jobs_process()
    return OK
