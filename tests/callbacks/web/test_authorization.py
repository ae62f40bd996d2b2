"""The authorization matrix: every page, callback and endpoint × ten roles and nobody.

The expectation is written out here, not read from the code: whoever adds a door adds its line, and a reader sees who may pass.
"""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from callbacks.components.wire import permission_of
from callbacks.web import csrf
from callbacks.web.guard import ROUTER
from callbacks.web.server import Web
from models.access.actor import Role
from pages import sitemap
from tests.callbacks.web.conftest import Enter

EVERYBODY = frozenset(Role)
EMPLOYEES = EVERYBODY - {Role.EXTERNAL, Role.AUDITOR}
CHECKERS = frozenset({Role.OFFICER, Role.LEAD, Role.HEAD})
LEADS = frozenset({Role.LEAD, Role.HEAD})
REPORTED_TO = LEADS | {Role.EXECUTIVE}
APPROVERS = CHECKERS | {Role.UNIT_HEAD}
ADMIN, AUDITOR = frozenset({Role.ADMIN}), frozenset({Role.AUDITOR})
CALENDAR_KEEPERS = frozenset({Role.ADMIN, Role.DESIGNER})

PAGES = {
    "/": EVERYBODY, "/profile": EVERYBODY, "/notifications": EVERYBODY, "/case/<number>": EVERYBODY,
    "/catalogue": EMPLOYEES, "/order/<service>": EMPLOYEES, "/requests": EMPLOYEES, "/approvals": APPROVERS,
    "/queue": CHECKERS, "/cases": CHECKERS, "/dashboards/operations": REPORTED_TO, "/reports": REPORTED_TO,
    "/admin/calendars": CALENDAR_KEEPERS, "/admin/jobs": ADMIN, "/admin/users": ADMIN, "/audit": AUDITOR,
    "/shared": frozenset({Role.EXTERNAL}),
}  # fmt: skip

# Flask rules that answer people; each also refuses whoever is not signed in.
ENDPOINTS = {
    "/reports/make": REPORTED_TO, "/reports/file/<uuid:report_id>": REPORTED_TO, "/export/cases.xlsx": CHECKERS, "/audit/export.xlsx": AUDITOR,
    "/api/uploads": EVERYBODY, "/api/uploads/<uuid:attachment_id>": EVERYBODY, "/files/<uuid:attachment_id>": EVERYBODY, "/preferences": EVERYBODY,
}  # fmt: skip

# Module of callbacks → who may call them. A module serves one screen, so one line is enough; exceptions name the function, and what
# is connected several times names the screen's permission.
CALLBACKS = {
    "callbacks.access.audit": AUDITOR, "callbacks.access.profile": EVERYBODY, "callbacks.access.user_forms": ADMIN, "callbacks.access.users": ADMIN,
    "callbacks.analytics.operations": REPORTED_TO, "callbacks.analytics.operations_target": frozenset({Role.HEAD}),
    "callbacks.analytics.reports": REPORTED_TO,
    "callbacks.components.form/use": EVERYBODY, "callbacks.components.form/order_services": EMPLOYEES, "callbacks.components.form/work_cases": CHECKERS,
    "callbacks.home.show_home": EVERYBODY, "callbacks.home.show_my_requests": EMPLOYEES,
    "callbacks.processes.approvals": APPROVERS, "callbacks.processes.calendars": CALENDAR_KEEPERS, "callbacks.processes.jobs": ADMIN,
    "callbacks.processes.case": EVERYBODY, "callbacks.processes.case_dialog": EVERYBODY,
    "callbacks.processes.case_now": EVERYBODY, "callbacks.processes.case_answer": EVERYBODY,
    "callbacks.processes.case_answer.save_answer": CHECKERS, "callbacks.processes.case_findings": CHECKERS,
    "callbacks.processes.case_findings.draw_findings": EVERYBODY, "callbacks.processes.case_talk": EVERYBODY, "callbacks.processes.case_talk.mention": CHECKERS,
    "callbacks.processes.queue": CHECKERS, "callbacks.processes.queue_bulk": CHECKERS,
    "callbacks.services.catalogue": EMPLOYEES, "callbacks.services.order": EMPLOYEES, "callbacks.services.requests": EMPLOYEES,
    "callbacks.services.notifications": EVERYBODY, "callbacks.services.shared": frozenset({Role.EXTERNAL}),
    "callbacks.shell": EVERYBODY, "callbacks.shell.find": EMPLOYEES,
}  # fmt: skip

OPEN_TO_NOBODY_IN_PARTICULAR = {"/sign-in", "/sign-out", "/health"}


def _callbacks(web: Web) -> list[tuple[str, str, dict[str, Any]]]:
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


def _expected_of(name: str, entry: dict[str, Any]) -> frozenset[Role] | None:
    module = name.rpartition(".")[0]
    return CALLBACKS.get(name) or CALLBACKS.get(f"{module}/{permission_of(entry['callback'])}") or CALLBACKS.get(module)


def _dependency(part: dict[str, str]) -> Any:
    identity = part["id"]
    if identity.startswith("{"):
        if '["ALL' in identity:
            return []
        fixed = {key: (1 if isinstance(value, list) else value) for key, value in json.loads(identity).items()}
        return {"id": fixed, "property": part["property"], "value": None}
    return {"id": identity, "property": part["property"], "value": None}


def _outputs(output: Any) -> Any:
    if isinstance(output, (list, tuple)):
        return [_outputs(one) for one in output]
    found = _dependency({"id": output.component_id_str(), "property": output.component_property})
    return found or []


def _body(output: str, entry: dict[str, Any]) -> dict[str, Any]:
    return {
        "output": output, "outputs": _outputs(entry["output"]), "changedPropIds": [],
        "inputs": [_dependency(part) for part in entry["inputs"]], "state": [_dependency(part) for part in entry["state"]],
    }  # fmt: skip


def _address(rule: str) -> str:
    filled = re.sub(r"<uuid:\w+>", "00000000-0000-7000-8000-000000000000", rule)
    return re.sub(r"<(?:\w+:)?\w+>", "1", filled)


def test_every_door_is_in_the_matrix(web: Web) -> None:
    pages = {str(page.path) for page in sitemap.PAGES}
    assert pages == set(PAGES), "a page without a line in PAGES, or a line without a page"
    unknown = {name for name, _output, entry in _callbacks(web) if _expected_of(name, entry) is None}
    assert not unknown, "callbacks without a line in CALLBACKS"
    rules = {
        str(rule) for rule in web.flask.url_map.iter_rules()
        if not str(rule).startswith(("/_dash", "/assets", "/_favicon", "/_reload", "/_alive")) and str(rule) not in {"/", "/<path:path>"}
    }  # fmt: skip
    assert rules - OPEN_TO_NOBODY_IN_PARTICULAR == set(ENDPOINTS), "an endpoint without a line in ENDPOINTS"


@pytest.mark.parametrize("role", list(Role))
def test_a_role_passes_its_own_doors_and_no_other(web: Web, enter: Enter, role: Role) -> None:
    browser = enter(role)
    for path, allowed in PAGES.items():
        status = browser.client.get(_address(path), headers={"Accept": "text/html"}).status_code
        assert (status == 403) == (role not in allowed), f"{path}: {status}"
        assert status < 500, path
    for name, output, entry in _callbacks(web):
        status = browser.post("/_dash-update-component", json=_body(output, entry)).status_code
        assert (status == 403) == (role not in (_expected_of(name, entry) or ())), f"{name}: {status}"
        assert status < 500, name
    for rule, allowed in ENDPOINTS.items():
        methods = next(found.methods for found in web.flask.url_map.iter_rules() if str(found) == rule) or set()
        call = browser.client.post if "POST" in methods else browser.client.get
        status = call(_address(rule), headers=browser.headers).status_code
        assert (status == 403) == (role not in allowed), f"{rule}: {status}"
        assert status < 500, rule


def test_whoever_is_not_signed_in_passes_no_door(web: Web) -> None:
    client = web.flask.test_client()
    for path in PAGES:
        answer = client.get(_address(path), headers={"Accept": "text/html"})
        assert answer.status_code == 302, path
        assert answer.headers["Location"].startswith("/sign-in"), path
    quiet = {csrf.HEADER: "x", "Sec-Fetch-Mode": "cors"}
    for name, output, entry in _callbacks(web):
        assert client.post("/_dash-update-component", json=_body(output, entry), headers=quiet).status_code == 401, name
    for rule in ENDPOINTS:
        assert client.get(_address(rule), headers=quiet).status_code in {401, 405}, rule


def test_every_callback_says_what_it_needs(web: Web) -> None:
    assert all(permission_of(entry["callback"]) is not None for _name, _output, entry in _callbacks(web))
