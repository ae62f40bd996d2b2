"""Found the demo bank and give it a past and a present, in one transaction: it is there whole or not at all."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from sqlalchemy import func, select, text, update

from data.demo.absences import arrange_absences
from data.demo.bulk import without_indexes
from data.demo.cast import PEOPLE, found_bank
from data.demo.clock import moment_of, seconds_of
from data.demo.conduct import Conduct
from data.demo.copying import Rows
from data.demo.costs import seed_costs
from data.demo.crowd import hire_crowd
from data.demo.effect import seed_effect
from data.demo.files import Shelf
from data.demo.ground import ECHO_NUMBER, Ground, Ids, load_ground
from data.demo.inventory import Inventory
from data.demo.labour import fill_labour
from data.demo.live_hub import LiveHub
from data.demo.losses import seed_losses
from data.demo.memory import Case
from data.demo.mood import Mood
from data.demo.portfolio import seed_portfolio
from data.demo.projects import seed_board
from data.demo.scenes import Today, keep_drafts
from data.demo.simulated_hub import SimulatedHub
from data.operations.analytics import refresh_rollups
from data.operations.calendars import seed_calendars
from data.operations.loss_methods import install_loss_register
from data.operations.processes import count_as_told, install_shipped_definitions
from data.operations.reconciliation import reconcile
from data.session import Session, transaction
from data.tables.access import person, work_group
from data.tables.processes import cases, notification, process_version
from models.access.actor import SYSTEM
from models.errors import Conflict

CASES, MONTHS, SEED = 5_500, 18, 7
MOST_STORIES = 50_000  # larger banks write each story several times
MANY = 20_000  # from here on a bank is for measuring: more people, tables loaded without indexes, no day is lived twice
_LOCK = 5_672_306  # advisory lock: two starters, one bank
_FLUSH_AT = 4_000  # stories in memory


class BankNotEmpty(Conflict):
    """There are cases already; add to them on purpose or take another database."""

    code = "bank_not_empty"


@dataclass(frozen=True, slots=True)
class Seeded:
    """What was made. `lived`: cases that real operations brought to where they are; `operations`: how many of these."""

    cases: int
    lived: int
    open: int
    rows: int
    operations: int
    seconds: float


Tell = Callable[[str, int], None]  # what is being done (founding, history, figures) and how many cases there are


def seed_if_empty(
    *, cases_wanted: int = CASES, months: int = MONTHS, seed: int = SEED, now: datetime | None = None,
    tell: Tell = lambda what, count: None,
) -> Seeded | None:  # fmt: skip
    """The demo bank into a database without people and cases; None if there are some. Safe to call from any number of starters."""
    try:
        return seed_bank(cases_wanted=cases_wanted, months=months, seed=seed, now=now, tell=tell)
    except BankNotEmpty:
        return None


def seed_bank(
    *, cases_wanted: int = CASES, months: int = MONTHS, seed: int = SEED, now: datetime | None = None, add: bool = False,
    tell: Tell = lambda what, count: None,
) -> Seeded:  # fmt: skip
    """Make a bank of about so many cases that ends at `now`. The same seed and `now` give the same bank. Raises `BankNotEmpty`."""
    started, now = time.monotonic(), (now or datetime.now(UTC)).replace(microsecond=0)
    with transaction(SYSTEM, at=now) as session:
        session.execute(text("SET LOCAL lock_timeout = 0"))  # a second starter waits until the bank is there
        session.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        has_cases = session.first(select(cases.c.id).limit(1)) is not None
        if not add and (has_cases or session.first(select(person.c.id).limit(1)) is not None):
            raise BankNotEmpty()
        tell("founding", cases_wanted)
        made = _Making(session, cases_wanted, months, seed, now, tell).make(bare=not has_cases)
    with transaction(SYSTEM, at=now) as session:
        tell("figures", 0)
        refresh_rollups(session, wait=True)
        if cases_wanted < MANY:  # of a very large bank the first night takes care
            reconcile(session)
    return Seeded(**made, seconds=time.monotonic() - started)


class _Making:
    """One bank in the making."""

    def __init__(self, session: Session, wanted: int, months: int, seed: int, now: datetime, tell: Tell) -> None:
        self.session, self.wanted, self.now, self.tell, self.seed = session, wanted, now, tell, seed
        self.begin = now - timedelta(days=round(months * 30.44))
        self.is_many = wanted >= MANY
        self.echoes = -(-wanted // MOST_STORIES) if self.is_many else 0
        self.rng = Random(seed)
        self.stories: dict[str, Case] = {}
        self.rows = Rows(echoes=self.echoes)

    def make(self, *, bare: bool) -> dict[str, int]:
        ground = self._found()
        mood = Mood(self.begin, self.now, ground.zone)
        inventory = Inventory.invent(Random(self.seed + 1), size=20_000 if self.is_many else max(120, min(1_500, self.wanted // 3)))
        ids = Ids(Random(self.seed + 2), echoes=self.is_many)
        first = int(self.session.scalar(text("SELECT nextval('case_number')")))
        memory = SimulatedHub(
            ground, ids, shelf=None if self.is_many else Shelf(), first_number=first, checks_forms=not self.is_many,
            number_mark=ECHO_NUMBER if self.is_many else "",
        )  # fmt: skip
        conduct = Conduct(ground, memory, mood, rng=self.rng, inventory=inventory)
        conduct.on_opened, conduct.on_finished = self._keep, self._done
        end = seconds_of(self.now)
        today = Today(conduct, end, Random(self.seed + 3), scale=min(1.0, max(0.25, self.wanted / 15_000)))
        if self.is_many:
            return self._make_many(conduct, memory, today, bare=bare, end=end)
        days = 8 if self.wanted >= 1_500 else 3
        cut = ground.desk.before(today.now, days * 8 * 3600)
        arranged = today.plan()
        arrivals = mood.arrivals(max(0, round((self.wanted - arranged) * 0.955)), self.rng, ground.desk)
        self._live_until(conduct, arrivals, cut)
        live = self._hand_over(conduct, memory, cut)
        self._tick(conduct, live, cut, end)
        busy = ground.desk.before(today.now, 10 * 3600)
        for at in self._rest:
            if at >= end:
                break
            if at < busy or self.rng.random() < 0.35:  # most of what comes in on the last day is arranged
                conduct.run(at)
                conduct.order(at)
        conduct.run(end)
        return self._finish(conduct, ground, live, today)

    def _make_many(self, conduct: Conduct, memory: SimulatedHub, today: Today, *, bare: bool, end: int) -> dict[str, int]:
        arrivals = conduct.mood.arrivals(round(self.wanted / self.echoes * 0.955), self.rng, conduct.ground.desk)
        with without_indexes(self.session, bare=bare):
            self._live_until(conduct, arrivals, end)
            live = self._hand_over(conduct, memory, end)
        lived = Conduct(conduct.ground, live, conduct.mood, rng=self.rng, inventory=conduct.inventory)
        today.conduct = lived
        today.plan()
        self._tick(lived, live, today.now - 4 * 3600, end)
        lived.run(end)
        return self._finish(lived, conduct.ground, live, today)

    # parts

    def _found(self) -> Ground:
        session = self.session
        seed_calendars(session)
        install_shipped_definitions(session)
        install_loss_register(session)
        ids = Ids(Random(self.seed + 4))
        if session.first(select(person.c.id).where(person.c.login == PEOPLE[0].login)) is None:
            named = {one.login: UUID(ids.at(seconds_of(self.begin) + number)) for number, one in enumerate(PEOPLE)}
            found_bank(session, since=self.begin, ids=named)
            session.execute(update(process_version).values(created_at=self.begin, published_at=self.begin))
        if self.is_many:
            marked = Ids(Random(self.seed + 5), echoes=True)
            hire_crowd(session, self.wanted // self.echoes, since=self.begin, rng=Random(self.seed + 6), ids=marked, echoes=self.echoes)
        arrange_absences(session, begin=self.begin, now=self.now, bad_month=Mood(self.begin, self.now, load_ground(session).zone).bad_month)
        return load_ground(session)

    def _keep(self, case: Case) -> None:
        if case.parent is None:
            self.stories[case.id] = case

    def _done(self, case: Case) -> None:
        del self.stories[case.id]
        self.rows.add(case)
        if self.rows.cases % _FLUSH_AT == 0:
            self.rows.copy(self.session)
            self.tell("history", self.rows.cases * max(1, self.echoes))

    def _live_until(self, conduct: Conduct, arrivals: object, cut: int) -> None:
        self._rest: list[int] = []
        for at in arrivals:  # type: ignore[attr-defined]
            if at >= cut:
                self._rest.append(at)
                continue
            conduct.run(at)
            conduct.order(at)
        conduct.run(cut)

    def _hand_over(self, conduct: Conduct, memory: SimulatedHub, cut: int) -> LiveHub:
        """Write everything that is still open; from here on the operations themselves go on with it."""
        for case in self.stories.values():
            for one in (case, *case.descendants()):
                memory.settle(one, cut)
            self.rows.add(case)
        self.rows.copy(self.session)
        self.tell("history", self.rows.cases * max(1, self.echoes))
        count_as_told(self.session, until=moment_of(cut))
        last = memory.engine.next_number * (10 ** len(str(self.echoes - 1)) if self.echoes else 1)
        self.session.execute(text("SELECT setval('case_number', :last)"), {"last": max(1, last - 1)})
        for code, turn in conduct.ground.turns.items():
            self.session.execute(update(work_group).where(work_group.c.code == code).values(last_assigned=turn))
        self.session.execute(text("ANALYZE"))
        live = LiveHub(self.session, conduct.ground)
        conduct.hub = live
        conduct.on_opened = conduct.on_finished = lambda case: None
        return live

    def _tick(self, conduct: Conduct, live: LiveHub, cut: int, end: int) -> None:
        for at in range(cut, end, 3_600):
            if conduct.ground.duty.is_working(at):
                conduct.plan(at, None, live.tick, at)

    def _finish(self, conduct: Conduct, ground: Ground, live: LiveHub, today: Today) -> dict[str, int]:
        end = seconds_of(self.now)
        live.tick(end)
        keep_drafts(conduct, ground, live, today.now)
        seen = moment_of(ground.desk.before(today.now, 4 * 3600))
        # Letters about the past are not sent any more, and what is older than half a working day has been read.
        self.session.execute(update(notification).where(notification.c.by_mail).values(mailed_at=notification.c.at))
        self.session.execute(update(notification).where(notification.c.at < seen).values(read_at=notification.c.at + timedelta(minutes=25)))
        seed_losses(self.session, begin=self.begin)
        fill_labour(self.session, begin=self.begin, now=self.now)
        seed_costs(self.session, begin=self.begin)
        seed_portfolio(self.session)
        seed_board(self.session)
        seed_effect(self.session, begin=self.begin)
        self.session.execute(text("ANALYZE"))
        count = int(self.session.scalar(select(func.count()).select_from(cases)))
        opened = self.session.scalar(select(func.count()).select_from(cases).where(cases.c.closed_at.is_(None)))
        return {"cases": count, "lived": count - self.rows.cases * max(1, self.echoes), "open": int(opened),
        "rows": self.rows.written, "operations": live.operations}


