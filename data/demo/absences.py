"""Who was away when: holidays in summer, two officers ill in one bad month, and somebody on leave this week. Colleagues stand in."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import insert, select

from data.ids import new_id
from data.session import Session
from data.tables.access import person, substitution

_HOLIDAYS = (  # login, who stands in, week of the year
    ("titova", "belova", 23), ("nazarov", "yusupova", 25), ("gusev", "rodin", 27), ("lapin", "gusev", 29), ("belova", "titova", 31),
    ("rodin", "gusev", 33), ("yusupova", "nazarov", 35), ("lebedev", "vershinina", 28), ("vershinina", "lebedev", 32),
)  # fmt: skip
_ILL = (("titova", "belova"), ("nazarov", "yusupova"))
_NOW = ("yusupova", "nazarov")


def arrange_absences(session: Session, *, begin: datetime, now: datetime, bad_month: tuple[date, date]) -> None:
    """Write the substitutions of the whole story, as the group leads arranged them."""
    people = {row.login: row.id for row in session.rows(select(person.c.login, person.c.id))}
    if session.first(select(substitution.c.id).limit(1)) is not None:
        return
    first_day, last_day = begin.date(), now.date()
    wanted: list[tuple[str, str, date, date, str]] = []
    for year in range(first_day.year, last_day.year + 1):
        for absent, other, week in _HOLIDAYS:
            start = date.fromisocalendar(year, week, 1)
            wanted.append((absent, other, start, start + timedelta(days=13), "Отпуск"))
    ill, well = bad_month
    wanted += [(absent, other, ill + timedelta(days=2 * number), well, "Больничный") for number, (absent, other) in enumerate(_ILL)]
    today = last_day - timedelta(days=last_day.weekday())
    wanted.append((*_NOW, today, today + timedelta(days=11), "Отпуск"))
    rows = []
    for absent, other, start, end, reason in wanted:
        future = start > last_day or end < first_day
        if future or absent not in people or other not in people:
            continue
        told = datetime(start.year, start.month, start.day, 7, 15, tzinfo=begin.tzinfo) - timedelta(days=0 if reason == "Больничный" else 6)
        rows.append({
            "id": new_id(int(told.timestamp() * 1000)), "absent_id": people[absent], "substitute_id": people[other], "first_day": start,
            "last_day": end, "reason": reason, "created_by": people["vershinina" if absent == "lebedev" else "lebedev"], "created_at": told,
        })  # fmt: skip
    if rows:
        session.execute(insert(substitution), rows)
