"""Make the small demo bank of the walks: `python -m tests.walks.prepare --cases 400 --months 3 --seed 7`."""

from __future__ import annotations

import sys

from sqlalchemy import select

from callbacks.commands import commands, main, open_database
from data.demo.cast import found_bank
from data.session import transaction
from data.tables.access import person
from models.access.actor import SYSTEM

if __name__ == "__main__":
    if "demo" in commands():
        sys.exit(main(["demo", *sys.argv[1:]]))
    with open_database(), transaction(SYSTEM) as session:
        if session.first(select(person.c.id).limit(1)) is None:
            found_bank(session)
