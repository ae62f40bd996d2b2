"""Every door of the web server: who may pass it, and how a browser would knock.

The expectation is written out here, not read from the code: whoever adds a door adds its line, and a reader sees who may pass.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from callbacks.components.wire import permission_of
from callbacks.web.guard import ROUTER
from callbacks.web.server import Web
from models.access.actor import Role

EVERYBODY = frozenset(Role)
EMPLOYEES = EVERYBODY - {Role.EXTERNAL, Role.AUDITOR}
CHECKERS = frozenset({Role.OFFICER, Role.LEAD, Role.HEAD})
LEADS = frozenset({Role.LEAD, Role.HEAD})
REPORTED_TO = LEADS | {Role.EXECUTIVE}
APPROVERS = CHECKERS | {Role.UNIT_HEAD}
ADMIN, AUDITOR = frozenset({Role.ADMIN}), frozenset({Role.AUDITOR})
COST_READERS = REPORTED_TO | {Role.UNIT_HEAD}
METHOD_WRITERS, CONTROLLERS = frozenset({Role.HEAD, Role.DESIGNER}), frozenset({Role.HEAD, Role.AUDITOR})
CALENDAR_KEEPERS = frozenset({Role.ADMIN, Role.DESIGNER})

PAGES = {
    "/": EVERYBODY, "/profile": EVERYBODY, "/notifications": EVERYBODY, "/case/<number>": EVERYBODY,
    "/catalogue": EMPLOYEES, "/order/<service>": EMPLOYEES, "/requests": EMPLOYEES, "/approvals": APPROVERS,
    "/costs": LEADS, "/bi": frozenset({Role.HEAD, Role.ADMIN}), "/reports/builder": METHOD_WRITERS, "/dashboards/allocations": COST_READERS, "/dashboards/prevented-loss": REPORTED_TO, "/dashboards/overview": REPORTED_TO, "/dashboards/workload": REPORTED_TO, "/prevented-loss": CHECKERS, "/prevented-loss/methods": METHOD_WRITERS, "/reconciliation": CONTROLLERS,
    "/costs/disputes": COST_READERS, "/dashboards/mine": CHECKERS, "/effect/baselines": LEADS, "/effect/initiatives": LEADS, "/dashboards/effect": REPORTED_TO, "/dashboards/roi": REPORTED_TO,
    "/projects": CHECKERS, "/capacity": LEADS,
    "/queue": CHECKERS, "/board": CHECKERS, "/cases": CHECKERS, "/week": CHECKERS, "/weeks": LEADS, "/labour-rules": METHOD_WRITERS,
    "/dashboards/operations": REPORTED_TO, "/reports": COST_READERS,
    "/admin/calendars": CALENDAR_KEEPERS, "/admin/jobs": ADMIN, "/admin/users": ADMIN, "/audit": AUDITOR,
    "/shared": frozenset({Role.EXTERNAL}),
}  # fmt: skip

# Flask rules that answer people; each also refuses whoever is not signed in.
ENDPOINTS = {
    "/reports/make": COST_READERS, "/reports/file/<uuid:report_id>": COST_READERS, "/export/cases.xlsx": CHECKERS, "/audit/export.xlsx": AUDITOR,
    "/api/uploads": EVERYBODY, "/api/uploads/<uuid:attachment_id>": EVERYBODY, "/files/<uuid:attachment_id>": EVERYBODY, "/preferences": EVERYBODY,
}  # fmt: skip

# Module of callbacks → who may call them. A module serves one screen, so one line is enough; exceptions name the function, and what
# is connected several times names the screen's permission.
CALLBACKS = {
    "callbacks.access.audit": AUDITOR, "callbacks.access.profile": EVERYBODY, "callbacks.access.user_forms": ADMIN, "callbacks.access.users": ADMIN,
    "callbacks.workforce.projects": LEADS, "callbacks.workforce.projects.show_projects": CHECKERS, "callbacks.workforce.capacity": LEADS, "callbacks.workforce.capacity.set_balance": frozenset({Role.HEAD}),
    "callbacks.workforce.board": CHECKERS, "callbacks.workforce.board.schedule": LEADS, "callbacks.workforce.board.turn_sprint": LEADS, "callbacks.analytics.costs": LEADS, "callbacks.analytics.costs_file": LEADS, "callbacks.analytics.dashboard_views": EVERYBODY, "callbacks.analytics.dashboard_views.keep_events": frozenset({Role.HEAD}), "callbacks.analytics.report_builder": METHOD_WRITERS, "callbacks.analytics.loss_register": CHECKERS, "callbacks.analytics.loss_methods": METHOD_WRITERS,
    "callbacks.analytics.loss_plan": frozenset({Role.HEAD}), "callbacks.analytics.reconciliation": CONTROLLERS,
    "callbacks.analytics.operations_target": frozenset({Role.HEAD}),

    "callbacks.analytics.disputes": COST_READERS, "callbacks.analytics.disputes.answer": LEADS, "callbacks.analytics.disputes.open_answer": LEADS,
    "callbacks.analytics.baselines": LEADS, "callbacks.analytics.baselines_file": LEADS, "callbacks.analytics.initiatives": LEADS,
    "callbacks.analytics.dashboard_frame/see_dashboards": REPORTED_TO, "callbacks.analytics.dashboard_frame/work_cases": CHECKERS, "callbacks.analytics.dashboard_frame/see_effect": REPORTED_TO, "callbacks.analytics.dashboard_frame/see_allocations": COST_READERS,
    "callbacks.analytics.reports": COST_READERS, "callbacks.analytics.report_schedules": LEADS, "callbacks.analytics.report_schedules.show_schedules": COST_READERS,
    "callbacks.components.form/use": EVERYBODY, "callbacks.components.form/order_services": EMPLOYEES, "callbacks.components.form/work_cases": CHECKERS,
    "callbacks.home.show_home": EVERYBODY, "callbacks.home.show_my_requests": EMPLOYEES,
    "callbacks.processes.approvals": APPROVERS, "callbacks.processes.calendars": CALENDAR_KEEPERS, "callbacks.processes.jobs": ADMIN,
    "callbacks.processes.case": EVERYBODY, "callbacks.processes.case_dialog": EVERYBODY,
    "callbacks.processes.case_now": EVERYBODY, "callbacks.processes.case_answer": EVERYBODY,
    "callbacks.processes.case_answer.save_answer": CHECKERS, "callbacks.processes.case_findings": CHECKERS, "callbacks.processes.case_labour": EVERYBODY, "callbacks.processes.case_labour.turn_clock": CHECKERS,
    "callbacks.processes.case_findings.draw_findings": EVERYBODY, "callbacks.processes.case_talk": EVERYBODY, "callbacks.processes.case_talk.mention": CHECKERS,
    "callbacks.processes.queue": CHECKERS, "callbacks.processes.queue_bulk": CHECKERS,
    "callbacks.services.catalogue": EMPLOYEES, "callbacks.services.order": EMPLOYEES, "callbacks.services.requests": EMPLOYEES,
    "callbacks.services.notifications": EVERYBODY, "callbacks.services.shared": frozenset({Role.EXTERNAL}),
    "callbacks.workforce.week": CHECKERS, "callbacks.workforce.weeks": LEADS,
    "callbacks.workforce.labour_rules": frozenset({Role.HEAD, Role.DESIGNER}),
    "callbacks.shell": EVERYBODY, "callbacks.shell.find": EMPLOYEES,
}  # fmt: skip

OPEN_TO_NOBODY_IN_PARTICULAR = {"/sign-in", "/sign-out", "/health"}


def callbacks_of(web: Web) -> list[tuple[str, str, dict[str, Any]]]:
    """(module.function, output, entry) of every callback that runs on the server."""
    found = []
    for output, entry in web.dash.callback_map.items():
        function = entry.get("callback")
        if function is None or output in ROUTER:
            continue
        while not vars(function).get("permission") and hasattr(function, "__wrapped__"):
            function = function.__wrapped__
        found.append((f"{function.__module__}.{function.__name__}", output, entry))
    return sorted(found, key=lambda one: (one[0], one[1]))


def expected_of(name: str, entry: dict[str, Any]) -> frozenset[Role] | None:
    module = name.rpartition(".")[0]
    return CALLBACKS.get(name) or CALLBACKS.get(f"{module}/{permission_of(entry['callback'])}") or CALLBACKS.get(module)


Fill = Callable[[str, str], Any]  # (id, property) → value; of a pattern's open places the property is "*"


def _nothing(_identity: str, _property: str) -> Any:
    return None


def _dependency(part: dict[str, str], fill: Fill) -> Any:
    identity, named = part["id"], part["property"]
    if not identity.startswith("{"):
        return {"id": identity, "property": named, "value": fill(identity, named)}
    several = '["ALL' in identity
    if several and fill is _nothing:
        return []
    whole = {key: ((fill(identity, "*") or 1) if isinstance(value, list) else value) for key, value in json.loads(identity).items()}
    found = {"id": whole, "property": named, "value": whole if named == "id" else fill(identity, named)}
    return [found] if several else found


def _outputs(output: Any, fill: Fill) -> Any:
    if isinstance(output, (list, tuple)):
        return [_outputs(one, fill) for one in output]
    return _dependency({"id": output.component_id_str(), "property": output.component_property}, fill) or []


def _trigger(inputs: list[Any]) -> list[str]:
    """The press of a button if the callback listens to one, or its first input."""
    whole = [one[0] if isinstance(one, list) else one for one in inputs if one]
    pressed = next((one for one in whole if str(one["id"]).endswith("-pressed")), whole[0] if whole else None)
    if pressed is None:
        return []
    identity = pressed["id"] if isinstance(pressed["id"], str) else json.dumps(pressed["id"], sort_keys=True, separators=(",", ":"))
    return [f"{identity}.{pressed['property']}"]


def body_of(output: str, entry: dict[str, Any], fill: Fill = _nothing) -> dict[str, Any]:
    """What our own page would post; with `fill` somebody has pressed and typed."""
    inputs = [_dependency(part, fill) for part in entry["inputs"]]
    return {
        "output": output, "outputs": _outputs(entry["output"], fill), "inputs": inputs,
        "state": [_dependency(part, fill) for part in entry["state"]],
        "changedPropIds": [] if fill is _nothing else _trigger(inputs),
    }  # fmt: skip


def address_of(rule: str) -> str:
    filled = re.sub(r"<uuid:\w+>", "00000000-0000-7000-8000-000000000000", rule)
    return re.sub(r"<(?:\w+:)?\w+>", "1", filled)
