"""What each role may do. One table, read by queries, operations, the guard and the menu alike."""

from __future__ import annotations

from enum import StrEnum

from models.access.actor import Actor, Role
from models.errors import Forbidden


class Permission(StrEnum):
    """A thing one may do. Whether one may do it to *this* case is asked of the case."""

    USE = "use"                                # be signed in: own profile, theme, language, notifications
    ORDER_SERVICES = "order_services"          # catalogue, own requests
    FOLLOW_UNIT = "follow_unit"                # requests of the own unit, without details of checks
    WORK_CASES = "work_cases"                  # queue, tasks, findings, internal notes
    SEE_CHECK_DETAILS = "see_check_details"    # fields marked "security service only"
    DISTRIBUTE_WORK = "distribute_work"        # assign others, bulk actions over a group
    APPROVE = "approve"                        # be an approver
    SEE_ALL_CASES = "see_all_cases"            # closed groups too; every view is logged
    SEE_DASHBOARDS = "see_dashboards"          # figures without personal data
    DRILL_TO_CASES = "drill_to_cases"          # from a figure to the rows behind it
    EXPORT_REPORTS = "export_reports"
    DESIGN_REPORTS = "design_reports"          # reports of the bank's own, put together from blocks
    SCHEDULE_REPORTS = "schedule_reports"      # reports that go out by mail by themselves
    SET_TARGETS = "set_targets"                # what the service aims at
    REGISTER_LOSS = "register_loss"            # the register of prevented losses: evidence, handing in, corrections
    CONFIRM_LOSS = "confirm_loss"              # decide about what another has handed in
    WRITE_LOSS_METHODS = "write_loss_methods"  # how prevented loss is counted; a second person publishes
    SEE_ALLOCATIONS = "see_allocations"        # what units bear of the costs; a head of a unit sees his own
    MANAGE_COSTS = "manage_costs"              # costs, keys of allocation, closing of months
    FEED_BI = "feed_bi"                        # what an outside BI reads: its dictionary
    SEE_EFFECT = "see_effect"                  # what the hub has brought, return and pay-back of initiatives
    MANAGE_EFFECT = "manage_effect"            # baselines, initiatives and their cash; a second person confirms
    RECONCILE = "reconcile"                    # check Kordon's own figures, see what was found
    MANAGE_LABOUR = "manage_labour"            # minutes of actions, grades and their rates
    WORK_PROJECTS = "work_projects"            # the board: own cards
    MANAGE_PROJECTS = "manage_projects"        # sprints, cards of others, teams, stages, budgets
    MANAGE_USERS = "manage_users"
    MANAGE_CALENDARS = "manage_calendars"
    MANAGE_JOBS = "manage_jobs"
    READ_AUDIT = "read_audit"
    DESIGN_SERVICES = "design_services"
    VISIT_SHARED = "visit_shared"              # external: only the shared cases and their shared fields


_P = Permission
_EMPLOYEE = {_P.USE, _P.ORDER_SERVICES}
_OFFICER = _EMPLOYEE | {_P.WORK_CASES, _P.SEE_CHECK_DETAILS, _P.APPROVE, _P.REGISTER_LOSS, _P.WORK_PROJECTS}
_LEAD = _OFFICER | {
    _P.DISTRIBUTE_WORK, _P.SEE_DASHBOARDS, _P.DRILL_TO_CASES, _P.EXPORT_REPORTS, _P.SCHEDULE_REPORTS, _P.MANAGE_COSTS, _P.SEE_ALLOCATIONS,
    _P.SEE_EFFECT, _P.MANAGE_EFFECT,
    _P.MANAGE_PROJECTS,
}  # fmt: skip

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.REQUESTER: frozenset(_EMPLOYEE),
    Role.UNIT_HEAD: frozenset(_EMPLOYEE | {_P.FOLLOW_UNIT, _P.APPROVE, _P.SEE_ALLOCATIONS, _P.EXPORT_REPORTS}),
    Role.OFFICER: frozenset(_OFFICER),
    Role.LEAD: frozenset(_LEAD),
    Role.HEAD: frozenset(_LEAD | {
        _P.SEE_ALL_CASES, _P.SET_TARGETS, _P.CONFIRM_LOSS, _P.WRITE_LOSS_METHODS, _P.RECONCILE, _P.MANAGE_LABOUR,
        _P.MANAGE_COSTS, _P.FEED_BI, _P.DESIGN_REPORTS,
    }),
    Role.EXECUTIVE: frozenset(_EMPLOYEE | {_P.SEE_DASHBOARDS, _P.EXPORT_REPORTS, _P.SEE_ALLOCATIONS, _P.SEE_EFFECT}),
    Role.DESIGNER: frozenset(_EMPLOYEE | {
        _P.DESIGN_SERVICES, _P.MANAGE_CALENDARS, _P.WRITE_LOSS_METHODS, _P.MANAGE_LABOUR, _P.DESIGN_REPORTS,
    }),
    Role.ADMIN: frozenset(_EMPLOYEE | {_P.MANAGE_USERS, _P.MANAGE_CALENDARS, _P.MANAGE_JOBS, _P.FEED_BI}),
    Role.AUDITOR: frozenset({_P.USE, _P.READ_AUDIT, _P.RECONCILE}),
    Role.EXTERNAL: frozenset({_P.USE, _P.VISIT_SHARED}),
}


def may(actor: Actor, permission: Permission) -> bool:
    """Does any role of the actor grant this? Kordon itself may do everything; who still has a given password only his own profile."""
    if actor.must_change_password and permission is not Permission.USE:
        return False
    return actor.is_system or any(permission in GRANTS[role] for role in actor.roles)


def require(actor: Actor, permission: Permission) -> None:
    """Raise `Forbidden` unless the actor may."""
    if not may(actor, permission):
        raise Forbidden(permission=permission.value)
