"""What happens: a click, an HTTP call, a webhook, a command → read input, call data, draw. Thin on purpose."""

from __future__ import annotations

from importlib import import_module

# Every module whose decorators connect something. A new screen adds its line here.
CONNECTED = (
    "callbacks.shell",
    "callbacks.web.sign_in",
    "callbacks.web.preferences",
)


def connect_all() -> None:
    """Import everything that connects callbacks and routes. Late, because the modules need what is imported before them."""
    for module in CONNECTED:
        import_module(module)
