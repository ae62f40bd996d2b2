"""Buttons that come and go while somebody presses them: a store a kind holds which one was pressed last.

A pattern that listens for clicks is asked anew whenever such a button is drawn, and with that Dash forgets the answer still under way:
what the click did would happen unseen. So no pattern listens for clicks (a house rule); `assets/presses.js` puts the pressed button's
dict id into the store of its `type`, and a callback listens to that: `Input(pressed(ACTS), "data")`.
"""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component


def pressed(kind: str) -> str:
    """The store's id. Its data: the dict id of the button that was pressed last, and when."""
    return f"{kind}-pressed"


def presses(*kinds: str) -> Component:
    """The stores of these kinds of buttons, once a page."""
    return html.Span([html.Span(dcc.Store(id=pressed(kind)), **{"data-presses": kind}) for kind in kinds], hidden=True)
