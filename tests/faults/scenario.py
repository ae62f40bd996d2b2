"""What every scenario hands back, and what is asked after each fault."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.faults.instance import Instance, answer_of
from tests.faults.invariants import ALWAYS, AT_REST, findings
from tests.faults.invariants.asking import Question
from tests.faults.reckoning import Reckoning, effects_are_there_once, reckon
from tests.faults.rest import come_to_rest


@dataclass(frozen=True, slots=True)
class Given:
    """What the run was started with."""

    kills: int
    seed: int


class NotPossibleHere(Exception):
    """This machine does not allow it (or lacks a tool); the message says what. The run tells of it and goes on."""


@dataclass(slots=True)
class Outcome:
    """One line of the table. `asked` counts questions to the whole database; `notes` are figures worth keeping."""

    scenario: str
    times: int = 0
    asked: int = 0
    sums: Reckoning = field(default_factory=Reckoning)
    findings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    without: frozenset[Question] = frozenset()  # questions that a scenario's means answer wrongly; it says why

    def look(self, kordon: Instance, after: str) -> None:
        """In the midst of it: promises kept, and whatever is true in every snapshot."""
        questions = self._questions(ALWAYS)
        self._found(answer_of(lambda: reckon(kordon.journals).findings + findings(questions)), after)
        self.asked += len(questions) + 1

    def look_at_rest(self, kordon: Instance, after: str, *, with_mail: bool = True) -> None:
        """After the load has ended: let all work come to its end, then ask everything."""
        come_to_rest(with_mail=with_mail)
        self.sums = reckon(kordon.journals)
        questions = self._questions((*ALWAYS, *AT_REST))
        self._found(self.sums.findings + findings(questions) + effects_are_there_once(), after)
        self.asked += len(questions) + 2

    def expect(self, holds: bool, what: str) -> None:
        """A scenario's own question."""
        self.asked += 1
        if not holds:
            self.findings.append(f"{self.scenario}: {what}")

    def _questions(self, wanted: tuple[Question, ...]) -> list[Question]:
        return [question for question in wanted if question not in self.without]

    def _found(self, found: list[str], after: str) -> None:
        fresh = [each for each in found if not any(known.endswith(each) for known in self.findings)]
        self.findings += [f"{after}: {each}" for each in fresh]

    def line(self) -> str:
        sums = self.sums
        doubt = f"{sums.in_doubt} in doubt ({sums.came_through} came through, {sums.did_not} did not)"
        told = f"{self.scenario:<34} {self.times:>4} times  {sums.acknowledged:>6} acknowledged  {doubt:<48} {self.asked:>6} questions  {len(self.findings)} findings"
        return "\n".join([told, *(f"    {note}" for note in self.notes), *(f"  ✗ {each}" for each in self.findings)])
