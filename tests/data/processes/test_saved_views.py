"""Views under a name: own ones, shared ones, nobody else's."""

from __future__ import annotations

import pytest

from data.operations.saved_views import MOST_VIEWS, TooManyViews, ViewNameTaken, ViewNeedsName, delete_view, save_view
from data.queries.saved_views import SavedView, saved_views
from data.session import reading
from models.errors import Forbidden, NotFound
from tests.data.processes.conftest import Stage


def seen_by(stage: Stage, login: str, screen: str = "queue") -> list[SavedView]:
    with reading(stage.actor(login)) as session:
        return saved_views(session, screen)


def test_a_view_is_found_under_its_name_on_its_screen(stage: Stage) -> None:
    stage.do("belova", lambda s: save_view(s, "queue", "  Крупные   суммы ", query="scope=mine&sort=amount"))
    assert [(one.name, one.query, one.mine) for one in seen_by(stage, "belova")] == [("Крупные суммы", "scope=mine&sort=amount", True)]
    assert seen_by(stage, "belova", "cases") == []
    assert seen_by(stage, "titova") == []


def test_a_shared_view_is_seen_in_the_groups_of_its_author_and_nowhere_else(stage: Stage) -> None:
    stage.do("belova", lambda s: save_view(s, "queue", "Горящие", query="sla=today", is_shared=True))
    assert [(one.name, one.mine) for one in seen_by(stage, "titova")] == [("Горящие", False)]  # both check companies
    assert seen_by(stage, "lapin") == []


def test_only_the_author_deletes_it(stage: Stage) -> None:
    view = stage.do("belova", lambda s: save_view(s, "queue", "Горящие", query="sla=today", is_shared=True))
    with pytest.raises(Forbidden):
        stage.do("titova", lambda s: delete_view(s, view))
    stage.do("belova", lambda s: delete_view(s, view))
    with pytest.raises(NotFound):
        stage.do("belova", lambda s: delete_view(s, view))


@pytest.mark.parametrize("name", ["", "   ", "ы" * 61])
def test_a_view_without_a_proper_name_is_refused(stage: Stage, name: str) -> None:
    with pytest.raises(ViewNeedsName):
        stage.do("belova", lambda s: save_view(s, "queue", name, query=""))


def test_one_name_is_used_once_whatever_its_case(stage: Stage) -> None:
    stage.do("belova", lambda s: save_view(s, "queue", "Горящие", query=""))
    with pytest.raises(ViewNameTaken):
        stage.do("belova", lambda s: save_view(s, "queue", "ГОРЯЩИЕ", query=""))
    stage.do("titova", lambda s: save_view(s, "queue", "Горящие", query=""))


def test_views_end_at_a_number_one_can_look_through(stage: Stage) -> None:
    for number in range(MOST_VIEWS):
        stage.do("belova", lambda s, name=f"Вид {number}": save_view(s, "queue", name, query=""))
    with pytest.raises(TooManyViews):
        stage.do("belova", lambda s: save_view(s, "queue", "Ещё один", query=""))
