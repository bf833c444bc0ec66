"""A torch module of Brevitas layers as a FixedNet: torch.fx traces its calls, and each kind of call has a handler."""

from __future__ import annotations

import hashlib
import sys
import traceback
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from codesign.errors import FrontendError
from codesign.net.fixedpoint import FixedPoint
from codesign.net.ops import Shape
from codesign.training.importers import brevitas_layers, normalisation, torch_calls
from codesign.training.importers.assembly import Assembly
from codesign.training.importers.endings import FUNCTIONS, ROUNDED, Given, predictor
from codesign.training.importers.imported import Imported
from codesign.training.importers.places import located
from codesign.training.importers.torch_wide import WideModule

INSTEAD = (
    "use QuantLinear, QuantReLU, QuantIdentity and QuantEltwiseAdd of Brevitas, and torch's flatten, mean,"
    " sum, cat, relu, transpose, + and nn.BatchNorm1d (docs/your_model.md)"
)


def read(
    source: str,
    shape: Shape | None,
    port: FixedPoint | None = None,
    drop_softmax: bool = False,
    bn_bits: int = normalisation.BITS,
) -> Imported:
    """The torch module `package.module:name`, where name is a module or a function that returns one.

    shape: of one jet's input, (candidates, features); port: type of the inputs, by default from the module's first
    quantizers; drop_softmax: leave a last softmax or sigmoid to software; bn_bits: bits of the constants of batch
    normalisations. Raises FrontendError for a module that cannot be imported, and for a call that cannot be exact, with
    its position and what to use instead.
    """
    module = _load(source).eval()
    if shape is None:
        raise FrontendError(f"{source}: a torch module does not say what it reads; give --shape candidates,features")
    traced = _trace(source, module)
    values = brevitas_layers.rounded_parameters(module, torch.zeros(2, *shape))  # one jet has no spread
    assembly = Assembly(shape, port, drop_softmax, bn_bits)
    outputs = _walk(traced, assembly, values)
    net, endings = assembly.net(outputs)
    ends = [name in assembly.endings for name in outputs]
    wide = WideModule(module, values, bn_bits)
    predict, unrounded = (
        predictor(net.graph.outputs, endings, computing(lambda x: _given(wide.module, x.reshape(-1, *shape), ends)))
        for computing in (wide.rounded, wide.unrounded)
    )
    normalisations = tuple(assembly.normalisations)
    return Imported(net, "brevitas", _digest(module), predict, endings, bn_bits, normalisations, unrounded)


class _Tracer(torch.fx.Tracer):
    """Traces layers of torch and Brevitas as calls, and follows the user's own modules inside."""

    def is_leaf_module(self, m: torch.nn.Module, module_qualified_name: str) -> bool:
        if any(kind.__module__.startswith("brevitas.") for kind in type(m).__mro__):
            return True
        return super().is_leaf_module(m, module_qualified_name)


def _walk(traced: Any, assembly: Assembly, values: Mapping[str, Any]) -> list[str]:
    modules = dict(traced.named_modules())
    nodes = list(traced.graph.nodes)
    calls = [node for node in nodes if node.op.startswith("call")]
    names: dict[Any, str] = {}
    for node in nodes:
        if node.op == "placeholder":
            if names:
                raise FrontendError("the module takes several inputs; firmware takes one tensor: concatenate")
            names[node] = assembly.input
        elif node.op == "get_attr":
            raise FrontendError(f"the module reads its tensor {node.target!r} outside of a layer; put it into one")
        elif node.op == "output":
            return [names[result] for result in _flat(node.args[0])]
        else:
            layer = modules[node.target] if node.op == "call_module" else node.target
            called = type(layer).__name__ if node.op == "call_module" else getattr(layer, "__name__", str(layer))
            assembly.place = f"call {calls.index(node) + 1} of {len(calls)}, {node.name!r} ({called})"
            with located(assembly.place, INSTEAD):
                if node.op == "call_module":
                    made = brevitas_layers.HANDLERS.get(_kind(layer)) or torch_calls.MODULES.get(_kind(layer))
                    arguments: Any = (layer, *_named(node.args, names), values.get(node.target, {}))
                else:
                    made, arguments = torch_calls.CALLS.get(called), (*_named(node.args, names), dict(node.kwargs))
                if made is None:
                    raise FrontendError(f"not supported; {torch_calls.REASONS.get(called, INSTEAD)}")
                names[node] = made(assembly, node.name, *arguments)
                if node.op == "call_module":
                    assembly.check_applied(names[node], sum(other.target == node.target for other in calls))
    raise AssertionError("a traced module ends in its output")


def _named(arguments: Any, names: Mapping[Any, str]) -> list[Any]:
    """The arguments of a call, with our names of tensors in place of torch's nodes."""
    return [
        [names[a] for a in argument]
        if isinstance(argument, list | tuple) and all(a in names for a in argument)
        else names.get(argument, argument)
        if isinstance(argument, torch.fx.Node)
        else argument
        for argument in arguments
    ]


def _kind(layer: Any) -> str:
    return f"{type(layer).__module__.partition('.')[0]}.{type(layer).__name__}"


def _load(source: str) -> torch.nn.Module:
    module_name, _, name = source.partition(":")
    here = str(Path.cwd())
    if here not in sys.path:  # `python -m` adds it, but an installed command does not
        sys.path.insert(0, here)
    try:
        made = getattr(import_module(module_name), name)
    except (ImportError, AttributeError) as error:
        raise FrontendError(
            f"{source} cannot be imported: {error}; give package.module:name, where name is a torch module or a"
            " function that makes one, and run from the folder that holds the package"
        ) from error
    if not isinstance(made, torch.nn.Module):
        made = _called(source, made)
    if not isinstance(made, torch.nn.Module):
        raise FrontendError(f"{source} makes a {type(made).__name__}, not a torch module")
    return made


def _called(source: str, factory: Any) -> Any:
    try:
        return factory()
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        raise FrontendError(
            f"{source} fails at {last.filename}:{last.lineno}: {type(error).__name__}: {error}"
        ) from error


def _trace(source: str, module: torch.nn.Module) -> Any:
    try:
        if any(kind.__module__.startswith("brevitas.") for kind in type(module).__mro__):
            module = torch.nn.Sequential(module)
        return torch.fx.GraphModule(module, _Tracer().trace(module))
    except Exception as error:
        raise FrontendError(
            f"{source} cannot be traced by torch.fx: {error}; its forward may call layers and torch's functions, but"
            " not branch on values"
        ) from error


def _flat(result: Any) -> list[Any]:
    if isinstance(result, dict):
        return [node for value in result.values() for node in _flat(value)]
    return [node for value in result for node in _flat(value)] if isinstance(result, tuple | list) else [result]


def _given(module: torch.nn.Module, x: NDArray[Any], ends: list[bool]) -> list[Given]:
    """For each output of a module in float64: its value, and the input of its softmax where it ends in one."""
    seen = _Endings()
    hook = torch.nn.modules.module.register_module_forward_hook(seen.keep_rounded)
    try:
        with torch.no_grad(), seen:
            outputs = _flat(module(torch.from_numpy(x.astype(np.float64))))
    finally:
        hook.remove()
    return [
        (_numpy(y), _numpy(seen.entering(y)) if ends_here else None) for y, ends_here in zip(outputs, ends, strict=True)
    ]


def _numpy(y: Any) -> NDArray[Any]:
    return np.asarray(torch_calls.plain(y).numpy())


class _Endings(torch.overrides.TorchFunctionMode):
    """Records input and output of every softmax and sigmoid while a module computes as usual."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[Any, Any]] = []

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        made = func(*args, **(kwargs or {}))
        if getattr(func, "__name__", "") in FUNCTIONS:
            self.seen.append((args[0] if args else kwargs["input"], made))
        return made

    def keep_rounded(self, layer: Any, arguments: Any, made: Any) -> None:
        """Forward hook that records the same for a layer that rounds its sigmoid."""
        if type(layer).__name__ in ROUNDED:
            self.seen.append((arguments[0], made))

    def entering(self, output: Any) -> Any:
        """The input of the softmax or sigmoid that returned this tensor object; FrontendError if none did."""
        for entering, made in self.seen:
            if made is output:
                return entering
        raise FrontendError("the module changes what its last softmax gives; let it return that, or leave it out")


def _digest(module: torch.nn.Module) -> str:
    digest = hashlib.sha256()
    for name, tensor in sorted(module.state_dict().items()):
        if isinstance(tensor, torch.Tensor):
            digest.update(name.encode() + tensor.detach().cpu().numpy().tobytes())
    return digest.hexdigest()
