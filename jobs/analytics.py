"""Figures by the clock."""

from __future__ import annotations

from data.operations.analytics import refresh_rollups
from data.operations.job_runs import Progress
from data.operations.mail import write_letter
from data.operations.prevented_loss import gather_candidates
from data.operations.reconciliation import reconcile
from data.operations.report_schedules import Delivery, note_delivered, note_refused, plan_deliveries, take_delivery
from data.operations.reports import compute_report, keep_report
from data.queries.access import actor_of_person
from data.queries.analytics.reconciliation_runs import reconciliation_of
from data.queries.analytics.report_schedules import address_of
from data.session import Session, reading, transaction
from data.settings import read_settings
from jobs.task import in_one_transaction, in_parts
from models.access.actor import Actor
from models.errors import Forbidden, InvalidInput
from pages.analytics.report_letter import report_letter
from pages.analytics.report_model import file_name, render_report
from pages.paper.sandbox import PrintingFailed
from pages.translations import use_language


def _failed_rows(session: Session, period: str) -> int:
    """Check, and say how many rows broke a rule."""
    found = reconciliation_of(session, reconcile(session, period))
    return found.failed if found else 0


def _deliver_reports(progress: Progress) -> dict[str, int]:
    """Plan what is due, then make one report after another, each with the rights of its reader."""
    counts = {"made": 0, "refused": 0}
    with progress.transaction() as session:
        plan_deliveries(session)
    while True:
        with progress.transaction() as session:
            delivery = take_delivery(session)
            reader = actor_of_person(session, delivery.person_id) if delivery else None
            address = address_of(session, delivery.person_id) if delivery else ""
        if delivery is None:
            return counts
        refusal = "no_account" if reader is None else "" if address else "no_address"
        refusal = refusal or _deliver(delivery, reader, address)
        if refusal:
            with progress.transaction() as session:
                note_refused(session, delivery, refusal)
        counts["refused" if refusal else "made"] += 1
        progress.step(sum(counts.values()))


def _deliver(delivery: Delivery, reader: Actor | None, address: str) -> str:
    """Report, letter and note in one transaction of the reader; returns why there is none, empty when all is done."""
    assert reader is not None
    try:
        with reading(reader) as session:
            document = compute_report(session, delivery.order)
        content = render_report(document)
    except Forbidden:
        return "no_rights"
    except (InvalidInput, PrintingFailed):
        return "not_printed"
    with transaction(reader) as session, use_language(delivery.order.lang):
        report = keep_report(session, document, file_name=file_name(document), content=content)
        subject, body = report_letter(document, report, site=read_settings().address, is_attached=delivery.is_attached)
        attached = report if delivery.is_attached else None
        letter = write_letter(session, recipient=address, subject=subject, body=body, report_id=attached)
        note_delivered(session, delivery, report=report, letter=letter)
    return ""


TASKS = (
    in_one_transaction("refresh_rollups", lambda session, _arguments: refresh_rollups(session)),
    in_one_transaction("reconcile", lambda session, arguments: _failed_rows(session, arguments.get("period", "all"))),
    in_one_transaction("gather_candidates", lambda session, _arguments: gather_candidates(session)),
    in_parts("deliver_reports", _deliver_reports),
)
