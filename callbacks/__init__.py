"""What happens: a click, an HTTP call, a webhook, a command → read input, call data, draw. Thin on purpose."""

from __future__ import annotations

from importlib import import_module

# Every module whose decorators connect something. A new screen adds its line here.
CONNECTED = (
    "callbacks.analytics.allocations",
    "callbacks.analytics.baselines",
    "callbacks.analytics.baselines_file",
    "callbacks.analytics.costs",
    "callbacks.analytics.costs_file",
    "callbacks.analytics.dashboard_views",
    "callbacks.analytics.disputes",
    "callbacks.analytics.effect",
    "callbacks.analytics.initiatives",
    "callbacks.analytics.loss_methods",
    "callbacks.analytics.loss_plan",
    "callbacks.analytics.loss_register",
    "callbacks.analytics.losses",
    "callbacks.analytics.operations",
    "callbacks.analytics.operations_target",
    "callbacks.analytics.overview",
    "callbacks.analytics.own_work",
    "callbacks.analytics.reconciliation",
    "callbacks.analytics.report_builder",
    "callbacks.analytics.report_schedules",
    "callbacks.analytics.reports",
    "callbacks.analytics.workload",
    "callbacks.analytics.roi",
    "callbacks.shell",
    "callbacks.home",
    "callbacks.services.catalogue",
    "callbacks.services.order",
    "callbacks.services.requests",
    "callbacks.services.notifications",
    "callbacks.services.shared",
    "callbacks.processes.case",
    "callbacks.processes.case_dialog",
    "callbacks.processes.case_now",
    "callbacks.processes.case_findings",
    "callbacks.processes.case_labour",
    "callbacks.processes.case_talk",
    "callbacks.processes.case_answer",
    "callbacks.processes.case_export",
    "callbacks.processes.approvals",
    "callbacks.processes.queue",
    "callbacks.processes.queue_bulk",
    "callbacks.processes.calendars",
    "callbacks.processes.jobs",
    "callbacks.workforce.board",
    "callbacks.workforce.week",
    "callbacks.workforce.weeks",
    "callbacks.workforce.capacity",
    "callbacks.workforce.labour_rules",
    "callbacks.workforce.projects",
    "callbacks.access.profile",
    "callbacks.access.audit",
    "callbacks.access.users",
    "callbacks.access.user_forms",
    "callbacks.api.uploads",
    "callbacks.api.files",
    "callbacks.web.sign_in",
    "callbacks.web.preferences",
)


def connect_all() -> None:
    """Import everything that connects callbacks and routes. Late, because the modules need what is imported before them."""
    for module in CONNECTED:
        import_module(module)
