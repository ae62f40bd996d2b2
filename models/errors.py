"""The four kinds of trouble Kordon speaks of.

A specific error stands beside its rule, carries a `code` and parameters, and is worded for people in one place:
`pages/errors.py`. Anything that is not a `KordonError` is a defect and gets a reference number.
"""

from __future__ import annotations

from typing import Any, ClassVar


class KordonError(Exception):
    """Something the user can understand. `code` names the text, `params` fill it, `field` points at an input."""

    code: ClassVar[str] = "error"
    http_status: ClassVar[int] = 400

    def __init__(self, detail: str = "", /, *, field: str | None = None, **params: Any) -> None:
        super().__init__(detail or self.code)
        self.field = field
        self.params = params


class NotFound(KordonError):
    """There is no such thing, or this actor may not know that there is."""

    code = "not_found"
    http_status = 404


class Forbidden(KordonError):
    """The actor may see it, but may not do this."""

    code = "forbidden"
    http_status = 403


class Conflict(KordonError):
    """The world has moved on: somebody else was first, or the state does not allow it any more."""

    code = "conflict"
    http_status = 409


class InvalidInput(KordonError):
    """What was entered cannot be right; `field`, row or line say where."""

    code = "invalid_input"
    http_status = 422


class InvalidFields(InvalidInput):
    """Several fields of one form at once: `errors` maps a field's key to its own error."""

    code = "invalid_fields"

    def __init__(self, errors: dict[str, InvalidInput]) -> None:
        super().__init__("; ".join(f"{key}: {error.code}" for key, error in errors.items()))
        self.errors = errors
