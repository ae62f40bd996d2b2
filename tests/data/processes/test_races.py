"""Two people do the same thing at once: one wins, the other is told."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

from sqlalchemy import func, select

from data.operations.processes import complete_task, decide_approval, save_task_fields, take_next_task, take_task, withdraw_case
from data.session import Session, reading, transaction
from data.tables.processes import case_event, task
from models.access.actor import SYSTEM
from models.errors import KordonError
from tests.data.processes.conftest import MONDAY, Stage

ROUNDS = 12


def _at_once(stage: Stage, *deeds: tuple[str, Callable[[Session], Any]]) -> list[str]:
    """Run the deeds at the same moment, each in its own transaction; the outcome of each: "done" or the error's code."""
    actors = [stage.actor(login) for login, _deed in deeds]
    gate = threading.Barrier(len(deeds))
    results = [""] * len(deeds)

    def run(number: int) -> None:
        gate.wait()
        try:
            with transaction(actors[number], at=MONDAY) as session:
                deeds[number][1](session)
            results[number] = "done"
        except KordonError as error:
            results[number] = error.code

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_one_task_is_completed_once_however_many_try(stage: Stage) -> None:
    for _round in range(ROUNDS):
        case_id = stage.order()
        intake = stage.open_tasks(case_id)["intake"].id
        deed = lambda s, intake=intake: complete_task(s, intake, "accept")  # noqa: E731
        results = Counter(_at_once(stage, ("belova", deed), ("titova", deed), ("yusupova", deed)))
        assert results == {"done": 1, "task_already_done": 2}
        with reading(SYSTEM) as session:
            assert session.scalar(select(func.count()).select_from(task).where(task.c.case_id == case_id, task.c.step == "facts")) == 1


def test_a_task_is_taken_by_one(stage: Stage) -> None:
    for _round in range(ROUNDS):
        intake = stage.open_tasks(stage.order())["intake"].id
        deed = lambda s, intake=intake: take_task(s, intake)  # noqa: E731
        assert sorted(_at_once(stage, ("belova", deed), ("titova", deed))) == ["done", "task_already_taken"]


def test_two_who_take_the_next_get_different_ones(stage: Stage) -> None:
    for _round in range(4):
        stage.order()
        stage.order()
    results = _at_once(stage, *[(login, take_next_task) for login in ("belova", "titova", "yusupova", "belova", "titova")])
    with reading(SYSTEM) as session:
        taken = session.scalar(select(func.count()).select_from(task).where(task.c.assignee_id.is_not(None)))
    assert taken == results.count("done")
    assert results.count("done") == 5


def test_approval_against_withdrawal_ends_in_one_of_the_two(stage: Stage) -> None:
    for _round in range(4):
        case_id = stage.order()
        stage.until_approval(case_id)
        approval = stage.open_tasks(case_id)["approve"].id
        results = _at_once(
            stage,
            ("lebedev", lambda s, approval=approval: decide_approval(s, approval, "agree")),
            ("zaitseva", lambda s, case_id=case_id: withdraw_case(s, case_id, reason="Не нужно")),
        )
        assert sorted(results) == ["case_already_closed", "done"]
        with reading(SYSTEM) as session:
            kinds = [row.kind for row in session.rows(select(case_event.c.kind).where(case_event.c.case_id == case_id))]
        assert ("case_withdrawn" in kinds) != ("case_closed" in kinds)
        assert stage.row(case_id).state == ("done" if "case_closed" in kinds else "withdrawn")


def test_two_forms_with_different_words_do_not_overwrite_each_other(stage: Stage) -> None:
    case_id = stage.order()
    stage.finish("belova", case_id, "intake", "accept")
    facts = stage.open_tasks(case_id)["facts"]
    worker = stage.login_of(facts.assignee_id)

    def save(note: str) -> Callable[[Session], None]:
        return lambda s: save_task_fields(s, facts.id, values={"register": {"result": "attention", "note": note}}, seen={"register": None})

    results = _at_once(stage, (worker, save("первый")), ("lebedev", save("второй")))
    assert sorted(results) == ["done", "form_changed_meanwhile"]
    assert stage.row(case_id).fields["register"]["note"] == ("первый" if results[0] == "done" else "второй")
