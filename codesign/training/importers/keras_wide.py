"""A copy of the user's Keras model in float64, because float32 would round the sums of wide inputs.

Weights are those that the user's own float32 layers compute: a scale computed from floats, or a table, could round the
other way in float64.
"""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
from numpy.typing import NDArray

from codesign.training.frontends.keras_float64 import float64
from codesign.training.importers import batch_norm, hgq_layers, hgq_tables, qkeras_layers
from codesign.training.importers.places import located

Compute = Callable[[NDArray[Any]], Any]
_FAILS = "it fails in Keras itself; see that model(x) computes what you expect"
_FLOATS = ("float16", "bfloat16", "float32", "mixed_float16", "mixed_bfloat16")


class WideModel:
    """The model in float64, with rounded constants in its batch normalisations or with the model's own.

    load: reads a `.keras` file in the way `narrow` was read; narrow: the user's own model, built, in float32.
    """

    def __init__(self, path: Path, load: Callable[[Path], Any], narrow: Any, bn_bits: int) -> None:
        with tempfile.TemporaryDirectory() as folder, float64():
            self.model = load(_in_float64(path, Path(folder) / path.name))
        self._bits = bn_bits
        for wide, own in zip(self.model._flatten_layers(), narrow._flatten_layers(), strict=True):
            with located(f"layer {own.name!r} ({type(own).__name__})", _FAILS):
                hgq_layers.hold_weights(wide, own)
                qkeras_layers.hold_weights(wide, own)
                if kind(own) in hgq_tables.KINDS:
                    hgq_tables.hold_tables(wide, own)
        called = {id(own): (wide, own) for wide, own in zip(calls(self.model), calls(narrow), strict=True)}
        self._twins = {key: wide for key, (wide, _) in called.items()}
        self._normalising = [pair for pair in called.values() if kind(pair[1]) in batch_norm.KINDS]

    def twin(self, layer: Any) -> Any:
        """The layer of this model that corresponds to a layer of the narrow one; None for None."""
        return None if layer is None else self._twins[id(layer)]

    def rounded(self, compute: Compute) -> Compute:
        """The function `compute`, which runs this model, with rounded constants."""

        def computed(x: NDArray[Any]) -> Any:
            with batch_norm.in_bits(self._normalising, self._bits):
                return self.unrounded(compute)(x)

        return computed

    def unrounded(self, compute: Compute) -> Compute:
        """The function `compute`, which runs this model, with the model's own constants."""

        def computed(x: NDArray[Any]) -> Any:
            with float64(), located("the model", _FAILS):
                return compute(x)

        return computed


def calls(model: Any) -> list[Any]:
    """The layer of each call, in the order of the walk and including inner models."""
    function = getattr(model, "_functional", model)
    found = []
    for depth in sorted(function._nodes_by_depth, reverse=True):
        for node in function._nodes_by_depth[depth]:
            if isinstance(node.operation, keras.Model):
                found += calls(node.operation)
            elif not node.is_input:
                found.append(node.operation)
    return found


def kind(layer: Any) -> str:
    """The top package and class of a layer: `keras.Flatten`, `hgq.QDense`, `qkeras.QDense`, or the user's own."""
    return f"{type(layer).__module__.partition('.')[0]}.{type(layer).__name__}"


def _in_float64(path: Path, copy: Path) -> Path:
    """Writes a copy of a `.keras` file in which all layers compute in float64; returns the path of the copy."""
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(copy, "w") as widened:
        for name in archive.namelist():
            data = archive.read(name)
            widened.writestr(name, json.dumps(_widened(json.loads(data))) if name == "config.json" else data)
    return copy


def _widened(config: Any) -> Any:
    """The config, with float64 in place of each narrower type."""
    if isinstance(config, list):
        return [_widened(value) for value in config]
    if not isinstance(config, dict):
        return config
    if config.get("class_name") == "DTypePolicy":
        return {**config, "config": {"name": "float64"}}
    return {key: "float64" if key == "dtype" and value in _FLOATS else _widened(value) for key, value in config.items()}
