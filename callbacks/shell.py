"""What moves in the frame: counts in the menu, the bell, the search, toasts."""

from __future__ import annotations

from dash import Input, Output

from callbacks.components.wire import in_browser
from pages.shell import ids

in_browser("showToast", Output(ids.SINK, "data"), Input(ids.TOAST, "data"), prevent_initial_call=True)
in_browser("markHere", Output(ids.HERE, "data"), Input(ids.LOCATION, "pathname"), Input(ids.LOCATION, "search"))
