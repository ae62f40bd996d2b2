"""Where races are run: several people do something at the same moment, each in a transaction of their own, on the real database."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from data.session import Session, transaction
from models.access.actor import SYSTEM, Actor
from models.errors import KordonError
from tests.data.processes.conftest import MONDAY, Stage

MOST_AT_ONCE = 4
BATCH = 50  # cases that are opened in one transaction: preparing costs less than racing
DONE = "done"


@dataclass(frozen=True, slots=True)
class Deed:
    """What one of the racers does. `login` "" is the clock itself."""

    login: str
    act: Callable[[Session], Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it ended for one racer: "done", or the code of what they are told. A code in capitals is a defect."""

    code: str
    error: KordonError | None = None

    @property
    def won(self) -> bool:
        return self.code == DONE


@dataclass(frozen=True, slots=True)
class Race:
    """One round. `judge` says in words what of the case's invariants is broken afterwards; nothing when all is well."""

    deeds: tuple[Deed, ...]
    judge: Callable[[Sequence[Outcome]], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of race: how rounds are prepared, and how many of the racers may win one."""

    name: str
    prepare: Callable[[Ground, int], list[Race]]
    winners: frozenset[int] = frozenset({1})


@dataclass(slots=True)
class Tally:
    """What came of many rounds of one kind."""

    kind: str
    won: Counter[int] = field(default_factory=Counter)  # how many winners → in how many rounds
    codes: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        several = sum(rounds for winners, rounds in self.won.items() if winners > 1)
        told = ", ".join(f"{code} {count}" for code, count in self.codes.most_common() if code != DONE)
        return f"{self.kind:<34} one won {self.won[1]:>6}   several {several:>6}   none {self.won[0]:>4}   broken {len(self.broken):>4}   {told}"


class Ground:
    """A stage with a team of threads that start at one signal, so that ten thousand rounds take minutes."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self._threads = ThreadPoolExecutor(MOST_AT_ONCE)
        self._actors: dict[str, Actor] = {"": SYSTEM}

    def close(self) -> None:
        self._threads.shutdown()

    def actor(self, login: str) -> Actor:
        if login not in self._actors:
            self._actors[login] = self.stage.actor(login)
        return self._actors[login]

    def do(self, login: str, act: Callable[[Session], Any]) -> Any:
        with transaction(self.actor(login), at=MONDAY) as session:
            return act(session)

    def at_once(self, *deeds: Deed) -> list[Outcome]:
        """All deeds from one signal on, each in its own transaction."""
        gate = threading.Barrier(len(deeds))
        started = [self._threads.submit(self._run, deed, self.actor(deed.login), gate) for deed in deeds]
        return [one.result() for one in started]

    def _run(self, deed: Deed, actor: Actor, gate: threading.Barrier) -> Outcome:
        gate.wait()
        try:
            with transaction(actor, at=MONDAY) as session:
                deed.act(session)
        except KordonError as error:
            return Outcome(error.code, error)
        except SQLAlchemyError as error:
            return Outcome(type(getattr(error, "orig", None) or error).__name__.upper())
        return Outcome(DONE)

    def run(self, kind: Kind, rounds: int) -> Tally:
        """So many rounds of a kind; what is broken is kept with the round it happened in."""
        tally = Tally(kind.name)
        while (done := tally.won.total()) < rounds:
            for race in kind.prepare(self, min(BATCH, rounds - done)):
                outcomes = self.at_once(*race.deeds)
                won = sum(one.won for one in outcomes)
                tally.won[won] += 1
                tally.codes.update(one.code for one in outcomes)
                faults = list(race.judge(outcomes))
                faults += [f"a defect: {one.code}" for one in outcomes if one.code.isupper()]
                if won not in kind.winners:
                    faults.append(f"{won} won: {', '.join(one.code for one in outcomes)}")
                tally.broken += [f"round {tally.won.total()}: {fault}" for fault in faults]
        return tally
