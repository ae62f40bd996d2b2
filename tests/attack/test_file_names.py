"""A file's name and content come from outside: neither leads out of its folder, into a header, nor to something that runs."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbacks.web.server import Web
from data.settings import read_settings
from models.processes.upload import NAME_LIMIT, harmless_name
from tests.attack.knocking import browser_with
from tests.attack.victim import Victim
from tests.callbacks.web.conftest import Browser

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
NAMES = [
    "../../../etc/passwd.pdf", "..\\..\\windows\\system32\\x.pdf", "/etc/x.pdf", "C:\\x.pdf", "a\0.pdf", "a.exe\0.pdf", "invoice\u202efdp.exe.pdf",
    "a\r\nSet-Cookie: x=1\r\n.pdf", 'a"; filename="evil.exe.pdf', "CON.pdf", "nul.pdf", "com1.tar.pdf", "LPT9.pdf", " . .pdf", "....pdf", "a:b.pdf", "a|b?.pdf",
    "<img src=x>.pdf", "'; DROP TABLE attachment; --.pdf", "я" * 500 + ".pdf", "a/../b.pdf", "%2e%2e%2fx.pdf", "~/.ssh/id.pdf", "$(id).pdf", "-rf.pdf", "\u2028.pdf",
]  # fmt: skip


@pytest.fixture(scope="module")
def sender(web: Web, victim: Victim) -> Browser:
    return browser_with(web, victim.cookie_of("kotova"))


def _upload(browser: Browser, name: str, content: bytes) -> Any:
    return browser.client.post("/api/uploads", data={"file": (io.BytesIO(content), name)}, headers=browser.headers, content_type="multipart/form-data")


def _is_harmless(name: str) -> bool:
    letters = all(unicodedata.category(letter)[0] != "C" and letter not in '\\/:*?"<>|' for letter in name)
    device = name.partition(".")[0].strip().upper() in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT9"}
    return letters and not device and 0 < len(name) <= NAME_LIMIT and name[0] not in " ." and name[-1] not in " ."


@pytest.mark.parametrize("name", NAMES)
def test_a_crooked_name_is_kept_as_a_harmless_one(sender: Browser, name: str) -> None:
    told = _upload(sender, name, PDF)
    assert told.status_code in {201, 422}, told.text
    if told.status_code == 422:
        return
    kept = told.get_json()
    assert _is_harmless(kept["name"]), kept["name"]
    files = read_settings().files
    assert [path.name for path in files.rglob("*") if path.is_file() and kept["id"] in path.name] == [kept["id"]], "on the disk there is only its number"
    got = sender.client.get(f"/files/{kept['id']}")
    disposition = got.headers["Content-Disposition"]
    assert disposition.startswith("attachment")
    assert "\r" not in disposition
    assert "\n" not in disposition
    assert got.headers.get("Set-Cookie") is None
    assert disposition.count("filename=") <= 1


@given(st.text(max_size=300))
def test_whatever_a_name_is_it_becomes_a_harmless_one(name: str) -> None:
    safe = harmless_name(name)
    assert _is_harmless(safe), safe
    assert harmless_name(safe) == safe, "and stays so"


CONTENTS = {
    "a program as a document": ("x.pdf", b"MZ\x90\x00" + b"\0" * 200), "a program of Linux": ("x.pdf", b"\x7fELF" + b"\0" * 200), "a page as a picture": ("x.png", b"<html><script>alert(1)</script>"),
    "a page as a text": ("x.txt", b"<!DOCTYPE html><script>alert(1)</script>"), "a drawing as a picture": ("x.jpg", b"<svg onload=alert(1)>"), "a drawing": ("x.svg", b"<svg/>"),
    "a page": ("x.html", b"<p>"), "a script": ("x.js", b"alert(1)"), "a shell script": ("x.sh", b"#!/bin/sh"), "a workbook with macros": ("x.xlsm", b"PK\x03\x04"),
    "no ending": ("passwd", b"root"), "nothing": ("x.pdf", b""), "two endings": ("x.pdf.exe", PDF), "a text with NULs": ("x.txt", b"a\0b"), "an old document": ("x.doc", b"\xd0\xcf\x11\xe0"),
}  # fmt: skip


@pytest.mark.parametrize("what", CONTENTS)
def test_what_could_be_run_or_is_not_what_its_name_says_is_refused(sender: Browser, what: str) -> None:
    before = _kept_files()
    answer = _upload(sender, *CONTENTS[what])
    assert answer.status_code == 422, answer.text
    assert _kept_files() == before, "nothing of it stays on the disk"


def _kept_files() -> set[Path]:
    return {path for path in read_settings().files.rglob("*") if path.is_file()}


def test_a_file_over_the_limit_is_refused_and_leaves_nothing(sender: Browser) -> None:
    before = _kept_files()
    too_much = b"%PDF-1.4\n" + b"\0" * (read_settings().upload_megabytes * 1024 * 1024)
    assert _upload(sender, "x.pdf", too_much).status_code in {413, 422}
    assert _upload(sender, "x.pdf", too_much * 2).status_code == 413
    assert _kept_files() == before


def test_a_bomb_is_kept_as_it_is_because_nothing_unpacks_it(sender: Browser) -> None:
    """A hundred megabytes of nothing in a hundred kilobytes: stored, handed out, and never opened by us."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("x", b"\0" * 100_000_000)
    told = _upload(sender, "x.zip", packed.getvalue())
    assert told.status_code == 201
    assert len(sender.client.get(f"/files/{told.get_json()['id']}").data) == len(packed.getvalue())
