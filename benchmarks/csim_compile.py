"""How long g++ takes to build a C simulation, compared with hls4ml's own `compile()` of the same firmware.

Both compile the same sources, run on the same jets and must give the same outputs; they take turns. `compile()`
of hls4ml 1.3.0 runs its build_lib.sh, which compiles firmware and bridge one after the other with -O3. Prints a table
and writes it into docs/speed.md.

    python benchmarks/csim_compile.py [--rounds 1] [DESIGN ...]
"""

import argparse
import contextlib
import io
import os
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from clock import Took, clock
from doc_data import Table
from doc_numbers import publish
from hls4ml.model.graph import ModelGraph
from hls4ml.writer.vitis_writer import VitisWriter

from codesign.backends.hls import convert as hls4ml
from codesign.backends.hls import csim
from codesign.backends.hls import extension as hls_custom
from codesign.backends.hls.layers import emit
from codesign.backends.hls.project import HlsProject
from codesign.base.choice import some_rows
from codesign.jets.dataset import load_dataset
from codesign.net import reference
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import Float
from codesign.runs.inputs import contract_jets, joined

DESIGNS = ("hls_projects/tagger_deepset", "hls_projects/cms_ng", "hls_projects/tagger_mlp")
PART, CLOCK_NS = "xcvu13p-flga2577-2-e", 2.778
RUN_JETS = 5_000


@dataclass
class Times:
    """Times of one design, one entry per round in each list.

    hls4ml: compilation by hls4ml; cold, warm, kept: compilation by codesign with an empty cache, with precompiled
    headers only, and with the library in the cache; hls4ml_run, run: simulation of all jets.
    """

    design: str
    hls4ml: list[Took] = field(default_factory=list)
    cold: list[Took] = field(default_factory=list)
    warm: list[Took] = field(default_factory=list)
    kept: list[Took] = field(default_factory=list)
    hls4ml_run: list[Took] = field(default_factory=list)
    run: list[Took] = field(default_factory=list)


def main() -> None:
    """Compiles every design in every way, in turns."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--jets", type=int, default=RUN_JETS, help="jets to run after compiling")
    parser.add_argument("designs", nargs="*", type=Path, default=[Path(d) for d in DESIGNS])
    arguments = parser.parse_args()
    jets = joined(contract_jets(load_dataset("shipped")))
    x = jets[np.resize(some_rows(len(jets), arguments.jets), arguments.jets)]
    rows = []
    with tempfile.TemporaryDirectory() as temporary:
        os.environ["XDG_CACHE_HOME"] = temporary  # start with an empty cache
        for folder in arguments.designs:
            rows.append(measured(folder, Path(temporary), x, arguments.rounds))
    rounds = f"{arguments.rounds} round{'s' * (arguments.rounds > 1)}"
    values = {"rounds": rounds, "jets": arguments.jets}
    table = Table(columns(arguments.jets), [row(times) for times in rows])
    publish("csim_compile", "python benchmarks/csim_compile.py", values, {"designs": table})


def measured(design: Path, scratch: Path, x: Float, rounds: int) -> Times:
    """The times of hls4ml and codesign, which take turns; SystemExit if their outputs or sources differ."""
    net, times = FixedNet.load(design), Times(design.name)
    ours, theirs = scratch / f"{design.name}_codesign", scratch / f"{design.name}_hls4ml"
    hls4ml.convert(net, ours, part=PART, clock_ns=CLOCK_NS)
    model = hls4ml_model(net, theirs)
    same_firmware(ours, theirs)
    expected = reference.run(net, x)
    for _ in range(rounds):
        with clock() as took, contextlib.redirect_stdout(io.StringIO()):
            model._compile()  # compile() would write the sources again first
        times.hls4ml.append(took)
        shutil.rmtree(scratch / "codesign", ignore_errors=True)
        for ways in (times.cold, times.warm, times.kept):
            if ways is times.warm:
                shutil.rmtree(scratch / "codesign" / "csim" / "libraries")
            shutil.rmtree(ours / "csim", ignore_errors=True)
            with clock() as took:
                csim.compile_csim(ours)
            ways.append(took)
        with clock() as took:
            got = csim.run_csim(ours, x)
        times.run.append(took)
        with clock() as took:
            hls4ml_got = model.predict(np.ascontiguousarray(x, np.float64))
        times.hls4ml_run.append(took)
        (name,) = net.graph.outputs
        if not np.array_equal(got[name], expected[name]) or not np.array_equal(hls4ml_got, expected[name]):
            raise SystemExit(f"{design}: the simulations differ")
    return times


def hls4ml_model(net: FixedNet, folder: Path) -> Any:
    """The hls4ml model of a net, whose project hls4ml itself has written, with its bridge and build script."""

    class Writer(VitisWriter):  # type: ignore[misc]
        def write_yml(self, model: Any) -> None:
            """Writes nothing: hls4ml's own version loads Keras."""

    layers = emit(net)
    project = HlsProject(
        folder=folder,
        name="tagger",
        net=net.key,
        tool="hls4ml",
        part=PART,
        clock_ns=CLOCK_NS,
        clock_uncertainty_percent=hls4ml.CLOCK_UNCERTAINTY_PERCENT,
        port=net.port.name,
        outputs=net.graph.outputs,
        tensors=hls4ml._tensors(net, layers),
        port_type=net.types[net.port.name],
    )
    with contextlib.redirect_stdout(io.StringIO()):
        hls_custom.register()
        config = hls4ml._config(project, layers, folder)
        outputs = list(net.graph.outputs)
        model = ModelGraph.from_layer_list(config, [layer.to_dict() for layer in layers], [project.port], outputs)
        hls4ml._rename(model)
        model.apply_flow(hls4ml.FLOW)
        Writer().write_hls(model)
    return model


def same_firmware(ours: Path, theirs: Path) -> None:
    """SystemExit if a firmware source of ours differs from hls4ml's."""
    sources = [path.relative_to(ours) for path in (ours / "firmware").glob("**/*") if path.is_file()]
    if wrong := [path for path in sources if (ours / path).read_bytes() != (theirs / path).read_bytes()]:
        raise SystemExit(f"{wrong[0]} is not what hls4ml writes")


def best(times: list[Took]) -> Took:
    """The smallest wall and the smallest CPU time: other work on the machine can only add to them."""
    return Took(min(t.wall_s for t in times), min(t.cpu_s for t in times))


def columns(jets: int) -> list[tuple[str, str]]:
    """The columns of the table. jets: the number that is simulated."""
    return [
        ("design", "{design}"),
        ("hls4ml compile()", "{hls4ml:.1f} s ({hls4ml_cpu:.1f} s CPU)"),
        ("first design", "{first:.1f} s ({first_cpu:.1f} s CPU)"),
        ("next designs", "{next:.1f} s ({next_cpu:.1f} s CPU)"),
        ("ratio, wall", "{ratio:.1f}"),
        ("ratio, CPU", "{ratio_cpu:.1f}"),
        ("known firmware", "{known:.2f} s"),
        (f"CPU of {jets:,} jets", "{run_cpu:.1f} s"),
        ("with hls4ml's library", "{hls4ml_run_cpu:.1f} s"),
    ]


def row(times: Times) -> dict[str, str | float]:
    """One row of the table."""
    theirs, cold, warm = best(times.hls4ml), best(times.cold), best(times.warm)
    return {
        "design": times.design,
        "hls4ml": theirs.wall_s,
        "hls4ml_cpu": theirs.cpu_s,
        "first": cold.wall_s,
        "first_cpu": cold.cpu_s,
        "next": warm.wall_s,
        "next_cpu": warm.cpu_s,
        "ratio": theirs.wall_s / warm.wall_s,
        "ratio_cpu": theirs.cpu_s / warm.cpu_s,
        "known": best(times.kept).wall_s,
        "run_cpu": best(times.run).cpu_s,
        "hls4ml_run_cpu": best(times.hls4ml_run).cpu_s,
    }


if __name__ == "__main__":
    main()
