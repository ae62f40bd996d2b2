"""The typeface on paper: Inter, from its own package, never whatever the machine happens to have."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

FONT_FAMILY = "Inter"


def _font_folder() -> Path:
    spec = find_spec("fontpkg_inter")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("the typeface package fontpkg-inter is not installed")
    return Path(spec.submodule_search_locations[0]) / "files"


FONT_FOLDER = _font_folder()
