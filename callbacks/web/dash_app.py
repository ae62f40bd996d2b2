"""Dash with our own first page: language, theme and a grey outline of the shell stand before the first script has run."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import Any

from dash import Dash
from flask import request

from callbacks.web.cookies import RAIL
from callbacks.web.current import actor_or_none, surroundings, theme_of_request
from pages import sitemap
from pages.components.charts import chart_locale, template
from pages.shell import browser_texts
from pages.translations import current_language

_KEPT_CONFIG = {"python_version", "dash_version_url"}  # told to nobody


_OUTLINE = '<div class="nav-k"></div><div class="top"></div><div class="main"></div>'


class KordonDash(Dash):  # type: ignore[misc]
    """The index of one person: no title of a page, no description, no version stands in it."""

    def interpolate_index(self, **parts: Any) -> str:
        lang, theme = current_language(), theme_of_request()
        is_rail = request.cookies.get(RAIL) == "1"
        for_browser = {
            "texts": browser_texts(actor_or_none()),
            "csrf": surroundings().cookies.csrf,
            "template": template(),
            "locale": chart_locale(),
        }
        data = json.dumps(for_browser, ensure_ascii=False).replace("<", "\\u003c")
        sprite = self.get_asset_url("icons.svg") + f"?m={_modified('icons.svg')}"
        outline = f'<div class="app{" rail" if is_rail else ""}" aria-hidden="true">{_OUTLINE}</div>'
        return f"""<!DOCTYPE html>
<html lang="{lang}" data-bs-theme="{theme}" data-sprite="{escape(sprite)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<title>{escape(sitemap.site_name())}</title>
<link rel="icon" type="image/svg+xml" href="/assets/favicon.svg">
<link rel="preload" as="font" type="font/woff2" href="/assets/fonts/kordon-sans.woff2" crossorigin>
{parts["css"]}
</head>
<body>
<div id="react-entry-point">{outline}</div>
<div id="toasts" class="toasts" role="status" aria-live="polite"></div>
<script type="application/json" id="kordon-data">{data}</script>
<footer hidden>
{parts["config"]}
{parts["scripts"]}
{parts["renderer"]}
</footer>
</body>
</html>"""

    def _config(self) -> dict[str, Any]:
        return {key: value for key, value in super()._config().items() if key not in _KEPT_CONFIG}


ASSETS = Path(__file__).resolve().parents[2] / "assets"


def _modified(name: str) -> int:
    return int((ASSETS / name).stat().st_mtime)


STYLES = (
    "tokens.css",
    "kordon.css",
    "shell.css",
    "components.css",
    "form.css",
    "services.css",
    "processes.css",
    "admin.css",
    "workforce.css",
    "access.css",
    "dashboards.css",
)  # in this order, after Bootstrap


def make_dash(server: Any, *, bootstrap_modified: int) -> KordonDash:
    """The application on this Flask server. Everything comes from here, nothing from a CDN; the door for language models is shut."""
    return KordonDash(
        "kordon",
        server=server,
        use_pages=True,
        pages_folder="",
        include_pages_meta=False,
        assets_folder=str(ASSETS),
        assets_url_path="/assets",
        assets_ignore=r"\.css$",
        assets_path_ignore=["plain", "fonts"],
        external_stylesheets=[
            f"/assets/bootstrap.min.css?m={bootstrap_modified}",
            *(f"/assets/{name}?m={_modified(name)}" for name in STYLES),
        ],
        suppress_callback_exceptions=True,
        serve_locally=True,
        title="Kordon",
        update_title=None,
        enable_mcp=False,
        use_async=False,  # Dash would start two threads a request
        add_log_handler=False,
    )
