"""Initiatives: the list with one of them, its forms, confirming and stopping."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from dash import ALL, Input, Output, State, ctx, no_update
from dash.exceptions import PreventUpdate

from callbacks.components.days import read_day
from callbacks.components.fields import error_at_its_field, typed_by_name
from callbacks.components.money import read_roubles
from callbacks.components.toast import say
from callbacks.components.wire import on
from callbacks.web.current import current_actor
from data.operations.discount_rate import set_discount_rate
from data.operations.initiatives import InitiativeForm, confirm_initiative, set_cash, set_source, stop_initiative, write_initiative
from data.queries.analytics.discount_rate import discount_rate, other_discount_rates
from data.queries.analytics.initiatives import Initiative, initiatives, owners, source_names
from data.session import Session, reading, transaction
from models.access.people import FieldRequired
from models.access.permissions import Permission
from models.analytics.discount_rate import read_percent
from models.analytics.effect import AMOUNTS, WrongInitiative, WrongShare
from models.errors import KordonError, NotFound
from pages import shell
from pages.analytics.initiatives import ACTS, OPENS, error_id, ids, input_id
from pages.analytics.initiatives_body import initiatives_body, rate_block, state_words
from pages.analytics.initiatives_forms import cash_form, initiative_form, rate_form, source_form
from pages.components.presses import pressed
from pages.formats import month_label
from pages.translations import _, text_of

_MAY = Permission.MANAGE_EFFECT
_MONTH = re.compile(r"(0?[1-9]|1[0-2])\.(20\d\d)")


def _find(session: Session, code: str) -> Initiative:
    found = next((one for one in initiatives(session) if one.row.code == code), None)
    if found is None:
        raise NotFound(code)
    return found


@on(
    Output(ids.STATE, "children"), Output(ids.BODY, "children"),
    Input(ids.CODE, "data"), Input(ids.CHANGED, "data"), Input(shell.ids.LIVE_FIGURES, "data"),
    permission=_MAY,
)  # fmt: skip
def show_initiatives(code: str, _changed: Any, _figures: Any) -> Any:
    actor = current_actor()
    with reading(actor) as session:
        known, names, rate = initiatives(session), source_names(session), discount_rate(session)
        others = other_discount_rates(session, rate)
    chosen = next((one for one in known if one.row.code == code), known[0] if known else None)
    listed, *details = initiatives_body(known, chosen, names, identities=tuple(actor.identities))
    return state_words(known), [listed, rate_block(asdict(rate), [asdict(one) for one in others]), *details]


@on(
    Output(ids.DRAWER, "is_open"), Output(ids.DRAWER_TITLE, "children"), Output(ids.FORM, "children"), Output(ids.EDITED, "data"),
    Input(pressed(OPENS), "data"), permission=_MAY, prevent_initial_call=True,
)  # fmt: skip
def open_form(press: Mapping[str, str] | None) -> Any:
    if not press:
        raise PreventUpdate
    form, code, of = press["form"], press["code"], press["of"]
    if form == "rate":
        return True, _("Discount rate"), rate_form(), {"form": form}
    with reading(current_actor()) as session:
        people = owners(session)
        if form == "new":
            return True, _("New initiative"), initiative_form(None, people), {"form": form}
        one, names = _find(session, code), source_names(session)
    edited = {"form": form, "code": code, "id": str(one.row.id), "revision": one.row.revision, "of": of}
    if form == "edit":
        return True, text_of(one.row.name), initiative_form(one.row, people), edited
    if form == "source":
        return True, _("Add a source"), source_form(names), edited
    month = next((each for each in one.months if f"{each.month:%Y-%m}" == of), None)
    if month is None:
        raise NotFound(of)
    return True, f"{text_of(one.row.name)}, {month_label(month.month)}", cash_form(month), edited


@on(
    Output(error_id(ALL), "children"),  # type: ignore[arg-type]
    Output(ids.DRAWER, "is_open", allow_duplicate=True), Output(ids.CHANGED, "data"),
    Input(ids.SAVE, "n_clicks"), State(input_id(ALL), "value"), State(input_id(ALL), "id"),  # type: ignore[arg-type]
    State(ids.EDITED, "data"), State(ids.CHANGED, "data"), permission=_MAY, prevent_initial_call=True,
)  # fmt: skip
def save(clicks: int | None, values: list[Any], names: list[Any], edited: Mapping[str, Any] | None, changed: int) -> Any:
    if not clicks or not edited:
        raise PreventUpdate
    places = [place["id"]["name"] for place in ctx.outputs_list[0]]
    typed = {name: str(value or "") for name, value in typed_by_name(values, names).items()}
    try:
        with transaction(current_actor()) as session:
            _SAVES[str(edited["form"])](session, typed, edited)
    except KordonError as error:
        return error_at_its_field(error, places, renamed={"kind": "ref"}), no_update, no_update
    say(_("Saved."))
    return [None] * len(places), False, (changed or 0) + 1


def _save_words(session: Session, typed: Mapping[str, str], edited: Mapping[str, Any]) -> None:
    month = _MONTH.fullmatch(typed["first_month"].strip())
    if month is None:
        raise WrongInitiative(field="first_month")
    if not typed["horizon"].strip().isdecimal():
        raise WrongInitiative(field="horizon")
    try:
        owner = UUID(typed["owner"])
    except ValueError:
        raise WrongInitiative(field="owner") from None
    form = InitiativeForm(
        {"ru": typed["name_ru"], "en": typed["name_en"]}, typed["description"], owner, date(int(month[2]), int(month[1]), 1),
        int(typed["horizon"]),
    )  # fmt: skip
    write_initiative(session, str(edited.get("code") or typed.get("code", "").strip()), form, revision=edited.get("revision"))


def _save_cash(session: Session, typed: Mapping[str, str], edited: Mapping[str, Any]) -> None:
    amounts = {name: read_roubles(typed[name], field=name) if typed[name].strip() else None for name in AMOUNTS}
    set_cash(session, UUID(str(edited["id"])), date.fromisoformat(f"{edited['of']}-01"), amounts, source=typed["source"])


def _save_source(session: Session, typed: Mapping[str, str], edited: Mapping[str, Any]) -> None:
    kind, _colon, ref = typed["ref"].partition(":")
    try:
        share = Decimal("".join(typed["share"].split()).removesuffix("%").replace(",", ".")) / 100
    except InvalidOperation:
        raise WrongShare(field="share") from None
    if not ref:
        raise WrongShare(field="ref")
    set_source(session, UUID(str(edited["id"])), kind, ref, share)


def _save_rate(session: Session, typed: Mapping[str, str], _edited: Mapping[str, Any]) -> None:
    day = read_day(typed["first_day"], field="first_day")
    if day is None:
        raise FieldRequired(field="first_day")
    set_discount_rate(session, read_percent(typed["percent"]), day, source=typed["source"])


_SAVES = {"new": _save_words, "edit": _save_words, "cash": _save_cash, "source": _save_source, "rate": _save_rate}


@on(
    Output(ids.CHANGED, "data", allow_duplicate=True), Input(pressed(ACTS), "data"), State(ids.CHANGED, "data"), permission=_MAY,
    prevent_initial_call=True,
)  # fmt: skip
def act(press: Mapping[str, str] | None, changed: int) -> Any:
    """Confirm, stop, or take a source out."""
    if not press:
        raise PreventUpdate
    with transaction(current_actor()) as session:
        row = _find(session, press["code"]).row
        if press["act"] == "unlink":
            kind, _colon, ref = press["of"].partition(":")
            set_source(session, row.id, kind, ref, None)
        else:
            turn = confirm_initiative if press["act"] == "confirm" else stop_initiative
            turn(session, row.id, revision=int(press["of"]) if press["of"].isdecimal() else 0)
    say({"confirm": _("The initiative counts from now on."), "stop": _("The initiative is stopped and gives its shares back.")}.get(
        press["act"], _("The source is taken out.")
    ))  # fmt: skip
    return (changed or 0) + 1
