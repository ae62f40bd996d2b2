"""Two who work on the same task."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import func, select

from data.operations.processes import ask_requester, complete_task, reassign_task, take_next_task, take_task
from data.session import reading
from data.tables.processes import case_event, message, task
from models.access.actor import SYSTEM
from tests.races.ground import Deed, Ground, Kind, Outcome, Race
from tests.races.services import BRANCHES, FORM, open_task, opened, row_of


def _events(case_id: UUID, kind: str) -> int:
    with reading(SYSTEM) as session:
        return int(session.scalar(select(func.count()).select_from(case_event).where(case_event.c.case_id == case_id, case_event.c.kind == kind)))


def _both_complete(ground: Ground, many: int) -> list[Race]:
    def race(case_id: UUID) -> Race:
        intake = open_task(case_id, "intake")

        def judge(_outcomes: Sequence[Outcome]) -> Iterator[str]:
            if (row_of(case_id).state, _events(case_id, "task_completed"), _events(case_id, "case_closed")) != ("done", 1, 1):
                yield "the task was not completed exactly once"

        act = lambda s: complete_task(s, intake, "done")  # noqa: E731
        return Race(tuple(Deed(login, act) for login in ("belova", "titova", "yusupova")), judge)

    return [race(case_id) for case_id in opened(ground, FORM, many)]


def _both_take(ground: Ground, many: int) -> list[Race]:
    def race(case_id: UUID) -> Race:
        intake = open_task(case_id, "intake")

        def judge(outcomes: Sequence[Outcome]) -> Iterator[str]:
            winner = next((login for login, one in zip(("belova", "titova"), outcomes, strict=True) if one.won), "")
            if ground.stage.login_of(row_of(case_id).owner_id) != winner or _events(case_id, "task_taken") != 1:
                yield "the case does not belong to who took it"

        return Race(tuple(Deed(login, lambda s: take_task(s, intake)) for login in ("belova", "titova")), judge)

    return [race(case_id) for case_id in opened(ground, FORM, many)]


def _all_take_the_next(ground: Ground, many: int) -> list[Race]:
    def race() -> Race:
        taken: list[UUID] = []

        def judge(_outcomes: Sequence[Outcome]) -> Iterator[str]:
            if len(set(taken)) != 4:
                yield "two people got the same task"

        return Race(tuple(Deed(login, lambda s: taken.append(take_next_task(s))) for login in ("belova", "titova", "yusupova", "belova")), judge)

    opened(ground, FORM, 4 * many)
    return [race() for _one in range(many)]


def _reassign_against_complete(ground: Ground, many: int) -> list[Race]:
    titova = ground.stage.bank.people["titova"]

    def race(case_id: UUID) -> Race:
        intake = open_task(case_id, "intake")
        ground.do("belova", lambda s: take_task(s, intake))

        def judge(outcomes: Sequence[Outcome]) -> Iterator[str]:
            with reading(SYSTEM) as session:
                row = session.first(select(task).where(task.c.id == intake))
            assert row is not None
            if (row.state, row.assignee_id == titova) != (("open", True) if outcomes[0].won else ("done", False)):
                yield "the task is neither passed on nor done"

        return Race(
            (
                Deed("lebedev", lambda s: reassign_task(s, intake, to_person=titova, reason="Отпуск")),
                Deed("belova", lambda s: complete_task(s, intake, "done")),
            ),
            judge,
        )

    return [race(case_id) for case_id in opened(ground, FORM, many)]


def _question_against_completion(ground: Ground, many: int) -> list[Race]:
    def race(case_id: UUID) -> Race:
        intake = open_task(case_id, "intake")
        ground.do("belova", lambda s: take_task(s, intake))

        def judge(outcomes: Sequence[Outcome]) -> Iterator[str]:
            with reading(SYSTEM) as session:
                asked = session.scalar(select(func.count()).select_from(message).where(message.c.case_id == case_id))
            row = row_of(case_id)
            if (row.state, asked, row.paused_at is None) != (("waiting_requester", 1, False) if outcomes[0].won else ("done", 0, True)):
                yield "a closed case waits for an answer, or a question is lost"

        return Race(
            (Deed("belova", lambda s: ask_requester(s, case_id, "Кто директор?")), Deed("lebedev", lambda s: complete_task(s, intake, "done"))),
            judge,
        )

    return [race(case_id) for case_id in opened(ground, FORM, many)]


def _both_branches_end(ground: Ground, many: int) -> list[Race]:
    def race(case_id: UUID) -> Race:
        facts, site = open_task(case_id, "facts"), open_task(case_id, "site")

        def judge(_outcomes: Sequence[Outcome]) -> Iterator[str]:
            with reading(SYSTEM) as session:
                after = session.scalar(select(func.count()).select_from(task).where(task.c.case_id == case_id, task.c.step == "after"))
            if after != 1:
                yield f"the join was passed {after} times"

        def end(which: UUID, login: str) -> Deed:
            return Deed(login, lambda s: complete_task(s, which, "done"))

        return Race((end(facts, "belova"), end(site, "titova")), judge)

    return [race(case_id) for case_id in opened(ground, BRANCHES, many)]


TASKS = (
    Kind("completion × completion", _both_complete),
    Kind("take × take", _both_take),
    Kind("next × next", _all_take_the_next, frozenset({4})),
    Kind("reassignment × completion", _reassign_against_complete),
    Kind("question × completion", _question_against_completion),
    Kind("branch × branch", _both_branches_end, frozenset({2})),
)
