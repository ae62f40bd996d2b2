"""icons: draw the sprite of icons anew, after one was added to `pages/components/icons.py`"""

from __future__ import annotations

import argparse

from callbacks.commands import OK
from pages.components.icons import SPRITE, build_sprite


def run(arguments: list[str]) -> int:
    argparse.ArgumentParser(prog="app.py icons", description=__doc__).parse_args(arguments)
    SPRITE.write_text(build_sprite(), encoding="utf-8")
    print(f"{SPRITE.name}: {SPRITE.stat().st_size:,} bytes")
    return OK
