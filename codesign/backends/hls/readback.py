"""Reads a written HLS project back from its text and compares it with the layers that were given to hls4ml.

hls4ml replaces settings that it does not accept (reuse factors, strategies, widths, roundings), sometimes without a
message. So its output is not trusted: types, weights, wiring, parallelisation and clock are parsed again.
"""

import math
import re
from pathlib import Path

from codesign.backends.hls import table as hls_table
from codesign.backends.hls import trees as hls_trees
from codesign.backends.hls.project import HlsProject
from codesign.backends.hls.records import CUSTOM, IDENTITY, TABLES, TREES, HlsLayer
from codesign.backends.hls.sharing import Sharing
from codesign.errors import BackendError

Facts = dict[tuple[str, str], str]  # (layer or "project", property) -> value

FUNCTIONS = {  # kind of layer -> the function it calls; a Dense on (candidates, features) is a pointwise convolution
    "Dense": "nnet::dense",
    "PointwiseDense": "nnet::pointwise_conv_1d_cl",
    "Activation": "nnet::relu",
}
_LATENCY = {"strategy": "nnet::latency"}
_MULTIPLIER = {**_LATENCY, "kernel": "nnet::DenseLatency", "product": "nnet::product::mult"}


def check(folder: Path, project: HlsProject, layers: list[HlsLayer]) -> None:
    """Raises BackendError with the first layer and property in which the project in `folder` differs from `layers`."""
    expected, written = expected_facts(project, layers), written_facts(folder, project)
    for (layer, what), value in expected.items():
        if written.get((layer, what)) != value:
            raise BackendError(
                f"hls4ml changed the {what} of {layer!r}: asked {value}, got {written.get((layer, what), 'nothing')}."
                " The project does not match the net; do not use it"
            )


def expected_facts(project: HlsProject, layers: list[HlsLayer]) -> Facts:
    """The facts that the project's files must state."""
    ports = [project.port, *project.outputs]
    facts: Facts = {
        ("project", "part"): f'"{project.part}"',
        ("project", "clock period"): f"{project.clock_ns:g}",
        ("project", "clock uncertainty"): f"{project.clock_uncertainty_percent:g}%",
        ("project", "namespace"): project.namespace,
        ("project", "pipelining"): (project.sharing or Sharing()).pragma,
        ("project", "ports"): ", ".join(ports),
        ("project", "layers"): ", ".join(layer.name for layer in layers if layer.kind not in ("InputLayer", "Reshape")),
    }
    for layer in layers:
        facts |= {(layer.name, what): value for what, value in _expected_of(layer, project).items()}
    return facts


def _expected_of(layer: HlsLayer, project: HlsProject) -> dict[str, str]:
    facts = {}
    if layer.inputs:
        facts["source"] = ", ".join(layer.inputs)
    if layer.kind == "Reshape":
        return facts
    facts["size"] = str(math.prod(layer.shape))
    facts |= {f"{role} type": t for role, t in layer.types.items()}
    kind = "PointwiseDense" if layer.kind == "Dense" and len(layer.shape) == 2 else layer.kind
    if kind == CUSTOM:
        facts |= _custom(layer)
    elif kind == TABLES:
        facts["function"] = f"{project.namespace}::{layer.name}"
        facts |= hls_table.expected(layer.shape, layer.fields["tables"], layer.fields["bits"])
    elif kind == TREES:
        facts["function"] = f"{project.namespace}::{layer.name}"
        facts |= hls_trees.expected(layer.fields)
    elif kind in FUNCTIONS:
        facts["function"] = FUNCTIONS[kind]
        facts |= {what: str(value) for what, value in _config_of(kind, layer).items()}
    for index, t in enumerate(_element_types(layer)):
        facts["function"] = f"{project.namespace}::{layer.name}"
        facts[f"type of element {index}"] = t
    for parameter, values in (("kernel", layer.fields.get("weight_data")), ("bias", layer.fields.get("bias_data"))):
        if values is not None:
            facts |= {f"{parameter}[{index}]": repr(float(v)) for index, v in enumerate(values.ravel())}
    return facts


def _config_of(kind: str, layer: HlsLayer) -> dict[str, object]:
    """The fields of the layer's config struct that determine the hardware."""
    fields = layer.fields
    reuse = {"reuse_factor": fields.get("reuse", 1)}
    match kind:
        case "Dense":
            sizes = {"n_in": fields["n_in"], "n_out": fields["n_out"]}
            return {**sizes, **_MULTIPLIER, **reuse}
        case "PointwiseDense":
            candidates = layer.shape[0]
            sizes = {"in_width": candidates, "out_width": candidates, "filt_width": 1, "stride_width": 1}
            partitions = candidates // fields["parallelization_factor"]
            sizes |= {"n_chan": fields["n_in"], "n_filt": fields["n_out"], "n_partitions": partitions}
            multiplier = {f"multiplier {what}": value for what, value in {**_MULTIPLIER, **reuse}.items()}
            kernel = "nnet::BatchedDenseForConv1D" if partitions == 1 else "nnet::Conv1DLatency"
            return {**sizes, **_LATENCY, **reuse, **multiplier, "conv_kernel": kernel}
        case _:
            return {"n_in": fields["n_in"], **reuse}


def _custom(layer: HlsLayer) -> dict[str, str]:
    fields = layer.fields
    facts = {"function": f"codesign::{fields['function']}"}
    facts |= {what: str(value) for what, value in fields["constants"].items()}
    facts |= {_role(what): t for what, t in fields["typedefs"].items()}
    for name, values in fields["maps"].items():
        facts[name] = IDENTITY if values == IDENTITY else f"map of {len(values)}"
        facts |= {f"{name}[{index}]": str(value) for index, value in enumerate(values) if values != IDENTITY}
    return facts


def _element_types(layer: HlsLayer) -> list[str]:
    """The type of each element as the quantiser writes it: the vendor's type, or "0" for an element without bits."""
    if layer.kind != "FixedPointQuantizer":
        return []
    modes = f"AP_{layer.fields['RND']},AP_{layer.fields['SAT']}"
    bits = zip(*(array.ravel() for array in layer.fields["mask_kbi"]), strict=True)
    return [f"ap_{'' if k else 'u'}fixed<{width},{integer},{modes}>" if width else "0" for k, width, integer in bits]


def written_facts(folder: Path, project: HlsProject) -> Facts:
    """The facts that the project's files state; compare with `expected_facts`."""
    firmware = folder / "firmware"
    top = (firmware / f"{project.name}.cpp").read_text()
    defined = re.findall(r"typedef (\w+<.*?>) (\w+);", (firmware / "defines.h").read_text())
    types = {name: t for t, name in defined}
    configs = _structs((firmware / "parameters.h").read_text())
    calls = _calls(top)
    facts = _project_facts((folder / "project.tcl").read_text(), top, project)
    facts["project", "layers"] = ", ".join(calls)
    for t, name, size in re.findall(r"(?:^ +|, )(\w+) (\w+)\[([\d*]+)\](?=[;,\n])", top, re.MULTILINE):
        facts[name, "size"] = str(math.prod(map(int, size.split("*"))))
        facts[name, "result type"] = types.get(t, t)
    for name, source in re.findall(r"auto& (\w+) = (\w+);", top):
        facts[name, "source"] = source
    generated = _generated((firmware / "nnet_utils" / "nnet_code_gen.h").read_text())
    for name, (function, arguments, config) in calls.items():
        facts[name, "function"] = function
        sources = arguments[: arguments.index(name)] if name in arguments else [*arguments, "not written to it"]
        facts[name, "source"] = ", ".join(sources)
        settings = configs.get(config, {})
        facts |= {
            (name, f"multiplier {what}"): value
            for what, value in configs.get(settings.get("mult_config", ""), {}).items()
        }
        for what, value in settings.items():
            facts[name, _role(what)] = types.get(value, value)
        facts |= {(name, what): value for what, value in generated.get(name, {}).items()}
        for variable in arguments[len(sources) + 1 :]:
            values = _values(firmware / "weights" / f"{variable}.h", variable)
            parameter = variable.removeprefix(f"{name}_")
            facts |= {(name, f"{parameter}[{index}]"): repr(value) for index, value in enumerate(values)}
    return facts


def _project_facts(script: str, top: str, project: HlsProject) -> Facts:
    settings = dict(re.findall(r"set (\w+) (.*)", script))
    pragma = re.search(r"#pragma HLS (PIPELINE.*|DATAFLOW.*)", top)
    space = re.search(r"^namespace (\w+) {", top, re.MULTILINE)
    signature = re.search(rf"void {project.name}\((.*?)\) {{", top, re.DOTALL)
    return {
        ("project", "part"): settings.get("part", ""),
        ("project", "clock period"): settings.get("clock_period", ""),
        ("project", "clock uncertainty"): settings.get("clock_uncertainty", ""),
        ("project", "namespace"): space[1] if space else "",
        ("project", "pipelining"): pragma[1].strip() if pragma else "",
        ("project", "ports"): ", ".join(re.findall(r"(\w+)\[", signature[1])) if signature else "",
    }


def _calls(top: str) -> dict[str, tuple[str, list[str], str]]:
    """Layer -> function, arguments (input, output, weights, bias) and config struct, in the order of execution."""
    calls = re.findall(r"^ +([\w:]+)<([^>]*)>\(([^)]*)\); // (\w+)$", top, re.MULTILINE)
    return {name: (function, args.split(", "), types.split(", ")[-1]) for function, types, args, name in calls}


def _structs(parameters: str) -> dict[str, dict[str, str]]:
    """Config struct -> its constants, typedefs, functions and index maps."""
    structs = {}
    for name, body in re.findall(r"^struct (\w+) : .*?{\n(.*?)^};", parameters, re.MULTILINE | re.DOTALL):
        constants = dict(re.findall(r"static const [\w:]+ (\w+) = ([^;]+);", body))
        typedefs = {key: value for value, key in re.findall(r"typedef (.+) (\w+);", body)}
        chosen = dict(re.findall(r"using (\w+) = ([\w:]+)<", body))
        structs[name] = {**constants, **typedefs, **chosen, **_maps(body)}
    return structs


def _maps(struct: str) -> dict[str, str]:
    """The index maps, element by element."""
    facts = {}
    for name, body in re.findall(
        r"^    static (?:unsigned|long long) (\w+)\(unsigned i\) {\n(.*?)^    }", struct, re.MULTILINE | re.DOTALL
    ):
        returned = re.search(r"return (.*);", body)
        table = re.search(r"static const (?:unsigned|long long) map\[(\d+)\] = {(.*)};", body)
        facts[name] = returned[1] if returned else "nothing"
        if table and facts[name] == "map[i]":
            facts[name] = f"map of {table[1]}"
            facts |= {f"{name}[{index}]": value for index, value in enumerate(table[2].split(", "))}
    return facts


def _role(what: str) -> str:
    return f"{what.removesuffix('_t')} type" if what.endswith("_t") else what


def _generated(code: str) -> dict[str, dict[str, str]]:
    """Layer with a generated function -> the type that each element is cast to, its look-up tables, or its trees."""
    functions = re.findall(r"^void (\w+)\(input_t \*inp, output_t \*out\) {\n(.*?)^}", code, re.MULTILINE | re.DOTALL)
    facts = {}
    for name, body in functions:
        casts = re.findall(r"out\[(\d+)\] = (?:(.*)\(inp\[\1\]\)|(0));", body)
        facts[name] = {f"type of element {index}": t or zero for index, t, zero in casts}
        facts[name] |= hls_table.written(body) | hls_trees.written(body)
    return facts


def _values(header: Path, variable: str) -> list[float]:
    written = re.search(rf"\w+ {variable}\[\d+\] = {{(.*?)}};", header.read_text(), re.DOTALL)
    return [float(value) for value in written[1].split(",")] if written else []
