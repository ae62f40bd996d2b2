"""Attachments over HTTP: they come in one by one, go out as downloads, and only to those who may have them."""

from __future__ import annotations

import io
from typing import Any

import pytest

from callbacks.web import csrf
from models.access.actor import Role
from tests.callbacks.web.conftest import Enter

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def upload(browser: Any, name: str, content: bytes) -> Any:
    return browser.client.post(
        "/api/uploads", data={"file": (io.BytesIO(content), name)}, headers=browser.headers, content_type="multipart/form-data"
    )


def test_an_upload_comes_back_as_a_download_that_nothing_runs(enter: Enter) -> None:
    anna = enter(Role.REQUESTER)
    told = upload(anna, "Договор поставки.pdf", PDF)
    assert told.status_code == 201
    assert told.get_json()["name"] == "Договор поставки.pdf"
    got = anna.client.get(f"/files/{told.get_json()['id']}")
    assert got.data == PDF
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in got.headers["Content-Security-Policy"]
    assert "no-store" in got.headers["Cache-Control"]


def test_somebody_elses_upload_is_not_there(enter: Enter) -> None:
    told = upload(enter(Role.REQUESTER, login="anna"), "a.pdf", PDF).get_json()
    boris = enter(Role.HEAD, login="boris")
    assert boris.client.get(f"/files/{told['id']}").status_code == 404
    assert boris.client.delete(f"/api/uploads/{told['id']}", headers=boris.headers).status_code == 204


def test_a_taken_back_upload_is_gone(enter: Enter) -> None:
    anna = enter(Role.REQUESTER)
    told = upload(anna, "a.pdf", PDF).get_json()
    assert anna.client.delete(f"/api/uploads/{told['id']}", headers=anna.headers).status_code == 204
    assert anna.client.get(f"/files/{told['id']}").status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("run.exe", b"MZ", "file_type_not_allowed"),
        ("page.pdf", b"<html><script>", "file_type_differs"),
        ("empty.pdf", b"", "file_is_empty"),
    ],
)
def test_a_file_nobody_needs_is_refused_in_words(enter: Enter, name: str, content: bytes, code: str) -> None:
    told = upload(enter(Role.REQUESTER), name, content)
    assert told.status_code == 422
    assert told.get_json()["error"] == code
    assert told.get_json()["message"]


def test_an_upload_needs_our_own_page_and_a_session(enter: Enter) -> None:
    anna = enter(Role.REQUESTER)
    without = {name: value for name, value in anna.headers.items() if name != csrf.HEADER}
    assert anna.client.post("/api/uploads", data={"file": (io.BytesIO(PDF), "a.pdf")}, headers=without).status_code == 403
    anna.client.delete_cookie("kordon_8050_session")
    for cookie in list(anna.client._cookies.values()):
        anna.client.delete_cookie(cookie.key)
    assert anna.client.post("/api/uploads", data={"file": (io.BytesIO(PDF), "a.pdf")}, headers=anna.headers).status_code in {401, 403}
