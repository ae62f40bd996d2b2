"""Rules of the files that go to the browser."""

from __future__ import annotations

import re

from pages.components.icons import SPRITE, Icon, build_sprite
from tests.house.sources import ROOT

ASSETS = ROOT / "assets"
OURS = [path for path in ASSETS.rglob("*") if path.suffix in {".css", ".js", ".svg", ".html"}] + list(
    (ROOT / "pages" / "templates").glob("*.html")
)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_OUTSIDE = re.compile(r"(?:https?:)?//[a-z0-9-]+\.[a-z]", re.IGNORECASE)
_HEX = re.compile(r"#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3,4})\b")


def test_nothing_is_loaded_from_outside() -> None:
    findings = [
        f"{path.relative_to(ROOT)}: {found.group(0)}"
        for path in OURS
        for found in _OUTSIDE.finditer(path.read_text(encoding="utf-8").replace("http://www.w3.org/", ""))
    ]
    assert not findings, "Kordon runs without internet:\n" + "\n".join(findings)


def test_colours_have_values_in_one_file_only() -> None:
    findings = [
        f"{path.relative_to(ROOT)}: {found.group(0)}"
        for path in OURS
        if path.suffix in {".css", ".js", ".html"} and path.name != "tokens.css"
        for found in _HEX.finditer(
            re.sub(r"\burl\([^)]*\)|href=\"[^\"]*\"|\"#[\w-]+\"|'#[\w-]+'", "", _COMMENT.sub("", path.read_text(encoding="utf-8")))
        )
        if not found.group(0).lower().startswith(("#shell", "#main"))
    ]
    assert not findings, "A colour belongs into assets/tokens.css, where both themes have it:\n" + "\n".join(findings)


def test_python_names_colours_and_never_spells_them() -> None:
    findings = [
        f"{path.relative_to(ROOT)}: {found.group(0)}"
        for floor in ("callbacks", "pages")
        for path in (ROOT / floor).rglob("*.py")
        if path != ROOT / "pages" / "tokens.py"  # the reader of the one file explains itself with examples
        for found in re.finditer(r"[\"']#[0-9a-fA-F]{6}[\"']", path.read_text(encoding="utf-8"))
    ]
    assert not findings, "Write var(--k-…): a value is wrong in the other theme.\n" + "\n".join(findings)


def test_the_sprite_holds_exactly_the_named_icons() -> None:
    assert set(re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text(encoding="utf-8"))) == set(Icon)
    assert SPRITE.read_text(encoding="utf-8") == build_sprite(), "run `python app.py icons`"


def test_tokens_that_are_used_exist() -> None:
    known = set(re.findall(r"(--k-[\w-]+)\s*:", (ASSETS / "tokens.css").read_text(encoding="utf-8")))
    used = {
        (name, str(path.relative_to(ROOT)))
        for path in [*OURS, *(ROOT / "pages").rglob("*.py"), *(ROOT / "pages").rglob("*.json")]
        for name in re.findall(r"var\((--k-[\w-]*[\w])\)", path.read_text(encoding="utf-8"))
    }
    assert not {(name, where) for name, where in used if name not in known}
