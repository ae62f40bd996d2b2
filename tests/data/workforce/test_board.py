"""Whatever is done with cards, the log of a sprint says what its cards say; nothing is overwritten unseen."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from data.operations.workforce.board import add_card, change_card, move_card, schedule_card
from data.operations.workforce.sprints import close_sprint, plan_sprint, start_sprint
from data.queries.workforce.board import Board, board, open_minutes
from data.session import transaction
from data.tables.projects import backlog_item, sprint
from data.tables.workforce import project
from models.access.actor import SYSTEM
from models.errors import Forbidden
from models.workforce.projects import ProjectOver
from models.workforce.sprints import (
    COLUMNS,
    CardMovedMeanwhile,
    EstimateWrong,
    ForeignCard,
    NoSprintRuns,
    SprintDatesWrong,
    SprintRuns,
)
from tests.data.workforce.conftest import MONDAY, NOON, Bureau


def seen(bureau: Bureau, who: str = "lebedev") -> Board:
    found = bureau.do(who, board)
    assert isinstance(found, Board)
    return found


def card(bureau: Bureau, title: str = "Осмотр", minutes: int = 240, **more: Any) -> UUID:
    made = bureau.do("lebedev", lambda s: add_card(s, title=title, project_id=bureau.project_id, minutes=minutes, **more))
    assert isinstance(made, UUID)
    return made


def begun(bureau: Bureau, *cards: UUID, first: date = MONDAY) -> UUID:
    made = bureau.do("lebedev", lambda s: plan_sprint(s, goal="Камеры", first_day=first, last_day=first + timedelta(days=11)))
    for one in cards:
        schedule(bureau, one, made)
    bureau.do("lebedev", lambda s: start_sprint(s, made))
    assert isinstance(made, UUID)
    return made


def schedule(bureau: Bureau, card_id: UUID, sprint_id: UUID | None) -> None:
    revision = row(bureau, card_id).revision
    bureau.do("lebedev", lambda s: schedule_card(s, card_id, sprint_id=sprint_id, revision=revision))


def estimate(bureau: Bureau, card_id: UUID, minutes: int) -> None:
    known = row(bureau, card_id)
    values = {"title": known.title, "minutes": minutes, "assignee_id": None, "revision": known.revision}
    bureau.do("lebedev", lambda s: change_card(s, card_id, **values))


def close(bureau: Bureau, sprint_id: UUID) -> Any:
    return bureau.do("lebedev", lambda s: close_sprint(s, sprint_id))


def opened(bureau: Bureau, sprint_id: UUID) -> Any:
    """(by the log, by the cards)"""
    return bureau.do("lebedev", lambda s: open_minutes(s, sprint_id))


def row(bureau: Bureau, card_id: UUID) -> Any:
    return bureau.do("lebedev", lambda s: s.first(select(backlog_item).where(backlog_item.c.id == card_id)))


def move(bureau: Bureau, who: str, card_id: UUID, column: str, place: int = 0, revision: int | None = None) -> None:
    known = row(bureau, card_id).revision if revision is None else revision
    bureau.do(who, lambda s: move_card(s, card_id, column=column, place=place, revision=known))


@pytest.mark.parametrize("seed", range(4))
def test_the_log_says_what_the_cards_say_after_any_sequence_of_moves(bureau: Bureau, seed: int) -> None:
    dice = Random(seed)
    cards = [card(bureau, f"Карточка {number}", dice.randrange(15, 900)) for number in range(6)]
    sprints = [begun(bureau, *cards[:3])]
    for _step in range(25):
        one, kind = dice.choice(cards), dice.randrange(8)
        try:
            if kind < 4:
                move(bureau, "lebedev", one, dice.choice(COLUMNS), dice.randrange(4))
            elif kind == 4:
                goal = dice.choice([None, sprints[-1]])
                schedule(bureau, one, goal)
            elif kind < 7:
                minutes = dice.randrange(15, 900)
                estimate(bureau, one, minutes)
            else:
                close(bureau, sprints[-1])
                left = [key for key in cards if row(bureau, key).sprint_id is None]
                sprints.append(begun(bureau, *left[:2], first=MONDAY + timedelta(days=14 * len(sprints))))
        except NoSprintRuns:
            pass  # a card of a closed sprint or of the backlog stands still
        for each in sprints:
            logged, held = opened(bureau, each)
            assert logged == held
    burn = seen(bureau).burn
    assert not burn or len(sprints) > 1 or burn[-1].left == opened(bureau, sprints[0])[1]
    ranks = [one.rank for one in (row(bureau, key) for key in cards)]
    assert len(set(ranks)) == len(cards)


def test_two_who_move_the_same_card_do_not_overwrite_each_other(bureau: Bureau) -> None:
    one = card(bureau)
    begun(bureau, one)
    known = row(bureau, one).revision
    move(bureau, "belova", one, "doing", revision=known)
    with pytest.raises(CardMovedMeanwhile):
        move(bureau, "lebedev", one, "done", revision=known)
    assert row(bureau, one).stage == "doing"


def test_who_begins_a_card_that_nobody_has_takes_it_and_then_it_is_foreign_to_others(bureau: Bureau) -> None:
    one = card(bureau)
    begun(bureau, one)
    move(bureau, "belova", one, "doing")
    assert row(bureau, one).assignee_id == bureau.people["belova"]
    with pytest.raises(ForeignCard):
        move(bureau, "gusev", one, "done")
    move(bureau, "lebedev", one, "done")
    assert row(bureau, one).done_at == NOON


def test_a_card_stands_where_it_was_put(bureau: Bureau) -> None:
    cards = [card(bureau, f"К{number}") for number in range(4)]
    begun(bureau, *cards)
    move(bureau, "lebedev", cards[3], "todo", 1)
    assert [one.title for one in seen(bureau).cards] == ["К0", "К3", "К1", "К2"]


def test_closing_carries_the_rest_into_the_next_sprint_and_the_past_burndown_keeps_it(bureau: Bureau) -> None:
    done, open_card = card(bureau, "Готово", 120), card(bureau, "Осталось", 300)
    first = begun(bureau, done, open_card)
    move(bureau, "lebedev", done, "done")
    after = MONDAY + timedelta(days=14)
    following = bureau.do("lebedev", lambda s: plan_sprint(s, goal="Дальше", first_day=after, last_day=after + timedelta(days=11)))
    assert bureau.do("lebedev", lambda s: close_sprint(s, first)) == (1, 1)
    assert (row(bureau, done).sprint_id, row(bureau, open_card).sprint_id) == (first, following)
    assert bureau.do("lebedev", lambda s: open_minutes(s, following)) == (300, 300)
    assert seen(bureau).velocity == 120
    with pytest.raises(NoSprintRuns):
        bureau.do("lebedev", lambda s: close_sprint(s, first))


def test_one_sprint_runs_at_a_time(bureau: Bureau) -> None:
    begun(bureau)
    after = MONDAY + timedelta(days=14)
    following = bureau.do("lebedev", lambda s: plan_sprint(s, goal="Дальше", first_day=after, last_day=after))
    with pytest.raises(SprintRuns):
        bureau.do("lebedev", lambda s: start_sprint(s, following))
    with pytest.raises(SprintDatesWrong):
        bureau.do("lebedev", lambda s: plan_sprint(s, goal="Раньше", first_day=MONDAY, last_day=MONDAY))
    rows = bureau.do("lebedev", lambda s: s.rows(select(sprint.c.state).order_by(sprint.c.first_day)))
    assert [one.state for one in rows] == ["running", "planned"]


@pytest.mark.parametrize("who", ["belova", "kim", "zaitseva"])
def test_sprints_are_turned_by_who_leads(bureau: Bureau, who: str) -> None:
    with pytest.raises(Forbidden):
        bureau.do(who, lambda s: plan_sprint(s, goal="Мой", first_day=MONDAY, last_day=MONDAY))


def test_what_is_over_or_badly_estimated_gets_no_card(bureau: Bureau) -> None:
    with pytest.raises(EstimateWrong):
        card(bureau, minutes=5)
    with transaction(SYSTEM) as session:
        session.execute(update(project).values(state="done"))
    with pytest.raises(ProjectOver):
        card(bureau)
