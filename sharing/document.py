"""YAML documents written by people: every refusal names the file, the line and what is allowed."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from comity.sharing.errors import DocumentError, unknown

Model = TypeVar("Model", bound=BaseModel)
Lines = dict[tuple[str | int, ...], int]
# Far more than people write; aliases can make a page of them unfold without end.
MOST_DEEP, MOST_PARTS = 50, 100_000
# What PyYAML raises for a value that does not fit its tag: !!int "", !!bool x, !!timestamp x.
_UNREADABLE = (ValueError, LookupError, AttributeError, OverflowError, yaml.YAMLError)


def read_document(path: Path, model: type[Model]) -> Model:
    """Read one YAML file into a model; raises DocumentError with file and line."""
    return parse_document(document_text(path), model, str(path))


def document_text(path: Path) -> str:
    """A file's text as it was written, line ends and all; raises DocumentError."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise DocumentError(str(path), 0, "no such file") from None
    except IsADirectoryError:
        raise DocumentError(str(path), 0, "this is a folder; name the file in it") from None
    except UnicodeDecodeError as error:
        raise DocumentError(str(path), 0, f"not UTF-8 ({error.reason}); save it as UTF-8") from None


def parse_document(text: str, model: type[Model], name: str) -> Model:
    """Read YAML text into a model; `name` stands in errors where a file's path would."""
    lines: Lines = {}
    try:
        node = yaml.compose(text, Loader=_Shallow)
    except yaml.YAMLError as error:
        raise DocumentError(name, _line_of(error), f"not YAML: {_problem_of(error)}") from None
    except RecursionError:
        raise DocumentError(name, 1, "nested too deeply, or too long") from None
    if node is None:
        raise DocumentError(name, 1, "the document is empty")
    value = _plain(node, (), lines, name)
    try:
        return model.model_validate(value)
    except ValidationError as error:
        raise _located(error, model, lines, name) from None


class _Shallow(yaml.SafeLoader):
    """Gives up at a bracket that lies too deep, before looking for the end of all around it."""

    def fetch_flow_collection_start(self, bracket: Any) -> None:
        """Take in a bracket that opens."""
        if self.flow_level > MOST_DEEP:
            raise RecursionError
        super().fetch_flow_collection_start(bracket)


def _plain(node: yaml.Node, path: tuple[str | int, ...], lines: Lines, name: str) -> Any:
    lines[path] = node.start_mark.line + 1
    if len(path) > MOST_DEEP or len(lines) > MOST_PARTS:
        raise DocumentError(name, lines[path], "nested too deeply, or too long")
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, lines, name)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(n, (*path, i), lines, name) for i, n in enumerate(node.value)]
    loader = yaml.SafeLoader("")
    try:
        return _writable(loader.construct_object(node))
    except _UNREADABLE:
        raise DocumentError(name, lines[path], f"cannot read {node.value!r}") from None


def _writable(value: Any) -> Any:
    """The same value; ValueError for a number or half a character that no answer could repeat."""
    str(value).encode()
    return value


def _mapping(
    node: yaml.MappingNode, path: tuple[str | int, ...], lines: Lines, name: str
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise DocumentError(name, line, "a key must be a plain word")
        key = key_node.value
        if key in found:
            raise DocumentError(name, line, f"{key!r} stands twice; keep one")
        found[key] = _plain(value_node, (*path, key), lines, name)
        lines[(*path, key)] = line
    return found


def _located(
    error: ValidationError, model: type[BaseModel], lines: Lines, name: str
) -> DocumentError:
    # A typo makes two errors, an unknown key and a missing one: the unknown key is the cause.
    first = min(error.errors(), key=lambda found: found["type"] != "extra_forbidden")
    path = tuple(part for part in first["loc"])
    where = ".".join(str(part) for part in path)
    problem = ": ".join(filter(None, (where, problem_of(first))))
    if first["type"] == "extra_forbidden":
        problem = unknown("key", str(path[-1]), _allowed_keys(model, path[:-1]))
    elif first["type"] == "missing":
        problem = f"{where} is missing"
    while path and path not in lines:
        path = path[:-1]
    return DocumentError(name, lines.get(path, 1), problem)


def problem_of(error: ErrorDetails) -> str:
    """What is wrong with a value, as a sentence without its place."""
    if error["type"] == "literal_error":
        allowed = re.findall("'([^']*)'", error["ctx"]["expected"])
        return unknown("value", str(error["input"]), allowed)
    said = error["msg"].removeprefix("Value error, ")
    return said[:1].lower() + said[1:]


def _allowed_keys(model: type[BaseModel], path: Sequence[str | int]) -> list[str]:
    """The keys of the model found by walking `path` down from the top one."""
    here: Any = model
    for part in path:
        fields = getattr(here, "model_fields", None)
        if fields and isinstance(part, str):
            named = {field.alias or key: field for key, field in fields.items()}
            here = _model_in(named[part].annotation) if part in named else here
    fields = getattr(here, "model_fields", {})
    return [field.alias or key for key, field in fields.items()]


def _model_in(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = [_model_in(argument) for argument in getattr(annotation, "__args__", ())]
    return next((model for model in inner if model is not None), None)


def _line_of(error: yaml.YAMLError) -> int:
    mark = getattr(error, "problem_mark", None)
    return mark.line + 1 if mark else 1


def _problem_of(error: yaml.YAMLError) -> str:
    return str(getattr(error, "problem", None) or error).splitlines()[0]
