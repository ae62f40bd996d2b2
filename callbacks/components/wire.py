"""The only ways to connect something: `on` (a callback), `in_browser` (its twin without the server), `endpoint` (a plain HTTP route).

Each of the first and the third is born with the permission it needs; the guard reads it from the function, and the server does not
start if anything was connected round this module. A known error becomes a calm message, an unknown one a reference number.
"""

from __future__ import annotations

import functools
import logging
import secrets
from collections.abc import Callable
from typing import Any, TypeVar

import dash
from dash import ClientsideFunction, ctx, no_update
from dash.exceptions import PreventUpdate
from flask import Blueprint, request

from callbacks.components.sending import as_sent
from callbacks.components.toast import show_error
from models.access.permissions import Permission
from models.errors import KordonError

log = logging.getLogger("kordon.web")

NAMESPACE = "kordon"
Function = TypeVar("Function", bound=Callable[..., Any])

routes = Blueprint("kordon", __name__)


def on(*dependencies: Any, permission: Permission, **options: Any) -> Callable[[Function], Function]:
    """A callback: `@on(Output(ids.ROWS, "children"), Input(ids.FILTER, "value"), permission=Permission.WORK_CASES)`.

    `options` are those of `dash.callback`. A `KordonError` that the function lets go is shown as a toast and changes nothing; so
    catch it where it belongs to a field.
    """

    def connect(function: Function) -> Function:
        @functools.wraps(function)
        def calm(*values: Any, **named: Any) -> Any:
            try:
                return as_sent(function(*values, **named), ctx.outputs_list)
            except PreventUpdate:
                raise
            except KordonError as error:
                show_error(error)
                return _unchanged(ctx.outputs_list)
            except Exception as error:  # noqa: BLE001 - a defect must not reach the reader as a traceback
                show_error(error, reference=record_defect(error))
                return _unchanged(ctx.outputs_list)

        calm.permission = permission  # type: ignore[attr-defined]
        dash.callback(*dependencies, **options)(calm)
        return function

    return connect


def _unchanged(outputs: Any) -> Any:
    """"Leave everything as it is" in the shape Dash expects for these outputs: one, several, or however many a pattern has."""
    return [_unchanged(one) for one in outputs] if isinstance(outputs, list) else no_update


def in_browser(function: str, *dependencies: Any, **options: Any) -> None:
    """A callback that runs in the browser: `function` is a key of `dash_clientside.kordon` in one of the files of assets/."""
    dash.clientside_callback(ClientsideFunction(namespace=NAMESPACE, function_name=function), *dependencies, **options)


def endpoint(rule: str, *, permission: Permission, methods: tuple[str, ...] = ("GET",)) -> Callable[[Function], Function]:
    """A plain route of the Flask server, for files and other tongues than Dash's: `@endpoint("/files/<uuid:id>", permission=…)`."""

    def connect(function: Function) -> Function:
        function.permission = permission  # type: ignore[attr-defined]
        name = f"{function.__module__}-{function.__name__}".replace(".", "-")
        routes.add_url_rule(rule, endpoint=name, view_func=function, methods=list(methods))
        return function

    return connect


def permission_of(function: Callable[..., Any] | None) -> Permission | None:
    """The permission that stands on a callback or a view, through the wrappers that frameworks put round it."""
    while function is not None:
        if "permission" in vars(function):
            found: Permission = vars(function)["permission"]
            return found
        function = getattr(function, "__wrapped__", None)
    return None


def unregistered(callback_map: dict[str, Any], known: frozenset[str]) -> list[str]:
    """Callbacks that were connected round this module: neither with a permission nor in our browser namespace nor Dash's own router."""
    return [
        output
        for output, entry in callback_map.items()
        if output not in known and "callback" in entry and permission_of(entry["callback"]) is None
    ]


def record_defect(error: BaseException) -> str:
    """Write the error into the log under a number that the reader can tell us."""
    reference = secrets.token_hex(4)
    log.error("reference %s at %s", reference, request.path, exc_info=error)
    return reference
