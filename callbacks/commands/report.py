"""report management|… --period 2026-Q1 --lang ru --format pdf|xlsx|pptx --out FILE: a report as the button makes it, kept too."""

from __future__ import annotations

import argparse
from pathlib import Path

from callbacks.analytics.making_reports import make_report
from callbacks.commands import open_database
from callbacks.commands.figures import read_where
from data.operations.analytics import refresh_rollups
from data.operations.reports import ReportOrder
from data.operations.workforce import write_efforts
from data.session import transaction
from data.settings import read_settings
from models.access.actor import SYSTEM
from models.analytics.reports import FORMATS
from pages.formats import file_size
from pages.translations import LANGUAGES, _


def run(arguments: list[str]) -> int:
    """Make a report and write it to a file."""
    parser = argparse.ArgumentParser(prog="app.py report", description=__doc__)
    parser.add_argument("report", help="management, operations, prevented-loss, allocations … or one of the bank’s own")
    parser.add_argument("--period", default="all")
    parser.add_argument("--lang", choices=LANGUAGES, default=read_settings().lang)
    parser.add_argument("--format", choices=FORMATS, default="pdf")
    parser.add_argument("--where", action="append", default=[], metavar="KEY=VALUE")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args(arguments)
    where = read_where(given.where)
    with open_database():
        with transaction(SYSTEM) as session:
            refresh_rollups(session)
            write_efforts(session)
        order = ReportOrder(given.report, given.period, given.lang, given.format, where)
        _number, name, content = make_report(SYSTEM, order)
    given.out.write_bytes(content)
    print(_("{name}: {size} written to {path}", name=name, size=file_size(len(content)), path=given.out))
    return 0
