"""From a JSON document to a `Definition` and back.

The document mirrors the shapes of `definition.py` one to one; a key that is left out means its default, a key nobody knows is
refused. `definition_document` writes the shortest document that means the same, so the hash names the meaning and not the layout.
"""

from __future__ import annotations

import copy
import dataclasses
import hashlib
import json
import types
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from models.processes.definition import Definition, StepField
from models.processes.definition_check import check_definition
from models.processes.definition_errors import MissingKey, TextNotTranslated, UnknownKey, WrongValue

LANGUAGES = ("ru", "en")
_TEXTS = frozenset({"name", "label", "help", "message", "case_name", "summary", "subject", "body", "event_name"})


def parse_definition(document: Mapping[str, Any]) -> Definition:
    """Read and check a document. Raises a `DefinitionIsWrong` with the path of the first offending value."""
    definition: Definition = _read_shape(Definition, document, "")
    check_definition(definition)
    return definition


def definition_document(definition: Definition) -> dict[str, Any]:
    """The canonical document: defaults are left out, so that `parse_definition` gives back an equal definition."""
    document: dict[str, Any] = _write(definition)
    return document


def definition_hash(definition: Definition) -> str:
    """SHA-256 (hex) of the canonical document: equal definitions have equal hashes whatever the order of their keys was."""
    text = json.dumps(definition_document(definition), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def _shape(kind: type) -> dict[str, tuple[Any, Any]]:
    """Name → (type, default) of a dataclass; `dataclasses.MISSING` where the document must say it."""
    hints = get_type_hints(kind)
    defaults = {
        item.name: item.default_factory() if item.default_factory is not dataclasses.MISSING else item.default
        for item in dataclasses.fields(kind)
    }
    return {name: (hints[name], default) for name, default in defaults.items()}


def _at(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _read_shape(kind: type, document: Any, path: str) -> Any:
    if kind is StepField and isinstance(document, str):
        return StepField(document)  # "amount" is short for {"key": "amount"}
    if not isinstance(document, Mapping):
        raise WrongValue(path, "object expected")
    shape = _shape(kind)
    for name in document:
        if name not in shape:
            raise UnknownKey(_at(path, str(name)), name=str(name))
    read: dict[str, Any] = {}
    for name, (hint, default) in shape.items():
        if name in document:
            read[name] = _read(hint, document[name], _at(path, name), name=name)
        elif default is dataclasses.MISSING:
            raise MissingKey(_at(path, name), name=name)
    return kind(**read)


def _read(hint: Any, value: Any, path: str, *, name: str) -> Any:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        wanted = next(option for option in get_args(hint) if option is not type(None))
        return None if value is None else _read(wanted, value, path, name=name)
    if origin is tuple:
        if not isinstance(value, (list, tuple)):
            raise WrongValue(path, "list expected")
        return tuple(_read(get_args(hint)[0], item, f"{path}[{number}]", name="") for number, item in enumerate(value))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _read_mapping(hint, value, path, name=name)
    if hint is Any:
        return copy.deepcopy(value)
    if dataclasses.is_dataclass(hint):
        return _read_shape(hint, value, path)  # type: ignore[arg-type]
    return _read_scalar(hint, value, path)


def _read_scalar(hint: Any, value: Any, path: str) -> Any:
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        if value not in [member.value for member in hint]:
            raise WrongValue(path, f"one of {', '.join(hint)} expected", value=value)
        return hint(value)
    if hint is float:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise WrongValue(path, "number expected", value=value)
        return value
    if not isinstance(value, hint) or (hint is int and isinstance(value, bool)):
        raise WrongValue(path, f"{hint.__name__} expected", value=value)
    return value.strip() if isinstance(value, str) else value


def _read_mapping(hint: Any, value: Any, path: str, *, name: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
        raise WrongValue(path, "object expected")
    if name in _TEXTS:
        return _read_text(value, path)
    inner = get_args(hint)[1]
    return {key: _read(inner, item, _at(path, key), name="") for key, item in value.items()}


def _read_text(value: Mapping[str, Any], path: str) -> Mapping[str, str]:
    for lang in value:
        if lang not in LANGUAGES:
            raise UnknownKey(_at(path, lang), name=lang)
    if value:
        for lang in LANGUAGES:
            if not isinstance(value.get(lang), str) or not value[lang].strip():
                raise TextNotTranslated(_at(path, lang), lang=lang)
    return {lang: value[lang].strip() for lang in LANGUAGES if lang in value}


def _write(value: Any) -> Any:
    if isinstance(value, StepField) and value == StepField(value.key):
        return value.key
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        shape = _shape(type(value))
        found = {name: getattr(value, name) for name in shape}
        return {name: _write(item) for name, item in found.items() if shape[name][1] is dataclasses.MISSING or item != shape[name][1]}
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Mapping):
        return {key: _write(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_write(item) for item in value]
    # 100 and 100.0 are one number, and PostgreSQL's jsonb may give back either.
    return int(value) if isinstance(value, float) and value.is_integer() else value
