"""What a screen may hear."""

from __future__ import annotations

from uuid import uuid4

from callbacks.api.live import Listener, allowed_topics
from models.access.actor import Actor, Role


def actor(*roles: Role) -> Actor:
    return Actor(user_id=uuid4(), name="Anna", roles=frozenset(roles))


def test_everybody_hears_about_themselves_and_nobody_else() -> None:
    anna, other = actor(Role.AUDITOR), uuid4()
    assert allowed_topics(anna, [f"user:{other}"]) == {f"user:{anna.user_id}"}


def test_figures_are_heard_by_those_who_see_dashboards() -> None:
    assert "figures" in allowed_topics(actor(Role.EXECUTIVE), ["figures"])
    assert "figures" not in allowed_topics(actor(Role.REQUESTER), ["figures"])


def test_an_external_person_does_not_hear_that_cases_change() -> None:
    assert "cases" not in allowed_topics(actor(Role.EXTERNAL), ["cases"])


def test_a_case_that_does_not_exist_is_not_heard(database: str) -> None:
    assert allowed_topics(anna := actor(Role.HEAD), [f"case:{uuid4()}", "case:x", "case:", "nonsense"]) == {f"user:{anna.user_id}"}


def test_a_listener_is_told_only_what_it_asked_for() -> None:
    listener = Listener(frozenset({"cases"}))
    listener.tell({"jobs"})
    assert not listener.something.is_set()
    listener.tell({"jobs", "cases"})
    assert listener.waiting == {"cases"}
