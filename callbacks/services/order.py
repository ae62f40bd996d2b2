"""Ordering a service: the form with its draft, sending, the number."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from dash import ALL, Input, Output, State, ctx, no_update

from callbacks.components.form import FormRules, connect_form, show_form_errors
from callbacks.components.wire import on
from callbacks.web.current import current_actor
from data.ids import new_id
from data.operations.processes import discard_draft, draft_of, open_case
from data.queries.access_people import unit_tree
from data.queries.processes.people import names_of
from data.queries.requests import refusal_of
from data.queries.services import own_uploads, service_to_order, start_fields, values_to_resubmit
from data.session import Session, reading, transaction
from data.settings import read_settings
from models.access.permissions import Permission
from models.errors import InvalidFields
from models.processes.definition import Field, FieldType
from models.processes.form import default_values
from pages.components.form import Known, draft_kept_words
from pages.components.form_ids import Kind, collected, every, form_id
from pages.components.icons import Icon, icon
from pages.services.order import ANONYMOUS, FORM, Promise, ids, order_body, sent_body
from pages.translations import current_language, ngettext, text_of


def order_rules(session: Session, subject: str) -> FormRules:
    """The start form of the service, if the actor may order it. `subject`: service code, and the number of a request submitted again."""
    definition, _card = service_to_order(session, subject.partition(":")[0])
    return FormRules(start_fields(definition))


connect_form(FORM, permission=Permission.ORDER_SERVICES, rules_of=order_rules, draft="order")


@on(Output(ids.BODY, "children"), Input(ids.SUBJECT, "data"), permission=Permission.ORDER_SERVICES)
def show_order(subject: str) -> Any:
    with reading(current_actor()) as session:
        return _body(session, subject)


def _body(session: Session, subject: str) -> Any:
    service, _colon, again = subject.partition(":")
    definition, card = service_to_order(session, service)
    fields = start_fields(definition)
    values: dict[str, Any] = default_values(fields)
    refused = None
    if again:
        values |= values_to_resubmit(session, again, service)[1]
        refused = (again, refusal_of(session, again))
    draft = draft_of(session, "order", subject)
    if draft is not None:
        values = dict(draft.content.get("values", {}))
    return order_body(
        definition, fields, values, subject=subject, form_id=str(new_id()), known=_known(session, fields, values), refused=refused,
        promise=Promise(card.minutes, card.answer_by, session.now, by_the_clock=card.by_the_clock),
        draft_words=draft_kept_words(draft.saved_at) if draft else "",
    )  # fmt: skip


def _known(session: Session, fields: list[Field], values: dict[str, Any]) -> Known:
    kinds = {one.type for one in fields}
    uploads = {one.key: values.get(one.key) or [] for one in fields if one.type is FieldType.FILE}
    files = own_uploads(session, [str(each) for listed in uploads.values() for each in listed])
    people = [values.get(one.key) for one in fields if one.type is FieldType.EMPLOYEE]
    return Known(
        names=names_of(session, [one for one in people if one], current_language()),
        files={key: [files[str(each)] for each in listed if str(each) in files] for key, listed in uploads.items()},
        units=[(str(one.id), text_of(one.name)) for one in unit_tree(session)] if FieldType.UNIT in kinds else (),
        megabytes=read_settings().upload_megabytes,
    )


@on(
    Output(ids.BODY, "children", allow_duplicate=True),
    Output(ids.PROBLEM, "children"),
    Input(ids.SEND, "n_clicks"),
    State(every(Kind.VALUE, FORM, ALL), "value"),
    State(every(Kind.VALUE, FORM, ALL), "id"),
    State(form_id(Kind.SUBJECT, FORM), "data"),
    State(ids.FORM_ID, "data"),
    permission=Permission.ORDER_SERVICES,
    prevent_initial_call=True,
    running=[(Output(ids.SEND, "disabled"), True, False)],
)
def send_order(clicks: int | None, values: list[Any], names: list[dict[str, Any]], subject: str, drawn: str) -> Any:
    if not clicks:
        return no_update, no_update
    service, _colon, again = subject.partition(":")
    typed = collected(names, values)
    anonymous = bool(typed.pop(ANONYMOUS, None))
    parts = [name for name in names if name["field"] != ANONYMOUS]
    with reading(current_actor()) as session:
        definition, card = service_to_order(session, service)
        fields = start_fields(definition)
        promise = Promise(card.minutes, card.answer_by, session.now, by_the_clock=card.by_the_clock)
    files = [UUID(str(each)) for one in fields if one.type is FieldType.FILE for each in typed.get(one.key) or ()]
    try:
        with transaction(current_actor()) as session:
            resubmits = values_to_resubmit(session, again, service)[0] if again else None
            opened = open_case(session, service, typed, attachments=files, anonymous=anonymous, resubmits=resubmits, form_id=UUID(drawn))
            discard_draft(session, "order", subject)
    except InvalidFields as error:
        show_form_errors(FORM, error, parts, fields=fields)
        count = ngettext("{n} field to correct", "{n} fields to correct", len(error.errors))
        return no_update, [icon(Icon.LATE, size=14), count]
    return sent_body(opened.number, definition.name, promise=promise, anonymous=anonymous), no_update


@on(
    Output(ids.DIALOG, "is_open"),
    Input(ids.ASK_DISCARD, "n_clicks"),
    Input(ids.KEEP, "n_clicks"),
    permission=Permission.ORDER_SERVICES,
    prevent_initial_call=True,
)
def ask_about_draft(asked: int | None, _kept: int | None) -> bool:
    return ctx.triggered_id == ids.ASK_DISCARD and bool(asked)


@on(
    Output(ids.BODY, "children", allow_duplicate=True),
    Input(ids.DISCARD, "n_clicks"),
    State(form_id(Kind.SUBJECT, FORM), "data"),
    permission=Permission.ORDER_SERVICES,
    prevent_initial_call=True,
)
def start_anew(clicks: int | None, subject: str) -> Any:
    if not clicks:
        return no_update
    with transaction(current_actor()) as session:
        discard_draft(session, "order", subject)
    with reading(current_actor()) as session:
        return _body(session, subject)
