"""A Keras 3 model, Sequential or functional, as a FixedNet: its layers are walked in order; each kind has a handler."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import keras
from numpy.typing import NDArray

from codesign.errors import FrontendError
from codesign.net.fixedpoint import FixedPoint
from codesign.training.importers import batch_norm, hgq_layers, hgq_tables, keras_layers, normalisation, qkeras_layers
from codesign.training.importers.assembly import Assembly
from codesign.training.importers.endings import Given, predictor
from codesign.training.importers.imported import Imported
from codesign.training.importers.keras_wide import WideModel, calls, kind
from codesign.training.importers.places import located

Handler = Callable[[Assembly, Any, list[str]], str]
HANDLERS: dict[str, Handler] = {**keras_layers.HANDLERS, **hgq_layers.HANDLERS, **qkeras_layers.HANDLERS}
HANDLERS |= dict.fromkeys(batch_norm.KINDS, batch_norm.handle)
HANDLERS |= {"hgq.QDenseT": hgq_tables.dense, "hgq.QConvT1D": hgq_tables.convolution}


def read(
    path: Path, port: FixedPoint | None = None, drop_softmax: bool = False, bn_bits: int = normalisation.BITS
) -> Imported:
    """The model in a `.keras` file.

    port: type of the inputs, by default from the model's first quantizers; drop_softmax: leave a last softmax or
    sigmoid to software; bn_bits: bits of the constants of batch normalisations. Raises FrontendError for a file that is
    not a Keras model, and for a layer that cannot be exact, with its position and what to use instead.
    """
    libraries = _libraries(path)
    load = partial(_prepared, libraries=libraries)
    model = load(path)
    shape = model.inputs[0].shape[1:]
    if None in shape:
        raise FrontendError(f"{path}: the model's input has shape {shape}; firmware needs the number of candidates")
    assembly = Assembly(tuple(shape), port, drop_softmax, bn_bits)
    walk = _Walk(assembly, calls(model))
    outputs = walk.model(model, [assembly.input])
    net, endings = assembly.net(outputs)
    wide = WideModel(path, load, model, bn_bits)
    last = [wide.twin(walk.endings.get(name)) for name in outputs]
    predict, unrounded = (
        predictor(net.graph.outputs, endings, computing(lambda x: _given(wide.model, x.reshape(-1, *shape), last)))
        for computing in (wide.rounded, wide.unrounded)
    )
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Imported(net, libraries[0], digest, predict, endings, bn_bits, tuple(assembly.normalisations), unrounded)


class _Walk:
    """Follows a model's calls of layers, and those of models inside it, in order.

    layers: one per call, from `calls`; endings: tensor -> layer of each softmax that is left to software.
    """

    def __init__(self, assembly: Assembly, layers: list[Any]) -> None:
        self.assembly, self.layers, self.position = assembly, layers, 0
        self.endings: dict[str, Any] = {}

    def model(self, model: Any, inputs: list[str]) -> list[str]:
        """Names of the model's outputs, for inputs with the given names."""
        function = getattr(model, "_functional", model)  # inside a Sequential
        names = {id(tensor): name for tensor, name in zip(function.inputs, inputs, strict=True)}
        for depth in sorted(function._nodes_by_depth, reverse=True):
            for node in function._nodes_by_depth[depth]:
                if not node.is_input:
                    made = self._call(node.operation, [names[id(x)] for x in node.input_tensors], node)
                    names |= {id(tensor): name for tensor, name in zip(node.outputs, made, strict=True)}
        return [names[id(tensor)] for tensor in function.outputs]

    def _call(self, layer: Any, inputs: list[str], node: Any) -> list[str]:
        if isinstance(layer, keras.Model):
            return self.model(layer, inputs)
        self.position += 1
        place = f"layer {self.position} of {len(self.layers)}, {layer.name!r} ({type(layer).__name__})"
        self.assembly.place = place
        handler = HANDLERS.get(name := kind(layer))
        with located(place, keras_layers.ANY_INSTEAD):
            if handler is None:
                raise FrontendError(f"not supported; {keras_layers.INSTEAD.get(name, keras_layers.ANY_INSTEAD)}")
            made = handler(self.assembly, layer, inputs)
            self.assembly.check_applied(made, sum(other is layer for other in self.layers))
            if made in self.assembly.endings:
                self.endings.setdefault(made, layer)  # a Dropout after it has the same tensor
            return [made]


def _libraries(path: Path) -> list[str]:
    """The libraries whose layers the file uses; FrontendError if it is not a Keras 3 file or uses neither library."""
    if not path.is_file():
        raise FrontendError(f"{path}: {'is not a regular file' if path.exists() else 'no such file'}")
    try:
        with zipfile.ZipFile(path) as archive:
            config = archive.read("config.json").decode()
    except Exception:  # BadZipFile, KeyError, zlib.error, ...: it depends on where the file is damaged
        raise FrontendError(f"{path} is not a Keras 3 file; write one with `model.save('my_model.keras')`") from None
    if found := [name for name in ("hgq", "qkeras") if f'"{name}' in config]:
        return found
    raise FrontendError(
        f"{path} has no layers of HGQ2 or QKeras, so nothing says how many bits its numbers have; build it with"
        " hgq.layers or qkeras layers and train it again"
    )


def _prepared(path: Path, libraries: list[str]) -> Any:
    """The model in a file, with one input and quantizers that return rounded numbers, ready to walk and compare."""
    model = _load(path, libraries)
    if not getattr(model, "inputs", None):
        raise FrontendError(f"{path}: the model is neither functional nor a Sequential that starts with keras.Input")
    if len(model.inputs) != 1:
        raise FrontendError(f"{path}: the model has {len(model.inputs)} inputs; firmware takes one tensor: concatenate")
    for layer in model._flatten_layers():
        qkeras_layers.without_straight_through(layer)
    return model


def _load(path: Path, libraries: list[str]) -> Any:
    if "hgq" in libraries:
        import_module("hgq.layers")  # registers them with Keras
    if "qkeras" in libraries:
        qkeras_layers.register()
    try:
        return keras.models.load_model(path, compile=False)
    except Exception as error:  # each layer reads its config in its own way
        why = next(iter(str(error).strip().splitlines()), type(error).__name__)
        raise FrontendError(
            f"{path} cannot be loaded: {why}; layers and functions of your own, and"
            " Lambda layers, cannot be frozen: write the model with layers of Keras, HGQ2 and QKeras"
        ) from error


def _given(model: Any, x: NDArray[Any], last: list[Any]) -> list[Given]:
    """For each output of the model: its value, and the input of the softmax in its layer of `last`, if there is one."""
    with _tapped([layer for layer in last if layer is not None]) as entering:
        outputs = keras.tree.flatten(model(x, training=False))
    to_numpy = keras.ops.convert_to_numpy
    return [
        (to_numpy(y), None if layer is None else to_numpy(entering[id(layer)]))
        for y, layer in zip(outputs, last, strict=True)
    ]


@contextmanager
def _tapped(layers: list[Any]) -> Iterator[dict[int, Any]]:
    """Layer id -> the input of its softmax (its activation, or the layer itself), while the model computes as usual."""
    entering: dict[int, Any] = {}
    with ExitStack() as stack:
        for layer in {id(layer): layer for layer in layers}.values():
            name = "call" if getattr(layer, "activation", None) is None else "activation"
            function = getattr(layer, name)
            setattr(layer, name, _keeping(entering, id(layer), function))
            stack.callback(setattr, layer, name, function)
        yield entering


def _keeping(entering: dict[int, Any], key: int, function: Callable[..., Any]) -> Callable[..., Any]:
    def keep(x: Any, *arguments: Any, **options: Any) -> Any:
        entering[key] = x
        return function(x, *arguments, **options)

    return keep
