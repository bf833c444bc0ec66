"""The one reader of the JSON and npz files that stages leave in a run folder.

Whatever reads them may then take keys, types and finite numbers for granted: a file that was cut off, edited or written
by another version is named, with what is wrong in it and how it is made again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, NoReturn

import numpy as np
from numpy.typing import NDArray
from pydantic import AfterValidator, BaseModel, ConfigDict, TypeAdapter, ValidationError

from codesign.errors import CodesignError, RunError
from codesign.figures import Timing, Usage
from codesign.files import MOST_BYTES, npz_arrays, read_regular

BROKEN = (ValueError, LookupError, TypeError, AttributeError, EOFError, MemoryError, RecursionError, OverflowError)


def _made(make: Callable[[Any], object]) -> AfterValidator:
    """Data of which `make` makes something."""

    def check(data: Any) -> Any:
        try:
            make(data)
        except (CodesignError, *BROKEN) as error:
            raise ValueError(str(error) or type(error).__name__) from None
        return data

    return AfterValidator(check)


Data = dict[str, Any]


class _File(BaseModel):
    """Keys that are read; there may be others."""

    model_config = ConfigDict(strict=True, extra="allow", allow_inf_nan=False)


class _Score(_File):
    value: float
    error: float


class _Metrics(_File):
    score: _Score


class _Epoch(_File):
    epoch: float
    loss: float
    validation_score: float


class _History(_File):
    epochs: list[_Epoch]


class _Estimate(_File):
    usage: Annotated[Data, _made(Usage.from_dict)]
    timing: Annotated[Data, _made(Timing.from_dict)]


class _Cosim(_File):
    timing: Annotated[Data, _made(Timing.from_dict)]


class _Verdict(_File):
    budget: str


class _Progress(_File):
    stage: str


# What a file must hold, by its name in the run; of others only that they are a mapping is known. The rows of
# agreement.json are checked by `codesign.proof`, and what verdict.json says is judged again.
_SCHEMAS: dict[str, TypeAdapter[Any]] = {
    "metrics.json": TypeAdapter(_Metrics),
    "history.json": TypeAdapter(_History),
    "estimate.json": TypeAdapter(_Estimate),
    "cosim.json": TypeAdapter(_Cosim),
    "verdict.json": TypeAdapter(_Verdict),
    "progress.json": TypeAdapter(_Progress),
    "versions.json": TypeAdapter(dict[str, str]),
}


def read_json(path: Path, again: str) -> dict[str, Any]:
    """A file that holds a JSON object, of any keys. again: the command that makes it.

    Raises RunError for a broken file, FileNotFoundError and other OSErrors as they are.
    """
    content = read_regular(path, MOST_BYTES)
    try:
        data = json.loads(content, parse_constant=_not_finite)
    except (*BROKEN, UnicodeDecodeError) as error:
        raise _broken(path, f"not JSON: {error}", again) from None
    if not isinstance(data, dict):
        raise _broken(path, f"it holds {_named(data)}, not an object", again)
    return data


def read_record(path: Path, again: str) -> dict[str, Any]:
    """As `read_json`, with the keys and types that readers of a file of this name rely on."""
    data = read_json(path, again)
    if schema := _SCHEMAS.get(path.name):
        try:
            schema.validate_json(json.dumps(data), strict=True)
        except ValidationError as error:
            first = error.errors()[0]
            message = first["msg"].removeprefix("Value error, ")
            place = ".".join(map(str, first["loc"]))
            found = f", found {first['input']!r}" if isinstance(first["input"], str | int | float) else ""
            raise _broken(path, f"{place}: {message}{found}".removeprefix(": "), again) from None
    return data


def read_arrays(path: Path, again: str, *names: str) -> Mapping[str, NDArray[Any]]:
    """The named arrays of an npz, of finite real numbers and of one length; RunError for anything else."""
    try:
        stored = npz_arrays(path)
        arrays = {name: np.asarray(stored[name]) for name in names}
    except FileNotFoundError:
        raise RunError(f"{path} is missing; run `{again}`") from None
    except BROKEN as error:
        raise _broken(path, str(error) or type(error).__name__, again) from None
    for name, values in arrays.items():
        if values.dtype.kind not in "biuf" or not values.ndim or not np.isfinite(values).all():
            raise _broken(path, f"{name} holds what are no finite numbers", again)
    if len({len(values) for values in arrays.values()}) > 1:
        raise _broken(path, f"{' and '.join(names)} differ in length", again)
    return arrays


def _not_finite(text: str) -> NoReturn:
    raise ValueError(f"{text} is not a finite number")


def _named(data: Any) -> str:
    return {list: "a list", str: "text", bool: "true or false", type(None): "null"}.get(type(data), "a number")


def _broken(path: Path, why: str, again: str) -> RunError:
    return RunError(f"{path} is broken: {' '.join(why.split())[:300]}; remove it and run `{again}`")
