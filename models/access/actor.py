"""Who acts: a person with roles, a substitute for somebody absent, or Kordon itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """The ten roles. A person may hold several; every internal person may also order services."""

    REQUESTER = "requester"
    UNIT_HEAD = "unit_head"
    OFFICER = "officer"
    LEAD = "lead"
    HEAD = "head"
    EXECUTIVE = "executive"
    DESIGNER = "designer"
    ADMIN = "admin"
    AUDITOR = "auditor"
    EXTERNAL = "external"


@dataclass(frozen=True, slots=True)
class Actor:
    """The person behind a request, as known at its start.

    `acts_for` holds the ids of absent people whose work this person does today; `lead_of` the groups this person leads,
    own or taken over; `unit_ids` the unit the person heads with everything under it (empty for others). Who signed in with a password
    given by an administrator may do nothing (see `may`) until it is changed.
    """

    user_id: UUID | None
    name: str
    roles: frozenset[Role] = frozenset()
    unit_id: UUID | None = None
    unit_ids: frozenset[UUID] = frozenset()
    group_ids: frozenset[UUID] = frozenset()
    lead_of: frozenset[UUID] = frozenset()
    acts_for: frozenset[UUID] = frozenset()
    name_en: str = ""
    lang: str = "ru"
    theme: str = "light"
    login: str = ""
    ip: str = ""
    session_id: UUID | None = None
    must_change_password: bool = False
    is_system: bool = field(default=False)

    @property
    def shown_name(self) -> str:
        """The name in the actor's own language."""
        return self.name_en if self.lang == "en" and self.name_en else self.name

    def has(self, *roles: Role) -> bool:
        """Does the actor hold any of these roles?"""
        return not self.roles.isdisjoint(roles)

    @property
    def identities(self) -> frozenset[UUID]:
        """Own id and the ids of everybody this actor stands in for."""
        return self.acts_for | ({self.user_id} if self.user_id else set())


SYSTEM = Actor(user_id=None, name="Kordon", is_system=True)
