"""What may be wrong with a definition. Each error carries `path`: the place in the document, "steps[3].outcomes[0].name.en"."""

from __future__ import annotations

from typing import Any, ClassVar

from models.errors import InvalidInput


class DefinitionIsWrong(InvalidInput):
    """A value of the document cannot be right."""

    code: ClassVar[str] = "definition_is_wrong"

    def __init__(self, path: str, detail: str = "", **params: Any) -> None:
        super().__init__(f"{path}: {detail or self.code}", path=path, detail=detail, **params)

    @property
    def path(self) -> str:
        return str(self.params["path"])


class UnknownKey(DefinitionIsWrong):
    """The document says something that Kordon would silently forget, most often a misspelt key."""

    code: ClassVar[str] = "definition_unknown_key"


class MissingKey(DefinitionIsWrong):
    code: ClassVar[str] = "definition_missing_key"


class WrongValue(DefinitionIsWrong):
    """The value has the wrong type or is outside of what is allowed here."""

    code: ClassVar[str] = "definition_wrong_value"


class TextNotTranslated(DefinitionIsWrong):
    """A text is missing in Russian or in English; `lang` says in which."""

    code: ClassVar[str] = "definition_text_not_translated"


class DuplicateKey(DefinitionIsWrong):
    code: ClassVar[str] = "definition_duplicate_key"


class UnknownReference(DefinitionIsWrong):
    """A step, field, table, template, outcome or section is named which does not exist; `name` is that name."""

    code: ClassVar[str] = "definition_unknown_reference"
