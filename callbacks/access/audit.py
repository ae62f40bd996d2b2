"""The auditor's page: filter the trail, read on, verify it, take it along as a register."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from dash import Input, Output, Patch, State
from dash.exceptions import PreventUpdate
from flask import Response, request

from callbacks.components.days import read_day
from callbacks.components.wire import endpoint, in_browser, on
from callbacks.web.current import current_actor
from data.operations.audit import record, record_verification
from data.queries.access import bank_day
from data.queries.audit import (
    MOST_COUNTED,
    AuditFilter,
    AuditLine,
    audit_actors,
    audit_choices,
    audit_count,
    audit_lines,
    audit_stream,
    last_seal,
    last_verification,
    names_behind,
    words_of_forms,
)
from data.queries.audit_verification import verify_audit
from data.session import Session, reading, transaction
from data.settings import read_settings
from models.access.permissions import Permission
from models.processes.field_errors import NotADate
from pages import shell
from pages.access.audit import (
    ALL_TIME,
    EXPORT_ROUTE,
    MONTH,
    OWN,
    PERIODS,
    TODAY,
    WEEK,
    export_address,
    ids,
    nothing_found,
    past_verdict,
    seal_card,
    state_words,
    trail_rows,
    verdict_card,
)
from pages.access.trail_names import action_words, kind_words
from pages.access.trail_words import change_words, ids_in
from pages.formats import current_zone, date_short
from pages.paper.workbook import About, Sheet, SheetColumn, render_workbook
from pages.translations import _, current_language, text_of

_DAYS = {TODAY: 1, WEEK: 7, MONTH: 30}
_MOST_EXPORTED = 200_000


def read_filter(given: Mapping[str, str], *, today: date) -> AuditFilter:
    """The filter behind the words of an address; what makes no sense there is left out."""
    period = given.get("period") or WEEK
    first: date | None = None
    last: date | None = None
    if period in _DAYS:
        first = today - timedelta(days=_DAYS[period] - 1)
    elif period == OWN:
        first, last = _day(given.get("from")), _day(given.get("to"))
    try:
        actor_id = UUID(given["person"]) if given.get("person") else None
    except ValueError:
        actor_id = None
    return AuditFilter(
        since=_midnight(first) if first else None,
        until=_midnight(last + timedelta(days=1)) if last else None,
        actor_id=actor_id,
        action=given.get("action") or "",
        subject_kind=given.get("kind") or "",
        subject=(given.get("q") or "").strip()[:200],
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=current_zone())


def _day(text: str | None) -> date | None:
    try:
        return read_day(text)
    except NotADate:  # half typed
        return None


def _names(session: Session, lines: list[AuditLine]) -> dict[str, str]:
    wanted = ids_in(*(document for line in lines for document in (line.before, line.after)))
    found = names_behind(session, wanted) | words_of_forms(session, {line.case_id for line in lines if line.case_id})
    return {key: text_of(name) if isinstance(name, Mapping) else name for key, name in found.items()}


@on(
    Output(ids.PERSON, "options"),
    Output(ids.ACTION, "options"),
    Output(ids.KIND, "options"),
    Input(shell.ids.LIVE_USER, "data"),
    permission=Permission.READ_AUDIT,
)
def offer_choices(_live: Any) -> Any:
    with reading(current_actor()) as session:
        people, (actions, kinds) = audit_actors(session), audit_choices(session)
    named = sorted(({"value": one, "label": action_words(one)} for one in actions), key=lambda option: option["label"])
    return (
        [{"value": str(person_id), "label": name} for person_id, name in people],
        named,
        sorted(({"value": one, "label": kind_words(one)} for one in kinds), key=lambda option: option["label"]),
    )


@on(
    Output(ids.ROWS, "children"),
    Output(ids.LAST, "data"),
    Output(ids.STATE, "children"),
    Output(ids.EXPORT, "href"),
    Output(ids.FILTERS, "data"),
    Output(ids.DAYS_BOX, "hidden"),
    Output(ids.MORE, "hidden"),
    Input(ids.PERIOD, "value"),
    Input(ids.FIRST, "value"),
    Input(ids.LAST_DAY, "value"),
    Input(ids.PERSON, "value"),
    Input(ids.ACTION, "value"),
    Input(ids.KIND, "value"),
    Input(ids.SUBJECT, "value"),
    permission=Permission.READ_AUDIT,
)
def show_trail(
    period: str, first: str | None, last: str | None, who: str | None, action: str | None, kind: str | None, subject: str | None
) -> Any:
    given = {"period": period or WEEK, "person": who or "", "action": action or "", "kind": kind or "", "q": subject or ""}
    if period == OWN:
        given |= {name: day.isoformat() for name, day in (("from", _day(first)), ("to", _day(last))) if day}
    with reading(current_actor()) as session:
        today = bank_day(session.now)
        wanted = read_filter(given, today=today)
        lines, below = audit_lines(session, wanted)
        count = audit_count(session, wanted)
        names = _names(session, lines)
    rows, day = trail_rows(lines, names=names, after_day="", today=today)
    address = {name: value for name, value in given.items() if not (name == "period" and value == WEEK)}
    return (
        rows or nothing_found(), {"below": below, "day": day, "given": given}, state_words(count, limit=MOST_COUNTED - 1),
        export_address(given), address, period != OWN, below is None,
    )  # fmt: skip


@on(
    Output(ids.ROWS, "children", allow_duplicate=True),
    Output(ids.LAST, "data", allow_duplicate=True),
    Output(ids.MORE, "hidden", allow_duplicate=True),
    Input(ids.MORE, "n_clicks"),
    State(ids.LAST, "data"),
    permission=Permission.READ_AUDIT,
    prevent_initial_call=True,
)
def show_more(clicks: int | None, last: dict[str, Any] | None) -> Any:
    if not clicks or not last or not isinstance(last.get("below"), int):
        raise PreventUpdate
    with reading(current_actor()) as session:
        today = bank_day(session.now)
        lines, below = audit_lines(session, read_filter(last["given"], today=today), below=last["below"])
        names = _names(session, lines)
    rows, day = trail_rows(lines, names=names, after_day=str(last.get("day")), today=today)
    added = Patch()
    added.extend(rows)
    return added, {**last, "below": below, "day": day}, below is None


@on(
    Output(ids.SEAL, "children"),
    Output(ids.VERDICT, "children"),
    Input(shell.ids.LIVE_USER, "data"),
    permission=Permission.READ_AUDIT,
)
def show_seals(_live: Any) -> Any:
    with reading(current_actor()) as session:
        newest, checked, now = last_seal(session), last_verification(session), session.now
    seal = seal_card(newest.number, newest.sealed_at, newest.rows, now=now) if newest else seal_card(None, None, 0, now=now)
    return seal, past_verdict(checked, now=now)


@on(
    Output(ids.VERDICT, "children", allow_duplicate=True),
    Output(ids.SEAL, "children", allow_duplicate=True),
    Input(ids.VERIFY, "n_clicks"),
    permission=Permission.READ_AUDIT,
    prevent_initial_call=True,
    running=[(Output(ids.VERIFY, "disabled"), True, False)],
)
def verify_trail(clicks: int | None) -> Any:
    """Reads the whole trail; what was found is kept in the trail itself."""
    if not clicks:
        raise PreventUpdate
    actor = current_actor()
    with reading(actor) as session:
        result, newest, now = verify_audit(session), last_seal(session), session.now
    with transaction(actor) as session:
        record_verification(session, result)
    seal = seal_card(newest.number, newest.sealed_at, newest.rows, now=now) if newest else seal_card(None, None, 0, now=now)
    return verdict_card(result), seal


in_browser("keepAddress", Output(shell.ids.SINK, "data", allow_duplicate=True), Input(ids.FILTERS, "data"), prevent_initial_call=True)


@endpoint(EXPORT_ROUTE, permission=Permission.READ_AUDIT)
def export_trail() -> Response:
    """The rows that match, as a register; that it was taken along stands in the trail."""
    actor, given = current_actor(), request.args.to_dict()
    with reading(actor) as session:
        wanted = read_filter(given, today=bank_day(session.now))
        about = About(
            title=_("Audit trail"), lang=current_language(), author=actor.name, formed_at=session.now, data_as_of=session.now,
            filters=tuple(_told(given, wanted)), zone=read_settings().zone,
        )  # fmt: skip
        columns = [
            SheetColumn(_("Row"), "integer"), SheetColumn(_("Time"), "moment"), SheetColumn(_("Who")), SheetColumn(_("For whom")),
            SheetColumn(_("Action")), SheetColumn(_("Subject")), SheetColumn(_("Name")), SheetColumn(_("Changes"), width=70),
            SheetColumn(_("Reason")), SheetColumn(_("Address")),
        ]  # fmt: skip
        content = render_workbook([Sheet(_("Audit trail"), columns, _register(session, wanted))], about)
    with transaction(actor) as session:
        period = dict(_told(given, wanted))[_("Period")]
        filters = {name: value for name, value in given.items() if value and name != "period"} | {"period": period}
        record(session, "audit_exported", subject_kind="audit", subject_id="trail", after=filters)
    response = Response(content, mimetype="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    response.headers["Content-Disposition"] = f'attachment; filename="kordon-audit-{about.formed_at:%Y-%m-%d}.xlsx"'
    return response


def _told(given: Mapping[str, str], wanted: AuditFilter) -> Iterator[tuple[str, str]]:
    period = given.get("period") or WEEK
    if period == OWN:
        yield _("Period"), " — ".join(date_short(day) for day in (_day(given.get("from")), _day(given.get("to"))))
    else:
        yield _("Period"), _(PERIODS.get(period, PERIODS[ALL_TIME]))
    if wanted.action:
        yield _("Action"), action_words(wanted.action)
    if wanted.subject_kind or wanted.subject:
        kind = kind_words(wanted.subject_kind) if wanted.subject_kind else ""
        yield _("Subject"), " ".join(part for part in (kind, wanted.subject) if part)


def _register(session: Session, wanted: AuditFilter) -> Iterator[tuple[Any, ...]]:
    waiting: list[AuditLine] = []
    for line in audit_stream(session, wanted, most=_MOST_EXPORTED):
        waiting.append(line)
        if len(waiting) == 500:
            yield from _written(session, waiting)
            waiting = []
    yield from _written(session, waiting)


def _written(session: Session, lines: list[AuditLine]) -> Iterator[tuple[Any, ...]]:
    names = _names(session, lines)
    for line in lines:
        changes = "; ".join(f"{field}: {before} → {after}" for field, before, after in change_words(line.before, line.after, names=names))
        yield (
            line.seq, line.at, line.actor_name, line.behalf_name, action_words(line.action), kind_words(line.subject_kind),
            line.subject_name, changes, line.reason, line.ip,
        )  # fmt: skip
