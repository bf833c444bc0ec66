"""FixedNet -> Vitis HLS project, through hls4ml's layer dictionaries. No training framework is loaded.

The design is fully parallel (io_parallel, latency strategy, reuse factor 1, all candidates at once, one jet per clock)
unless a `codesign.backends.hls.sharing.Sharing` is given.
"""

import contextlib
import io
import re
import warnings
from pathlib import Path
from typing import Any

import hls4ml
from hls4ml.model.flow import get_flow
from hls4ml.model.graph import ModelGraph
from hls4ml.writer.vitis_writer import VitisWriter

from codesign.backends.hls import csim_cache
from codesign.backends.hls import extension as hls_custom
from codesign.backends.hls import readback as hls_readback
from codesign.backends.hls import testbench as hls_testbench
from codesign.backends.hls import words as words_hls
from codesign.backends.hls.layers import emit
from codesign.backends.hls.project import FILE, HlsProject, Tensor
from codesign.backends.hls.records import HlsLayer
from codesign.backends.hls.sharing import Sharing
from codesign.backends.words_port import WordsPort
from codesign.base.files import is_occupied, own_modes, replacing_folder
from codesign.errors import BackendError
from codesign.net.fixednet import FixedNet
from codesign.net.names import TOP, is_top

CLOCK_UNCERTAINTY_PERCENT = 12.5  # the default of Vitis HLS is 27 %
FLOW = "vitis:ip"
LOG = "convert.log"


def convert(
    net: FixedNet,
    folder: Path,
    *,
    part: str,
    clock_ns: float,
    project: str = TOP,
    words: WordsPort | None = None,
    sharing: Sharing | None = None,
) -> HlsProject:
    """Writes the HLS project of a net into `folder`, replacing an earlier one; the same net gives the same bytes.

    part: the FPGA's full name; clock_ns: the period to synthesise for; project: the name of the top function;
    words: adds a second top function, which computes the net's inputs from PUPPI words; sharing: a design that takes a
    jet only every few clocks.
    Raises BackendError for a name that C++ cannot take, a folder with other files, a net that hls4ml cannot write, and
    anything that hls4ml wrote differently from the net.
    """
    if not is_top(project) or project in map(str.lower, net.graph.shapes):
        raise BackendError(
            f"{project!r} cannot name the top function; use small letters, digits and single _, not an operation's name"
            " and not a word of C++, SystemVerilog or VHDL"
        )
    if is_occupied(folder) and not (folder / FILE).exists():
        raise BackendError(f"{folder} holds something other than an HLS project; choose another folder")
    layers = sharing.applied(emit(net)) if sharing else emit(net)
    hls = HlsProject(
        folder=folder,
        name=project,
        net=net.key,
        tool=f"hls4ml {hls4ml.__version__}",
        part=part,
        clock_ns=clock_ns,
        clock_uncertainty_percent=CLOCK_UNCERTAINTY_PERCENT,
        port=net.port.name,
        outputs=net.graph.outputs,
        tensors=_tensors(net, layers),
        port_type=net.types[net.port.name],
        sharing=sharing,
    )
    with replacing_folder(folder) as written:
        _write(hls, layers, written)
        hls_readback.check(written, hls, layers)
        hls_testbench.write(net, hls, written)
        if words:
            words_hls.write(net, hls, words, written)
        hls.save(written)
    return hls


def _tensors(net: FixedNet, layers: list[HlsLayer]) -> dict[str, Tensor]:
    """Op name -> tensor in the C++. A reshape has no array of its own there, so it maps to the layer before it."""
    made_by = {layer.name: layer for layer in layers}
    tensors = {}
    for op in net.graph.ops:
        layer = made_by[op.name]
        while layer.kind == "Reshape":
            layer = made_by[layer.inputs[0]]
        tensors[op.name] = Tensor(layer.name, net.graph.shapes[op.name])
    used = [tensors[name].layer for name in net.graph.outputs]
    for name in net.graph.outputs:
        if tensors[name].layer != name or used.count(name) > 1 or name == net.port.name:
            raise BackendError(
                f"output {name!r} has the same wires as {tensors[name].layer!r}; name that one as the output"
            )
    return tensors


def _config(project: HlsProject, layers: list[HlsLayer], folder: Path) -> dict[str, Any]:
    sharing: dict[str, str | int] = {"PipelineInterval": 1}
    if project.sharing:
        sharing = {"PipelineStyle": project.sharing.style, "PipelineInterval": project.sharing.interval_cycles}
    return {
        "Backend": "Vitis",
        "OutputDir": str(folder),
        "ProjectName": project.name,
        "Part": project.part,
        "ClockPeriod": f"{project.clock_ns:g}",
        "ClockUncertainty": f"{project.clock_uncertainty_percent:g}%",
        "IOType": "io_parallel",
        "TraceOutput": True,  # adds calls that synthesis ignores
        "Version": "1.0.0",
        "Stamp": project.net,
        "HLSConfig": {
            "Model": {
                "Precision": {"default": "ap_fixed<16,6>"},  # never used: every layer has its own, which is checked
                "ReuseFactor": 1,
                "Strategy": "Latency",
                "BitExact": False,  # the types come from the net; hls4ml must not infer any
                "BramFactor": 1_000_000_000,
                **sharing,
            },
            "LayerName": {
                layer.name: {"Precision": layer.types, "Trace": True, "ReuseFactor": layer.fields.get("reuse", 1)}
                for layer in layers
            },
            "Flows": [flow for flow in get_flow(FLOW).requires if "apply_templates" not in flow],
        },
        "WriterConfig": {
            "Namespace": project.namespace,
            "WriteWeightsTxt": False,
            "WriteTar": False,
            "TBOutputStream": "both",
        },
    }


class _Writer(VitisWriter):  # type: ignore[misc]
    """Omits files that would load Keras or name this computer; codesign.backends.hls.csim has its own bridge."""

    def write_yml(self, model: Any) -> None: ...

    def write_bridge(self, model: Any) -> None: ...


def _write(project: HlsProject, layers: list[HlsLayer], folder: Path) -> None:
    output = io.StringIO()
    try:
        with contextlib.redirect_stdout(output), warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            hls_custom.register()
            model = ModelGraph.from_layer_list(
                _config(project, layers, folder),
                [layer.to_dict() for layer in layers],
                [project.port],
                list(project.outputs),
            )
            _rename(model)
            model.apply_flow(FLOW)  # only the templates are left to apply
            _Writer().write_hls(model)
    except Exception as error:
        raise BackendError(
            f"hls4ml failed on net {project.net}: {type(error).__name__}: {error}\n{output.getvalue()}"
        ) from error
    own_modes(folder)
    _guard(folder / "firmware", project.name)
    (folder / "build_lib.sh").unlink()
    messages = output.getvalue() + "".join(f"warning: {w.message}\n" for w in warned)
    if messages:
        (folder / LOG).write_text(messages)


def _guard(firmware: Path, name: str) -> None:
    """Puts the design's name into the include guards of its headers: one source file may include two designs."""
    guard = re.compile(rf"^(#ifndef|#define) (?!{name.upper()}_)(\w+_H_)$", re.MULTILINE)
    for path in (*firmware.glob("*.h"), *firmware.glob("weights/*.h"), firmware / "nnet_utils" / csim_cache.OWN_HEADER):
        path.write_text(guard.sub(rf"\1 {name.upper()}_\2", path.read_text()))


def _rename(model: Any) -> None:
    """Names variables, types and weights after the ops instead of with hls4ml's numbers."""
    for layer in model.get_layers():
        variable = layer.get_output_variable()
        variable.name = layer.name
        if layer.class_name != "Reshape":
            variable.type.name = f"{layer.name}_t"
        for parameter, weight in layer.weights.items():
            weight.name = f"{layer.name}_{'kernel' if parameter == 'weight' else parameter}"
