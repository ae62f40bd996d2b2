"""The books of costs: drawn by month, entered, closed; keys drafted, looked at, published by a second person."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import dash
from dash import ALL, Input, Output, State, ctx, no_update
from dash.exceptions import PreventUpdate

from callbacks.components.money import read_roubles
from callbacks.components.toast import say
from callbacks.components.wire import in_browser, on
from callbacks.web.current import current_actor
from data.operations.allocation_keys import discard_key, draft_key, publish_key
from data.operations.cost_months import close_month
from data.operations.costs import add_pool, enter_cost
from data.queries.analytics.cost_books import keys_of_pools, month_sheet, month_to_keep, preview_of_key
from data.queries.analytics.costs import cost_pools
from data.session import Session, reading, transaction
from models.access.actor import Role
from models.access.people import FieldRequired
from models.access.permissions import Permission
from models.analytics.allocation import Driver, KeyDraftThere, SharesAreWrong, WeightsAreWrong
from models.analytics.period import CODED_MONTH
from models.errors import InvalidInput, KordonError, NotFound
from models.processes.field_errors import NotADate
from pages import shell
from pages.analytics.costs import ACTS, error_id, ids, input_id
from pages.analytics.costs_body import actions, bearers, bearers_table, close_words, keys_body, month_body, month_name, state_line
from pages.analytics.costs_file import ids as file
from pages.components.forms import field_error
from pages.components.presses import pressed
from pages.errors import words_of
from pages.formats import month_label
from pages.translations import _, text_of

_MAY = Permission.MANAGE_COSTS
_TYPED = re.compile(r"(0?[1-9]|1[0-2])\.(20\d\d)")


def _asked(session: Session, month: Any) -> date:
    return date.fromisoformat(f"{month}-01") if CODED_MONTH.fullmatch(str(month or "")) else month_to_keep(session)


@on(
    Output(ids.STATE, "children"), Output(ids.ACTIONS, "children"), Output(ids.BODY, "children"), Output(ids.ADDRESS, "data"),
    Input(ids.TAB, "value"), Input(ids.CHANGED, "data"), Input(shell.ids.LIVE_FIGURES, "data"), State(ids.MONTH, "data"),
    permission=_MAY,
)  # fmt: skip
def show_books(tab: str, _changed: Any, _figures: Any, month: str) -> Any:
    actor = current_actor()
    with reading(actor) as session:
        sheet = month_sheet(session, _asked(session, month))
        pools = keys_of_pools(session) if tab == "keys" else []
        now = session.now
    body = keys_body(pools, identities=actor.identities, units=sheet.units) if tab == "keys" else month_body(sheet, now=now)
    return state_line(sheet), actions(sheet), body, {"month": f"{sheet.found.month:%Y-%m}", "tab": tab if tab == "keys" else ""}


in_browser("keepAddress", Output(shell.ids.SINK, "data", allow_duplicate=True), Input(ids.ADDRESS, "data"), prevent_initial_call=True)


@on(
    Output(ids.CHANGED, "data", allow_duplicate=True), Input(pressed(ACTS), "data"), State(ids.MONTH, "data"), State(ids.CHANGED, "data"),
    permission=_MAY, prevent_initial_call=True,
)  # fmt: skip
def act(press: Mapping[str, str] | None, month: str, changed: int) -> Any:
    """Open a dialog with what belongs in it, or do at once what the button says."""
    name, subject = (str((press or {}).get(key, "")) for key in ("act", "subject"))
    if name in ("enter", "key"):
        with reading(current_actor()) as session:
            options = [{"value": str(pool.id), "label": text_of(pool.name)} for pool in cost_pools(session)]
            asked = _asked(session, month)
        dash.set_props(input_id(name, "pool"), {"options": options})
        dash.set_props(input_id(name, "month"), {"value": f"{asked:%m.%Y}"})
        dash.set_props(ids.FORM_KEY, {"data": secrets.token_hex(16)})
        dash.set_props(ids.ENTER if name == "enter" else ids.KEY, {"is_open": True})
    elif name == "import":
        dash.set_props(file.DIALOG, {"is_open": True})
    elif name == "pool":
        dash.set_props(ids.POOL, {"is_open": True})
    elif name == "close":
        actor = current_actor()
        with reading(actor) as session:
            sheet = month_sheet(session, _asked(session, subject))
        dash.set_props(ids.CLOSE_WORDS, {"children": close_words(sheet, locks_weeks=actor.has(Role.HEAD))})
        dash.set_props(ids.CLOSE_SEEN, {"data": {"month": subject, "kopecks": sheet.found.kopecks}})
        dash.set_props(ids.CLOSE, {"is_open": True})
    elif name == "preview":
        _open_preview(_uuid(subject), month)
    elif name in ("publish", "discard"):
        with transaction(current_actor()) as session:
            (publish_key if name == "publish" else discard_key)(session, _uuid(subject))
        say(_("The key is in force.") if name == "publish" else _("The draft is thrown away."))
        return (changed or 0) + 1
    return no_update


def _open_preview(key_id: UUID, month: str) -> None:
    with reading(current_actor()) as session:
        asked = _asked(session, month)
        found, sheet = preview_of_key(session, key_id, asked), month_sheet(session, asked)
    if found is None:
        raise NotFound
    table = bearers_table(bearers(found[0]), bearers(found[1]), sheet.units, total=found[0].kopecks)
    dash.set_props(ids.PREVIEW_TITLE, {"children": _("With this key: {month}", month=month_label(asked))})
    dash.set_props(ids.PREVIEW_BODY, {"children": table})
    dash.set_props(ids.PREVIEW, {"is_open": True})


def _uuid(given: Any) -> UUID:
    try:
        return UUID(str(given))
    except ValueError:
        raise NotFound from None


@on(
    Output(error_id(ALL, ALL), "children"),  # type: ignore[arg-type]
    Output(ids.CHANGED, "data", allow_duplicate=True),
    Input(ids.ENTER_YES, "n_clicks"), Input(ids.KEY_YES, "n_clicks"), Input(ids.POOL_YES, "n_clicks"),
    State(input_id(ALL, ALL), "value"), State(input_id(ALL, ALL), "id"),  # type: ignore[arg-type]
    State(ids.FORM_KEY, "data"), State(ids.CHANGED, "data"),
    permission=_MAY, prevent_initial_call=True,
)  # fmt: skip
def save(_enter: Any, _key: Any, _pool: Any, values: list[Any], names: list[Any], form_key: str, changed: int) -> Any:
    """One of the three forms; what is wrong is said at its field."""
    form = {ids.ENTER_YES: "enter", ids.KEY_YES: "key", ids.POOL_YES: "pool"}.get(ctx.triggered_id)
    if form is None or not ctx.triggered or not ctx.triggered[0]["value"]:
        raise PreventUpdate
    typed = {one["name"]: str(value or "").strip() for one, value in zip(names, values, strict=True) if one["form"] == form}
    places = [place["id"] for place in ctx.outputs_list[0]]
    try:
        with transaction(current_actor()) as session:
            said = {"enter": _enter_cost, "key": _draft_key, "pool": _add_pool}[form](session, typed, form_key)
    except (InvalidInput, KeyDraftThere, NotFound) as error:
        return _errors(error, form, places), no_update
    say(said)
    dash.set_props({"enter": ids.ENTER, "key": ids.KEY, "pool": ids.POOL}[form], {"is_open": False})
    for name in typed:
        if name not in ("pool", "driver"):
            dash.set_props(input_id(form, name), {"value": ""})
    return [None] * len(places), (changed or 0) + 1


def _errors(error: KordonError, form: str, places: list[Any]) -> list[Any]:
    own = [place["name"] for place in places if place["form"] == form]
    wanted = {"shares": "parameters", "weights": "parameters"}.get(error.field or "", error.field or "")
    wanted = wanted if wanted in own else own[0]
    return [field_error(words_of(error)) if (place["form"], place["name"]) == (form, wanted) else None for place in places]


def _enter_cost(session: Session, typed: Mapping[str, str], form_key: str) -> str:
    pool, amount, first = _pool_of(typed), typed["kopecks"], _month(typed["month"])
    sign = -1 if amount[:1] in ("-", "−", "–") else 1
    kopecks = sign * read_roubles(amount.lstrip("-−–"), field="kopecks")
    counted = enter_cost(
        session, pool, first, kopecks, account=typed["account"], document=typed["document"], description=typed["description"],
        form_key=form_key,
    )  # fmt: skip
    if counted != first:
        return _("{month} is closed: the cost counts in {other}.", month=month_name(first), other=month_label(counted))
    return _("The cost is entered.")


def _draft_key(session: Session, typed: Mapping[str, str], _form_key: str) -> str:
    driver = Driver(typed["driver"]) if typed["driver"] in set(Driver) else Driver.HOURS
    parameters = _parameters(driver, typed["parameters"])
    draft_key(session, _pool_of(typed), first_month=_month(typed["month"]), driver=driver, parameters=parameters, words=typed["words"])
    return _("The draft is saved. Another person publishes it.")


def _add_pool(session: Session, typed: Mapping[str, str], _form_key: str) -> str:
    add_pool(session, code=typed["code"], name={"ru": typed["name_ru"], "en": typed["name_en"]})
    return _("The pool is added. Now say how it is shared.")


def _pool_of(typed: Mapping[str, str]) -> UUID:
    try:
        return UUID(typed["pool"])
    except ValueError:
        raise FieldRequired(field="pool") from None


def _month(typed: str) -> date:
    found = _TYPED.fullmatch(typed)
    if found is None:
        raise NotADate(field="month")
    return date(int(found.group(2)), int(found.group(1)), 1)


def _parameters(driver: Driver, typed: str) -> dict[str, dict[str, str]]:
    """«corporate 60; retail 40» → shares of 1, or weights as they are. Raises `SharesAreWrong`, `WeightsAreWrong`."""
    if driver not in (Driver.FIXED, Driver.WEIGHTED):
        return {}
    found: dict[str, str] = {}
    for part in filter(None, (one.strip() for one in re.split(r"[;\n]", typed))):
        pair = re.fullmatch(r"([a-z0-9_-]+)[\s:=]+(\d{1,9}(?:[.,]\d{1,6})?)\s*%?", part)
        if pair is None or pair.group(1) in found:
            raise SharesAreWrong(field="shares") if driver is Driver.FIXED else WeightsAreWrong(field="weights")
        amount = Decimal(pair.group(2).replace(",", "."))
        found[pair.group(1)] = str(amount / 100 if driver is Driver.FIXED else amount)
    return {"shares" if driver is Driver.FIXED else "weights": found}


@on(
    Output(ids.CLOSE, "is_open", allow_duplicate=True), Output(ids.CHANGED, "data", allow_duplicate=True),
    Input(ids.CLOSE_YES, "n_clicks"), State(ids.CLOSE_SEEN, "data"), State(ids.CHANGED, "data"),
    permission=_MAY, prevent_initial_call=True,
)  # fmt: skip
def close(clicks: int | None, seen: Mapping[str, Any] | None, changed: int) -> Any:
    if not clicks or not seen or not CODED_MONTH.fullmatch(str(seen.get("month"))):
        raise PreventUpdate
    with transaction(current_actor()) as session:
        done = close_month(session, date.fromisoformat(f"{seen['month']}-01"), seen_kopecks=int(seen.get("kopecks") or 0))
    say(_("The month is closed and sealed.") if done else _("The month was closed already."))
    return False, (changed or 0) + 1


@on(
    Output(ids.ENTER, "is_open", allow_duplicate=True), Output(ids.KEY, "is_open", allow_duplicate=True),
    Output(ids.POOL, "is_open", allow_duplicate=True), Output(ids.CLOSE, "is_open", allow_duplicate=True),
    Input(ids.ENTER_NO, "n_clicks"), Input(ids.KEY_NO, "n_clicks"), Input(ids.POOL_NO, "n_clicks"), Input(ids.CLOSE_NO, "n_clicks"),
    permission=_MAY, prevent_initial_call=True,
)  # fmt: skip
def leave(*_clicks: Any) -> Any:
    return False, False, False, False
