"""The one reader of the JSON and npz files that stages leave in a run folder.

Callers can then rely on keys, types and finite numbers. For a file that was cut off, edited or written by another
version, the error names the file, what is wrong in it and the command that writes it again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, NoReturn

import numpy as np
from numpy.typing import NDArray
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from codesign.base.files import MOST_BYTES, npz_arrays, read_regular, read_text
from codesign.errors import BackendError, CodesignError, RunError

BROKEN = (ValueError, LookupError, TypeError, AttributeError, EOFError, MemoryError, RecursionError, OverflowError)


def made_by(make: Callable[[Any], object]) -> AfterValidator:
    """A pydantic validator for data that `make` accepts; the data stay as they are."""

    def check(data: Any) -> Any:
        try:
            make(data)
        except (CodesignError, *BROKEN) as error:
            raise ValueError(str(error) or type(error).__name__) from None
        return data

    return AfterValidator(check)


Data = dict[str, Any]
Amount = Annotated[float, Field(ge=0, le=1e15)]  # of anything counted or measured; a larger number means a damaged file
Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0, le=1e15)]
Count = Annotated[int, Field(ge=0, le=10**15)]
Length = Annotated[int, Field(ge=1, le=10**9)]


class Record(BaseModel):
    """Base of all schemas: the fields are the keys that codesign reads; the file may hold others."""

    model_config = ConfigDict(strict=True, extra="allow", allow_inf_nan=False)


def read_json(path: Path, again: str) -> dict[str, Any]:
    """The JSON object in a file, with any keys. again: the command that writes the file.

    Raises RunError for a broken file; FileNotFoundError and other OSErrors pass through.
    """
    content = read_regular(path, MOST_BYTES)
    try:
        data = parsed(content)
    except BROKEN as error:
        raise _broken(path, f"not JSON: {error}", again) from None
    if not isinstance(data, dict):
        raise _broken(path, f"it holds {_named(data)}, not an object", again)
    return data


def parsed(content: bytes | str) -> Any:
    """The data in a JSON text; raises one of BROKEN if it is not JSON, or holds NaN, infinities or repeated keys."""
    return json.loads(content, parse_constant=_not_finite, object_pairs_hook=_object)


def read_lines(path: Path, again: str) -> list[str]:
    """The lines of a UTF-8 text file.

    Raises RunError if it is not UTF-8; OSErrors pass through, also the one for a path that is not a regular file.
    """
    try:
        return read_text(path).splitlines()
    except UnicodeDecodeError as error:
        raise _broken(path, f"not a text in UTF-8: {error}", again) from None


def read_checked(path: Path, again: str, schema: TypeAdapter[Any]) -> dict[str, Any]:
    """The JSON object in a file, read like `read_json`; also raises RunError if it does not match the schema."""
    data = read_json(path, again)
    try:
        schema.validate_json(json.dumps(data), strict=True)
    except ValidationError as error:
        first = error.errors()[0]
        message = first["msg"].removeprefix("Value error, ")
        place = ".".join(map(str, first["loc"]))
        given_text = f", found {first['input']!r}" if isinstance(first["input"], str | int | float) else ""
        raise _broken(path, f"{place}: {message}{given_text}".removeprefix(": "), again) from None
    return data


def read_firmware(path: Path, again: str, schema: TypeAdapter[Any], version: int) -> dict[str, Any]:
    """The record of written firmware, without its `format` key.

    Raises BackendError if the file is missing, broken or of another format than `version`.
    """
    try:
        data = read_checked(path, again, schema)
    except OSError as error:
        raise BackendError(f"{path}: {error.strerror}; run `{again}`") from None
    except RunError as error:
        raise BackendError(str(error)) from None
    if data.pop("format", None) != version:
        raise BackendError(f"{path}: written by another version; run `{again}` with this one")
    return data


def read_arrays(path: Path, again: str, *names: str) -> Mapping[str, NDArray[Any]]:
    """The named arrays of an npz file, which have the same length.

    Raises RunError if one is missing or has another length, and if any array of the file, named or not, holds anything
    but finite real numbers: a file that is damaged in one place is not trusted in another.
    """
    try:
        stored = {name: np.asarray(values) for name, values in npz_arrays(path).items()}
        arrays = {name: stored[name] for name in names}
    except FileNotFoundError:
        raise RunError(f"{path} is missing; run `{again}`") from None
    except BROKEN as error:
        raise _broken(path, str(error) or type(error).__name__, again) from None
    for name, values in stored.items():
        if values.dtype.kind not in "biuf" or not values.ndim or not np.isfinite(values).all():
            raise _broken(path, f"{name} holds values that are not finite numbers", again)
    if len({len(values) for values in arrays.values()}) > 1:
        raise _broken(path, f"{' and '.join(names)} differ in length", again)
    return arrays


def _not_finite(text: str) -> NoReturn:
    raise ValueError(f"{text} is not a finite number")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for number, key in enumerate(keys) if key in keys[:number])
        raise ValueError(f"the key {twice!r} is there twice")
    return data


def _named(data: Any) -> str:
    return {list: "a list", str: "text", bool: "true or false", type(None): "null"}.get(type(data), "a number")


def _broken(path: Path, why: str, again: str) -> RunError:
    return RunError(f"{path} is broken: {' '.join(why.split())[:300]}; remove it and run `{again}`")
