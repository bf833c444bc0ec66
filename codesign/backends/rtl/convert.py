"""Pipelined RTL of a FixedNet, and the emulator of its logic.

The network is not described a second time here: `reference.evaluate` runs on symbolic arrays, and alkaid turns the
multiplications by constants into shifts and adders and writes the pipeline. Because no tool's trace is trusted,
`convert` compares the emulated logic with the reference before it writes a project.

A project folder holds
    project.json      the RtlProject: the settings, and the counts of the result
    ports.json        the position of each element in the bit vectors of the top module's ports
    logic.json.gz     the traced logic, which `emulate` runs
    src/, src/static/ the Verilog or VHDL; top module NAME, NAME_wrapper with elements padded to one width, and
                      NAME_stream with a valid bit beside each jet; the names of all other modules start with NAME_ too
    src/NAME.xdc      the clock
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.metadata import version
from math import floor
from pathlib import Path
from typing import Any, Self

import numpy as np
from alkaid.cmvm import solver_options_t
from alkaid.codegen import RTLModel
from alkaid.trace import FVArray, HWConfig, trace
from alkaid.types import CombLogic
from numpy.typing import ArrayLike, NDArray

from codesign.backends.rtl import alkaid_repair
from codesign.backends.rtl import files as rtl_files
from codesign.backends.rtl import ports as rtl_ports
from codesign.backends.rtl.arrays import SYMBOLIC, products
from codesign.backends.rtl.backend import RECORD
from codesign.backends.rtl.cast import counting
from codesign.backends.rtl.front import Flavor, Front
from codesign.backends.rtl.stream import stream_module
from codesign.backends.schemas import RTL_PROJECT
from codesign.base.files import is_occupied, replacing_folder
from codesign.base.pace import Tell, silent
from codesign.base.records import read_firmware
from codesign.errors import BackendError, ExactnessError
from codesign.net import reference
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import FixedPoint, Float
from codesign.net.names import TOP, is_top

alkaid_repair.repair()

FILE = RECORD
FORMAT = 2  # of project.json

# One adder level on a VU13P: the 20 published designs have 2 per stage and 2.55 ns at zero size (docs/estimates.md)
ADDER_LEVEL_NS = 1.28
# The delay that alkaid 0.8.2 assigns to an adder of more than one bit on HARDWARE
ADDER_LEVEL_DELAY = 1.09375 + 0.025390625
# Both as in the published designs: an adder of any width is one level; at most 2 levels more than the shallowest tree
HARDWARE = HWConfig(1, -1, -1)
ADDER_TREE_LEVELS = 2

_LOOKUP = 8  # alkaid's operation code
_SELF_CHECK_JETS = 500


@dataclass(frozen=True)
class RtlProject:
    """A written RTL design: its settings and its counts.

    stages: N, the register-to-register steps of logic; inputs and outputs are registered, so a result leaves N + 1
    clock edges after its jet arrives, and a new jet enters on each edge.
    adder_cost: full and half adder bits, by alkaid's count; register_bits: in all pipeline registers;
    multipliers: products of two variables, which are built from adders too; lookups: table look-ups.
    """

    folder: Path
    name: str
    flavor: Flavor
    part: str
    clock_ns: float
    net: str
    port: FixedPoint
    port_shape: tuple[int, ...]
    outputs: Mapping[str, tuple[int, ...]]
    stages: int
    levels_a_stage: int
    adder_cost: float
    register_bits: int
    multipliers: int
    lookups: int
    tool: str

    @property
    def latency_cycles(self) -> int:
        """Clock edges from a jet at the input to its result at the output."""
        return self.stages + 1

    def to_dict(self) -> dict[str, Any]:
        """Plain data for `project.json`, without the folder, which is where the file lies."""
        fields = {k: v for k, v in vars(self).items() if k not in ("folder", "port", "outputs")}
        return {"format": FORMAT, **fields, "port": self.port.to_dict(), "outputs": dict(self.outputs)}

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Reads a project that `convert` wrote; BackendError if it is missing, broken or of another format."""
        data = read_firmware(folder / FILE, f"codesign rtl {folder.parent}", RTL_PROJECT, FORMAT)
        try:
            outputs = {name: tuple(shape) for name, shape in data.pop("outputs").items()}
            port, port_shape = FixedPoint.from_dict(data.pop("port")), tuple(data.pop("port_shape"))
            return cls(folder=folder, port=port, port_shape=port_shape, outputs=outputs, **data)
        except (KeyError, TypeError, AttributeError) as error:
            raise BackendError(f"{folder / FILE} is broken ({error}); convert the net to RTL again") from None


def convert(
    net: FixedNet,
    folder: Path,
    *,
    part: str,
    clock_ns: float,
    flavor: Flavor = "verilog",
    name: str = TOP,
    front: Front | None = None,
    tell: Tell = silent,
    like: Path | None = None,
) -> RtlProject:
    """Writes the pipelined RTL of `net` to `folder`, replacing an older project there.

    clock_ns: the requested period, which sets the adder levels per stage; front: logic in front of the net, in the same
    pipeline, whose port then replaces that of the net; like: a project of the same net and front, whose logic is
    written instead of tracing the net again. The same net and options give the same bytes.
    Raises BackendError for a bad clock, name or folder, if alkaid cannot hold a weight, or if its logic differs from
    the reference.
    """
    if clock_ns <= 0:
        raise BackendError(f"the clock period is {clock_ns} ns; it must be positive")
    if not is_top(name):
        raise BackendError(
            f"{name!r} cannot name a module; use small letters, digits and single underscores, and no word of C++,"
            " SystemVerilog or VHDL"
        )
    if is_occupied(folder) and not (folder / FILE).exists():
        raise BackendError(f"{folder} holds files that are not of an RTL project; name another folder")
    logic = rtl_files.load_logic(like) if like else _traced(_Tracing(net.key, front, net, tell))
    _check(net, logic, front)
    levels = max(1, floor(clock_ns / ADDER_LEVEL_NS))
    with replacing_folder(folder) as written:
        model = RTLModel(
            logic,
            written,
            name,
            flavor=flavor,
            latency_cutoff=levels * ADDER_LEVEL_DELAY,
            print_latency=False,
            part_name=part,
            clock_period=clock_ns,
            ternary_fuse=False,  # the calibration's designs have binary adders, and so have all open tools' netlists
        )
        model.write()
        project = RtlProject(
            folder=folder,
            name=name,
            flavor=flavor,
            part=part,
            clock_ns=clock_ns,
            net=net.key,
            port=front.type if front else net.types[net.port.name],
            port_shape=front.shape if front else net.port.size,
            outputs={output: net.graph.shapes[output] for output in net.graph.outputs},
            stages=_stages(model),
            levels_a_stage=levels,
            adder_cost=round(logic.cost, 3),
            register_bits=model.reg_bits,
            multipliers=products(net.graph, [name for name, t in net.types.items() if t.only_flags]),
            lookups=sum(op.opcode == _LOOKUP for op in logic.ops),
            tool=f"alkaid {version('alkaid')}",
        )
        rtl_files.tidy(written, name, clock_ns, logic)
        layouts = _ports(model, project, front.name if front else net.port.name)
        ports = {port: layout.rows() for port, layout in layouts.items()}
        (written / rtl_ports.FILE).write_text(json.dumps(ports, indent=1) + "\n")
        stream = stream_module(name, flavor, project.latency_cycles, *(port.width for port in layouts.values()))
        for file, text in (stream, *(front.sources(name, flavor, ports).items() if front else ())):
            (written / "src" / file).write_text(text)
        (written / FILE).write_text(json.dumps(project.to_dict(), indent=1) + "\n")
    return project


def is_made_from(folder: Path, net: str) -> bool:
    """Whether `folder` holds a project of this format whose net has the key `net`."""
    try:
        return RtlProject.load(folder).net == net
    except BackendError:
        return False


def emulate(folder: Path, x: ArrayLike) -> dict[str, Float]:
    """Name -> output of the project's logic, for x: (jets, *port shape) values of the port's type.

    This runs the traced logic without its pipeline: results are exact, but their timing is not simulated.
    Raises ExactnessError for inputs of another shape, or outside the port's type.
    """
    project = RtlProject.load(folder)
    values = np.asarray(x, np.float64)
    if values.shape[1:] != project.port_shape:
        raise ExactnessError(f"inputs have shape {values.shape}, the port takes (jets, {project.port_shape})")
    if not project.port.holds(values):
        raise ExactnessError(
            f"inputs between {values.min()} and {values.max()} are not all values of the port's type {project.port};"
            " cast them to it first"
        )
    return _run(rtl_files.load_logic(folder), project.outputs, values)


@dataclass(frozen=True)
class _Tracing:
    """What is traced. Two nets of the same key are the same net."""

    key: str
    front: Front | None
    net: FixedNet = field(compare=False)
    tell: Tell = field(compare=False)


@lru_cache(maxsize=2)  # a verb may write the RTL of a net twice, and parts of a net are those of its other intervals
def _traced(what: _Tracing) -> CombLogic:
    return trace_net(what.net, what.front, what.tell)


def trace_net(net: FixedNet, front: Front | None = None, tell: Tell = silent) -> CombLogic:
    """The logic of a net and its front, not yet checked; BackendError if alkaid would round a weight."""
    for name, values in net.weights.items():
        if not np.array_equal(values, values.astype(np.float32)):
            raise BackendError(f"{name} has weights of more than 24 bits, which alkaid would round; use narrower ones")
    port, shape = (front.type, front.shape) if front else (net.types[net.port.name], net.port.size)
    k, i, f = (np.broadcast_to(bits, shape) for bits in (port.signed, port.integer, port.fraction))
    options: solver_options_t = {
        "hard_dc": ADDER_TREE_LEVELS,
        "binary_lut": False,  # tables for 1-bit inputs save nothing (docs/estimates.md), and no routed design has them
        "offload_fn": _constant_inputs,  # the solver fails on a row of constants, so these are multiplied one by one
    }
    x = FVArray.from_kif(k, i, f, HARDWARE, solver_options=options).as_new()
    entering, read = front.evaluate(x, net) if front else (x, reference.as_it_is)
    tensors = reference.evaluate(net, entering, counting(net, tell), SYMBOLIC, read)
    return trace(x, np.concatenate([np.asarray(read(None, n, tensors[n])).ravel() for n in net.graph.outputs]))


def _constant_inputs(kernel: Float, x: FVArray) -> NDArray[np.bool_]:
    constant = np.array([value.low == value.high for value in np.asarray(x)], np.bool_)
    return np.asarray(constant[:, None] & (kernel != 0))


def _run(logic: CombLogic, outputs: Mapping[str, Sequence[int]], x: Float) -> dict[str, Float]:
    # alkaid's function accepts only writeable arrays, and some inputs are broadcast views
    flat = logic.predict(np.require(x.reshape(len(x), logic.shape[0]), requirements=["C", "W"]))
    ends = np.cumsum([int(np.prod(shape)) for shape in outputs.values()])[:-1]
    parts = np.split(flat, ends, axis=1)
    return {name: part.reshape(len(x), *shape) for (name, shape), part in zip(outputs.items(), parts, strict=True)}


def _check(net: FixedNet, logic: CombLogic, front: Front | None) -> None:
    """BackendError if emulator and reference differ on the front's samples, or on `samples` of the net's port."""
    entering, x = front.samples() if front else (None, samples(net))
    outputs = {name: net.graph.shapes[name] for name in net.graph.outputs}
    expected, got = reference.run(net, x), _run(logic, outputs, x if entering is None else entering)
    for name in outputs:
        wrong = expected[name] != got[name]
        if wrong.any():
            raise BackendError(
                f"the traced logic differs from the reference in {wrong.sum()} of {wrong.size} values of {name!r};"
                " this is a fault in the RTL generator: report it with the net, and do not build this design"
            )


def samples(net: FixedNet) -> Float:
    """(samples, *port shape) jets of all magnitudes, and the ends of the port's range."""
    port, shape = net.types[net.port.name], net.port.size
    low, high = np.broadcast_to(port.low, shape), np.broadcast_to(port.high, shape)
    rng = np.random.default_rng(0)
    jets = rng.uniform(low, high, (_SELF_CHECK_JETS, *shape))
    jets *= np.ldexp(1.0, -rng.integers(0, 10, (len(jets), *[1] * len(shape))))
    rounded = FixedPoint(port.signed, port.integer, port.fraction, "RND", "SAT")  # truncated, every flag would be 0
    return rounded.cast(np.concatenate([jets, [low, high, np.zeros(shape)]]))


def _stages(model: RTLModel) -> int:
    assert model.latency is not None  # None only for logic that alkaid schedules over several clocks
    return int(model.latency)


def _ports(model: RTLModel, project: RtlProject, port: str) -> dict[str, rtl_ports.Layout]:
    inputs = [(port, index) for index in np.ndindex(*project.port_shape)]
    outputs = [(name, index) for name, shape in project.outputs.items() for index in np.ndindex(*shape)]
    return {
        signal.name: rtl_ports.layout(elements, signal.precisions)
        for signal, elements in ((model.fsm.inp_signals[0], inputs), (model.fsm.out_signals[0], outputs))
    }
