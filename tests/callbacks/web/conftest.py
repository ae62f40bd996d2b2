"""The whole web server in the process of the test, over an empty database of its own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from callbacks.web import csrf
from callbacks.web.server import Web, build_web
from models.access.actor import Role
from tests.data.people import PASSWORD, make_person

Enter = Callable[..., "Browser"]


class Browser:
    """A person at Flask's test client, with the header our own page would send."""

    def __init__(self, client: FlaskClient, token: str) -> None:
        self.client = client
        self.headers = {csrf.HEADER: token, "Sec-Fetch-Mode": "cors", "Sec-Fetch-Site": "same-origin"}

    def post(self, path: str, json: object = None, **options: object) -> object:
        return self.client.post(path, json=json, headers=self.headers, **options)  # type: ignore[arg-type]


@pytest.fixture
def web(database: str) -> Web:
    """One per process, because callbacks belong to one Dash application; the database behind it is the test's own."""
    return build_web()


@pytest.fixture
def enter(web: Web) -> Enter:
    def _enter(*roles: Role, login: str = "anna") -> Browser:
        make_person(login, *roles, password=PASSWORD)
        client = web.flask.test_client()
        client.get("/sign-in")
        token = cookie(client, "csrf")
        answer = client.post("/sign-in", data={"login": login, "password": PASSWORD, csrf.FIELD: token})
        assert answer.status_code == 302, answer.text
        return Browser(client, cookie(client, "csrf"))

    return _enter


def cookie(client: FlaskClient, ending: str) -> str:
    """The value of our cookie of this kind; its name carries the port."""
    return next((found.value for found in client._cookies.values() if found.key.endswith(ending)), "")
