"""Give Dash the pages of the site map, each behind its permission.

Dash would hand the query string to a layout as if it were part of the path, so that `/case/A?number=B` shows B. Here the path is
read once more and nothing else is passed; a layout that declares `search` gets the query apart, under that name.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote

import dash
from flask import request

from callbacks.components.wire import record_defect
from callbacks.web.current import current_actor
from models.errors import NotFound
from pages import sitemap
from pages.components.states import broken, missing, refused
from pages.translations import _


def register_pages() -> None:
    """Tell Dash each page of the site map, and what stands where there is none."""
    for page in sitemap.PAGES:
        module = f"kordon.{page.key}"
        if "<" in page.path:
            template = page.path
            dash.register_page(
                module, path=template.split("<")[0] + "-", path_template=template, title=_title_of(page), layout=_layout_of(page)
            )
        else:
            dash.register_page(module, path=page.path, title=_title_of(page), layout=_layout_of(page))
    dash.register_page("kordon.not_found_404", path="/-/not-found", title="Kordon", layout=lambda **_query: missing())


def _layout_of(page: sitemap.Page) -> Any:
    takes_search = "search" in inspect.signature(page.layout).parameters

    def layout(**_mixed: str) -> Any:
        if not sitemap.may_open(current_actor(), page):
            return refused()
        path, search = _asked_address()
        found = sitemap.find(path)
        if found is None or found.page is not page:
            return missing()
        options: dict[str, Any] = {"search": search} if takes_search else {}
        try:
            return page.layout(**found.variables, **options)
        except NotFound:
            return missing()
        except Exception as error:  # noqa: BLE001 - a defect of one page must not leave an empty screen
            return broken(record_defect(error))

    return layout


def _title_of(page: sitemap.Page) -> Any:
    def title(**_mixed: str) -> str:
        if not sitemap.may_open(current_actor(), page):
            return sitemap.site_name()
        path, _search = _asked_address()
        found = sitemap.find(path)
        words = page.title_of(**found.variables) if found and found.page is page and page.title_of else _(page.title)
        return f"{words} · {sitemap.site_name()}"

    return title


def _asked_address() -> tuple[str, Mapping[str, str]]:
    """The address in the location bar, from the body of the router's call."""
    body = request.get_json(silent=True) or {}
    values = {item.get("property"): item.get("value") for item in body.get("inputs", []) if isinstance(item, dict)}
    path, search = values.get("pathname"), values.get("search")
    asked = unquote(path) if isinstance(path, str) else "/"
    return asked, dict(parse_qsl(search.lstrip("?"))) if isinstance(search, str) else {}
