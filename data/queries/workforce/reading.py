"""Whose labour an actor may see and decide about: the condition every list of weeks begins with."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, false, select

from data.tables.access import membership, person
from models.access.actor import Actor, Role
from models.access.permissions import Permission, may
from models.workforce.effort import SERVICE_ROLES


def in_service() -> ColumnElement[bool]:
    """A condition on `person`: whose labour is kept at all."""
    condition: ColumnElement[bool] = person.c.roles.overlap([role.value for role in SERVICE_ROLES])
    return condition


def leads(actor: Actor) -> ColumnElement[bool]:
    """A condition on `person`: people of the service whose labour the actor decides about: the head all, a lead those of his groups."""
    if actor.is_system or actor.has(Role.HEAD):
        return in_service()
    if not may(actor, Permission.DISTRIBUTE_WORK) or not actor.lead_of:
        return false()
    return and_(in_service(), person.c.id.in_(select(membership.c.person_id).where(membership.c.group_id.in_(actor.lead_of))))
