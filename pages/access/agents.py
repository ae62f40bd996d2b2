"""A browser's own long name in two words, so that one recognises one's own sessions."""

from __future__ import annotations

from pages.translations import _

# The order matters: Edge and Yandex Browser call themselves Chrome too, Chrome calls itself Safari.
_BROWSERS = (
    ("YaBrowser/", "Yandex Browser"), ("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chromium/", "Chromium"),
    ("HeadlessChrome/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


def browser_words(agent: str) -> str:
    """«Firefox, Windows»; an unknown one is called that."""
    browser = next((name for sign, name in _BROWSERS if sign in agent), _("Unknown browser"))
    system = next((name for sign, name in _SYSTEMS if sign in agent), "")
    return f"{browser}, {system}" if system else browser
