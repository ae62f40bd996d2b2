"""demo: fill an empty database with the demo bank (--cases N --months M --seed S; --add: even if it is not empty)"""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from zoneinfo import ZoneInfo

from callbacks.analytics.making_reports import make_report
from callbacks.commands import FAILED, OK, WRONG_USE, open_database
from data.demo.seed import CASES, MONTHS, SEED, BankNotEmpty, seed_bank, seed_if_empty
from data.operations.report_designs import add_report
from data.operations.report_schedules import schedule_report
from data.operations.reports import ReportOrder
from data.queries.access import actor_of_login
from data.session import reading, transaction
from data.settings import read_settings
from models.access.actor import SYSTEM
from models.analytics.period import PeriodKind, period_of, previous_period
from models.analytics.report_schedule import Moments, Rhythm
from pages.analytics.blocks import BLOCKS
from pages.formats import number
from pages.translations import _

_MOST_CASES, _MOST_MONTHS = 2_000_000, 48


def run(arguments: list[str]) -> int:
    """Make the bank and print what was made."""
    parser = argparse.ArgumentParser(prog="app.py demo", description=__doc__)
    parser.add_argument("--cases", type=int, default=CASES, help=f"about how many, up to {_MOST_CASES} (default {CASES})")
    parser.add_argument("--months", type=int, default=MONTHS, help=f"length of its past, 1–{_MOST_MONTHS} (default {MONTHS})")
    parser.add_argument("--seed", type=int, default=SEED, help=f"the same seed gives the same bank (default {SEED})")
    parser.add_argument("--add", action="store_true", help="add to a database that has cases already")
    given = parser.parse_args(arguments)
    if not 1 <= given.cases <= _MOST_CASES or not 1 <= given.months <= _MOST_MONTHS:
        parser.print_usage(sys.stderr)
        return WRONG_USE
    with open_database():
        try:
            made = seed_bank(cases_wanted=given.cases, months=given.months, seed=given.seed, add=given.add, tell=_tell)
        except BankNotEmpty:
            print(_("The database is not empty. Add to it with --add, or choose another one by KORDON_HOME."), file=sys.stderr)
            return FAILED
        if not given.add:
            _make_reports()
    print(_("Cases: {cases}, of them open {open}; the last days took {operations} real operations.",
            cases=number(made.cases), open=number(made.open), operations=number(made.operations)))  # fmt: skip
    print(_("Rows loaded: {rows}. Time: {seconds} s.", rows=number(made.rows), seconds=number(made.seconds, digits=1)))
    return OK


def found_demo_bank() -> None:
    """Into an empty database the demo bank; any other stays as it is."""
    if seed_if_empty(tell=_tell) is not None:
        _make_reports()


def _make_reports() -> None:
    """What the head and the board had made for them: last month, last quarter."""
    settings = read_settings()
    today = datetime.now(ZoneInfo(settings.zone)).date()
    month, quarter = (previous_period(period_of(today, kind)) for kind in (PeriodKind.MONTH, PeriodKind.QUARTER))
    for login, kind, period, format in (
        ("orlov", "operations", quarter, "xlsx"), ("orlov", "management", month, "pptx"),
        ("klimov", "management", month, "pdf"),
    ):  # fmt: skip
        with reading(SYSTEM) as session:
            actor = actor_of_login(session, login)
        if actor is not None and period is not None:
            make_report(actor, ReportOrder(kind, period.code, settings.lang, format))
    _design_report()
    _schedule_reports(settings.lang)


def _design_report() -> None:
    """The designer has put together what the committee asks for every quarter."""
    with reading(SYSTEM) as session:
        designer = actor_of_login(session, "kim")
    if designer is None:
        return
    blocks = ("prevented-loss.categories", "prevented-loss.lines", "operations.deadlines", "workload.ahead")
    with transaction(designer) as session:
        add_report(session, ru="Отчёт комитету по рискам", en="Report to the risk committee", blocks=blocks, known=BLOCKS)


def _schedule_reports(lang: str) -> None:
    """The head has the month sent to the board and to himself, and looks at deadlines every Monday."""
    with reading(SYSTEM) as session:
        head, board = actor_of_login(session, "orlov"), actor_of_login(session, "klimov")
    if head is None or board is None:
        return
    wanted = (
        ("management", Moments(Rhythm.MONTHLY, 3, 9), [head.user_id, board.user_id]),
        ("operations", Moments(Rhythm.WEEKLY, 1, 8), [head.user_id]),
    )
    with transaction(head) as session:
        for kind, moments, readers in wanted:
            people = [person for person in readers if person is not None]
            schedule_report(session, ReportOrder(kind, lang=lang), moments, people, is_attached=False)


def _tell(what: str, count: int) -> None:
    """Say how far the making of the bank has come."""
    words = {
        "founding": _("Making a demo bank of about {n} cases, once.", n=number(count)),
        "history": _("History: {n} cases", n=number(count)),
        "figures": _("Counting the figures…"),
    }
    print(words[what], flush=True)
