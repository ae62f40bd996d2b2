"""The ten roles in the reader's words."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from models.access.actor import Role
from pages.translations import N_, _

_NAMES: Mapping[Role, str] = MappingProxyType(
    {
        Role.REQUESTER: N_("Internal client"),
        Role.UNIT_HEAD: N_("Head of a unit"),
        Role.OFFICER: N_("Security officer"),
        Role.LEAD: N_("Group lead"),
        Role.HEAD: N_("Head of security"),
        Role.EXECUTIVE: N_("Board"),
        Role.DESIGNER: N_("Service designer"),
        Role.ADMIN: N_("Administrator"),
        Role.AUDITOR: N_("Auditor"),
        Role.EXTERNAL: N_("External user"),
    }
)
_MEANINGS: Mapping[Role, str] = MappingProxyType(
    {
        Role.REQUESTER: N_("orders services, sees own requests"),
        Role.UNIT_HEAD: N_("follows the requests of the unit, approves"),
        Role.OFFICER: N_("works cases of own groups"),
        Role.LEAD: N_("distributes the work of a group, approves"),
        Role.HEAD: N_("sees everything; every view is logged"),
        Role.EXECUTIVE: N_("sees dashboards without personal data"),
        Role.DESIGNER: N_("changes services, never publishes alone"),
        Role.ADMIN: N_("accounts, calendars, jobs; no contents of cases"),
        Role.AUDITOR: N_("reads the audit trail, changes nothing"),
        Role.EXTERNAL: N_("only what is shared"),
    }
)


def role_words(role: str) -> str:
    """A role's name, by its code."""
    return _(_NAMES[Role(role)]) if role in set(Role) else role


def role_meaning(role: Role) -> str:
    """What one does with it, in half a line."""
    return _(_MEANINGS[role])
