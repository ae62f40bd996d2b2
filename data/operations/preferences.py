"""What a person likes to look at: kept with the person, so that the next browser looks the same."""

from __future__ import annotations

from sqlalchemy import update

from data.session import Session
from data.tables.access import person
from models.errors import InvalidInput


def keep_preferences(session: Session, *, lang: str | None = None, theme: str | None = None) -> None:
    """Remember the language and the theme of the actor. No audit: nobody's rights or data change."""
    if lang not in {None, "ru", "en"} or theme not in {None, "light", "dark"}:
        raise InvalidInput(field="lang" if theme in {None, "light", "dark"} else "theme")
    values = {name: value for name, value in (("lang", lang), ("theme", theme)) if value is not None}
    if values and session.actor.user_id is not None:
        session.execute(update(person).where(person.c.id == session.actor.user_id).values(**values))
