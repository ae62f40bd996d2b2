"""The colours of the look, read from the one file that may hold them: `assets/tokens.css`.

The screen resolves token names in the browser; paper has no browser and asks here. Figures carry names, never values, so that
the same figure is right in the light theme, in the dark one and on paper.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

TOKENS_FILE = Path(__file__).resolve().parents[1] / "assets" / "tokens.css"
Theme = Literal["light", "dark"]

_THEME_BLOCK = re.compile(r"(?P<heads>[^{}]*\[data-bs-theme=\"(?P<theme>light|dark)\"\])\s*\{(?P<body>[^}]*--k-canvas[^}]*)\}")
_COLOUR = re.compile(r"--k-(?P<name>[a-z0-9-]+)\s*:\s*(?P<value>#[0-9A-Fa-f]{3,8}|rgba?\([^)]*\))\s*;")
_NAMED = re.compile(r"(?:var\(\s*)?(?:--)?(?:k-)?(?P<name>[a-z][a-z0-9-]*)\s*\)?")


class UnknownColour(LookupError):
    """A figure names a colour that the look does not have."""


@lru_cache(maxsize=2)
def palette(theme: Theme = "light") -> Mapping[str, str]:
    """Colours of a theme by their short names: {"c1": "#1F4FCC", "ink": "#1C1B19", …}."""
    css = re.sub(r"/\*.*?\*/", "", TOKENS_FILE.read_text(encoding="utf-8"), flags=re.DOTALL)
    colours: dict[str, str] = {}
    for block in _THEME_BLOCK.finditer(css):
        if block["theme"] == theme:
            colours |= {found["name"]: found["value"] for found in _COLOUR.finditer(block["body"])}
    if "c1" not in colours:
        raise UnknownColour(f"{TOKENS_FILE.name} has no {theme} theme")
    return MappingProxyType(colours)


def colour_of(name: str, theme: Theme = "light") -> str:
    """The value of "var(--k-c1)", "--k-c1" or "c1"; a plain value such as "#1F4FCC" stays itself."""
    if name.startswith(("#", "rgb")):
        return name
    found = _NAMED.fullmatch(name)
    if not found or found["name"] not in palette(theme):
        raise UnknownColour(name)
    return palette(theme)[found["name"]]
