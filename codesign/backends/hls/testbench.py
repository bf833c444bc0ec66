"""Testbench, emulator library and Makefile, with which a firmware engineer runs an HLS project without Python.

The C++ (templates/) is the same for all designs, except for `integers.h`, which defines the names of the design's
tensors and the meaning of their integers. `codesign.net.vectors` writes the golden vectors beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from codesign.backends.hls.csim import SLOW_WARNINGS
from codesign.backends.hls.project import HlsProject
from codesign.net.fixednet import FixedNet
from codesign.net.vectors import exponents

_TEMPLATES = Path(__file__).parent / "templates"
_FILES = {
    "Makefile": "Makefile.hls",
    "integers.h": "integers.h",
    "integer_vectors.h": "integer_vectors.h",
    "{name}_test.cpp": "testbench.cpp",
    "emulator/emulator.h": "emulator.h",
    "emulator/emulator.cpp": "emulator.cpp",
    "emulator/emulator.map": "emulator.map",
    "emulator/emulator_example.cpp": "emulator_example.cpp",
    "emulator/model_info.h": "model_info.h",
}


def write(net: FixedNet, project: HlsProject, folder: Path) -> None:
    """Adds testbench, emulator and Makefile to the project in `folder`; the testbench replaces that of hls4ml."""
    values = _values(net, project, folder)
    (folder / "emulator").mkdir()
    for name, template in _FILES.items():
        text = (_TEMPLATES / template).read_text()
        for key, value in values.items():
            text = text.replace(f"@{key}@", value)
        (folder / name.format(name=project.name)).write_text(text)


def _values(net: FixedNet, project: HlsProject, folder: Path) -> dict[str, str]:
    saved = _saved(folder, project)
    outputs = project.outputs
    internal = [
        name for name, t in project.tensors.items() if t.layer == name and name in saved and name not in outputs
    ]
    return {
        "NAME": project.name,
        "NET": project.net,
        "NAMESPACE": project.namespace,
        "WARNINGS": " ".join(["-w", *SLOW_WARNINGS]),
        "INPUT": _tensor(net, project.port, project.tensors[project.port].size),
        "OUTPUTS": _list(_tensor(net, name, project.tensors[name].size) for name in outputs),
        "INTERNAL": _list(_tensor(net, name, saved[name]) for name in internal),
        "SAVED": _list(f'{{"{layer}", {size}, {{0}}}}' for layer, size in saved.items()),
        "RUN": _run(project),
    }


def _saved(folder: Path, project: HlsProject) -> dict[str, int]:
    """Layer -> size of each tensor that the top function saves; a saved tensor without memory would print a message."""
    top = (folder / "firmware" / f"{project.name}.cpp").read_text()
    calls = re.findall(r'save_layer_output<\w+>\(\w+, "(\w+)", ([\d*]+)\);', top)
    return {layer: _product(size) for layer, size in calls}


def _product(factors: str) -> int:
    size = 1
    for factor in factors.split("*"):
        size *= int(factor)
    return size


def _tensor(net: FixedNet, name: str, size: int) -> str:
    return f'{{"{name}", {size}, {{{", ".join(map(str, exponents(net, name)))}}}}}'


def _list(items: Iterable[str]) -> str:
    return "".join(f"    {item},\n" for item in items)


def _run(project: HlsProject) -> str:
    names = (project.port, *project.outputs)
    lines = [f"{name}_t {name}[{project.tensors[name].size}];" for name in names]
    lines += [f"set({project.port}, INPUT, input);", f"{project.name}({', '.join(names)});"]
    lines += [f"get({name}, OUTPUTS[{index}], outputs[{index}]);" for index, name in enumerate(project.outputs)]
    return "".join(f"    {line}\n" for line in lines)
