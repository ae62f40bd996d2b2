"""A person at the web: signs in, orders, writes, uploads, by the calls that the pages themselves make."""

from __future__ import annotations

import json
import re
from functools import cached_property
from typing import Any

import requests
from sqlalchemy import text

from data.demo.sign_in import PASSWORD
from data.session import reading
from models.access.actor import SYSTEM
from pages.components.form_ids import Kind, form_id, value_id
from pages.processes.case import CHAT
from pages.processes.case_composer import ids as box
from pages.services.order import FORM
from pages.services.order import ids as order
from tests.faults.deeds import REQUESTERS

_SECONDS = 20
_NUMBER = re.compile(r"КН-\d{4}-\d{5,}")
_OWN_CASE = text("SELECT c.id FROM cases c JOIN person p ON p.id = c.requester_id WHERE p.login = :login AND c.closed_at IS NULL ORDER BY random() LIMIT 1")


class NotAnswered(Exception):
    """The server did not say what became of it."""


class Refused(Exception):
    """The server has said no."""


class Visitor:
    """One requester with a browser of his own. A torn connection leaves a deed in doubt; the next one begins by coming in again."""

    def __init__(self, url: str, number: int) -> None:
        self._url = url
        self._login = REQUESTERS[number % len(REQUESTERS)]
        self._browser: requests.Session | None = None
        self._csrf = ""
        self._case = ""

    def come_in(self) -> None:
        """Sign in, unless that is done."""
        if self._browser is not None:
            return
        browser = requests.Session()
        try:
            page = browser.get(f"{self._url}/sign-in", timeout=_SECONDS)
            token = re.search(r'name="csrf" value="([0-9a-f]+)"', page.text)
            answer = browser.post(
                f"{self._url}/sign-in", json={"login": self._login, "password": PASSWORD}, headers={"X-Kordon-CSRF": token.group(1) if token else ""}, timeout=_SECONDS
            )
        except requests.RequestException as error:
            raise NotAnswered(type(error).__name__) from error
        if answer.status_code != requests.codes.ok:
            raise NotAnswered(f"sign-in: {answer.status_code}")
        self._csrf = next(cookie.value or "" for cookie in browser.cookies if cookie.name.endswith("_csrf"))
        self._browser = browser

    def do(self, kind: str, marker: str) -> None:
        """One deed. Raises `Refused` or `NotAnswered`."""
        try:
            {"order": self._order, "message": self._write, "upload": self._upload}[kind](marker)
        except requests.RequestException as error:
            self._browser = None
            raise NotAnswered(type(error).__name__) from error

    def _order(self, marker: str) -> None:
        values = {"topic": "rules", "question": marker}
        listed = [value_id(FORM, field) for field in values]
        state = [
            [{"id": each, "property": "value", "value": values[each["field"]]} for each in listed],
            [{"id": each, "property": "id", "value": each} for each in listed],
            {"id": form_id(Kind.SUBJECT, FORM), "property": "data", "value": "consultation"},
        ]
        if not _NUMBER.search(self._press(order.SEND, state)):
            raise NotAnswered("an order without a number")
        self._case = ""

    def _write(self, marker: str) -> None:
        state = [
            {"id": form_id(Kind.SUBJECT, CHAT), "property": "data", "value": self._own_case()},
            {"id": value_id(CHAT, "body"), "property": "value", "value": marker},
            {"id": value_id(CHAT, "files"), "property": "value", "value": []},
            {"id": box.TO, "property": "value", "value": "public"},
            {"id": box.MENTIONED, "property": "data", "value": {}},
        ]
        answer = self._press(box.SEND, state)
        if '"ok"' not in answer:
            raise NotAnswered("a message without an answer")

    def _upload(self, marker: str) -> None:
        assert self._browser is not None
        answer = self._browser.post(
            f"{self._url}/api/uploads", files={"file": (f"{marker}.txt", f"{marker}\n".encode() * 5_000)}, headers=self._headers, timeout=_SECONDS
        )
        if answer.status_code != requests.codes.created:
            raise NotAnswered(f"upload: {answer.status_code}")

    def _press(self, button: str, state: list[Any]) -> str:
        """The callback that this button calls, as the page would call it; its answer."""
        assert self._browser is not None
        entry = self._callbacks[str(button)]
        body = {
            "output": entry["output"], "outputs": _outputs(entry["output"]), "changedPropIds": [f"{button}.n_clicks"],
            "inputs": [{"id": str(button), "property": "n_clicks", "value": 1}], "state": state,
        }  # fmt: skip
        answer = self._browser.post(f"{self._url}/_dash-update-component", json=body, headers=self._headers, timeout=_SECONDS)
        if answer.status_code == requests.codes.unauthorized:
            self._browser = None
        if answer.status_code != requests.codes.ok:
            raise NotAnswered(f"{button}: {answer.status_code}")
        return json.dumps(answer.json(), ensure_ascii=False)

    @cached_property
    def _callbacks(self) -> dict[str, Any]:
        assert self._browser is not None
        listed = self._browser.get(f"{self._url}/_dash-dependencies", headers=self._headers, timeout=_SECONDS).json()
        return {each["inputs"][0]["id"]: each for each in listed if each["inputs"] and each["inputs"][0]["property"] == "n_clicks"}

    def _own_case(self) -> str:
        """A case of one's own that is still open, as the page of own requests would show it."""
        if not self._case:
            with reading(SYSTEM) as session:
                found = session.scalar(_OWN_CASE, {"login": self._login})
            if found is None:
                raise Refused("no case of one's own")
            self._case = str(found)
        return self._case

    @property
    def _headers(self) -> dict[str, str]:
        return {"X-Kordon-CSRF": self._csrf, "Accept": "application/json", "Sec-Fetch-Mode": "cors"}


def _outputs(listed: str) -> Any:
    """Dash's name of a callback, taken apart into the outputs that its page sends along."""
    many = listed.startswith("..")
    found = []
    for each in listed.strip(".").split("...") if many else [listed]:
        name, _dot, property_ = each.rpartition(".")
        found.append({"id": json.loads(name.replace("\\.", ".")) if name.startswith("{") else name, "property": property_})
    return found if many else found[0]
